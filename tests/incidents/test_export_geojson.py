"""GeoJSON by RFC 7946 and the fields of docs/interface.md, held by our own schema of the RFC, GDAL, and a golden file."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pyogrio
import pytest
from factories import HOSTILE_TEXTS, incidents, make_article, make_evidence, make_incident, make_report
from hypothesis import given
from hypothesis import strategies as st

from incidents.export import stream, to_bytes
from incidents.export.geojson import feature, point
from incidents.model import DatePrec, Source, Status

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = jsonschema.Draft202012Validator(json.loads((GOLDEN / "rfc7946.schema.json").read_text()))


def collection(events, profile: str = "sarhad") -> dict:
    return json.loads(to_bytes(events, "geojson", profile))


def examples() -> list:
    """A placed incident of two sources, one known to the district and the month, one without place and day."""
    article = make_article()
    first = make_incident()
    return [
        make_incident(
            sources=(*first.sources, Source(article_id="article-2", url=None, title="بلیدہ میں دھماکا", source="سرحد نیوز", published=None)),
            number_of_sources=2,
            report_ids=("article-1#0", "article-2#0"),
            evidence=(
                make_evidence(article, "fatalities", "six soldiers were killed"),
                make_evidence(article, "location", "Buleda"),
            ),
            lon=63.0041239,
            lat=26.3049871,
            status=Status.CONFIRMED,
        ),
        make_incident(
            id="incident-2", title="=HYPERLINK('x')", event_date=date(2020, 4, 1), event_date_end=date(2020, 4, 30),
            date_prec=DatePrec.MONTH, where_prec=3, uncertainty_km=80.0, lon=61.123456, lat=28.987654, country="Iran",
            admin1="Sistan and Baluchestan", admin2="Khash", location="Khash", border_side="Iran", border_km=72.3456, fatalities=None,
            fatalities_low=None, fatalities_high=None, injured=0, evidence=(),
        ),
        make_incident(
            id="incident-3", event_date=None, date_prec=None, lon=None, lat=None, where_prec=None, uncertainty_km=None, border_km=None,
            border_side=None, location=None, admin2=None, admin1=None, country=None, actor1=None, actor2=None, background=True,
            excerpt="  two\nlines \u2028", evidence=(), sources=(), number_of_sources=0, report_ids=(),
        ),
    ]  # fmt: skip


def test_golden():
    """Byte for byte: what scripts and notebooks were written against does not change unnoticed."""
    assert to_bytes(examples(), "geojson").decode() == (GOLDEN / "incidents.geojson").read_text(encoding="utf-8")


def promised_fields(repository: Path) -> set[str]:
    """The first column of the table "One incident" in docs/interface.md."""
    text = (repository / "docs" / "interface.md").read_text(encoding="utf-8")
    table = text[text.index("## One incident") : text.index("## The page")]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return set(re.findall(r"`(\w+)`", " ".join(cells)))


def test_every_promised_field_is_there(repository):
    promised = promised_fields(repository)
    assert len(promised) >= 28
    of_incident = set(feature(make_incident())["properties"])
    of_report = set(feature(make_report())["properties"])
    assert promised - {"article_id"} <= of_incident
    assert promised - {"sources", "number_of_sources", "title", "report_ids"} <= of_report
    assert of_incident | of_report == promised, "what is written is documented, and nothing else is written"


def test_evidence_and_sources_have_the_promised_members():
    told = feature(make_incident())["properties"]
    assert [set(item) for item in told["evidence"]] == [{"field", "start", "end", "text", "article_id"}]
    assert [set(item) for item in told["sources"]] == [{"article_id", "url", "title", "source", "published"}]
    text = make_article().text
    assert all(text[item["start"] : item["end"]] == item["text"] for item in told["evidence"])


@pytest.mark.parametrize("profile", ["sarhad", "acled", "ucdp"])
@given(st.lists(incidents(), max_size=5))
def test_any_incidents_are_valid_by_the_rfc(profile, events):
    made = collection(events, profile)
    SCHEMA.validate(made)
    assert len(made["features"]) == len(events)
    placed = [f["geometry"]["coordinates"] for f in made["features"] if f["geometry"]]
    if placed:
        lons, lats = zip(*placed, strict=True)
        assert made["bbox"] == [min(lons), min(lats), max(lons), max(lats)]
    else:
        assert "bbox" not in made
    assert [f["id"] for f in made["features"]] == [event.id for event in events]


def test_the_schema_knows_what_is_wrong():
    """The removed crs member, swapped coordinates, a place outside the earth and a feature without an id are found."""
    good = collection([make_incident()])
    for change in (
        {"crs": {"type": "name"}}, {"bbox": [61, 25, 65]}, {"features": [{**good["features"][0], "geometry": {"type": "Point", "coordinates": [26.3, 163.0]}}]},
        {"features": [{k: v for k, v in good["features"][0].items() if k != "id"}]}, {"features": [{k: v for k, v in good["features"][0].items() if k != "geometry"}]},
    ):  # fmt: skip
        assert not SCHEMA.is_valid({**good, **change})
    assert SCHEMA.is_valid(good)


@pytest.mark.parametrize(
    ("where_prec", "lon", "written"),
    [
        # a metre for an exact point, ten near one, a hundred for districts and wider
        (1, 63.123456789, 63.12346), (2, 63.123456789, 63.1235), (3, 63.123456789, 63.123), (6, 63.123456789, 63.123),
        (None, 63.123456789, 63.12346),
        # no more decimals than are needed, and no negative nothing
        (1, 63.0, 63.0), (3, -0.0001, 0.0),
    ],
)  # fmt: skip
def test_no_more_decimals_than_the_precision_deserves(where_prec, lon, written):
    place = point(make_incident(lon=lon, lat=26.0, where_prec=where_prec))
    assert place == (written, 26.0) and not str(place[0]).startswith("-0.0")


def test_unknown_is_null_and_zero_is_zero():
    (told,) = [f["properties"] for f in collection([make_incident(fatalities=None, injured=0)])["features"]]
    assert told["fatalities"] is None and told["injured"] == 0


def test_gdal_opens_it(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_bytes(to_bytes(examples(), "geojson"))
    info = pyogrio.read_info(path)
    assert (info["driver"], info["features"], info["geometry_type"], info["crs"]) == (
        "GeoJSON",
        3,
        "Point",
        "EPSG:4326",
    )
    frame = pyogrio.read_dataframe(path)
    assert frame.geometry[0].x == pytest.approx(63.0041) and frame.geometry[2] is None
    assert list(frame["id"]) == ["incident-1", "incident-2", "incident-3"]


def test_lines_are_features_one_by_one():
    out = io.StringIO()
    assert stream(iter(examples()), out, "jsonl") == 3
    lines = out.getvalue().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["incident-1", "incident-2", "incident-3"]


def test_nothing_is_a_valid_collection_too():
    assert collection([]) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "\u2028", "\ud800", "\x00", '"\\'])
def test_hostile_words_stay_words(text):
    (told,) = [f["properties"] for f in collection([make_incident(title=text, actor1=text, excerpt=text)])["features"]]
    expected = text.replace("\ud800", "?")
    assert (told["title"], told["actor1"], told["excerpt"]) == (expected, expected, expected)
