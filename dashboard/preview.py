"""What adding articles would come to, before anything is stored. Pure but for the rehearsal that the store gives."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.palette import UNKNOWN, write_days, write_number
from incidents.extract import can_read
from incidents.ingest import read_safely
from incidents.model import Article, Incident, Reject, Report
from incidents.sources import Limits, SourceRecord, read_bytes
from incidents.store import Fate, Store

MOST_ARTICLES = 5_000  # at a time; more is work for the command line
SHOWN = 20  # articles previewed in full
MEBIBYTE = 1 << 20
LIMITS = Limits(document_bytes=25 * MEBIBYTE, archive_bytes=200 * MEBIBYTE, archive_entries=MOST_ARTICLES)
FATE_WORDS = {
    Fate.ADDED: "",
    Fate.REPLACED: "replaces the version that is stored",
    Fate.KNOWN: "stored already; it will not be added twice",
    Fate.COPY: "stored already under another address; it will not be added twice",
    Fate.ID_TAKEN: "another article has this id; give it one of its own",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read from a paste and files. cut: whether there was more than one may add at a time."""

    records: tuple[Article | SourceRecord, ...]
    rejects: tuple[Reject, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Previewed:
    """One article as it would be stored. note: what is special about it, in words; outcomes: a line for each event.

    incident_id: the incident its most salient event would be in.
    """

    article: Article
    reports: tuple[Report, ...]
    note: str = ""
    outcomes: tuple[str, ...] = ()
    incident_id: str | None = None


def gather(
    named: Sequence[tuple[str, bytes]], told: Callable[[int], None] = lambda number: None, most: int = MOST_ARTICLES
) -> Gathered:
    """Articles, coded events and rejects of several files (name, content). told: called with how many files are done."""
    records: list = []
    rejects: list[Reject] = []
    for number, (name, content) in enumerate(named, 1):
        for record in read_bytes(content, name, limits=LIMITS):
            if isinstance(record, Reject):
                rejects.append(record)
            elif len(records) >= most:
                return Gathered(tuple(records), tuple(rejects), cut=True)
            else:
                records.append(record)
        told(number)
    return Gathered(tuple(records), tuple(rejects))


def preview(
    records: Iterable[Article | SourceRecord], store: Store, read: Callable[[Article], tuple[Report, ...]]
) -> tuple[Previewed, ...]:
    """The first articles as they would be stored, with what each of their events would become. Raises StoreError."""
    listed = [_told(record, read) for record in itertools.islice(records, SHOWN)]
    fates, incidents = store.rehearse([(shown.article, shown.reports) for shown in listed])
    holders = {report_id: incident for incident in incidents for report_id in incident.report_ids}
    own = {shown.article.id for shown in listed}
    return tuple(
        replace(
            shown,
            note=FATE_WORDS[fate] or shown.note,
            outcomes=tuple(_outcome(report, holders.get(report.id), own) for report in shown.reports),
            incident_id=next((holders[report.id].id for report in shown.reports if report.id in holders), None),
        )
        for shown, fate in zip(listed, fates, strict=True)
    )


def _told(record: Article | SourceRecord, read: Callable[[Article], tuple[Report, ...]]) -> Previewed:
    if isinstance(record, SourceRecord):
        return Previewed(record.article, record.reports, "coded already; its own place, day and toll are kept")
    if not can_read(record):
        return Previewed(record, (), "this language is not read yet; the article will be kept, without incidents")
    (found,) = read_safely(read, [record])
    if isinstance(found, str):
        return Previewed(record, (), "reading this article failed; it will be kept, without incidents")
    return Previewed(record, found, "" if found else "no incident found; the article will be kept")


def _outcome(report: Report, incident: Incident | None, own: set[str]) -> str:
    """An event in a line: what, when, where, how many, and what it would become."""
    days = write_days(report.event_date, report.event_date_end, report.date_prec)
    what = report.sub_event_type or report.event_type or "Event"
    place = report.location or report.admin2 or UNKNOWN
    line = f"{what} · {days} · {place} · killed {write_number(report.fatalities)} → "
    if incident is None:
        return line + "nothing new"
    if report.background:
        return line + "only recalled; kept, not counted"
    others = [source for source in incident.sources if source.article_id not in own]
    if others:
        headline = others[0].title or others[0].source or incident.id
        return line + f"joins “{headline}” ({len(others)} source{'s' * (len(others) > 1)} so far)"
    together = len({source.article_id for source in incident.sources}) > 1
    return line + ("a new incident, together with another of these articles" if together else "a new incident")
