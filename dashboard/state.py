"""The page's state: filter widgets, chosen incident and address are three views of one thing, kept together here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import address
from incidents.filters import IncidentFilter

CHOSEN = "chosen"  # the open incident's id
_AREA = "filter_area"  # what the map's box or polygon says: {"bbox": …, "polygon": …}
_LAST = "filter_last"  # the filter of the run before
_PROBLEMS = "address_problems"  # (what of the address could not be used, the filter it left)
WIDGETS = (
    "date_from", "date_to", "text", "district", "province", "country", "event_type", "actor", "source", "status",
    "min_fatalities", "max_fatalities", "max_border_km", "where_prec", "date_prec", "background",
)  # fmt: skip

NOTHING_ASKED = {field.name: field.default for field in fields(IncidentFilter)}


def restore(known: Mapping[str, Collection[str]] | None = None) -> None:
    """On the first run, take filter and incident from the address. known: the names of each field, as in `address.read`.

    Streamlit forgets widgets that one run did not draw, as when the database was locked: they get their values back.
    """
    if "restored" in st.session_state:
        if any(widget_key(name) not in st.session_state for name in WIDGETS):
            show(st.session_state[_LAST])
        return
    params = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    criteria, problems = address.read(params, known)
    show(criteria)
    st.session_state[CHOSEN] = st.query_params.get("incident") or None
    st.session_state[_LAST] = criteria
    st.session_state[_PROBLEMS] = (problems, criteria)
    st.session_state["restored"] = True


def problems(criteria: IncidentFilter) -> tuple[str, ...]:
    """What of the address could not be used, in words; nothing once the filter has been changed."""
    found, at = st.session_state.get(_PROBLEMS, ((), None))
    return found if at == criteria else ()


def show(criteria: IncidentFilter) -> None:
    """Set every widget to a filter. Only before the widgets are drawn, or in a callback."""
    session: MutableMapping[str, Any] = st.session_state
    for name in WIDGETS:
        value = getattr(criteria, name)
        session[widget_key(name)] = list(value) if isinstance(value, tuple) else value
    session[_AREA] = {"bbox": criteria.bbox, "polygon": criteria.polygon}


def current() -> IncidentFilter:
    """The filter that the widgets show; limits given the wrong way round are swapped."""
    values = {}
    for name in WIDGETS:
        value = st.session_state.get(widget_key(name), NOTHING_ASKED[name])
        values[name] = tuple(value) if isinstance(value, list) else value
    values["text"] = values["text"] or ""
    values["background"] = bool(values["background"])
    for least, most in (("date_from", "date_to"), ("min_fatalities", "max_fatalities")):
        if values[least] is not None and values[most] is not None and values[least] > values[most]:
            values[least], values[most] = values[most], values[least]
    st.session_state[_LAST] = IncidentFilter(**values, **st.session_state.get(_AREA, {}))
    return st.session_state[_LAST]


def write_address(criteria: IncidentFilter) -> None:
    """Make the address restore this filter and the open incident."""
    params = this_address(criteria)
    if {name: st.query_params.get_all(name) for name in st.query_params} != params:
        st.query_params.from_dict(params)


def this_address(criteria: IncidentFilter) -> dict[str, list[str]]:
    """The parameters of this view: filter, open incident, and where the map looked when the address said so."""
    view = {name: st.query_params[name] for name in address.VIEW if name in st.query_params}
    return address.write(criteria, chosen(), view)


def set_days(first: date | None, last: date | None) -> None:
    """Set the two date widgets (in a callback)."""
    st.session_state[widget_key("date_from")] = first
    st.session_state[widget_key("date_to")] = last


def set_last_days(days: int | None, until: date) -> None:
    """A preset: the last N days of the data, None for all of it (in a callback)."""
    set_days(None if days is None else until - timedelta(days=days - 1), None if days is None else until)


def set_area(*, bbox: tuple[float, float, float, float] | None = None, polygon: tuple = ()) -> None:
    """Filter to a box (west, south, east, north) or a ring of (lon, lat) drawn on the map; neither lifts it."""
    st.session_state[_AREA] = {"bbox": bbox, "polygon": polygon}


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


def widget_key(name: str) -> str:
    """The session key of a filter widget."""
    return f"filter_{name}"
