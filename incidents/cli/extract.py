"""`sarhad extract`: articles in, incidents out; nothing stored, nothing merged across articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from geodata.model import GeodataError
from incidents.cli.outcome import UNUSABLE_ARGUMENTS, Outcome
from incidents.model import Article, Reject, Report


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
    from incidents.export import stream
    from incidents.pipeline import open_toolbox, read_article

    try:
        toolbox = open_toolbox(pack)
    except GeodataError as error:
        click.echo(f"sarhad extract: {error}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS) from error
    outcome = Outcome()

    def reports() -> Iterator[Report]:
        for record in _records(files):
            if isinstance(record, Reject):
                outcome.reject(record)
                continue
            outcome.taken += 1
            if isinstance(record, Article):
                yield from read_article(record, toolbox)
            else:
                yield from record.reports

    stream(reports(), sys.stdout, form)
    outcome.finish()


def _records(files: tuple[str, ...]) -> Iterator:
    from incidents.sources import read

    for name in files:
        yield from read(name)
