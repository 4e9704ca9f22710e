"""The page's state in a session: widgets, address and area are one filter; a click counts once."""

from __future__ import annotations

from datetime import date

import pytest
from pages import address
from streamlit.testing.v1 import AppTest

from dashboard import state
from incidents.filters import IncidentFilter


def session(**params) -> AppTest:
    """A page of nothing but its state, with the filter it arrives at in `criteria`."""

    def view():
        import streamlit as st

        from dashboard import state

        state.restore({"district": {"Kech"}})
        st.session_state["criteria"] = state.current()
        state.write_address(st.session_state["criteria"])

    test = AppTest.from_function(view)
    for name, value in params.items():
        test.query_params[name] = value
    return test.run()


@pytest.mark.parametrize(
    ("changes", "criteria"),
    [
        # limits the wrong way round are swapped, not refused
        (
            {"date_from": date(2020, 5, 1), "date_to": date(2020, 4, 1)},
            {"date_from": date(2020, 4, 1), "date_to": date(2020, 5, 1)},
        ),
        ({"min_fatalities": 9, "max_fatalities": 3}, {"min_fatalities": 3, "max_fatalities": 9}),
        # zero is a limit, nothing is none
        ({"min_fatalities": 0}, {"min_fatalities": 0}),
        ({"min_fatalities": None, "text": None}, {}),
        # lists
        ({"district": ["Kech"], "where_prec": [1, 2]}, {"district": ("Kech",), "where_prec": (1, 2)}),
    ],
)
def test_the_widgets_are_the_filter(changes, criteria):
    page = session()
    for name, value in changes.items():
        page.session_state[state.widget_key(name)] = value
    assert page.run().session_state["criteria"] == IncidentFilter(**criteria)


@pytest.mark.parametrize(
    "params",
    [
        {"district": "Kech", "from": "2020-01-01", "q": "convoy"},
        {"bbox": "60,25,64.5,29", "incident": "i1"},
        {"polygon": "60,25;64,25;62,29", "background": "1"},
        # where the map looked stays, whatever else an address carried goes
        {"lat": "26.3", "lng": "63", "zoom": "9"},
    ],
)
def test_an_address_comes_back_as_it_was(params):
    assert address(session(**params)) == {name: [value] for name, value in params.items()}


def test_what_is_not_ours_and_what_means_nothing_leaves_the_address():
    assert address(session(utm_source="mail", min_fatalities="many", district="Kech")) == {"district": ["Kech"]}


def test_an_area_is_set_and_lifted(monkeypatch):
    kept: dict = {}
    monkeypatch.setattr(state.st, "session_state", kept)
    state.show(IncidentFilter())
    state.set_area(bbox=(60.0, 25.0, 64.0, 29.0))
    assert state.current() == IncidentFilter(bbox=(60.0, 25.0, 64.0, 29.0))
    state.set_area(polygon=((60.0, 25.0), (64.0, 25.0), (62.0, 29.0)))
    assert state.current().bbox is None and len(state.current().polygon) == 3
    state.set_area()
    assert state.current().is_empty


def test_a_click_counts_once(monkeypatch):
    monkeypatch.setattr(state.st, "session_state", {})
    said = [state.changed("map", value) for value in (None, "a", "a", None, "a")]
    assert said == [False, True, False, False, True]
