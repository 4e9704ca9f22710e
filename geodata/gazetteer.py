"""The gazetteer: names and spellings to the places they may mean, and the automaton that finds them in a text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import ahocorasick_rs

from geodata.geodesy import distance_km
from geodata.model import PackError, Place
from geodata.names import fold_name, fold_variants

if TYPE_CHECKING:
    from geodata.pack import Pack

CURATED = "gazetteer.csv"  # in geodata/packs
DISTRICTS = ("district", "county")  # kinds of places: Pakistan's and Iran's name for the same level, admin2
POINTS = frozenset({"town", "village", "neighbourhood", "port"})
SAME_TOWN_KM = 10.0
INCIDENTAL = 100_000  # inhabitants below which a town outside the border region is seldom in its news
REGION = frozenset(["Balochistan", "Sistan and Baluchestan"])  # its homonyms win when nothing else speaks


class Gazetteer:
    """Places by folded name. Homonyms stay side by side: choosing among them is geocoding's work, not the lookup's."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        by_name: dict[str, dict[str, Place]] = {}
        for place in self.places:
            for name in (place.name, *place.spellings, *place.local_names):
                for folded in fold_variants(name):
                    by_name.setdefault(folded, {})[place.place_id] = place
        self._by_name = {name: tuple(found.values()) for name, found in by_name.items()}
        self._incidental: dict[int, bool] = {}

    @cached_property
    def worldwide(self) -> bool:
        """Whether the places cover the world (a pack with continents), so that most names have namesakes."""
        return any(place.kind == "continent" for place in self.places)

    def __len__(self) -> int:
        return len(self.places)

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Every place of that name or spelling, () when there is none."""
        return self._by_name.get(fold_name(name), ())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The folded names, in the order of the automaton's patterns."""
        return tuple(self._by_name)

    @cached_property
    def automaton(self) -> ahocorasick_rs.AhoCorasick:
        """Finds every folded name that begins a word."""
        return ahocorasick_rs.AhoCorasick([f" {name}" for name in self.names])

    @cached_property
    def by_pattern(self) -> tuple[tuple[Place, ...], ...]:
        """The places behind each of the automaton's patterns."""
        return tuple(self._by_name.values())

    def is_incidental(self, pattern: int) -> bool:
        """Whether the pattern's name is often a person's or a firm's: any in a gazetteer of the world, else one that only
        small towns outside the curated table and the border region bear."""
        known = self._incidental.get(pattern)
        if known is None:
            known = self._incidental[pattern] = self.worldwide or all(
                place.place_id.startswith("geonames:")
                and place.admin1 not in REGION
                and (place.population or 0) < INCIDENTAL
                for place in self.by_pattern[pattern]
            )
        return known

    def district(self, name: str, country: str | None = None) -> Place | None:
        """The district or county of that name, None when there is none or more than one."""
        found = [p for p in self.lookup(name) if p.kind in DISTRICTS and country in (None, p.country)]
        return found[0] if len(found) == 1 else None


def load_gazetteer(pack: Pack | None = None) -> Gazetteer:
    """The gazetteer of an opened region pack; of the curated table alone when there is no pack or it has no places."""
    places = pack.places if pack is not None else ()
    return Gazetteer(without_doubles(places) or curated_places())


def without_doubles(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places with GeoNames' towns folded into the curated rows that mean the same town.

    The same town: one folded name in common and at most SAME_TOWN_KM apart. The curated row stays and takes over the
    other spellings and the population; not a spelling that is the name of another curated town (Fahraj was once
    Iranshahr's).
    """
    places = tuple(places)
    names_of_others = {fold_name(place.name) for place in places if not place.place_id.startswith("geonames:")}
    own: dict[str, list[int]] = {}
    kept: list[Place | None] = list(places)
    for position, place in enumerate(places):
        if not place.place_id.startswith("geonames:") and place.kind in POINTS:
            for name in (place.name, *place.spellings):
                own.setdefault(fold_name(name), []).append(position)
    for position, place in enumerate(places):
        if not own or not place.place_id.startswith("geonames:"):
            continue
        names = (place.name, *place.spellings)
        same = next((p for name in names for p in own.get(fold_name(name), ()) if _is_near(places[p], place)), None)
        if same is not None:
            kept[position] = None
            held = kept[same]
            own_names = (held.name, *held.spellings)
            new = [name for name in names if name in own_names or fold_name(name) not in names_of_others]
            kept[same] = replace(
                held,
                spellings=tuple(dict.fromkeys((*held.spellings, *new))),
                local_names=tuple(dict.fromkeys((*held.local_names, *place.local_names))),
                population=held.population or place.population,
            )
    return tuple(place for place in kept if place is not None)


def _is_near(one: Place, other: Place) -> bool:
    return distance_km(one.lon, one.lat, other.lon, other.lat) <= SAME_TOWN_KM


def open_gazetteer(source: str | Path | None = None) -> Gazetteer:
    """The gazetteer of a pack by name or path; None is the bundled pack, whose places are the curated table at least.

    Raises PackError, saying how to build it, when a named pack is not there.
    """
    from geodata.pack import open_pack

    try:
        return load_gazetteer(open_pack(source))
    except PackError:
        if source is not None:
            raise
        return load_gazetteer()


@cache
def split_from() -> dict[tuple[str | None, str | None], frozenset[str]]:
    """The districts that were once part of a district, by its country and name: (Iran, Sarbaz) → Rask. From the curated rows."""
    split = [p for p in curated_places() if p.parts and p.kind in DISTRICTS]
    return {(p.country, p.admin2): frozenset(p.parts) for p in split}


def curated_places(path: Path | None = None) -> Iterator[Place]:
    """The rows of the curated gazetteer as places, in file order. Raises KeyError when a column is missing."""
    source = path or Path(str(resources.files("geodata") / "packs" / CURATED))
    with source.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield Place(
                place_id=row["place_id"],
                name=row["name"],
                kind=row["kind"],
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                uncertainty_km=float(row["uncertainty_km"]),
                country=row["country"] or None,
                admin1=row["admin1"] or None,
                admin2=row["admin2"] or None,
                spellings=tuple(s for s in row["spellings"].split(";") if s),
                local_names=tuple(s for name in ("urdu", "persian", "balochi") for s in row[name].split(";") if s),
                source=row["source"],
                note=row["note"],
                own_point=row["point_of"] != "parent",
                parts=tuple(s for s in row["parts"].split(";") if s),
            )
