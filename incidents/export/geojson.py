"""GeoJSON by RFC 7946, and one Feature a line: the project's own interface, field for field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, TextIO

from incidents.model import Event, Evidence, Incident, Report, Source, kinds

# Degrees worth writing by where_prec: a metre for an exact point, ten near one, a hundred for a district.
DECIMALS = {1: 5, 2: 4}
DECIMALS_OF_AREAS = 3
DECIMALS_UNKNOWN = 5
# docs/interface.md's order is the model's; id and excerpt stand apart, lon and lat are the geometry
PROPERTIES = tuple(name for name in kinds(Event) if name not in ("id", "lon", "lat", "excerpt"))
_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


def point(event: Event) -> tuple[float, float] | None:
    """(lon, lat) of an event in WGS84 degrees with no more decimals than its precision deserves; None if unplaced."""
    if event.lon is None or event.lat is None:
        return None
    decimals = DECIMALS.get(event.where_prec, DECIMALS_OF_AREAS if event.where_prec else DECIMALS_UNKNOWN)
    return round(event.lon, decimals) + 0.0, round(event.lat, decimals) + 0.0


def feature(event: Event) -> dict[str, Any]:
    """One Feature of a Report or an Incident with the properties of docs/interface.md; geometry null if unplaced."""
    place = point(event)
    properties: dict[str, Any] = {"id": event.id}
    if isinstance(event, Report):
        properties["article_id"] = event.article_id
    if isinstance(event, Incident):
        properties["title"] = event.title
    properties |= {name: plain(getattr(event, name)) for name in PROPERTIES}
    properties["evidence"] = [evidence(item) for item in event.evidence]
    properties["excerpt"] = event.excerpt
    if isinstance(event, Incident):
        properties["sources"] = [source(item) for item in event.sources]
        properties["number_of_sources"] = event.number_of_sources
        properties["report_ids"] = list(event.report_ids)
        properties["status"] = plain(event.status)
    else:
        properties["status"] = "machine"
    geometry = None if place is None else {"type": "Point", "coordinates": list(place)}
    return {"type": "Feature", "id": event.id, "geometry": geometry, "properties": properties}


def evidence(item: Evidence) -> dict[str, Any]:
    """field, start, end, text, article_id: `article.text[start:end] == text`."""
    span = item.span
    return {
        "field": item.field, "start": span.start, "end": span.end, "text": span.text, "article_id": item.article_id,
    }  # fmt: skip


def source(item: Source) -> dict[str, Any]:
    """article_id, url, title, source, published of one article behind an incident."""
    return {
        "article_id": item.article_id,
        "url": item.url,
        "title": item.title,
        "source": item.source,
        "published": plain(item.published),
    }


def plain(value: Any, decimals: int = 3) -> Any:
    """A field's value as JSON knows it: ISO days, the value of an enumeration, rounded numbers, None for NaN."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return None if value != value or value in (float("inf"), float("-inf")) else round(value, decimals)
    return value


def dumps(value: Any) -> str:
    """Compact JSON in which letters of any script stand as themselves; lone surrogates become question marks.

    What other tools take for the end of a line (U+0085, U+2028, U+2029) is escaped: a line is a line everywhere.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text if text.isascii() else text.translate(_LINE_ENDS).encode("utf-8", "replace").decode("utf-8")


def write_collection(events: Iterable[Event], file: TextIO, columns=None) -> int:
    """A FeatureCollection, written feature by feature; the bbox follows them, since it is known only then."""
    west = south = float("inf")
    east = north = float("-inf")
    count = 0
    file.write('{"type":"FeatureCollection","features":[')
    for event in events:
        file.write(",\n" if count else "\n")
        file.write(dumps(_feature(event, columns)))
        count += 1
        if place := point(event):
            west, east = min(west, place[0]), max(east, place[0])
            south, north = min(south, place[1]), max(north, place[1])
    file.write("\n]")
    if west <= east:
        file.write(f',"bbox":{dumps([west, south, east, north])}')
    file.write("}\n")
    return count


def write_lines(events: Iterable[Event], file: TextIO, columns=None) -> int:
    """One Feature a line (newline-delimited GeoJSON)."""
    count = 0
    for event in events:
        file.write(dumps(_feature(event, columns)) + "\n")
        count += 1
    return count


def _feature(event: Event, columns=None) -> dict[str, Any]:
    made = feature(event)
    if columns:  # another profile: its columns are the properties, the geometry stays
        made["properties"] = {column.name: column.plain(event) for column in columns}
    return made
