"""Invented coverage: events with the densities of real ones, and reports of them that differ as outlets do.

Deaths follow the 654 events of UCDP GED for Balochistan, 2004-2021 (CC BY 4.0); places are the gazetteer's. Each report
distorts its event on its own: the day by one, the toll up to the final one, the place to a town nearby, the district or
the province only, injured left out or other, a bomb called an attack. Which event a report tells is in its article's id.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.geodesy import distance_km
from geodata.model import Place
from incidents.model import DatePrec, Report, Source

TOLLS = ((0, 24), (1, 30), (2, 18), (3, 9), (4, 7), (5, 5), (6, 5), (7, 3), (8, 2), (10, 2), (14, 1), (22, 1), (60, 1))
KINDS = (
    ("Battles", "Armed clash", 3),
    ("Violence against civilians", "Attack", 4),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", 4),
    ("Explosions/Remote violence", "Suicide bomb", 1),
    ("Explosions/Remote violence", "Grenade", 1),
)
OUTLETS = tuple(f"Outlet {letter}" for letter in "ABCDEFGHIJKL")
FIRST_DAY = date(2007, 1, 1)


@dataclass(frozen=True)
class Coverage:
    """Reports, the particulars of their articles, and which event each article tells."""

    reports: tuple[Report, ...]
    sources: dict[str, Source]
    event_of: dict[str, int]

    def pairs(self) -> set[tuple[str, str]]:
        """Pairs of articles that tell one event."""
        told: dict[int, list[str]] = {}
        for article, event in self.event_of.items():
            told.setdefault(event, []).append(article)
        return {(a, b) for ids in told.values() for a in sorted(ids) for b in sorted(ids) if a < b}


def invent(count: int, places: tuple[Place, ...], *, days: int = 6600, seed: int = 1) -> Coverage:
    """About `count` reports over `days` days, one to six an event. `places`: those with a district."""
    draw = random.Random(seed)
    reports: list[Report] = []
    sources: dict[str, Source] = {}
    event_of: dict[str, int] = {}
    event = 0
    while len(reports) < count:
        event += 1
        day = FIRST_DAY + timedelta(days=draw.randrange(days))
        place = draw.choice(places)
        kind = draw.choices(KINDS, [weight for *_, weight in KINDS])[0]
        killed = draw.choices([k for k, _ in TOLLS], [w for _, w in TOLLS])[0]
        hurt = draw.choice((None, 0, killed, killed + 1, 2 * killed + 2))
        for outlet in draw.sample(OUTLETS, draw.choice((1, 1, 1, 2, 2, 3, 6))):
            article = f"a{len(reports):06d}"
            late = draw.choice((0, 1, 1, 2))
            sources[article] = Source(article_id=article, source=outlet, published=day + timedelta(days=late))
            event_of[article] = event
            reports.append(_report(article, day, place, kind, killed, hurt, late, places, draw))
    return Coverage(tuple(reports), sources, event_of)


def _report(article, day, place, kind, killed, hurt, late, places, draw) -> Report:
    where = _where(place, places, draw)
    told = max(0, killed - draw.choice((0, 0, 0, 1, killed // 3))) if late == 0 else killed
    if told and draw.random() < 0.05:
        told += 1
    when = day + timedelta(days=draw.choices((0, 1, -1), (92, 6, 2))[0])
    event_type, sub_event_type, _ = kind
    if draw.random() < 0.12:
        event_type, sub_event_type = "Violence against civilians", "Attack"
    return Report(
        id=f"{article}#0",
        article_id=article,
        event_date=when,
        date_prec=DatePrec.DAY,
        event_type=event_type,
        sub_event_type=sub_event_type,
        fatalities=told or (None if hurt else 0),
        fatalities_low=told or None,
        fatalities_high=told or None,
        injured=None if draw.random() < 0.4 or not hurt else hurt + draw.choice((0, 0, 1)),
        excerpt=f"{article} tells of {draw.random()} in its own words",
        **where,
    )


def _where(place: Place, places: tuple[Place, ...], draw: random.Random) -> dict:
    choice = draw.random()
    if choice < 0.12:
        near = [p for p in draw.sample(places, 60) if distance_km(p.lon, p.lat, place.lon, place.lat) < 30]
        place = near[0] if near else place
    named = dict(country=place.country, admin1=place.admin1)
    if choice > 0.98:
        return named
    named |= dict(admin2=place.admin2)
    if choice > 0.85:
        return named | dict(location=place.admin2, lon=place.lon, lat=place.lat, where_prec=3)
    return named | dict(
        location=place.name, place_id=place.place_id, lon=place.lon, lat=place.lat, where_prec=2, uncertainty_km=10.0
    )
