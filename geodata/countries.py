"""Which country a text says a place lies in, or only beside: "Taftan, on the border with Iran", "the Iranian town of Pishin".

The towns of a border often have namesakes across it; a country that a place lies beside is not the one it lies in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geodata.model import Place, Toponym

# "Pishin, near the Pakistani border", "Taftan, a dusty town on the border with Iran": the place is not in that country …
_COUNTRY_NAMED = r"(?P<country>Pakistan|Iran|Afghan)(?:i|ian|istan)?\b(?!['’]s?\s+(?!border|frontier))"
_BESIDE_COUNTRY = re.compile(
    r"(?:\s+(?:town|city|village|area|district|county))?,?\s*(?:which\s+(?:is|lies)\s+)?"
    r"(?:an?\s+(?:[\w-]+\s+){0,3}?(?:town|city|village|place|district|area|port|crossing)\s+)?"
    r"(?:(?:right\s+|just\s+|directly\s+)?(?:on|near|along|at|beside|opposite|bordering|adjoining|(?:close|next|adjacent)\s+to|"
    r"(?:not\s+)?far\s+from|across\s+from|\w+\s*(?:km|kilomet\w+|miles?)\s+from))\s+(?:the\s+)?"
    rf"(?:(?:border|frontier)\s+(?:with|of)\s+(?:the\s+)?)?{_COUNTRY_NAMED}"
)
# … "the Pakistani town of Taftan": it is
_IN_COUNTRY = re.compile(
    rf"\b{_COUNTRY_NAMED}(?:['’]s)?\s+(?:[a-z-]+\s+){{0,2}}(?:town|city|village|port|county|district)\s+of\s+\Z"
)
_IS_BESIDE = re.compile(r"\b(?:near|close|border\w*|frontier|opposite|beside|adjoining)\b")
_COUNTRIES = {"Pakistan": "Pakistan", "Iran": "Iran", "Afghan": "Afghanistan"}


def in_countries_said(text: str, toponyms: Sequence[Toponym]) -> Sequence[Toponym]:
    """The names without candidates in a country that the text says, at any mention, the place only lies beside."""
    said: dict[str, tuple[str, bool]] = {}
    for toponym in toponyms:
        if len(toponym.candidates) < 2 or not _in_several_countries(toponym.candidates):
            continue
        inside = _IN_COUNTRY.search(text, max(0, toponym.start - 60), toponym.start)
        beside = _BESIDE_COUNTRY.match(text, toponym.end, toponym.end + 80)
        found = inside or beside
        if found:
            said[toponym.text] = (_COUNTRIES[found["country"]], bool(inside))
    if not said:
        return toponyms
    return tuple(_narrowed(toponym, *said[toponym.text]) if toponym.text in said else toponym for toponym in toponyms)


@lru_cache(maxsize=8192)
def _in_several_countries(candidates: tuple[Place, ...]) -> bool:
    return len({place.country for place in candidates}) > 1


def _narrowed(toponym: Toponym, country: str, inside: bool) -> Toponym:
    kept = tuple(place for place in toponym.candidates if (place.country == country) is inside)
    return replace(toponym, candidates=kept) if kept else toponym


def is_beside(between: str, other: Toponym) -> bool:
    """ "Pishin, near Pakistan": a country that a place lies beside does not hold it."""
    return any(place.kind == "country" for place in other.candidates) and _IS_BESIDE.search(between) is not None
