"""Our own exports read back: incident for incident, whatever their words; and what only looks like them is named."""

from __future__ import annotations

import io
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from factories import HOSTILE_TEXTS, incidents, make_incident, make_report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.export import to_bytes, write
from incidents.export.geojson import point
from incidents.model import Article, Incident, Reject, Source, Span, Status, kinds
from incidents.sources import content_key, read, read_bytes
from incidents.sources.article import storable
from incidents.sources.own import read_incidents
from incidents.sources.record import Refused, SourceRecord

FORMS = {"geojson": "a.geojson", "jsonl": "a.jsonl", "csv": "a.csv", "gpkg": "a.gpkg", "geoparquet": "a.parquet"}


def as_written(incident: Incident) -> Incident:
    """The incident with what writing rounds and replaces: degrees by precision, kilometres to the metre, NUL."""
    place = point(incident) or (None, None)
    written = {name: getattr(incident, name) for name in ("title", *kinds(Incident))} | {
        "lon": place[0],
        "lat": place[1],
    }
    written = {
        name: storable(value)
        if isinstance(value, str)
        else round(value, 7 if name in ("lon", "lat") else 3)
        if isinstance(value, float)
        else value
        for name, value in written.items()
    }
    evidence = tuple(replace(e, span=Span(e.span.start, e.span.end, storable(e.span.text))) for e in incident.evidence)
    return replace(incident, **written, evidence=evidence)


def back(form: str, made: list[Incident]) -> list[Incident]:
    """The incidents that come out of an export of these."""
    records = read_bytes(to_bytes(made, form), FORMS[form])
    return [record.incident for record in records if not (isinstance(record, Reject) and record.code == "empty")]


@pytest.mark.parametrize("form", FORMS)
def test_a_round_trip(form):
    first = make_incident()
    made = [
        replace(first, status=Status.CONFIRMED, sources=(*first.sources, Source(article_id="b", title="Two", source="Wire")), number_of_sources=2),
        make_incident(id="b", lon=None, lat=None, event_date=None, date_prec=None, background=True, evidence=(), sources=()),
        *(make_incident(id=f"c{n}", title=text, actor1=text, location=text, excerpt=text) for n, text in enumerate(HOSTILE_TEXTS)),
    ]  # fmt: skip
    assert back(form, made) == [as_written(incident) for incident in made]


@pytest.mark.parametrize("form", ["geojson", "jsonl", "csv", "geoparquet"])
@given(made=st.lists(incidents(), max_size=3))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_incidents_come_back(form, made):
    assert back(form, made) == [as_written(incident) for incident in made]


@given(made=st.lists(incidents(), min_size=1, max_size=2))
@settings(max_examples=8)
def test_any_incidents_come_back_from_a_geopackage(made):
    assert back("gpkg", made) == [as_written(incident) for incident in made]


@pytest.mark.parametrize("form", FORMS)
def test_reports_of_extract_come_back_under_ids_of_their_own(form):
    """Their article is not in the export, so that importing one must never replace the article it came from."""
    report = make_report()
    (record,) = read_bytes(to_bytes([report], form), FORMS[form])
    (found,) = record.reports
    assert record.article.id == "sarhad-article-1#0" != report.article_id
    assert (found.event_date, found.fatalities, found.lon, found.excerpt) == (
        report.event_date,
        6,
        report.lon,
        report.excerpt,
    )
    assert all(record.article.text[e.span.start : e.span.end] == e.span.text for e in found.evidence) and found.evidence


def test_two_incidents_of_one_sentence_are_two():
    records = list(read_bytes(to_bytes([make_incident(), make_incident(id="b")], "geojson"), "a.geojson"))
    assert len({content_key(record.article) for record in records}) == 2


def test_read_incidents_is_all_or_an_error(tmp_path):
    path = tmp_path / "a.geojson"
    write([make_incident()], path)
    assert list(read_incidents(path)) == [make_incident()]
    path.write_text(path.read_text().replace('"where_prec":2', '"where_prec":9'))
    with pytest.raises(Refused, match="where_prec"):
        list(read_incidents(path))


def changed(**changes) -> Reject | SourceRecord | Article:
    """What becomes of our own Feature with some of it changed; `geometry` is the Feature's, the rest its properties."""
    feature = json.loads(to_bytes([make_incident()], "jsonl"))
    feature["geometry"] = changes.pop("geometry", feature["geometry"])
    feature["properties"] |= changes
    (record,) = read_bytes(json.dumps(feature).encode(), "a.jsonl")
    return record


