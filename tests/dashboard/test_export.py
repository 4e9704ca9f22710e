"""Exports from the page: every format, exactly the incidents shown, named after the filter."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pages import open_page

from dashboard.views import export
from incidents.filters import IncidentFilter
from incidents.store import Store

KECH = IncidentFilter(district=("Kech",), date_from=date(2015, 1, 1))


@pytest.fixture
def database(sample_db, monkeypatch):
    monkeypatch.setenv("SARHAD_DB", sample_db)
    return sample_db


@pytest.mark.parametrize("profile", export.PROFILES)
@pytest.mark.parametrize("name", export.OFFERED)
def test_whatever_can_be_clicked_is_made_and_the_rest_says_why_not(database, name, profile):
    problem = export.why_not(name, profile)
    if problem is None:
        assert len(export._made(KECH, name, profile)()) > 200
    else:
        assert profile == "hxl" and "use csv or xlsx" in problem


def test_a_format_that_cannot_show_the_columns_is_not_offered(database):
    page = open_page()
    page.segmented_control(key="profile").set_value("hxl").run()
    disabled = {b.proto.label for b in page.get("download_button") if b.proto.disabled}
    assert disabled == {"GeoJSON", "GeoPackage", "GeoParquet", "KML"}


@pytest.mark.parametrize(
    "criteria",
    [
        KECH,
        # whatever the page can filter by
        IncidentFilter(text="convoy", background=True),
        IncidentFilter(polygon=((60.0, 25.0), (64.0, 25.0), (64.0, 29.0))),
        IncidentFilter(min_fatalities=5, max_border_km=100, where_prec=(1, 2)),
        # nothing
        IncidentFilter(text="zzzz"),
    ],
)
def test_the_export_is_exactly_what_is_shown(database, criteria):
    collection = json.loads(export._made(criteria, "geojson", "sarhad")())
    with Store.open(database) as store:
        frame = store.frame()
    assert {feature["id"] for feature in collection["features"]} == set(frame.index[criteria.mask(frame)])


@pytest.mark.parametrize(
    ("criteria", "suffix", "name"),
    [
        (KECH, ".csv", "sarhad-2015-01-01-kech.csv"),
        (IncidentFilter(), ".geojson", "sarhad-all.geojson"),
        # nothing of a filter can leave the folder or end the name
        (IncidentFilter(text="../../etc/passwd\t.exe\n"), ".kml", "sarhad-etc-passwd-exe.kml"),
        (IncidentFilter(text="../" * 200 + "x"), ".kml", "sarhad-x.kml"),
    ],
)
def test_the_name_says_the_filter(criteria, suffix, name):
    assert export.file_name(criteria, suffix) == name


def test_the_brief_holds_the_incidents_shown_and_the_samples_notice(database):
    page = export._brief(KECH, "http://here/?district=Kech")().decode()
    with Store.open(database) as store:
        shown = list(store.incidents(KECH))
    assert shown and page.count("<article>") == len(shown)
    assert "since 1 January 2015 · Kech" in page and "<svg" in page and "sample articles were written" in page


def test_the_brief_is_made_without_a_map_when_the_pack_cannot_be_read(database, monkeypatch):
    from geodata.model import PackError

    def broken():
        raise PackError("the pack is gone")

    monkeypatch.setattr(export.data, "pack", broken)
    page = export._brief(KECH, "")().decode()
    assert "<svg" not in page and "The map could not be drawn: the pack is gone" in page
    assert export._made(KECH, "gpkg", "sarhad")()


def test_a_button_for_every_format_and_the_brief(database):
    shown = open_page(district="Kech")
    labels = {button.proto.label for button in shown.get("download_button")}
    assert labels == {kind.label for kind in export.OFFERED.values()} | {"Brief to print (HTML)"}


@pytest.mark.parametrize(
    ("most", "disabled"),
    [
        # what fits on paper
        (5_000, False),
        # more than that: the button says what to do instead
        (0, True),
    ],
)
def test_a_brief_is_offered_for_what_fits_on_paper(database, monkeypatch, most, disabled):
    monkeypatch.setattr(export, "ON_PAPER", most)
    brief = next(b.proto for b in open_page().get("download_button") if b.proto.label.startswith("Brief"))
    assert brief.disabled is disabled and ("Narrow the filter" in brief.help) is disabled
