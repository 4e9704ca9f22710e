"""A static map as SVG, for paper: the pack's shapes and the incidents, each as precisely as it is known. Pure."""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from dashboard.palette import PLACE_WORDS, TYPE_COLOURS, write_day, write_number
from geodata.pack import Pack
from incidents.model import Incident

WIDTH = 720
MARGIN_DEGREES = 0.4
PROVINCES = ("Balochistan", "Sistan and Baluchestan")
TOWNS = ("town", "city", "port")
REGION = (59.0, 24.8, 67.6, 31.6)  # west, south, east, north: both provinces along the border
TOLERANCE = 0.012  # degrees; about a pixel on an A4 page
KM_PER_DEGREE = 111.2
LARGEST, BIGGEST_TOWNS = 14.0, 12
LAND, WATER, HAIR, LINE, BORDER, INK = "#f7f5f0", "#e8edf0", "#d5d0c4", "#b3ac9c", "#333333", "#444444"


@dataclass(frozen=True, slots=True)
class _Frame:
    """West, south, east, north in degrees, and the pixels they are drawn in (equirectangular, true in the middle)."""

    bounds: tuple[float, float, float, float]

    @property
    def _stretch(self) -> float:
        return math.cos(math.radians((self.bounds[1] + self.bounds[3]) / 2))

    @property
    def pixels_per_degree(self) -> float:
        return WIDTH / ((self.bounds[2] - self.bounds[0]) * self._stretch)

    @property
    def height(self) -> float:
        return (self.bounds[3] - self.bounds[1]) * self.pixels_per_degree

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.bounds[0]) * self._stretch * self.pixels_per_degree
        return round(x, 1), round((self.bounds[3] - lat) * self.pixels_per_degree, 1)

    def km(self, km: float) -> float:
        return km / KM_PER_DEGREE * self.pixels_per_degree


def map_svg(incidents: Sequence[Incident], pack: Pack) -> str:
    """An `svg` element WIDTH pixels wide: dots sized by toll and coloured by type, a ring where only a radius is known,
    a shaded area with a count where only the district or province is. No script, no link, no outside reference.
    """
    placed = [incident for incident in incidents if incident.lon is not None]
    frame = _Frame(_bounds(placed))
    areas = {(row["country"], row["admin1"], row["name"]): row for row in pack.rows("admin2")}
    counts = Counter(key for key in (_area_of(incident, areas) for incident in incidents) if key)
    layers = (
        _paths(frame, (row["geometry"] for row in pack.rows("countries")), f'fill="{LAND}" stroke="{LINE}"'),
        _shaded(frame, areas, counts),
        _paths(frame, (row["geometry"] for row in areas.values()), f'fill="none" stroke="{HAIR}" stroke-width=".6"'),
        _paths(frame, (row["geometry"] for row in pack.rows("admin1")), f'fill="none" stroke="{LINE}"'),
        _paths(frame, [pack.border_line], f'fill="none" stroke="{BORDER}" stroke-width="2"'),
        _towns(frame, pack),
        "".join(_dot(frame, incident) for incident in sorted(placed, key=lambda i: -(i.fatalities or 0))),
        _badges(frame, areas, counts),
        _scale(frame),
    )
    label = f"Map of {write_number(len(incidents))} incidents along the border of Pakistan and Iran"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height:.0f}" role="img" '
        f'aria-label="{label}" font-family="sans-serif" font-size="10">'
        f'<rect width="{WIDTH}" height="{frame.height:.0f}" fill="{WATER}"/>{"".join(layers)}</svg>'
    )


def _bounds(placed: Sequence[Incident]) -> tuple[float, float, float, float]:
    """The region, wider when an incident lies outside of it."""
    lons = [incident.lon for incident in placed]
    lats = [incident.lat for incident in placed]
    west, south, east, north = REGION
    return (
        max(-180.0, min([west, *(lon - MARGIN_DEGREES for lon in lons)])),
        max(-85.0, min([south, *(lat - MARGIN_DEGREES for lat in lats)])),
        min(180.0, max([east, *(lon + MARGIN_DEGREES for lon in lons)])),
        min(85.0, max([north, *(lat + MARGIN_DEGREES for lat in lats)])),
    )


def _paths(frame: _Frame, shapes: Iterable[shapely.Geometry | None], style: str) -> str:
    lines = "".join(_path(frame, shape) for shape in shapes if shape is not None)
    return f'<path d="{lines}" {style} stroke-linejoin="round"/>' if lines else ""


def _path(frame: _Frame, shape: shapely.Geometry) -> str:
    """Path data of the part of a shape inside the frame."""
    clipped = shapely.clip_by_rect(shape.simplify(TOLERANCE), *frame.bounds)
    parts = []
    for part in shapely.get_parts(clipped):
        if part.geom_type == "Polygon":
            parts += [_line(frame, ring.coords) + "Z" for ring in (part.exterior, *part.interiors) if not ring.is_empty]
        elif part.geom_type == "LineString":
            parts.append(_line(frame, part.coords))
    return "".join(parts)


