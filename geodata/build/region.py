"""The bundled pack's recipe, step by step: the Pakistan-Iran border, its provinces, districts, counties and places.

1. outlines of the countries (OpenStreetMap), simplified together, cut at the coast (Natural Earth)
2. Pakistan's drawn districts and the counties of Iran's south-east fitted into them, brought up to date by places
3. Iran's other provinces from Natural Earth's lines
4. places, crossings, and a row in `sources` for everything used
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely

from geodata.boundaries import COAST_KM, Area, Boundaries
from geodata.build import extents, iran, natural_earth, pakistan, provinces, repairs, timezones, towns
from geodata.build.coverage import clean, flaws, joined, partition, polygonal, simplify
from geodata.build.geopackage import write_pack
from geodata.crs import geod
from geodata.model import PackError

SIMPLIFY_DEG = 0.0008  # moves the border by 10 m on average
REGION = (40.0, 20.0, 85.0, 45.0)  # west, south, east, north of the land that is cut out
CROSSINGS = Path(__file__).resolve().parent / "crossings.csv"
Say = Callable[[str], None]


def build_region(path: Path, gazetteer: Path | None = None, say: Say = lambda text: None) -> None:
    """Build the pack of the Pakistan-Iran border at `path`. Raises PackError when a source cannot be had."""
    rows = towns.gazetteer_rows(gazetteer)
    sites = extents.sites(rows)
    say("outlines of the countries")
    outlines, border = _countries()
    say("districts of Pakistan")
    drawn = partition(pakistan.districts(), outlines["Pakistan"])
    districts = {key: shape for key, shape in drawn.items() if key[0] != pakistan.HOME}
    districts |= repairs.province_anew(pakistan.HOME, drawn, sites, extents.sizes())
    say("provinces and counties of Iran")
    iranian = _iranian_provinces(outlines["Iran"])
    counties, divided = repairs.divided(iran.HOME, _iranian_counties(iranian), sites)
    areas2 = {("Pakistan", *key): shape for key, shape in districts.items()}
    areas2 |= {("Iran", *key): shape for key, shape in counties.items()}
    known = {("Iran", iran.HOME, name) for admin1, name in counties if admin1 == iran.HOME} - {
        ("Iran", *key) for key in divided
    }
    say("edges in common")
    rest = {("Iran", name, None): shape for name, shape in iranian.items() if name not in iran.FILES}
    rest["Afghanistan", None, None] = outlines["Afghanistan"]
    faces = clean({**areas2, **rest})
    layers = _layers(faces, known, border)
    say("places")
    layers["places"] = _places(rows, _boundaries(layers, border))
    layers["crossings"] = _crossings(border)
    layers["sources"] = _sources(bool(rows))
    write_pack(path, layers)


def _countries() -> tuple[dict[str, shapely.Geometry], shapely.Geometry]:
    """Country → land area, edges shared; and the Pakistan-Iran land border."""
    simple = simplify(timezones.country_outlines(), SIMPLIFY_DEG)
    land = natural_earth.land(REGION)
    cut = clean({country: polygonal(shapely.intersection(area, land)) for country, area in simple.items()})
    return cut, timezones.shared_border(cut["Pakistan"], cut["Iran"])


def _iranian_provinces(outline: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Province → area: those with a drawing of counties as that shows them, the others from Natural Earth's lines."""
    drawn = {
        province: polygonal(shapely.union_all(list(iran.counties(province).values())).buffer(0.02).buffer(-0.02))
        for province in iran.FILES
    }
    others = provinces.natural_earth_provinces("Iran", outline)
    return partition({**drawn, **{name: area for name, area in others.items() if name not in drawn}}, outline)


def _iranian_counties(province_areas: dict[str, shapely.Geometry]) -> dict[tuple[str, str], shapely.Geometry]:
    """Counties of the provinces that have a drawing, each within its province's area."""
    areas: dict[tuple[str, str], shapely.Geometry] = {}
    for province in iran.FILES:
        drawn = {(province, name): shape for name, shape in iran.counties(province).items()}
        areas |= partition(drawn, province_areas[province])
    return areas


def _layers(faces: dict, known: set, border: shapely.Geometry) -> dict[str, list[dict[str, Any]]]:
    """The area layers. `faces`: (country, admin1, admin2) → shape; `known`: those not marked approximate."""
    by_country = joined(faces, {key: key[0] for key in faces})
    by_province = joined(faces, {key: key[:2] for key in faces if key[1]})
    for areas in (faces, by_province, by_country):
        if wrong := flaws(areas):
            raise PackError(f"the areas of {wrong[:5]} overlap or do not share their edges; nothing was written")
    vintage = {"Pakistan": pakistan.VINTAGE, "Iran": iran.VINTAGE}
    admin2 = [
        {
            "name": name,
            "admin1": admin1,
            "country": country,
            "vintage": repairs.since(admin1).get(name, vintage[country]),
            "approximate": (country, admin1, name) not in known,
            "alias_of": None,
            "geometry": shape,
        }
        for (country, admin1, name), shape in faces.items()
        if name
    ]
    country_of = {key[1]: key[0] for key in faces if key[1]}
    admin2 += [
        {
            "name": alias,
            "admin1": admin1,
            "country": country_of[admin1],
            "vintage": year,
            "approximate": True,
            "alias_of": holder,
            "geometry": None,
        }
        for admin1, alias, holder, year in repairs.ALIASES
    ]
    metres = sum(geod().geometry_length(part) for part in shapely.get_parts(border))
    return {
        "countries": [
            {"name": name, "vintage": "2026", "approximate": False, "geometry": shape}
            for name, shape in sorted(by_country.items())
        ],
        "admin1": [
            {
                "name": name,
                "country": country,
                "vintage": vintage[country],
                "approximate": True,
                "geometry": shape,
            }
            for (country, name), shape in sorted(by_province.items())
        ],
        "admin2": sorted(admin2, key=lambda row: (row["country"], row["admin1"], row["name"])),
        "border": [
            {
                "name": "Pakistan-Iran land border",
                "country_a": "Pakistan",
                "country_b": "Iran",
                "length_km": round(metres / 1000, 1),
                "geometry": border,
            }
        ],
    }


