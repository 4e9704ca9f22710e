"""What the tables hold, as records: reports with their evidence, the particulars of articles, incidents in full."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

import sqlalchemy as sa

from incidents.model import Incident, Report, Source
from incidents.store import records
from incidents.store.schema import articles, evidence, incident_reports, reports

CHUNK = 900  # identifiers in one IN list: SQLite's oldest limit on parameters is 999


def chunks(values: Collection[str]) -> Iterator[list[str]]:
    """Identifiers in lists short enough for one query, in a fixed order."""
    listed = sorted(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def load_reports(db: sa.Connection, report_ids: Collection[str], *, quoted: bool = True) -> dict[str, Report]:
    """Reports by id; without their evidence when `quoted` is False, as merging needs them."""
    loaded: dict[str, Report] = {}
    for ids in chunks(report_ids):
        words: dict[str, list] = {}
        if quoted:
            order = (evidence.c.report_id, evidence.c.position)
            for row in db.execute(sa.select(evidence).where(evidence.c.report_id.in_(ids)).order_by(*order)).mappings():
                words.setdefault(row["report_id"], []).append(row)
        for row in db.execute(sa.select(reports).where(reports.c.id.in_(ids))).mappings():
            loaded[row["id"]] = records.report_of(row, words.get(row["id"], ()))
    return loaded


def load_sources(db: sa.Connection, article_ids: Collection[str]) -> dict[str, Source]:
    """The particulars of articles by article id."""
    columns = [articles.c[name] for name in ("id", "url", "title", "source", "published")]
    loaded: dict[str, Source] = {}
    for ids in chunks(article_ids):
        for row in db.execute(sa.select(*columns).where(articles.c.id.in_(ids))).mappings():
            loaded[row["id"]] = records.source_of(row)
    return loaded


def published_of(db: sa.Connection, article_ids: Collection[str]) -> dict[str, date | None]:
    """The days of articles by article id."""
    loaded: dict[str, date | None] = {}
    for ids in chunks(article_ids):
        found = db.execute(sa.select(articles.c.id, articles.c.published).where(articles.c.id.in_(ids)))
        loaded |= {article_id: records.day_of(published) for article_id, published in found}
    return loaded


def load_texts(db: sa.Connection, article_ids: Collection[str]) -> dict[str, str]:
    """The texts of articles by article id."""
    loaded: dict[str, str] = {}
    for ids in chunks(article_ids):
        loaded |= dict(db.execute(sa.select(articles.c.id, articles.c.text).where(articles.c.id.in_(ids))).all())
    return loaded


def reports_of(db: sa.Connection, incident_ids: Collection[str]) -> dict[str, list[Report]]:
    """The reports of incidents, first published first."""
    grouped: dict[str, list[Report]] = {}
    for ids in chunks(incident_ids):
        pairs = db.execute(
            sa.select(incident_reports.c.incident_id, incident_reports.c.report_id)
            .join(reports, reports.c.id == incident_reports.c.report_id)
            .join(articles, articles.c.id == reports.c.article_id)
            .where(incident_reports.c.incident_id.in_(ids))
            .order_by(sa.func.coalesce(articles.c.published, "9999"), incident_reports.c.report_id)
        ).all()
        loaded = load_reports(db, {report_id for _, report_id in pairs})
        for incident_id, report_id in pairs:
            grouped.setdefault(incident_id, []).append(loaded[report_id])
    return grouped


def in_full(db: sa.Connection, rows: Collection[sa.RowMapping]) -> Iterable[Incident]:
    """The incidents of rows of the table `incidents`, with their evidence and sources, in the same order."""
    grouped = reports_of(db, [row["id"] for row in rows])
    particulars = load_sources(db, {report.article_id for found in grouped.values() for report in found})
    return [records.incident_of(row, grouped.get(row["id"], ()), particulars) for row in rows]
