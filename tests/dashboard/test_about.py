"""About the data: complete, and plain about what is sample, missing or refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from factories import make_article
from pages import words

from dashboard.dictionary import FIELDS, LANGUAGE_NAMES
from dashboard.samples import SAMPLES, has_samples, holds_samples, sample_titles
from dashboard.views import about
from incidents.export.profiles import SARHAD
from incidents.language import LANGUAGES
from incidents.model import Reject
from incidents.store import Store


def test_the_dictionary_has_every_field_that_is_exported_and_no_other():
    assert set(FIELDS) == {column.name for column in SARHAD}


def test_the_dictionary_has_every_field_of_the_interface(repository: Path):
    promised = (repository / "docs" / "interface.md").read_text(encoding="utf-8").split("## One incident")[1]
    rows = [line.split("|")[1] for line in promised.splitlines() if line.startswith("| `")]
    assert rows and set(re.findall(r"`(\w+)`", " ".join(rows))) <= set(FIELDS)


def test_the_languages_that_are_read_are_named(empty_db):
    names = ", ".join(LANGUAGE_NAMES[code] for code in LANGUAGES)
    assert f"Read today: {names};" in words(opened(empty_db))


@pytest.fixture
def empty_db(tmp_path, monkeypatch) -> str:
    path = str(tmp_path / "own.db")
    Store.open(path).close()
    monkeypatch.setenv("SARHAD_DB", path)
    return path


def opened(database: str):
    from streamlit.testing.v1 import AppTest

    def view():
        from dashboard.views import about

        about.show()

    return AppTest.from_function(view, default_timeout=60).run()


def test_samples_are_named_only_while_they_are_there(sample_db, empty_db, monkeypatch):
    assert SAMPLES not in words(opened(empty_db))
    monkeypatch.setenv("SARHAD_DB", sample_db)
    assert SAMPLES in words(opened(sample_db))


def test_samples_are_known_by_id_and_headline(sample_db, tmp_path):
    with Store.open(sample_db) as store:
        assert has_samples(store) and holds_samples(store.incidents())
    with Store.open(str(tmp_path / "other.db")) as store:
        store.put(make_article(id=next(iter(sample_titles())), title="Another article of that id"), ())
        assert not has_samples(store)
    assert not holds_samples([])


def test_what_was_not_read_is_listed_with_its_reason(empty_db):
    with Store.open(empty_db) as store:
        store.reject(Reject(file="<b>bad</b>.csv", line=7, reason="no text column", code="missing_field"))
    shown = opened(empty_db)
    table = next(t.value for t in shown.dataframe if "reason" in t.value.columns)
    assert table.iloc[0][["file", "line", "reason"]].tolist() == ["<b>bad</b>.csv", 7, "no text column"]
    assert "(1)" in " ".join(expander.label for expander in shown.expander)


@pytest.mark.parametrize(
    "said",
    [
        # the caveats an analyst must have read before citing
        "A district without incidents may only be a district without\narticles",
        "imply no endorsement",
        "No language model is involved",
        "copies of one agency's text count as one",
    ],
)
def test_the_caveats_are_there(said):
    assert said in about.MADE


def test_codes_are_explained_and_sources_have_licences(empty_db):
    shown = opened(empty_db)
    columns = [set(table.value.columns) for table in shown.dataframe]
    assert {"code", "place", "on the map"} in columns and {"field", "meaning"} in columns
    sources = next(table.value for table in shown.dataframe if "licence" in table.value.columns)
    assert sources["licence"].str.len().min() > 0 and {"source", "vintage"} <= set(sources.columns)
