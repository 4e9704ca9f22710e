"""`python -m incidents.cli` is `sarhad`."""

from incidents.cli import main

main()
