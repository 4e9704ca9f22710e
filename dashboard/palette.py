"""Colours and words of the page, in one place. Event types use Okabe and Ito's colour-blind-safe set."""

from __future__ import annotations

from datetime import date

TYPE_COLOURS = {
    "Explosions/Remote violence": "#D55E00",
    "Battles": "#0072B2",
    "Violence against civilians": "#CC79A7",
    "Strategic developments": "#009E73",
    "Protests": "#56B4E9",
    "Riots": "#E69F00",
    "Other": "#999999",
}
TYPES = tuple(TYPE_COLOURS)
SHORT_TYPES = {
    "Explosions/Remote violence": "Explosions", "Battles": "Battles", "Violence against civilians": "Against civilians",
    "Strategic developments": "Strategic", "Protests": "Protests", "Riots": "Riots", "Other": "Other",
}  # fmt: skip
# a mark for each type as well, so that colour is never the only cue
GLYPHS = {
    "Explosions/Remote violence": "✱", "Battles": "✕", "Violence against civilians": "▼", "Strategic developments": "■",
    "Protests": "▲", "Riots": "◆", "Other": "–",
}  # fmt: skip
# five classes each, low to high, for light and dark pages; reds only for deaths
RAMPS = {
    "incidents": {
        "light": ("#dde7ea", "#b5ced6", "#86aebb", "#548999", "#2b5f70"),
        "dark": ("#233037", "#2f4a55", "#3f6a79", "#5a92a4", "#86c2d4"),
    },
    "deaths": {
        "light": ("#f4ddd3", "#e9b19d", "#d88067", "#b94f3a", "#86261c"),
        "dark": ("#38241f", "#5a3127", "#884434", "#b96049", "#ea8b72"),
    },
}
PLACE_WORDS = {
    1: "exact", 2: "near a known point", 3: "known to the district only", 4: "known to the province only",
    5: "vague or along a line", 6: "known to the country only", 7: "at sea or in the air",
}  # fmt: skip
DATE_WORDS = {1: "", 2: "within a few days", 3: "that week", 4: "that month", 5: "that year"}
DAY_WORDS = {
    1: "exact",
    2: "known to a few days",
    3: "known to the week",
    4: "known to the month",
    5: "known to the year",
}
STATUS_WORDS = {"machine": "as read by the machine", "confirmed": "confirmed by a person", "edited": "edited by a person",
                "rejected": "rejected by a person"}  # fmt: skip
FIELD_WORDS = {
    "event_date": "date", "location": "place", "fatalities": "killed", "attackers_killed": "attackers killed",
    "civilians_killed": "civilians killed", "injured": "injured", "abducted": "abducted", "actor1": "who did it",
    "actor2": "who was hit", "sub_event_type": "event", "event_type": "event",
}  # fmt: skip
UNKNOWN = "—"


def type_index(event_type: str | None) -> int:
    """The place of an event type in TYPES; the last one for unknown types."""
    return TYPES.index(event_type) if event_type in TYPE_COLOURS else len(TYPES) - 1


def write_day(day: date | None) -> str:
    """8 May 2020."""
    return UNKNOWN if day is None or day != day else f"{day.day} {day:%B %Y}"


def write_days(first: date | None, last: date | None, prec: int | None) -> str:
    """A day or a range with what is known of it in words."""
    if first is None:
        return UNKNOWN
    days = write_day(first) if last is None or last == first else f"{write_day(first)} – {write_day(last)}"
    words = DATE_WORDS.get(prec or 1, "")
    return f"{days} ({words})" if words else days


def write_number(value: int | None) -> str:
    """A count with a thin separator, a dash for unknown; never 0 for unknown."""
    return UNKNOWN if value is None or value != value else f"{value:,}".replace(",", "\u2009")


def write_range(best: int | None, low: int | None, high: int | None) -> str:
    """A count with the lowest and highest one told, when they differ: 6 (5–8)."""
    told = [value for value in (low, best, high) if value is not None]
    if not told or min(told) == max(told):
        return write_number(told[0] if told else None)
    return f"{write_number(best)} ({write_number(min(told))}–{write_number(max(told))})"


def write_km(value: float | None) -> str:
    """A distance: to the kilometre, below ten to the hundred metres."""
    if value is None or value != value:
        return UNKNOWN
    return f"{value:.1f} km" if value < 9.95 else f"{write_number(round(value))} km"
