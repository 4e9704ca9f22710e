"""Beside the map while no incident is open: how many by district and by month, and the trend of the chosen district."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.chips import plain
from dashboard.columns import Columns
from dashboard.guard import region
from dashboard.palette import RAMPS, write_number
from dashboard.timeline import counts
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
    table = by_month(columns, mask)
    if table.empty:
        return
    where = ", ".join(criteria.district) or "all districts"
    st.markdown("**By month**")
    st.caption(plain(f"{where} · {len(table)} months"))
    st.altair_chart(month_bars(table), width="stretch", key="trend")


def month_bars(table: pd.DataFrame) -> alt.Chart:
    """Bars of `by_month`, the deaths in their hints."""
    return (
        alt.Chart(table, height=90)
        .mark_bar(color=RAMPS["incidents"]["light"][3], orient="vertical", binSpacing=1)
        .encode(
            x=alt.X("month:T", title=None, scale=alt.Scale(type="utc"),
                    axis=alt.Axis(grid=False, format="%b %Y", tickCount=4, labelOverlap=True)),
            x2="end:T",
            y=alt.Y("incidents:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=3, domain=False, ticks=False)),
            tooltip=[
                alt.Tooltip("month:T", timeUnit="utcyearmonth", format="%B %Y"), "incidents:Q", "deaths:Q",
            ],
        )
    )  # fmt: skip


def by_month(columns: Columns, mask: np.ndarray, months: int = MONTHS) -> pd.DataFrame:
    """Incidents and deaths of the last months with any: columns month, end (datetime64), incidents, deaths.

    Months without incidents between them are rows of zeros.
    """
    table = counts(columns, mask, "month").groupby("start")[["incidents", "deaths"]].sum()
    if table.empty:
        return table.reset_index(names="month").assign(end=[])
    every = pd.date_range(table.index.min(), table.index.max(), freq="MS")
    told = table.reindex(every, fill_value=0).tail(months).reset_index(names="month")
    return told.assign(end=told["month"] + pd.offsets.MonthBegin())


def _districts(columns: Columns, mask: np.ndarray, criteria: IncidentFilter) -> None:
    table = columns.by_area(mask)
    keys = [key for key in table.index if key and "||" not in key]
    listed = table.loc[keys].reset_index()
    if listed.empty:
        return
    st.markdown("**By district**")
    names = [key.split("|")[-1] for key in listed["area"]]
    event = st.dataframe(
        pd.DataFrame({"district": names, "incidents": listed["incidents"], "killed": listed["deaths"]}),
        key=f"districts_{st.session_state.get('brush_turn', 0)}", hide_index=True, height="content" if len(names) < 9 else 320,
        on_select="rerun", selection_mode="single-row",
        column_config={
            "incidents": st.column_config.ProgressColumn(
                "incidents", format="%d", min_value=0, max_value=int(listed["incidents"].max())
            ),
        },
    )  # fmt: skip
    picked = tuple(event.selection.rows)
    if state.changed("districts", picked or None) and picked[0] < len(names):
        st.session_state["pending_district"] = names[picked[0]]
        st.rerun()


def take_pending_district() -> None:
    """Filter on the district that was clicked in the list (before the widgets are drawn)."""
    if "pending_district" in st.session_state:
        toggle_district(st.session_state.pop("pending_district"))
