"""Events as Arrow record batches, a few thousand at a time: what GeoPackage and GeoParquet are written from."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import pyarrow as pa

from incidents.export.geojson import point
from incidents.export.profiles import Column
from incidents.model import Event, ExportError

BATCH_ROWS = 5_000
KINDS = {
    "text": pa.string(),
    "json": pa.string(),
    "int": pa.int64(),
    "real": pa.float64(),
    "degrees": pa.float64(),
    "date": pa.date32(),
    "bool": pa.bool_(),
}
WKB_POINT = struct.Struct("<BIdd")  # byte order, geometry type 1, x, y


def fields(columns: tuple[Column, ...]) -> list[pa.Field]:
    """One nullable Arrow field a column, in order."""
    return [pa.field(column.name, KINDS[column.kind]) for column in columns]


def arrays(events: list[Event], columns: tuple[Column, ...]) -> list[pa.Array]:
    """One array a column. Raises ExportError naming the column whose values do not fit its kind."""
    made = []
    for column in columns:
        try:
            made.append(pa.array([_value(column, event) for event in events], type=KINDS[column.kind]))
        except (pa.ArrowException, OverflowError, TypeError, ValueError) as error:
            raise ExportError(f"the column {column.name} holds what a {column.kind} cannot: {error}") from error
    return made


def points(events: list[Event]) -> pa.Array:
    """Points as little-endian WKB, lon before lat in WGS84; null when unplaced."""
    places = (point(event) for event in events)
    return pa.array([WKB_POINT.pack(1, 1, *place) if place else None for place in places], type=pa.binary())


def portions(events: Iterable[Event], size: int = BATCH_ROWS) -> Iterator[list[Event]]:
    """The events in lists of at most `size`."""
    source = iter(events)
    while portion := list(islice(source, size)):
        yield portion


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which neither SQLite's text nor Arrow's strings can hold."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _value(column: Column, event: Event) -> Any:
    value = column.of(event)
    if value is None:
        return None
    if column.kind == "date":
        return value.date() if isinstance(value, datetime) else value
    value = column.plain(event)
    if value is None:  # not a number
        return None
    if column.kind in ("text", "json"):
        return storable(value if isinstance(value, str) else str(value))
    return value
