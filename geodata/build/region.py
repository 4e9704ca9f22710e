"""The bundled pack's recipe, step by step: the Pakistan-Iran border, its provinces, districts, counties and places.

1. outlines of the countries (OpenStreetMap), simplified together, cut at the coast (Natural Earth)
2. Pakistan's drawn districts and the counties of Iran's south-east fitted into them, brought up to date by places
3. Iran's other provinces from Natural Earth's lines
4. places, crossings, and a row in `sources` for everything used
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shapely

from geodata.boundaries import COAST_KM
from geodata.build import extents, iran, natural_earth, pakistan, places, provinces, repairs, timezones, towns
from geodata.build.coverage import clean, partition, polygonal, simplify
from geodata.build.geopackage import write_pack
from geodata.build.layers import Facts, area_layers, border_layer

SIMPLIFY_DEG = 0.0008  # moves the border by 10 m on average
REGION = (40.0, 20.0, 85.0, 45.0)  # west, south, east, north of the land that is cut out
# What was measured of the shapes: docs/geodata.md.
PAKISTANI = "outline 1.2 km in the median; lines between districts are schematic, up to some 10 km off"
IRANIAN = "0.5 km at Sistan and Baluchestan's outline, 0.6-2.5 km at those of Kerman, South Khorasan and Hormozgan"
APPORTIONMENT = "Sarhad's apportionment by places and sizes 2 (facts of OCHA COD-AB and UCDP GED)"
APPORTIONED = "of random points 89 % in the right district (Balochistan), 95 % (Sistan and Baluchestan)"
Say = Callable[[str], None]


def build_region(path: Path, gazetteer: Path | None = None, say: Say = lambda text: None) -> None:
    """Build the pack of the Pakistan-Iran border at `path`. Raises PackError when a source cannot be had."""
    rows = towns.gazetteer_rows(gazetteer)
    sites = extents.sites(rows)
    say("outlines of the countries")
    outlines = _countries()
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
    facts = {key: _facts(key, key in known) for key in faces}
    layers = area_layers(faces, facts, dict.fromkeys(outlines, timezones.VINTAGE), repairs.ALIASES)
    land = {row["name"]: row["geometry"] for row in layers["countries"]}
    border = timezones.shared_border(land["Pakistan"], land["Iran"])
    layers["border"] = border_layer("Pakistan", "Iran", border)
    say("places")
    layers["places"] = places.joined_places(rows, towns.geonames_towns(), layers)
    layers["crossings"] = places.crossings(border)
    layers["sources"] = _sources(bool(rows))
    write_pack(path, layers)


def _facts(key: tuple[str, str | None, str | None], known: bool) -> Facts:
    country, admin1, name = key
    drawn = {"Pakistan": pakistan.VINTAGE, "Iran": iran.VINTAGE}.get(country, timezones.VINTAGE)
    return Facts(vintage=repairs.since(admin1 or "").get(name or "", drawn), approximate=not known)


def _countries() -> dict[str, shapely.Geometry]:
    """Country → land area, edges shared."""
    simple = simplify(timezones.country_outlines(), SIMPLIFY_DEG)
    land = natural_earth.land(REGION)
    return clean({country: polygonal(shapely.intersection(area, land)) for country, area in simple.items()})


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
        row("border", osm, timezones.LICENCE, "2026", "14 m from OpenStreetMap's line on average, 99 % within 60 m"),
        row("countries", osm, timezones.LICENCE, "2026", "land borders as `border`"),
        row("countries", earth, natural_earth.LICENCE, "not stated", f"the coast only; about {COAST_KM:g} km at worst"),
        row("admin1", pakistan.PACKAGE.label, pakistan.LICENCE, pakistan.VINTAGE, "union of the districts"),
        row("admin1", iran.PACKAGE.label, iran.LICENCE, iran.VINTAGE, "four provinces: union of their counties"),
        row("admin1", earth, natural_earth.LICENCE, "not stated", "Iran's other provinces; not measured"),
        row("admin2", pakistan.PACKAGE.label, pakistan.LICENCE, pakistan.VINTAGE, PAKISTANI),
        row("admin2", iran.PACKAGE.label, iran.LICENCE, iran.VINTAGE, IRANIAN),
        row("admin2", APPORTIONMENT, "CC BY-IGO (OCHA), CC BY 4.0 (UCDP)", "2007-2021", APPORTIONED),
        row("places", towns.source_name(), towns.LICENCE, "2026", "town points; GeoNames states no accuracy"),
        row("crossings", "Sarhad's curated crossings 1", "CC0", "2026", "each row gives its source and uncertainty_km"),
    ]
    if with_gazetteer:
        exactness = "each row gives its source and uncertainty_km"
        rows.append(row("places", "Sarhad's curated gazetteer 1", "CC BY 4.0", "2026", exactness))
    return sorted(rows, key=lambda row: (row["layer"], row["source"]))
