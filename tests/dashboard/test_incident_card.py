"""The panel: every value links to its words, unknown is a dash, nothing an article says becomes markup."""

from __future__ import annotations

import re
from datetime import date

import pytest
from factories import HOSTILE_TEXTS, incidents, make_article, make_evidence, make_incident, make_report
from hypothesis import given, settings
from markup import Shown

from dashboard.incident_card import border_words, card_html, citation, place_chain, place_words
from incidents.model import DatePrec, Source, Status

ARTICLE = make_article()
TAGS = {"a", "b", "br", "dd", "details", "div", "dl", "dt", "h3", "li", "mark", "p", "span", "summary", "ul"}
ATTRIBUTES = {
    "aria-description",
    "aria-hidden",
    "class",
    "dir",
    "href",
    "id",
    "lang",
    "rel",
    "style",
    "tabindex",
    "target",
    "title",
}


def card(incident=None, **changes) -> str:
    incident = incident or make_incident(**changes)
    return card_html(incident, [make_report()], {ARTICLE.id: ARTICLE}, ("Taftan–Mirjaveh", 120.4))


def text_of(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


def test_every_linked_value_leads_to_marked_words():
    fields = {
        "fatalities": "six soldiers were killed", "event_date": "Friday", "location": "Buleda",
        "sub_event_type": "bomb", "actor2": "soldiers",
    }  # fmt: skip
    page = card(evidence=tuple(make_evidence(ARTICLE, name, said) for name, said in fields.items()))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) >= len(fields)
    for target in targets:
        assert page.count(f'id="{target}"') == 1


def test_a_value_of_several_sources_links_to_each():
    second = make_article(id="article-2", text="Five soldiers died in Buleda.")
    page = card_html(
        make_incident(
            fatalities_low=5,
            evidence=(
                make_evidence(ARTICLE, "fatalities", "six soldiers were killed"),
                make_evidence(second, "fatalities", "Five soldiers died"),
            ),
            sources=(Source(article_id=ARTICLE.id, source="One"), Source(article_id="article-2", source="Two")),
            number_of_sources=2,
        ),
        [make_report(), make_report(article_id="article-2", fatalities=5, fatalities_low=5, fatalities_high=5)],
        {ARTICLE.id: ARTICLE, "article-2": second},
    )
    assert "#words-1-11-35" in page and "#words-2-0-18" in page
    assert "6 (5–6)" in page and "2 reports, 2 independent" in page
    assert re.search(r"says: killed <a[^>]*#words-1-11-35[^>]*>6</a>", page)
    assert re.search(r"says: killed <a[^>]*#words-2-0-18[^>]*>5</a>", page)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        # the day, and how exactly it is known
        ({}, "8 May 2020"),
        ({"date_prec": DatePrec.MONTH}, "day known to the month"),
        ({"event_date": None, "date_prec": None}, "when —"),
        # the toll and its parts; none stated is a dash, stated none is 0
        ({"fatalities": None, "fatalities_low": None, "fatalities_high": None}, "— killed"),
        ({"fatalities": 0, "fatalities_low": 0, "fatalities_high": 0}, "0 killed"),
        ({"injured": None}, "— injured"),
        ({"attackers_killed": 2, "civilians_killed": 0}, "of them attackers 2, civilians 0"),
        # a total beyond what any source gives alone still shows the range
        ({"fatalities": None, "fatalities_low": 3, "fatalities_high": 5}, "— (3–5)"),
        # who
        ({"actor1": None}, "by —"),
        # recalled events say so
        ({"background": True}, "Only recalled by the article"),
        # a person's word
        ({"status": Status.CONFIRMED}, "confirmed by a person"),
        # an incident of a table without a text
        ({"sources": (Source(article_id="gone"),), "evidence": ()}, "No text of this source is kept."),
        ({"sources": (), "evidence": (), "number_of_sources": 0}, "0 reports, 0 independent"),
    ],
)
def test_facts_in_words(changes, said):
    assert said in " ".join(text_of(card(**changes)).split())


@pytest.mark.parametrize(
    ("prec", "km", "said"),
    [
        (1, 31.0, "31 km from the border, in Pakistan; nearest crossing Taftan–Mirjaveh, 120 km"),
        # near a known point: about
        (2, 31.0, "about 31 km from the border"),
        (1, 4.26, "4.3 km from the border"),
        # the middle of a district is no place to measure from
        (3, 31.0, "— (the place is known to the district only)"),
        (4, 31.0, "— (the place is known to the province only)"),
        (1, None, "—"),
    ],
)
def test_distances_are_given_only_where_there_is_a_place_to_measure_from(prec, km, said):
    assert border_words(make_incident(where_prec=prec, border_km=km), ("Taftan–Mirjaveh", 120.4)).startswith(said)


def test_places_are_a_chain_without_repeats_and_their_precision_is_in_words():
    assert place_chain(make_incident(location="Kech", admin2="Kech")) == "Kech, Balochistan, Pakistan"
    assert place_words(make_incident(where_prec=2, uncertainty_km=20.0)) == "near a known point, within 20 km"
    assert place_words(make_incident(where_prec=3, uncertainty_km=70.0)) == "known to the district only"
    assert place_words(make_incident(lon=None, lat=None, where_prec=None)) == "not placed"


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_hostile_words_are_shown_as_they_are(words):
    article = make_article(text=f"{words} killed six", title=words)
    source = Source(article_id=article.id, url=words, title=words, source=words)
    incident = make_incident(
        title=words, actor1=words, actor2=words, location=words, admin2=words, sub_event_type=words, sources=(source,),
        evidence=(make_evidence(article, "actor1", words),),
    )  # fmt: skip
    page = card_html(incident, [], {article.id: article}, (words, 3.0))
    tags, attributes = Shown(page).names
    assert tags <= TAGS and attributes <= ATTRIBUTES
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', page))


@settings(max_examples=60)
@given(incidents())
def test_any_incident_has_a_panel_and_a_citation(incident):
    page = card_html(incident, [], {})
    assert page.startswith('<div class="sarhad-card">') and page.count("<div") == page.count("</div>")
    assert "None" not in text_of(page).split() and "nan" not in text_of(page).split()
    assert incident.id in citation(incident, "?incident=x", date(2026, 11, 24))


def test_a_citation_names_what_where_when_toll_sources_id_and_day():
    assert citation(make_incident(), "http://here/?incident=incident-1", date(2026, 11, 24)) == (
        "Remote explosive/landmine/IED, Buleda, Kech, Balochistan, Pakistan, 8 May 2020, killed 6. "
        "Sources: Frontier Wire, 12 May 2020. Sarhad incident incident-1, read 24 November 2026: "
        "http://here/?incident=incident-1"
    )
