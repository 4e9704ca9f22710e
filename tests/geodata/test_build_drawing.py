"""SVG paths as polygons, and drawings laid onto the earth."""

from __future__ import annotations

import pytest
import shapely

pytest.importorskip("svgelements", reason="only the build extra has it")
from geodata.build.drawing import Fit, polygon_of_path, polygon_of_points


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("M0,0 L10,0 L10,10 L0,10 Z", 100),
        ("m0 0h10v10h-10z", 100),  # relative, and lines along the axes
        ("M0,0 L10,0 L10,10 L0,10 Z M20,0 L30,0 L30,10 Z", 150),  # two rings
        ("M0,0 Q5,10 10,0 Z", 33.3),  # a curve, flattened: 2/3 of 10 x 5
        ("M0,0 L10,10 L10,0 L0,10 Z", 50),  # a bow tie is made valid
    ],
)
def test_areas_of_paths(path, area):
    shape = polygon_of_path(path)
    assert shape.is_valid and shape.area == pytest.approx(area, rel=0.03)


def test_an_arc_is_refused():
    with pytest.raises(ValueError, match="Arc"):
        polygon_of_path("M0,0 A5,5 0 0 1 10,0 Z")


def test_points_of_a_polygon():
    assert polygon_of_points("0,0 10,0 10,10 0 10").equals(shapely.box(0, 0, 10, 10))


def test_a_fit_turns_y_upside_down():
    fit = Fit(lon0=60, lon_per_x=0.01, lat0=37, lat_per_y=-0.01)
    assert fit.apply(shapely.box(0, 0, 100, 200)).bounds == pytest.approx((60, 35, 61, 37))
