"""Score read reports and merged incidents against the gold articles: pure functions, values in and figures out.

A figure is (right, total). A label that is None is not marked, except for the day: an undated article must stay so.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations, product
from pathlib import Path

from incidents.model import Article, Incident, Report, Source

Figures = dict[str, tuple[int, int]]
TOLLS = {  # label -> field of a report
    "killed": "fatalities",
    "killed_low": "fatalities_low",
    "killed_high": "fatalities_high",
    "attackers_killed": "attackers_killed",
    "injured": "injured",
    "abducted": "abducted",
}
LEAST_LIKENESS = 3


def load_gold(path: Path) -> list[dict]:
    """The labelled articles of one JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def digest(paths: Iterable[Path]) -> str:
    """One SHA-256 over the files' bytes, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def article_of(record: Mapping) -> Article:
    """The article of a gold record, without its labels."""
    return Article(
        id=record["id"],
        text=record["text"],
        title=record["title"],
        published=_day(record["published"]),
        source=record["outlet"],
        lang=record["lang"],
    )


def source_of(record: Mapping) -> Source:
    """The same article as a source, for corroboration."""
    return Source(
        article_id=record["id"],
        title=record["title"],
        source=record["outlet"],
        published=_day(record["published"]),
    )


def score_reading(records: Iterable[Mapping], reports: Mapping[str, Iterable[Report]]) -> tuple[Figures, list[tuple]]:
    """Figures of extraction and its misses (figure, article id, wanted, got); `reports` by article id."""
    tally: dict[str, list[int]] = {}
    misses: list[tuple] = []

    def mark(figure: str, good: bool, article_id: str, want: object, got: object) -> None:
        right, total = tally.get(figure, (0, 0))
        tally[figure] = (right + bool(good), total + 1)
        if not good:
            misses.append((figure, article_id, want, got))

    for record in records:
        name = record["id"]
        labels = record["gold"]["incidents"]
        read = [report for report in reports.get(name, ()) if not report.background]
        if not labels:
            mark("non-incident left alone", not read, name, None, [report.excerpt for report in read])
        pairs = _pairs(labels, read)
        found, used = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, label in enumerate(labels):
            mark("incident recall", i in found, name, label["evidence"], None)
        for j, report in enumerate(read):
            mark("incident precision", j in used, name, None, report.excerpt)
        for i, j in pairs:
            for figure, want, got in _fields(labels[i], read[j]):
                mark(figure, want == got, name, want, got)
            exact = all(record["text"][e.span.start : e.span.end] == e.span.text for e in read[j].evidence)
            mark("evidence exact", exact and bool(read[j].evidence), name, None, None)
        for note in record["gold"]["background"]:
            at = record["text"].find(note["evidence"])
            taken = [r for j, r in enumerate(read) if j not in used and _touches(r, at, at + len(note["evidence"]))]
            mark("background kept apart", not taken, name, note["evidence"], [r.excerpt for r in taken])
    return tally, misses


def score_merging(records: Iterable[Mapping], incidents: Iterable[Incident]) -> Figures:
    """Pairs of articles that tell one event against the pairs that share a merged incident.

    `gold.cluster` names the event, or the events (a list) where an article tells of several.
    """
    cluster = {record["id"]: _names(record["gold"]["cluster"]) for record in records if record["gold"]["cluster"]}
    same = {pair for pair in combinations(sorted(cluster), 2) if cluster[pair[0]] & cluster[pair[1]]}
    joined = set()
    for incident in incidents:
        if not incident.background:
            ids = sorted({source.article_id for source in incident.sources} & set(cluster))
            joined |= set(combinations(ids, 2))
    return {
        "merge precision": (len(same & joined), len(joined)),
        "merge recall": (len(same & joined), len(same)),
    }


def _names(cluster: str | list[str]) -> set[str]:
    return {cluster} if isinstance(cluster, str) else set(cluster)


def rates(figures: Figures) -> dict[str, float]:
    """Figures as shares of 1; a figure with nothing to mark is left out."""
    return {name: right / total for name, (right, total) in figures.items() if total}


def _fields(label: Mapping, report: Report) -> Iterable[tuple[str, object, object]]:
    yield "date", label["event_date"], _iso(report.event_date)
    if label["date_prec"]:
        yield "date_prec", label["date_prec"], report.date_prec
        if label["event_date_end"]:
            yield "event_date_end", label["event_date_end"], _iso(report.event_date_end)
    for name, field in TOLLS.items():
        if label[name] is not None:
            # An unstated toll and a stated nought are told apart by people, not by the sum.
            yield name, label[name], getattr(report, field) or 0
    for name, field in (("district", "admin2"), ("admin1", "admin1"), ("country", "country")):
        if label[name]:
            yield name, label[name], getattr(report, field)
    yield "sub_event_type", label["sub_event_type"], report.sub_event_type
    if label["actor1"]:
        yield "actor1", label["actor1"], report.actor1


def _pairs(labels: list[Mapping], read: list[Report]) -> list[tuple[int, int]]:
    likely = [(_likeness(labels[i], read[j]), -i, -j) for i, j in product(range(len(labels)), range(len(read)))]
    taken: list[tuple[int, int]] = []
    for points, i, j in sorted(likely, reverse=True):
        if points >= LEAST_LIKENESS and -i not in {a for a, _ in taken} and -j not in {b for _, b in taken}:
            taken.append((-i, -j))
    return taken


def _likeness(label: Mapping, report: Report) -> int:
    points = Counter()
    points["day"] = 2 * (label["event_date"] == _iso(report.event_date))
    if label["district"]:
        points["district"] = 2 * (label["district"] == report.admin2)
    else:
        points["province"] = label["admin1"] == report.admin1
    points["killed"] = (label["killed"] or 0) == (report.fatalities or 0)
    points["kind"] = label["sub_event_type"] == report.sub_event_type
    return points.total()


def _touches(report: Report, start: int, end: int) -> bool:
    return any(e.span.start < end and start < e.span.end for e in report.evidence)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
