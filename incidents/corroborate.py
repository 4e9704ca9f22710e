"""Reports of one event by several articles become one incident, with the range of tolls and every source.

Two reports meet only in a block (a day and a province), so the work grows with the reports, not with their square. Pairs
are joined best first, in an order made of their own values, so the result does not depend on the order of arrival. Two
events of one article never join: what an article tells apart stays apart.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from incidents.model import Event, Incident, Report, Source

NEAR_KM = 45.0  # two names of one attack ("Buleda", "near Turbat") lie within a district's breadth
TOLL_FACTOR, TOLL_STEP = 0.5, 3  # tolls of one event differ by at most half, or by three people
COPY_LIKENESS = 0.6  # excerpts that share this much of their three-word runs are copies of one agency's text
SAME_EVENT = 5.0
_MERGED = set(Event.__dataclass_fields__) - {"id", "evidence", "excerpt", "background"}
_WHEN = ("event_date", "event_date_end", "date_prec")
_WHERE = (
    "location", "admin2", "admin1", "country", "lon", "lat", "where_prec", "uncertainty_km", "place_id",
    "border_km", "border_side",
)  # fmt: skip
_WHAT = ("event_type", "sub_event_type")
_TOLLS = ("attackers_killed", "civilians_killed", "injured", "abducted")


def blocking_keys(report: Report) -> frozenset[str]:
    """The blocks a report belongs to: its day and the next, in its province or country. Undated reports have none."""
    if report.event_date is None or report.background:
        return frozenset()
    area = report.admin1 or report.country or ""
    last = report.event_date_end or report.event_date
    days = min((last - report.event_date).days, 7) + 2
    return frozenset(f"{report.event_date + timedelta(days=step)}|{area}" for step in range(days))


def corroborate(reports: Iterable[Report], sources: Mapping[str, Source]) -> tuple[Incident, ...]:
    """All incidents of these reports, by day and id. `sources` maps article ids to their articles' particulars."""
    listed = sorted(reports, key=lambda report: report.id)
    published = {key: source.published or date.max for key, source in sources.items()}
    clusters = {report.id: [report] for report in listed}
    for _, one, two in sorted(_pairs(listed), key=lambda pair: (-pair[0], pair[1], pair[2])):
        first, second = clusters[one], clusters[two]
        if first is second or {r.article_id for r in first} & {r.article_id for r in second}:
            continue
        first += second
        for report in second:
            clusters[report.id] = first
    unique = {id(cluster): cluster for cluster in clusters.values()}.values()
    merged = [_merge(cluster, sources, published) for cluster in unique]
    return tuple(sorted(merged, key=lambda i: (i.event_date or date.max, i.id)))


def incident_id(reports: Iterable[Report], published: Mapping[str, date]) -> str:
    """Stable as long as the first report stays: later sources join under the same id."""
    first = min(reports, key=lambda r: (published.get(r.article_id, date.max), r.id))
    return hashlib.sha256(first.id.encode()).hexdigest()[:16]


def likeness(one: Report, two: Report) -> float:
    """How much two reports look like one event; 0 where something excludes it."""
    if one.article_id == two.article_id or one.background != two.background:
        return 0.0
    days = _days_apart(one, two)
    if days is None or days > 1:
        return 0.0
    place = _place_likeness(one, two)
    toll = _toll_likeness(one, two)
    kind = _kind_likeness(one, two)
    if min(place, toll) < 0 or kind <= -1.0:
        return 0.0
    return (2.0 if days == 0 else 1.0) + place + toll + kind


def joined(one: Report, two: Report) -> bool:
    """Whether two reports are alike enough to be joined, as far as the two alone decide."""
    return likeness(one, two) >= SAME_EVENT


def _pairs(reports: list[Report]) -> Iterable[tuple[float, str, str]]:
    blocks: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for key in blocking_keys(report):
            blocks[key].append(report)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for index, one in enumerate(block):
            for two in block[index + 1 :]:
                pair = (one.id, two.id)
                if pair not in seen:
                    seen.add(pair)
                    score = likeness(one, two)
                    if score >= SAME_EVENT:
                        yield score, *pair


def _days_apart(one: Report, two: Report) -> int | None:
    if one.event_date is None or two.event_date is None:
        return None
    first, second = sorted((one, two), key=lambda r: r.event_date)
    return max(0, (second.event_date - (first.event_date_end or first.event_date)).days)


