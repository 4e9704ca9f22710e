"""What there is to choose from in the filter column: names, how they are shown, and what is known to links. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.palette import TYPES
from incidents.model import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values of every listed filter field, each to the words it is shown by, in the order of the list.

    areas: (district, province, country) of every district with incidents. last_day: the data's last one.
    """

    district: Mapping[str, str]
    province: Mapping[str, str]
    country: Mapping[str, str]
    event_type: Mapping[str, str]
    actor: Mapping[str, str]
    source: Mapping[str, str]
    areas: frozenset[tuple[str, str, str]] = frozenset()
    last_day: date | None = None

    def known(self, pack_areas: Iterable[tuple[str, str, str]] = ()) -> dict[str, set[str]]:
        """The names a link may use: those of the data, of the pack's areas, of the event types and statuses."""
        areas = {*self.areas, *pack_areas}
        return {
            "district": {*self.district} | {district for district, _, _ in areas if district},
            "province": {*self.province} | {province for _, province, _ in areas if province},
            "country": {*self.country} | {country for _, _, country in areas if country},
            "event_type": {*self.event_type, *TYPES},
            "actor": {*self.actor},
            "source": {*self.source},
            "status": {str(status) for status in Status},
        }

    def districts_in(self, provinces: Iterable[str], countries: Iterable[str]) -> dict[str, str]:
        """The districts of the chosen provinces and countries; all when none is chosen."""
        provinces, countries = set(provinces), set(countries)
        if not provinces and not countries:
            return dict(self.district)
        inside = {
            district
            for district, province, country in self.areas
            if (not provinces or province in provinces) and (not countries or country in countries)
        }
        return {name: words for name, words in self.district.items() if name in inside}


def choices_of(frame: pd.DataFrame) -> Choices:
    """The choices of all incidents (columns as in incidents/store/schema.py)."""
    text = {name: frame[name].fillna("").astype(str) for name in ("admin2", "admin1", "country")}
    areas = frozenset(map(tuple, pd.DataFrame(text).drop_duplicates().itertuples(index=False, name=None)))
    days = frame["event_date"].dropna()
    return Choices(
        district=_districts(areas),
        province=_named(frame["admin1"]),
        country=_named(frame["country"]),
        event_type=_types(frame),
        actor=_named(frame["actor1"], frame["actor2"]),
        source=_named(pd.Series(sorted({name for listed in frame["outlets"].unique() for name in listed.split("|")}))),
        areas=frozenset(area for area in areas if area[0]),
        last_day=days.max().date() if len(days) else None,
    )


def _named(*columns: pd.Series) -> dict[str, str]:
    names = {name for column in columns for name in column.dropna().unique() if name}
    return {name: name for name in sorted(names, key=str.casefold)}


def _districts(areas: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Each district with its country, with all of them where two countries share a name: the filter means either."""
    where: dict[str, set[str]] = {}
    for district, _, country in areas:
        if district:
            where.setdefault(district, set()).add(country)
    return {
        name: " · ".join([name, " and ".join(sorted(filter(None, where[name])))]).rstrip(" ·")
        for name in sorted(where, key=str.casefold)
    }


def _types(frame: pd.DataFrame) -> dict[str, str]:
    """Event types, each followed by its sub-types."""
    pairs = frame[["event_type", "sub_event_type"]].drop_duplicates().fillna("").itertuples(index=False, name=None)
    below: dict[str, set[str]] = {}
    for kind, sub in pairs:
        below.setdefault(kind, set()).add(sub)
    shown: dict[str, str] = {}
    for kind in sorted(below, key=lambda kind: (kind not in TYPES, TYPES.index(kind) if kind in TYPES else 0, kind)):
        if kind:
            shown[kind] = kind
        for sub in sorted(below[kind] - {"", kind}):
            shown.setdefault(sub, f"– {sub}")
    return shown
