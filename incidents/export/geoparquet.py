"""GeoParquet 1.1: WKB points in OGC:CRS84 with a covering bbox column, so that readers can skip row groups by place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from incidents.export.columnar import arrays, fields, points, portions
from incidents.export.geojson import point
from incidents.export.profiles import Column
from incidents.model import Event

CORNERS = ("xmin", "ymin", "xmax", "ymax")
BBOX = pa.struct([pa.field(name, pa.float64()) for name in CORNERS])


def write(events: Iterable[Event], path: Path, columns: tuple[Column, ...]) -> int:
    """Columns of a profile, then `geometry` and `bbox`; returns how many rows. Memory is one batch."""
    schema = pa.schema([*fields(columns), pa.field("geometry", pa.binary()), pa.field("bbox", BBOX)])
    count, bounds = 0, None
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for portion in portions(events):
            boxes = [_box(event) for event in portion]
            file.write_batch(
                pa.record_batch([*arrays(portion, columns), points(portion), pa.array(boxes, type=BBOX)], schema=schema)
            )
            count += len(portion)
            bounds = _union(bounds, boxes)
        file.add_key_value_metadata({"geo": json.dumps(metadata(bounds))})
    return count


def metadata(bounds: list[float] | None) -> dict:
    """The file's `geo` entry by the specification; no crs means OGC:CRS84, longitude first. bounds: W, S, E, N."""
    column = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": {"bbox": {name: ["bbox", name] for name in CORNERS}},
    }
    if bounds:
        column["bbox"] = bounds
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _box(event: Event) -> dict[str, float] | None:
    place = point(event)
    return dict(zip(CORNERS, (*place, *place), strict=True)) if place else None


def _union(bounds: list[float] | None, boxes: list[dict[str, float] | None]) -> list[float] | None:
    corners = [list(box.values()) for box in boxes if box]
    if bounds:
        corners.append(bounds)
    if not corners:
        return None
    west, south, east, north = zip(*corners, strict=True)
    return [min(west), min(south), max(east), max(north)]
