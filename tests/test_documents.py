"""The documents hold: links lead somewhere, the commands and make targets they name exist, decisions are listed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from incidents.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md"), *ROOT.glob("*/*/*.md")]
    if ".venv" not in path.parts
)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_links_lead_somewhere(path):
    broken = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert not broken, f"{_named(path)} links to what is not there: {broken}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_make_targets_named_exist(path):
    named = set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= TARGETS, f"{_named(path)} names make targets that are not there: {sorted(named - TARGETS)}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=_named)
def test_sarhad_commands_named_exist_with_their_options(path):
    """Fenced command lines are read by the real parser's tables: a command or option that is gone is an error."""
    for block in FENCE.findall(path.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if not line.startswith("sarhad "):
                continue
            words = shlex.split(line, comments=True)[1:]
            command: click.Command = main
            while isinstance(command, click.Group) and words and not words[0].startswith("-"):
                found = command.get_command(click.Context(command), words[0])
                assert found, f"{_named(path)}: {line!r} names no command"
                command, words = found, words[1:]
            options = {option for parameter in command.params for option in parameter.opts} | {"--help", "--version"}
            given = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
            assert given <= options, f"{_named(path)}: {line!r} has no option {sorted(given - options)}"


def test_every_make_target_says_what_it_does():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    phony = set(next(line for line in lines if line.startswith(".PHONY")).split(":")[1].split())
    told = {match[1] for line in lines if (match := re.match(r"([a-z-]+):.*## \S", line))}
    assert phony == told, f"without a line for `make help`, or not .PHONY: {sorted(phony ^ told)}"


def test_the_picture_and_the_two_commands_open_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = readme.partition("## ")[0]
    assert "](docs/images/page.png)" in first and "make run" in first and "make test" in first
    assert (ROOT / "docs/images/page.png").stat().st_size > 50_000
