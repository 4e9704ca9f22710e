"""The page's state: filter widgets, chosen incident and address are three views of one thing, kept together here."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import streamlit as st

from incidents.filters import IncidentFilter
from incidents.model import FilterError

CHOSEN = "chosen"  # the open incident's id
_EXTRA = "filter_extra"  # filter fields that have no widget of their own (bbox, polygon, source, status …)
WIDGETS = ("date_from", "date_to", "district", "province", "country", "event_type", "actor", "where_prec",
           "min_fatalities", "max_border_km", "text", "background")  # fmt: skip


def restore() -> str | None:
    """On the first run, take filter and incident from the address. What could not be understood is returned in words."""
    if "restored" in st.session_state:
        return None
    st.session_state["restored"] = True
    problem = None
    try:
        criteria = IncidentFilter.from_params([(k, v) for k in st.query_params for v in st.query_params.get_all(k)])
    except FilterError as error:
        criteria, problem = IncidentFilter(), str(error)
    show(criteria)
    st.session_state[CHOSEN] = st.query_params.get("incident")
    return problem


def show(criteria: IncidentFilter) -> None:
    """Set every widget to a filter. Only before the widgets are drawn, or in a callback."""
    session: MutableMapping[str, Any] = st.session_state
    for name in WIDGETS:
        value = getattr(criteria, name)
        session[_key(name)] = list(value) if isinstance(value, tuple) else value
    session[_EXTRA] = {
        field.name: getattr(criteria, field.name) for field in fields(criteria) if field.name not in WIDGETS
    }
    session["brush_turn"] = session.get("brush_turn", 0) + 1  # a new key clears the chart's brush


def current() -> IncidentFilter:
    """The filter that the widgets show."""
    values = {}
    for name in WIDGETS:
        value = st.session_state.get(_key(name))
        values[name] = tuple(value) if isinstance(value, list) else value
    values["text"] = values["text"] or ""
    values["background"] = bool(values["background"])
    if values["date_from"] and values["date_to"] and values["date_from"] > values["date_to"]:
        values["date_from"], values["date_to"] = values["date_to"], values["date_from"]
    return IncidentFilter(**values, **st.session_state.get(_EXTRA, {}))


def write_address(criteria: IncidentFilter) -> None:
    """Make the address restore this filter and the open incident."""
    params: dict[str, list[str]] = {}
    for name, value in criteria.to_params():
        params.setdefault(name, []).append(value)
    if st.session_state.get(CHOSEN):
        params["incident"] = [st.session_state[CHOSEN]]
    for kept in ("lat", "lng", "zoom"):
        if kept in st.query_params:
            params[kept] = [st.query_params[kept]]
    if {k: st.query_params.get_all(k) for k in st.query_params} != params:
        st.query_params.from_dict(params)


def set_days(first: date | None, last: date | None) -> None:
    """Set the two date widgets (in a callback)."""
    st.session_state[_key("date_from")] = first
    st.session_state[_key("date_to")] = last


def set_last_days(days: int | None, until: date) -> None:
    """A preset: the last N days of the data, None for all of it (in a callback)."""
    st.session_state["brush_turn"] += 1
    set_days(None if days is None else until - timedelta(days=days - 1), None if days is None else until)


def choose(incident_id: str | None) -> None:
    """Open an incident, None closes the panel."""
    st.session_state[CHOSEN] = incident_id


def chosen() -> str | None:
    return st.session_state.get(CHOSEN)


def changed(name: str, value: Any) -> bool:
    """Whether a component's value differs from what it said in the run before: a click counts once, not in every run."""
    before = st.session_state.get(f"seen_{name}")
    st.session_state[f"seen_{name}"] = value
    return value is not None and value != before


def _key(name: str) -> str:
    return f"filter_{name}"


def widget_key(name: str) -> str:
    """The session key of a filter widget."""
    return _key(name)
