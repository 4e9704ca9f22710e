"""The histogram over time, stacked by event type; its brush is the date filter. Pure: frame in, chart out."""

from __future__ import annotations

from datetime import date, timedelta

import altair as alt
import pandas as pd

from dashboard.palette import TYPE_COLOURS

BRUSH = "brush"


def bin_of(first: date, last: date) -> str:
    """The bin that suits a span: a day up to ten weeks, a week up to two years, else a month."""
    days = (last - first).days
    return "day" if days <= 70 else "week" if days <= 730 else "month"


def counts(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Incidents and deaths a bin and type: columns start (datetime64), event_type, incidents, deaths."""
    dated = frame[frame["event_date"].notna()]
    period = {"day": "D", "week": "W-SUN", "month": "M"}[unit]
    table = pd.DataFrame(
        {
            "start": dated["event_date"].dt.to_period(period).dt.start_time,
            "event_type": dated["event_type"].fillna("Other"),
            "deaths": dated["fatalities"].fillna(0).astype(int),
        }
    )
    grouped = table.groupby(["start", "event_type"], as_index=False)
    return grouped.agg(incidents=("deaths", "size"), deaths=("deaths", "sum"))


def histogram(frame: pd.DataFrame, unit: str, height: int = 110) -> alt.Chart:
    """Stacked bars with a horizontal brush; an empty frame gives an empty chart."""
    table = counts(frame, unit)
    brush = alt.selection_interval(encodings=["x"], name=BRUSH)
    return (
        alt.Chart(table, height=height)
        .mark_bar(size=max(2, min(14, 900 // max(1, table["start"].nunique() * 2))))
        .encode(
            x=alt.X("start:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True)),
            y=alt.Y("incidents:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=3)),
            color=alt.Color(
                "event_type:N",
                scale=alt.Scale(domain=list(TYPE_COLOURS), range=list(TYPE_COLOURS.values())),
                legend=None,
            ),
            opacity=alt.condition(brush, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("start:T", title=unit, format="%-d %B %Y"),
                alt.Tooltip("event_type:N", title="type"),
                "incidents:Q",
                "deaths:Q",
            ],
        )
        .add_params(brush)
    )


def brushed_days(selection: dict | None, unit: str) -> tuple[date, date] | None:
    """The days a brush covers, whole bins, from Streamlit's selection state ({"brush": {"start": [ms, ms]}})."""
    bounds = ((selection or {}).get(BRUSH) or {}).get("start")
    if not bounds or len(bounds) < 2:
        return None
    first, last = sorted(pd.to_datetime(bound, unit="ms").date() for bound in (bounds[0], bounds[-1]))
    step = {"day": 0, "week": 6, "month": 30}[unit]
    return first, last + timedelta(days=step if unit == "week" else 0)
