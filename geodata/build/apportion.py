"""Divide a province among its districts from three things that are each known roughly: a drawing, places and sizes.

A drawing shows the lines to some kilometres, and districts made since not at all. Beside it stand places whose
district is known, and each district's size. A spot goes to the district for which

    km outside its drawn shape (negative inside) + km to its nearest known place - its handicap

is least; the handicaps are found so that every district gets its known size. A newer district has its parent's drawn
shape, so inside the parent its places and size alone decide. Lines come out smooth to about a kilometre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geodata.build.coverage import GRID, Key, clean, polygonal, simplify

CELL_DEG = 0.01  # about 1.1 km: finer than any drawing used here is right
REACH_CELLS = 4  # the raster goes this far beyond the outline, so that cutting to the outline leaves no gap
ROUNDS = 120
TOLERANCE_DEG = 0.012  # takes the raster's steps out of the lines
_KM_A_DEGREE = 111.2

Site = tuple[float, float, float]  # lon, lat, radius in km: 0 for a point, that of equal area for a sub-district


def apportion(
    drawn: Mapping[Key, shapely.Geometry],
    places: Mapping[Key, Sequence[Site]],
    sizes: Mapping[Key, float],
    outline: shapely.Geometry,
) -> dict[Key, shapely.Geometry]:
    """Divide `outline` among the keys of `drawn`; all geometries in lon, lat.

    `sizes`: km² where known. A key without a size keeps what its drawing and places give it.
    """
    keys = list(drawn)
    lons, lats = _cells(outline)
    flat = _Plane(outline)
    cost = np.stack([flat.outside_km(drawn[key], lons, lats) for key in keys], axis=1)
    cost += np.stack([flat.nearest_km(places.get(key, ()), lons, lats) for key in keys], axis=1)
    inside = shapely.contains_xy(outline, lons, lats)
    cell_km2 = (CELL_DEG * _KM_A_DEGREE) ** 2 * np.cos(np.radians(lats))
    wanted = np.array([sizes.get(key, np.nan) for key in keys])
    handicap = _handicaps(cost[inside], cell_km2[inside], wanted)
    winner = np.argmin(cost - handicap, axis=1)
    raster = {key: _squares(lons[winner == at], lats[winner == at]) for at, key in enumerate(keys)}
    smooth = simplify({key: shape for key, shape in raster.items() if not shape.is_empty}, TOLERANCE_DEG)
    return clean(
        {key: polygonal(shapely.intersection(shape, outline, grid_size=GRID)) for key, shape in smooth.items()}
    )


class _Plane:
    """Kilometres on a plane around an outline's middle; within 2 % over a province."""

    def __init__(self, outline: shapely.Geometry) -> None:
        self._scale = np.array([_KM_A_DEGREE * np.cos(np.radians(outline.centroid.y)), _KM_A_DEGREE])

    def outside_km(self, shape: shapely.Geometry, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """Distance from each point to a shape, negative inside: (n,) km."""
        flat = shapely.simplify(shapely.transform(shape, lambda xy: xy * self._scale), 0.3)
        points = shapely.points(np.c_[lons, lats] * self._scale)
        edge = flat.boundary
        shapely.prepare(flat)
        shapely.prepare(edge)
        away = shapely.distance(edge, points)
        return np.where(shapely.intersects(flat, points), -away, away)

    def nearest_km(self, sites: Sequence[Site], lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """Distance from each point to the nearest site's circle, negative inside: (n,) km; 0 without any site."""
        if not len(sites):
            return np.zeros(len(lons))
        points = np.c_[lons, lats] * self._scale
        best = np.full(len(points), np.inf)
        for x, y, radius in np.asarray(sites, dtype=float) * [*self._scale, 1.0]:
            np.minimum(best, np.hypot(points[:, 0] - x, points[:, 1] - y) - radius, out=best)
        return best


def _cells(outline: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Centres of the raster's cells in and around an outline."""
    west, south, east, north = outline.bounds
    margin = REACH_CELLS * CELL_DEG
    first_x, first_y = np.floor((west - margin) / CELL_DEG), np.floor((south - margin) / CELL_DEG)
    columns = np.arange(first_x, np.ceil((east + margin) / CELL_DEG))
    rows = np.arange(first_y, np.ceil((north + margin) / CELL_DEG))
    x, y = (part.ravel() for part in np.meshgrid((columns + 0.5) * CELL_DEG, (rows + 0.5) * CELL_DEG))
    near = shapely.simplify(outline, CELL_DEG / 2).buffer(margin)
    shapely.prepare(near)
    kept = shapely.contains_xy(near, x, y)
    return x[kept], y[kept]


def _handicaps(cost: np.ndarray, cell_km2: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """km to take off each column of `cost` (n, k) so that the least in a row wins `wanted` km² in all; NaN: none."""
    known = np.isfinite(wanted)
    if known.all():
        wanted = wanted * (cell_km2.sum() / wanted.sum())
    found = np.zeros(len(wanted))
    # Moving a line of a round district by 1 km moves about 2 * sqrt(pi * area) km² across it.
    perimeter = 2 * np.sqrt(np.pi * np.where(known, wanted, 1.0))
    for _ in range(ROUNDS):
        won = np.bincount(np.argmin(cost - found, axis=1), cell_km2, len(wanted))
        found[known] += (0.5 * (wanted - won) / perimeter)[known]
    return found


def _squares(lons: np.ndarray, lats: np.ndarray) -> shapely.Geometry:
    """The union of raster cells, joined row by row first."""
    column, row = np.floor(lons / CELL_DEG).astype(int), np.floor(lats / CELL_DEG).astype(int)
    order = np.lexsort((column, row))
    column, row = column[order], row[order]
    if not len(column):
        return shapely.Polygon()
    starts = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 1)])
    ends = np.r_[starts[1:] - 1, len(column) - 1]
    west, south = column[starts] * CELL_DEG, row[starts] * CELL_DEG
    east, north = (column[ends] + 1) * CELL_DEG, (row[starts] + 1) * CELL_DEG
    return shapely.union_all(shapely.box(west, south, east, north), grid_size=GRID)
