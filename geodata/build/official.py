"""A pack of any two neighbouring countries from the official sources that `sarhad geodata fetch` brought.

Districts and provinces: COD-AB where it is there, else geoBoundaries; where neither has districts, Natural Earth's
provinces alone. Towns: GeoNames. For Pakistan and Iran the border stays OpenStreetMap's and the curated gazetteer's
places come first; for other countries the areas themselves become places, so that their names resolve.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from geodata.build import places, repairs, timezones, towns
from geodata.build.countries import Country, country_of
from geodata.build.coverage import clean, partition, polygonal, simplify
from geodata.build.geopackage import write_pack
from geodata.build.layers import Face, Facts, area_layers, border_layer
from geodata.fetch import STAYS, download_folder
from geodata.model import PackError
from geodata.names import fold_name
from geodata.pack import BUNDLED, Pack

SIMPLIFY_DEG = 0.0005
SEAM_DEG = 0.02  # gaps between two countries' files up to about 2 km wide are closed
HOME = frozenset({"Pakistan", "Iran"})
NATURAL_EARTH = "ne_10m_admin_1_states_provinces"
# What the files call a district, its province and the date from which it holds: COD-AB's new and old column names.
_NAME = {1: ("adm1_name", "ADM1_EN", "shapeName"), 2: ("adm2_name", "ADM2_EN", "shapeName")}
_VALID = ("valid_on", "validOn", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """One country's areas as a source has them, and what `sources` says of it."""

    country: Country
    faces: dict[Face, shapely.Geometry]
    vintage: str
    label: str
    licence: str
    file: Path


def build_official(
    path: Path, countries: Sequence[str], folder: Path | None = None, say: Callable[[str], None] = lambda text: None
) -> None:
    """Build a pack of two countries (two-letter codes) at `path` from the downloads in `folder`.

    Raises PackError: not two countries, a download that is missing (all of them are named), no common border.
    """
    folder = folder or download_folder()
    pair = [country_of(code) for code in countries]
    if len({country.iso2 for country in pair}) != 2:
        raise PackError(f"a pack is made for two countries, for instance TR,SY; {','.join(countries)} was given")
    _check_present(pair, folder)
    parts = []
    for country in pair:
        say(f"areas of {country.name}")
        parts.append(_areas(country, folder))
    say("edges in common")
    faces = _together(parts)
    one, other = (country.name for country in pair)
    outlines = {
        name: shapely.coverage_union_all([shape for key, shape in faces.items() if key[0] == name])
        for name in (one, other)
    }
    border = timezones.shared_border(outlines[one], outlines[other])
    if border.is_empty:
        raise PackError(f"{one} and {other} do not touch in these files (gaps to 2 km are closed); nothing was written")
    facts = {key: Facts(vintage=part.vintage, approximate=False) for part in parts for key in part.faces}
    layers = area_layers(faces, facts, {part.country.name: part.vintage for part in parts}, _aliases(faces))
    layers["border"] = border_layer(one, other, border)
    say("places")
    home = {one, other} == HOME
    named = towns.gazetteer_rows() if home else places.areas_as_places(layers, "inner point of the pack's own area")
    found = (row for country in pair for row in towns.dump_towns(folder / f"{country.iso2}.zip", country.name))
    layers["places"] = places.joined_places(named, found, layers)
    if home:
        layers["crossings"] = places.crossings(border)
    layers["sources"] = _sources(parts, folder, home)
    write_pack(path, layers)


def _check_present(pair: Sequence[Country], folder: Path) -> None:
    missing = [f"GeoNames {c.name} ({c.iso2}.zip)" for c in pair if not (folder / f"{c.iso2}.zip").is_file()]
    for country in pair:
        code = country.iso2
        shapes = [
            folder / f"{code}-cod-ab.geojson.zip",
            folder / f"{code}-ADM2.geojson",
            folder / f"{NATURAL_EARTH}.zip",
        ]
        if not any(file.is_file() for file in shapes):
            missing.append(f"areas of {country.name} (COD-AB, geoBoundaries or Natural Earth)")
    if missing:
        codes = ",".join(country.iso2 for country in pair)
        raise PackError(
            f"missing in {folder}: {'; '.join(missing)}. Download them with: sarhad geodata fetch --countries {codes}. "
            f"Until then {STAYS}"
        )


