"""Which area a point is in: countries, provinces (admin1), districts and counties (admin2).

Areas share their edges, so a point inside is in exactly one. A point on a shared line belongs to the area that stands
first in the pack (countries, provinces and districts are written in alphabetical order): one winner, always the same.
A point at sea or on a coast drawn more coarsely than it is takes the nearest area within COAST_KM.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.border import BorderDistance, distance_to

if TYPE_CHECKING:
    from geodata.pack import Pack

COAST_KM = 3.0  # the coast (Natural Earth 1:10m) is generalised by this much at worst here
_KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Area:
    """One administrative area; `geometry` in lon, lat, None for an alias (then `alias_of` names the holder)."""

    name: str
    geometry: shapely.Geometry | None
    admin1: str | None = None
    country: str | None = None
    vintage: str | None = None
    approximate: bool = False
    alias_of: str | None = None


class AreaLayer:
    """Areas of one level that do not overlap, asked about many points at once."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = tuple(areas)
        self.shapes = np.array([area.geometry for area in self.areas], dtype=object)
        shapely.prepare(self.shapes)
        self._bounds = shapely.bounds(self.shapes).reshape(-1, 4)

    @functools.cached_property
    def _edges(self) -> tuple[shapely.STRtree, np.ndarray]:
        """Every edge of every area in a tree, and the area each belongs to."""
        rings, holder = shapely.get_parts(shapely.boundary(self.shapes), return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        same = np.flatnonzero(ring[:-1] == ring[1:])
        return shapely.STRtree(shapely.linestrings(np.stack([points[same], points[same + 1]], axis=1))), holder[
            ring[same]
        ]

    def at(self, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """Index of the area each point (n,) is in, -1 where none is; on a shared line the first one wins."""
        found = np.full(len(lons), -1, dtype=np.intp)
        order = np.argsort(lons, kind="stable")
        sorted_lons = lons[order]
        for number, (west, south, east, north) in enumerate(self._bounds):
            first, last = np.searchsorted(sorted_lons, west, "left"), np.searchsorted(sorted_lons, east, "right")
            rows = order[first:last]
            rows = rows[(found[rows] < 0) & (lats[rows] >= south) & (lats[rows] <= north)]
            if len(rows):
                inside = shapely.intersects_xy(self.shapes[number], lons[rows], lats[rows])
                found[rows[inside]] = number
        return found

    def nearest(self, lons: np.ndarray, lats: np.ndarray, km: float) -> np.ndarray:
        """Index of the nearest area within about `km`, -1 where none is so near."""
        found = np.full(len(lons), -1, dtype=np.intp)
        known = np.flatnonzero(np.isfinite(lons) & np.isfinite(lats))
        points = shapely.points(lons[known], lats[known])
        if len(known):
            tree, holder = self._edges
            row, edge = tree.query_nearest(points, max_distance=km / _KM_A_DEGREE, all_matches=False)
            found[known[row]] = holder[edge]
        return found


class Boundaries:
    """The areas and the border of one pack."""

    def __init__(
        self,
        *,
        countries: Sequence[Area],
        admin1: Sequence[Area],
        admin2: Sequence[Area],
        border: shapely.Geometry,
        border_countries: tuple[str, ...] = (),
    ) -> None:
        self.countries = AreaLayer(countries)
        self.admin1 = AreaLayer(admin1)
        self.admin2 = AreaLayer([area for area in admin2 if area.geometry is not None])
        self.aliases = {(area.admin1, area.name): area.alias_of for area in admin2 if area.alias_of}
        self.border = border
        self.border_countries = border_countries

    @classmethod
    def from_pack(cls, pack: Pack) -> Boundaries:
        """Read the areas and the border of an open pack."""
        ends = [(row.get("country_a"), row.get("country_b")) for row in pack.rows("border")]
        return cls(
            countries=[_area(row) for row in pack.rows("countries")],
            admin1=[_area(row) for row in pack.rows("admin1")],
            admin2=[_area(row) for row in pack.rows("admin2")],
            border=pack.border_line,
            border_countries=tuple(dict.fromkeys(name for pair in ends for name in pair if name)),
        )

    @functools.cached_property
    def _surroundings(self) -> shapely.Geometry:
        """Roughly where a point outside every country may still be on a generalised coast: a quick first sieve."""
        rough = shapely.simplify(self.countries.shapes, 0.02).tolist()
        wide = shapely.union_all([shapely.buffer(shape.boundary, 0.06, quad_segs=2) for shape in rough])
        shapely.prepare(wide)
        return wide

    @property
    def distance(self) -> BorderDistance:
        """Geodesic distances to this border."""
        return distance_to(self.border)

    def admin2_at(self, lons: Sequence[float], lats: Sequence[float]) -> np.ndarray:
        """District or county of each point: object array of names, None where unknown."""
        return self.at(lons, lats)["admin2"]

    def admin1_at(self, lons: Sequence[float], lats: Sequence[float]) -> np.ndarray:
        """Province of each point: object array of names, None where unknown."""
        return self.at(lons, lats)["admin1"]

    def country_at(self, lons: Sequence[float], lats: Sequence[float]) -> np.ndarray:
        """Country of each point: object array of names, None where unknown."""
        return self.at(lons, lats)["country"]

    def at(self, lons: Sequence[float], lats: Sequence[float]) -> dict[str, np.ndarray]:
        """`country`, `admin1`, `admin2` of each point as object arrays (n,) of names, None where unknown.

        Points that are not numbers or not on the earth are unknown.
        """
        lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        names = {level: np.full(len(lons), None, dtype=object) for level in ("country", "admin1", "admin2")}
        open_rows = np.flatnonzero((np.abs(lons) <= 180) & (np.abs(lats) <= 90))
        for coast in (False, True):
            for level, layer in (("admin2", self.admin2), ("admin1", self.admin1), ("country", self.countries)):
                if not len(open_rows) or not layer.areas:
                    continue
                x, y = lons[open_rows], lats[open_rows]
                index = layer.nearest(x, y, COAST_KM) if coast else layer.at(x, y)
                hit = index >= 0
                rows = open_rows[hit]
                for target, field in _FIELDS[level]:
                    values = np.array([getattr(area, field) for area in layer.areas], dtype=object)
                    names[target][rows] = values[index[hit]]
                open_rows = open_rows[~hit]
            if coast is False and len(open_rows):
                near = shapely.contains_xy(self._surroundings, lons[open_rows], lats[open_rows])
                open_rows = open_rows[near]
        return names

    def resolve_admin2(self, name: str, admin1: str | None = None) -> Area | None:
        """The area a district's or county's name stands for, following aliases; None when unknown or ambiguous."""
        holders = {
            alias_of
            for (province, alias), alias_of in self.aliases.items()
            if alias == name and admin1 in (None, province)
        }
        wanted = holders or {name}
        found = [area for area in self.admin2.areas if area.name in wanted and admin1 in (None, area.admin1)]
        return found[0] if len(found) == 1 else None


_FIELDS = {
    "admin2": (("admin2", "name"), ("admin1", "admin1"), ("country", "country")),
    "admin1": (("admin1", "name"), ("country", "country")),
    "country": (("country", "name"),),
}


def _area(row: dict[str, Any]) -> Area:
    return Area(
        name=row["name"],
        geometry=row["geometry"],
        admin1=row.get("admin1"),
        country=row.get("country"),
        vintage=row.get("vintage"),
        approximate=bool(row.get("approximate")),
        alias_of=row.get("alias_of"),
    )
