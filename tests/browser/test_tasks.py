"""The real tasks in headless Chromium with the network blocked: not one request leaves the machine, no console error."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest
from conftest import required_in_ci

from incidents.filters import IncidentFilter
from incidents.store import Store

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WAIT = 30_000


@pytest.fixture(scope="module")
def server(sample_db):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "incidents.cli", "serve", "--db", sample_db, "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"SARHAD_TOKEN": ""}
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            break
        except (URLError, OSError):
            assert process.poll() is None, "the server ended before it answered"
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        required_in_ci("Chromium", "on Debian and Ubuntu: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Desk:
    """A browser page that remembers what it was told and what it tried to fetch elsewhere."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.route("**/*", self._route)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _route(self, route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def open(self, query: str = "") -> Desk:
        self.page.goto(self.address + "/" + query)
        self.map.locator("canvas.sarhad-incidents").wait_for(timeout=WAIT)
        self.settle()
        return self

    @property
    def map(self):
        return self.page.frame_locator("iframe").first

    def settle(self) -> None:
        """Wait until Streamlit has stopped running."""
        self.page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')", timeout=WAIT)

    def says(self, words: str) -> None:
        self.page.get_by_text(words, exact=False).first.wait_for(timeout=WAIT)

    def dots(self) -> int:
        """How many pixels of the incident canvas are painted."""
        return self.map.locator("canvas.sarhad-incidents").evaluate(
            "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
            " for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
        )

    def zoom(self) -> int:
        return self.map.locator("body").evaluate("() => window.map.getZoom()")


@pytest.fixture
def desk(browser, server):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened = Desk(context.new_page(), server)
    yield opened
    context.close()
    assert opened.outside == [], "requests left the machine"
    assert opened.errors == [], "the console reported errors"


def test_incidents_are_visible_on_the_map(desk, sample_db):
    total = Store.open(sample_db).count()
    desk.open().says(f"{total} of {total} incidents")
    assert desk.dots() > 200


def test_a_click_on_a_dot_opens_the_very_words(desk):
    desk.open("?q=Buleda")
    at = desk.map.locator("body").evaluate(
        "() => { const p = window.map.latLngToContainerPoint([26.341, 63.204]); return [p.x, p.y]; }"
    )
    desk.map.locator("#map_div").click(position={"x": at[0], "y": at[1]})
    desk.says("Buleda, Kech, Balochistan, Pakistan")
    marks = desk.page.locator(".sarhad-excerpt mark")
    marks.first.wait_for(timeout=WAIT)
    assert any("six members of the security" in words for words in marks.all_inner_texts())
    assert "incident=" in desk.page.url


def test_a_filter_keeps_the_zoom_and_narrows_the_map(desk, sample_db):
    desk.open()
    before = desk.dots()
    desk.map.locator(".leaflet-control-zoom-in").click()
    desk.page.wait_for_timeout(500)
    zoom = desk.zoom()
    desk.page.get_by_label("words in title, text, actors or places").fill("Zamran")
    desk.page.keyboard.press("Enter")
    left = Store.open(sample_db).count(IncidentFilter(text="Zamran"))
    desk.says(f"{left} of ")
    desk.settle()
    assert desk.zoom() == zoom and 0 < desk.dots() < before


def test_the_download_equals_the_filter(desk, sample_db):
    desk.open("?district=Kech&from=2015-01-01")
    desk.page.get_by_role("tab", name="Export").click()
    with desk.page.expect_download(timeout=WAIT) as waiting:
        desk.page.get_by_role("button", name="GeoJSON").click()
    collection = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    criteria = IncidentFilter.from_params([("district", "Kech"), ("from", "2015-01-01")])
    expected = {incident.id for incident in Store.open(sample_db).incidents(criteria)}
    assert {feature["id"] for feature in collection["features"]} == expected and expected
    assert "kech" in waiting.value.suggested_filename


def test_a_shared_link_shows_the_same(desk, sample_db):
    incident = next(Store.open(sample_db).incidents(IncidentFilter(text="Jakigur")))
    desk.open(f"?province=Sistan+and+Baluchestan&incident={incident.id}")
    desk.says("Jakigur")
    desk.says("Jaish al-Adl")


def test_a_hostile_article_is_shown_literally_and_runs_nothing(desk, sample_db):
    incident = next(i for i in Store.open(sample_db).incidents() if "hostile" in {s.article_id for s in i.sources})
    desk.open(f"?incident={incident.id}")
    for words in ("{{ 7 * 7 }}", "${alert(1)}", "<img src=x onerror", "</script>", "بلیدہ میں دھماکا"):
        desk.says(words)
    assert desk.page.evaluate("window.hacked") is None
    assert desk.map.locator("body").evaluate("() => window.hacked") is None
    assert desk.page.locator("a[href^='javascript']").count() == 0


def test_an_article_can_be_added(desk, sample_db):
    desk.open()
    desk.page.get_by_role("tab", name="Add articles").click()
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


def test_the_brush_on_the_timeline_filters_by_date(desk, sample_db):
    desk.open()
    total = Store.open(sample_db).count()
    chart = desk.page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    left, right, middle = box["x"] + box["width"] * 0.45, box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.4
    desk.page.mouse.move(left, middle)
    desk.page.mouse.down()
    desk.page.mouse.move(right, middle, steps=8)
    desk.page.mouse.up()
    desk.page.wait_for_url("**from=**", timeout=WAIT)
    desk.settle()
    criteria = IncidentFilter.from_params([tuple(pair.split("=")) for pair in desk.page.url.split("?")[1].split("&")])
    shown = Store.open(sample_db).count(criteria)
    assert criteria.date_from and criteria.date_to and 0 < shown < total
    desk.says(f"{shown} of {total} incidents")


def test_a_table_row_opens_the_same_panel(desk):
    desk.open("?q=Jakigur")
    table = desk.page.locator("[data-testid='stDataFrame']").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    desk.page.mouse.click(box["x"] + 12, box["y"] + 52)
    desk.page.wait_for_url("**incident=**", timeout=WAIT)
    desk.says("Five border guards abducted at Jakigur")
