"""Bring drawn districts and counties up to date: split off the newer ones and re-divide the misdrawn, by nearest town.

The drawings are of about 2012 and 2013. A newer district has no drawn shape, so the parent's is divided among the
towns, sub-district centres and county points the curated gazetteer gives for each part. What comes out is approximate
and says so. Each division below was kept because it raised the share of right answers against points of known
district (docs/geodata.md); Lashar, which did not, stays with its parent as an alias.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely

from geodata.build.coverage import divide_by_towns

Area = tuple[str, str]  # (admin1, admin2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """`drawn` areas of one province, divided anew among `into` (which may name them again); `since`: their vintage."""

    province: str
    drawn: tuple[str, ...]
    into: tuple[str, ...]
    since: str


DIVISIONS = (
    Division(province="Balochistan", drawn=("Kalat",), into=("Kalat", "Surab"), since="2017"),
    Division(province="Balochistan", drawn=("Loralai",), into=("Loralai", "Duki"), since="2016"),
    Division(province="Balochistan", drawn=("Killa Abdullah",), into=("Killa Abdullah", "Chaman"), since="2021"),
    Division(province="Balochistan", drawn=("Kharan", "Washuk"), into=("Kharan", "Washuk"), since="2007"),
    Division(province="Balochistan", drawn=("Jaffarabad",), into=("Jaffarabad", "Sohbatpur"), since="2013"),
    Division(province="Sistan and Baluchestan", drawn=("Sarbaz",), into=("Sarbaz", "Rask"), since="2018"),
    Division(province="Sistan and Baluchestan", drawn=("Chabahar",), into=("Chabahar", "Dashtiari"), since="2018"),
    Division(province="Sistan and Baluchestan", drawn=("Iranshahr",), into=("Iranshahr", "Bampur"), since="2017"),
    Division(province="Sistan and Baluchestan", drawn=("Saravan",), into=("Saravan", "Golshan"), since="2019"),
    Division(province="Sistan and Baluchestan", drawn=("Khash",), into=("Khash", "Taftan"), since="2018"),
    Division(province="Sistan and Baluchestan", drawn=("Konarak",), into=("Konarak", "Zarabad"), since="2021"),
)
# Areas that exist but have no shape of their own here: (province, name, the area that holds them, since).
ALIASES = (
    ("Balochistan", "Hub", "Lasbela", "2022"),
    ("Balochistan", "Usta Muhammad", "Jaffarabad", "2022"),
    ("Balochistan", "Karezat", "Pishin", "2022"),
    ("Balochistan", "Shaheed Sikandarabad", "Surab", "2017"),
    ("Balochistan", "Bolan", "Kachhi", "2012"),
    ("Balochistan", "Lehri", "Sibi", "2013"),
    ("Sistan and Baluchestan", "Lashar", "Nikshahr", "2021"),
)
TOWN_REACH_DEG = 0.05  # a town this far outside the drawn area still speaks for it: drawings are off by kilometres


def divide(
    areas: Mapping[Area, shapely.Geometry], towns: Mapping[Area, Sequence[tuple[float, float]]]
) -> tuple[dict[Area, shapely.Geometry], dict[Area, str]]:
    """Apply DIVISIONS: the new areas, and the vintage of each that was divided (those are approximate).

    A division whose parts have no town in the drawn area is left out, and its areas stay as drawn.
    """
    result = dict(areas)
    vintage: dict[Area, str] = {}
    for division in DIVISIONS:
        drawn = [(division.province, name) for name in division.drawn]
        if not all(key in result for key in drawn):
            continue
        whole = shapely.union_all([result[key] for key in drawn])
        near = whole.buffer(TOWN_REACH_DEG)
        shapely.prepare(near)
        seeds = {
            (division.province, name): [
                point for point in towns.get((division.province, name), ()) if shapely.contains_xy(near, *point)
            ]
            for name in division.into
        }
        if not all(seeds.values()):
            continue
        order = list(result)
        place = order.index(drawn[0])
        parts = divide_by_towns(whole, seeds)
        kept = [(key, result[key]) for key in order[:place]]
        rest = [(key, result[key]) for key in order[place:] if key not in drawn]
        result = dict([*kept, *parts.items(), *rest])
        vintage.update(dict.fromkeys(parts, division.since))
    return result, vintage
