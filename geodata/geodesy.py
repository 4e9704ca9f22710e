"""Distances and offsets on a sphere of the earth's mean radius: within 0.6 % of the ellipsoid, far inside what
"40 km west of" means, and without importing a projection library on the reading path."""

from __future__ import annotations

import math

EARTH_KM = 6371.0088  # IUGG mean radius


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in km between two lon/lat points in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def offset_point(lon: float, lat: float, bearing: float, km: float) -> tuple[float, float]:
    """The lon/lat reached from a point after km on a bearing (degrees clockwise from north), to 1e-5 degree."""
    phi, theta, angle = math.radians(lat), math.radians(bearing), km / EARTH_KM
    phi2 = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(theta))
    lam2 = math.radians(lon) + math.atan2(
        math.sin(theta) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(phi2)
    )
    return round((math.degrees(lam2) + 540) % 360 - 180, 5), round(math.degrees(phi2), 5)


def midpoint(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]:
    """The lon/lat half-way between two points on their great circle, to 1e-5 degree."""
    phi1, phi2, turn = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    x, y = math.cos(phi2) * math.cos(turn), math.cos(phi2) * math.sin(turn)
    phi = math.atan2(math.sin(phi1) + math.sin(phi2), math.hypot(math.cos(phi1) + x, y))
    lam = math.radians(lon1) + math.atan2(y, math.cos(phi1) + x)
    return round((math.degrees(lam) + 540) % 360 - 180, 5), round(math.degrees(phi), 5)
