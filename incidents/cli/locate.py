"""`sarhad locate`: points to country, province, district or county, and distance to the border."""

from __future__ import annotations

import csv
import itertools
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    import numpy as np

    from geodata.boundaries import Boundaries

FIELDS = ("country", "admin1", "admin2", "border_km", "border_side")
CHUNK = 50_000  # lines read, joined and written together, so that memory stays bounded
FIELD_CHARACTERS = 131_072  # a longer one is a quote that was never closed


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the header says: how many columns, where the point is, and which ones are written again."""

    width: int
    lon: int
    lat: int
    kept: tuple[int, ...]

    @classmethod
    def of(cls, header: list[str]) -> _Columns:
        """Raises ValueError when there is no lon or no lat. Results of an earlier run are replaced, not doubled."""
        names = [name.strip().lower() for name in header]
        kept = tuple(at for at, name in enumerate(names) if name not in FIELDS)
        return cls(len(names), names.index("lon"), names.index("lat"), kept)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Rows read together: their points (nan where there is none) and the columns to keep, as CSV without line end."""

    lons: np.ndarray
    lats: np.ndarray
    texts: list[str]
    rows: list[list[str]] | None  # None: the texts are the rows, and nothing in them is quoted

    def row(self, number: int) -> list[str]:
        return self.texts[number].split(",") if self.rows is None else self.rows[number]


def _chunks(stream: TextIO, columns: _Columns) -> Iterator[_Chunk]:
    while lines := list(itertools.islice(stream, CHUNK)):
        chunk = _plain(lines, columns) or _quoted(lines, stream, columns)
        if chunk.texts:
            yield chunk


def _plain(lines: list[str], columns: _Columns) -> _Chunk | None:
    """The usual case, four times as fast: no quotes, every line as long as the header, every number sound; else None."""
    import numpy as np

    text = "".join(lines)
    if '"' in text or len(columns.kept) != columns.width:
        return None
    texts = text.removesuffix("\n").split("\n")
    if {line.count(",") for line in texts} != {columns.width - 1}:
        return None
    try:
        points = np.loadtxt(texts, delimiter=",", comments=None, usecols=(columns.lon, columns.lat), ndmin=2)
    except ValueError:
        return None
    return _Chunk(np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1]), texts, None)


def _quoted(lines: list[str], stream: TextIO, columns: _Columns) -> _Chunk:
    """Whatever else the csv module reads; a row that goes on beyond these lines is read to its end. Empty lines are no rows."""
    import numpy as np

    reader, rows = csv.reader(itertools.chain(lines, stream)), []
    while reader.line_num < len(lines):
        row = next(reader)
        if row:
            rows.append(row)
    kept, width = columns.kept, columns.width
    whole = len(kept) == width and all(len(row) == width for row in rows)
    texts = _as_csv(rows if whole else ([row[at] if at < len(row) else "" for at in kept] for row in rows))
    return _Chunk(np.array(_column(rows, columns.lon)), np.array(_column(rows, columns.lat)), texts, rows)


def _as_csv(rows: Iterable[Sequence[str | None]]) -> list[str]:
    """Each row as CSV, without its line end."""
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\n").writerows(rows)
    return [line[:-1] for line in lines]


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
    source = getattr(batch, "name", "-")
    csv.field_size_limit(FIELD_CHARACTERS)
    try:
        header = next(csv.reader(batch), [])
        columns = _Columns.of(header)
    except ValueError:
        click.echo(
            f"Error: {source}: no columns lon and lat in line 1; it has {', '.join(header) or 'nothing'}", err=True
        )
        raise click.exceptions.Exit(1) from None
    csv.writer(sys.stdout, lineterminator="\n").writerow([*(header[at] for at in columns.kept), *FIELDS])
    try:
        rejected, rows = _write_rows(batch, columns, boundaries, source)
    except csv.Error as error:
        click.echo(f"Error: {source}: {error}; was a quote opened and never closed?", err=True)
        raise click.exceptions.Exit(1) from None
    if rejected:
        click.echo(f"{rejected} of {rows} rows could not be located", err=True)
        raise click.exceptions.Exit(1 if rejected == rows else 3)


class _Results(dict[tuple[str | None, str | None, str | None], tuple[str, str]]):
    """country, admin1, admin2 → what stands before and after border_km in a row's end; written once for an area."""

    def __missing__(self, place: tuple[str | None, str | None, str | None]) -> tuple[str, str]:
        before, after = _as_csv([("", *place, ""), ("", place[0])])
        self[place] = before, after + "\n"
        return self[place]


def _write_rows(batch: TextIO, columns: _Columns, boundaries: Boundaries, source: str) -> tuple[int, int]:
    """Locate and write every row; returns how many were rejected, and how many there were."""
    import numpy as np

    from geodata.locate import locate as join

    rejected, seen, results = 0, 0, _Results()
    for chunk in _chunks(batch, columns):
        found = join(chunk.lons, chunk.lats, boundaries)
        bad = np.flatnonzero(~((np.abs(chunk.lons) <= 180) & (np.abs(chunk.lats) <= 90))).tolist()
        for number in bad:
            reason = _reason(chunk.row(number), columns.lon, columns.lat)
            click.echo(f"{source}, row {seen + number + 2}: {reason}", err=True)
        ends = map(results.__getitem__, zip(*(found[name].tolist() for name in FIELDS[:3]), strict=True))
        km = found["border_km"].tolist()
        written = [
            f"{text}{before}{away:.3f}{after}"
            for text, (before, after), away in zip(chunk.texts, ends, km, strict=True)
        ]
        for number in np.flatnonzero(np.isnan(found["border_km"])).tolist():
            before, after = results[tuple(found[name][number] for name in FIELDS[:3])]
            written[number] = f"{chunk.texts[number]}{before}{after}"
        sys.stdout.write("".join(written))
        rejected += len(bad)
        seen += len(chunk.texts)
    return rejected, seen
