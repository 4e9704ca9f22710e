"""The house rules that a machine can check: storeys, names, lengths, style, and that every command is documented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from incidents.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geodata", "incidents", "dashboard")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path] if path else []
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found += _commands(command.get_command(context, name), (*path, name))
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        # imports go down the storeys only, and drawing libraries stay on the top one
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        # one style, checked rather than discussed
        [sys.executable, "-m", "ruff", "check", "--quiet", "."],
        [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
        # the types of the modules that mypyc compiles hold
        [sys.executable, "-m", "mypy"],
    ],
    ids=["import-linter", "ruff check", "ruff format", "mypy"],
)
def test_linters_are_content(arguments):
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_named_for_the_field_and_stay_readable(path):
    assert not {"utils", "util", "helpers", "helper", "common", "manager", "misc"} & set(
        path.relative_to(ROOT).with_suffix("").parts
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 450, f"{path.relative_to(ROOT)} has {len(lines)} lines: split it near 400"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_with_code_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), f"{path.relative_to(ROOT)} has no module docstring"


@pytest.mark.parametrize("package", ["geodata", "incidents"])
def test_models_need_only_the_standard_library(package):
    tree = ast.parse((ROOT / package / "model.py").read_text(encoding="utf-8"))
    imported = {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert imported <= sys.stdlib_module_names


def test_the_swap_of_lon_and_lat_lives_in_one_function():
    """Latitude first is Leaflet's order, not ours; only geodata/crs.py may turn pairs round."""
    swap = re.compile(r"\[\s*lat\s*,\s*lon\s*\]|\(\s*lat\s*,\s*lon\s*\)|\blat_?lon\b|\blat, lon\b(?!.*(docs|WKT))")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in MODULES
        if path.relative_to(ROOT).as_posix() != "geodata/crs.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if swap.search(line.split("#")[0]) and '"""' not in line
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", _commands(main), ids=" ".join)
def test_every_command_documents_itself_with_an_example(path):
    done = CliRunner().invoke(main, [*path, "--help"], prog_name="sarhad")
    assert done.exit_code == 0
    assert "Example" in done.output and "sarhad " + " ".join(path) in done.output


def test_the_promised_commands_are_all_there():
    promised = {"extract", "geoparse", "geocode", "locate", "ingest", "export", "serve", "geodata"}
    assert promised <= set(main.list_commands(click.Context(main)))
    assert set(COMMANDS) <= promised


def test_no_third_party_source_is_vendored():
    """Leaflet, jQuery and the like come from their packages; nothing minified or bundled lies in the tree."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    assert not [
        name
        for name in tracked.stdout.splitlines()
        if re.search(r"(\.min\.(js|css)|leaflet|jquery)", name.lower()) and name.endswith((".js", ".css"))
    ]
