"""A store of the sample articles and one hostile article, built once for page and browser tests."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources

import pytest
from browsing import CHROMIUM, FLAGS, serving
from conftest import required_in_ci
from factories import HOSTILE_TEXTS

from incidents.extract import can_read
from incidents.ingest import ingest
from incidents.model import Article
from incidents.pipeline import open_toolbox, read_article
from incidents.sources import read
from incidents.store import Store

HOSTILE = Article(
    id="hostile",
    title=" ".join(HOSTILE_TEXTS),
    published=date(2021, 3, 5),
    source="{{ 7 * 7 }}<b>Outlet</b>",
    url="javascript:alert(1)",
    lang="en",
    text="Three soldiers were killed by a bomb in Turbat, Kech district on Thursday. " + " ".join(HOSTILE_TEXTS),
)


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory) -> str:
    path = str(tmp_path_factory.mktemp("store") / "incidents.db")
    toolbox = open_toolbox()
    samples = read(str(resources.files("incidents") / "samples" / "articles.jsonl"))
    with Store.open(path) as store:
        assert list(ingest([*samples, HOSTILE], store, lambda article: read_article(article, toolbox), can_read))
    return path


@pytest.fixture(scope="session")
def samples() -> list[dict]:
    lines = (resources.files("incidents") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


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
