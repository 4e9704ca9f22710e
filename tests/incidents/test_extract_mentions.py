"""One pass over any text: mentions stand in their sentences, quote their words, and no text makes it fail."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.extract.mentions import read_sentences
from incidents.language import load_language
from incidents.model import Article
from incidents.pipeline import read_article

PUBLISHED = date(2020, 5, 12)
PIECES = st.sampled_from(
    [
        "QUETTA: ", "On Friday, ", "six soldiers ", "were killed ", "and two others injured ", "when a bomb hit ",
        "their vehicle ", "in Buleda, Kech district", ". ", "\n\n", "The BLA claimed it. ", "In 2016 ", "two died. ",
        "three of them children, ", "بلیدہ ", "۱۲ ", "İ", "ß", "ﬁ", "e\u0301", "\u200f", "\u0000", "“", "’s ", "🚑", "Ⅻ ", "½ ",
        "kidnapped ", "the toll rose to 9 ", "(", ")", " – ", "separately, ", "a court ", "15/05/2020 ",
    ]
)  # fmt: skip


class NoPlaces:
    def find(self, text):
        return ()


def sentences(text: str, places):
    return read_sentences(Article(id="a", text=text, published=PUBLISHED), load_language("en"), places)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=200))
def test_every_value_of_any_text_quotes_it(toolbox, text):
    reports = read_article(Article(id="a", text=text, published=PUBLISHED, lang="en"), toolbox)
    assert [r.background for r in reports] == sorted(r.background for r in reports), "recalled events come last"
    assert [r.rank for r in reports] == list(range(len(reports)))
    for report in reports:
        assert report.evidence
        for item in report.evidence:
            assert text[item.span.start : item.span.end] == item.span.text
            assert getattr(report, item.field) is not None


@given(st.lists(PIECES, max_size=25).map("".join))
@example("and two others injured the toll rose to 9 separately, the toll rose to 9 were killed ")
def test_mentions_stand_in_their_sentences(text):
    for sentence in sentences(text, NoPlaces()):
        for start, end in (
            *((t.start, t.end) for t in sentence.tolls),
            *((start, end) for start, end, _ in sentence.actors),
        ):
            assert sentence.span.start <= start < end <= sentence.span.end


def test_a_thousand_times_the_same_sentence_is_read_in_reasonable_time(toolbox):
    text = "On Friday six soldiers, two of them officers, were killed in Turbat. " * 1000
    assert len(sentences(text, toolbox)) == 1000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # where people come from and where they are taken are not where it happened
        ("Seven labourers from Multan were killed in Panjgur.", ["Panjgur"]),
        ("Six were shot in Mand and flown to Karachi.", ["Mand"]),
        ("They took nine men away near Nushki, all of them from Multan, Wazirabad and Gujranwala.", ["Nushki"]),
        ("Six labourers from Multan and Quetta were killed in Panjgur.", ["Panjgur"]),
        # "close to" and "from" before a deed still say where
        ("A bomb went off close to Turbat.", ["Turbat"]),
        ("Four engineers were kidnapped from Zhob.", ["Zhob"]),
        # what coaches come from, who is buried where, who is whose son, whom somebody told
        ("The coaches from Pishin were stopped in Mastung.", ["Mastung"]),
        ("They died in Mand and were laid to rest in Bam.", ["Mand"]),
        ("Funerals were held in Zahedan for six who were killed in Rask.", ["Rask"]),
        ("Sakim son of Bahram was killed in Jhao.", ["Jhao"]),
        ("Six were killed in Khash, a doctor told Fars.", ["Khash"]),
        # a shrine, and a town at the head of a sentence
        ("In Ziarat, six were killed.", ["Ziarat"]),
        # homes in villages; who speaks in a capital; a given name
        ("Two carriers died in Saravan, both from villages of Khash.", ["Saravan"]),
        ("Two soldiers died in Hoshab, an official in Quetta told AFP.", ["Hoshab"]),
        ("Portraits of Shahdad Rahim were carried in Turbat.", ["Turbat"]),
        # the town of the dateline, not where the party's chairman was arrested
        (
            "QUETTA: A man died when a crowd clashed with police here on Monday, hours after an arrest in Lahore.",
            ["QUETTA"],
        ),
        # who says it here
        ("QUETTA: A man died in Mand, a spokesman said here on Monday.", ["Mand"]),
        # the end of a longer name
        ("Three died in Nowhere-i-Turbat.", []),
    ],
)
def test_places_that_may_locate_an_event(text, named, toolbox):
    (sentence,) = sentences(text, toolbox)
    assert [toponym.text for toponym, _ in sentence.located] == named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # a full name and its abbreviation in capitals
        (
            "The Balochistan Liberation Army (BLA) claimed it.",
            ["Balochistan Liberation Army", "Balochistan Liberation Army"],
        ),
        # the letters of an abbreviation inside a word, or written small, are none
        ("He said bla, and the FCs and the fc.", []),
    ],
)
def test_armed_groups_by_their_names(text, names):
    assert [a.name for s in sentences(text, NoPlaces()) for _, _, a in s.actors if not a.generic] == names
