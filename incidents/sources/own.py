"""Sarhad's own exports read back: GeoJSON, GeoJSON lines, CSV, GeoPackage and GeoParquet, incident for incident."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from incidents.model import (
    Article,
    DatePrec,
    Event,
    Evidence,
    Incident,
    RecordError,
    Reject,
    Report,
    Source,
    Span,
    Status,
    kinds,
)
from incidents.sources.article import canonical_url, parse_day, storable
from incidents.sources.coded import number, stand_in
from incidents.sources.record import Input, Record, Refused, SourceRecord

MARKS = {"id", "event_date", "where_prec", "evidence"}  # together they are in no other table
NUMBERS = {"lon": (-180, 180), "lat": (-90, 90), "where_prec": (1, 7), "date_prec": (1, 5)}
ANY_NUMBER = (0, 10_000_000)
BATCH_ROWS = 5_000
LONGEST_STEP = 1_000_000  # SQLite instructions between two looks at the clock
READ_SECONDS = 60.0  # a table whose schema computes without end is cut here


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
    if not features:
        yield source.reject("empty", "the collection holds no incident")
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
        if row.get("article_id") and not row.get("sources"):  # `sarhad extract` wrote it: one report, not merged
            return SourceRecord(article=(article := _article(fields)), reports=(_report(article, fields),))
        incident = Incident(
            title=_value(row, "title", "text") or "",
            sources=tuple(_source(item) for item in _nested(row, "sources")),
            number_of_sources=number(row, "number_of_sources", low=0, high=ANY_NUMBER[1]) or 0,
            report_ids=tuple(str(item) for item in _nested(row, "report_ids", dict_items=False)),
            status=Status(row.get("status") or "machine"),
            **fields,
        )
    except Refused:
        raise
    except (RecordError, KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise Refused("bad_record", f"not an incident of Sarhad: {str(error)[:200]}") from error
    article = _article(fields, incident)
    return SourceRecord(article=article, reports=(_report(article, fields),), incident=incident)


def read_geopackage(source: Input) -> Iterator[Record]:
    """The layer `incidents` of a GeoPackage of ours; lon and lat are its columns, the geometry is not read again.

    The file is hostile until proven otherwise: only an ordinary table is read, never a view, a virtual table or a
    computed column, whose definitions are programs.
    """
    try:
        with closing(_opened(source)) as base:
            columns = _columns(base)
            if not is_row(columns):
                raise Refused("unknown_format", "this GeoPackage has no layer 'incidents' written by Sarhad")
            kept = ", ".join(f'"{name}"' for name in columns if name not in ("geom", "fid") and '"' not in name)
            rows = base.execute(f"SELECT {kept} FROM incidents")  # noqa: S608 - quoted
            yield from _each(source, map(dict, rows))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Refused("unreadable", f"not a readable GeoPackage: {error}") from error


def _opened(source: Input) -> sqlite3.Connection:
    """The database, read only: the file itself, or a copy in memory of what came without one."""
    if source.path is not None:
        base = sqlite3.connect(f"{source.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    else:
        base = sqlite3.connect(":memory:")
        base.deserialize(source.whole())
    base.row_factory = sqlite3.Row
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, source.limits.line_bytes)
    base.execute("PRAGMA trusted_schema=OFF")
    base.execute("PRAGMA query_only=ON")
    late = time.monotonic() + READ_SECONDS
    base.set_progress_handler(lambda: time.monotonic() > late, LONGEST_STEP)
    return base


def _columns(base: sqlite3.Connection) -> list[str]:
    """The column names of the ordinary table `incidents`; none when it is anything else."""
    made = base.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'incidents'").fetchone()
    if made is None or not str(made[0]).upper().startswith("CREATE TABLE"):
        return []
    columns = base.execute("PRAGMA table_xinfo(incidents)").fetchall()
    return [] if any(column["hidden"] for column in columns) else [column["name"] for column in columns]


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
            batches = file.iter_batches(batch_size=BATCH_ROWS, columns=columns)
            yield from _each(source, (row for batch in batches for row in batch.to_pylist()))
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:  # overflow: a day after year 9999
        raise Refused("unreadable", f"not a readable Parquet file: {str(error)[:200]}") from error


def _each(source: Input, rows: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    position = 0
    for position, row in enumerate(rows, 1):
        try:
            yield from_row(row)
        except Refused as refused:
            yield source.reject(refused.code, f"row {position}: {refused}")
    if not position:
        raise Refused("empty", "the file holds no incident")


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: _value(row, name, kind) for name, kind in kinds(Event).items()}
    if not fields["id"]:
        raise Refused("missing_field", "the incident has no id")
    fields["date_prec"] = None if fields["date_prec"] is None else DatePrec(fields["date_prec"])
    fields["excerpt"] = fields["excerpt"] or ""
    fields["evidence"] = tuple(
        Evidence(
            field=str(item["field"]),
            span=Span(int(item["start"]), int(item["end"]), storable(item["text"])),
            article_id=str(item["article_id"]),
        )
        for item in _nested(row, "evidence")
    )
    return fields


def _value(row: Mapping[str, Any], name: str, kind: str) -> Any:
    """One plain field by its kind in the model; None where it is empty. Raises Refused."""
    value = row.get(name)
    if kind == "date":
        return parse_day(value)
    if kind == "bool":
        return value in (True, 1, "true", "True", "1")
    if kind in ("int", "real"):
        low, high = NUMBERS.get(name, ANY_NUMBER)
        return number(row, name, whole=kind == "int", low=low, high=high)
    if value is None or value == "":
        return None
    if not isinstance(value, str | int | float):
        raise Refused("bad_field", f"the field {name!r} must be text, not {type(value).__name__}")
    return storable(str(value))


def _source(item: Mapping[str, Any]) -> Source:
    url = _value(item, "url", "text")
    return Source(
        article_id=str(item["article_id"]),
        url=url if canonical_url(url) else None,
        title=_value(item, "title", "text") or "",
        source=_value(item, "source", "text"),
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


def _article(fields: Mapping[str, Any], incident: Incident | None = None) -> Article:
    """An article that stands for those not in the export: the excerpt, then the fields; its id never an original's."""
    told = {name: fields[name] for name in kinds(Event) if name != "excerpt"}
    first = incident.sources[0] if incident and incident.sources else None
    return Article(
        id=f"sarhad-{fields['id']}",
        text=stand_in(fields["excerpt"], told),
        title=incident.title if incident else "",
        published=first.published if first else None,
        source=first.source if first else None,
    )


def _report(article: Article, fields: Mapping[str, Any]) -> Report:
    """The event as the one report of its stand-in article, with the evidence that the excerpt holds."""
    quoted = _requoted(article, fields["excerpt"], fields["evidence"])
    return Report(article_id=article.id, **{**fields, "id": f"{article.id}#0", "evidence": quoted})


def _requoted(article: Article, excerpt: str, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence whose words the excerpt holds, with offsets into it; the rest lies in texts that are not here."""
    found = ((item.field, item.span.text, excerpt.find(item.span.text)) for item in evidence)
    return tuple(
        Evidence(field=field, span=Span.of(article.text, start, start + len(words)), article_id=article.id)
        for field, words, start in found
        if start >= 0
    )
