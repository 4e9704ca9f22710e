"""Coordinate order and distances on the ellipsoid: the only place where latitude may come first.

Everything else keeps longitude before latitude, WGS84 degrees (EPSG:4326); distances are geodesic kilometres.
"""

from __future__ import annotations

from functools import cache

import pyproj

WGS84 = "EPSG:4326"


@cache
def geod() -> pyproj.Geod:
    """The WGS84 ellipsoid."""
    return pyproj.Geod(ellps="WGS84")


def leaflet_point(lon: float, lat: float) -> tuple[float, float]:
    """Leaflet and folium want latitude first; no other function may turn a pair round."""
    return lat, lon


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Geodesic distance in kilometres."""
    return geod().inv(lon1, lat1, lon2, lat2)[2] / 1000


def offset_point(lon: float, lat: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `km` kilometres from lon, lat along the initial bearing (degrees, 0 north, 90 east)."""
    end_lon, end_lat, _ = geod().fwd(lon, lat, bearing, km * 1000)
    return round(end_lon, 6), round(end_lat, 6)
