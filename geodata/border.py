"""The border lens: how far points are from the land border, the nearest crossing, and a corridor along it.

Distances are geodesic on WGS84. The nearest stretch of the border is found by the straight chord through the earth
(an order that agrees with the geodesic one to a few metres at a thousand kilometres), over blocks of the dense line,
so that no map projection bends the answer; then the geodesic to the foot on that stretch is measured.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.crs import earth_centred, geod

if TYPE_CHECKING:
    from geodata.pack import Pack

SPACING_KM = 0.5  # between neighbouring points of the densified border
BLOCK = 128  # points of the border that are skipped or searched together
CHUNK = 8_192  # points asked about at a time, so that tables stay in the cache
# Nearer than this, the nearest point of the line need not lie on the nearest stretch: all near are tried.
CLOSE_KM = 1.0
CLOSE_CHUNK = 256
UNTHREADED = 250_000  # multiplications; OpenBLAS spreads a matrix product over threads from 262,144 on


class BorderDistance:
    """Geodesic distance to a line, for many points at once. Built once for a border, about 10 ms.

    Tables are in earth-centred kilometres seen from the line's middle, so that little cancels.
    """

    def __init__(self, line: shapely.Geometry) -> None:
        """`line`: a (multi)linestring in lon, lat."""
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
        dense = [_densified(part) for part in parts]
        self._lonlat = np.concatenate(dense)
        xyz = earth_centred(self._lonlat[:, 0], self._lonlat[:, 1])
        self._origin = xyz.mean(axis=0)
        self._xyz = xyz - self._origin
        # Edge i leads from point i to the next on the same stretch of line; at a stretch's end it has no length.
        index = np.arange(len(xyz))
        ends = np.cumsum([len(part) for part in dense]) - 1
        starts = np.concatenate([[0], ends[:-1] + 1])
        after = np.where(np.isin(index, ends), index, index + 1)
        self._before = np.where(np.isin(index, starts), index, index - 1)
        self._edges = self._xyz[after] - self._xyz
        self._edges_lonlat = self._lonlat[after] - self._lonlat
        self._edge_squares = _squares(self._edges)
        # Around each edge of a point: itself, the one that leads to it, and the next on either side.
        self._beside = np.stack([index, self._before, after, self._before[self._before]], axis=1)
        self._blocks = range(0, len(index), BLOCK)
        points = [self._xyz[at : at + BLOCK] for at in self._blocks]
        self._centres = np.array([block.mean(axis=0) for block in points])
        # Seen from its centre: each block's points, as -2 times (3, m), and their squared lengths.
        around = [block - centre for block, centre in zip(points, self._centres, strict=True)]
        self._doubled = [np.ascontiguousarray(-2.0 * each.T) for each in around]
        self._lengths = [_squares(each) for each in around]
        self._radii = np.sqrt([lengths.max() for lengths in self._lengths])

    def km(self, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """Kilometres from each point to the line. `lons`, `lats`: float arrays (n,); NaN stays NaN."""
        lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        result = np.full(lons.shape, np.nan)
        for at in range(0, len(lons), CHUNK):
            part = slice(at, at + CHUNK)
            known = np.isfinite(lons[part]) & np.isfinite(lats[part])
            if known.any():
                result[part][known] = self._chunk_km(lons[part][known], lats[part][known])
        return result

    def _chunk_km(self, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        points = earth_centred(lons, lats) - self._origin
        nearest, km = self._nearest_point(points)
        foot = self._foot(points, self._beside[nearest])
        close = np.flatnonzero(km < CLOSE_KM)
        for at in range(0, len(close), CLOSE_CHUNK):
            rows = close[at : at + CLOSE_CHUNK]
            foot[rows] = self._foot(points[rows], self._edges_within(points[rows], km[rows]))
        _, _, metres = geod().inv(lons, lats, foot[:, 0], foot[:, 1])
        return np.asarray(metres) / 1000.0

    def _nearest_point(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Index of the densified border's point with the shortest chord, and its km, for each row of `points` (n, 3)."""
        away = np.sqrt(_squares_between(self._centres, points))
        # Searched first: the block whose farthest point can be nearest; then those that may hold a nearer point.
        guess = np.argmin(away + self._radii[:, None], axis=0)
        away -= self._radii[:, None]
        least = np.square(np.maximum(away, 0.0, out=away), out=away)  # 0 inside a block's sphere: always searched
        least[guess, np.arange(len(points))] = np.inf
        best = np.full(len(points), np.inf)
        found = np.zeros(len(points), dtype=np.intp)
        for asked in (lambda number: guess == number, lambda number: least[number] < best):
            for number, first in enumerate(self._blocks):
                rows = np.flatnonzero(asked(number))
                if not len(rows):
                    continue
                seen = points[rows] - self._centres[number]
                beyond = _product(seen, self._doubled[number])
                beyond += self._lengths[number]  # squared distances less |seen|²
                at = np.argmin(beyond, axis=1)
                value = np.maximum(beyond[np.arange(len(rows)), at] + _squares(seen), 0.0)
                better = value < best[rows]
                best[rows[better]] = value[better]
                found[rows[better]] = first + at[better]
        return found, np.sqrt(best)

    def _edges_within(self, points: np.ndarray, km: np.ndarray) -> np.ndarray:
        """The edges that may come within `km` of each point, as (n, k): k is enough for the point that has most."""
        away = _squares_between(points, self._xyz)
        most = int((away <= np.square(km + SPACING_KM)[:, None]).sum(axis=1).max())  # an edge starts that near, too
        return np.argpartition(away, most - 1, axis=1)[:, :most]

    def _foot(self, points: np.ndarray, edges: np.ndarray) -> np.ndarray:
        """The closest place on each point's own choice of edges, as (n, 2) lon, lat. `edges`: indices (n, k)."""
        best = np.full(len(points), np.inf)
        on, share = edges[:, 0].copy(), np.zeros(len(points))
        for edge in edges.T:
            seen = points - self._xyz[edge]
            squared = self._edge_squares[edge]
            along = np.einsum("ij,ij->i", seen, self._edges[edge])
            part = np.clip(along / np.where(squared == 0, 1.0, squared), 0.0, 1.0)
            away = _squares(seen) - part * (2.0 * along - part * squared)
            closer = away < best
            best[closer], on[closer], share[closer] = away[closer], edge[closer], part[closer]
        return self._lonlat[on] + share[:, None] * self._edges_lonlat[on]


