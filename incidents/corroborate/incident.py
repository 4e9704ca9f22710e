"""One incident from the reports of one event: each value from the reports that know it best, every contribution kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from incidents.corroborate.likeness import GROUPS
from incidents.model import Event, Incident, Report, Source

_WHEN = ("event_date", "event_date_end", "date_prec")
_WHERE = (
    "location", "admin2", "admin1", "country", "lon", "lat", "where_prec", "uncertainty_km", "place_id",
    "border_km", "border_side",
)  # fmt: skip
_WHAT = ("event_type", "sub_event_type")
_TOLLS = ("attackers_killed", "civilians_killed", "injured", "abducted")
COPY_LIKENESS = 0.6  # excerpts that share this much of their three-word runs are copies of one agency's text
COPIED_RUNS = 6  # fewer are a turn of phrase
_NAMED_PLACE = 2  # where_prec of a named place or near one


def incident_id(reports: Iterable[Report], published: Mapping[str, date | None]) -> str:
    """Stable as long as the first report stays: later sources join under the same id."""
    first = min(reports, key=lambda r: _appeared(r, published))
    return hashlib.sha256(first.id.encode()).hexdigest()[:16]


def incident_of(reports: Iterable[Report], sources: Mapping[str, Source]) -> Incident:
    """The incident that these reports tell together; `sources` maps article ids to their particulars."""
    listed = list(reports)
    published = {r.article_id: sources[r.article_id].published for r in listed if r.article_id in sources}
    ordered = sorted(listed, key=lambda r: _appeared(r, published))
    voices = _voices(ordered, sources)
    told = _one_a_voice(ordered, voices)
    fields = dict.fromkeys(set(Event.__dataclass_fields__) - {"id", "evidence", "excerpt", "background"})
    fields |= _from(_best_dated(told), _WHEN) | _from(_best_placed(told), _WHERE) | _from(_best_typed(told), _WHAT)
    killed = _killed(ordered, voices, published)
    fields["fatalities"] = killed
    fields["fatalities_low"] = min((r.fatalities_low for r in ordered if r.fatalities_low is not None), default=killed)
    fields["fatalities_high"] = max(
        (r.fatalities_high for r in ordered if r.fatalities_high is not None), default=killed
    )
    # the other tolls go with the deaths that were chosen, where those reports state them
    chosen = [r for r in ordered if r.fatalities == killed]
    for name in _TOLLS:
        fields[name] = _agreed(chosen, voices, name, ordered, published)
    fields["actor1"] = _named_most(r.actor1 for r in told)
    fields["actor2"] = _named_most(r.actor2 for r in told if r.actor2 != fields["actor1"])
    articles = list(dict.fromkeys(r.article_id for r in ordered))
    known = tuple(sources.get(key, Source(article_id=key)) for key in articles)
    return Incident(
        id=incident_id(ordered, published),
        background=ordered[0].background,
        evidence=tuple(item for r in ordered for item in r.evidence),
        excerpt=ordered[0].excerpt,
        title=known[0].title,
        sources=known,
        number_of_sources=len(set(voices.values())),
        report_ids=tuple(sorted(r.id for r in ordered)),
        **fields,
    )


def _appeared(report: Report, published: Mapping[str, date | None]) -> tuple[date, str]:
    return published.get(report.article_id) or date.max, report.id


def _from(report: Report, names: tuple[str, ...]) -> dict:
    return {name: getattr(report, name) for name in names}


def _voices(reports: list[Report], sources: Mapping[str, Source]) -> dict[str, int]:
    """Report ids to independent voices: one outlet is one voice, and so is one agency's text in several outlets."""
    voice = {report.id: index for index, report in enumerate(reports)}
    outlets = {r.id: sources[r.article_id].source if r.article_id in sources else None for r in reports}
    texts = {report.id: _runs(report) for report in reports}
    for index, one in enumerate(reports):
        for two in reports[index + 1 :]:
            same = outlets[one.id] is not None and outlets[one.id] == outlets[two.id]
            if voice[one.id] != voice[two.id] and (same or _copied(texts[one.id], texts[two.id])):
                kept, dropped = sorted((voice[one.id], voice[two.id]))
                voice = {key: kept if value == dropped else value for key, value in voice.items()}
    return voice


def _runs(report: Report) -> frozenset[tuple[str, ...]]:
    words = report.excerpt.casefold().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _copied(one: frozenset, two: frozenset) -> bool:
    shared = len(one & two)
    return shared >= COPIED_RUNS and shared >= COPY_LIKENESS * min(len(one), len(two))


def _one_a_voice(ordered: list[Report], voices: Mapping[str, int]) -> list[Report]:
    """Each voice's last word, in the order in which the voices first spoke."""
    return list({voices[report.id]: report for report in ordered}.values())


def _votes(reports: list[Report], report: Report, name: str) -> int:
    return sum(getattr(other, name) == getattr(report, name) for other in reports)


def _named_most(names: Iterable[str | None]) -> str | None:
    """The actor most voices name; a group or force of a name before "gunmen" and "security forces"."""
    counted = Counter(name for name in names if name)
    return max(counted, key=lambda name: (name in GROUPS, counted[name], name), default=None)


def _best_dated(told: list[Report]) -> Report:
    return min(told, key=lambda r: (r.date_prec or 9, -_votes(told, r, "event_date")))


def _best_placed(told: list[Report]) -> Report:
    """A named place before a district before a province; among named places the one most outlets name."""
    return min(
        told,
        key=lambda r: (
            max(r.where_prec or 9, _NAMED_PLACE),
            -_votes(told, r, "place_id"),
            r.where_prec or 9,
            r.uncertainty_km or 0.0,
        ),
    )


def _best_typed(told: list[Report]) -> Report:
    return max(told, key=lambda r: (r.sub_event_type is not None, _votes(told, r, "sub_event_type")))


def _killed(ordered: list[Report], voices: Mapping[str, int], published: Mapping[str, date | None]) -> int | None:
    """What most voices of a day say; a later day raises it, and lowers it only by naming the higher figure too."""
    best = None
    for day in sorted({published.get(r.article_id) or date.min for r in ordered}):
        stated = [r for r in ordered if (published.get(r.article_id) or date.min) == day and r.fatalities is not None]
        if not stated:
            continue
        said = _most_said(_one_a_voice(stated, voices), "fatalities")
        corrects = best is not None and any(r.fatalities == said and (r.fatalities_high or 0) >= best for r in stated)
        if best is None or said > best or corrects:
            best = said
    return best


def _agreed(
    chosen: list[Report],
    voices: Mapping[str, int],
    name: str,
    ordered: list[Report],
    published: Mapping[str, date | None],
) -> int | None:
    """A toll as most voices give it, first among the chosen reports; equal votes: the later day, the higher figure."""
    for reports in (chosen, ordered):
        stated = [r for r in reports if getattr(r, name) is not None]
        if stated:
            return _most_said(_one_a_voice(stated, voices), name, published)
    return None


def _most_said(reports: list[Report], name: str, published: Mapping[str, date | None] | None = None) -> int:
    counted = Counter(getattr(r, name) for r in reports)
    latest: dict[int, date] = {}
    for r in reports:
        day = (published or {}).get(r.article_id) or date.min
        latest[getattr(r, name)] = max(day, latest.get(getattr(r, name), date.min))
    return max(counted, key=lambda value: (counted[value], latest[value], value))
