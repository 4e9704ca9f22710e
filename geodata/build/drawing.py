"""SVG drawings of administrative areas as polygons in longitude and latitude.

The maps used here are plain equirectangular drawings: x grows with longitude, y shrinks with latitude, each linearly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
import shapely.affinity
from svgelements import Close, CubicBezier, Line, Move, Path, QuadraticBezier

CURVE_STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """lon = lon0 + lon_per_x * x, lat = lat0 + lat_per_y * y (degrees a drawing unit; lat_per_y is negative)."""

    lon0: float
    lon_per_x: float
    lat0: float
    lat_per_y: float

    def apply(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """The drawn geometry (x, y) in degrees (lon, lat)."""
        return shapely.affinity.affine_transform(
            geometry, [self.lon_per_x, 0.0, 0.0, self.lat_per_y, self.lon0, self.lat0]
        )


def polygon_of_path(d: str) -> shapely.Geometry:
    """The area an SVG path's `d` encloses, curves flattened, in drawing units (x right, y down)."""
    rings: list[list[tuple[float, float]]] = []
    for segment in Path(d):
        match segment:
            case Move():
                rings.append([(segment.end.x, segment.end.y)])
            case Line():
                rings[-1].append((segment.end.x, segment.end.y))
            case CubicBezier() | QuadraticBezier():
                rings[-1] += [(p.x, p.y) for p in map(segment.point, np.linspace(0, 1, CURVE_STEPS + 1)[1:])]
            case Close():
                pass
            case _:
                raise ValueError(f"SVG path with a {type(segment).__name__}: only lines and Bézier curves are expected")
    return _area(rings)


def polygon_of_points(points: str) -> shapely.Geometry:
    """The area of an SVG polygon's or polyline's `points`, in drawing units."""
    numbers = np.array(points.replace(",", " ").split(), dtype=float).reshape(-1, 2)
    return _area([list(map(tuple, numbers))])


def _area(rings: list[list[tuple[float, float]]]) -> shapely.Geometry:
    parts = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) >= 4 or len(set(ring)) >= 3]
    return shapely.union_all(parts)
