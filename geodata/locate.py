"""Points joined to their country, province and district or county, and to the border: where a point lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geodata.boundaries import Boundaries
from geodata.crs import check_point
from geodata.model import Location

FIELDS = ("country", "admin1", "admin2", "border_km", "border_side")


def locate(lons: Sequence[float], lats: Sequence[float], boundaries: Boundaries) -> dict[str, np.ndarray]:
    """Join points (n,) to a pack's areas: FIELDS → array (n,), in the order of the points.

    `country`, `admin1`, `admin2`: object arrays of names or None. `border_km`: float, geodesic
    kilometres to the land border, NaN where the point is not on the earth. `border_side`: which country the point is in
    (the same as `country`). A point on a shared line has one winner, see `geodata.boundaries`.
    """
    lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    good = (np.abs(lons) <= 180) & (np.abs(lats) <= 90)
    joined: dict[str, np.ndarray] = boundaries.at(lons, lats)
    joined["border_km"] = boundaries.distance.km(np.where(good, lons, np.nan), np.where(good, lats, np.nan))
    joined["border_side"] = joined["country"].copy()
    return joined


def locate_one(lon: float, lat: float, boundaries: Boundaries) -> Location:
    """Where one point lies. Raises CoordinateError when it is not on the earth."""
    check_point(lon, lat)
    found = locate([lon], [lat], boundaries)
    return Location(
        country=found["country"][0],
        admin1=found["admin1"][0],
        admin2=found["admin2"][0],
        border_km=round(float(found["border_km"][0]), 3),
        border_side=found["border_side"][0],
    )
