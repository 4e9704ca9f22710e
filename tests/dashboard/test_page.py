"""The views with Streamlit's own test runner: what the address says, what the filter leaves, what the panel tells."""

from __future__ import annotations

import pytest
from pages import open_page, words

from dashboard.incident_card import place_chain
from incidents.filters import IncidentFilter
from incidents.store import Store


def test_the_page_opens_without_a_fault_and_counts(page, sample_db):
    shown = page()
    assert not shown.exception
    total = Store.open(sample_db).count()
    assert f"{total} of {total} incidents" in words(shown)
    assert "Sarhad" in shown.title[0].value


@pytest.mark.parametrize(
    ("params", "criteria"),
    [
        # one district
        ({"district": "Kech"}, {"district": ("Kech",)}),
        # two of them: any
        ({"district": ["Kech", "Gwadar"]}, {"district": ("Kech", "Gwadar")}),
        # words in the text
        ({"q": "convoy"}, {"text": "convoy"}),
        # a number and a distance
        ({"min_fatalities": "10", "max_border_km": "60"}, {"min_fatalities": 10, "max_border_km": 60.0}),
    ],
)
def test_the_address_restores_the_filter(page, sample_db, params, criteria):
    shown = page(**params)
    left = Store.open(sample_db).count(IncidentFilter(**criteria))
    assert left > 0 and f"{left} of " in words(shown)


def test_the_address_restores_the_open_incident(page, sample_db):
    incident = next(Store.open(sample_db).incidents(IncidentFilter(text="Buleda")))
    assert place_chain(incident) in words(page(incident=incident.id))


def test_a_bad_address_is_said_in_words(page):
    shown = page(**{"from": "yesterday"})
    assert not shown.exception and "means nothing" in shown.warning[0].value


def test_an_unknown_incident_says_what_to_do(page):
    assert "not in the database any more" in words(page(incident="nothing"))


def test_nothing_matches_names_the_filter_to_clear(page):
    assert "No incident matches" in words(page(q="zzzz"))


def test_a_filter_widget_narrows_and_writes_the_address(page, sample_db):
    shown = page()
    shown.multiselect(key="filter_district").select("Kech").run()
    left = Store.open(sample_db).count(IncidentFilter(district=("Kech",)))
    assert f"{left} of " in words(shown)
    assert "Kech" in shown.query_params["district"]


def test_a_broken_database_is_said_in_words(tmp_path, monkeypatch):
    broken = tmp_path / "broken.db"
    broken.write_text("not a database, only words " * 200)
    monkeypatch.setenv("SARHAD_DB", str(broken))
    shown = open_page()
    assert not shown.exception and "cannot be used as a database" in shown.error[0].value


def test_a_token_guards_the_page(page, monkeypatch):
    monkeypatch.setenv("SARHAD_TOKEN", "open sesame")
    shown = page()
    assert "incidents" not in words(shown)
    assert "incidents" in words(shown.text_input[0].input("open sesame").run())
