"""The drawing functions, without a browser: what goes in comes out as data, never as a template or a script."""

from __future__ import annotations

import base64
import itertools
import json
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from factories import HOSTILE_TEXTS
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from streamlit_folium import generate_leaflet_string

from dashboard.columns import UNKNOWN_COUNT, Columns
from dashboard.incident_map import MapView, base_map, class_edges, encode, incident_layer, on_map, shades
from dashboard.palette import write_day, write_days, write_number
from dashboard.timeline import (
    bin_of,
    bins,
    brushed_days,
    by_month,
    counts,
    day_of,
    histogram,
    number_of,
    stands_at,
    starts,
    steps,
    usable_unit,
)  # fmt: skip


def make_frame(*rows: dict) -> pd.DataFrame:
    typical = dict(
        event_date=pd.Timestamp(2020, 5, 8), event_date_end=pd.NaT, event_type="Explosions/Remote violence",
        sub_event_type="Remote explosive/landmine/IED", fatalities=6, injured=1, location="Buleda",
        admin2="Kech", admin1="Balochistan", country="Pakistan", lon=63.2, lat=26.34, where_prec=2, uncertainty_km=25.0,
    )  # fmt: skip
    frame = pd.DataFrame([typical | row for row in rows], index=[f"i{number}" for number in range(len(rows))])
    frame["event_date_end"] = pd.to_datetime(frame["event_date_end"])
    return frame.astype({"fatalities": "Int64", "injured": "Int64", "where_prec": "Int64"})


def everything(frame: pd.DataFrame) -> tuple[Columns, np.ndarray]:
    return Columns.of(frame), np.ones(len(frame), dtype=bool)


KINDS = {"row": "<u4", "lon": "<f4", "lat": "<f4", "kind": "u1", "prec": "u1", "deaths": "<u2", "injured": "<u2",
         "first": "<u2", "last": "<u2", "radius": "<u2", "area": "<u2", "place": "<u4", "sub": "<u2"}  # fmt: skip


def drawn(frame: pd.DataFrame, drawable: frozenset[str] | None = None, **view) -> dict:
    """What the browser reads from the layer's script: the columns as lists, the rest as it is."""
    (script,) = incident_layer(*everything(frame), MapView(**view), drawable)._children.values()
    data = json.loads(script.encoded)
    return data | {
        name: np.frombuffer(base64.b64decode(data[name]), np.dtype(kind)).tolist() for name, kind in KINDS.items()
    }


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
    data = drawn(make_frame({"location": words, "sub_event_type": words, "admin2": words, "where_prec": 3}))
    assert words in data["places"] and words in data["subs"] and data["areas"] == ["", f"Pakistan|{words}"]


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_no_template_of_the_map_reads_hostile_words(words):
    frame = make_frame({"location": words, "sub_event_type": words, "admin2": words, "where_prec": 3})
    layer = incident_layer(*everything(frame), MapView(measure="deaths"))
    layer.add_to(base_map())
    script = generate_leaflet_string(layer)
    assert not re.search(r"\{[{%#]|[<>`$]", script) and json.dumps(words)[1:-1].isascii()


@pytest.mark.parametrize(
    ("prec", "points", "areas"),
    [
        # an exact point is a dot
        (1, 1, []),
        # near a known point: a dot with a ring
        (2, 1, []),
        # known to the district only: never a dot on its centroid
        (3, 0, ["Pakistan|Kech"]),
        # known to the province only: a number on the province
        (4, 0, ["Pakistan||Balochistan"]),
        # along a line: a soft dot with its radius
        (5, 1, []),
        # the country only: the tray, not the map
        (6, 0, []),
        # at sea: the tray
        (7, 0, []),
    ],
)
def test_precision_is_drawn(prec, points, areas):
    frame = make_frame({"where_prec": prec})
    data = drawn(frame)
    assert data["area"].count(0) == points and [key for key in data["areas"] if key] == areas
    assert on_map(Columns.of(frame)).tolist() == [bool(points or areas)]


@pytest.mark.parametrize(
    ("prec", "radius"),
    [
        # an exact point has no ring whatever its source said
        (1, 0),
        (2, 25),
        # an area's radius is its shape
        (3, 0),
        (5, 25),
    ],
)
def test_the_ring_is_the_radius_of_what_is_near_a_point(prec, radius):
    assert drawn(make_frame({"where_prec": prec}))["radius"] == [radius]


