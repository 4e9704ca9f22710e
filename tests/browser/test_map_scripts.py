"""The arithmetic of the map's scripts, run where it runs: what is drawn together, and in which hexagon a point lies."""

from __future__ import annotations

import math
import random

import pytest
from browsing import Desk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scripts(browser, server):
    with Desk.at(browser, server) as desk:
        desk.open()
        frame = desk.frame
        yield lambda call, points: frame.evaluate(f"points => Sarhad.clusters.{call}", points)


def scattered(number: int, seed: int = 3) -> list[dict]:
    dice = random.Random(seed)
    points = [{"x": dice.uniform(0, 900), "y": dice.uniform(0, 600), "i": i} for i in range(number)]
    return [point | {"at": f"{point['x']}:{point['y']}"} for point in points]


@pytest.mark.parametrize("number", [0, 1, 60, 71, 5000])
def test_every_incident_is_in_exactly_one_cluster(scripts, number):
    joined = scripts("join(points)", scattered(number))
    assert sorted(i for cell in joined for i in cell["items"]) == list(range(number))


def test_one_point_is_one_stack_that_zooming_cannot_part(scripts):
    here = [{"x": 10, "y": 10, "i": i, "at": "a"} for i in range(9)]
    (stack,) = scripts("join(points)", here)
    assert len(stack["items"]) == 9 and stack["spread"] is False


def test_a_crowd_is_joined_and_its_parts_can_be_zoomed_to(scripts):
    joined = scripts("join(points)", scattered(5000))
    assert len(joined) < 250 and all(cell["spread"] for cell in joined if len(cell["items"]) > 1)


def test_what_would_hide_another_is_joined_even_when_few(scripts):
    near = [
        {"x": 10, "y": 10, "i": 0, "at": "a"},
        {"x": 14, "y": 12, "i": 1, "at": "b"},
        {"x": 80, "y": 10, "i": 2, "at": "c"},
    ]
    assert sorted(len(cell["items"]) for cell in scripts("join(points)", near)) == [1, 2]


def test_every_point_lies_in_the_hexagon_it_is_counted_in(scripts):
    points = scattered(2000)
    cells = scripts("hexagons(points, 17)", points)
    assert sorted(i for cell in cells for i in cell["items"]) == list(range(2000))
    for cell in cells:
        for i in cell["items"]:
            assert math.hypot(points[i]["x"] - cell["x"], points[i]["y"] - cell["y"]) <= 17.001
