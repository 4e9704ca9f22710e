"""`sarhad extract`: articles in, incidents out; nothing stored, nothing merged across articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from geodata.model import GeodataError
from incidents.cli.outcome import UNUSABLE_ARGUMENTS, Outcome
from incidents.cli.reading import allow_private_option, records_of, taken_of
from incidents.model import Article, Reject, Report

if TYPE_CHECKING:
    from incidents.pipeline import Toolbox
    from incidents.sources import Record


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--format", "form", type=click.Choice(["geojson", "jsonl", "csv"]), default="geojson", show_default=True)
@click.option("--pack", default=None, help="Region pack to place names with (default: the bundled one).")
@allow_private_option
def extract(files: tuple[str, ...], form: str, pack: str | None, allow_private: bool) -> None:
    """Read articles and print their incidents.

    FILE is a text, HTML, JSONL, CSV or feed file, a folder, a zip, an http(s) address, or - for JSONL on standard input.

    \b
    Example:
      sarhad extract article.txt
      sarhad extract --format jsonl articles/ > incidents.jsonl
    """
    from incidents.export import stream
    from incidents.pipeline import open_toolbox

    try:
        toolbox = open_toolbox(pack)
    except GeodataError as error:
        click.echo(f"sarhad extract: {error}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS) from error
    outcome = Outcome()
    with click.open_file("-", "w", encoding="utf-8", errors="replace") as out:
        stream(_reports(records_of(files, allow_private=allow_private), outcome, toolbox), out, form)
    outcome.finish()


def _reports(records: Iterator[Record], outcome: Outcome, toolbox: Toolbox) -> Iterator[Report]:
    """The located reports of records; an article whose language is not read yet is named, never half-read."""
    from incidents.extract import can_read
    from incidents.pipeline import locate_record, read_article

    for record in taken_of(records, outcome):
        if not isinstance(record, Article):
            yield from locate_record(record, toolbox).reports
        elif not can_read(record):
            outcome.reject(Reject.of_unread_language(record))
        else:
            try:
                found = read_article(record, toolbox)
            except (
                Exception
            ) as error:  # one article never ends the run; it is named, and the command says so at its end
                reason = f"reading it failed: {type(error).__name__}: {str(error)[:200]}"
                outcome.reject(Reject(file=record.url or record.id, reason=reason, code="extraction_failed"))
            else:
                yield from found