def test_an_area_without_a_shape_goes_to_the_tray():
    frame = make_frame({"where_prec": 3}, {"where_prec": 3, "admin2": "Elsewhere"})
    known = frozenset({"Pakistan|Kech"})
    assert on_map(Columns.of(frame), known).tolist() == [True, False] and drawn(frame, known)["row"] == [0]


def test_an_unplaced_point_is_not_drawn_at_zero():
    frame = make_frame({"lon": np.nan, "lat": np.nan, "where_prec": 1}, {"lon": None, "lat": None, "where_prec": pd.NA})
    assert drawn(frame)["n"] == 0


def test_unknown_is_not_zero():
    data = drawn(make_frame({"fatalities": pd.NA}, {"fatalities": 0}, {"event_date": pd.NaT}))
    assert sorted(data["deaths"]) == [0, 6, UNKNOWN_COUNT] and 65_535 in data["first"]


def test_the_deadliest_is_drawn_first_and_the_chosen_is_named_by_its_row():
    data = drawn(make_frame({"fatalities": 1}, {"fatalities": 90}, {"fatalities": pd.NA}), chosen="i1")
    assert data["row"][0] == 1 and data["chosen"] == 1


def test_days_count_from_the_first_one_and_ranges_end_later():
    data = drawn(
        make_frame(
            {"event_date": pd.Timestamp(2020, 5, 1), "event_date_end": pd.Timestamp(2020, 5, 4)},
            {"event_date": pd.Timestamp(2020, 6, 1)},
        ),
        steps=(number_of(date(2020, 5, 1)), number_of(date(2020, 6, 1))),
    )
    assert sorted(zip(data["first"], data["last"], strict=True)) == [(0, 3), (31, 31)] and data["steps"] == [0, 31]


def test_areas_are_counted_by_district_else_province():
    columns, mask = everything(
        make_frame({}, {}, {"admin2": None, "fatalities": pd.NA}, {"admin2": None, "admin1": None})
    )
    table = columns.by_area(mask)
    assert table["incidents"].to_dict() == {"Pakistan|Kech": 2, "Pakistan||Balochistan": 1, "": 1}
    assert table["deaths"].to_dict() == {"Pakistan|Kech": 12, "Pakistan||Balochistan": 0, "": 6}


def test_the_choropleth_shades_districts_and_no_others():
    frame = make_frame({}, {"admin2": "Gwadar", "fatalities": 0}, {"admin2": None}, {"admin2": "Nowhere"})
    told = shades(
        *everything(frame), "deaths", frozenset({"Pakistan|Kech", "Pakistan|Gwadar", "Pakistan||Balochistan"})
    )
    assert set(told["areas"]) == {"Pakistan|Kech", "Pakistan|Gwadar"}
    assert told["areas"]["Pakistan|Kech"] == {"class": 0, "incidents": 1, "deaths": 6}
    assert told["areas"]["Pakistan|Gwadar"]["class"] == -1, "no deaths, no shade"
    assert shades(*everything(frame), "dots") is None


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_classes_hold_every_positive_count_and_only_those(values):
    edges = class_edges(pd.Series(values, dtype="int64"))
    positive = [value for value in values if value > 0]
    assert len(edges) <= 5 and edges == sorted(set(edges))
    assert (not positive and not edges) or edges[-1] == max(positive)


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


@pytest.mark.parametrize(
    ("wanted", "last", "unit"),
    [
        # what was asked for
        ("day", date(2021, 1, 1), "day"),
        # nothing asked: what suits the span
        (None, date(2021, 6, 1), "week"),
        # days of forty years would be thinner than a pixel
        ("day", date(2060, 1, 1), "month"),
    ],
)
def test_bars_stay_visible(wanted, last, unit):
    assert usable_unit(wanted, date(2020, 1, 1), last) == unit


def test_counts_keep_every_dated_incident():
    frame = make_frame({}, {"event_type": None}, {"event_date": pd.NaT}, {"fatalities": pd.NA})
    table = counts(*everything(frame), "month")
    assert table["incidents"].sum() == 3 and table["deaths"].sum() == 12
    assert set(table["event_type"]) == {"Explosions/Remote violence", "Other"}