def _areas(country: Country, folder: Path) -> Official:
    """The best source that is there, as faces with shared edges."""
    cod_ab, code = folder / f"{country.iso2}-cod-ab.geojson.zip", country.iso2
    if cod_ab.is_file():
        return _cod_ab(country, cod_ab)
    if (folder / f"{code}-ADM2.geojson").is_file():
        return _geoboundaries(country, folder)
    return _natural_earth(country, folder / f"{NATURAL_EARTH}.zip")


def _cod_ab(country: Country, file: Path) -> Official:
    with zipfile.ZipFile(file) as archive:
        name = next(name for name in archive.namelist() if re.search(r"adm(in|bnda_adm)?2[^/]*\.(geo)?json$", name))
        rows = _features(archive.read(name), f"{file}!{name}")
    faces = _faces(country, [(_text(row, _NAME[1], file), _text(row, _NAME[2], file), shape) for row, shape in rows])
    vintage = next((str(row[column])[:4] for row, _ in rows for column in _VALID if row.get(column)), "unknown")
    return Official(
        country=country,
        faces=faces,
        vintage=vintage,
        label=f"OCHA COD-AB {country.name}",
        licence="CC BY-IGO",
        file=file,
    )


def _geoboundaries(country: Country, folder: Path) -> Official:
    file = folder / f"{country.iso2}-ADM2.geojson"
    provinces = _features(_bytes(folder / f"{country.iso2}-ADM1.geojson"), f"{country.iso2}-ADM1.geojson")
    names = [_text(row, _NAME[1], file) for row, _ in provinces]
    tree = shapely.STRtree([shape for _, shape in provinces])
    found = []
    for row, shape in _features(_bytes(file), file.name):
        name = _text(row, _NAME[2], file)
        found.append((names[int(tree.nearest(shape.representative_point()))], name, shape))
    said: dict[str, Any] = {}
    if (folder / f"{country.iso2}-ADM2.json").is_file():
        said = json.loads((folder / f"{country.iso2}-ADM2.json").read_text(encoding="utf-8"))
    return Official(
        country=country,
        faces=_faces(country, found),
        vintage=str(said.get("boundaryYearRepresented") or "unknown"),
        label=f"geoBoundaries gbOpen {country.name} (after {said.get('boundarySource') or 'unnamed'})",
        licence=str(said.get("boundaryLicense") or "CC BY 4.0"),
        file=file,
    )


def _natural_earth(country: Country, file: Path) -> Official:
    import pyogrio

    frame = pyogrio.read_dataframe(f"/vsizip/{file}/{NATURAL_EARTH}.shp")
    frame = frame[frame["iso_a2"] == country.iso2]
    if frame.empty:
        raise PackError(f"{file}: no provinces of {country.name} (iso_a2 {country.iso2}); fetch geoboundaries instead")
    found = [(name, None, shape) for name, shape in zip(frame["name"], frame.geometry, strict=True)]
    label = f"Natural Earth 1:10m provinces of {country.name}"
    faces = _faces(country, found)
    return Official(country=country, faces=faces, vintage="unknown", label=label, licence="public domain", file=file)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise PackError(f"{file} is missing; download it with: sarhad geodata fetch geoboundaries") from None


def _features(content: bytes, where: str) -> list[tuple[dict[str, Any], shapely.Geometry]]:
    """A GeoJSON FeatureCollection's properties and polygons."""
    try:
        features = json.loads(content)["features"]
        shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
        return [
            (feature["properties"], polygonal(shapely.make_valid(shape)))
            for feature, shape in zip(features, shapes, strict=True)
        ]
    except (ValueError, KeyError, TypeError, shapely.GEOSException) as error:
        raise PackError(
            f"{where} is not a GeoJSON FeatureCollection of areas ({error}); delete it and fetch again"
        ) from error


def _text(row: Mapping[str, Any], columns: Sequence[str], where: Path) -> str:
    for column in columns:
        if row.get(column):
            return str(row[column]).strip()
    raise PackError(f"{where}: an area has none of the columns {', '.join(columns)}; it has {', '.join(row)}")


