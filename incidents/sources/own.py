"""Sarhad's own exports read back: GeoJSON, GeoJSON lines, CSV, GeoPackage and GeoParquet, incident for incident."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from incidents.model import Article, DatePrec, Evidence, Incident, RecordError, Reject, Report, Source, Span, Status
from incidents.sources.article import parse_day
from incidents.sources.coded import number
from incidents.sources.record import Input, Record, Refused, SourceRecord

MARKS = {"id", "event_date", "where_prec", "evidence"}  # together they are in no other table
DAYS = ("event_date", "event_date_end")
COUNTS = [
    "fatalities",
    "fatalities_low",
    "fatalities_high",
    "attackers_killed",
    "civilians_killed",
    "injured",
    "abducted",
]
REALS = ("uncertainty_km", "border_km")
WORDS = [
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "location",
    "admin2",
    "admin1",
    "country",
    "place_id",
    "border_side",
]


def read_incidents(path: str | Path) -> Iterator[Incident]:
    """The incidents of one of Sarhad's own exports as they were written. Raises Refused at the first that is broken."""
    from incidents.sources.reading import read

    for record in read(path):
        if isinstance(record, Reject):
            raise Refused(record.code, f"{record.file}: {record.reason}")
        if isinstance(record, SourceRecord) and record.incident is not None:
            yield record.incident


def is_collection(document: Any) -> bool:
    """Whether a JSON document is a FeatureCollection of incidents."""
    features = document.get("features") if isinstance(document, dict) else None
    return isinstance(features, list) and document.get("type") == "FeatureCollection"


def is_feature(row: Mapping[str, Any]) -> bool:
    return row.get("type") == "Feature" and isinstance(row.get("properties"), dict)


def is_row(columns) -> bool:
    """Whether a flat table's columns are those of the sarhad profile."""
    return set(columns) >= MARKS


def records(source: Input, features: list) -> Iterator[Record]:
    """One record a Feature; what is no incident is a Reject that counts from 1."""
    for position, feature in enumerate(features, 1):
        try:
            if not isinstance(feature, dict) or not is_feature(feature):
                raise Refused("bad_record", "this is no GeoJSON Feature")
            yield record(feature)
        except Refused as refused:
            yield source.reject(refused.code, f"feature {position}: {refused}")


def record(feature: Mapping[str, Any]) -> SourceRecord:
    """The record of one Feature. Raises Refused."""
    properties = feature["properties"]
    if not is_row(properties):
        raise Refused("bad_record", "this Feature is no incident of Sarhad: it has no event_date, where_prec, evidence")
    geometry = feature.get("geometry")
    place = {"lon": None, "lat": None}
    if geometry is not None:
        pair = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if not isinstance(pair, list) or len(pair) < 2 or geometry.get("type") != "Point":
            raise Refused("bad_record", "the geometry of an incident is a Point or null")
        place = {"lon": pair[0], "lat": pair[1]}
    return from_row({**properties, **place})


