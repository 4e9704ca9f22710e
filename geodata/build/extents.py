"""What is known of districts beside their drawing: places in them, the extent of sub-districts, sizes.

`extents.csv` holds, for Balochistan's districts and sub-districts (OCHA COD-AB and UCDP GED, as compiled for the curated
gazetteer) and some of Iran's, an inner point and the radius of a circle of equal area. It is kept apart from the
gazetteer, whose radii say something else: how far from its point an event named after a place may be.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Iterable
from pathlib import Path

from geodata.build.apportion import Site

EXTENTS = Path(__file__).resolve().parent / "extents.csv"
COMPUTED = "computed from county shape"  # a gazetteer row's source when its point says nothing new about the shape
EXTENDED = frozenset({"district", "county", "tehsil", "bakhsh", "rural district"})
Area = tuple[str, str]  # (admin1, admin2)


@functools.cache
def _extents() -> tuple[dict[str, str], ...]:
    with EXTENTS.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def sites(gazetteer: Iterable[dict[str, str]]) -> dict[Area, list[Site]]:
    """(admin1, admin2) → the circles of `extents.csv` and, radius 0, the gazetteer's places with a point of their own."""
    found: dict[Area, list[Site]] = {}
    for row in _extents():
        circle = (float(row["lon"]), float(row["lat"]), float(row["radius_km"]))
        found.setdefault((row["admin1"], row["admin2"]), []).append(circle)
    for row in gazetteer:
        own = row["lon"] and row["lat"] and row["point_of"] == "own" and row["source"] != COMPUTED
        if own and row["admin2"] and row["kind"] not in EXTENDED:
            point = (float(row["lon"]), float(row["lat"]), 0.0)
            found.setdefault((row["admin1"], row["admin2"]), []).append(point)
    return found


def sizes() -> dict[Area, float]:
    """(admin1, admin2) → km² of a district.

    A size that the district's own sub-districts exceed by a quarter is not believed and left out.
    """
    found: dict[Area, float] = {}
    within: dict[Area, float] = {}
    for row in _extents():
        key, km2 = (row["admin1"], row["admin2"]), math.pi * float(row["radius_km"]) ** 2
        if row["kind"] == "district":
            found[key] = km2
        elif row["kind"] == "tehsil":
            within[key] = within.get(key, 0.0) + km2
    return {key: km2 for key, km2 in found.items() if within.get(key, 0.0) <= 1.25 * km2}
