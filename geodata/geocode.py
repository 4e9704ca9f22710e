"""Place names to points: one candidate is chosen only where the text gives a reason, else the name stays unresolved.

Evidence, strongest first: the chain a name stands in ("Buleda area of Kech district", "Dasht, Mastung"), the districts
and countries the article names elsewhere, the border region itself. Administrative areas resolve to themselves with
the precision of an area (UCDP `where_prec` 3 district, 4 province, 5 division, 6 country), never posing as a point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from geodata.gazetteer import Gazetteer
from geodata.geodesy import distance_km, offset_point
from geodata.model import Geocode, Place, Toponym, ToponymRole, Unresolved, WherePrec
from geodata.names import fold_name

REGION = ("Balochistan", "Sistan and Baluchestan")  # the region whose homonyms win when nothing else speaks
AREA_PREC = {
    "district": WherePrec.DISTRICT, "county": WherePrec.DISTRICT, "province": WherePrec.PROVINCE,
    "division": WherePrec.VAGUE, "river": WherePrec.VAGUE, "road": WherePrec.VAGUE, "mountain range": WherePrec.VAGUE,
    "country": WherePrec.COUNTRY, "continent": WherePrec.COUNTRY,
}  # fmt: skip
SETTLEMENTS = frozenset({"town", "village", "neighbourhood", "crossing", "camp", "port", "border post", "pass", "dam"})
MARGIN = 0.15  # candidates closer than this are equal: no answer
CITY = 200_000  # inhabitants from which a town is a known place however far it spreads
EXACT_KM = 8.0  # a settlement whose point is known this well is exact; beyond it only near a known point

_LINK = re.compile(
    r"(?:\s+(?:town|city|village|area|region|tehsil|sub-?tehsil|sub-?division|sub-?district|valley|bazaa?r|mountains?|hills|"
    r"sector|neighbou?rhood|county|district|border town|port)s?)?"
    r"\s*(?:,|\(|(?:,\s*)?(?:of|in|near)\b|(?:,\s*)?(?:located|situated|a town|a village|an area)\s+in\b|'s|’s)"
    r"\s*(?:the\s+)?(?:[a-z]+(?:ern|ian|ish|ic|al)?\s+|restive\s+|south-western\s+|Pakistan['’]s\s+|Iran['’]s\s+)?\Z"
)
_OWNED = re.compile(r"['’]s\s+(?:[a-z]+\s+){0,2}")
_KIND_AFTER = re.compile(
    r"\s+(?:(?P<district>[Dd]istrict|[Cc]ounty)|(?P<province>[Pp]rovince)|(?P<division>[Dd]ivision)|(?P<town>town|city|bazaa?r)|"
    r"(?P<river>[Rr]iver)|(?P<area>area|region|tehsil|valley|village|sub-?division))\b"
)
_KINDS = {
    "district": ("district", "county"), "province": ("province",), "division": ("division",),
    "town": ("town", "port"), "river": ("river",),
}  # fmt: skip
_DISTRICTS_OF = re.compile(r"\bdistricts?\s+of\s+(?:[A-Z]\w+,?\s+(?:and\s+)?)?\Z|\b[Dd]istrict\s+\Z")
_OFFSET = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[a-z]+)\s*(?:-\s*)?(?P<unit>km|kilomet(?:er|re)s?|miles?)\s+(?:to\s+the\s+)?"
    r"(?:(?P<bearing>(?:north|south)?[\s-]?(?:east|west)|north|south)\s+(?:of|from)|(?:away\s+)?from)\s+(?:the\s+)?"
    r"(?:\w+\s+){0,2}?\Z",
    re.IGNORECASE,
)
_DISTANCE = re.compile(r"\d\s*-?\s*km\b|kilomet|[Mm]ile|\bkm\b")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:\w+\s+){0,3}?\Z", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:near|close\s+to|outskirts\s+of|outside|around|adjacent\s+to|suburbs?\s+of)\s+(?:the\s+)?\Z", re.I
)
_NEAR_BORDER = re.compile(
    r"\b(?:near|along|close\s+to|at)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}border\b[^.;]{0,40}\Z", re.IGNORECASE
)
_BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315,
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80, "hundred": 100}
KM_PER_MILE = 1.609344


def geocode_text(
    text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer, country: str | None = None
) -> tuple[Geocode | Unresolved, ...]:
    """One answer a toponym, in their order. `country`: the country the article is about, when known."""
    parents = chain_of(text, toponyms)
    context = _context(toponyms, country)
    return tuple(_locate(text, toponyms, position, parents, context, gazetteer) for position in range(len(toponyms)))


def chain_of(text: str, toponyms: Sequence[Toponym]) -> tuple[int | None, ...]:
    """For each toponym the position of the next, larger place it is said to lie in ("Buleda area of Kech"), or None."""
    links: list[int | None] = []
    for position, toponym in enumerate(toponyms):
        following = position + 1
        linked = None
        if following < len(toponyms):
            between = text[toponym.end : toponyms[following].start]
            if len(between) <= 60 and _LINK.match(between) and _may_contain(toponyms[following], toponym):
                linked = following
        links.append(linked)
    for position, toponym in enumerate(toponyms[1:], start=1):
        owner = toponyms[position - 1]
        if _OWNED.fullmatch(text, owner.end, toponym.start) and _may_contain(owner, toponym):
            links[position] = position - 1  # "Kech's Buleda": the larger place stands first
    return tuple(links)


def geocode_name(
    query: str, gazetteer: Gazetteer, country: str | None = None, district: str | None = None
) -> Geocode | Unresolved:
    """A name, perhaps with its parents after commas or in words ("Dasht, Mastung"), to its place.

    Unresolved reasons: unknown_name, ambiguous, contradiction (no candidate lies in the district or country named).
    """
    from geodata.toponyms import find_toponyms

    whole = gazetteer.lookup(query)
    if whole:
        toponyms: tuple[Toponym, ...] = (Toponym(start=0, end=len(query), text=query, candidates=whole),)
    else:
        toponyms = tuple(
            Toponym(start=t.start, end=t.end, text=t.text, candidates=t.candidates)
            for t in find_toponyms(query[:1].upper() + query[1:], gazetteer)
        )
    if not toponyms:
        return Unresolved(name=query, reason="unknown_name")
    first = toponyms[0]
    lead = query[: first.start]
    if re.search(r"\w{3,}", lead) and not any(rule.search(lead) for rule in (_OFFSET, _BETWEEN, _NEAR, _NEAR_BORDER)):
        # the most specific part is not in the gazetteer: its parent answers, no more precisely than it can
        parent = geocode_text(query, toponyms, gazetteer, country)[0]
        return parent if isinstance(parent, Unresolved) else _widened(parent, "parent_of_unknown_name")
    if len(toponyms) > 1 and chain_of(query, toponyms)[1] == 0:
        return _geocode_owned(query, toponyms[1], toponyms[0])
    candidates = first.candidates
    if country:
        candidates = tuple(p for p in candidates if (p.country or "").casefold() == country.casefold())
    if district:
        wanted = {p.admin2 for p in gazetteer.lookup(district) if p.kind in ("district", "county")} | {district}
        candidates = tuple(p for p in candidates if p.admin2 in wanted)
    if not candidates:
        return Unresolved(name=query, reason="contradiction", candidates=first.candidates)
    narrowed = (Toponym(start=first.start, end=first.end, text=first.text, candidates=candidates), *toponyms[1:])
    return geocode_text(query, narrowed, gazetteer, country)[0]


def _geocode_owned(query: str, owned: Toponym, owner: Toponym) -> Geocode | Unresolved:
    """ "Kech's Buleda": the place inside its owner, unresolved when there is more than one."""
    inside = [p for p in owned.candidates if any(_contains(outer, p) for outer in owner.candidates)]
    if len(inside) == 1:
        return _as_geocode(inside[0], "chain")
    return Unresolved(name=query, reason="ambiguous", candidates=tuple(inside))


def where_prec(place: Place) -> WherePrec:
    """The precision a gazetteer row deserves by its kind and by how well its own point is known."""
    if place.kind in AREA_PREC:
        return AREA_PREC[place.kind]
    if place.kind in SETTLEMENTS and (place.uncertainty_km <= EXACT_KM or (place.population or 0) >= CITY):
        return WherePrec.EXACT
    return WherePrec.NEAR


def _context(toponyms: Sequence[Toponym], country: str | None) -> dict[str, int]:
    """How often the article names each district, province and country without ambiguity: 'admin2:Kech' -> 2."""
    counts: dict[str, int] = {}
    for toponym in toponyms:
        for level in ("admin2", "admin1", "country"):
            values = {getattr(place, level) for place in toponym.candidates}
            if len(values) == 1 and None not in values:
                key = f"{level}:{values.pop()}"
                counts[key] = counts.get(key, 0) + 1
    if country:
        counts[f"country:{country}"] = counts.get(f"country:{country}", 0) + 3
    return counts


def _may_contain(parent: Toponym, child: Toponym) -> bool:
    return any(_contains(outer, inner) for outer in parent.candidates for inner in child.candidates)


def _contains(outer: Place, inner: Place) -> bool:
    if outer.place_id == inner.place_id:
        return False
    if outer.kind == "country":
        return outer.country == inner.country
    if outer.kind == "province":
        return outer.admin1 == inner.admin1 and inner.kind not in ("province", "country")
    if outer.kind == "division":
        return outer.admin1 == inner.admin1 and inner.kind not in ("province", "country", "division")
    return (
        outer.admin2 is not None
        and outer.admin2 == inner.admin2
        and outer.country == inner.country
        and (outer.kind in ("district", "county", "tehsil", "bakhsh", "town", "area", "valley"))
    )


def _locate(text, toponyms, position, parents, context, gazetteer) -> Geocode | Unresolved:
    toponym = toponyms[position]
    if toponym.role in (ToponymRole.UNIT, ToponymRole.INSTITUTION):
        return Unresolved(name=toponym.text, reason="not_a_place", candidates=toponym.candidates)
    chosen, reason = _choose(text, toponyms, position, parents, context)
    if chosen is None:
        return Unresolved(name=toponym.text, reason=reason, candidates=toponym.candidates)
    answer = _as_geocode(chosen, reason)
    before = text[max(0, toponym.start - 90) : toponym.start]
    if answer.where_prec < WherePrec.DISTRICT and "border" in before and _NEAR_BORDER.search(before):
        around = next((p for p in toponym.candidates if p.kind in ("district", "county")), None)
        around = around or (gazetteer.district(chosen.admin2, chosen.country) if chosen.admin2 else None)
        if around is not None:  # somewhere along the border in that district: no town's point says where
            return _as_geocode(around, "near_border")
    return _modified(answer, before, toponyms, position, context, text)


def _choose(text, toponyms, position, parents, context) -> tuple[Place | None, str]:
    toponym = toponyms[position]
    candidates = list(toponym.candidates)
    said = _KIND_AFTER.match(text, toponym.end)
    kinds = _KINDS.get(said.lastgroup) if said else None
    if kinds is None and _DISTRICTS_OF.search(text, max(0, toponym.start - 40), toponym.start):
        kinds = _KINDS["district"]
    if kinds:
        narrowed = [place for place in candidates if place.kind in kinds]
        candidates = narrowed or candidates
    reason = "only_candidate" if len(candidates) == 1 else ""
    parent, steps = parents[position], 0
    while parent is not None and steps < 4:
        inside = [p for p in candidates if any(_contains(outer, p) for outer in toponyms[parent].candidates)]
        if inside:
            candidates, reason = inside, "chain"
        parent, steps = parents[parent], steps + 1
    if len(candidates) == 1:
        return candidates[0], reason
    if not any(place.admin1 in REGION for place in candidates):
        ranked = sorted(candidates, key=lambda place: -_standing(place, context))
        return ranked[0], reason or "standing"
    called = fold_name(toponym.text)
    scored = sorted(((_score(place, context, called), place) for place in candidates), key=lambda pair: -pair[0])
    best, runner_up = scored[0], scored[1]
    if best[0] >= runner_up[0] + MARGIN:
        return best[1], reason or "context"
    equals = [place for score, place in scored if score > best[0] - MARGIN]
    if len({(p.country, p.admin2) for p in equals}) == 1 and equals[0].admin2:
        # one district's homonyms: its settlement, else the smallest of them
        return min(equals, key=lambda p: (p.kind not in SETTLEMENTS, p.uncertainty_km)), reason or "same_district"
    return None, "ambiguous"


def _standing(place: Place, context: dict[str, int]) -> float:
    """How likely a place outside the region is meant: its size, raised where the article names its state or country."""
    people = math.log10(max(place.population or 0, 100))
    if place.kind in ("country", "continent"):
        people = 9.0
    elif place.kind == "province":
        people = max(people, 6.6)
    elif place.note == "capital":
        people += 1.0
    near = 1.6 * bool(context.get(f"admin1:{place.admin1}")) if place.admin1 else 0.0
    return people + near + 0.35 * min(3, context.get(f"country:{place.country}", 0))


def _score(place: Place, context: dict[str, int], called: str = "") -> float:
    """How much the article speaks for a candidate; ties are not broken here."""
    own = 1 if place.kind in ("district", "county", "province", "country") else 0
    score = 0.0
    if place.admin2:
        score += 4 * bool(context.get(f"admin2:{place.admin2}", 0))
    if place.admin1:
        score += 2 * bool(context.get(f"admin1:{place.admin1}", 0))
    if place.country:
        score += min(2, context.get(f"country:{place.country}", 0))
    score += 1.0 * (place.admin1 in REGION)
    score += 0.5 * (place.kind in ("town", "port")) + 0.25 * (place.kind in ("country", "division")) - 0.3 * own
    if called and (fold_name(place.name) == called or (not called.isascii() and place.admin1 in REGION)):
        score += 0.2  # its own name, not one of its other spellings
    if place.admin1 not in REGION and place.population:
        score += min(1.0, place.population / 60_000)  # a city elsewhere is not outdone by the region's village
    return score


def _as_geocode(place: Place, reason: str) -> Geocode:
    return Geocode(
        name=place.name,
        lon=place.lon,
        lat=place.lat,
        where_prec=where_prec(place),
        uncertainty_km=place.uncertainty_km,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        place_id=place.place_id,
        source=place.source,
        reason=reason,
    )


def _widened(answer: Geocode, reason: str, radius_km: float = 0.0, **changes) -> Geocode:
    """The same place, known less exactly."""
    fields = {name: getattr(answer, name) for name in Geocode.__dataclass_fields__} | changes
    fields["where_prec"] = max(answer.where_prec, WherePrec.NEAR)
    fields["uncertainty_km"] = max(answer.uncertainty_km, radius_km)
    fields["reason"] = reason
    return Geocode(**fields)


def _modified(answer: Geocode, before: str, toponyms, position: int, context, text: str) -> Geocode:
    """The words before a name can move its point ("40 km west of"), put it between two, or widen it ("near")."""
    offset = _OFFSET.search(before[-60:]) if _DISTANCE.search(before) else None
    if offset:
        number = _NUMBERS.get(offset["number"].lower()) if offset["number"].isalpha() else float(offset["number"])
        if number:
            km = number * (KM_PER_MILE if offset["unit"].lower().startswith("mile") else 1.0)
            if not offset["bearing"]:
                return _widened(answer, "distance_without_bearing", km)
            bearing = _BEARINGS[re.sub(r"[\s-]", "", offset["bearing"].lower())]
            lon, lat = offset_point(answer.lon, answer.lat, bearing, km)
            return _widened(answer, "offset", max(5.0, 0.25 * km), lon=lon, lat=lat, admin2=None, place_id=None)
    if "etween" in before and _BETWEEN.search(before) and position + 1 < len(toponyms):
        nxt = toponyms[position + 1]
        if re.fullmatch(r"(?:\s+\w+){0,2}\s+and\s+(?:the\s+)?", text[toponyms[position].end : nxt.start]):
            other, _ = _choose(text, toponyms, position + 1, (None,) * len(toponyms), context)
            if other is not None:
                half = distance_km(answer.lon, answer.lat, other.lon, other.lat) / 2
                middle = (round((answer.lon + other.lon) / 2, 5), round((answer.lat + other.lat) / 2, 5))
                moved = _widened(answer, "between", round(half, 1), lon=middle[0], lat=middle[1], place_id=None)
                fields = {name: getattr(moved, name) for name in Geocode.__dataclass_fields__}
                fields["where_prec"] = WherePrec.VAGUE
                return Geocode(**fields)
    if "border" in before and _NEAR_BORDER.search(before) and answer.where_prec >= WherePrec.DISTRICT:
        return _widened(answer, "near_border")
    if _NEAR.search(before[-24:]):
        return _widened(answer, "near", 10.0)
    return answer
