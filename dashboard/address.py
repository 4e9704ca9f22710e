"""The page's address: read tolerantly, written exactly. Pure: parameters in, filter out, and the other way round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from geodata.names import fold_name
from incidents.filters import PARAMETERS, IncidentFilter
from incidents.model import FilterError

VIEW = ("lat", "lng", "zoom")  # where the map looked; not part of the filter
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
MOST_DEATHS, MOST_KM, MOST_CORNERS = 1_000_000, 20_000.0, 500
NOUNS = {
    "district": "district or county", "province": "province", "country": "country", "event_type": "event type",
    "actor": "actor", "source": "source", "status": "status",
}  # fmt: skip
_CODES = {"where_prec": range(1, 8), "date_prec": range(1, 6)}
_RANGES = {"min_fatalities": MOST_DEATHS, "max_fatalities": MOST_DEATHS, "max_border_km": MOST_KM}


def read(
    params: Iterable[tuple[str, str]], known: Mapping[str, Collection[str]] | None = None
) -> tuple[IncidentFilter, tuple[str, ...]]:
    """The filter an address asks for, and in words whatever of it could not be used; the rest holds.

    known: filter field (`district`, `actor` …) to the names there are. A name that differs only in case or accents is
    taken for the known one; one that is not known at all is left out. Never raises.
    """
    given: dict[str, list[str]] = {}
    for parameter, value in params:
        given.setdefault(parameter, []).append(value)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for field, parameter in PARAMETERS.items():
        if not any(given.get(parameter, ())):
            continue
        try:
            values[field] = _checked(
                field, getattr(IncidentFilter.from_params((parameter, v) for v in given[parameter]), field)
            )
        except (FilterError, OverflowError) as error:
            problems.append(f"{_plain(error)}; it was left out.")
    for field, names in (known or {}).items():
        values[field], strangers = _recognised(values.get(field, ()), names)
        problems += [f"No {NOUNS[field]} “{name}” is known here; it was left out." for name in strangers]
    if (first := values.get("date_from")) and (last := values.get("date_to")) and first > last:
        values |= {"date_from": last, "date_to": first}
        problems.append("The first day was after the last one; they were swapped.")
    return IncidentFilter(**values), tuple(problems)


def write(criteria: IncidentFilter, incident_id: str | None = None, view: Mapping[str, str] | None = None) -> dict:
    """The parameters that restore a filter, an open incident and where the map looked: name to list of values."""
    params: dict[str, list[str]] = {}
    for name, value in criteria.to_params():
        params.setdefault(name, []).append(value)
    if incident_id:
        params["incident"] = [incident_id]
    return params | {name: [value] for name, value in (view or {}).items() if name in VIEW}


def link(params: Mapping[str, list[str]], base: str | None = None) -> str:
    """The address as text: `?district=Kech&…` behind the page's own address when that is known."""
    query = urlencode(params, doseq=True)
    page = urlsplit(base or "")._replace(query="", fragment="")
    if page.netloc and not page.path:
        page = page._replace(path="/")
    return f"{urlunsplit(page)}?{query}"


def _checked(field: str, value: Any) -> Any:
    """The value when a widget can hold it. Raises FilterError."""
    if field in _CODES:
        strange = [code for code in value if code not in _CODES[field]]
        if strange:
            raise FilterError(f"{field} {strange[0]}: expected {_CODES[field][0]} to {_CODES[field][-1]}")
    if field in _RANGES and not 0 <= value <= _RANGES[field]:
        raise FilterError(f"{field} {value}: expected a number from 0 to {_RANGES[field]:,.0f}")
    if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
        raise FilterError(f"{PARAMETERS[field]} {value}: expected a day from {FIRST_DAY.year} to {LAST_DAY.year}")
    if field == "polygon" and len(value) > MOST_CORNERS:
        raise FilterError(f"polygon of {len(value)} corners: expected at most {MOST_CORNERS}")
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) and field not in ("bbox", "polygon") else value


def _recognised(asked: Iterable[str], names: Collection[str]) -> tuple[tuple[str, ...], list[str]]:
    folded = {fold_name(name): name for name in names}
    found, strangers = [], []
    for name in asked:
        same = name if name in names else folded.get(fold_name(name))
        (found if same else strangers).append(same or name[:80])
    return tuple(dict.fromkeys(found)), strangers


def _plain(error: Exception) -> str:
    words = str(error)
    return words[:200] + ("…" if len(words) > 200 else "")
