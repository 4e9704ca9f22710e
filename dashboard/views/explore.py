"""Map, timeline, table and trays: four views of the same filtered incidents."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, state
from dashboard.chips import loosened, plain
from dashboard.incident_map import area_keys, base_map, incident_layer
from dashboard.palette import TYPE_COLOURS, UNKNOWN, write_number
from dashboard.timeline import bin_of, brushed_days, histogram
from incidents.filters import IncidentFilter

MAP_HEIGHT = 520
TABLE = ["event_date", "sub_event_type", "location", "admin2", "country", "fatalities", "injured", "abducted", "actor1",
         "border_km", "number_of_sources", "title"]  # fmt: skip


def show_map(shown: pd.DataFrame, measure: str) -> None:
    """The map; a click opens an incident."""
    layer = incident_layer(shown, data.areas(), state.chosen(), _shading(shown, measure))
    answer = st_folium(
        base_map(data.base()), key="map", height=MAP_HEIGHT, use_container_width=True,
        feature_group_to_add=layer, returned_objects=["last_active_drawing"],
    )  # fmt: skip
    picked = ((answer or {}).get("last_active_drawing") or {}).get("properties") or {}
    if state.changed("map", (picked.get("id"), picked.get("turn")) if picked else None) and picked["id"] in shown.index:
        state.choose(picked["id"])
        st.rerun()


def show_timeline(undated_filter: pd.DataFrame, unit: str | None) -> None:
    """The histogram of everything the other filters leave; its brush sets the dates."""
    days = undated_filter["event_date"].dropna()
    if days.empty:
        st.caption("No dated incident to draw over time.")
        return
    chosen = unit or bin_of(days.min().date(), days.max().date())
    event = st.altair_chart(
        histogram(undated_filter, chosen),
        width="stretch",
        on_select="rerun",
        key=f"timeline_{st.session_state['brush_turn']}",
    )
    brushed = brushed_days(event.get("selection"), chosen)
    if state.changed("brush", brushed):
        st.session_state["pending_days"] = brushed
        st.rerun()


def show_table(shown: pd.DataFrame) -> None:
    """Every shown incident; a click on a row opens it."""
    listed = shown.sort_values("event_date", ascending=False, na_position="last")
    event = st.dataframe(
        listed[TABLE], key="table", hide_index=True, height=320, on_select="rerun", selection_mode="single-row",
        column_config={
            "event_date": st.column_config.DateColumn("date", format="YYYY-MM-DD"),
            "sub_event_type": "event", "location": "place", "admin2": "district", "actor1": "by",
            "fatalities": "killed", "border_km": st.column_config.NumberColumn("km to border", format="%.0f"),
            "number_of_sources": "sources",
        },
    )  # fmt: skip
    rows = tuple(event.selection.rows)
    if state.changed("table", rows or None) and rows[0] < len(listed):
        state.choose(listed.index[rows[0]])
        st.rerun()


def show_tray(rows: pd.DataFrame, empty: str, key: str) -> None:
    """Incidents that the map or the timeline cannot show."""
    if rows.empty:
        st.caption(empty)
    for number, (incident_id, row) in enumerate(rows.head(200).iterrows()):
        day = UNKNOWN if pd.isna(row["event_date"]) else f"{row['event_date']:%Y-%m-%d}"
        words = f"{day} · {row['sub_event_type'] or 'event'} · {row['location'] or 'unplaced'}"
        left, right = st.columns([1, 9])
        left.button("read", key=f"{key}_{number}", on_click=state.choose, args=(incident_id,))
        right.text(f"{words} · {row['excerpt'][:160]}")


def show_counts(shown: pd.DataFrame) -> None:
    """Incidents and deaths by district and by month."""
    left, right = st.columns(2)
    districts = shown.assign(district=shown["admin2"].fillna("(no district)")).groupby("district")
    table = districts.agg(incidents=("title", "size"), deaths=("fatalities", "sum")).sort_values(
        "incidents", ascending=False
    )
    left.dataframe(table, height=300)
    months = shown[shown["event_date"].notna()]
    by_month = months.groupby(months["event_date"].dt.strftime("%Y-%m")).agg(
        incidents=("title", "size"), deaths=("fatalities", "sum")
    )
    right.dataframe(by_month.sort_index(ascending=False), height=300)


def legend() -> None:
    """What colours, sizes and badges mean."""
    dots = "".join(
        f'<span style="white-space:nowrap;margin-right:.9em"><span style="color:{colour}">●</span> {name}</span>'
        for name, colour in TYPE_COLOURS.items()
    )
    st.html(
        f'<div style="font-size:.78rem;line-height:1.7">{dots}<br>size: deaths · ring: known to that radius · '
        "shaded with a number: known to the district or province only</div>"
    )


def nobody_matches(criteria: IncidentFilter, frame: pd.DataFrame) -> None:
    """An empty view that says what to do: the filter whose removal brings most back, or how to begin."""
    if criteria.is_empty:
        st.info("There are no incidents yet. Add articles below, or run: sarhad ingest ARTICLES")
        return
    helps = loosened(criteria, frame)
    if not helps:
        st.info("No incident matches, whichever single filter is taken out. Reset them all?")
        st.button("reset the filter", key="clear_all", on_click=state.show, args=(IncidentFilter(),))
        return
    chip, count = helps[0]
    st.info(plain(f"No incident matches. Clear the filter on {chip.label}? Then {write_number(count)} would."))
    st.button(plain(f"clear {chip.label}"), key="clear_one", on_click=state.show, args=(chip.without,))


def _shading(shown: pd.DataFrame, measure: str) -> pd.Series | None:
    if measure == "dots":
        return None
    keys = area_keys(shown)
    totals = (
        (shown["fatalities"].fillna(0) if measure == "deaths by district" else pd.Series(1, index=shown.index))
        .groupby(keys)
        .sum()
    )
    return (totals / max(1, totals.max())).astype(float)
