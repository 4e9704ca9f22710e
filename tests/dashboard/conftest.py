"""A store of the sample articles and one hostile article, built once for page and browser tests."""

from __future__ import annotations

import json
import sys
from datetime import date
from importlib import resources

import pytest
from factories import HOSTILE_TEXTS
from pages import open_page

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


@pytest.fixture(autouse=True)
def own_main():
    """Streamlit's test runner leaves its script behind as `__main__`, which processes started later would run again."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


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


@pytest.fixture
def page(sample_db, monkeypatch):
    """The page at an address, run once by Streamlit's own test runner."""
    monkeypatch.setenv("SARHAD_DB", sample_db)
    return open_page
