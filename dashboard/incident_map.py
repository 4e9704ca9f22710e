"""The map: a constant base and one layer of incidents. Pure: frame in, folium objects out; no Streamlit.

folium compiles strings as templates on the server and the browser evaluates its scripts, so article text goes only
through `encode` into JavaScript that writes text nodes.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import folium
import pandas as pd
from folium.elements import MacroElement
from jinja2 import Template

from dashboard.palette import TYPE_COLOURS, type_index, write_day
from geodata.crs import leaflet_bounds, leaflet_point

STATIC = Path(__file__).parent / "static"
MAX_RADIUS = 22.0
SIMPLIFY = 0.008  # degrees; drawn shapes only
PROVINCES = ("Balochistan", "Sistan and Baluchestan")
REGION = (59.0, 24.8, 67.6, 31.6)  # west, south, east, north: both provinces along the border
# none of these marks occurs in JSON outside a string, and a brace never opens a template there
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&'`$\u2028\u2029"}
_TEMPLATE_BRACE = re.compile(r"\{(?=[{%#])")


def encode(value: Any) -> str:
    """JSON that is safe inside a script and inside a template: marks that could open either are escaped in its strings."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _TEMPLATE_BRACE.sub(r"\\u007b", text.translate(_ESCAPES))


class _Script(MacroElement):
    """A script of our own that is handed encoded data."""

    def __init__(self, file: str, value: Any) -> None:
        super().__init__()
        self._name = "SarhadScript"
        self.code = (STATIC / file).read_text(encoding="utf-8")
        self.encoded = encode(value)

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.code }}({{ this._parent.get_name() }}, {{ this.encoded }});{% endmacro %}"
    )


def base_map(base: dict[str, Any], height: str = "100%") -> folium.Map:
    """The constant base map. Nothing of any article goes in here: streamlit-folium keeps the view as long as it is the same."""
    chart = folium.Map(tiles=None, location=list(leaflet_point(63.3, 27.6)), zoom_start=6, max_zoom=16, min_zoom=4,
                       prefer_canvas=True, height=height, control_scale=False)  # fmt: skip
    chart.add_child(_Script("base_map.js", base))
    return chart


@cache
def base_shapes(pack) -> dict[str, Any]:
    """What the base map draws, simplified once: countries, provinces, areas, border, crossings, place labels."""
    import shapely

    def features(layer: str, tolerance: float, **keep: str) -> dict:
        rows = [row for row in pack.rows(layer) if row["geometry"] is not None]
        shapes = (
            shapely.coverage_simplify([row["geometry"] for row in rows], tolerance)
            if layer != "border"
            else [row["geometry"].simplify(0.003) for row in rows]
        )
        return {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {new: row[old] for new, old in keep.items()} | _key(row),
                 "geometry": _rounded(shape)}
                for row, shape in zip(rows, shapes, strict=True)
            ],
        }  # fmt: skip

    labels = [
        {"name": place.name, "lon": place.lon, "lat": place.lat, "from_zoom": _label_zoom(place)}
        for place in pack.places
        if place.kind in ("town", "port", "city") and place.admin1 in PROVINCES
    ]
    return {
        "countries": features("countries", 0.01),
        "provinces": features("admin1", 0.01),
        "areas": features("admin2", SIMPLIFY),
        "border": features("border", 0.003),
        "crossings": [{"name": row["name"], "lon": row["lon"], "lat": row["lat"]} for row in pack.crossings],
        "places": sorted(labels, key=lambda place: place["from_zoom"])[:400],
    }


