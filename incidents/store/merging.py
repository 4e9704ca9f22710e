"""Merging what a change reaches, and nothing else, to exactly what merging everything anew would give.

Incidents that hold a touched report are taken apart; from there every report that is linked to one of them is followed,
block by block, until no further one is linked. Reports outside that circle cannot bear on it (incidents/corroborate).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import sqlalchemy as sa

from incidents.corroborate import corroborate, joined
from incidents.model import Report, Status
from incidents.store import records
from incidents.store.queries import chunks, load_reports, load_sources, load_texts, published_of
from incidents.store.schema import incident_reports, incident_words, incidents, report_blocks, report_status


def remerge(db: sa.Connection, touched: Collection[str]) -> int:
    """Merge anew what the touched reports can have reached; how many incidents more there are (background left out)."""
    known: dict[str, Report] = {}
    members, gained = release(db, touched)
    fresh = set(touched) | members
    while fresh:
        known |= load_reports(db, fresh, quoted=False)
        linked = _linked(db, fresh, known)
        members, released = release(db, linked)
        gained += released
        fresh = (linked | members) - known.keys()
    return gained + (_merge(db, known) if known else 0)


def release(db: sa.Connection, report_ids: Collection[str]) -> tuple[set[str], int]:
    """Take apart the incidents that hold these reports: the reports of all of them, and minus how many they were."""
    owners: set[str] = set()
    for ids in chunks(report_ids):
        held = sa.select(incident_reports.c.incident_id).where(incident_reports.c.report_id.in_(ids))
        owners |= set(db.scalars(held))
    members: set[str] = set()
    gained = 0
    for ids in chunks(owners):
        held = sa.select(incident_reports.c.report_id).where(incident_reports.c.incident_id.in_(ids))
        members |= set(db.scalars(held))
        told = sa.select(sa.func.count()).where(incidents.c.id.in_(ids), incidents.c.background.is_(False))
        gained -= db.scalar(told)
        for table in (incident_reports, incident_words):
            db.execute(sa.delete(table).where(table.c.incident_id.in_(ids)))
        db.execute(sa.delete(incidents).where(incidents.c.id.in_(ids)))
    return members, gained


def _linked(db: sa.Connection, fresh: set[str], known: dict[str, Report]) -> set[str]:
    """The reports not known yet that are linked to a fresh one: they share a block, and are alike enough to be joined."""
    mine, other = report_blocks.alias(), report_blocks.alias()
    pairs: set[tuple[str, str]] = set()
    for ids in chunks(fresh & known.keys()):
        query = sa.select(mine.c.report_id, other.c.report_id).join(other, mine.c.block == other.c.block)
        pairs |= set(db.execute(query.where(mine.c.report_id.in_(ids)).distinct()))
    pairs = {(one, two) for one, two in pairs if two not in known}
    beside = load_reports(db, {two for _, two in pairs}, quoted=False)
    met = [*beside.values(), *(known[one] for one in {one for one, _ in pairs})]
    days = published_of(db, {report.article_id for report in met})
    return {two for one, two in pairs if joined(known[one], beside[two], days)}


def _merge(db: sa.Connection, known: dict[str, Report]) -> int:
    article_ids = {report.article_id for report in known.values()}
    particulars, texts = load_sources(db, article_ids), load_texts(db, article_ids)
    said = _said(db, known)
    merged = [
        replace(incident, status=max((said[key] for key in incident.report_ids if key in said), default=_UNSAID)[1])
        for incident in corroborate(known.values(), particulars)
    ]
    db.execute(sa.insert(incidents), [records.incident_row(incident) for incident in merged])
    words = [records.words_row(i, (texts[source.article_id] for source in i.sources)) for i in merged]
    db.execute(sa.insert(incident_words), words)
    belonging = [{"report_id": key, "incident_id": incident.id} for incident in merged for key in incident.report_ids]
    db.execute(sa.insert(incident_reports), belonging)
    return sum(not incident.background for incident in merged)


_UNSAID = (0, Status.MACHINE)


def _said(db: sa.Connection, report_ids: Collection[str]) -> dict[str, tuple[int, Status]]:
    """When (revision) and what a person last said of the incident that held each report."""
    said: dict[str, tuple[int, Status]] = {}
    for ids in chunks(report_ids):
        for row in db.execute(sa.select(report_status).where(report_status.c.report_id.in_(ids))):
            said[row.report_id] = (row.revision, Status(row.status))
    return said
