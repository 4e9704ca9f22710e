"""The incidents as rows: the table, and the trays of what map and timeline cannot show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.guard import region
from dashboard.palette import UNKNOWN, write_number

COLUMNS = ["event_date", "sub_event_type", "location", "admin2", "country", "fatalities", "injured", "abducted",
           "actor1", "actor2", "border_km", "number_of_sources", "title"]  # fmt: skip
ORDERS = {
    "newest first": ("event_date", False), "oldest first": ("event_date", True), "most killed": ("fatalities", False),
    "nearest the border": ("border_km", True), "most sources": ("number_of_sources", False),
}  # fmt: skip
PAGE = 500  # rows sent to the browser at a time
TRAY = 200


@region("The table")
def show_table(frame: pd.DataFrame, mask: np.ndarray) -> None:
    """Every shown incident, a page at a time; a click on a row, or Shift and Space on it, opens it."""
    rows = np.flatnonzero(mask)
    if not len(rows):
        st.caption("No incident matches.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        order = st.selectbox("order", list(ORDERS), key="table_order", label_visibility="collapsed", width=190)
        pages = -(-len(rows) // PAGE)
        page = 1
        if pages > 1:
            page = st.number_input("page", 1, pages, key="table_page", label_visibility="collapsed", width=120)
            st.caption(f"page {page} of {pages}, {write_number(PAGE)} incidents each")
        else:
            st.caption("A click on a row, or Shift and Space, opens the incident.")
    column, ascending = ORDERS[order]
    ranked = (
        frame[column]
        .iloc[rows]
        .reset_index(drop=True)
        .sort_values(ascending=ascending, na_position="last", kind="stable")
    )
    listed = frame.iloc[rows[ranked.index[(page - 1) * PAGE : page * PAGE]]]
    event = st.dataframe(
        listed[COLUMNS], key="table", hide_index=True, height=250, on_select="rerun", selection_mode="single-row",
        placeholder=UNKNOWN,
        column_config={
            "event_date": st.column_config.DateColumn("date", format="YYYY-MM-DD"),
            "sub_event_type": "event", "location": "place", "admin2": "district", "actor1": "by", "actor2": "against",
            "fatalities": "killed", "border_km": st.column_config.NumberColumn("km to border", format="%.0f"),
            "number_of_sources": "sources",
        },
    )  # fmt: skip
    picked = tuple(event.selection.rows)
    if state.changed("table", (picked, order, page) if picked else None) and picked[0] < len(listed):
        state.choose(listed.index[picked[0]])
        st.rerun()


@region("The list")
def show_tray(rows: pd.DataFrame, empty: str, key: str) -> None:
    """Incidents that the map or the timeline cannot show."""
    if rows.empty:
        st.caption(empty)
    with st.container(height=250, border=False):
        for number, (incident_id, row) in enumerate(rows.head(TRAY).iterrows()):
            day = UNKNOWN if pd.isna(row["event_date"]) else f"{row['event_date']:%Y-%m-%d}"
            words = f"{day} · {row['sub_event_type'] or 'event'} · {row['location'] or 'unplaced'}"
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button("read", key=f"{key}_{number}", on_click=state.choose, args=(incident_id,))
                st.text(f"{words} · {row['excerpt'][:160]}")
        if len(rows) > TRAY:
            st.caption(f"and {write_number(len(rows) - TRAY)} more; narrow the filter")
