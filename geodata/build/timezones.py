"""Country outlines and the land border from the time-zone boundaries of OpenStreetMap (PyPI timezonefinder, ODbL).

Pakistan, Iran and Afghanistan each keep one time zone, so its polygon is the country with its territorial sea, at
OpenStreetMap's full resolution, and neighbours share their vertices exactly.
"""

from __future__ import annotations

from importlib.metadata import version

import shapely

from geodata.model import PackError

ZONE_OF = {"Pakistan": "Asia/Karachi", "Iran": "Asia/Tehran", "Afghanistan": "Asia/Kabul"}
LICENCE = "ODbL 1.0, © OpenStreetMap contributors"
VINTAGE = "2026"


def source_name() -> str:
    """The installed package and its version, as the pack's `sources` table records it."""
    return f"PyPI timezonefinder-data {version('timezonefinder-data')} (timezone-boundary-builder, OpenStreetMap)"


def country_outlines() -> dict[str, shapely.Geometry]:
    """Country → its outline (lon, lat; territorial sea included), unsimplified.

    Raises PackError when the `build` extra is not installed.
    """
    try:
        from timezonefinder import TimezoneFinder
    except ImportError:
        raise PackError(
            "building the pack needs the package timezonefinder; install it with: pip install 'sarhad[build]'"
        ) from None
    finder = TimezoneFinder()
    outlines = {}
    for country, zone in ZONE_OF.items():
        polygons = [
            shapely.Polygon(rings[0], rings[1:]) for rings in finder.get_geometry(tz_name=zone, coords_as_pairs=True)
        ]
        outlines[country] = shapely.set_precision(shapely.union_all(polygons), 1e-6)
    return outlines


def shared_border(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """The line two outlines have in common, as (multi)linestring in lon, lat; empty when they do not touch."""
    parts = shapely.get_parts(shapely.intersection(one.boundary, other.boundary))
    return shapely.line_merge(shapely.union_all(parts[shapely.length(parts) > 0]))
