"""`sarhad locate`: points to country, province, district or county, and distance to the border."""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator
from typing import TextIO

import click

FIELDS = ("country", "admin1", "admin2", "border_km", "border_side")
CHUNK = 50_000


def _chunks(reader: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for row in reader:
        if row:
            rows.append(row)
        if len(rows) >= CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _column(rows: list[list[str]], at: int) -> list[float]:
    """The numbers of one column, nan where there is none; the usual case, all sound, without a check a row."""
    try:
        return [float(row[at]) for row in rows]
    except (ValueError, IndexError):
        return [_number(row[at]) if len(row) > at else math.nan for row in rows]


def _reason(row: list[str], lon: int, lat: int) -> str:
    for name, at, most in (("lon", lon, 180), ("lat", lat, 90)):
        text = row[at].strip() if at < len(row) else ""
        if not math.isfinite(_number(text)):
            return f"{name} {text!r} is not a number"
        if abs(_number(text)) > most:
            return f"{name} {text} is not in -{most}..{most}"
    return "the row cannot be read"


@click.command()
@click.option("--batch", "batch", required=True, type=click.File(encoding="utf-8-sig", errors="replace"), metavar="FILE.csv",
              help="CSV with columns lon and lat (WGS84 degrees); - is standard input.")  # fmt: skip
@click.option(
    "--pack", "pack_name", default=None, metavar="PACK", help="A pack's path or name; default: the bundled one."
)
def locate(batch: TextIO, pack_name: str | None) -> None:
    """Join points to the areas of a region pack: country, admin1, admin2, border_km and border_side.

    CSV on standard output: the input's columns, then these five, one row a row and in order. A row whose point cannot
    be read is kept with empty results and named on standard error (exit code 3).

    \b
    Example:
      sarhad locate --batch points.csv > located.csv
    """
    from geodata.model import GeodataError
    from geodata.pack import open_pack

    try:
        boundaries = open_pack(pack_name).boundaries
    except GeodataError as error:
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(1) from None
    reader = csv.reader(batch)
    header = next(reader, [])
    names = [name.strip().lower() for name in header]
    if "lon" not in names or "lat" not in names:
        click.echo(
            f"Error: {getattr(batch, 'name', '-')}: no columns lon and lat in line 1; it has {', '.join(header) or 'nothing'}",
            err=True,
        )
        raise click.exceptions.Exit(1)
    out = csv.writer(sys.stdout, lineterminator="\n")
    # results of an earlier run are replaced rather than doubled
    kept = [at for at, name in enumerate(names) if name not in FIELDS]
    out.writerow([header[at] for at in kept] + list(FIELDS))
    rejected, line = _write_rows(
        reader, out, kept, names.index("lon"), names.index("lat"), boundaries, getattr(batch, "name", "-")
    )
    if rejected:
        click.echo(f"{rejected} of {line} rows could not be located", err=True)
        raise click.exceptions.Exit(1 if rejected == line else 3)


def _write_rows(reader, out, kept, lon, lat, boundaries, source) -> tuple[int, int]:
    """Locate and write every row; returns how many were rejected, and how many there were."""
    import numpy as np

    from geodata.locate import locate as join

    rejected, seen, plain = 0, 0, kept == list(range(len(kept)))
    for rows in _chunks(reader):
        lons, lats = np.array(_column(rows, lon)), np.array(_column(rows, lat))
        found = join(lons, lats, boundaries)
        km = ["" if math.isnan(value) else format(value, ".3f") for value in found["border_km"].tolist()]
        bad = set(np.flatnonzero(~((np.abs(lons) <= 180) & (np.abs(lats) <= 90))).tolist())
        columns = [found[name].tolist() for name in ("country", "admin1", "admin2")]
        for number in sorted(bad):
            click.echo(f"{source}, row {seen + number + 2}: {_reason(rows[number], lon, lat)}", err=True)
        width = len(kept)
        if not (plain and all(len(row) == width for row in rows)):
            rows = [[row[at] if at < len(row) else "" for at in kept] for row in rows]
        out.writerows([*row, a, b, c, d, a] for row, a, b, c, d in zip(rows, *columns, km, strict=True))
        rejected += len(bad)
        seen += len(rows)
    return rejected, seen
