"""Coordinate conventions at one boundary: WGS84, longitude before latitude, and the one function that turns them round.

Everything in this project says `lon, lat`. Leaflet, and anything else that wants latitude first, gets its pairs from
`leaflet_point` and `leaflet_bounds` and from nowhere else.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from geodata.model import CoordinateError

if TYPE_CHECKING:
    import pyproj

WGS84 = "EPSG:4326"
SEMI_MAJOR_KM = 6378.137  # WGS84 (EPSG:7030)
FLATTENING = 1 / 298.257223563


@functools.cache
def geod() -> pyproj.Geod:
    """The WGS84 ellipsoid's geodesics."""
    import pyproj

    return pyproj.Geod(ellps="WGS84")


def check_point(lon: float, lat: float) -> tuple[float, float]:
    """The point itself when it is on the earth. CoordinateError otherwise, naming a likely swap."""
    if math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90:
        return lon, lat
    hint = "; were longitude and latitude swapped?" if -90 <= lon <= 90 < abs(lat) <= 180 else ""
    raise CoordinateError(f"lon {lon}, lat {lat} is not on the earth: expected lon -180..180 and lat -90..90{hint}")


def leaflet_point(lon: float, lat: float) -> tuple[float, float]:
    """(lat, lon) for Leaflet. The only place where the order is turned."""
    check_point(lon, lat)
    return lat, lon


def leaflet_bounds(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    """[[south, west], [north, east]] for Leaflet's fitBounds."""
    return [leaflet_point(west, south), leaflet_point(east, north)]


def earth_centred(lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """Points of the ellipsoid's surface as (n, 3) earth-centred coordinates in km (EPSG:4978, axes in km)."""
    lam, phi = np.radians(lons), np.radians(lats)
    e2 = FLATTENING * (2 - FLATTENING)
    normal = SEMI_MAJOR_KM / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    flat = normal * np.cos(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), normal * (1 - e2) * np.sin(phi)], axis=-1)
