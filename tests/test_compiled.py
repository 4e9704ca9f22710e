"""The reader under test is the one that is meant: pure in a working tree, compiled where SARHAD_COMPILED says so."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tomllib
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPILED = bool(os.environ.get("SARHAD_COMPILED"))  # set by .ci/run for the tests of the compiled wheel
CHECKED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["files"]
FILES = [Path(path) for name in CHECKED for path in (sorted((ROOT / name).glob("*.py")) or [ROOT / name])]
NAMES = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in FILES]


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_compiled_only_where_that_is_meant(name):
    """Whoever edits a module in a working tree must run what was edited."""
    file = importlib.import_module(name).__file__
    assert file.endswith(tuple(EXTENSION_SUFFIXES) if COMPILED else ".py"), file


def test_nothing_compiled_lies_in_the_working_tree():
    built = [path for package in ("geodata", "incidents") for path in (ROOT / package).rglob("*__mypyc*")]
    assert not built + [path for file in FILES for path in file.parent.glob(f"{file.stem}.*{EXTENSION_SUFFIXES[-1]}")]


def test_geodata_needs_no_incidents():
    """Nor does its compiled form: each package has a shared library of its own."""
    program = "import geodata.toponyms, geodata.geocode, sys; print(*[m for m in sys.modules if m.startswith('incid')])"
    path = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")
