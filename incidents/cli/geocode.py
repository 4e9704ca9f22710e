"""`sarhad geocode`: place names, alone or from a CSV, to points: one JSON line a row, in order."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
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
    outcome = Outcome()
    readable = [
        name.encode("utf-8", "replace").decode() for name in names
    ]  # bytes of another encoding on the command line
    queries = [iter([Query(name=name, country=country) for name in readable])]
    if batch:
        queries.append(_rows(batch, country, outcome))
    try:
        gazetteer = open_gazetteer(pack)
    except GeodataError as error:
        click.echo(f"sarhad geocode: {error}", err=True)
        raise SystemExit(NOTHING_DONE) from error
    for query in chain.from_iterable(queries):
        answer = geocode_name(query.name, gazetteer, query.country, query.district)
        sys.stdout.write(json.dumps({"query": query.name} | answer_fields(answer), ensure_ascii=False) + "\n")
        outcome.taken += 1
    outcome.finish("names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One name to place, and what was said beside it."""

    name: str
    country: str | None = None
    district: str | None = None


def _rows(batch: str, country: str | None, outcome: Outcome) -> Iterator[Query]:
    """The batch file's rows, one query each and in order; a row that says no name is named on stderr and stays empty.

    Bytes that are not UTF-8 spoil their row only; an unclosed quotation mark ends the file, named with its line.
    """
    try:
        handle = Path(batch).open(encoding="utf-8-sig", errors="surrogateescape", newline="")  # noqa: SIM115 closed below
    except OSError as error:
        click.echo(f"sarhad geocode: {batch}: {error.strerror}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS) from error
    with handle:
        reader = csv.reader(handle, strict=True)
        line = 0
        try:
            header = [column.strip().lower() for column in next(reader, [])]
            if "name" not in header:
                shown = ", ".join(header).encode("utf-8", "replace").decode() or "none"
                click.echo(f"sarhad geocode: {batch}, line 1: no `name` column; it has: {shown[:200]}", err=True)
                raise SystemExit(UNUSABLE_ARGUMENTS)
            line = reader.line_num
            for row in reader:
                line += 1
                if row:
                    yield _query(dict(zip(header, row, strict=False)), batch, line, country, outcome)
                line = reader.line_num
        except csv.Error as error:
            reason = f"not readable as CSV ({error}); expected quotation marks in pairs. The rows before it are done"
            outcome.reject(Reject(file=batch, line=line + 1, reason=reason, code="bad_csv"))


def _query(row: dict[str, str], batch: str, line: int, country: str | None, outcome: Outcome) -> Query:
    """A row's query; its name is empty when the row has none or it cannot be read."""
    name, in_country, in_district = (row.get(column, "").strip() for column in ("name", "country", "district"))
    if not name:
        reason, code = "the name is empty; expected a place name", "missing_field"
    elif any("\udc80" <= character <= "\udcff" for character in name + in_country + in_district):
        reason, code = "not UTF-8; save the file as UTF-8", "bad_encoding"
    else:
        return Query(name=name, country=in_country or country, district=in_district or None)
    outcome.reject(Reject(file=batch, line=line, reason=reason, code=code))
    return Query(name="")
