"""The filter column: presets, one widget a field, a chip for everything that is set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard import chips as worded
from dashboard import state
from dashboard.address import FIRST_DAY, LAST_DAY, MOST_DEATHS, MOST_KM
from dashboard.choices import Choices
from dashboard.guard import region
from dashboard.palette import DAY_WORDS, PLACE_WORDS, STATUS_WORDS
from incidents.filters import IncidentFilter

RARE = ("province", "country", "where_prec", "date_prec", "source", "status")  # folded away unless set
PRESETS = (("7", 7), ("30", 30), ("365", 365), ("all", None))


@region("The filter")
def show(choices: Choices) -> None:
    """Draw the filter widgets; their choices come from all incidents, so that a shared link never loses its value."""
    _presets(choices.last_day or date.today())
    left, right = st.columns(2)
    for column, name, label in ((left, "date_from", "from"), (right, "date_to", "to")):
        column.date_input(
            label, key=state.widget_key(name), format="YYYY-MM-DD", min_value=FIRST_DAY, max_value=LAST_DAY
        )
    st.text_input(
        "words in title, text, actors or places", key=state.widget_key("text"), placeholder="all of these words"
    )
    inside = choices.districts_in(_set("province"), _set("country"))
    _several("district", "district or county", inside, choices.district)
    _several("event_type", "event type", choices.event_type)
    _several("actor", "actor", choices.actor)
    left, right = st.columns(2)
    _number(left, "min_fatalities", "killed, at least")
    _number(right, "max_fatalities", "killed, at most")
    st.number_input(
        "km to the border, at most", min_value=0.0, max_value=MOST_KM, step=10.0, value=None,
        key=state.widget_key("max_border_km"), placeholder="any distance",
    )  # fmt: skip
    with st.expander("more filters", expanded=any(map(_set, RARE))):
        _several("province", "province", choices.province)
        _several("country", "country", choices.country)
        _several("where_prec", "how exactly the place is known", PLACE_WORDS)
        _several("date_prec", "how exactly the day is known", DAY_WORDS)
        _several("source", "source", choices.source)
        _several("status", "status", STATUS_WORDS)
    st.toggle(
        "recalled events too", key=state.widget_key("background"), help="events that an article only looks back on"
    )


def chips(criteria: IncidentFilter) -> None:
    """One button for everything that is set; a click takes it out."""
    listed = worded.chips(criteria)
    if not listed:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for number, chip in enumerate(listed):
            st.button(
                f"{worded.plain(chip.label)} ✕", key=f"chip_{number}", on_click=state.show, args=(chip.without,),
                help="take this filter out",
            )  # fmt: skip
        st.button("reset", key="reset", type="tertiary", on_click=state.show, args=(IncidentFilter(),))


def _presets(until: date) -> None:
    st.caption("last days of the data")
    with st.container(horizontal=True, gap="small", key="presets"):
        for label, number in PRESETS:
            words = "all dates" if number is None else f"the last {number} days of the data"
            st.button(
                label, key=f"preset_{label}", help=words, width="stretch", on_click=state.set_last_days,
                args=(number, until),
            )  # fmt: skip


def _several(name: str, label: str, shown: Mapping, every: Mapping | None = None) -> None:
    """A list to choose any number from. every: words for chosen values that `shown` leaves out at present."""
    key = state.widget_key(name)
    words = {**(every or {}), **shown}
    chosen = _set(name)
    extra = [value for value in chosen if value not in shown]
    st.session_state[key] = chosen  # a list whose choices changed is a new widget to Streamlit; this keeps its value
    st.multiselect(
        label, [*shown, *extra], key=key, placeholder="any", format_func=lambda value: words.get(value, str(value))
    )


def _number(column, name: str, label: str) -> None:
    column.number_input(
        label, min_value=0, max_value=MOST_DEATHS, step=1, value=None, key=state.widget_key(name), placeholder="any"
    )


def _set(name: str) -> list:
    return st.session_state.get(state.widget_key(name)) or []
