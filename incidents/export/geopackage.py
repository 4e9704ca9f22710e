"""GeoPackage: the layers `incidents`, `sources` (a table without geometry) and `districts`, as QGIS and ArcGIS open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

from incidents.export.columnar import KINDS, arrays, fields, points, portions, storable
from incidents.export.profiles import Column
from incidents.model import Event, ExportError

CRS = "EPSG:4326"
SOURCES = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in ("incident_id", "article_id", "title", "source", "url")),
        pa.field("published", KINDS["date"]),
    ]
)


def write(events: Iterable[Event], path: Path, columns: tuple[Column, ...], *, pack: Any = None) -> int:
    """Write the layers; returns how many incidents. `pack`: whose districts are drawn (None: the bundled pack).

    Incidents stream through in batches; only the list of their sources is held.
    """
    sources: list[dict] = []
    count = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal count
        for portion in portions(events):
            count += len(portion)
            sources.extend(_sources(portion))
            yield pa.record_batch([*arrays(portion, kept), points(portion)], schema=schema)

    # GeoPackage's own key column is called fid, and its geometry geom
    kept = tuple(column for column in columns if column.name.lower() not in ("fid", "geom"))
    schema = pa.schema([*fields(kept), pa.field("geom", pa.binary())])
    failures: list[BaseException] = []
    try:
        _layer(pa.RecordBatchReader.from_batches(schema, _remembering(batches(), failures)), path, "incidents")
        # Arrow hands an error of the generator to GDAL as words; the original is what people should see
        if failures:
            raise failures[0]
        _layer(pa.Table.from_pylist(sources, schema=SOURCES), path, "sources")
        _districts(path, pack)
    except RuntimeError as error:  # pyogrio's own errors are RuntimeErrors too
        if failures:
            raise failures[0] from (None if error is failures[0] else error)
        raise ExportError(f"the GeoPackage could not be written: {error}") from error
    return count


def _remembering(batches: Iterator[pa.RecordBatch], failures: list[BaseException]) -> Iterator[pa.RecordBatch]:
    try:
        yield from batches
    except Exception as error:
        failures.append(error)
        raise


def _layer(rows: pa.RecordBatchReader | pa.Table, path: Path, layer: str) -> None:
    place = {"geometry_name": "geom", "geometry_type": "Point", "crs": CRS} if layer == "incidents" else {}
    pyogrio.write_arrow(rows, path, layer=layer, driver="GPKG", append=path.exists(), **place)


def _sources(events: list[Event]) -> Iterator[dict]:
    for event in events:
        for source in getattr(event, "sources", ()):
            words = {name: getattr(source, name) for name in ("article_id", "title", "source", "url")}
            row = {name: value if value is None else storable(value) for name, value in words.items()}
            yield {"incident_id": storable(event.id), "published": source.published, **row}


def _districts(path: Path, pack: Any) -> None:
    if pack is None:
        from geodata.pack import open_pack

        pack = open_pack()
    districts = pack.layer("admin2")
    pyogrio.write_dataframe(districts, path, layer="districts", driver="GPKG", append=True)
