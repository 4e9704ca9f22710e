"""Counties of Iran's south-east as drawn in npm react-iran-provinces-map (MIT), one drawing a province."""

from __future__ import annotations

import re

import shapely

from geodata.build.drawing import Fit, polygon_of_path, polygon_of_points
from geodata.build.packages import Package, member

PACKAGE = Package(
    registry="npm",
    name="react-iran-provinces-map",
    version="0.1.3",
    sha256="88c1a4bdc29af94a96b369491f9c9b04be50f238c3ab2b48cf4e5a24a4e0a5a2",
)
LICENCE = "MIT, © Sima Mojtahedi"
VINTAGE = "about 2013"
HOME = "Sistan and Baluchestan"
# Each drawing has its own scale. Sistan and Baluchestan: measured against the country's outline, 0.5 km in the median,
# and the right county for 96.8 % of the province's land at the drawing's vintage. The others, one after the other:
# county towns (GeoNames) must fall into their county, and edges near a line already known (the country's outline, the
# provinces before) are drawn onto it; what remains on those lines is 0.6, 1.4 and 2.5 km in the median.
FITS = {
    HOME: Fit(lon0=58.2513, lon_per_x=0.0040929, lat0=31.7658, lat_per_y=-0.003988),
    "South Khorasan": Fit(lon0=55.08021, lon_per_x=0.00570669, lat0=37.5967, lat_per_y=-0.00622268),
    "Hormozgan": Fit(lon0=51.39138, lon_per_x=0.00656707, lat0=30.42055, lat_per_y=-0.00599053),
    "Kerman": Fit(lon0=52.9227, lon_per_x=0.00614725, lat0=32.258, lat_per_y=-0.00546834),
}
FILES = {
    HOME: "SistanAndBaluchestan",
    "South Khorasan": "SouthKhorasan",
    "Hormozgan": "Hormozgan",
    "Kerman": "Kerman",
}
NAMES = {
    "هیرمند": "Hirmand", "زهک": "Zehak", "نیمروز": "Nimruz", "هامون": "Hamun", "زابل": "Zabol", "زاهدان": "Zahedan",
    "میرجاوه": "Mirjaveh", "خاش": "Khash", "ایرانشهر": "Iranshahr", "سراوان": "Saravan", "مهرستان": "Mehrestan",
    "دلگان": "Dalgan", "سیب و سوران": "Sib and Suran", "سرباز": "Sarbaz", "فنوج": "Fanuj", "نیک شهر": "Nikshahr",
    "چابهار": "Chabahar", "کنارک": "Konarak", "قصر قند": "Qasr-e Qand",
    "قلعه گنج": "Qaleh Ganj", "رودبار جنوب": "Rudbar-e Jonubi", "ریگان": "Rigan", "فهرج": "Fahraj", "منوجان": "Manujan",
    "کهنوج": "Kahnuj", "عنبر آباد": "Anbarabad", "فاریاب": "Faryab", "بم": "Bam", "نرماشیر": "Narmashir",
    "کرمان": "Kerman", "جیرفت": "Jiroft", "ارزوئیه": "Arzuiyeh", "بافت": "Baft", "رابر": "Rabor", "بردسیر": "Bardsir",
    "راور": "Ravar", "کوهبنان": "Kuhbanan", "زرند": "Zarand", "رفسنجان": "Rafsanjan", "سیرجان": "Sirjan",
    "شهر بابک": "Shahr-e Babak", "انار": "Anar",
    "نهبندان": "Nehbandan", "سربیشه": "Sarbisheh", "درمیان": "Darmian", "زیر کوه": "Zirkuh", "قائنات": "Qaen",
    "بیرجند": "Birjand", "خوسف": "Khusf", "طبس": "Tabas", "سرایان": "Sarayan", "فردوس": "Ferdows",
    "بشرویه": "Boshruyeh",
    "پارسیان": "Parsian", "بندر لنگه": "Bandar Lengeh", "بستک": "Bastak", "خمیر": "Khamir",
    "بندر عباس": "Bandar Abbas", "حاجی آباد": "Hajjiabad", "رودان": "Rudan", "میناب": "Minab", "سیریک": "Sirik",
    "جاسک": "Jask", "قشم": "Qeshm", "بشاگرد": "Bashagard",
}  # fmt: skip
_ELEMENT = re.compile(r'createElement\("(path|polygon|polyline)", \{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}')
_NAME = re.compile(r"\"data-name\": '([^']*)'")
_SHAPE = re.compile(r"\b(d|points): '([^']*)'")


def _unescaped(literal: str) -> str:
    return literal.encode("ascii").decode("unicode_escape")


def counties(province: str) -> dict[str, shapely.Geometry]:
    """County → its drawn area in lon, lat. `province` is a key of FILES."""
    script = member(PACKAGE, f"dist/esm/components/provinces/{FILES[province]}.js").decode("utf-8")
    areas: dict[str, list[shapely.Geometry]] = {}
    for _, attributes in _ELEMENT.findall(script):
        name, shape = _NAME.search(attributes), _SHAPE.search(attributes)
        if name is None or shape is None:
            continue
        form, numbers = shape[1], _unescaped(shape[2])
        polygon = polygon_of_path(numbers) if form == "d" else polygon_of_points(numbers)
        areas.setdefault(NAMES[_unescaped(name[1]).strip()], []).append(polygon)
    return {name: FITS[province].apply(shapely.union_all(parts)) for name, parts in areas.items()}
