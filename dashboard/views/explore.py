"""Map, legend and timeline: what is done in one of them filters all the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, state
from dashboard.chips import loosened, plain
from dashboard.columns import Columns
from dashboard.guard import region
from dashboard.incident_map import MapView, base_map, incident_layer
from dashboard.palette import SHORT_TYPES, TYPES, write_number
from dashboard.timeline import brushed_days, counts, day_of, histogram, span, stands_at, steps, usable_unit
from incidents.filters import IncidentFilter
from incidents.model import IncidentsError

MEASURES = {
    "dots": "Incidents", "incidents": "By district", "deaths": "Deaths by district", "density": "Density",
}  # fmt: skip
UNITS = ("auto", "day", "week", "month")
MAP_HEIGHT = 560  # until the page's style gives it the height that the window leaves


def toolbar() -> tuple[str, bool]:
    """What the map shows, and whether an online basemap lies under it: off until somebody asks for it."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="toolbar"):
        measure = st.segmented_control(
            "map shows", list(MEASURES), default="dots", required=True, format_func=MEASURES.get, key="measure",
            label_visibility="collapsed",
        )  # fmt: skip
        online = st.toggle(
            "online basemap", key="online",
            help="Asks tile.openstreetmap.org for map pictures. Off, no request leaves this machine.",
        )  # fmt: skip
    return measure or "dots", online


@region("The map")
def show_map(
    columns: Columns, mask: np.ndarray, criteria: IncidentFilter, *, measure: str, online: bool, unit: str
) -> None:
    """The map; what is clicked or drawn on it opens an incident or filters."""
    data.map_scripts()
    view = MapView(
        measure=measure, online=online, unit=unit, chosen=state.chosen(), steps=_play_steps(columns, mask, unit),
        corridor=None if criteria.max_border_km is None else data.corridor(criteria.max_border_km),
        area=criteria.polygon or _ring_of(criteria.bbox), stamp=data.revision(),
    )  # fmt: skip
    with st.container(key="map_frame"):
        st_folium(
            base_map(), key="map", height=MAP_HEIGHT, use_container_width=True, on_change=_map_said,
            feature_group_to_add=incident_layer(columns, mask, view, data.drawable()),
            returned_objects=["last_active_drawing"],
        )  # fmt: skip


def _map_said() -> None:
    """A click on an incident or district, a drawn box or polygon, or the days of a step of play."""
    answer = st.session_state.get("map") or {}
    said: dict[str, Any] = (answer.get("last_active_drawing") or {}).get("properties") or {}
    try:
        match said:
            case {"kind": "incident", "row": int(row), "stamp": stamp} if stamp == data.revision():
                state.choose(str(data.view().columns.ids[row]))
            case {"kind": "box", "ring": [[west, south], _, [east, north], _]}:
                state.set_area(bbox=(min(west, east), min(south, north), max(west, east), max(south, north)))
            case {"kind": "polygon", "ring": [*ring]}:
                state.set_area(polygon=tuple((float(lon), float(lat)) for lon, lat in ring))
            case {"kind": "district", "key": str(key)}:
                toggle_district(key.rpartition("|")[2])
            case {"kind": "days", "first": int(first), "last": int(last)}:
                state.set_days(day_of(first), day_of(last))
    except IncidentsError:
        return  # the run that follows says what is wrong


def toggle_district(name: str) -> None:
    """Filter on a district, or no longer (in a callback)."""
    key = state.widget_key("district")
    chosen = list(st.session_state.get(key) or ())
    st.session_state[key] = [kept for kept in chosen if kept != name] if name in chosen else [*chosen, name]


def _ring_of(bbox: tuple[float, float, float, float] | None) -> tuple[tuple[float, float], ...]:
    """The corners of a box (west, south, east, north) as a ring of lon, lat; none of no box."""
    if bbox is None:
        return ()
    west, south, east, north = bbox
    return ((west, south), (east, south), (east, north), (west, north))


