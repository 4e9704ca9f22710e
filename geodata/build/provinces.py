"""Names for the areas between Natural Earth's province lines, which come without a table: by their capitals."""

from __future__ import annotations

import shapely

from geodata.build import natural_earth
from geodata.build.coverage import partition

# Province → (lon, lat) of its capital, about; written from general knowledge, only used to name the area around it.
CAPITALS = {
    "Iran": {
        "Alborz": (50.97, 35.83), "Ardabil": (48.29, 38.25), "Bushehr": (50.84, 28.97),
        "Chaharmahal and Bakhtiari": (50.86, 32.33), "East Azerbaijan": (46.29, 38.08), "Fars": (52.54, 29.61),
        "Gilan": (49.59, 37.28), "Golestan": (54.43, 36.84), "Hamadan": (48.51, 34.80), "Hormozgan": (56.27, 27.19),
        "Ilam": (46.42, 33.64), "Isfahan": (51.68, 32.65), "Kerman": (57.08, 30.28), "Kermanshah": (47.07, 34.31),
        "Khuzestan": (48.68, 31.32), "Kohgiluyeh and Boyer-Ahmad": (51.59, 30.67), "Kurdistan": (47.00, 35.31),
        "Lorestan": (48.36, 33.49), "Markazi": (49.69, 34.09), "Mazandaran": (53.06, 36.56),
        "North Khorasan": (57.33, 37.47), "Qazvin": (50.00, 36.27), "Qom": (50.88, 34.64),
        "Razavi Khorasan": (59.61, 36.30), "Semnan": (53.39, 35.57), "Sistan and Baluchestan": (60.86, 29.50),
        "South Khorasan": (59.22, 32.87), "Tehran": (51.42, 35.69), "West Azerbaijan": (45.08, 37.55),
        "Yazd": (54.37, 31.90), "Zanjan": (48.48, 36.67),
    },
}  # fmt: skip


LINE_WIDTH_DEG = 0.03  # lines are drawn this wide first: some end a little short of the border they should meet


def natural_earth_provinces(country: str, outline: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Province → area within `outline` (lon, lat), for a country of CAPITALS.

    Natural Earth's own outline differs by some kilometres; what lies between goes to the nearest province. A province
    whose capital shares its area with another's (a line is missing there) is left to the first in the alphabet.
    """
    west, south, east, north = outline.bounds
    bounds = (west - 1, south - 1, east + 1, north + 1)
    lines = shapely.union_all([natural_earth.province_lines(bounds), natural_earth.country_lines(bounds)])
    faces = list(shapely.get_parts(shapely.difference(shapely.box(*bounds), lines.buffer(LINE_WIDTH_DEG, quad_segs=2))))
    areas: dict[str, shapely.Geometry] = {}
    taken: set[int] = set()
    for name, (lon, lat) in CAPITALS[country].items():
        point = shapely.Point(lon, lat)
        index = int(shapely.STRtree(faces).nearest(point))
        if index not in taken:
            taken.add(index)
            areas[name] = shapely.intersection(faces[index], outline)
    return partition(areas, outline)
