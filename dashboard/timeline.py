"""The histogram over time, stacked by event type; its brush is the date filter. Pure: columns in, chart out.

Days are whole numbers since 1970-01-01. A bin is a day, a week from Monday, or a month; all arithmetic on bins is here,
for the bars, for the brush and for the steps of play.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns import UNDATED, Columns
from dashboard.palette import RAMPS, TYPE_COLOURS, TYPES

BRUSH = "brush"
EPOCH = date(1970, 1, 1)
DAY_MS = 86_400_000
MOST_BARS = 1200  # more would be thinner than a pixel


def bin_of(first: date, last: date) -> str:
    """The bin that suits a span: a day up to ten weeks, a week up to two years, else a month."""
    days = (last - first).days
    return "day" if days <= 70 else "week" if days <= 730 else "month"


def usable_unit(wanted: str | None, first: date, last: date) -> str:
    """The unit asked for, or the one that suits the span when none is or its bars could not be seen."""
    if wanted and (last - first).days / {"day": 1, "week": 7, "month": 30}[wanted] <= MOST_BARS:
        return wanted
    return bin_of(first, last)


def bins(days: np.ndarray, unit: str) -> np.ndarray:
    """The number of each day's bin; consecutive bins have consecutive numbers."""
    if unit == "day":
        return days.astype(np.int64)
    if unit == "week":
        return (days.astype(np.int64) + 3) // 7  # 1970-01-01 was a Thursday
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def starts(numbers: np.ndarray, unit: str) -> np.ndarray:
    """The first day of each bin; the inverse of `bins`."""
    if unit == "day":
        return np.asarray(numbers, dtype=np.int64)
    if unit == "week":
        return np.asarray(numbers, dtype=np.int64) * 7 - 3
    return np.asarray(numbers).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def span(columns: Columns, mask: np.ndarray) -> tuple[date, date] | None:
    """The first and last day on which a dated incident of the mask (boolean, n) began; None when none is dated."""
    days = columns.first[mask & (columns.first != UNDATED)]
    return (day_of(days.min()), day_of(days.max())) if len(days) else None


def counts(columns: Columns, mask: np.ndarray, unit: str) -> pd.DataFrame:
    """Incidents and deaths of each bin and type: columns start, end (datetime64), event_type, incidents, deaths.

    Only dated incidents; every one of them is in exactly one bin. Bins without incidents have no row.
    """
    rows = np.flatnonzero(mask & (columns.first != UNDATED))
    cells = bins(columns.first[rows], unit) * len(TYPES) + columns.kind[rows]
    present, inverse = np.unique(cells, return_inverse=True)
    numbers, kinds = present // len(TYPES), present % len(TYPES)
    return pd.DataFrame(
        {
            "start": starts(numbers, unit).astype("datetime64[D]"),
            "end": starts(numbers + 1, unit).astype("datetime64[D]"),
            "event_type": [TYPES[kind] for kind in kinds],
            "incidents": np.bincount(inverse, minlength=len(present)),
            "deaths": np.bincount(inverse, columns.stated_deaths[rows], minlength=len(present)).astype(int),
        }
    )


def steps(first: date, last: date, unit: str) -> tuple[int, ...]:
    """The days at which the steps of play begin, and the day after the last one ends: one step more than bins."""
    ends = bins(np.array([number_of(first), number_of(last)]), unit)
    return tuple(int(day) for day in starts(np.arange(ends[0], ends[1] + 2), unit))


def histogram(
    table: pd.DataFrame, unit: str, brushed: tuple[date, date] | None = None, height: int = 92
) -> dict[str, Any]:
    """Vega-Lite for the stacked bars of `counts` with a horizontal brush, drawn at `brushed` first.

    Times are UTC throughout, so that no reader's time zone moves a bar to another day. A plain specification: checking
    it against Altair's schema would cost more in each run of the page than everything else that is drawn.
    """
    form = {"day": "%-d %B %Y", "week": "week of %-d %B %Y", "month": "%B %Y"}[unit]
    brush: dict[str, Any] = {
        "name": BRUSH,
        "select": {
            "type": "interval", "encodings": ["x"],
            "mark": {"fill": "#0072B2", "fillOpacity": 0.12, "stroke": "#0072B2", "strokeOpacity": 0.5},
        },
    }  # fmt: skip
    if brushed:
        brush["value"] = {"x": [_moment(brushed[0]), _moment(brushed[1] + timedelta(days=1))]}
    return {
        "height": height,
        "params": [brush],
        "mark": {"type": "bar", "orient": "vertical", "binSpacing": 0.5},
        "encoding": time_encoding(_axis_format(table, unit), _domain(table))
        | {
            "color": {
                "field": "event_type", "type": "nominal", "legend": None,
                "scale": {"domain": list(TYPE_COLOURS), "range": list(TYPE_COLOURS.values())},
            },
            "opacity": {"condition": {"param": BRUSH, "value": 1.0}, "value": 0.3},
            "tooltip": [
                {"field": "start", "timeUnit": "utcyearmonthdate", "title": unit, "format": form},
                {"field": "event_type", "type": "nominal", "title": "type"},
                {"field": "incidents", "type": "quantitative"}, {"field": "deaths", "type": "quantitative"},
            ],
        },
    }  # fmt: skip


