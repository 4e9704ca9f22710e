"""The page: one calm screen, map first. Started by `sarhad serve`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import data, state
from dashboard.chips import plain
from dashboard.columns import UNDATED, Columns
from dashboard.guard import calmly
from dashboard.incident_map import on_map
from dashboard.palette import write_day, write_number
from dashboard.samples import SAMPLES
from dashboard.sign_in import signed_in
from dashboard.timeline import span
from dashboard.views import about, add, explore, export, filters, overview, panel, tables
from incidents.filters import IncidentFilter

STYLE = Path(__file__).parent / "static" / "page.css"
SIDEBAR_WIDTH = 268


def main() -> None:
    """Draw the page; what goes wrong is said in words, never as a traceback."""
    st.set_page_config(
        page_title="Sarhad · frontier incident map", page_icon="◍", layout="wide", initial_sidebar_state=SIDEBAR_WIDTH
    )
    st.set_option("client.showErrorDetails", "none")  # also when Streamlit was started by hand
    st.html(STYLE)
    if not signed_in():
        return
    with calmly("The page", title="Sarhad"):
        _page()


def _page() -> None:
    shown = data.view()
    frame, columns, choices = shown.frame, shown.columns, shown.choices
    state.restore(choices.known(data.known_areas()))
    overview.take_pending_district()
    criteria = state.current()
    others, mask = _masks(frame, criteria)
    state.write_address(criteria)
    # containers keep their place whether or not they are filled: a shifted map would be built anew and lose its view;
    # and the map is drawn first of all, since it is what a change of the filter is waited for
    head = st.container(key="head")
    left, right = st.columns([2.5, 1], gap="medium")
    with left:
        unit = _map(frame, columns, others, mask, criteria)
    with head:
        _head(frame, columns, mask, criteria)
    with left:
        with st.container(horizontal=True, vertical_alignment="center", key="legend_row"):
            explore.legend(criteria)
            explore.unit_choice()
        explore.show_timeline(columns, others, criteria, unit)
        _below(frame, columns, mask)
    with right, st.container(key="panel"):
        panel.show(state.chosen(), criteria)
        if not state.chosen():
            overview.show(columns, mask, criteria)
    with st.sidebar:
        filters.show(choices)


def _masks(frame: pd.DataFrame, criteria: IncidentFilter) -> tuple[np.ndarray, np.ndarray]:
    """What the filters but the dates leave, and what all of them leave: boolean (n)."""
    others = replace(criteria, date_from=None, date_to=None).mask(frame).to_numpy(bool)
    days = IncidentFilter(date_from=criteria.date_from, date_to=criteria.date_to, background=True)
    return others, others if not (criteria.date_from or criteria.date_to) else others & days.mask(frame).to_numpy(bool)


def _head(frame: pd.DataFrame, columns: Columns, mask: np.ndarray, criteria: IncidentFilter) -> None:
    told = len(frame) if criteria.background else int((~frame["background"]).sum())
    shown = span(columns, mask)
    days = f" · {write_day(shown[0])} – {write_day(shown[1])}" if shown else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="title"):
        st.title("Sarhad · frontier incident map", anchor=False)
        st.markdown(f"**{int(mask.sum()):,} of {told:,} incidents**{days}")
        with st.popover("Export", width="content"):
            st.caption(f"Exactly the {int(mask.sum()):,} incidents shown.")
            export.show(criteria, int(mask.sum()))
    for problem in state.problems(criteria):
        st.warning(plain(problem))
    filters.chips(criteria)


def _map(frame: pd.DataFrame, columns: Columns, others: np.ndarray, mask: np.ndarray, criteria: IncidentFilter) -> str:
    """The map and what is above it; the unit of its steps, which the bars of the timeline share."""
    with st.container():
        if not mask.any():
            explore.nobody_matches(criteria, frame)
    measure, online = explore.toolbar()
    unit = explore.timeline_unit(columns, others)
    explore.show_map(columns, mask, criteria, measure=measure, online=online, unit=unit)
    return unit


def _below(frame: pd.DataFrame, columns: Columns, mask: np.ndarray) -> None:
    """The table and its like: one click away, and only the open one is made."""
    unplaced = mask & ~on_map(columns, data.drawable())
    undated = mask & (columns.first == UNDATED)
    names = {
        "table": "Table", "unplaced": f"Unplaced ({write_number(int(unplaced.sum()))})",
        "undated": f"Undated ({write_number(int(undated.sum()))})", "add": "Add articles", "about": "About the data",
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", key="below_row"):
        tab = st.segmented_control(
            "below the map", list(names), format_func=names.get, key="below", label_visibility="collapsed"
        )
        st.caption(f"{SAMPLES} " * data.has_samples() + "Boundaries imply no endorsement.")
    if tab is not None:
        with st.container(key="tray"):
            if tab == "table":
                tables.show_table(frame, mask)
            elif tab == "unplaced":
                tables.show_tray(frame[unplaced], "Every shown incident has a place.", tab)
            elif tab == "undated":
                tables.show_tray(frame[undated], "Every shown incident has a day.", tab)
            elif tab == "add":
                add.show()
            else:
                about.show()


main()
