"""The panel on the page: opened by a link, closed, its neighbours clickable, its link restoring what is seen."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from pages import address, words

from dashboard.excerpts import anchor_of
from dashboard.incident_card import place_words
from dashboard.nearby import nearby
from dashboard.palette import write_day, write_range
from incidents.filters import IncidentFilter
from incidents.store import Store


@pytest.fixture
def incident(sample_db):
    with Store.open(sample_db) as store:
        return max(store.incidents(), key=lambda incident: len(incident.sources))


@pytest.fixture
def opened(incident) -> str:
    return incident.id


def test_a_link_opens_the_incident_with_its_words_and_sources(page, incident):
    shown = page(incident=incident.id)
    said = words(shown)
    assert not shown.exception
    toll = write_range(incident.fatalities, incident.fatalities_low, incident.fatalities_high)
    counted = f"{len(incident.sources)} reports, {incident.number_of_sources} independent"
    for expected in (toll, write_day(incident.event_date), place_words(incident), counted, incident.sources[0].source):
        assert expected in said
    numbers = {source.article_id: number for number, source in enumerate(incident.sources, 1)}
    assert incident.evidence
    for item in incident.evidence:
        assert f'id="{anchor_of(f"words-{numbers[item.article_id]}", item.span)}"' in said


def test_the_link_to_this_view_restores_filter_and_incident(page, opened):
    shown = page(incident=opened, district="Kech", max_border_km="50")
    link = shown.code[-1].value
    again = page(**parse_qs(link.split("?")[1]))
    assert address(again) == address(shown) and address(again)["incident"] == [opened]
    assert opened in shown.code[-2].value


def test_closing_leaves_the_filter_and_the_address_without_the_incident(page, opened):
    shown = page(incident=opened, district="Kech")
    shown.button(key="close_panel").click().run()
    assert address(shown) == {"district": ["Kech"]} and "Click a dot" in words(shown)


def test_a_neighbour_opens(page, sample_db):
    with Store.open(sample_db) as store:
        frame = store.frame()
        crowded = next(i for i in store.incidents() if len(nearby(frame, i)))
    shown = page(incident=crowded.id)
    shown.button(key="nearby_0").click().run()
    assert address(shown)["incident"] == [nearby(frame, crowded).index[0]] and not shown.exception


@pytest.mark.parametrize("incident", ["nothing", "<b>x</b>", "{{ 7*7 }}", "a" * 5000])
def test_an_unknown_incident_is_said_and_the_rest_is_shown(page, sample_db, incident):
    shown = page(incident=incident, district="Kech")
    with Store.open(sample_db) as store:
        left = store.count(IncidentFilter(district=("Kech",)))
    assert not shown.exception
    assert "not in the database any more" in words(shown) and f"{left} of " in words(shown)


def test_a_hostile_article_is_shown_as_it_is(page, sample_db):
    with Store.open(sample_db) as store:
        hostile = next(i for i in store.incidents() if "hostile" in {s.article_id for s in i.sources})
    shown = page(incident=hostile.id)
    said = words(shown)
    assert not shown.exception
    assert "{{ 7 * 7 }}&lt;b&gt;Outlet&lt;/b&gt;" in said and "<img" not in said and 'href="javascript' not in said
