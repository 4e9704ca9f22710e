"""Place names to points: one candidate is chosen only where the text gives a reason, else the name stays unresolved.

Evidence, strongest first: the chain a name stands in ("Buleda area of Kech district", "Dasht, Mastung"), the districts
and countries the article names elsewhere, the border region itself. Administrative areas resolve to themselves with
the precision of an area (UCDP `where_prec` 3 district, 4 province, 5 division, 6 country), never posing as a point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from geodata.countries import in_countries_said, is_beside
from geodata.gazetteer import DISTRICTS, REGION, Gazetteer
from geodata.geodesy import distance_km
from geodata.model import Geocode, Place, Toponym, ToponymRole, Unresolved, WherePrec
from geodata.names import fold_name
from geodata.relations import between, is_relation, linked_pairs, near_border, set_off, widened

AREA_PREC = {
    "district": WherePrec.DISTRICT, "county": WherePrec.DISTRICT, "province": WherePrec.PROVINCE,
    "division": WherePrec.VAGUE, "river": WherePrec.VAGUE, "road": WherePrec.VAGUE, "mountain range": WherePrec.VAGUE,
    "country": WherePrec.COUNTRY, "continent": WherePrec.COUNTRY,
}  # fmt: skip
SETTLEMENTS = frozenset({"town", "village", "neighbourhood", "crossing", "camp", "port", "border post", "pass", "dam"})
NOT_PLACES = frozenset({ToponymRole.UNIT, ToponymRole.INSTITUTION, ToponymRole.PERSON})
SEATED = (*DISTRICTS, "province")  # areas often named after their main town
CONTAINERS = frozenset({*DISTRICTS, "tehsil", "bakhsh", "town", "area", "valley"})
ISO_CODES = {
    "PK": "Pakistan",
    "PAK": "Pakistan",
    "IR": "Iran",
    "IRN": "Iran",
    "AF": "Afghanistan",
    "AFG": "Afghanistan",
}
UNKNOWN_DISTRICT_KM = 60.0  # about the radius of a district of Balochistan
NEAR_BORDER_KM = 15.0  # how far along the border from a town named there
KIND_SCORE = {
    "town": 0.5,
    "port": 0.5,
    "country": -0.05,
    "province": -0.1,
    "district": -0.3,
    "county": -0.3,
    "division": 0.25,
}
QUARTERS = frozenset({"neighbourhood", "camp"})  # in their town, so that its point is exact enough
QUARTER_OF_WITHIN, IN_WITHIN = 50, 12  # characters of "quarter of the town of", and of ", in "
MARGIN = 0.15  # candidates closer than this are equal: no answer
CITY = 200_000  # inhabitants from which a town is a known place however far it spreads
NEAR_KM = 50.0  # a sub-district's radius beyond which its point says no more than the district
EXACT_KM = 8.0  # a settlement whose point is known this well is exact; beyond it only near a known point

_LINK = re.compile(
    r"(?:\s+(?:town|city|village|area|region|tehsil|sub-?tehsil|sub-?division|sub-?district|valley|bazaa?r|mountains?|hills|"
    r"sector|neighbou?rhood|county|district|border town|port)s?)?"
    r"\s*(?:,|\(|(?:,\s*)?(?:of|in|near)\b|(?:,\s*)?(?:located|situated|a town|a village|an area)\s+in\b|'s|’s)"
    r"\s*(?:the\s+)?(?:[a-z]+(?:ern|ian|ish|ic|al)?\s+|restive\s+|south-western\s+|Pakistan['’]s\s+|Iran['’]s\s+)?\Z"
)
_QUARTER_OF = re.compile(r"\s+(?:quarter|neighbou?rhood|locality|suburb)\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,2}\Z")
_OWNED = re.compile(r"['’]s\s+(?:[a-z]+\s+){0,2}")
_KIND_AFTER = re.compile(
    r"\s+(?:(?P<district>[Dd]istrict|[Cc]ounty)|(?P<province>[Pp]rovince)|(?P<division>[Dd]ivision)|(?P<town>town|city|bazaa?r)|"
    r"(?P<river>[Rr]iver)|(?P<area>area|region|tehsil|valley|village|sub-?division))\b"
)
_KINDS = {
    "district": DISTRICTS, "province": ("province",), "division": ("division",),
    "town": ("town", "port"), "river": ("river",),
}  # fmt: skip
_LISTED = re.compile(
    r"(?:,\s+[A-Z][\w-]+(?:\s+[A-Z]\w+)?){0,4},?\s+and\s+[A-Z][\w-]+(?:\s+[A-Z]\w+)?\s+(?:districts|counties)\b"
)
_GOES_ON = (",", " and", "\nand")  # how it begins
_UNKNOWN_WORD = re.compile(
    r"\b(?!(?:the|of|in|at|town|village|city|area|tehsil|district|county|province)\b)\w{3,}", re.I
)
_PART = re.compile(r"[^,،]+")
_DISTRICTS_OF = re.compile(r"\bdistricts?\s+of\s+(?:[A-Z]\w+,?\s+(?:and\s+)?)?\Z|\b[Dd]istrict\s+\Z")


def geocode_text(
    text: str,
    toponyms: Sequence[Toponym],
    country: str | None = None,
    *,
    lines: bool = True,
) -> tuple[Geocode | Unresolved, ...]:
    """One answer a toponym, in their order.

    `country`: the country the article is about, when known. `lines`: whether two names that make a line ("between X and
    Y") both answer with its middle, where an event on it is; without, each with its own place.
    """
    toponyms = in_countries_said(text, toponyms)
    parents = chain_of(text, toponyms)
    context = _context(toponyms, country)
    anchors = [_anchor(text, toponyms, position, parents, context) for position in range(len(toponyms))]
    answers = [
        _set_off(text, toponym, anchor) if isinstance(anchor, Geocode) else anchor
        for toponym, anchor in zip(toponyms, anchors, strict=True)
    ]
    for position in linked_pairs(text, toponyms) if lines else ():
        one, two = anchors[position], anchors[position + 1]
        middle = between(one, two) if isinstance(one, Geocode) and isinstance(two, Geocode) else None
        if middle is not None:
            answers[position] = answers[position + 1] = middle
    return tuple(answers)


def chain_of(text: str, toponyms: Sequence[Toponym]) -> tuple[int | None, ...]:
    """For each toponym the position of the next, larger place it is said to lie in ("Buleda area of Kech"), or None."""
    links: list[int | None] = []
    for position, toponym in enumerate(toponyms):
        following = position + 1
        linked = None
        if following < len(toponyms):
            between = text[toponym.end : toponyms[following].start]
            if len(between) <= 60 and _LINK.match(between) and _may_contain(toponyms[following], toponym):
                linked = None if is_beside(between, toponyms[following]) else following
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

    `country` (name or ISO code) and `district` narrow it. Unresolved reasons: unknown_name, ambiguous, not_a_place,
    contradiction (no candidate lies in the district or country named).
    """
    toponyms = _named_in(query, gazetteer)
    if not toponyms:
        return Unresolved(name=query, reason="unknown_name")
    lines = set(linked_pairs(query, toponyms))
    usable = [n for n, t in enumerate(toponyms) if n in lines or t.role is ToponymRole.PLACE]
    if not usable:
        return Unresolved(name=query, reason="not_a_place", candidates=toponyms[0].candidates)
    toponyms = toponyms[usable[0] :]
    first = toponyms[0]
    if _UNKNOWN_WORD.search(query[: first.start]) and not is_relation(query[: first.start]) and not usable[0]:
        # the most specific part is not in the gazetteer: its parent answers, no more precisely than it can
        parent = geocode_text(query, toponyms, country)[0]
        return parent if isinstance(parent, Unresolved) else widened(parent, "parent_of_unknown_name")
    if len(toponyms) > 1 and chain_of(query, toponyms)[1] == 0:
        return _geocode_owned(query, toponyms[1], toponyms[0])
    candidates = first.candidates
    if country:
        named = ISO_CODES.get(country.strip().upper(), country.strip())
        wanted = {p.country for p in gazetteer.lookup(named) if p.kind == "country"} | {named}
        candidates = tuple(p for p in candidates if p.country in wanted)
    parents = [[p for p in gazetteer.lookup(district) if p.kind in AREA_PREC]] if district else []
    parents += [areas for t in toponyms[1:] if (areas := _context_areas(query, first, t))]
    for outer in parents:
        if outer:
            candidates = _inside(candidates, outer)
    if not candidates:
        return Unresolved(name=query, reason="contradiction", candidates=first.candidates)
    narrowed = (replace(first, candidates=candidates), *toponyms[1:])
    return geocode_text(query, narrowed)[0]


def _named_in(query: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The place names of a query: the whole of it, else its parts between commas, else what a text would name."""
    from geodata.toponyms import find_toponyms

    whole = gazetteer.lookup(query)
    if whole:
        return (Toponym(start=0, end=len(query), text=query, candidates=whole),)
    parts = [(match.start(), match[0].strip()) for match in _PART.finditer(query)]
    known = [(start, part, gazetteer.lookup(part)) for start, part in parts if part]
    if known and all(found for _, _, found in known):
        return tuple(Toponym(start=s, end=s + len(part), text=part, candidates=found) for s, part, found in known)
    text = query.title() if query.islower() and len(query.title()) == len(query) else query[:1].upper() + query[1:]
    found = find_toponyms(text, gazetteer)
    kept = NOT_PLACES | {ToponymRole.ROAD, ToponymRole.NEIGHBOUR}
    return tuple(t if t.role in kept else replace(t, role=ToponymRole.PLACE) for t in found)


def _context_areas(query: str, first: Toponym, other: Toponym) -> list[Place]:
    """The areas that a further name of a query says the first lies in: it stands after a comma, or "of", "in"."""
    gap = query[first.end : other.start]
    if re.search(r"\b(?:and|to)\b|[-–]", gap) or not re.search(r"[,،(]|\b(?:of|in)\b", gap):
        return []
    return [place for place in other.candidates if place.kind in AREA_PREC]


def _inside(candidates: Sequence[Place], areas: Sequence[Place]) -> tuple[Place, ...]:
    """The candidates in one of the areas; when there are none, those a district's radius reaches ("Kolpur, Quetta")."""
    found = tuple(p for p in candidates if p in areas or any(_contains(area, p) for area in areas))
    near = [area for area in areas if area.kind in DISTRICTS]
    return found or tuple(
        p
        for p in candidates
        if any(distance_km(p.lon, p.lat, area.lon, area.lat) <= area.uncertainty_km for area in near)
    )


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
    well_known = place.uncertainty_km <= EXACT_KM or (place.population or 0) >= CITY
    if place.kind in SETTLEMENTS and well_known and (place.own_point or place.kind in QUARTERS):
        return WherePrec.EXACT
    return WherePrec.NEAR if place.uncertainty_km <= NEAR_KM else WherePrec.DISTRICT


def _context(toponyms: Sequence[Toponym], country: str | None) -> dict[str, int]:
    """How often the article names each district, province and country without ambiguity: 'admin2:Kech' -> 2.

    Agencies and papers do not count: Fars reports from anywhere.
    """
    counts: dict[str, int] = {}
    for toponym in toponyms:
        if toponym.role is ToponymRole.INSTITUTION:
            continue
        for key in _unanimous(toponym.candidates):
            counts[key] = counts.get(key, 0) + 1
    if country:
        counts[f"country:{country}"] = counts.get(f"country:{country}", 0) + 3
    return counts


@lru_cache(maxsize=8192)
def _unanimous(candidates: tuple[Place, ...]) -> tuple[str, ...]:
    """The district, province and country that all candidates of a name share: 'admin2:Kech'."""
    keys: list[str] = []
    for level in ("admin2", "admin1", "country"):
        values = {getattr(place, level) for place in candidates}
        if len(values) == 1 and None not in values:
            keys.append(f"{level}:{values.pop()}")
    return tuple(keys)


def _may_contain(parent: Toponym, child: Toponym) -> bool:
    return any(_contains(outer, inner) for outer in parent.candidates for inner in child.candidates)


def _contains(outer: Place, inner: Place) -> bool:
    if outer.place_id == inner.place_id or outer.country != inner.country:
        return False
    if outer.kind == "country":
        return True
    if outer.kind == "province":
        return outer.admin1 == inner.admin1 and inner.kind not in ("province", "country")
    if inner.admin2 is None or outer.admin1 != inner.admin1:
        return False
    if outer.kind == "division" or inner.admin2 in outer.parts:
        return inner.admin2 in outer.parts
    return outer.admin2 == inner.admin2 and outer.kind in CONTAINERS and inner.kind not in DISTRICTS


def _anchor(text, toponyms, position, parents, context) -> Geocode | Unresolved:
    """The place a name means, before the words around it move or widen it."""
    toponym = toponyms[position]
    if toponym.role in NOT_PLACES:
        return Unresolved(name=toponym.text, reason="not_a_place", candidates=toponym.candidates)
    following = toponyms[position + 1].start if position + 1 < len(toponyms) else 0
    if parents[position] is None and _is_elsewhere(text[toponym.end : following], toponym):
        # a quarter of a town in which no candidate lies: only its namesakes are known
        return Unresolved(name=toponym.text, reason="contradiction", candidates=toponym.candidates)
    said = _KIND_AFTER.match(text, toponym.end) if text[toponym.end : toponym.end + 1].isspace() else None
    chosen, reason = _choose(text, toponyms, position, parents, context, said)
    if chosen is None:
        return Unresolved(name=toponym.text, reason=reason, candidates=toponym.candidates)
    answer = _as_geocode(chosen, reason)
    if said and said.lastgroup == "district" and answer.where_prec < WherePrec.DISTRICT:
        # a district that has no row of its own: the town it is named after does not say how far it reaches
        return replace(widened(answer, "named_after", UNKNOWN_DISTRICT_KM), where_prec=WherePrec.DISTRICT)
    return answer


def _is_elsewhere(between: str, toponym: Toponym) -> bool:
    """Whether a name is said to be a quarter of the next one, in which none of its candidates lies."""
    if not 0 < len(between) < QUARTER_OF_WITHIN:
        return False
    if len(between) < IN_WITHIN and toponym.candidates[0].kind in QUARTERS and _LINK.match(between):
        return all(place.kind in QUARTERS for place in toponym.candidates)
    return _QUARTER_OF.match(between) is not None


def _set_off(text: str, toponym: Toponym, answer: Geocode) -> Geocode:
    """The answer as the words before the name move or widen it; along the border in a district, that district."""
    before = text[max(0, toponym.start - 90) : toponym.start]
    if answer.where_prec < WherePrec.DISTRICT and near_border(before):
        around = next((p for p in toponym.candidates if p.kind in DISTRICTS and p.country == answer.country), None)
        if around is not None:  # no town's point says where along its district's border
            return _as_geocode(around, "near_border")
        return widened(answer, "near_border", NEAR_BORDER_KM)
    return set_off(answer, before)


def _choose(text, toponyms, position, parents, context, said) -> tuple[Place | None, str]:
    toponym = toponyms[position]
    candidates = toponym.candidates
    kinds = _KINDS.get(said.lastgroup) if said else None
    if kinds is None and (
        ("istrict" in (lead := text[max(0, toponym.start - 40) : toponym.start]) and _DISTRICTS_OF.search(lead))
        or (
            text.startswith(_GOES_ON, toponym.end)
            and _LISTED.match(text, toponym.end)
            and any(place.kind in DISTRICTS for place in candidates)
        )
    ):
        kinds = DISTRICTS
    if kinds:
        narrowed = tuple(place for place in candidates if place.kind in kinds)
        candidates = narrowed or candidates
    reason = "only_candidate" if len(candidates) == 1 else ""
    parent, steps = parents[position], 0
    while parent is not None and steps < 4:
        inside = tuple(p for p in candidates if any(_contains(outer, p) for outer in toponyms[parent].candidates))
        if inside:
            candidates, reason = inside, "chain"
        parent, steps = parents[parent], steps + 1
    if not kinds:
        candidates = _without_named_after(candidates)
    if len(candidates) == 1:
        return candidates[0], reason or "named_after"
    if not any(place.admin1 in REGION for place in candidates):
        ranked = sorted(candidates, key=lambda place: -_standing(place, context))
        return ranked[0], reason or "standing"
    called = fold_name(toponym.text)
    seats = {(place.country, place.admin2) for place in candidates if place.kind in ("town", "port")}
    scored = sorted(((_score(place, context, called, seats), place) for place in candidates), key=lambda pair: -pair[0])
    best, runner_up = scored[0], scored[1]
    if best[0] >= runner_up[0] + MARGIN:
        return best[1], reason or "context"
    equals = [place for score, place in scored if score > best[0] - MARGIN]
    if len({(p.country, p.admin2) for p in equals}) == 1 and equals[0].admin2:
        # one district's homonyms: its settlement, else the smallest of them
        return min(equals, key=lambda p: (p.kind not in SETTLEMENTS, p.uncertainty_km)), reason or "same_district"
    return None, "ambiguous"


@lru_cache(maxsize=8192)
def _without_named_after(candidates: tuple[Place, ...]) -> tuple[Place, ...]:
    """Without areas that only bear the name of a smaller place in them: a division its district's, and outside the
    region a province or district its town's."""
    districts = {(p.country, p.admin2) for p in candidates if p.kind in DISTRICTS}
    towns = [p for p in candidates if p.kind in SETTLEMENTS and p.admin1 not in REGION]

    def has_seat(area: Place) -> bool:
        return area.kind in SEATED and any(
            town.name == area.name and town.country == area.country and (town.admin1 or area.admin1) == area.admin1
            for town in towns
        )

    return tuple(
        p
        for p in candidates
        if not (p.kind == "division" and any((p.country, part) in districts for part in p.parts)) and not has_seat(p)
    )


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


def _score(place: Place, context: dict[str, int], called: str, seats: set[tuple[str | None, str | None]]) -> float:
    """How much the article speaks for a candidate; ties are not broken here."""
    score = 0.0
    if place.admin2:
        score += 4 * bool(context.get(f"admin2:{place.admin2}", 0))
    if place.admin1:
        score += 2 * bool(context.get(f"admin1:{place.admin1}", 0))
    if place.country:
        score += min(2, context.get(f"country:{place.country}", 0))
    score += 1.0 * (place.admin1 in REGION or place.kind == "province")
    score += KIND_SCORE.get(place.kind, 0.0)
    if place.kind in SEATED and (place.country, place.admin2) not in seats:
        score += 0.5  # no town bears its name
    if called and (fold_name(place.name) == called or (not called.isascii() and place.admin1 in REGION)):
        score += 0.2  # its own name, not one of its other spellings
    if place.admin1 not in REGION and place.population:
        score += min(1.0, place.population / 60_000)  # a city elsewhere is not outdone by the region's village
    return score


@lru_cache(maxsize=8192)
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