def legend(criteria: IncidentFilter) -> None:
    """The colours and marks of the event types; choosing some of them filters."""
    st.session_state["legend"] = [kind for kind in TYPES if kind in criteria.event_type]
    st.pills(
        "event types", TYPES, selection_mode="multi", key="legend", format_func=SHORT_TYPES.get,
        label_visibility="collapsed", on_change=_legend_chosen, wrap=True,
    )  # fmt: skip


def _legend_chosen() -> None:
    key = state.widget_key("event_type")
    others = [kind for kind in st.session_state.get(key) or () if kind not in TYPES]
    st.session_state[key] = [*st.session_state["legend"], *others]


def unit_choice() -> None:
    """The width of the histogram's bars."""
    st.segmented_control("bars by", UNITS, default="auto", required=True, key="unit", label_visibility="collapsed")


def timeline_unit(columns: Columns, others: np.ndarray) -> str:
    """The bars of the histogram, which are the steps of play too."""
    wanted, told = st.session_state.get("unit", "auto"), span(columns, others)
    return usable_unit(None if wanted in (None, "auto") else wanted, *told) if told else "month"


def _play_steps(columns: Columns, mask: np.ndarray, unit: str) -> tuple[int, ...]:
    """The steps of play over what is shown; none when nothing is dated."""
    told = span(columns, mask)
    return steps(*told, unit) if told else ()


@region("The timeline")
def show_timeline(columns: Columns, others: np.ndarray, criteria: IncidentFilter, unit: str) -> None:
    """The histogram of everything that the filters but the dates leave; its brush sets the dates."""
    table = counts(columns, others, unit)
    if table.empty:
        st.caption("No dated incident to draw over time.")
        return
    drawn = (table["start"].min(), table["end"].max(), _days(criteria, table))
    if st.session_state.get("timeline_drawn") != drawn:  # not by this chart's own brush: draw it anew, its brush there
        st.session_state["timeline_drawn"] = st.session_state["timeline_first"] = drawn
        st.session_state["timeline_turn"] = st.session_state.get("timeline_turn", 0) + 1
    key = f"timeline_{unit}_{st.session_state['timeline_turn']}"
    st.vega_lite_chart(
        table, histogram(table, unit, st.session_state["timeline_first"][-1]), width="stretch", key=key,
        on_select=lambda: _brushed(key, unit),
    )  # fmt: skip


def _brushed(key: str, unit: str) -> None:
    selection = (st.session_state.get(key) or {}).get("selection")
    start, end, before = st.session_state["timeline_drawn"]
    if before == st.session_state["timeline_first"][-1] and stands_at(selection, before, (end - start).days):
        return  # the chart only says where its first brush was drawn
    days = brushed_days(selection, unit)
    if days or before:  # a click beside the brush lifts it
        state.set_days(*(days or (None, None)))
        st.session_state["timeline_drawn"] = (start, end, days)


def _days(criteria: IncidentFilter, table: pd.DataFrame) -> tuple[date, date] | None:
    if not (criteria.date_from or criteria.date_to):
        return None
    first, last = table["start"].min().date(), table["end"].max().date()
    return criteria.date_from or min(first, criteria.date_to), criteria.date_to or max(last, criteria.date_from)


def nobody_matches(criteria: IncidentFilter, frame: pd.DataFrame) -> None:
    """An empty view that says what to do: the filter whose removal brings most back, or how to begin."""
    if frame.empty:
        st.info("There are no incidents yet. Add articles below, or run: sarhad ingest ARTICLES")
        return
    if criteria.is_empty:
        st.info("The articles only look back on events so far. Switch on “recalled events too” to see them.")
        return
    helps = loosened(criteria, frame)
    if not helps:
        words, button, key, instead = (
            "No incident matches, whichever single filter is taken out. Reset them all?", "reset the filter", "clear_all",
            IncidentFilter(),
        )  # fmt: skip
    else:
        chip, count = helps[0]
        words = f"No incident matches. Clear the filter on {chip.label}? Then {write_number(count)} would."
        button, key, instead = f"clear {chip.label}", "clear_one", chip.without
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.info(plain(words))
        st.button(plain(button), key=key, on_click=state.show, args=(instead,))
