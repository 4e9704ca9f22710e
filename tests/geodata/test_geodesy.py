"""The reading path's sphere against the ellipsoid."""

from __future__ import annotations

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.geodesy import distance_km, offset_point

GEOD = pyproj.Geod(ellps="WGS84")
LONS, LATS = st.floats(-180, 180), st.floats(-85, 85)


@given(LONS, LATS, LONS, LATS)
def test_the_sphere_is_within_0_6_percent_of_the_ellipsoid(lon1, lat1, lon2, lat2):
    expected = GEOD.inv(lon1, lat1, lon2, lat2)[2] / 1000
    assert distance_km(lon1, lat1, lon2, lat2) == pytest.approx(expected, rel=0.006, abs=1e-6)


@given(LONS, LATS, st.floats(0, 360), st.floats(0.1, 300))
def test_an_offset_lies_as_far_away_as_it_says(lon, lat, bearing, km):
    end = offset_point(lon, lat, bearing, km)
    assert distance_km(lon, lat, *end) == pytest.approx(km, abs=0.003)
    assert -180 <= end[0] <= 180


@pytest.mark.parametrize(
    ("bearing", "east", "north"),
    [(0, 0, 1), (90, 1, 0), (180, 0, -1), (270, -1, 0)],  # clockwise from north
)
def test_bearings_run_clockwise_from_north(bearing, east, north):
    lon, lat = offset_point(63.0, 26.0, bearing, 40)
    assert (round((lon - 63) / 0.4), round((lat - 26) / 0.36)) == (east, north)