def _place_likeness(one: Report, two: Report) -> float:
    if one.country and two.country and one.country != two.country:
        return -1.0
    if one.place_id and one.place_id == two.place_id and (one.where_prec or 9) <= 3:
        return 3.0
    if one.admin2 and two.admin2:
        if one.admin2 == two.admin2:
            return 2.0
        both = one.lon is not None and two.lon is not None and max(one.where_prec or 9, two.where_prec or 9) <= 2
        return 1.0 if both and _km(one, two) <= NEAR_KM else -1.0
    return 1.0


def _km(one: Report, two: Report) -> float:
    """Great-circle distance, good to half a per cent: enough to tell near from far."""
    a, b, c, d = map(math.radians, (one.lon, one.lat, two.lon, two.lat))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(half))


def _toll_likeness(one: Report, two: Report) -> float:
    score = 0.0
    for name, weight in (("fatalities", 2.0), ("abducted", 1.0), ("injured", 1.0)):
        mine, theirs = getattr(one, name), getattr(two, name)
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            score += weight
        elif abs(mine - theirs) <= max(TOLL_STEP, TOLL_FACTOR * max(mine, theirs)):
            score += weight / 2
        elif name != "injured":
            return -1.0
    return score


def _kind_likeness(one: Report, two: Report) -> float:
    if one.sub_event_type == two.sub_event_type:
        return 1.0
    blasts = [report.event_type == "Explosions/Remote violence" for report in (one, two)]
    taken = [bool(report.abducted) or (report.sub_event_type or "").startswith("Abduction") for report in (one, two)]
    if taken[0] != taken[1] and not (one.abducted or two.abducted):
        return -1.0
    return 0.0 if blasts[0] == blasts[1] else -0.5 if one.fatalities == two.fatalities else -1.0


def _merge(reports: list[Report], sources: Mapping[str, Source], published: Mapping[str, date]) -> Incident:
    ordered = sorted(reports, key=lambda r: (published.get(r.article_id, date.max), r.id))
    fields = dict.fromkeys(_MERGED)
    fields |= _copied(_WHEN, min(ordered, key=lambda r: (r.date_prec or 9, -_votes(ordered, r, "event_date"))))
    fields |= _copied(_WHERE, min(ordered, key=lambda r: (r.where_prec or 9, r.uncertainty_km or 0.0)))
    fields |= _copied(
        _WHAT, max(ordered, key=lambda r: (r.sub_event_type is not None, _votes(ordered, r, "sub_event_type")))
    )
    for name in ("fatalities", *_TOLLS):
        fields[name] = next((getattr(r, name) for r in reversed(ordered) if getattr(r, name) is not None), None)
    lows = [r.fatalities_low for r in ordered if r.fatalities_low is not None]
    highs = [r.fatalities_high for r in ordered if r.fatalities_high is not None]
    fields |= {"fatalities_low": min(lows, default=None), "fatalities_high": max(highs, default=None)}
    for name in ("actor1", "actor2"):
        counted = Counter(value for r in ordered if (value := getattr(r, name)))
        fields[name] = max(counted, key=lambda value: (counted[value], value), default=None)
    articles = list(dict.fromkeys(r.article_id for r in ordered))
    known = tuple(sources.get(key, Source(article_id=key)) for key in articles)
    return Incident(
        id=incident_id(ordered, published),
        background=ordered[0].background,
        evidence=tuple(item for r in ordered for item in r.evidence),
        excerpt=ordered[0].excerpt,
        title=known[0].title,
        sources=known,
        number_of_sources=_independent(ordered, sources),
        report_ids=tuple(sorted(r.id for r in ordered)),
        **fields,
    )


def _copied(names: tuple[str, ...], report: Report) -> dict:
    return {name: getattr(report, name) for name in names}


def _votes(reports: list[Report], report: Report, name: str) -> int:
    return sum(getattr(other, name) == getattr(report, name) for other in reports)


def _independent(reports: list[Report], sources: Mapping[str, Source]) -> int:
    """Outlets that tell it in their own words: one outlet counts once, and so does one text in several outlets."""
    voices: list[tuple[str, frozenset]] = []
    for report in reports:
        outlet = (sources[report.article_id].source if report.article_id in sources else None) or report.article_id
        words = report.excerpt.casefold().split()
        runs = frozenset(zip(words, words[1:], words[2:], strict=False))
        copied = any(
            outlet == other or (runs and len(runs & known) >= COPY_LIKENESS * len(runs | known))
            for other, known in voices
        )
        if not copied:
            voices.append((outlet, runs))
    return len(voices)
