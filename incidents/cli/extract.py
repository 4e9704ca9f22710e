"""`sarhad extract`: articles in, incidents out; nothing stored, nothing merged across articles."""

from __future__ import annotations

import click


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--format", "form", type=click.Choice(["geojson", "jsonl", "csv"]), default="geojson", show_default=True)
@click.option("--pack", default=None, help="Region pack to place names with (default: the bundled one).")
def extract(files: tuple[str, ...], form: str, pack: str | None) -> None:
    """Read articles and print their incidents.

    FILE is a text, HTML, JSONL, CSV or feed file, a folder, or - for JSONL on standard input.

    \b
    Example:
      sarhad extract article.txt
      sarhad extract --format jsonl articles/ > incidents.jsonl
    """