def _boundaries(layers: dict[str, list[dict[str, Any]]], border: shapely.Geometry) -> Boundaries:
    def areas(layer: str) -> list[Area]:
        fields = ("name", "geometry", "admin1", "country", "alias_of")
        return [Area(**{field: row[field] for field in fields if field in row}) for row in layers[layer]]

    return Boundaries(countries=areas("countries"), admin1=areas("admin1"), admin2=areas("admin2"), border=border)


def _places(rows: list[dict[str, str]], boundaries: Boundaries) -> list[dict[str, Any]]:
    """Curated rows first, then GeoNames' towns joined to the pack's own areas."""
    found: list[dict[str, Any]] = []
    for row in rows:
        if row["lon"] and row["lat"]:
            numbers = {"lon": float(row["lon"]), "lat": float(row["lat"])}
            found.append({**row, **numbers, "uncertainty_km": float(row["uncertainty_km"]), "population": None})
    geonames = list(towns.geonames_towns())
    at = boundaries.at([row["lon"] for row in geonames], [row["lat"] for row in geonames])
    for number, row in enumerate(geonames):
        same_country = at["country"][number] == row["country"]
        row["admin1"] = (at["admin1"][number] if same_country else None) or ""
        row["admin2"] = (at["admin2"][number] if same_country else None) or ""
        found.append(row)
    return [{**row, "geometry": shapely.Point(row["lon"], row["lat"])} for row in found]


def _crossings(border: shapely.Geometry) -> list[dict[str, Any]]:
    """The crossings of crossings.csv; `on_border`: the point is moved to the nearest place on the border line."""
    found = []
    with CROSSINGS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            if row["on_border"] == "yes":
                place = border.interpolate(border.project(point))
                point = shapely.Point(round(place.x, 5), round(place.y, 5))
            found.append(
                {
                    "name": row["name"],
                    "pakistan_side": row["pakistan_side"],
                    "iran_side": row["iran_side"],
                    "lon": point.x,
                    "lat": point.y,
                    "uncertainty_km": float(row["uncertainty_km"]),
                    "source": row["source"],
                    "note": row["note"],
                    "geometry": point,
                }
            )
    return found


def _sources(with_gazetteer: bool) -> list[dict[str, str]]:
    def row(layer: str, source: str, licence: str, vintage: str, exactness: str) -> dict[str, str]:
        name, _, rest = source.partition(" (")
        label, _, release = name.rpartition(" ")
        return {
            "layer": layer,
            "source": f"{label} ({rest}" if rest else label,
            "version": release,
            "licence": licence,
            "vintage": vintage,
            "exactness": exactness,
        }

    osm, earth = timezones.source_name(), f"{natural_earth.PACKAGE.label} (Natural Earth 1:10m)"
    rows = [
        row("border", osm, timezones.LICENCE, "2026", "10 m from OpenStreetMap's line on average, at worst 200 m"),
        row("countries", osm, timezones.LICENCE, "2026", "land borders as `border`"),
        row("countries", earth, natural_earth.LICENCE, "2022", f"the coast only; generalised by up to {COAST_KM:g} km"),
        row("admin1", pakistan.PACKAGE.label, pakistan.LICENCE, pakistan.VINTAGE, "union of the districts"),
        row("admin1", iran.PACKAGE.label, iran.LICENCE, iran.VINTAGE, "Sistan and Baluchestan: union of the counties"),
        row("admin1", earth, natural_earth.LICENCE, "2022", "Iran's other provinces, some kilometres"),
        row(
            "admin2",
            pakistan.PACKAGE.label,
            pakistan.LICENCE,
            pakistan.VINTAGE,
            "0.8 km at the outline, up to 10 km inside",
        ),
        row(
            "admin2", iran.PACKAGE.label, iran.LICENCE, iran.VINTAGE, "1-2 km in Sistan and Baluchestan, 3-10 km beyond"
        ),
        row("admin2", "Sarhad's apportionment by places and sizes 2", "MIT", "2007-2021", "approximate, 5-15 km"),
        row("places", towns.source_name(), towns.LICENCE, "2025", "town points, about 1 km"),
        row("crossings", "Sarhad's curated crossings 1", "CC0", "2026", "each row gives its source and uncertainty_km"),
    ]
    if with_gazetteer:
        exactness = "each row gives its source and uncertainty_km"
        rows.append(row("places", "Sarhad's curated gazetteer 1", "CC BY 4.0", "2026", exactness))
    return sorted(rows, key=lambda row: (row["layer"], row["source"]))
