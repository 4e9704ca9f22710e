"""One database of articles, reports and incidents; every change is one transaction with its lines in the change log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from incidents.filters import IncidentFilter
from incidents.model import Article, Incident, Reject, Report, Status
from incidents.store import intake, records
from incidents.store.database import Database, default_database
from incidents.store.intake import TAKEN, Fate
from incidents.store.merging import remerge
from incidents.store.queries import chunks, in_full, reports_of
from incidents.store.schema import (
    articles,
    changes,
    incident_reports,
    incident_words,
    incidents,
    rejects,
    report_status,
    reports,
    searched,
)

PAGE = 500  # incidents read in full at a time


@dataclass(frozen=True, slots=True)
class Stored:
    """What one batch came to: the fate of each article in order, and how many incidents more there are now."""

    fates: tuple[Fate, ...]
    gained: int

    @property
    def taken(self) -> int:
        """How many articles were new or changed."""
        return sum(fate in TAKEN for fate in self.fates)


class Store:
    """An open database. Use as a context manager; one Store may be shared between threads.

    Reading never waits for writing and sees one state from its first row to its last. Raises StoreError when the database
    is missing, damaged, held, full, or of a newer version.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self.name = name

    @classmethod
    def open(cls, db: str | Path | None = None, *, create: bool = True) -> Store:
        """Open a SQLite file or a postgresql:// URL (None: `default_database`), making its tables when it has none."""
        name = str(db or default_database())
        return cls(Database.open(name, create=create), name)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._database.engine.dispose()

    # --- reading

    def revision(self) -> int:
        """A number that grows with every change."""
        with self._database.reading() as db:
            return db.scalar(sa.select(sa.func.max(changes.c.revision))) or 0

    def count(self, criteria: IncidentFilter | None = None) -> int:
        """How many incidents a filter leaves."""
        criteria = criteria or IncidentFilter()
        if criteria.polygon:
            return len(self.frame(criteria, words=False))
        with self._database.reading() as db:
            return db.scalar(sa.select(sa.func.count()).select_from(incidents).where(*criteria.to_sql(searched)))

    def frame(self, criteria: IncidentFilter | None = None, *, words: bool = True):
        """The filtered incidents (None: all, recalled ones too) as a pandas frame by id.

        Columns as in incidents/store/schema.py; `search_text`, which a filter for words looks at, only with `words`.
        """
        with self._database.reading() as db:
            return _frame(db, criteria or IncidentFilter(background=True), words)

    def incidents(self, criteria: IncidentFilter | None = None) -> Iterator[Incident]:
        """The filtered incidents in full, by day and id, undated ones last; some hundred in memory at a time."""
        criteria = criteria or IncidentFilter()
        with self._database.reading() as db:
            ids = _ids(db, criteria)
            for start in range(0, len(ids), PAGE):
                page = ids[start : start + PAGE]
                rows = {row["id"]: row for row in _rows(db, page)}
                yield from in_full(db, [rows[key] for key in page])

    def incident(self, incident_id: str) -> Incident | None:
        """One incident in full, None when there is none of that id.

        An id is its first report's; when a source that was published earlier comes, the incident has that one's id, and
        is found under its former one as well.
        """
        with self._database.reading() as db:
            return next(iter(in_full(db, _rows(db, [_id_now(db, incident_id)]))), None)

    def reports(self, incident_id: str) -> tuple[Report, ...]:
        """What each article says of an incident, first published first."""
        with self._database.reading() as db:
            current = _id_now(db, incident_id)
            return tuple(reports_of(db, [current]).get(current, ()))

    def article(self, article_id: str) -> Article | None:
        """One article, None when there is none of that id."""
        with self._database.reading() as db:
            row = db.execute(sa.select(articles).where(articles.c.id == article_id)).mappings().first()
            return records.article_of(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        with self._database.reading() as db:
            query = sa.select(articles).order_by(articles.c.id).execution_options(yield_per=PAGE)
            for row in db.execute(query).mappings():
                yield records.article_of(row)

    def fates(self, listed: Sequence[Article]) -> tuple[Fate, ...]:
        """What would become of each article if it were put now; one that is KNOWN or a COPY need not be read again."""
        with self._database.reading() as db:
            return intake.fates(db, listed)

    def rejects(self) -> tuple[Reject, ...]:
        """What was not taken, and why, in the order it came."""
        with self._database.reading() as db:
            rows = db.execute(sa.select(rejects).order_by(rejects.c.number)).mappings()
            return tuple(map(records.reject_of, rows))

    def change_log(self) -> tuple[dict, ...]:
        """Every change: revision, at (UTC), action, subject, detail."""
        with self._database.reading() as db:
            return tuple(dict(row) for row in db.execute(sa.select(changes).order_by(changes.c.revision)).mappings())

    # --- writing

    def put(self, article: Article, found: Iterable[Report]) -> bool:
        """Add an article with its reports, or replace it when its text changed. False when it was there already."""
        return self.put_all([(article, tuple(found))]).taken == 1

    def put_all(self, batch: Sequence[intake.Told], rejected: Iterable[Reject] = (), *, again: bool = False) -> Stored:
        """Add or replace several articles and keep what was rejected, in one transaction; merge what the batch touches.

        again: replace articles whose words are known already, since they were read anew. Raises RecordError, with
        nothing stored, when one of them is none that the database can hold.
        """
        with self._database.writing() as db:
            touched: set[str] = set()
            fates, gained = intake.put(db, batch, touched, again=again)
            gained += remerge(db, touched)
            intake.keep_rejects(db, rejected)
        return Stored(fates, gained)

    def rehearse(self, batch: Sequence[intake.Told]) -> tuple[tuple[Fate, ...], tuple[Incident, ...]]:
        """What putting a batch would come to: each article's fate, and the incidents its reports would be in.

        Nothing is stored and the revision stays; those that would join an incident name its other sources too.
        """
        with self._database.writing() as db:
            rehearsal = db.begin_nested()
            touched: set[str] = set()
            fates, _ = intake.put(db, batch, touched)
            remerge(db, touched)
            ids: set[str] = set()
            for reports in chunks({report.id for _, found in batch for report in found}):
                held = sa.select(incident_reports.c.incident_id).where(incident_reports.c.report_id.in_(reports))
                ids |= set(db.scalars(held))
            told = [incident for part in chunks(ids) for incident in in_full(db, _rows(db, part))]
            rehearsal.rollback()
        return fates, tuple(sorted(told, key=lambda incident: (incident.event_date or date.max, incident.id)))

    def remove_article(self, article_id: str) -> bool:
        """Take an article out and undo what it was merged into. False when there was none."""
        with self._database.writing() as db:
            if db.scalar(sa.select(articles.c.id).where(articles.c.id == article_id)) is None:
                return False
            touched: set[str] = set()
            intake.drop(db, [article_id], touched)
            remerge(db, touched)
            intake.log(db, "article_removed", article_id)
        return True

    def set_status(self, incident_id: str, status: Status, note: str = "") -> bool:
        """Record who vouches for an incident. False when there is none of that id.

        The status stays with the reports: it outlives further sources, corrections and removals. Where incidents with
        different ones are merged, the latest counts. The note goes to the change log.
        """
        with self._database.writing() as db:
            current = _id_now(db, incident_id)
            held = sa.select(incident_reports.c.report_id).where(incident_reports.c.incident_id == current)
            members = list(db.scalars(held))
            if not members:
                return False
            revision = intake.log(db, "status_set", current, f"{status} {note}".strip())
            db.execute(sa.delete(report_status).where(report_status.c.report_id.in_(members)))
            said = [{"report_id": key, "status": str(status), "revision": revision} for key in members]
            db.execute(sa.insert(report_status), said)
            db.execute(sa.update(incidents).where(incidents.c.id == current).values(status=str(status)))
        return True

    def reject(self, reject: Reject) -> None:
        """Keep an input that was not taken; the same one is kept once."""
        with self._database.writing() as db:
            intake.keep_rejects(db, [reject])

    def settle_rejects(self, listed: Iterable[Reject]) -> None:
        """Take rejects off the list, since what they named has been taken now."""
        with self._database.writing() as db:
            intake.settle_rejects(db, listed)

    def merge_anew(self) -> int:
        """Merge every report anew, as after a change of the rules; how many incidents there are (background left out)."""
        with self._database.writing() as db:
            remerge(db, intake.block_anew(db))
            intake.log(db, "merged_anew", "")
        return self.count()


def _frame(db: sa.Connection, criteria: IncidentFilter, words: bool):
    from incidents.store.frame import frame_of, words_of

    wanted = criteria.to_sql(searched)
    query = sa.select(incidents).where(*wanted).order_by(incidents.c.id)
    frame = frame_of(db.execute(query), list(incidents.c), "id")
    if words:
        texts = sa.select(incident_words.c.incident_id, incident_words.c.text)
        if wanted:
            texts = texts.join(incidents, incidents.c.id == incident_words.c.incident_id).where(*wanted)
        frame["search_text"] = words_of(db.execute(texts), frame.index)
    return frame[criteria.without("text").mask(frame)] if criteria.polygon else frame


def _ids(db: sa.Connection, criteria: IncidentFilter) -> list[str]:
    if criteria.polygon:
        chosen = _frame(db, criteria, words=False).reset_index()
        return list(chosen.sort_values(["event_date", "id"], na_position="last")["id"])
    order = (incidents.c.event_date.nulls_last(), incidents.c.id)
    return list(db.scalars(sa.select(incidents.c.id).where(*criteria.to_sql(searched)).order_by(*order)))


def _id_now(db: sa.Connection, incident_id: str) -> str:
    """The id itself, or that of the incident which was once known by it."""
    if db.scalar(sa.select(incidents.c.id).where(incidents.c.id == incident_id)) is not None:
        return incident_id
    held = sa.select(incident_reports.c.incident_id).join(reports, reports.c.id == incident_reports.c.report_id)
    return db.scalar(held.where(reports.c.alone_id == incident_id)) or incident_id


def _rows(db: sa.Connection, ids: Sequence[str]) -> Sequence[sa.RowMapping]:
    return db.execute(sa.select(incidents).where(incidents.c.id.in_(ids))).mappings().all()