def _line(frame: _Frame, coordinates: Iterable[tuple[float, ...]]) -> str:
    return "M" + "L".join("{:g} {:g}".format(*frame.at(pair[0], pair[1])) for pair in coordinates)


def _area_of(incident: Incident, areas: dict[tuple, dict[str, Any]]) -> tuple | None:
    """The area an incident that is known to its district or province only is counted in; a province's key ends in None."""
    if incident.where_prec == 3:
        key = (incident.country, incident.admin1, incident.admin2)
        row = areas.get(key)
        if row is None:
            return None
        return key if row["geometry"] is not None else (incident.country, incident.admin1, row["alias_of"])
    return (incident.country, incident.admin1, None) if incident.where_prec == 4 and incident.admin1 else None


def _shape_of(key: tuple, areas: dict[tuple, dict[str, Any]]) -> shapely.Geometry | None:
    if key[2] is not None:
        return areas[key]["geometry"] if key in areas else None
    members = [row["geometry"] for (country, province, _), row in areas.items() if (country, province) == key[:2]]
    return shapely.union_all([shape for shape in members if shape is not None]) if members else None


def _shaded(frame: _Frame, areas: dict, counts: Counter) -> str:
    shapes = (_shape_of(key, areas) for key in sorted(counts, key=str))
    return _paths(frame, shapes, 'fill="#6b6457" fill-opacity=".18" stroke="none"')


def _badges(frame: _Frame, areas: dict, counts: Counter) -> str:
    badges = []
    for key, count in sorted(counts.items(), key=lambda pair: str(pair[0])):
        shape = _shape_of(key, areas)
        if shape is None or shape.is_empty:
            continue
        point = shape.representative_point()
        x, y = frame.at(point.x, point.y)
        level = "district" if key[2] else "province"
        name = html.escape(f"{key[2] or key[1]}: {count} known to the {level} only")
        badges.append(
            f'<g><title>{name}</title><rect x="{x - 11:g}" y="{y - 8:g}" width="22" height="16" rx="8" fill="#fff" '
            f'stroke="{INK}"/><text x="{x:g}" y="{y + 3.5:g}" text-anchor="middle" fill="{INK}">{count}</text></g>'
        )
    return "".join(badges)


def _dot(frame: _Frame, incident: Incident) -> str:
    if incident.where_prec not in (1, 2, 5, None):
        return ""
    x, y = frame.at(incident.lon, incident.lat)
    colour = TYPE_COLOURS.get(incident.event_type or "", TYPE_COLOURS["Other"])
    radius = min(LARGEST, 2.2 * math.sqrt((incident.fatalities or 0) + 1))
    known = PLACE_WORDS.get(incident.where_prec or 0, "precision unknown")
    name = html.escape(f"{incident.location or 'unnamed place'}, {write_day(incident.event_date)} ({known})")
    ring = ""
    if incident.where_prec in (2, 5) and incident.uncertainty_km:
        dashes = ' stroke-dasharray="3 3"' if incident.where_prec == 5 else ""
        ring = (
            f'<circle cx="{x:g}" cy="{y:g}" r="{frame.km(incident.uncertainty_km):.1f}" fill="none" stroke="{colour}" '
            f'stroke-width=".8" stroke-opacity=".6"{dashes}/>'
        )
    return (
        f'<g><title>{name}</title>{ring}<circle cx="{x:g}" cy="{y:g}" r="{radius:.1f}" fill="{colour}" '
        f'fill-opacity=".75" stroke="#fff" stroke-width=".7"/></g>'
    )


def _towns(frame: _Frame, pack: Pack) -> str:
    """The largest towns of the region, by name."""
    west, south, east, north = frame.bounds
    inside = [
        place
        for place in pack.places
        if place.population and place.kind in TOWNS and place.admin1 in PROVINCES
        and west < place.lon < east and south < place.lat < north
    ]  # fmt: skip
    labels = []
    for place in sorted(inside, key=lambda place: -place.population)[:BIGGEST_TOWNS]:
        x, y = frame.at(place.lon, place.lat)
        side = f'x="{x - 4:g}" text-anchor="end"' if x > WIDTH - 80 else f'x="{x + 4:g}"'
        labels.append(f'<text {side} y="{y - 4:g}">{html.escape(place.name)}</text>')
    return f'<g fill="{INK}" stroke="{LAND}" stroke-width="2.5" paint-order="stroke">{"".join(labels)}</g>'


def _scale(frame: _Frame) -> str:
    km = next((km for km in (500, 200, 100, 50) if frame.km(km) < WIDTH / 4), 50)
    y, end = frame.height - 12, 14 + frame.km(km)
    return (
        f'<path d="M14 {y - 4:.0f}V{y:.0f}H{end:.0f}V{y - 4:.0f}" fill="none" stroke="{INK}"/>'
        f'<text x="18" y="{y - 5:.0f}" fill="{INK}">{km} km</text>'
    )
