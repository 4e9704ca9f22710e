"""The area and border layers of a pack, made from faces: the smallest known areas, together a valid coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import shapely

from geodata.build.coverage import flaws, joined
from geodata.crs import geod
from geodata.model import PackError

Face = tuple[str, str | None, str | None]  # (country, admin1, admin2); None where nothing smaller is known
Alias = tuple[str, str, str, str]  # (admin1, name, the area that holds it, since when)
Layers = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a face beside its shape."""

    vintage: str
    approximate: bool


def area_layers(
    faces: Mapping[Face, shapely.Geometry],
    facts: Mapping[Face, Facts],
    outlines: Mapping[str, str],
    aliases: Iterable[Alias] = (),
) -> Layers:
    """The rows of `countries`, `admin1` and `admin2`; a province is as approximate as its worst part.

    `outlines`: the vintage of each country's outline.

    Raises PackError when the areas of any layer overlap or do not share their edges.
    """
    by_country = joined(faces, {key: key[0] for key in faces})
    by_province = joined(faces, {key: key[:2] for key in faces if key[1]})
    for areas in (faces, by_province, by_country):
        if wrong := flaws(areas):
            raise PackError(f"the areas of {wrong[:5]} overlap or do not share their edges; nothing was written")
    admin2 = [
        {"name": name, "admin1": admin1, "country": country, **asdict(facts[country, admin1, name]), "alias_of": None}
        | {"geometry": shape}
        for (country, admin1, name), shape in faces.items()
        if name
    ]
    country_of = {admin1: country for country, admin1, _ in faces}
    admin2 += [
        {"name": name, "admin1": admin1, "country": country_of[admin1], "vintage": since, "approximate": True}
        | {"alias_of": holder, "geometry": None}
        for admin1, name, holder, since in aliases
    ]
    return {
        "countries": [
            {"name": name, "vintage": outlines[name], "approximate": False, "geometry": shape}
            for name, shape in sorted(by_country.items())
        ],
        "admin1": [
            {"name": key[1], "country": key[0], "vintage": _vintage(facts, key)}
            | {"approximate": any(part.approximate for part in _parts(facts, key)), "geometry": shape}
            for key, shape in sorted(by_province.items())
        ],
        "admin2": sorted(admin2, key=lambda row: (row["country"], row["admin1"], row["name"])),
    }


def border_layer(one: str, other: str, border: shapely.Geometry) -> list[dict[str, Any]]:
    """The one row of `border`; `length_km` is geodesic."""
    metres = sum(geod().geometry_length(part) for part in shapely.get_parts(border))
    name = f"{one}-{other} land border"
    ends = {"country_a": one, "country_b": other}
    return [{"name": name, **ends, "length_km": round(metres / 1000, 1), "geometry": border}]


def _parts(facts: Mapping[Face, Facts], key: tuple[str | None, ...]) -> list[Facts]:
    return [known for face, known in facts.items() if face[: len(key)] == key]


def _vintage(facts: Mapping[Face, Facts], key: tuple[str | None, ...]) -> str:
    """The vintage most of an area's parts have; the earlier name in the alphabet where it is a draw."""
    vintages = sorted(part.vintage for part in _parts(facts, key))
    return max(dict.fromkeys(vintages), key=vintages.count)
