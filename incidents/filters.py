"""One filter for page, command line and export: written once, compiled to SQL and to a frame mask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Which incidents to show. Empty means no restriction; several values of one field mean any of them.

    date_from, date_to: inclusive days; an incident with a date range matches when the ranges overlap.
    bbox: (west, south, east, north) degrees. polygon: ((lon, lat), …) of a simple ring. text: words that must all
    occur (case and diacritics folded) in title, text, actors or places. background: also show recalled events.
    """

    date_from: date | None = None
    date_to: date | None = None
    district: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    event_type: tuple[str, ...] = ()  # also matches sub_event_type, so that one `type` parameter serves both
    actor: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    text: str = ""
    min_fatalities: int | None = None
    max_fatalities: int | None = None
    max_border_km: float | None = None
    where_prec: tuple[int, ...] = ()
    date_prec: tuple[int, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    polygon: tuple[tuple[float, float], ...] = ()
    background: bool = False
