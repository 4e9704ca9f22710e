"""Bring drawn districts and counties up to date: newer ones, misdrawn ones, and lines that places and sizes contradict.

Balochistan's drawing is schematic (straight lines, some 10 km off) and of about 2012, so the whole province is
apportioned anew among its districts of today. The drawing of Iran's counties follows its lines to a kilometre or two
and is of about 2013: there only the counties that were divided since are apportioned, by their places alone (the
sizes known for coastal counties include the sea). What comes out says that it is approximate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import shapely

from geodata.build.apportion import Site, apportion
from geodata.build.coverage import GRID

Area = tuple[str, str]  # (admin1, admin2)

# A newer district or county: (name, the drawn ones it lies in, since when).
NEWER = {
    "Balochistan": (
        ("Surab", ("Kalat",), "2017"),
        ("Duki", ("Loralai",), "2016"),
        ("Chaman", ("Killa Abdullah",), "2021"),
        ("Sohbatpur", ("Jaffarabad",), "2013"),
    ),
    "Sistan and Baluchestan": (
        ("Rask", ("Sarbaz",), "2018"),
        ("Dashtiari", ("Chabahar",), "2018"),
        ("Bampur", ("Iranshahr",), "2017"),
        ("Golshan", ("Saravan",), "2019"),
        ("Taftan", ("Khash",), "2018"),
        ("Zarabad", ("Konarak",), "2021"),
    ),
}
# The line between these was moved in 2007; the drawing still has the one before.
REDIVIDED = {"Balochistan": (("Kharan", "Washuk"),)}
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


def since(province: str) -> dict[str, str]:
    """District or county of a province → the year from which its present extent dates, where that is known."""
    return {name: year for name, _, year in NEWER.get(province, ())}


def province_anew(
    province: str,
    drawn: Mapping[Area, shapely.Geometry],
    sites: Mapping[Area, Sequence[Site]],
    sizes: Mapping[Area, float],
) -> dict[Area, shapely.Geometry]:
    """All of a province's areas apportioned by drawing, places and sizes. A newer one without a place is left out."""
    own = {key: shape for key, shape in drawn.items() if key[0] == province}
    outline = shapely.union_all(list(own.values()), grid_size=GRID)
    for group in REDIVIDED.get(province, ()):
        own.update(dict.fromkeys(((province, name) for name in group), _union(own, province, group)))
    for name, parents, _ in NEWER.get(province, ()):
        if (province, name) in sites:
            own[province, name] = _union(drawn, province, parents)
    return apportion(own, sites, sizes, outline)


def divided(
    province: str, drawn: Mapping[Area, shapely.Geometry], sites: Mapping[Area, Sequence[Site]]
) -> tuple[dict[Area, shapely.Geometry], set[Area]]:
    """A province's areas with the newer ones divided off their parents by places; and which were touched by that."""
    areas, touched = dict(drawn), set()
    for name, parents, _ in NEWER.get(province, ()):
        keys = [(province, part) for part in (*parents, name)]
        if not all(key in sites for key in keys):
            continue
        whole = _union(drawn, province, parents)
        areas.update(apportion(dict.fromkeys(keys, whole), sites, {}, whole))
        touched.update(keys)
    return areas, touched


def _union(areas: Mapping[Area, shapely.Geometry], province: str, names: Iterable[str]) -> shapely.Geometry:
    return shapely.union_all([areas[province, name] for name in names], grid_size=GRID)