def incident_layer(frame: pd.DataFrame, areas: dict[str, tuple[float, float]], chosen: str | None = None,
                   shading: pd.Series | None = None) -> folium.FeatureGroup:  # fmt: skip
    """All incidents of the frame as one layer: dots where the point is known, badges on areas where only those are.

    areas: "country|admin2" or "country||admin1" to the lon, lat where its badge stands. shading: area key to 0..1, for
    the choropleth; None shades the areas that carry a badge.
    """
    placed = frame[frame["where_prec"].isin([1, 2, 5]) & frame["lon"].notna()].sort_values(
        "fatalities", ascending=False
    )
    deaths = placed["fatalities"].fillna(0).astype(float)
    badges = _badges(frame[frame["where_prec"].isin([3, 4])], areas)
    if shading is not None:
        keyed = {badge["key"]: badge for badge in badges}
        for badge in badges:
            badge["shade"] = 0.0
        for key, share in shading.items():
            if key in areas:
                lon, lat = areas[key]
                entry = keyed.setdefault(key, {"key": key, "count": 0, "lon": lon, "lat": lat, "ids": [], "label": ""})
                entry["shade"] = round(0.08 + 0.6 * float(share), 3)
        badges = list(keyed.values())
    data = {
        "ids": list(placed.index),
        "lons": [round(value, 5) for value in placed["lon"]],
        "lats": [round(value, 5) for value in placed["lat"]],
        "types": [type_index(value) for value in placed["event_type"]],
        "radii": [round(min(MAX_RADIUS, 3.2 * math.sqrt(count + 1)), 1) for count in deaths],
        "rings": [
            round(km, 1) if prec in (2, 5) and km == km else 0
            for prec, km in zip(placed["where_prec"], placed["uncertainty_km"].fillna(0), strict=True)
        ],
        "labels": [
            f"{place if isinstance(place, str) else 'unnamed place'} · {write_day(day if day == day else None)}"
            for place, day in zip(placed["location"], placed["event_date"], strict=True)
        ],
        "colours": list(TYPE_COLOURS.values()),
        "areas": badges,
        "shade": "#7a3b00" if shading is not None else "#6b6457",
        "chosen": chosen,
    }
    group = folium.FeatureGroup(name="incidents")
    group.add_child(_Script("incident_layer.js", data))
    return group


def area_keys(frame: pd.DataFrame) -> pd.Series:
    """The area each incident is counted in: "country|admin2", else "country||admin1"; index kept."""
    text = {name: frame[name].fillna("").astype(str) for name in ("country", "admin2", "admin1")}
    return (text["country"] + "|" + text["admin2"]).where(text["admin2"] != "", text["country"] + "||" + text["admin1"])


def label_points(base: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Where the badge of each area of the base map stands: lon, lat."""
    points = {f["properties"]["key"]: tuple(f["properties"]["at"]) for f in base["areas"]["features"]}
    return points | {f["properties"]["key"]: tuple(f["properties"]["at"]) for f in base["provinces"]["features"]}


def bounds() -> list:
    """The region's bounds for Leaflet."""
    return leaflet_bounds(*REGION)


def _badges(frame: pd.DataFrame, areas: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
    coarse = frame.copy()
    coarse.loc[coarse["where_prec"] == 4, "admin2"] = None
    badges = []
    for key, rows in coarse.groupby(area_keys(coarse), sort=True):
        if key in areas:
            lon, lat = areas[key]
            name = key.split("|")[-1]
            known = "district" if "||" not in key else "province"
            badges.append(
                {"key": key, "count": len(rows), "lon": lon, "lat": lat, "ids": list(rows.index), "shade": 0.16,
                 "label": f"{name}: {len(rows)} known to the {known} only"}
            )  # fmt: skip
    return badges


def _key(row: dict[str, Any]) -> dict[str, Any]:
    point = row["geometry"].representative_point()
    country, name, parent = row.get("country"), row.get("name"), row.get("admin1")
    key = f"{country}|{name}" if parent else f"{country}||{name}"
    return {"key": key, "at": [round(point.x, 3), round(point.y, 3)]}


def _rounded(shape) -> dict:
    import shapely

    return json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.001)))


def _label_zoom(place) -> int:
    people = place.population or 0
    if people >= 150_000:
        return 5
    return 7 if people >= 40_000 else 8 if place.source and "GeoNames" in place.source else 9
