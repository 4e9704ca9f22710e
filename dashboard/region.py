"""What the constant base of the map draws: the region pack's shapes, simplified once. Pure: pack in, plain data out."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from geodata.pack import Pack

SIMPLIFY = 0.008  # degrees; drawn shapes only
PROVINCES = ("Balochistan", "Sistan and Baluchestan")
BOUNDS = (59.4, 24.6, 68.6, 31.6)  # west, south, east, north: both provinces along the border
LABELS = 400


@cache
def base_shapes(pack: Pack) -> dict[str, Any]:
    """Countries, provinces, areas, border (GeoJSON), crossings and place labels.

    An area's properties: key ("country|district" or "country||province"), name, at (lon, lat of its label), lens (is
    it in one of the two provinces along the border).
    """
    labels = [
        {"name": place.name, "lon": place.lon, "lat": place.lat, "zoom": _label_zoom(place)}
        for place in pack.places
        if place.kind in ("town", "port", "city") and place.admin1 in PROVINCES
    ]
    return {
        "bounds": BOUNDS,
        "countries": _features(pack, "countries", 0.01),
        "provinces": _features(pack, "admin1", 0.01),
        "areas": _features(pack, "admin2", SIMPLIFY),
        "border": _features(pack, "border", 0.003),
        "crossings": [{"name": row["name"], "lon": row["lon"], "lat": row["lat"]} for row in pack.crossings],
        "places": sorted(labels, key=lambda place: place["zoom"])[:LABELS],
    }


def area_names(shapes: dict[str, Any]) -> frozenset[str]:
    """The keys of all areas that the map can shade."""
    return frozenset(f["properties"]["key"] for layer in ("areas", "provinces") for f in shapes[layer]["features"])


def corridor_shape(geometry: Any) -> dict[str, Any]:
    """A corridor along the border as plain GeoJSON, as coarse as a map of the region needs."""
    return _rounded(geometry.simplify(0.01))


def _features(pack: Pack, layer: str, tolerance: float) -> dict[str, Any]:
    import shapely

    rows = [row for row in pack.rows(layer) if row["geometry"] is not None]
    shapes = [row["geometry"] for row in rows]
    if layer == "border":
        drawn = [shape.simplify(tolerance) for shape in shapes]
    else:
        drawn = shapely.coverage_simplify(shapes, tolerance)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": _properties(row), "geometry": _rounded(shape)}
            for row, shape in zip(rows, drawn, strict=True)
        ],
    }


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    point = row["geometry"].representative_point()
    country, name, parent = row.get("country"), row.get("name"), row.get("admin1")
    return {
        "key": f"{country}|{name}" if parent else f"{country}||{name}",
        "name": name,
        "at": [round(point.x, 3), round(point.y, 3)],
        "lens": (parent or name) in PROVINCES,
    }


def _rounded(shape: Any) -> dict[str, Any]:
    import shapely

    return json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.001)))


def _label_zoom(place: Any) -> int:
    people = place.population or 0
    if people >= 150_000:
        return 5
    return 7 if people >= 40_000 else 8 if place.source and "GeoNames" in place.source else 9
