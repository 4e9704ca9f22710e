"""The real tasks in headless Chromium with the network blocked: not one request leaves the machine, no console error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browsing import WAIT, Desk

from incidents.filters import IncidentFilter
from incidents.store import Store

pytestmark = pytest.mark.browser


def test_incidents_are_visible_on_the_map(desk, sample_db):
    total = Store.open(sample_db).count()
    desk.open().says(f"{total} of {total} incidents")
    assert desk.dots() > 200 and desk.shown() > 0
    assert "Sarhad" in desk.page.title()


def test_a_click_on_a_dot_opens_the_very_words(desk):
    desk.open("?q=Buleda&type=Remote+explosive/landmine/IED")
    desk.page.mouse.click(*desk.at_place(26.341, 63.204))
    desk.says("Buleda, Kech, Balochistan, Pakistan")
    marks = desk.page.locator(".sarhad-excerpt mark")
    marks.first.wait_for(timeout=WAIT)
    assert any("six members of the security" in words for words in marks.all_inner_texts())
    assert "incident=" in desk.page.url


def test_several_at_one_place_are_a_list(desk):
    desk.open("?district=Gwadar&lat=25.12&lng=62.32&zoom=11")
    item = desk.frame.evaluate("window.Sarhad.incidents.drawn.find(d => d.items.length > 1 && !d.spread && !d.area)")
    assert item, "the samples have several incidents in the town of Gwadar"
    box = desk.page.locator("iframe").first.bounding_box()
    desk.page.mouse.click(box["x"] + item["x"], box["y"] + item["y"])
    entries = desk.map.locator(".sarhad-list button")
    entries.first.wait_for(timeout=WAIT)
    assert entries.count() == len(item["items"])
    entries.nth(1).press("Enter")
    desk.page.wait_for_url("**incident=**", timeout=WAIT)


def test_a_filter_keeps_the_zoom_and_narrows_the_map(desk, sample_db):
    desk.open()
    before = desk.dots()
    desk.map.locator(".leaflet-control-zoom-in").click()
    desk.page.wait_for_url("**zoom=**", timeout=WAIT)
    zoom = desk.zoom()
    desk.page.get_by_label("words in title, text, actors or places").fill("Zamran")
    desk.page.keyboard.press("Enter")
    left = Store.open(sample_db).count(IncidentFilter(text="Zamran"))
    desk.says(f"{left} of ")
    desk.told(f"window.Sarhad.incidents.shown <= {left}")
    assert desk.zoom() == zoom and 0 < desk.dots() < before
    desk.page.wait_for_function("location.search.includes('q=Zamran') && location.search.includes('zoom=')")


def test_moving_the_map_writes_the_address_and_runs_nothing(desk):
    desk.open()
    sent = desk.sent
    desk.drag(desk.at_place(27.5, 64.0), desk.at_place(27.0, 62.5))
    desk.page.wait_for_url("**lat=**", timeout=WAIT)
    desk.map.locator(".leaflet-control-zoom-in").click()
    desk.page.wait_for_function("new URLSearchParams(location.search).get('zoom') !== null", timeout=WAIT)
    assert desk.sent == sent


def test_a_link_restores_the_view_of_the_map(desk):
    desk.open("?district=Kech&lat=26.1&lng=63.1&zoom=9")
    lat, lng, zoom = desk.frame.evaluate("[map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
    assert (round(lat, 2), round(lng, 2), zoom) == (26.1, 63.1, 9)
    assert desk.criteria() == IncidentFilter(district=("Kech",))


def test_last_years_bombs_in_kech_near_the_border_are_found_and_exported(desk, sample_db):
    desk.open()
    for label, words in (("district or county", "Kech"), ("event type", "Remote explosive")):
        desk.page.get_by_role("combobox", name=label).fill(words)
        desk.page.get_by_role("option", name=words).first.click()
        desk.page.keyboard.press("Escape")
        desk.settle()
    desk.page.get_by_label("km to the border, at most").fill("50")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**max_border_km=50**", timeout=WAIT)
    desk.told("window.Sarhad.corridor()")
    asked = IncidentFilter(district=("Kech",), event_type=("Remote explosive/landmine/IED",), max_border_km=50)
    expected = {incident.id for incident in Store.open(sample_db).incidents(asked)}
    desk.says(f"{len(expected)} of ")
    collection = json.loads(Path(desk.download("GeoJSON").path()).read_text(encoding="utf-8"))
    assert {feature["id"] for feature in collection["features"]} == expected and expected


def test_the_download_equals_the_filter(desk, sample_db):
    desk.open("?district=Kech&from=2015-01-01")
    download = desk.download("GeoJSON")
    collection = json.loads(Path(download.path()).read_text(encoding="utf-8"))
    criteria = IncidentFilter.from_params([("district", "Kech"), ("from", "2015-01-01")])
    expected = {incident.id for incident in Store.open(sample_db).incidents(criteria)}
    assert {feature["id"] for feature in collection["features"]} == expected and expected
    assert "kech" in download.suggested_filename


def test_a_shared_link_shows_the_same(desk, sample_db):
    asked = IncidentFilter(province=("Sistan and Baluchestan",))
    incident = next(i for i in Store.open(sample_db).incidents(asked) if i.actor1 and i.location and i.where_prec == 1)
    desk.open(f"?province=Sistan+and+Baluchestan&incident={incident.id}&lat=27.1&lng=61.3&zoom=7")
    panel = desk.page.locator(".st-key-panel")
    for words in (incident.title, incident.actor1, incident.location):
        panel.get_by_text(words).locator("visible=true").first.wait_for(timeout=WAIT)
    assert desk.criteria() == asked and desk.zoom() == 7
    desk.says(f"{Store.open(sample_db).count(asked)} of ")


def test_a_hostile_article_is_shown_literally_and_runs_nothing(desk, sample_db):
    incident = next(i for i in Store.open(sample_db).incidents() if "hostile" in {s.article_id for s in i.sources})
    desk.open(f"?incident={incident.id}")
    for words in ("{{ 7 * 7 }}", "${alert(1)}", "<img src=x onerror", "</script>", "بلیدہ میں دھماکا"):
        desk.says(words)
    desk.tab("Table")
    assert desk.page.evaluate("window.hacked") is None
    assert desk.frame.evaluate("window.hacked") is None
    assert desk.page.locator("a[href^='javascript']").count() == 0


def test_an_article_can_be_added(desk, sample_db):
    desk.open()
    desk.tab("Add articles")
    desk.page.get_by_label("Paste an article").fill(
        "Title: Two guards killed in Mand\nDate: 2022-02-10\nSource: Desk test\n\nTwo guards were killed when gunmen "
        "opened fire on them in Mand, Kech district, on Wednesday."
    )
    desk.page.get_by_role("button", name="preview").click()
    desk.says("9 February 2022")
    desk.page.get_by_role("button", name="add 1 article").click()
    desk.says("1 new or changed of 1 article")
    assert (
        Store.open(sample_db).count(IncidentFilter(text="two guards were killed when gunmen", district=("Kech",))) == 1
    )


@pytest.mark.parametrize("zone", ["Asia/Karachi", "America/Los_Angeles"])
def test_the_brush_on_the_timeline_filters_by_date(browser, server, sample_db, zone):
    with Desk.at(browser, server, timezone_id=zone) as desk:
        desk.open()
        total = Store.open(sample_db).count()
        chart = desk.page.locator("[class*='st-key-timeline_']").locator(".marks").first
        chart.wait_for(timeout=WAIT)
        box = chart.bounding_box()
        middle = box["y"] + box["height"] * 0.4
        desk.drag((box["x"] + box["width"] * 0.45, middle), (box["x"] + box["width"] * 0.7, middle))
        desk.page.wait_for_url("**from=**", timeout=WAIT)
        criteria = desk.criteria()
        shown = Store.open(sample_db).count(criteria)
        assert criteria.date_from.day == 1 and 0 < shown < total, "whole months, wherever the reader is"
        desk.says(f"{shown} of {total} incidents")
        desk.page.mouse.click(box["x"] + box["width"] * 0.2, middle)
        desk.page.wait_for_function("!location.search.includes('from=')", timeout=WAIT)


def test_the_brush_stands_where_a_link_says_and_changes_nothing(desk):
    desk.open("?from=2018-01-15&to=2020-12-10")
    brush = desk.page.locator("[class*='st-key-timeline_'] .brush_brush path")
    brush.wait_for(timeout=WAIT, state="attached")
    desk.page.wait_for_timeout(700)
    assert brush.bounding_box()["width"] > 50
    assert (str(desk.criteria().date_from), str(desk.criteria().date_to)) == ("2018-01-15", "2020-12-10")


def test_play_steps_through_time_in_the_browser_and_keeps_the_zoom(desk, sample_db):
    undated = int(Store.open(sample_db).frame()["event_date"].isna().sum())
    desk.open("?zoom=7&lat=27&lng=62.5")
    sent, zoom, every = desk.sent, desk.zoom(), desk.shown()
    desk.map.get_by_role("button", name="play through time").click()
    slider = desk.map.get_by_role("slider", name="step in time")
    slider.wait_for(timeout=WAIT)
    desk.told("+document.querySelector('.sarhad-play input').value >= 1")
    assert desk.shown() < every
    desk.map.get_by_role("button", name="pause").click()
    slider.press("End")
    alone = desk.shown()
    desk.map.get_by_role("button", name="show everything up to the step").click()
    assert alone < desk.shown() and every - undated <= desk.shown() <= every
    assert desk.zoom() == zoom and desk.sent == sent, "play runs in the browser alone"
    desk.map.get_by_role("button", name="show everything up to the step").click()
    desk.map.get_by_role("button", name="keep these days").click()
    desk.page.wait_for_url("**from=**", timeout=WAIT)
    assert desk.criteria().date_from.day == 1 and desk.zoom() == zoom


def test_a_box_drawn_on_the_map_filters(desk, sample_db):
    desk.open()
    desk.map.get_by_role("button", name="draw a box").click()
    desk.drag(desk.at_place(26.9, 62.2), desk.at_place(25.6, 64.4))
    desk.page.wait_for_url("**bbox=**", timeout=WAIT)
    criteria = desk.criteria()
    left = Store.open(sample_db).count(criteria)
    desk.says(f"{left} of ")
    assert 0 < left < Store.open(sample_db).count()
    west, south, east, north = criteria.bbox
    assert abs(west - 62.2) < 0.05 and abs(north - 26.9) < 0.05 and abs(east - 64.4) < 0.05 and abs(south - 25.6) < 0.05


def test_an_area_drawn_corner_by_corner_filters(desk, sample_db):
    desk.open()
    desk.map.get_by_role("button", name="draw an area").click()
    for lat, lon in ((26.9, 62.2), (26.9, 64.4), (25.6, 63.3)):
        desk.page.mouse.click(*desk.at_place(lat, lon))
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**polygon=**", timeout=WAIT)
    criteria = desk.criteria()
    left = Store.open(sample_db).count(criteria)
    desk.says(f"{left} of ")
    assert len(criteria.polygon) == 3 and 0 < left < Store.open(sample_db).count()


def test_a_shaded_district_filters_on_it(desk):
    desk.open()
    desk.page.get_by_role("radio", name="Deaths by district").click()
    desk.told("window.Sarhad.measure() === 'deaths'")
    desk.page.mouse.click(*desk.at_place(26.05, 63.0))
    desk.page.wait_for_url("**district=Kech**", timeout=WAIT)


def test_the_legend_filters_by_type(desk, sample_db):
    desk.open()
    legend = desk.page.get_by_role("toolbar", name="event types")
    legend.get_by_text("Explosions").click()
    desk.page.wait_for_url("**type=Explosions**", timeout=WAIT)
    left = Store.open(sample_db).count(IncidentFilter(event_type=("Explosions/Remote violence",)))
    desk.says(f"{left} of ")
    legend.get_by_text("Explosions").click()
    desk.page.wait_for_function("!location.search.includes('type=')", timeout=WAIT)


def test_a_table_row_opens_the_same_panel(desk):
    desk.open("?q=Jakigur")
    desk.tab("Table")
    table = desk.page.locator(".st-key-table [data-testid='stDataFrameResizable']").first
    table.wait_for(timeout=WAIT)
    desk.settle()
    box = table.bounding_box()
    desk.page.mouse.click(box["x"] + 12, box["y"] + 52)
    desk.page.wait_for_url("**incident=**", timeout=WAIT)
    desk.says("Five border guards abducted at Jakigur")


def test_a_table_row_opens_by_keyboard(desk):
    desk.open("?q=Jakigur")
    desk.tab("Table")
    desk.page.locator(".st-key-table [data-testid='stDataFrameResizable']").first.wait_for(timeout=WAIT)
    desk.settle()
    desk.page.locator(".st-key-table canvas").first.focus()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Shift+Space")
    desk.page.wait_for_url("**incident=**", timeout=WAIT)


def test_online_tiles_are_asked_for_only_when_turned_on(browser, server):
    with Desk.at(browser, server, blocked=False) as desk:
        desk.open()
        assert desk.outside == []
        desk.page.get_by_text("online basemap").click()
        desk.told("document.querySelector('.leaflet-control-attribution a')")
        desk.page.wait_for_timeout(300)
        assert desk.outside and all(url.startswith("https://tile.openstreetmap.org/") for url in desk.outside)


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light")]
)
def test_every_window_shows_the_map_and_nothing_runs_over_its_side(browser, server, width, height, scheme):
    size = {"width": width, "height": height}
    with Desk.at(browser, server, viewport=size, color_scheme=scheme) as desk:
        desk.open()
        assert desk.page.evaluate("document.scrollingElement.scrollWidth") <= width
        box = desk.page.locator("iframe").first.bounding_box()
        assert box["height"] >= height * 0.4 and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert desk.frame.evaluate("document.documentElement.dataset.theme") == scheme