def _faces(country: Country, rows: Sequence[tuple[str, str | None, shapely.Geometry]]) -> dict[Face, shapely.Geometry]:
    """Rows (province, district, shape) by face, in this project's spelling where it knows the area."""
    spelled = _spellings(country.name)
    parts: dict[Face, list[shapely.Geometry]] = {}
    for admin1, admin2, shape in rows:
        key = (
            country.name,
            spelled.get(("province", fold_name(admin1)), admin1),
            admin2 and spelled.get(("district", fold_name(admin2)), admin2),
        )
        parts.setdefault(key, []).append(shape)
    whole = clean({key: shapely.union_all(shapes) for key, shapes in parts.items()})
    return simplify(whole, SIMPLIFY_DEG)


def _spellings(country: str) -> dict[tuple[str, str], str]:
    """(kind, folded spelling) → the curated gazetteer's name of a province, district or county."""
    found: dict[tuple[str, str], str] = {}
    for row in towns.gazetteer_rows():
        kind = "district" if row["kind"] == "county" else row["kind"]
        if row["country"] == country and kind in ("province", "district"):
            for name in (row["name"], *row["spellings"].split(";")):
                found.setdefault((kind, fold_name(name)), row["admin2"] or row["admin1"] or row["name"])
                found.setdefault((kind, fold_name(name.removesuffix(" County"))), row["admin2"] or row["admin1"])
    return found


def _together(parts: Sequence[Official]) -> dict[Face, shapely.Geometry]:
    """Both countries' faces as one coverage; the border of Pakistan and Iran is the bundled pack's."""
    if {part.country.name for part in parts} == HOME:
        outlines = {row["name"]: row["geometry"] for row in Pack(BUNDLED).rows("countries")}
        fitted: dict[Face, shapely.Geometry] = {}
        for part in parts:
            fitted |= partition(part.faces, outlines[part.country.name])
        return clean(fitted)
    wholes = [shapely.coverage_union_all(list(part.faces.values())) for part in parts]
    # Two files seldom agree on the line between them: what neither claims there goes to the nearest, what both claim
    # to the first.
    seam = shapely.intersection(*(whole.buffer(SEAM_DEG / 2) for whole in wholes))
    return partition(
        {key: shape for part in parts for key, shape in part.faces.items()}, shapely.union_all([*wholes, seam])
    )


def _aliases(faces: Mapping[Face, shapely.Geometry]) -> list[tuple[str, str, str, str]]:
    """The bundled pack's aliases whose holder is there and which these files do not have themselves."""
    here = {key[1:] for key in faces}
    return [row for row in repairs.ALIASES if (row[0], row[2]) in here and (row[0], row[1]) not in here]


def _sources(parts: Sequence[Official], folder: Path, home: bool) -> list[dict[str, str]]:
    def row(layer: str, source: str, version: str, licence: str, vintage: str, exactness: str) -> dict[str, str]:
        return {
            "layer": layer,
            "source": source,
            "version": version,
            "licence": licence,
            "vintage": vintage,
            "exactness": exactness,
        }

    rows = []
    for part in parts:
        exactness = f"as published, simplified by {SIMPLIFY_DEG:g} degree"
        for layer in ("countries", "admin1", "admin2"):
            rows.append(row(layer, part.label, _digest(part.file), part.licence, part.vintage, exactness))
        dump = folder / f"{part.country.iso2}.zip"
        label = f"GeoNames {part.country.name}"
        rows.append(row("places", label, _digest(dump), towns.LICENCE, "unknown", "town points, about 1 km"))
    if home:
        osm = "the bundled pack's border and coast (OpenStreetMap, Natural Earth)"
        rows.append(row("border", osm, "", timezones.LICENCE, timezones.VINTAGE, "see `sarhad geodata info`"))
        curated = "each row gives its source and uncertainty_km"
        rows.append(row("places", "Sarhad's curated gazetteer", "1", "CC BY 4.0", "2026", curated))
        rows.append(row("crossings", "Sarhad's curated crossings", "1", "CC0", "2026", curated))
    else:
        labels = " and ".join(part.label for part in parts)
        rows.append(
            row("border", labels, "", parts[0].licence, parts[0].vintage, "the areas' common edge; gaps closed")
        )
    return sorted(rows, key=lambda row: (row["layer"], row["source"]))


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return f"sha256 {hashlib.file_digest(stream, 'sha256').hexdigest()[:16]}"
