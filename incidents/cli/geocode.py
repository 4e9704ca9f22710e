"""`sarhad geocode`: place names, alone or from a CSV, to points: one JSON line a row, in order."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from geodata.model import GeodataError
from incidents.cli.geoparse import answer_fields
from incidents.cli.outcome import NOTHING_DONE, UNUSABLE_ARGUMENTS, Outcome
from incidents.model import Reject


@click.command()
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--batch", type=click.Path(), help="CSV with a `name` column and optional `country`, `district`.")
@click.option("--country", default=None, help="The country the names lie in.")
@click.option("--pack", default=None, help="Region pack: a name such as world, or a path (default: the bundled one).")
def geocode(names: tuple[str, ...], batch: str | None, country: str | None, pack: str | None) -> None:
    """Turn place names into points.

    One JSON object a line: {"query", "name", "lon", "lat", "where_prec", "uncertainty_km", "country", "admin1",
    "admin2", "place_id", "source", "reason"}. lon and lat are null when a name stays unresolved; `reason` says why.

    \b
    Example:
      sarhad geocode "Dasht, Mastung" "40 km west of Turbat"
      sarhad geocode --batch names.csv > points.jsonl
    """
    from geodata.gazetteer import open_gazetteer
    from geodata.geocode import geocode_name

    if not names and not batch:
        raise click.UsageError("give at least one NAME, or --batch FILE.csv")
    try:
        gazetteer = open_gazetteer(pack)
    except GeodataError as error:
        click.echo(f"sarhad geocode: {error}", err=True)
        raise SystemExit(NOTHING_DONE) from error
    outcome = Outcome()
    queries: Iterator[tuple[str, str | None, str | None]] = iter([(name, country, None) for name in names])
    for source in (queries, _rows(batch, country, outcome) if batch else ()):
        for query, in_country, in_district in source:
            answer = geocode_name(query, gazetteer, in_country, in_district)
            sys.stdout.write(json.dumps({"query": query} | answer_fields(answer), ensure_ascii=False) + "\n")
            outcome.taken += 1
    outcome.finish("names")


def _rows(batch: str, country: str | None, outcome: Outcome) -> Iterator[tuple[str, str | None, str | None]]:
    """The batch file's rows; an empty name keeps its line in the output and is named on stderr."""
    try:
        handle = Path(batch).open(encoding="utf-8-sig", newline="")  # noqa: SIM115 closed below
    except OSError as error:
        click.echo(f"sarhad geocode: {batch}: {error.strerror}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS) from error
    with handle:
        reader = csv.DictReader(handle)
        try:
            columns = reader.fieldnames or []
            if "name" not in columns:
                click.echo(
                    f"sarhad geocode: {batch}: no `name` column; it has: {', '.join(columns) or 'none'}", err=True
                )
                raise SystemExit(UNUSABLE_ARGUMENTS)
            for row in reader:
                name = (row["name"] or "").strip()
                if not name:
                    reason = "the name is empty; expected a place name"
                    outcome.reject(Reject(file=batch, line=reader.line_num, reason=reason, code="missing_field"))
                yield name, (row.get("country") or "").strip() or country, (row.get("district") or "").strip() or None
        except (UnicodeDecodeError, csv.Error) as error:
            outcome.reject(Reject(file=batch, reason=f"not readable as UTF-8 CSV: {error}", code="bad_encoding"))
