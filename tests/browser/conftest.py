"""The page served to headless Chromium with the network blocked."""

from __future__ import annotations

import shutil

import pytest
from browsing import CHROMIUM, FLAGS, Desk, serving
from conftest import required_in_ci


@pytest.fixture(scope="session")
def sample_db(sample_db, tmp_path_factory) -> str:
    """A copy of its own: these tests add articles."""
    return str(shutil.copy(sample_db, tmp_path_factory.mktemp("browser") / "incidents.db"))


@pytest.fixture(scope="session")
def server(sample_db):
    with serving(sample_db) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        required_in_ci("Chromium", "on Debian and Ubuntu: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def desk(browser, server):
    with Desk.at(browser, server) as opened:
        yield opened