def month_bars(height: int = 90) -> dict[str, Any]:
    """Vega-Lite for a table of months (columns start, end, incidents, deaths) as bars."""
    return {
        "height": height,
        "mark": {"type": "bar", "orient": "vertical", "binSpacing": 1, "color": RAMPS["incidents"]["light"][3]},
        "encoding": time_encoding("%b %Y", ticks=4)
        | {
            "tooltip": [
                {"field": "start", "timeUnit": "utcyearmonth", "title": "month", "format": "%B %Y"},
                {"field": "incidents", "type": "quantitative"}, {"field": "deaths", "type": "quantitative"},
            ],
        },
    }  # fmt: skip


def time_encoding(axis_format: str, domain: list | None = None, ticks: int = 12) -> dict[str, Any]:
    """Bars from start to end, as high as their incidents. domain: without one, a brush cannot be drawn at first."""
    return {
        "x": {
            "field": "start", "type": "temporal", "title": None, "scale": {"type": "utc"} | ({"domain": domain} if domain else {}),
            "axis": {"grid": False, "labelOverlap": True, "tickCount": ticks, "format": axis_format},
        },
        "x2": {"field": "end"},
        "y": {
            "field": "incidents", "type": "quantitative", "title": None,
            "axis": {"tickMinStep": 1, "tickCount": 3, "domain": False, "ticks": False},
        },
    }  # fmt: skip


def by_month(columns: Columns, mask: np.ndarray, months: int) -> pd.DataFrame:
    """The last months with any incident: columns start, end (datetime64), incidents, deaths; empty ones between as 0."""
    table = counts(columns, mask, "month").groupby("start")[["incidents", "deaths"]].sum()
    if not table.empty:
        table = table.reindex(pd.date_range(table.index.min(), table.index.max(), freq="MS"), fill_value=0)
    told = table.tail(months).reset_index(names="start")
    return told.assign(end=told["start"] + pd.offsets.MonthBegin())


def brushed_days(selection: dict | None, unit: str) -> tuple[date, date] | None:
    """The days of all bins a brush touches, from Streamlit's selection state ({"brush": {"start": [ms, ms]}})."""
    if (bounds := _bounds(selection)) is None:
        return None
    low, high = bounds
    first = bins(np.array([_day_at(low)]), unit)[0]
    last = bins(np.array([_day_at(max(low, high - 1))]), unit)[0]
    return day_of(starts(np.array([first]), unit)[0]), day_of(starts(np.array([last + 1]), unit)[0] - 1)


def stands_at(selection: dict | None, days: tuple[date, date] | None, width_days: int) -> bool:
    """Whether a brush is where these days were drawn, to a pixel or two of a chart that is `width_days` wide."""
    bounds, near = _bounds(selection), max(1.0, width_days / 300)
    if bounds is None or days is None:
        return False
    drawn = (number_of(days[0]), number_of(days[1]) + 1)
    return all(abs(bound / DAY_MS - day) <= near for bound, day in zip(bounds, drawn, strict=True))


def _bounds(selection: dict | None) -> tuple[float, float] | None:
    """Both ends of a brush in milliseconds since 1970, the earlier first."""
    ends = ((selection or {}).get(BRUSH) or {}).get("start") or ()
    return (min(ends), max(ends)) if len(ends) >= 2 else None


def day_of(number: int) -> date:
    """The date of a day's number."""
    return EPOCH + timedelta(days=int(number))


def number_of(day: date) -> int:
    """The number of a date."""
    return (day - EPOCH).days


def _axis_format(table: pd.DataFrame, unit: str) -> str:
    days = (table["end"].max() - table["start"].min()).days if len(table) else 0
    return "%Y" if days > 1500 else "%b %Y" if days > 100 or unit == "month" else "%-d %b"


def _domain(table: pd.DataFrame) -> list | None:
    return [_moment(table["start"].min().date()), _moment(table["end"].max().date())] if len(table) else None


def _moment(day: date) -> dict[str, int | bool]:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}


def _day_at(milliseconds: float) -> int:
    return int(milliseconds // DAY_MS)
