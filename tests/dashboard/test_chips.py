"""Chips: a filter in plain words, one thing a chip, and taking a chip out takes out exactly that."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from factories import HOSTILE_TEXTS

from dashboard.chips import chips, loosened, plain, sentence
from incidents.filters import IncidentFilter

BOX = (60.0, 25.0, 64.0, 29.0)


@pytest.mark.parametrize(
    ("criteria", "labels"),
    [
        # nothing set, nothing said
        ({}, []),
        # names speak for themselves
        ({"district": ("Kech", "Panjgur")}, ["Kech", "Panjgur"]),
        # days are one chip, however many are given
        (
            {"date_from": date(2020, 1, 1), "date_to": date(2020, 12, 31)},
            ["1 January 2020 – 31 December 2020"],
        ),
        ({"date_from": date(2020, 5, 8)}, ["since 8 May 2020"]),
        ({"date_to": date(2020, 5, 8)}, ["until 8 May 2020"]),
        ({"date_from": date(2020, 5, 8), "date_to": date(2020, 5, 8)}, ["8 May 2020"]),
        # tolls too; zero is a number
        ({"min_fatalities": 0}, ["0 or more killed"]),
        ({"min_fatalities": 2, "max_fatalities": 5}, ["2–5 killed"]),
        ({"max_fatalities": 1200}, ["at most 1\u2009200 killed"]),
        # codes in words
        ({"where_prec": (3,), "date_prec": (4,)}, ["place known to the district only", "day known to the month"]),
        ({"status": ("machine",), "source": ("Dawn",)}, ["reported by Dawn", "as read by the machine"]),
        ({"max_border_km": 50.0, "text": " convoy "}, ["words “convoy”", "within 50 km of the border"]),
        ({"bbox": BOX, "background": True}, ["inside the box on the map", "recalled events too"]),
        ({"polygon": ((60, 25), (64, 25), (62, 29))}, ["inside the area on the map"]),
    ],
)
def test_a_filter_in_plain_words(criteria, labels):
    listed = chips(IncidentFilter(**criteria))
    assert [chip.label for chip in listed] == labels
    assert sentence(IncidentFilter(**criteria)) == (" · ".join(labels) or "all incidents")


def test_taking_every_chip_out_one_by_one_leaves_nothing_set():
    criteria = IncidentFilter(
        date_from=date(2020, 1, 1), district=("Kech", "Panjgur"), event_type=("Battles",), min_fatalities=3,
        max_border_km=50, bbox=BOX, where_prec=(1, 2), background=True, text="convoy", status=("machine",),
    )  # fmt: skip
    steps = 0
    while listed := chips(criteria):
        assert len(chips(listed[0].without)) == len(listed) - 1
        criteria, steps = listed[0].without, steps + 1
    assert criteria.is_empty and steps == 12


def test_long_words_are_cut_on_a_chip_and_whole_in_the_sentence():
    criteria = IncidentFilter(text="convoy " * 30 + "end")
    (chip,) = chips(criteria)
    assert len(chip.label) == 60 and chip.label.endswith("…") and sentence(criteria).endswith("end”")


def test_the_filter_that_keeps_most_out_is_named_first():
    frame = pd.DataFrame(
        {"admin2": ["Kech", "Kech", "Panjgur"], "event_type": ["Riots", "Battles", "Battles"], "sub_event_type": None,
         "background": False}
    )  # fmt: skip
    criteria = IncidentFilter(district=("Kech",), event_type=("Protests",))
    assert [(chip.label, count) for chip, count in loosened(criteria, frame)] == [("Protests", 2)]


@pytest.mark.parametrize("words", [*HOSTILE_TEXTS, ":red[x]", "**b** _i_ $x$ :smile: [a](http://b)"])
def test_marks_of_markdown_are_escaped(words):
    shown = plain(words)
    assert shown.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == " ".join(words.split())
    for mark in "`*_[]<>$:":
        assert shown.count(mark) == shown.count(f"\\{mark}")
