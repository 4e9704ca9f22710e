"""Groups of reports that tell one event: average linkage over the pairs that met, in an order made of their own values."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from incidents.corroborate.blocks import blocking_keys
from incidents.corroborate.incident import incident_of
from incidents.corroborate.likeness import Days, likeness
from incidents.model import Incident, Report, Source


def corroborate(reports: Iterable[Report], sources: Mapping[str, Source]) -> tuple[Incident, ...]:
    """All incidents of these reports, by day and id. `sources` maps article ids to their articles' particulars."""
    listed = sorted(reports, key=lambda report: report.id)
    published = {key: source.published for key, source in sources.items()}
    merged = [incident_of(group, sources) for group in _groups(listed, published)]
    return tuple(sorted(merged, key=lambda i: (i.event_date or date.max, i.id)))


def _groups(listed: list[Report], published: Days) -> Iterator[list[Report]]:
    linked = {report.id: {report.id} for report in listed}  # a report's circle: all it is linked to, however distantly
    for one, two in _links(listed, published):
        mine, theirs = linked[one], linked[two]
        if mine is not theirs:
            if len(mine) < len(theirs):
                mine, theirs = theirs, mine
            mine |= theirs
            linked.update(dict.fromkeys(theirs, mine))
    by_id = {report.id: report for report in listed}
    for circle in {id(circle): circle for circle in linked.values()}.values():
        yield from _agreeing([by_id[key] for key in sorted(circle)], published)


def _links(listed: list[Report], published: Days) -> Iterator[tuple[str, str]]:
    blocks: dict[str, list[Report]] = defaultdict(list)
    for report in listed:
        for key in blocking_keys(report, published.get(report.article_id)):
            blocks[key].append(report)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for index, one in enumerate(block):
            for two in block[index + 1 :]:
                pair = (one.id, two.id)
                if pair not in seen:
                    seen.add(pair)
                    if likeness(one, two, published) > 0:
                        yield pair


def _agreeing(circle: list[Report], published: Days) -> Iterator[list[Report]]:
    """Split a circle into groups whose members speak for one event on average.

    The two groups that agree best are united first, as long as they agree; two groups with reports of one article never
    are, for what an article tells apart stays apart. So a chain of neighbours does not tie its two ends together.
    """
    groups = {index: [report] for index, report in enumerate(circle)}
    bits: dict[tuple[int, int], float] = {}
    waiting: list[tuple[float, int, int]] = []
    for one in groups:
        for two in range(one):
            bits[two, one] = likeness(circle[two], circle[one], published)
            if bits[two, one] > 0:
                waiting.append((-bits[two, one], two, one))
    heapq.heapify(waiting)
    while waiting:
        mean, one, two = heapq.heappop(waiting)
        if one not in groups or two not in groups or -mean != _mean(bits, groups, one, two) or _share(groups, one, two):
            continue
        first, second = groups[one], groups.pop(two)
        for other in groups:
            if other != one:
                bits[_pair(one, other)] += bits[_pair(two, other)]
        first += second
        for other in groups:
            if other != one and (agreement := _mean(bits, groups, *_pair(one, other))) > 0:
                heapq.heappush(waiting, (-agreement, *_pair(one, other)))
    yield from groups.values()


def _pair(one: int, two: int) -> tuple[int, int]:
    return (one, two) if one < two else (two, one)


def _mean(bits: Mapping[tuple[int, int], float], groups: Mapping[int, list], one: int, two: int) -> float:
    return bits[one, two] / (len(groups[one]) * len(groups[two]))


def _share(groups: Mapping[int, list[Report]], one: int, two: int) -> bool:
    return not {r.article_id for r in groups[one]}.isdisjoint(r.article_id for r in groups[two])
