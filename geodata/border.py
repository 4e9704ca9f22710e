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
BLOCK = 48  # points of the border that are skipped or searched together
CHUNK = 16_384  # points asked about at a time, so that tables stay in the cache
CLOSE_KM = 1.0  # nearer than this, the nearest point of the line need not lie on the nearest stretch: all are tried
CLOSE_CHUNK = 256


class BorderDistance:
    """Geodesic distance to a line, for many points at once. Built once for a border, about 10 ms."""

    def __init__(self, line: shapely.Geometry) -> None:
        """`line`: a (multi)linestring in lon, lat."""
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
        dense = [_densified(part) for part in parts]
        self._lonlat = np.concatenate(dense)
        self._xyz = earth_centred(self._lonlat[:, 0], self._lonlat[:, 1])
        # The next point on the same stretch of line; a stretch's last point is its own neighbour.
        index = np.arange(len(self._lonlat))
        ends = np.cumsum([len(part) for part in dense]) - 1
        starts = np.concatenate([[0], ends[:-1] + 1])
        self._after = np.where(np.isin(index, ends), index, index + 1)
        self._before = np.where(np.isin(index, starts), index, index - 1)
        self._blocks = [index[at : at + BLOCK] for at in range(0, len(index), BLOCK)]
        self._centres = np.array([self._xyz[block].mean(axis=0) for block in self._blocks])
        # Seen from its centre, so that nothing cancels: each block's points (3, m) and their squared lengths.
        self._around = [
            (self._xyz[block] - centre).T for block, centre in zip(self._blocks, self._centres, strict=True)
        ]
        self._lengths = [(around * around).sum(axis=0) for around in self._around]
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
        points = earth_centred(lons, lats)
        nearest, km = self._nearest_point(points)
        foot = self._foot(points, nearest)
        close = np.flatnonzero(km < CLOSE_KM)
        for at in range(0, len(close), CLOSE_CHUNK):
            rows = close[at : at + CLOSE_CHUNK]
            foot[rows] = self._foot_on_any(points[rows])
        _, _, metres = geod().inv(lons, lats, foot[:, 0], foot[:, 1])
        return np.asarray(metres) / 1000.0

    def _nearest_point(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Index of the densified border's point with the shortest chord, and its km, for each row of `points` (n, 3)."""
        away = np.sqrt(np.maximum(_squared(points, self._centres), 0.0))
        least = np.maximum(away - self._radii, 0.0)  # 0 inside a block's sphere: such a block is always searched
        guess = np.argmin(away + self._radii, axis=1)
        best = np.full(len(points), np.inf)
        found = np.zeros(len(points), dtype=np.intp)
        for first_round in (True, False):
            for number, block in enumerate(self._blocks):
                asked = guess == number if first_round else (guess != number) & (least[:, number] ** 2 < best)
                rows = np.flatnonzero(asked)
                if not len(rows):
                    continue
                seen = points[rows] - self._centres[number]
                beyond = self._lengths[number] - 2.0 * (seen @ self._around[number])  # squared distances less |seen|²
                at = np.argmin(beyond, axis=1)
                value = np.maximum(beyond[np.arange(len(rows)), at] + np.einsum("ij,ij->i", seen, seen), 0.0)
                better = value < best[rows]
                best[rows[better]] = value[better]
                found[rows[better]] = block[at[better]]
        return found, np.sqrt(best)

    def _foot_on_any(self, points: np.ndarray) -> np.ndarray:
        """The closest place on any edge, as (n, 2) lon, lat; takes a table of points by edges."""
        edges = self._xyz[self._after] - self._xyz
        squared = np.einsum("ij,ij->i", edges, edges)
        origin = self._xyz.mean(axis=0)
        along = (points - origin) @ edges.T - np.einsum("ij,ij->i", self._xyz - origin, edges)
        share = np.clip(along / np.where(squared == 0, 1.0, squared), 0.0, 1.0)
        place = self._xyz[None] + share[:, :, None] * edges[None]
        best = np.argmin(((points[:, None] - place) ** 2).sum(axis=2), axis=1)
        share = share[np.arange(len(points)), best, None]
        return self._lonlat[best] + share * (self._lonlat[self._after[best]] - self._lonlat[best])

    def _foot(self, points: np.ndarray, nearest: np.ndarray) -> np.ndarray:
        """The closest place on the edges next to the nearest border point, two on either side, as (n, 2) lon, lat."""
        best = np.full(len(points), np.inf)
        foot = np.empty((len(points), 2))
        before, after = self._before[nearest], self._after[nearest]
        for start, end in (
            (nearest, before),
            (nearest, after),
            (before, self._before[before]),
            (after, self._after[after]),
        ):
            edge = self._xyz[end] - self._xyz[start]
            squared = np.einsum("ij,ij->i", edge, edge)
            along = np.einsum("ij,ij->i", points - self._xyz[start], edge) / np.where(squared == 0, 1.0, squared)
            share = np.clip(along, 0.0, 1.0)[:, None]
            place = self._xyz[start] + share * edge
            away = np.einsum("ij,ij->i", points - place, points - place)
            closer = away < best
            best = np.where(closer, away, best)
            at = self._lonlat[start] + share * (self._lonlat[end] - self._lonlat[start])
            foot[closer] = at[closer]
        return foot


def _squared(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Squared distances (n, m), shifted to a near origin first so that nothing cancels."""
    origin = others.mean(axis=0)
    a, b = points - origin, others - origin
    return np.maximum((a * a).sum(axis=1)[:, None] - 2.0 * (a @ b.T) + (b * b).sum(axis=1)[None, :], 0.0)


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
