"""The brief: says what the filter leaves, adds up, stands alone, and shows hostile words as words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from factories import HOSTILE_TEXTS, incidents, make_incident
from hypothesis import given, settings
from hypothesis import strategies as st
from markup import Shown

from dashboard.brief import COUNTED, LISTED, STYLE, brief_html
from incidents.model import Source

TAGS = {
    "a",
    "article",
    "b",
    "blockquote",
    "body",
    "div",
    "footer",
    "h1",
    "h2",
    "h3",
    "head",
    "html",
    "i",
    "meta",
    "p",
    "span",
    "style",
    "svg",
    "table",
    "td",
    "th",
    "title",
    "tr",
}


def brief(found, **changes) -> str:
    options = dict(filter_words="Kech", total=40, made_on=date(2026, 11, 24), map_svg="<svg></svg>") | changes
    return brief_html(found, **options)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("</style>")[1]).split())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        # nothing matches
        ([], "0 of 40 incidents — killed — first and last day"),
        ([], "No incident matches this filter."),
        # the toll and the range of what was reported
        ([{"fatalities_low": 5, "fatalities_high": 7}], "6 killed"),
        ([{"fatalities_low": 5, "fatalities_high": 7}], "(5–7 by the lowest and highest reports)"),
        # no toll stated is not none killed
        ([{"fatalities": None, "fatalities_low": None, "fatalities_high": None}], "1 incident states no toll"),
        # recalled events are listed and not counted
        ([{"background": True}, {}], "1 only recalled, and not counted below"),
        ([{"background": True}, {}], "Kech, Pakistan 1 6"),
        # counts
        ([{}, {"admin2": None, "country": None}], "not known 1 6"),
        ([{}, {"event_date": None, "date_prec": None}], "no day known 1 6"),
        ([{}, {"event_type": None}], "Explosions/Remote violence 1 6"),
        # what the map cannot show
        ([{"lon": None, "lat": None, "where_prec": None}], "1 incident has no place that could be drawn"),
        # an incident in full
        ([{}], "8 May 2020 · Remote explosive/landmine/IED"),
        ([{}], "Buleda, Kech, Balochistan, Pakistan (near a known point, within 20 km) · 31 km from the border"),
        ([{}], "killed 6, injured 1 · by — against Pakistan Army"),
        ([{"where_prec": 3}], "(known to the district only) killed"),
        ([{}], "Frontier Wire , 12 May 2020 “Six soldiers killed in Kech” · incident incident-1"),
    ],
)
def test_what_the_brief_says(found, said):
    assert said in text_of(brief([make_incident(**changes) for changes in found]))


def test_long_tables_are_added_up_and_long_lists_are_cut_aloud():
    found = [make_incident(id=f"i{n}", admin2=f"District {n:02}") for n in range(COUNTED + 5)]
    assert "5 others 5 30" in text_of(brief(found))
    many = [make_incident(id=f"i{n:05}") for n in range(LISTED + 5)]
    page = brief(many)
    assert page.count("<article>") == LISTED and "5 more are left out here" in page
    assert f"1\u2009{LISTED + 5 - 1000:03}</b>of 40 incidents" in page


@pytest.mark.parametrize(
    ("years", "said"),
    [
        # few months: one by one, the latest first, what has no day last
        (1, "By month incidents killed 2020-12 1 6 2020-11 1 6"),
        # many: by year
        (3, "By year incidents killed 2022 12 72 2021 12 72 2020 12 72 no day known 1 6"),
    ],
)
def test_time_is_counted_by_what_fits(years, said):
    days = [date(2020 + year, month, 1) for year in range(years) for month in range(1, 13)]
    found = [make_incident(id=f"i{n}", event_date=day) for n, day in enumerate(days)]
    assert said in text_of(brief([*found, make_incident(event_date=None, date_prec=None)]))


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_hostile_words_are_words(words):
    source = Source(article_id="a", url=words, title=words, source=words)
    incident = make_incident(
        title=words, location=words, admin2=words, actor1=words, actor2=words, excerpt=words, sub_event_type=words,
        event_type=words, sources=(source,), id=words,
    )  # fmt: skip
    page = brief([incident], filter_words=words, link=words, notes=(words,))
    tags, attributes = Shown(page).names
    assert tags <= TAGS and not {name for name in attributes if name.startswith("on")}
    assert " ".join(words.split()) in " ".join(Shown(page).text.split())
    assert not re.search(r'(href|src)="(?!https?://)', page)


@settings(max_examples=40)
@given(st.lists(incidents(), max_size=6))
def test_any_incidents_make_a_brief_that_fetches_nothing(found):
    page = brief(found)
    tags, attributes = Shown(page).names
    assert tags <= TAGS and not attributes & {"src", "srcset", "background", "data"}
    assert "default-src 'none'" in page and "@import" not in STYLE and "url(" not in STYLE
    assert sum(tag == "article" for tag, _ in Shown(page).tags) == len(found)
