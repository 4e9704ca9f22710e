"""Words that set an event off from the place they name: "40 km west of", "between … and …", "near", "near the border in".

UCDP codes an offset or a neighbourhood `where_prec` 2 and a line between two places 5 (GED codebook 24.1, section 4.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import ahocorasick_rs

from geodata.geodesy import distance_km, midpoint, offset_point
from geodata.model import Geocode, Toponym, WherePrec

KM_PER_MILE = 1.609344
OFFSET_SHARE, LEAST_OFFSET_KM = 0.25, 5.0  # how far off a told distance and bearing may be
BESIDE_KM = 25.0  # UCDP's reach of "near a known point"
NEAR_KM, BEARING_KM = 10.0, 25.0  # "near X"; "north of X" without a distance
LINE = "–"  # between the two towns in the name of a place on the way from one to the other

_COMPASS = r"(?:north|south)[\s-]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?"
_OFFSET = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[a-z]+)\s*(?:-\s*)?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\s+(?:\([^()]{1,20}\)\s+)?"
    rf"(?:to\s+the\s+)?(?:(?P<bearing>{_COMPASS})\s+(?:of|from)|(?:away\s+|off\s+)?from|off)\s+(?:the\s+)?(?:\w+\s+){{0,2}}?\Z",
    re.IGNORECASE,
)
_DISTANCE = re.compile(r"\d\s*-?\s*km|kilomet|[Mm]ile|\bkms?\b")
_BEARING = re.compile(rf"\b(?:{_COMPASS})\s+of\s+(?:the\s+)?(?:\w+\s+of\s+)?\Z", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:near(?:by)?|close\s+to|outskirts\s+of|outside(?:\s+of)?|around|adjacent\s+to|suburbs?\s+of|vicinity\s+of)\s+"
    r"(?:the\s+)?(?:(?:town|city|village)\s+of\s+)?\Z",
    re.IGNORECASE,
)
# One of these stands in whatever the patterns above match; longer than the reach of none of them.
_CUES_TEXT = {
    "distance": "km kilomet mile",
    "bearing": "north south east west",
    "nearness": "near close outskirts outside around adjacent suburb vicinity",
    "border": "border frontier",
}
_CUE_KINDS = [kind for kind, words in _CUES_TEXT.items() for _ in words.split()]
_CUES = ahocorasick_rs.AhoCorasick([word for words in _CUES_TEXT.values() for word in words.split()])
_BORDER = re.compile(
    r"\b(?:near|along|close\s+to|at|on)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:border|frontier)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:[a-z]+\s+){0,3}\Z")
_AND = re.compile(r"(?:\s+[\w-]+){0,2}?\s+and\s+(?:the\s+)?(?:[a-z]+\s+){0,3}")
_TO = re.compile(r"\s*[-–]\s*|\s+to\s+(?:the\s+)?")
_FROM = (" from ", " from the ", " linking ", " connecting ", " links ", " connects ", "محور ", "جاده ")
_ROAD = re.compile(r"\s+(?:(?:main|national|coastal|link|National|Coastal)\s+)?(?:[Rr]oad|[Hh]ighway|[Mm]otorway)\b")
_DEGREES = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315,
}  # fmt: skip
_NUMBERS_TEXT = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_NUMBERS_TEXT.split())} | {
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80, "hundred": 100,
}  # fmt: skip


def is_relation(words: str) -> bool:
    """Whether the words end in one of the relations of this module, a place name following."""
    rules = (_OFFSET, _BEARING, _NEAR, _BORDER, _BETWEEN)
    return f" {words}".endswith(_FROM) or any(rule.search(words) for rule in rules)


def near_border(before: str) -> bool:
    """Whether the words before a name put the event on the border there ("near the border in")."""
    return ("border" in before or "frontier" in before) and _BORDER.search(before) is not None


def widened(answer: Geocode, reason: str, radius_km: float = 0.0) -> Geocode:
    """The same place known less exactly: at best near a point, at least `radius_km` wide."""
    return replace(
        answer,
        where_prec=max(answer.where_prec, WherePrec.NEAR),
        uncertainty_km=max(answer.uncertainty_km, radius_km),
        reason=reason,
    )


def set_off(answer: Geocode, before: str) -> Geocode:
    """The place as the words before its name move it or widen it; itself when they do neither."""
    told = before[-60:].lower()
    cues = {_CUE_KINDS[number] for number, _, _ in _CUES.find_matches_as_indexes(told)}
    if not cues:
        return answer  # most names: spare them the patterns
    offset = _OFFSET.search(before[-60:]) if "distance" in cues and _DISTANCE.search(before) else None
    km = _kilometres(offset) if offset else None
    if offset and km:
        if not offset["bearing"]:
            return widened(answer, "distance_without_bearing", km)
        bearing = _DEGREES[re.sub(r"[\s-]|ern$", "", offset["bearing"].lower())]
        lon, lat = offset_point(answer.lon, answer.lat, bearing, km)
        beside = km <= BESIDE_KM  # still told by the name's district, whatever side of its line the point falls on
        moved = replace(answer, lon=lon, lat=lat, admin2=answer.admin2 if beside else None, place_id=None)
        return widened(moved, "offset", round(max(LEAST_OFFSET_KM, OFFSET_SHARE * km), 1))
    if answer.where_prec >= WherePrec.DISTRICT:
        return widened(answer, "near_border") if near_border(before) else answer
    if "bearing" in cues and _BEARING.search(before[-40:]):
        return widened(answer, "bearing_without_distance", BEARING_KM)
    if "nearness" in cues and _NEAR.search(before[-40:]):
        return widened(answer, "near", NEAR_KM)
    return answer


def _kilometres(offset: re.Match[str]) -> float | None:
    number = offset["number"].lower()
    count = _NUMBERS.get(number) if number.isalpha() else float(number)
    return count and count * (KM_PER_MILE if offset["unit"].lower().startswith("mile") else 1.0)


def linked_pairs(text: str, toponyms: Sequence[Toponym]) -> Iterator[int]:
    """The positions of names that with the next one make a line: "between X and Y", "the X–Y road", "from X to Y"."""
    for position in range(len(toponyms) - 1):
        one, two = toponyms[position], toponyms[position + 1]
        if two.start - one.end > 50:
            continue
        gap = text[one.end : two.start]
        if " and " in gap:
            if _AND.fullmatch(gap) and _BETWEEN.search(text, max(0, one.start - 45), one.start):
                yield position
        elif _TO.fullmatch(gap) and (_ROAD.match(text, two.end) or text.endswith(_FROM, 0, one.start)):
            yield position


def between(one: Geocode, two: Geocode) -> Geocode | None:
    """The middle of two places with a radius that reaches both; None when one of them is wider than a district."""
    if max(one.where_prec, two.where_prec) > WherePrec.DISTRICT:
        return None
    half = distance_km(one.lon, one.lat, two.lon, two.lat) / 2
    widest = max((place.uncertainty_km for place in (one, two) if place.where_prec == WherePrec.DISTRICT), default=0.0)
    lon, lat = midpoint(one.lon, one.lat, two.lon, two.lat)
    same = {
        name: getattr(one, name) for name in ("country", "admin1", "admin2") if getattr(one, name) == getattr(two, name)
    }
    return Geocode(
        name=f"{one.name}{LINE}{two.name}",
        lon=lon,
        lat=lat,
        where_prec=WherePrec.VAGUE,
        uncertainty_km=round(half + max(widest, 0.5), 1),
        source=one.source if one.source == two.source else f"{one.source}; {two.source}",
        reason="between",
        **same,
    )
