"""A browser at the page: what it is told, what it tries to fetch elsewhere, and how a reader's hand moves."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from urllib.error import URLError
from urllib.parse import parse_qsl, urlsplit

from incidents.filters import IncidentFilter

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WAIT = 30_000


@contextlib.contextmanager
def serving(database: str) -> Iterator[str]:
    """`sarhad serve` on a free port of this machine; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "incidents.cli", "serve", "--db", database, "--port", str(port)]
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
    try:
        yield address
    finally:
        process.terminate()
        process.wait(20)


class Desk:
    """A page that remembers what it was told and what it tried to fetch elsewhere."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.sent = 0  # messages to the server: a run of the page begins with one
        page.route("**/*", self._route)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", lambda socket: socket.on("framesent", self._count))

    @classmethod
    @contextlib.contextmanager
    def at(cls, browser, address: str, *, blocked: bool = True, **options) -> Iterator[Desk]:
        """A desk in a context of its own; afterwards nothing must have been asked of others nor reported as an error."""
        context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True} | options
        )
        opened = cls(context.new_page(), address)
        yield opened
        context.close()
        if blocked:
            assert opened.outside == [], "requests left the machine"
            assert opened.errors == [], "the console reported errors"

    def _route(self, route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _count(self, _frame) -> None:
        self.sent += 1

    def open(self, query: str = "") -> Desk:
        self.page.goto(self.address + "/" + query)
        self.map.locator("canvas.sarhad-incidents").wait_for(timeout=WAIT)
        self.told("window.Sarhad.stamp !== undefined")
        self.settle()
        return self

    @property
    def map(self):
        return self.page.frame_locator("iframe").first

    @property
    def frame(self):
        return self.page.locator("iframe").first.element_handle().content_frame()

    def told(self, condition: str) -> None:
        """Wait until something holds in the map."""
        self.frame.wait_for_function(condition, timeout=WAIT)

    def settle(self) -> None:
        """Wait until Streamlit has stopped running."""
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget]') && "
            "!document.querySelector('[data-stale=true]')", timeout=WAIT,
        )  # fmt: skip

    def says(self, words: str) -> None:
        self.page.get_by_text(words, exact=False).locator("visible=true").first.wait_for(timeout=WAIT)

    def dots(self) -> int:
        """How many pixels of the incident canvas are painted."""
        return self.map.locator("canvas.sarhad-incidents").evaluate(
            "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
            " for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
        )

    def zoom(self) -> float:
        return self.frame.evaluate("window.map.getZoom()")

    def shown(self) -> int:
        """How many incidents are drawn at points in view."""
        return self.frame.evaluate("window.Sarhad.incidents.shown")

    def at_place(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point of the map is on the page, in pixels."""
        x, y = self.frame.evaluate(
            f"(() => {{ const p = window.map.latLngToContainerPoint([{lat}, {lon}]); return [p.x, p.y]; }})()"
        )
        box = self.page.locator("iframe").first.bounding_box()
        return box["x"] + x, box["y"] + y

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=8)
        self.page.mouse.up()

    def tab(self, name: str) -> None:
        """Open one of the views below the map."""
        self.page.get_by_role("radiogroup", name="below the map").get_by_text(name).click()
        self.page.locator(".st-key-tray").wait_for(timeout=WAIT)

    def criteria(self) -> IncidentFilter:
        """The filter of the address."""
        return IncidentFilter.from_params(parse_qsl(urlsplit(self.page.url).query))

    def download(self, button: str):
        """The file behind a button of the export menu."""
        self.page.get_by_role("button", name="Export").click()
        with self.page.expect_download(timeout=WAIT) as waiting:
            self.page.get_by_role("button", name=button).click()
        return waiting.value
