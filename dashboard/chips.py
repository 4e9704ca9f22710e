"""What a filter says, in plain words: a chip for everything that is set, a sentence for the whole. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.palette import DAY_WORDS, PLACE_WORDS, STATUS_WORDS, write_day, write_number
from incidents.filters import IncidentFilter

LONGEST = 60  # characters on a chip; `sentence` says all of them


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is set: its words, and the filter without it."""

    label: str
    without: IncidentFilter


_LISTED: dict[str, Callable[[Any], str]] = {
    "district": str,
    "province": str,
    "country": str,
    "event_type": str,
    "actor": str,
    "source": lambda name: f"reported by {name}",
    "status": lambda name: STATUS_WORDS.get(name, name),
    "where_prec": lambda code: f"place {PLACE_WORDS[code]}",
    "date_prec": lambda code: f"day {DAY_WORDS[code]}",
}


def chips(criteria: IncidentFilter) -> tuple[Chip, ...]:
    """A chip for everything that is set, in the order of the filter column; days and tolls are one chip each."""
    return tuple(Chip(_short(label), replace(criteria, **changes)) for label, changes in _set(criteria))


def sentence(criteria: IncidentFilter) -> str:
    """The whole filter in words, for headings and files."""
    words = [label for label, _ in _set(criteria)]
    return " · ".join(words) if words else "all incidents"


def loosened(criteria: IncidentFilter, frame: pd.DataFrame) -> tuple[tuple[Chip, int], ...]:
    """Which chips to take out for something to match, and how many incidents then do, most first."""
    counted = ((chip, int(chip.without.mask(frame).sum())) for chip in chips(criteria))
    return tuple(sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1]))


def plain(words: str) -> str:
    """Streamlit reads Markdown, emoji codes and formulas in labels; these words are shown as they are."""
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]()<>#+-.!|$:~&^=@/" else mark for mark in " ".join(words.split()))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def _set(criteria: IncidentFilter) -> Iterator[tuple[str, dict[str, Any]]]:
    if criteria.date_from or criteria.date_to:
        yield _days(criteria), {"date_from": None, "date_to": None}
    if criteria.text.strip():
        yield f"words “{criteria.text.strip()}”", {"text": ""}
    for name, worded in _LISTED.items():
        values = getattr(criteria, name)
        for value in values:
            yield worded(value), {name: tuple(kept for kept in values if kept != value)}
    if criteria.min_fatalities is not None or criteria.max_fatalities is not None:
        yield _tolls(criteria), {"min_fatalities": None, "max_fatalities": None}
    if criteria.max_border_km is not None:
        yield f"within {criteria.max_border_km:g} km of the border", {"max_border_km": None}
    if criteria.bbox:
        yield "inside the box on the map", {"bbox": None}
    if criteria.polygon:
        yield "inside the area on the map", {"polygon": ()}
    if criteria.background:
        yield "recalled events too", {"background": False}


def _days(criteria: IncidentFilter) -> str:
    if criteria.date_from == criteria.date_to:
        return write_day(criteria.date_from)
    if criteria.date_from is None:
        return f"until {write_day(criteria.date_to)}"
    if criteria.date_to is None:
        return f"since {write_day(criteria.date_from)}"
    return f"{write_day(criteria.date_from)} – {write_day(criteria.date_to)}"


def _tolls(criteria: IncidentFilter) -> str:
    least, most = criteria.min_fatalities, criteria.max_fatalities
    if most is None:
        return f"{write_number(least)} or more killed"
    if least is None:
        return f"at most {write_number(most)} killed"
    return f"{write_number(least)} killed" if least == most else f"{write_number(least)}–{write_number(most)} killed"
