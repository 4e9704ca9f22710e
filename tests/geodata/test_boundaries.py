"""Points and areas: one winner on a shared line, the coast, aliases, what is unknown."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.boundaries import COAST_KM, Area, Boundaries
from geodata.geodesy import offset_point
from geodata.pack import open_pack

PACK = open_pack()
SQUARES = Boundaries(
    countries=[Area(name="C", geometry=shapely.box(0, 0, 2, 1)), Area(name="D", geometry=shapely.box(2, 0, 3, 1))],
    admin1=[Area(name="P", geometry=shapely.box(0, 0, 2, 1), country="C")],
    admin2=[
        Area(name="A", geometry=shapely.box(0, 0, 1, 1), admin1="P", country="C"),
        Area(name="B", geometry=shapely.box(1, 0, 2, 1), admin1="P", country="C"),
        Area(name="New", geometry=None, admin1="P", country="C", alias_of="B"),
    ],
    border=shapely.LineString([(2, 0), (2, 1)]),
)


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (0.5, 0.5, ("C", "P", "A")),
        (1.0, 0.5, ("C", "P", "A")),  # on the line: the first in the alphabet
        (1.5, 0.5, ("C", "P", "B")),
        (2.5, 0.5, ("D", None, None)),  # a country without provinces
        (1.5, -0.02, ("C", "P", "B")),  # off the coast by 2.2 km: the nearest
        (1.5, -0.04, (None, None, None)),  # by 4.4 km: at sea
        (np.nan, 0.5, (None, None, None)),
        (200.0, 0.5, (None, None, None)),
    ],
)
def test_where_a_point_lies(lon, lat, expected):
    found = SQUARES.at([lon], [lat])
    assert (found["country"][0], found["admin1"][0], found["admin2"][0]) == expected


@given(st.lists(st.tuples(st.floats(-1, 4), st.floats(-1, 2)), max_size=30))
def test_many_points_give_what_each_gives_alone(points):
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    together = SQUARES.admin2_at(lons, lats)
    assert list(together) == [SQUARES.admin2_at([lon], [lat])[0] for lon, lat in points]


@pytest.mark.parametrize(
    ("name", "admin1", "held_by"),
    [
        ("A", None, "A"),
        ("New", None, "B"),  # a newer district without a shape resolves to the one that holds it
        ("New", "P", "B"),
        ("New", "Q", None),
        ("Nowhere", None, None),
    ],
)
def test_districts_resolve_by_name(name, admin1, held_by):
    found = SQUARES.resolve_admin2(name, admin1)
    assert (found.name if found else None) == held_by


@given(st.integers(0, 2**32 - 1))
def test_a_random_point_of_the_pack_is_in_one_area_that_agrees_on_every_level(seed):
    draw = np.random.default_rng(seed)
    lons, lats = draw.uniform(58, 71, 200), draw.uniform(24, 32.5, 200)
    found = PACK.boundaries.at(lons, lats)
    for level, layer in (("admin2", PACK.boundaries.admin2), ("admin1", PACK.boundaries.admin1)):
        index = layer.at(lons, lats)
        inside = index >= 0
        assert list(found[level][inside]) == [layer.areas[at].name for at in index[inside]]
        assert list(found["country"][inside]) == [layer.areas[at].country for at in index[inside]]


@pytest.mark.parametrize(
    ("lon", "lat", "district"),
    [
        (62.32, 25.12, "Gwadar"),  # the town on its neck of land
        (64.63, 25.21, "Gwadar"),  # Ormara, likewise
        (60.64, 25.29, "Chabahar"),
        (62.6, 24.6, None),  # open sea
        (58.5, 24.8, None),
    ],
)
def test_the_coast_is_the_coast(lon, lat, district):
    assert PACK.boundaries.admin2_at([lon], [lat])[0] == district


def test_the_coast_takes_points_within_reach_only():
    lon, lat = 63.0, 25.24  # on the shore west of Pasni
    near, far = offset_point(lon, lat, 180, 1.0), offset_point(lon, lat, 180, 4 * COAST_KM)
    assert list(PACK.boundaries.admin2_at([near[0], far[0]], [near[1], far[1]])) == ["Gwadar", None]
