"""The `places` and `crossings` layers: points joined to the pack's own areas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely

from geodata.boundaries import Area, Boundaries
from geodata.build.layers import Layers
from geodata.build.towns import COLUMNS
from geodata.crs import geod

CROSSINGS = Path(__file__).resolve().parent / "crossings.csv"
KIND_OF = {"countries": "country", "admin1": "province", "admin2": "district"}


def joined_places(
    curated: Iterable[Mapping[str, str]], towns: Iterable[Mapping[str, Any]], layers: Layers
) -> list[dict[str, Any]]:
    """Curated rows first, as they are; then towns (lon, lat, country …) with the province and district they lie in."""
    found: list[dict[str, Any]] = []
    for row in curated:
        if row["lon"] and row["lat"]:
            numbers = {"lon": float(row["lon"]), "lat": float(row["lat"])}
            found.append({**row, **numbers, "uncertainty_km": float(row["uncertainty_km"]), "population": None})
    towns = [dict(row) for row in towns]
    at = _boundaries(layers).at([row["lon"] for row in towns], [row["lat"] for row in towns])
    for number, row in enumerate(towns):
        same_country = at["country"][number] == row["country"]
        row["admin1"] = (at["admin1"][number] if same_country else None) or ""
        row["admin2"] = (at["admin2"][number] if same_country else None) or ""
        found.append(row)
    return [{**row, "geometry": shapely.Point(row["lon"], row["lat"])} for row in found]


def areas_as_places(layers: Layers, source: str) -> list[dict[str, str]]:
    """A row for every country, province and district, so that their names resolve where no curated table has them.

    The point is an inner one, `uncertainty_km` reaches the farthest point of the area.
    """
    rows = []
    for layer, kind in KIND_OF.items():
        for row in layers[layer]:
            if row["geometry"] is None:
                continue
            point = row["geometry"].representative_point()
            xy = shapely.get_coordinates(row["geometry"])
            _, _, metres = geod().inv([point.x] * len(xy), [point.y] * len(xy), xy[:, 0], xy[:, 1])
            country = row["name"] if kind == "country" else row["country"]
            admin1 = {"country": "", "province": row["name"], "district": row.get("admin1")}[kind]
            rows.append(
                dict.fromkeys(COLUMNS, "")
                | {
                    "place_id": ":".join(("area", *(part for part in (country, admin1, row["name"]) if part))),
                    "name": row["name"],
                    "kind": kind,
                    "lon": f"{point.x:.5f}",
                    "lat": f"{point.y:.5f}",
                    "uncertainty_km": f"{max(metres) / 1000:.0f}",
                    "point_of": "own",
                    "country": country,
                    "admin1": admin1,
                    "admin2": row["name"] if kind == "district" else "",
                    "source": source,
                }
            )
    return rows


def crossings(border: shapely.Geometry) -> list[dict[str, Any]]:
    """The crossings of crossings.csv; `on_border`: the point is moved to the nearest place on the border line."""
    found = []
    with CROSSINGS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            if row.pop("on_border") == "yes":
                place = border.interpolate(border.project(point))
                point = shapely.Point(round(place.x, 5), round(place.y, 5))
            numbers = {"lon": point.x, "lat": point.y, "uncertainty_km": float(row["uncertainty_km"])}
            found.append({**row, **numbers, "geometry": point})
    return found


def _boundaries(layers: Layers) -> Boundaries:
    def areas(layer: str) -> list[Area]:
        fields = ("name", "geometry", "admin1", "country", "alias_of")
        return [Area(**{field: row[field] for field in fields if field in row}) for row in layers[layer]]

    border = shapely.union_all([row["geometry"] for row in layers["border"]])
    return Boundaries(countries=areas("countries"), admin1=areas("admin1"), admin2=areas("admin2"), border=border)
