"""The border lens: distances against pyproj's geodesics on dense points, crossings, corridors."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.border import BorderDistance, corridor, distance_to, nearest_crossing
from geodata.pack import open_pack

GEOD = pyproj.Geod(ellps="WGS84")
TOLERANCE_KM = 0.01
PACK = open_pack()
DENSE = shapely.get_coordinates(shapely.segmentize(PACK.border_line, 0.0005))  # a point every 50 m or less


def geodesic_km(lon: float, lat: float, dense: np.ndarray) -> float:
    """The slow way: the least geodesic to any of the dense points."""
    lons, lats = np.full(len(dense), lon), np.full(len(dense), lat)
    return float(GEOD.inv(lons, lats, dense[:, 0], dense[:, 1])[2].min()) / 1000


def near_the_border():
    shift = st.floats(-0.5, 0.5)
    return st.tuples(st.integers(0, len(DENSE) - 1), shift, shift)


@given(near_the_border())
def test_distances_near_the_border_are_geodesic(drawn):
    """Near the line several stretches compete; a block whose sphere holds the point must always be searched."""
    place, east, north = drawn
    lon, lat = DENSE[place, 0] + east, DENSE[place, 1] + north
    (km,) = distance_to(PACK.border_line).km(np.array([lon]), np.array([lat]))
    assert km == pytest.approx(geodesic_km(lon, lat, DENSE), abs=TOLERANCE_KM + 0.03)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_distances_from_anywhere_on_earth_are_geodesic(lon, lat):
    (km,) = distance_to(PACK.border_line).km(np.array([lon]), np.array([lat]))
    assert km == pytest.approx(geodesic_km(lon, lat, DENSE), rel=1e-4, abs=TOLERANCE_KM + 0.03)


@pytest.mark.parametrize(
    ("lon", "lat", "km"),
    [
        (61.92103342073184, 26.26441463681494, 0.9718),  # once 1.3267: the nearer of two blocks around it was skipped
        (62.85219028497503, 27.444733197461673, 1.1109),
        # once 0.3248: the nearest of the line's points lay on another stretch than the nearest place
        (DENSE[1828, 0], DENSE[1828, 1] + 0.2109375, 0.2424),
    ],
)
def test_places_that_were_once_wrong(lon, lat, km):
    assert geodesic_km(lon, lat, DENSE) == pytest.approx(km, abs=0.2)
    assert BorderDistance(PACK.border_line).km([lon], [lat])[0] == pytest.approx(
        geodesic_km(lon, lat, DENSE), abs=TOLERANCE_KM
    )


def test_a_line_in_parts_is_not_bridged():
    line = shapely.MultiLineString([[(60, 25), (60, 26)], [(60, 28), (60, 29)]])
    (km,) = BorderDistance(line).km([60.0], [27.0])
    assert km == pytest.approx(GEOD.inv(60, 27, 60, 26)[2] / 1000, abs=0.5)


def test_what_is_no_number_has_no_distance():
    km = BorderDistance(PACK.border_line).km(np.array([np.nan, 62.0]), np.array([26.0, 26.0]))
    assert np.isnan(km[0]) and km[1] > 0


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (61.5, 29.0, "Taftan–Mirjaveh"),
        (61.7, 25.4, "Gabd–Rimdan"),
        (62.0, 26.1, "Mand–Pishin"),
        (63.1, 27.1, "Chedgi–Kuhak"),
    ],
)
def test_the_nearest_crossing(lon, lat, name):
    found, km = nearest_crossing(lon, lat, PACK)
    assert found == name and 0 <= km < 60


@pytest.mark.parametrize("km", [1, 30, 100])
def test_a_corridors_edge_is_that_far_from_the_border(km):
    shape = corridor(km, PACK)
    edge = shapely.get_coordinates(shapely.segmentize(shape.boundary, 0.05))[::7]
    away = distance_to(PACK.border_line).km(edge[:, 0], edge[:, 1])
    assert away.min() >= 0.99 * km and away.max() <= 1.01 * km
    assert shape.contains(PACK.border_line)


def test_a_negative_corridor_is_refused():
    with pytest.raises(ValueError, match="0 km or more"):
        corridor(-1, PACK)
