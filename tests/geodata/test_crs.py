"""Axis order and impossible points: the one place that may turn pairs round."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.crs import check_point, earth_centred, leaflet_bounds, leaflet_point
from geodata.model import CoordinateError

LONS, LATS = st.floats(-180, 180), st.floats(-90, 90)


@given(LONS, LATS)
def test_leaflet_wants_latitude_first(lon, lat):
    assert leaflet_point(lon, lat) == (lat, lon)


def test_bounds_are_south_west_and_north_east():
    assert leaflet_bounds(60, 25, 71, 32) == [(25, 60), (32, 71)]


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (26.0, 163.0, "swapped"),  # a latitude that can only be a longitude
        (181.0, 0.0, "not on the earth"),
        (0.0, -90.1, "not on the earth"),
        (math.nan, 26.0, "not on the earth"),
        (math.inf, 26.0, "not on the earth"),
    ],
)
def test_impossible_points_are_refused(lon, lat, said):
    with pytest.raises(CoordinateError, match=said):
        check_point(lon, lat)


@given(LONS, LATS)
def test_earth_centred_points_are_those_of_proj(lon, lat):
    transformer = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    expected = np.array(transformer.transform(lon, lat, 0.0)) / 1000
    assert earth_centred(np.array([lon]), np.array([lat]))[0] == pytest.approx(expected, abs=1e-6)
