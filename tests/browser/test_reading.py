"""Reading an incident in headless Chromium: from a figure to its words, by keyboard; and the brief, offline."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import WAIT

from dashboard.incident_card import place_chain
from dashboard.nearby import nearby
from incidents.filters import IncidentFilter
from incidents.store import Store

pytestmark = pytest.mark.browser


def test_why_an_incident_says_so_many_killed_by_keyboard_alone(desk, sample_db):
    with Store.open(sample_db) as store:
        incident = next(i for i in store.incidents() if i.fatalities and i.number_of_sources > 1)
    desk.open(f"?incident={incident.id}")
    desk.says(place_chain(incident))
    zoom = desk.zoom()
    figure = desk.page.locator(".sarhad-card .tolls a.value").first
    figure.focus()
    desk.page.keyboard.press("Enter")
    words = desk.page.locator(".sarhad-excerpt mark:focus")
    words.wait_for(timeout=WAIT)
    assert words.inner_text() in {item.span.text for item in incident.evidence if item.field == "fatalities"}
    assert words.get_attribute("aria-description").startswith("killed")
    assert words.evaluate("m => { const b = m.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }")
    # nothing ran again, and the way back leaves the panel open
    assert desk.zoom() == zoom
    desk.page.go_back()
    desk.settle()
    assert f"incident={incident.id}" in desk.page.url
    desk.says(place_chain(incident))


def test_a_neighbour_opens_and_the_panel_closes(desk, sample_db):
    with Store.open(sample_db) as store:
        frame = store.frame()
        incident = next(i for i in store.incidents() if len(nearby(frame, i)))
    desk.open(f"?incident={incident.id}")
    neighbour = desk.page.locator(".st-key-nearby_0 button")
    neighbour.wait_for(timeout=WAIT)
    neighbour.click()
    desk.page.wait_for_function(f"!location.search.includes('{incident.id}')", timeout=WAIT)
    desk.page.get_by_role("button", name="close").click()
    desk.page.wait_for_function("!location.search.includes('incident=')", timeout=WAIT)


def test_the_brief_stands_alone(desk, browser, sample_db, tmp_path):
    desk.open("?district=Kech")
    desk.page.get_by_role("button", name="Export").click()
    with desk.page.expect_download(timeout=WAIT) as waiting:
        desk.page.get_by_role("button", name="Brief to print").click()
    path = tmp_path / "brief.html"
    path.write_bytes(Path(waiting.value.path()).read_bytes())
    assert waiting.value.suggested_filename == "sarhad-brief-kech.html"
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    with Store.open(sample_db) as store:
        shown = store.count(IncidentFilter(district=("Kech",)))
    assert page.locator("article").count() == shown and page.locator("svg circle").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "something runs over the page's side"
    assert page.evaluate("window.hacked") is None
    assert asked == [path.as_uri()] and said == []
    page.close()
