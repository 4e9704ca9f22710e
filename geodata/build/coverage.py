"""Polygons that share their edges: dividing an outline among drawn areas, and areas among their towns.

Everything here takes and returns plain mappings of a key to a polygon in lon, lat (degrees), and never leaves a gap or
an overlap behind: each point of the outline belongs to exactly one key.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np
import shapely

Key = TypeVar("Key", bound=Hashable)

GRID = 1e-6  # degrees, about 0.1 m: all coordinates of a pack lie on this grid
SLIVER_DEG = 0.002  # gaps narrower than about 200 m close
SEED_SPACING = 0.02  # degrees between the points that stand for a drawn outline
NUDGE_DEG = 5e-5


def polygonal(geometry: shapely.Geometry) -> shapely.Geometry:
    """Only the areas of a geometry; lines and points that set operations leave behind are dropped."""
    parts = [part for part in shapely.get_parts(geometry, return_index=False) if part.geom_type.endswith("Polygon")]
    if geometry.geom_type == "GeometryCollection":
        parts = [inner for part in parts for inner in shapely.get_parts(part)]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _nearest_parts(labelled: Mapping[Key, np.ndarray], area: shapely.Geometry) -> dict[Key, shapely.Geometry]:
    """Divide `area` by the nearest of labelled points (key → (n, 2) array): Voronoi cells cut to it, joined by key."""
    keys = [key for key, points in labelled.items() for _ in points]
    points = np.concatenate(list(labelled.values()))
    _, first = np.unique(points.round(7), axis=0, return_index=True)
    first.sort()
    # GEOS draws some cells wrong where points stand in exact rows; some metres off, always the same, they do not.
    seeds = points[first] + np.random.default_rng(1).uniform(-NUDGE_DEG, NUDGE_DEG, (len(first), 2))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=area.envelope, ordered=True)
    )
    near = np.unique(shapely.STRtree(cells).query(shapely.get_parts(area), predicate="intersects")[1])
    parts: dict[Key, list[shapely.Geometry]] = {}
    for index in near:
        part = polygonal(shapely.intersection(cells[index], area, grid_size=GRID))
        if not part.is_empty:
            parts.setdefault(keys[first[index]], []).append(part)
    return {key: shapely.union_all(parts[key], grid_size=GRID) for key in labelled if key in parts}


def partition(areas: Mapping[Key, shapely.Geometry], outline: shapely.Geometry) -> dict[Key, shapely.Geometry]:
    """Divide `outline` among `areas`: where two overlap the earlier wins, where none reaches the nearest takes over."""
    outline = shapely.set_precision(outline, GRID)
    taken: dict[Key, shapely.Geometry] = {}
    covered = shapely.Polygon()
    for key, area in areas.items():
        area = shapely.set_precision(shapely.make_valid(area), GRID)
        within = polygonal(shapely.intersection(polygonal(area), outline, grid_size=GRID))
        own = polygonal(shapely.difference(within, covered, grid_size=GRID))
        if not own.is_empty:
            taken[key] = own
            covered = shapely.union(covered, own, grid_size=GRID)
    gaps = shapely.make_valid(polygonal(shapely.difference(outline, covered, grid_size=GRID)))
    if not gaps.is_empty:
        seeds = {}
        for key, own in taken.items():
            inner = own.buffer(-0.002)
            line = shapely.segmentize((own if inner.is_empty else inner).boundary, SEED_SPACING)
            seeds[key] = shapely.get_coordinates(line)
        for key, part in _nearest_parts(seeds, gaps).items():
            taken[key] = polygonal(shapely.union(taken[key], part, grid_size=GRID))
    return clean(taken)


def clean(areas: Mapping[Key, shapely.Geometry]) -> dict[Key, shapely.Geometry]:
    """The same areas as a valid coverage: identical vertices along shared edges, no overlap, no narrow gap."""
    keys = list(areas)
    shapes = shapely.set_precision(np.array([areas[key] for key in keys], dtype=object), GRID)
    cleaned = shapely.coverage_clean(shapes, gap_width=SLIVER_DEG)
    return {key: geometry for key, geometry in zip(keys, cleaned, strict=True) if not geometry.is_empty}


def simplify(areas: Mapping[Key, shapely.Geometry], tolerance: float) -> dict[Key, shapely.Geometry]:
    """Fewer vertices, edges still shared; `tolerance` in degrees (Visvalingam-Whyatt)."""
    keys = list(areas)
    simple = shapely.coverage_simplify(np.array([areas[key] for key in keys], dtype=object), tolerance)
    return dict(zip(keys, simple, strict=True))


def joined(areas: Mapping[Key, shapely.Geometry], by: Mapping[Key, Key]) -> dict[Key, shapely.Geometry]:
    """Areas united by their parent: key → parent key; areas without a parent are left out. Keeps every vertex."""
    groups: dict[Key, list[shapely.Geometry]] = {}
    for key, area in areas.items():
        if key in by:
            groups.setdefault(by[key], []).append(area)
    return {parent: shapely.coverage_union_all(parts) for parent, parts in groups.items()}


def flaws(areas: Mapping[Key, shapely.Geometry]) -> list[Key]:
    """The keys whose area overlaps another or does not match its neighbour's edge; empty for a valid coverage."""
    edges = shapely.coverage_invalid_edges(np.array(list(areas.values()), dtype=object))
    return [key for key, edge in zip(areas, edges, strict=True) if not shapely.is_empty(edge)]
