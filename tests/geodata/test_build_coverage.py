"""Areas that share their edges: what partition, clean and joined promise, on random drawings."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.build.coverage import clean, flaws, joined, partition, polygonal, simplify

OUTLINE = shapely.box(60, 25, 64, 28)


def boxes():
    corner = st.tuples(st.floats(59, 63), st.floats(24, 27), st.floats(0.3, 3), st.floats(0.3, 3))
    box = corner.map(lambda c: shapely.box(c[0], c[1], c[0] + c[2], c[1] + c[3]))
    return st.dictionaries(st.sampled_from("ABCDE"), box, min_size=1, max_size=5)


@given(boxes())
def test_a_partition_covers_the_outline_once(drawn):
    within = {key: box for key, box in drawn.items() if box.intersection(OUTLINE).area > 0.01}
    if not within:
        return
    areas = partition(within, OUTLINE)
    assert not flaws(areas)
    assert sum(shape.area for shape in areas.values()) == pytest.approx(OUTLINE.area, rel=1e-6)


def test_where_two_overlap_the_earlier_wins_and_a_gap_goes_to_the_nearest():
    areas = partition({"A": shapely.box(60, 25, 62, 28), "B": shapely.box(61, 25, 63, 28)}, OUTLINE)
    assert areas["A"].contains(shapely.Point(61.5, 26)) and areas["B"].contains(shapely.Point(63.9, 26))


def test_a_narrow_gap_closes():
    areas = clean({"A": shapely.box(60, 25, 61, 26), "B": shapely.box(61.0000004, 25, 62, 26)})
    assert areas["A"].intersection(areas["B"]).length == pytest.approx(1, abs=1e-6) and not flaws(areas)


def test_flaws_names_what_overlaps():
    areas = {"A": shapely.box(0, 0, 2, 1), "B": shapely.box(1, 0, 3, 1), "C": shapely.box(5, 0, 6, 1)}
    assert flaws(areas) == ["A", "B"]


def test_joined_areas_keep_every_vertex_of_their_parts():
    parts = {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1, 0, 2, 1), "C": shapely.box(2, 0, 3, 1)}
    wholes = joined(parts, {"A": "west", "B": "west"})
    assert set(wholes) == {"west"}
    assert not flaws({"west": wholes["west"], "C": parts["C"]})
    assert (1.0, 0.0) in list(wholes["west"].exterior.coords)


def test_simplified_neighbours_still_meet():
    wave = [(x / 50, 0.01 * (x % 2)) for x in range(101)]
    areas = {"A": shapely.Polygon([*wave, (2, 1), (0, 1)]), "B": shapely.Polygon([*wave, (2, -1), (0, -1)])}
    simple = simplify(areas, 0.05)
    assert not flaws(simple) and shapely.get_num_coordinates(simple["A"]) < 10


def test_lines_and_points_left_behind_are_dropped():
    mixed = shapely.GeometryCollection(
        [shapely.box(0, 0, 1, 1), shapely.LineString([(2, 2), (3, 3)]), shapely.Point(5, 5)]
    )
    assert polygonal(mixed).equals(shapely.box(0, 0, 1, 1))
    assert polygonal(shapely.Point(0, 0)).is_empty
