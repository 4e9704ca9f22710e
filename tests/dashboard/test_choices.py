"""Choices of the filter column: what is in the data, told apart, and what links may name."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.choices import choices_of

COLUMNS = [
    "event_date", "admin2", "admin1", "country", "event_type", "sub_event_type", "actor1", "actor2", "outlets",
]  # fmt: skip


@pytest.fixture
def choices():
    rows = [
        ("2020-05-08", "Kech", "Balochistan", "Pakistan", "Battles", "Armed clash", "BLF", None, "|Dawn|"),
        ("2021-01-01", "Pishin", "Balochistan", "Pakistan", None, "Strange", None, "Levies", "|Dawn|Ilna|"),
        (None, "Pishin", "Sistan and Baluchestan", "Iran", "Battles", None, "BLF", None, "||"),
        (None, None, None, None, "Riots", "Mob violence", None, None, "||"),
    ]
    return choices_of(pd.DataFrame(rows, columns=COLUMNS).astype({"event_date": "datetime64[ns]"}))


def test_districts_say_their_country_and_namesakes_say_both(choices):
    assert choices.district == {"Kech": "Kech · Pakistan", "Pishin": "Pishin · Iran and Pakistan"}


def test_sub_types_stand_below_their_type_and_strangers_last(choices):
    assert list(choices.event_type) == ["Battles", "Armed clash", "Riots", "Mob violence", "Strange"]
    assert choices.event_type["Armed clash"] == "– Armed clash"


@pytest.mark.parametrize(
    ("provinces", "countries", "districts"),
    [
        # nothing chosen: all
        ((), (), ["Kech", "Pishin"]),
        # a province, a country: its own
        (("Sistan and Baluchestan",), (), ["Pishin"]),
        ((), ("Pakistan",), ["Kech", "Pishin"]),
        # both: where they meet
        (("Balochistan",), ("Iran",), []),
    ],
)
def test_districts_follow_province_and_country(choices, provinces, countries, districts):
    assert list(choices.districts_in(provinces, countries)) == districts


def test_links_may_name_what_the_data_or_the_pack_knows(choices):
    known = choices.known([("Gwadar", "Balochistan", "Pakistan")])
    assert {"Kech", "Gwadar"} <= known["district"] and "Protests" in known["event_type"]
    assert known["actor"] == {"BLF", "Levies"} and known["source"] == {"Dawn", "Ilna"}
    assert "" not in known["district"] | known["source"]


def test_no_incidents_no_choices():
    empty = pd.DataFrame(columns=COLUMNS)
    assert choices_of(empty).district == {} and choices_of(empty).last_day is None