@pytest.mark.parametrize(
    "changes",
    [
        {"fatalities": -1}, {"fatalities": "many"}, {"fatalities": 1e300}, {"fatalities": True}, {"injured": 1.5}, {"where_prec": 8}, {"date_prec": 6},
        {"event_date": "2020-02-30"}, {"event_date": None}, {"event_date_end": "2019-01-01"}, {"border_km": "far"}, {"status": "wonderful"},
        {"id": None}, {"id": ""}, {"evidence": "no list"}, {"evidence": [5]}, {"evidence": [{"field": "x"}]}, {"sources": [{}]}, {"sources": {"a": 1}},
        {"evidence": [{"field": "x", "start": 0, "end": 5, "text": "abc", "article_id": "a"}]},
        {"evidence": [{"field": "x", "start": 1e999, "end": 5, "text": "abc", "article_id": "a"}]},
        {"actor1": ["a"]}, {"title": {"a": 1}}, {"number_of_sources": -2}, {"report_ids": "x"},
        {"geometry": {"type": "Point", "coordinates": [26.3, 163.0]}}, {"geometry": {"type": "Point", "coordinates": []}},
        {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 0]]]}}, {"geometry": "POINT (63 26)"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_an_incident_is_named(changes):
    reject = changed(**changes)
    assert isinstance(reject, Reject) and reject.line == 1 and len(reject.reason) < 300


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "no address"])
def test_an_address_that_is_none_is_left_out(url):
    record = changed(sources=[{"article_id": "a", "url": url, "title": "T", "source": "W", "published": None}])
    assert record.incident.sources[0].url is None


def test_a_collection_of_something_else_is_named_feature_by_feature():
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": None, "properties": {"name": "x"}}, 5],
    }
    found = list(read_bytes(json.dumps(document).encode(), "a.geojson"))
    assert [(r.code, "feature" in r.reason) for r in found] == [("bad_record", True)] * 2


def base_with(path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, 1 AS event_date, 1 AS where_prec, 1 AS evidence FROM c"


@pytest.mark.parametrize(
    "statements",
    [
        # a view that never ends, a computed column that fills the memory, a virtual table, no table of ours, none at all
        [f"CREATE VIEW incidents AS {ENDLESS}"],
        ["CREATE TABLE incidents (id, event_date, where_prec, evidence, x GENERATED ALWAYS AS (zeroblob(1000000000)) VIRTUAL)",
         "INSERT INTO incidents VALUES (1, 2, 3, 4)"],
        ["CREATE VIRTUAL TABLE incidents USING fts5(id, event_date, where_prec, evidence)"],
        ["CREATE TABLE incidents (name)"], ["CREATE TABLE other (id)"],
    ],
    ids=["view", "computed", "virtual", "columns", "none"],
)  # fmt: skip
@pytest.mark.parametrize("in_memory", [False, True])
def test_a_geopackage_is_no_program(statements, in_memory, tmp_path):
    path = tmp_path / "a.gpkg"
    base_with(path, *statements)
    before = time.process_time()
    (reject,) = read_bytes(path.read_bytes(), "a.gpkg") if in_memory else read(path)
    assert isinstance(reject, Reject) and reject.code in ("unknown_format", "unreadable")
    assert time.process_time() - before < 2


def test_a_geopackage_is_read_where_it_lies_and_left_as_it_was(tmp_path):
    path = tmp_path / "a.gpkg"
    write([make_incident()], path)
    path.chmod(0o444)
    before = path.read_bytes()
    assert [record.incident for record in read(path)] == [make_incident()]
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


# days that Parquet can hold and a calendar cannot: before the year 1 and after 9999
@pytest.mark.parametrize("days", [-5_000_000, 5_000_000])
def test_an_impossible_day_of_a_parquet_file_is_named(days, tmp_path):
    table = pq.read_table(io.BytesIO(to_bytes([make_incident()], "geoparquet")))
    at = table.schema.get_field_index("event_date")
    spoilt = table.set_column(at, "event_date", pa.array([days], pa.int32()).cast(pa.date32()))
    pq.write_table(spoilt, tmp_path / "a.parquet")
    (reject,) = read(tmp_path / "a.parquet")
    assert isinstance(reject, Reject) and reject.code == "unreadable"


@pytest.mark.parametrize("form", FORMS)
def test_an_export_of_nothing_says_so(form):
    (reject,) = read_bytes(to_bytes([], form), FORMS[form])
    assert reject.code == "empty"
