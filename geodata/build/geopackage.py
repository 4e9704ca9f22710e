"""Write the layers of a region pack into one GeoPackage, the same content byte for byte whenever it is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
import shapely

from geodata.pack import CRS, REQUIRED

# GDAL stamps each layer with the time of writing; a fixed stamp keeps two builds identical.
TIMESTAMP = "2026-01-01T00:00:00.000Z"

Rows = Sequence[Mapping[str, Any]]


def write_pack(path: Path, layers: Mapping[str, Rows]) -> None:
    """Write layer → rows to `path`, replacing it. A row's `geometry` is lon/lat; rows of `sources` have none.

    The file appears under its name only when it is whole.
    """
    draft = path.with_name(path.name + ".part.gpkg")
    draft.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": TIMESTAMP})
    try:
        for name, rows in layers.items():
            _write_layer(draft, name, rows)
        draft.replace(path)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        draft.unlink(missing_ok=True)


def _write_layer(path: Path, name: str, rows: Rows) -> None:
    if not rows:  # a layer a pack must have, although nothing of its kind is known
        empty = geopandas.GeoDataFrame({column: [] for column in sorted(REQUIRED[name])}, geometry=[], crs=CRS)
        pyogrio.write_dataframe(
            empty, path, layer=name, driver="GPKG", append=path.exists(), geometry_type="MultiPolygon"
        )
        return
    frame = pd.DataFrame([dict(row) for row in rows])
    if "geometry" not in frame:
        pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", append=path.exists())
        return
    shapes = [None if shape is None else shapely.orient_polygons(shape) for shape in frame["geometry"]]
    kinds = {shapely.get_type_id(shape) for shape in shapes if shape is not None}
    if {3, 6} & kinds:
        shapes = [
            shapely.multipolygons([shape]) if shape is not None and shape.geom_type == "Polygon" else shape
            for shape in shapes
        ]
    spatial = geopandas.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes, crs=CRS)
    pyogrio.write_dataframe(spatial, path, layer=name, driver="GPKG", append=path.exists())
