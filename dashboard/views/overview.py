"""Beside the map while no incident is open: how many by district and by month, and the trend of the chosen district."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.chips import plain
from dashboard.columns import Columns
from dashboard.guard import region
from dashboard.palette import write_number
from dashboard.timeline import by_month, month_bars
from dashboard.views.explore import toggle_district
from incidents.filters import IncidentFilter

MONTHS = 24


@region("The overview")
def show(columns: Columns, mask: np.ndarray, criteria: IncidentFilter) -> None:
    """Totals, districts, months; a click on a district filters on it."""
    rows = np.flatnonzero(mask)
    with st.container(horizontal=True, key="totals"):
        st.metric("incidents", write_number(len(rows)))
        st.metric("killed", write_number(int(columns.stated_deaths[rows].sum())))
        st.metric("districts", write_number(int((columns.by_area(mask).index != "").sum())))
    _trend(columns, mask, criteria)
    _districts(columns, mask, criteria)


def _trend(columns: Columns, mask: np.ndarray, criteria: IncidentFilter) -> None:
    table = by_month(columns, mask, MONTHS)
    if table.empty:
        return
    where = ", ".join(criteria.district) or "all districts"
    st.markdown("**By month**")
    st.caption(plain(f"{where} · {len(table)} months"))
    st.vega_lite_chart(table, month_bars(), width="stretch", key="trend")


def _districts(columns: Columns, mask: np.ndarray, criteria: IncidentFilter) -> None:
    table = columns.by_area(mask)
    keys = [key for key in table.index if key and "||" not in key]
    listed = table.loc[keys].reset_index()
    if listed.empty:
        return
    st.markdown("**By district**")
    names = [area.split("|")[-1] for area in listed["area"]]
    key = f"districts_{len(names)}_{'_'.join(criteria.district)}"  # a new list has nothing chosen in it yet
    event = st.dataframe(
        pd.DataFrame({"district": names, "incidents": listed["incidents"], "killed": listed["deaths"]}),
        key=key, hide_index=True, height="content" if len(names) < 9 else 320,
        on_select="rerun", selection_mode="single-row",
        column_config={
            "district": st.column_config.TextColumn("district", width=92),
            "incidents": st.column_config.ProgressColumn(
                "incidents", format="%d", min_value=0, max_value=int(listed["incidents"].max()), width=110
            ),
            "killed": st.column_config.NumberColumn("killed", width=56),
        },
    )  # fmt: skip
    picked = tuple(event.selection.rows)
    if state.changed(key, picked or None) and picked[0] < len(names):
        st.session_state["pending_district"] = names[picked[0]]
        st.rerun()


def take_pending_district() -> None:
    """Filter on the district that was clicked in the list (before the widgets are drawn)."""
    if "pending_district" in st.session_state:
        toggle_district(st.session_state.pop("pending_district"))