def from_row(row: Mapping[str, Any]) -> SourceRecord:
    """The record of one flat row of the sarhad profile, nested columns as lists or as JSON. Raises Refused."""
    try:
        fields = _fields(row)
        if row.get("article_id") and not row.get("sources"):
            report = Report(article_id=str(row["article_id"]), **fields)
            return SourceRecord(article=_article(report, None), reports=(report,))
        incident = Incident(
            title=str(row.get("title") or ""),
            sources=tuple(_source(item) for item in _nested(row, "sources")),
            number_of_sources=number(row, "number_of_sources", low=0) or 0,
            report_ids=tuple(str(item) for item in _nested(row, "report_ids", dict_items=False)),
            status=Status(row.get("status") or "machine"),
            **fields,
        )
    except (RecordError, KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("bad_record", f"not an incident of Sarhad: {error}") from error
    article = _article(incident, incident)
    report_fields = {name: getattr(incident, name) for name in Report.__dataclass_fields__ if hasattr(incident, name)}
    report_fields |= {"id": f"{article.id}#0", "evidence": _requoted(article, incident.evidence)}
    return SourceRecord(article=article, reports=(Report(article_id=article.id, **report_fields),), incident=incident)


def read_geopackage(source: Input) -> Iterator[Record]:
    """The layer `incidents` of a GeoPackage of ours; lon and lat are its columns, the geometry is not read again."""
    if source.path is None:
        raise Refused("unknown_format", "a GeoPackage can only be read from a file on disk")
    try:
        with closing(sqlite3.connect(f"{source.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.row_factory = sqlite3.Row
            columns = [name for (_, name, *_) in base.execute("PRAGMA table_info(incidents)")]
            if not is_row(columns):
                raise Refused("unknown_format", "this GeoPackage has no layer 'incidents' written by Sarhad")
            kept = ", ".join(f'"{name}"' for name in columns if name not in ("geom", "fid") and '"' not in name)
            for position, row in enumerate(base.execute(f"SELECT {kept} FROM incidents"), 1):  # noqa: S608 - quoted
                yield _one(source, dict(row), position)
    except sqlite3.DatabaseError as error:
        raise Refused("unreadable", f"not a readable GeoPackage: {error}") from error


def read_geoparquet(source: Input) -> Iterator[Record]:
    """The rows of a GeoParquet of ours, batch by batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with source.open() as stream:
            file = pq.ParquetFile(stream)
            if not is_row(file.schema_arrow.names):
                raise Refused("unknown_format", "this Parquet file was not written by Sarhad")
            columns = [name for name in file.schema_arrow.names if name not in ("geometry", "bbox")]
            position = 0
            for batch in file.iter_batches(batch_size=5_000, columns=columns):
                for row in batch.to_pylist():
                    position += 1
                    yield _one(source, row, position)
    except (pa.ArrowException, OSError) as error:
        raise Refused("unreadable", f"not a readable Parquet file: {str(error)[:200]}") from error


def _one(source: Input, row: Mapping[str, Any], position: int) -> Record:
    try:
        return from_row(row)
    except Refused as refused:
        return source.reject(refused.code, f"row {position}: {refused}")


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": str(row["id"])}
    fields |= {name: parse_day(row.get(name)) for name in DAYS}
    precision = number(row, "date_prec", low=1, high=5)
    fields["date_prec"] = None if precision is None else DatePrec(precision)
    fields |= {name: number(row, name, low=0) for name in COUNTS}
    fields |= {name: number(row, name, whole=False, low=0) for name in REALS}
    fields |= {name: None if row.get(name) in (None, "") else str(row[name]) for name in WORDS}
    fields["lon"] = number(row, "lon", whole=False, low=-180, high=180)
    fields["lat"] = number(row, "lat", whole=False, low=-90, high=90)
    fields["where_prec"] = number(row, "where_prec", low=1, high=7)
    fields["background"] = row.get("background") in (True, 1, "true", "True", "1")
    fields["excerpt"] = str(row.get("excerpt") or "")
    fields["evidence"] = tuple(
        Evidence(
            field=str(item["field"]),
            span=Span(int(item["start"]), int(item["end"]), str(item["text"])),
            article_id=str(item["article_id"]),
        )
        for item in _nested(row, "evidence")
    )
    return fields


def _source(item: Mapping[str, Any]) -> Source:
    return Source(
        article_id=str(item["article_id"]),
        url=item.get("url"),
        title=str(item.get("title") or ""),
        source=item.get("source"),
        published=parse_day(item.get("published")),
    )


def _nested(row: Mapping[str, Any], name: str, dict_items: bool = True) -> list:
    value = row.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise Refused("bad_record", f"the column {name!r} holds no JSON: {str(error)[:100]}") from error
    if not isinstance(value, list) or (dict_items and not all(isinstance(item, dict) for item in value)):
        raise Refused("bad_record", f"the column {name!r} must hold a list")
    return value


def _article(event: Report | Incident, incident: Incident | None) -> Article:
    """An article that stands for what is not in the export: its text is the excerpt, its id never that of the original."""
    first = incident.sources[0] if incident and incident.sources else None
    return Article(
        id=f"sarhad-{event.id}" if incident else event.article_id,
        text=event.excerpt,
        title=incident.title if incident else "",
        published=first.published if first else None,
        source=first.source if first else None,
    )


def _requoted(article: Article, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence whose words the excerpt holds, with offsets into it; the rest lies in texts that are not here."""
    found = ((item.field, item.span.text, article.text.find(item.span.text)) for item in evidence)
    return tuple(
        Evidence(field=field, span=Span.of(article.text, start, start + len(words)), article_id=article.id)
        for field, words, start in found
        if start >= 0
    )