units = st.sampled_from(["day", "week", "month"])
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(days, units)
def test_every_day_lies_in_its_bin(day, unit):
    number = bins(np.array([number_of(day)]), unit)
    first, following = starts(number, unit)[0], starts(number + 1, unit)[0]
    assert first <= number_of(day) < following and day_of(number_of(day)) == day
    assert unit != "week" or day_of(first).weekday() == 0
    assert unit != "month" or day_of(first).day == 1


@given(days, st.integers(0, 800), units)
def test_the_steps_of_play_cover_the_span_without_gap_or_overlap(first, length, unit):
    last = day_of(number_of(first) + length)
    told = steps(first, last, unit)
    assert told[0] <= number_of(first) and told[-2] <= number_of(last) < told[-1]
    assert all(bins(np.array([b]), unit) == bins(np.array([a]), unit) + 1 for a, b in itertools.pairwise(told))


def at(year: int, month: int, day: int) -> int:
    return pd.Timestamp(year, month, day).value // 10**6


@pytest.mark.parametrize(
    ("low", "high", "unit", "days"),
    [
        # the days it touches
        (at(2020, 5, 4), at(2020, 5, 6), "day", (date(2020, 5, 4), date(2020, 5, 5))),
        # drawn from right to left
        (at(2020, 5, 6), at(2020, 5, 4), "day", (date(2020, 5, 4), date(2020, 5, 5))),
        # whole weeks, from Monday to Sunday
        (at(2020, 5, 6), at(2020, 5, 13), "week", (date(2020, 5, 4), date(2020, 5, 17))),
        # whole months: a brush within one means that month
        (at(2020, 2, 10), at(2020, 2, 12), "month", (date(2020, 2, 1), date(2020, 2, 29))),
    ],
)
def test_a_brush_gives_the_days_of_the_bars_it_touches(low, high, unit, days):
    assert brushed_days({"brush": {"start": [low, high]}}, unit) == days


@pytest.mark.parametrize("selection", [None, {}, {"brush": {}}, {"brush": {"start": []}}])
def test_no_brush_gives_no_days(selection):
    assert brushed_days(selection, "day") is None


@pytest.mark.parametrize(
    ("low", "high", "stands"),
    [
        # where it was drawn, the end of the last day included
        (at(2020, 5, 1), at(2020, 5, 9), True),
        # a pixel beside
        (at(2020, 4, 29), at(2020, 5, 11), True),
        # moved by hand
        (at(2020, 6, 1), at(2020, 6, 9), False),
        # made wider
        (at(2020, 5, 1), at(2020, 7, 9), False),
    ],
)
def test_the_first_brush_is_told_from_a_drawn_one(low, high, stands):
    days = (date(2020, 5, 1), date(2020, 5, 8))
    assert stands_at({"brush": {"start": [low, high]}}, days, width_days=900) is stands
    assert not stands_at({}, days, 900) and not stands_at({"brush": {"start": [low, high]}}, None, 900)


def test_the_brush_is_drawn_where_the_filter_is():
    chart = histogram(counts(*everything(make_frame({})), "day"), "day", (date(2020, 5, 1), date(2020, 5, 8)))
    (brush,) = [param for param in chart["params"] if param["name"] == "brush"]
    assert [(end["month"], end["date"], end["utc"]) for end in brush["value"]["x"]] == [(5, 1, True), (5, 9, True)]


def test_months_without_incidents_are_shown_as_none():
    frame = make_frame({"event_date": pd.Timestamp(2020, 1, 5)}, {"event_date": pd.Timestamp(2020, 3, 5)})
    table = by_month(*everything(frame), 24)
    assert table["incidents"].tolist() == [1, 0, 1] and table["deaths"].tolist() == [6, 0, 6]
    assert (table["end"] > table["start"]).all()


def test_days_and_numbers_are_written_for_people():
    assert write_day(date(2020, 5, 8)) == "8 May 2020"
    assert write_days(date(2020, 5, 7), date(2020, 5, 8), 2) == "7 May 2020 – 8 May 2020 (within a few days)"
    assert write_number(None) == "—" and write_number(0) == "0" and write_number(1234) == "1\u2009234"
