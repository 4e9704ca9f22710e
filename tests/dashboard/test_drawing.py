"""The drawing functions, without a browser: what goes in comes out as data, never as a template or a script."""

from __future__ import annotations

import json
import re
from datetime import date

import pandas as pd
import pytest
from factories import HOSTILE_TEXTS
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from dashboard.incident_map import area_keys, encode, incident_layer
from dashboard.palette import write_day, write_days, write_number
from dashboard.timeline import bin_of, brushed_days, counts

AREAS = {"Pakistan|Kech": (63.1, 26.0), "Pakistan||Balochistan": (65.5, 28.3)}


def make_frame(*rows: dict) -> pd.DataFrame:
    typical = dict(
        event_date=pd.Timestamp(2020, 5, 8), event_type="Explosions/Remote violence", fatalities=6, location="Buleda",
        admin2="Kech", admin1="Balochistan", country="Pakistan", lon=63.2, lat=26.34, where_prec=2, uncertainty_km=25.0,
    )  # fmt: skip
    frame = pd.DataFrame([typical | row for row in rows], index=[f"i{number}" for number in range(len(rows))])
    return frame.astype({"fatalities": "Int64", "where_prec": "Int64"})


def drawn(frame: pd.DataFrame, **options) -> dict:
    (script,) = incident_layer(frame, AREAS, **options)._children.values()
    return json.loads(script.encoded)


@given(
    st.recursive(
        st.none() | st.integers(-(2**40), 2**40) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_encoding_is_json_that_no_template_and_no_script_can_read_otherwise(value):
    text = encode(value)
    assert json.loads(text) == value
    assert not re.search(r"\{[{%#]|[<>&'`$\u2028\u2029]", text)
    assert Template("{{ data }}").render(data=Template(text).render()) == text


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_hostile_words_reach_the_layer_as_they_are(words):
    assert drawn(make_frame({"location": words}))["labels"][0].startswith(words)


@pytest.mark.parametrize(
    ("prec", "dots", "badges"),
    [
        # an exact point is a dot
        (1, 1, 0),
        # near a known point: a dot with a ring
        (2, 1, 0),
        # known to the district only: never a dot on its centroid
        (3, 0, 1),
        # known to the province only: a badge on the province
        (4, 0, 1),
        # along a line: a soft dot with its radius
        (5, 1, 0),
        # the country only: the tray, not the map
        (6, 0, 0),
        # at sea: the tray
        (7, 0, 0),
    ],
)
def test_precision_is_drawn(prec, dots, badges):
    data = drawn(make_frame({"where_prec": prec}))
    assert (len(data["ids"]), sum(area["count"] for area in data["areas"])) == (dots, badges)


def test_unknown_tolls_are_small_and_large_ones_capped():
    data = drawn(make_frame({"fatalities": pd.NA}, {"fatalities": 10_000}))
    assert sorted(data["radii"]) == [3.2, 22.0]


def test_areas_are_keyed_by_district_else_province():
    keys = area_keys(make_frame({}, {"admin2": None}))
    assert list(keys) == ["Pakistan|Kech", "Pakistan||Balochistan"]


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        # ten weeks are read by day
        (date(2020, 1, 1), date(2020, 3, 1), "day"),
        (date(2020, 1, 1), date(2021, 6, 1), "week"),
        (date(2007, 1, 1), date(2025, 1, 1), "month"),
    ],
)
def test_bins_suit_the_span(first, last, unit):
    assert bin_of(first, last) == unit


def test_counts_keep_every_dated_incident():
    frame = make_frame({}, {"event_type": None}, {"event_date": pd.NaT}, {"fatalities": pd.NA})
    table = counts(frame, "month")
    assert table["incidents"].sum() == 3 and table["deaths"].sum() == 12


def test_a_brush_gives_days():
    at = pd.Timestamp(2020, 5, 4).value // 10**6
    assert brushed_days({"brush": {"start": [at, at + 86_400_000]}}, "day") == (date(2020, 5, 4), date(2020, 5, 5))
    assert brushed_days({}, "day") is None


def test_days_and_numbers_are_written_for_people():
    assert write_day(date(2020, 5, 8)) == "8 May 2020"
    assert write_days(date(2020, 5, 7), date(2020, 5, 8), 2) == "7 May 2020 – 8 May 2020 (within a few days)"
    assert write_number(None) == "—" and write_number(0) == "0" and write_number(1234) == "1\u2009234"
