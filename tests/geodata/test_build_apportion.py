"""A province divided by drawing, places and sizes: each of the three pulls, and nothing is left over."""

from __future__ import annotations

import math

import pytest
import shapely

from geodata.build import extents, repairs
from geodata.build.apportion import apportion
from geodata.build.coverage import flaws

OUTLINE = shapely.box(62, 26, 64, 27)  # 199 x 111 km
WEST, EAST = shapely.box(62, 26, 63, 27), shapely.box(63, 26, 64, 27)
KM2 = 111.2**2 * math.cos(math.radians(26.5))


def share(areas: dict[str, shapely.Geometry], key: str) -> float:
    return areas[key].area / sum(shape.area for shape in areas.values())


@pytest.mark.parametrize(
    ("drawn", "places", "sizes", "west"),
    [
        ({"W": WEST, "E": EAST}, {}, {}, 0.5),  # the drawing alone
        ({"W": OUTLINE, "E": OUTLINE}, {"W": [(62.5, 26.5, 0)], "E": [(63.5, 26.5, 0)]}, {}, 0.5),  # places alone
        ({"W": OUTLINE, "E": OUTLINE}, {"W": [(62.25, 26.5, 0)], "E": [(63.25, 26.5, 0)]}, {}, 0.375),  # half way
        # a circle reaches further than a point
        ({"W": OUTLINE, "E": OUTLINE}, {"W": [(62.5, 26.5, 20)], "E": [(63.5, 26.5, 0)]}, {}, 0.55),
        ({"W": WEST, "E": EAST}, {}, {"W": 0.7 * 2 * KM2, "E": 0.3 * 2 * KM2}, 0.7),  # sizes move the drawn line
        ({"W": WEST, "E": EAST}, {}, {"W": 0.7 * 2 * KM2}, 0.7),  # one size is enough
    ],
)
def test_each_kind_of_knowledge_counts(drawn, places, sizes, west):
    areas = apportion(drawn, places, sizes, OUTLINE)
    assert share(areas, "W") == pytest.approx(west, abs=0.01)
    assert not flaws(areas)
    assert shapely.union_all(list(areas.values())).symmetric_difference(OUTLINE).area < 1e-5


def test_a_drawn_line_gives_way_to_a_place_beyond_it_only_in_part():
    areas = apportion(
        {"W": WEST, "E": EAST}, {"W": [(62.2, 26.5, 0), (63.1, 26.5, 0)], "E": [(63.8, 26.5, 0)]}, {}, OUTLINE
    )
    assert areas["W"].contains(shapely.Point(63.1, 26.5)) and areas["E"].contains(shapely.Point(63.5, 26.5))


def test_a_newer_district_without_a_place_stays_with_its_parent():
    drawn = {("Balochistan", "Kalat"): WEST, ("Balochistan", "Loralai"): EAST}
    for name in ("Killa Abdullah", "Jaffarabad", "Kharan", "Washuk"):
        drawn["Balochistan", name] = shapely.box(64, 26, 64.01, 27)
    areas = repairs.province_anew("Balochistan", drawn, {}, {})
    assert ("Balochistan", "Surab") not in areas


def test_a_county_is_divided_only_where_both_parts_have_a_place():
    province = "Sistan and Baluchestan"
    drawn = {(province, parents[0]): OUTLINE for _, parents, _ in repairs.NEWER[province]}
    sites = {(province, "Sarbaz"): [(62.5, 26.5, 0.0)], (province, "Rask"): [(63.5, 26.5, 0.0)]}
    areas, touched = repairs.divided(province, drawn, sites)
    assert touched == {(province, "Sarbaz"), (province, "Rask")}
    assert areas[province, "Rask"].area == pytest.approx(OUTLINE.area / 2, rel=0.02)
    assert areas[province, "Saravan"] == OUTLINE


def test_a_size_that_its_own_sub_districts_exceed_is_not_believed():
    known = extents.sizes()
    assert ("Balochistan", "Killa Abdullah") not in known  # its three sub-districts come to 1.6 times as much
    assert known["Balochistan", "Kech"] == pytest.approx(math.pi * 87**2)


def test_sites_are_circles_of_sub_districts_and_points_of_places():
    row = {
        "admin1": "Balochistan", "admin2": "Kech", "kind": "town", "lon": "63.05", "lat": "26.0", "point_of": "own",
        "source": "GeoNames",
    }  # fmt: skip
    borrowed, computed = {**row, "point_of": "parent"}, {**row, "source": extents.COMPUTED}
    found = extents.sites([row, borrowed, computed])["Balochistan", "Kech"]
    assert found.count((63.05, 26.0, 0.0)) == 1
    assert (62.605, 25.701, 28.0) in found  # Dasht sub-district
