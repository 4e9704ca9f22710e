"""GeoPackage, GeoParquet and KML as the programs that open them see them: GDAL, SQLite, pyarrow, geopandas, an XML parser."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from datetime import date
from xml.etree import ElementTree

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
from factories import HOSTILE_TEXTS, incidents, make_incident
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.export import to_bytes, write
from incidents.export.columnar import BATCH_ROWS
from incidents.export.profiles import SARHAD
from incidents.model import ExportError

KML = {"k": "http://www.opengis.net/kml/2.2"}


def events() -> list:
    return [make_incident(), make_incident(id="b", lon=None, lat=None, event_date=None, date_prec=None, sources=())]


@pytest.fixture(scope="module")
def geopackage(tmp_path_factory):
    path = tmp_path_factory.mktemp("gpkg") / "a.gpkg"
    assert write(events(), path) == 2
    return path


def test_a_geopackage_has_three_layers(geopackage):
    layers = dict(pyogrio.list_layers(geopackage))
    assert set(layers) == {"incidents", "sources", "districts"}
    assert layers["incidents"] == "Point" and layers["sources"] is None and "Polygon" in layers["districts"]


def test_gdal_reads_the_incidents_and_their_sources(geopackage):
    frame = pyogrio.read_dataframe(geopackage, layer="incidents")
    assert frame.crs == "EPSG:4326" and frame.geometry[0].coords[0] == (63.0, 26.3) and frame.geometry[1] is None
    assert {column.name for column in SARHAD} <= set(frame.columns)
    assert frame["event_date"][0].date() == date(2020, 5, 8) and frame["fatalities"][0] == 6
    sources = pyogrio.read_dataframe(geopackage, layer="sources")
    assert list(sources["incident_id"]) == ["incident-1"] and list(sources["article_id"]) == ["article-1"]
    districts = pyogrio.read_dataframe(geopackage, layer="districts")
    assert "Kech" in set(districts["name"]) and districts.geometry.is_valid.all()


def test_sqlite_finds_a_geopackage_by_its_own_rules(geopackage):
    """OGC 12-128r19: the application id, the contents table and an index over the points."""
    with closing(sqlite3.connect(geopackage)) as base:
        assert base.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        contents = dict(base.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert contents == {"incidents": "features", "sources": "attributes", "districts": "features"}
        box = base.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'incidents'"
        ).fetchone()
        assert box == (63.0, 26.3, 63.0, 26.3)


def geoparquet(made) -> pq.ParquetFile:
    return pq.ParquetFile(io.BytesIO(to_bytes(made, "geoparquet")))


def test_geoparquet_says_what_the_specification_asks_for():
    file = geoparquet(events())
    geo = json.loads(file.metadata.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"], column["bbox"]) == (
        "WKB",
        ["Point"],
        [63.0, 26.3, 63.0, 26.3],
    )
    assert column["covering"] == {"bbox": {name: ["bbox", name] for name in ("xmin", "ymin", "xmax", "ymax")}}
    assert "crs" not in column, "no crs is OGC:CRS84, longitude first"


def test_geoparquet_columns_and_covering():
    table = geoparquet(events()).read()
    assert {column.name for column in SARHAD} | {"geometry", "bbox"} == set(table.column_names)
    assert table["bbox"].to_pylist() == [{"xmin": 63.0, "ymin": 26.3, "xmax": 63.0, "ymax": 26.3}, None]
    assert table["event_date"].to_pylist() == [date(2020, 5, 8), None] and table["fatalities"].to_pylist() == [6, 6]


def test_geopandas_reads_the_geoparquet_and_its_box(tmp_path):
    path = tmp_path / "a.parquet"
    write([make_incident(id=str(n), lon=60.0 + n, lat=25.0 + n) for n in range(5)], path)
    frame = gpd.read_parquet(path)
    assert frame.crs.to_authority() == ("OGC", "CRS84") and frame.geometry[2].coords[0] == (62.0, 27.0)
    assert list(gpd.read_parquet(path, bbox=(60.5, 25.5, 62.5, 27.5))["id"]) == ["1", "2"]


def test_many_batches_are_one_file(tmp_path):
    path = tmp_path / "a.parquet"
    made = (make_incident(id=str(n), lon=60 + n / 10_000, lat=26.0) for n in range(BATCH_ROWS + 7))
    assert write(made, path) == BATCH_ROWS + 7
    assert pq.ParquetFile(path).num_row_groups == 2
    assert json.loads(pq.read_metadata(path).metadata[b"geo"])["columns"]["geometry"]["bbox"][2] == pytest.approx(
        60.5006
    )


def test_a_number_no_table_can_hold_is_named_with_its_column(tmp_path):
    path = tmp_path / "a.parquet"
    with pytest.raises(ExportError, match="injured"):
        write([make_incident(injured=1 << 70)], path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["gpkg", "geoparquet"])
def test_an_error_of_the_incidents_themselves_comes_through(form, tmp_path):
    def broken():
        yield make_incident()
        raise ExportError("the store went away")

    with pytest.raises(ExportError, match="the store went away"):
        write(broken(), tmp_path / "a", form)
    assert list(tmp_path.iterdir()) == []


@given(st.lists(incidents(), max_size=4))
@settings(max_examples=25)
def test_any_incidents_fit_geoparquet(made):
    table = geoparquet(made).read()
    assert table.num_rows == len(made)
    assert table["id"].to_pylist() == [event.id for event in made]


def placemarks(made) -> list:
    return ElementTree.fromstring(to_bytes(made, "kml")).findall(".//k:Placemark", KML)


def test_kml_has_points_times_and_data():
    first, second = placemarks(events())
    assert first.findtext("k:Point/k:coordinates", namespaces=KML) == "63.0,26.3"
    assert first.findtext("k:TimeStamp/k:when", namespaces=KML) == "2020-05-08"
    data = {item.get("name"): item.findtext("k:value", namespaces=KML) for item in first.findall(".//k:Data", KML)}
    assert (data["fatalities"], data["admin2"], data["background"]) == ("6", "Kech", "false")
    assert second.find("k:Point", KML) is None and second.find("k:TimeStamp", KML) is None
    (ranged,) = placemarks([make_incident(event_date_end=date(2020, 5, 10))])
    assert ranged.findtext("k:TimeSpan/k:end", namespaces=KML) == "2020-05-10"


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "]]>", "&amp;", "\x00\x0b\ufffe", '"><script>'])
def test_kml_holds_any_text_and_its_descriptions_run_nothing(text):
    """Google Earth shows a description as HTML: the words are escaped once for HTML and once more for XML."""
    (mark,) = placemarks([make_incident(title=text, excerpt=text, actor1=text)])
    shown = mark.findtext("k:description", namespaces=KML)
    assert "<" not in shown and ">" not in shown


def test_gdal_opens_the_kml(tmp_path):
    path = tmp_path / "a.kml"
    write(events(), path)
    assert pyogrio.read_info(path)["features"] == 2