def _squares(vectors: np.ndarray) -> np.ndarray:
    """Squared length of each row of (n, 3)."""
    return np.einsum("ij,ij->i", vectors, vectors)


def _product(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Matrix product of (n, 3) and (3, m), in pieces so small that BLAS wakes no threads: they would only spin."""
    table = np.empty((len(rows), columns.shape[1]))
    step = max(1, UNTHREADED // columns.size)
    for at in range(0, len(rows), step):
        np.matmul(rows[at : at + step], columns, out=table[at : at + step])
    return table


def _squares_between(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Squared distances (n, m) between rows of (n, 3) and of (m, 3), never below 0."""
    table = _product(points, -2.0 * others.T)
    table += _squares(points)[:, None]
    table += _squares(others)
    return np.maximum(table, 0.0, out=table)


def _densified(lonlat: np.ndarray) -> np.ndarray:
    """The line's points with more between them, at most SPACING_KM apart (straight in lon/lat, as maps draw it)."""
    _, _, metres = geod().inv(lonlat[:-1, 0], lonlat[:-1, 1], lonlat[1:, 0], lonlat[1:, 1])
    steps = np.maximum(1, np.ceil(np.asarray(metres) / 1000.0 / SPACING_KM).astype(int))
    pieces = [
        start + (end - start) * (np.arange(count) / count)[:, None]
        for start, end, count in zip(lonlat[:-1], lonlat[1:], steps, strict=True)
    ]
    return np.concatenate([*pieces, lonlat[-1:]])


@functools.lru_cache(maxsize=8)
def distance_to(line: shapely.Geometry) -> BorderDistance:
    """The BorderDistance of a line, kept for the lines last asked about."""
    return BorderDistance(line)


def nearest_crossing(lon: float, lat: float, pack: Pack) -> tuple[str, float] | None:
    """Name of the nearest border crossing and the geodesic distance to it in km; None when the pack knows none."""
    found = [
        (geod().inv(lon, lat, row["geometry"].x, row["geometry"].y)[2] / 1000.0, row["name"]) for row in pack.crossings
    ]
    if not found:
        return None
    km, name = min(found)
    return name, km


def corridor(km: float, pack: Pack) -> shapely.Geometry:
    """Everything within `km` kilometres of the land border, both sides, as a polygon in lon, lat.

    Drawn in an equidistant projection centred on the border; exact to about 0.3 % over this border's length.
    Raises ValueError for a negative width.
    """
    if not km >= 0:
        raise ValueError(f"a corridor of {km} km cannot be drawn: give a width of 0 km or more")
    import pyproj

    line = pack.border_line
    west, south, east, north = line.bounds
    local = pyproj.CRS.from_proj4(f"+proj=laea +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +datum=WGS84")
    there = pyproj.Transformer.from_crs("EPSG:4326", local, always_xy=True)
    back = pyproj.Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    flat = shapely.transform(line, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
    wide = shapely.buffer(flat, km * 1000.0, quad_segs=24)
    return shapely.transform(wide, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1])))
