"""The filter column: presets, one widget a field, a chip for everything that is set."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.palette import PLACE_WORDS
from incidents.filters import IncidentFilter

PRESETS = (("7", 7), ("30", 30), ("365", 365), ("all", None))


def show(frame: pd.DataFrame) -> None:
    """Draw the filter widgets; their choices come from all incidents, so that a shared link never loses its value."""
    days = frame["event_date"].dropna()
    until = days.max().date() if len(days) else pd.Timestamp.today().date()
    st.caption("last days of the data")
    columns = st.columns(len(PRESETS), gap="small")
    for column, (label, number) in zip(columns, PRESETS, strict=True):
        words = "all dates" if number is None else f"the last {number} days of the data"
        column.button(
            label,
            key=f"preset_{label}",
            help=words,
            width="stretch",
            on_click=state.set_last_days,
            args=(number, until),
        )
    left, right = st.columns(2)
    left.date_input("from", key=state.widget_key("date_from"), format="YYYY-MM-DD", min_value=pd.Timestamp(1970, 1, 1))
    right.date_input("to", key=state.widget_key("date_to"), format="YYYY-MM-DD", min_value=pd.Timestamp(1970, 1, 1))
    _several("district", "district or county", frame["admin2"])
    _several("event_type", "event type", pd.concat([frame["event_type"], frame["sub_event_type"]]))
    _several("actor", "actor", pd.concat([frame["actor1"], frame["actor2"]]))
    st.text_input("words in title, text, actors or places", key=state.widget_key("text"))
    left, right = st.columns(2)
    left.number_input("deaths, at least", min_value=0, step=1, value=None, key=state.widget_key("min_fatalities"))
    right.number_input(
        "km to the border, at most", min_value=0.0, step=10.0, value=None, key=state.widget_key("max_border_km")
    )
    with st.expander("more"):
        _several("province", "province", frame["admin1"])
        _several("country", "country", frame["country"])
        st.multiselect("place", list(PLACE_WORDS), format_func=PLACE_WORDS.get, key=state.widget_key("where_prec"))
        st.toggle("recalled events too", key=state.widget_key("background"))


def chips(criteria: IncidentFilter) -> None:
    """One button for everything that is set; a click takes it out."""
    listed = criteria.chips()
    if not listed:
        return
    with st.container(horizontal=True, gap="small"):
        for number, (label, without) in enumerate(listed):
            st.button(
                f"{_plain(label)} ✕",
                key=f"chip_{number}",
                on_click=state.show,
                args=(without,),
                help="take this filter out",
            )
        st.button("reset", key="reset", type="tertiary", on_click=state.show, args=(IncidentFilter(),))


def _several(name: str, label: str, values: pd.Series) -> None:
    key = state.widget_key(name)
    known = set(values.dropna().unique()) | set(st.session_state.get(key) or ())
    st.multiselect(label, sorted(known), key=key, placeholder="any")


def _plain(words: str) -> str:
    """Streamlit reads Markdown in labels; these words are shown as they are."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]()<>#+-.!|$:~" else mark for mark in words)
