"""One database of articles, reports and incidents; every change is one transaction and one line in the change log."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from platformdirs import user_data_path
from sqlalchemy.exc import DatabaseError, OperationalError

from incidents.corroborate import blocking_keys, corroborate, joined
from incidents.filters import IncidentFilter
from incidents.model import Article, Incident, Reject, Report, Source, StoreError
from incidents.sources.article import content_key
from incidents.store import records
from incidents.store.schema import (
    articles,
    changes,
    evidence,
    incident_reports,
    incidents,
    rejects,
    report_blocks,
    reports,
)

VERSION = "0001"
BUSY_SECONDS = 60
CHUNK = 400  # identifiers in one IN list: SQLite's oldest limit on parameters is 999


def default_database() -> str:
    """$SARHAD_DB, else a file in the user's data folder."""
    return os.environ.get("SARHAD_DB") or str(user_data_path("sarhad") / "incidents.db")


class Store:
    """An open database. Use as a context manager; one Store may be shared between threads."""

    def __init__(self, engine: sa.Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @classmethod
    def open(cls, db: str | Path | None = None, *, create: bool = True) -> Store:
        """Open a SQLite file or a postgresql:// URL, making its tables when it has none.

        Raises StoreError when it is missing and create is False, is no database, or was made by a newer Sarhad.
        """
        name = str(db or default_database())
        postgres = name.startswith(("postgresql://", "postgres://"))
        if not postgres:
            if not create and not Path(name).exists():
                raise StoreError(f"there is no database at {name}; make one with: sarhad ingest ARTICLES --db {name}")
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        url = name.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
        engine = sa.create_engine(url if postgres else f"sqlite:///{name}", pool_pre_ping=postgres)
        if not postgres:
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_sqlite)
        store = cls(engine, name)
        try:
            store._migrate()
        except (DatabaseError, OperationalError) as error:
            engine.dispose()
            raise StoreError(f"{name} cannot be used as a database: {error.orig}; give another --db") from error
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    # --- reading

    def revision(self) -> int:
        """A number that grows with every change."""
        with self._reading() as db:
            return db.scalar(sa.select(sa.func.max(changes.c.revision))) or 0

    def count(self, criteria: IncidentFilter | None = None) -> int:
        """How many incidents a filter leaves."""
        criteria = criteria or IncidentFilter()
        if criteria.polygon:
            return len(self.frame(criteria))
        with self._reading() as db:
            return db.scalar(sa.select(sa.func.count()).select_from(incidents).where(*criteria.to_sql(incidents.c)))

    def frame(self, criteria: IncidentFilter | None = None):
        """The filtered incidents as a pandas frame, index `id`, columns as in incidents/store/schema.py."""
        import pandas as pd

        criteria = criteria or IncidentFilter(background=True)
        with self._reading() as db:
            chosen = sa.select(incidents).where(*criteria.to_sql(incidents.c)).order_by(incidents.c.id)
            result = db.execute(chosen)
            frame = pd.DataFrame.from_records(result.fetchall(), columns=list(result.keys()), index="id")
        for name in ("event_date", "event_date_end"):
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        for column in incidents.c:
            if isinstance(column.type, sa.Integer) and column.name in frame:
                frame[column.name] = frame[column.name].astype("Int64")
        frame["background"] = frame["background"].astype(bool)
        return frame[criteria.mask(frame)] if criteria.polygon else frame

    def incidents(self, criteria: IncidentFilter | None = None) -> Iterator[Incident]:
        """The filtered incidents in full, by day and id."""
        criteria = criteria or IncidentFilter()
        with self._reading() as db:
            order = (incidents.c.event_date, incidents.c.id)
            rows = (
                db.execute(sa.select(incidents).where(*criteria.to_sql(incidents.c)).order_by(*order)).mappings().all()
            )
            if criteria.polygon:
                kept = set(self.frame(criteria).index)
                rows = [row for row in rows if row["id"] in kept]
            for start in range(0, len(rows), CHUNK):
                yield from _incidents(db, rows[start : start + CHUNK])

    def incident(self, incident_id: str) -> Incident | None:
        """One incident in full, None when there is none of that id."""
        with self._reading() as db:
            rows = db.execute(sa.select(incidents).where(incidents.c.id == incident_id)).mappings().all()
            return next(iter(_incidents(db, rows)), None)

    def reports(self, incident_id: str) -> tuple[Report, ...]:
        """What each article says of an incident, first published first."""
        with self._reading() as db:
            found = _reports_of(db, [incident_id]).get(incident_id, [])
            return tuple(found)

    def article(self, article_id: str) -> Article | None:
        """One article, None when there is none of that id."""
        with self._reading() as db:
            row = db.execute(sa.select(articles).where(articles.c.id == article_id)).mappings().first()
            return records.article_of(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Every article, by id."""
        with self._reading() as db:
            for row in db.execute(sa.select(articles).order_by(articles.c.id)).mappings():
                yield records.article_of(row)

    def rejects(self) -> tuple[Reject, ...]:
        """What was not taken, and why, in the order it came."""
        with self._reading() as db:
            rows = db.execute(sa.select(rejects).order_by(rejects.c.number)).mappings()
            return tuple(Reject(**{k: v for k, v in row.items() if k != "number"}) for row in rows)

    def change_log(self) -> tuple[dict, ...]:
        """Every change: revision, at (UTC), action, subject, detail."""
        with self._reading() as db:
            return tuple(dict(row) for row in db.execute(sa.select(changes).order_by(changes.c.revision)).mappings())

    # --- writing

    def put(self, article: Article, found: Iterable[Report]) -> bool:
        """Add an article with its reports, or replace it when its text changed. False when it was there already."""
        return self.put_all([(article, tuple(found))]) == 1

    def put_all(self, batch: Iterable[tuple[Article, tuple[Report, ...]]]) -> int:
        """Add or replace several articles in one transaction, then merge what they touch; how many were new or changed."""
        with self._writing() as db:
            touched: set[str] = set()
            taken = 0
            for article, found in batch:
                action = _put(db, article, found, touched)
                if action:
                    taken += 1
                    _log(db, action, article.id, f"{len(found)} reports")
            _remerge(db, touched)
        return taken

    def remove_article(self, article_id: str) -> bool:
        """Take an article out and undo what it was merged into. False when there was none."""
        with self._writing() as db:
            touched: set[str] = set()
            if not _drop(db, article_id, touched):
                return False
            _remerge(db, touched)
            _log(db, "article_removed", article_id, "")
        return True

    def reject(self, reject: Reject) -> None:
        """Keep an input that was not taken; the same one is kept once."""
        row = {name: getattr(reject, name) for name in ("file", "line", "code", "reason", "article_id")}
        with self._writing() as db:
            same = sa.select(rejects.c.number).where(
                *(rejects.c[name].is_not_distinct_from(v) for name, v in row.items())
            )
            if db.execute(same).first() is None:
                db.execute(sa.insert(rejects).values(**row))
                _log(db, "rejected", reject.file, reject.code)

    # --- inside

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as db, db.begin():
                yield db
        except OperationalError as error:
            raise StoreError(f"{self.name} cannot be read: {error.orig}; is another program holding it?") from error

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect().execution_options(sarhad_write=True) as db, db.begin():
                yield db
        except OperationalError as error:
            raise StoreError(
                f"{self.name} cannot be written: {error.orig}; wait for the other program, or free some disk"
            ) from error

    def _migrate(self) -> None:
        with self._engine.connect().execution_options(sarhad_write=True) as db, db.begin():
            if self._engine.dialect.name == "postgresql":
                db.execute(sa.text("SELECT pg_advisory_xact_lock(7274243)"))
            at = None
            if sa.inspect(db).has_table("alembic_version"):
                at = db.scalar(sa.text("SELECT version_num FROM alembic_version"))
            if at == VERSION:
                return
            if at is not None and at > VERSION:
                raise StoreError(f"{self.name} was made by a newer Sarhad (version {at}); update Sarhad")
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            config.attributes["connection"] = db
            command.upgrade(config, "head")


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite alone
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("sarhad_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def _put(db: sa.Connection, article: Article, found: tuple[Report, ...], touched: set[str]) -> str | None:
    key = content_key(article)
    old = db.execute(sa.select(articles).where(articles.c.id == article.id)).mappings().first()
    if old and old["content_key"] == key and old["published"] == records.article_row(article, key)["published"]:
        return None
    same = sa.select(articles.c.id, articles.c.source).where(articles.c.content_key == key, articles.c.id != article.id)
    for _, source in db.execute(same):
        if source is None or article.source is None or source == article.source:
            return None  # the same article in another format or under another address
    if old:
        _drop(db, article.id, touched)
    db.execute(sa.insert(articles).values(**records.article_row(article, key)))
    for report in found:
        db.execute(sa.insert(reports).values(**records.report_row(report)))
        quoted = records.evidence_rows(report)
        if quoted:
            db.execute(sa.insert(evidence), quoted)
        blocks = [
            {"block": block, "report_id": report.id} for block in sorted(blocking_keys(report, article.published))
        ]
        if blocks:
            db.execute(sa.insert(report_blocks), blocks)
        touched.add(report.id)
    return "article_replaced" if old else "article_added"


def _drop(db: sa.Connection, article_id: str, touched: set[str]) -> bool:
    """Remove an article and its reports; those merged with them are touched."""
    own = set(db.scalars(sa.select(reports.c.id).where(reports.c.article_id == article_id)))
    found = db.scalar(sa.select(articles.c.id).where(articles.c.id == article_id))
    if found is None:
        return False
    touched |= _release(db, own) - own
    touched -= own
    for ids in _chunks(own):
        for table in (evidence, report_blocks):
            db.execute(sa.delete(table).where(table.c.report_id.in_(ids)))
        db.execute(sa.delete(reports).where(reports.c.id.in_(ids)))
    db.execute(sa.delete(articles).where(articles.c.id == article_id))
    return True


def _release(db: sa.Connection, report_ids: set[str]) -> set[str]:
    """Take apart the incidents that hold these reports; the reports of all of them."""
    owners: set[str] = set()
    for ids in _chunks(report_ids):
        owners |= set(
            db.scalars(sa.select(incident_reports.c.incident_id).where(incident_reports.c.report_id.in_(ids)))
        )
    members: set[str] = set()
    for ids in _chunks(owners):
        members |= set(
            db.scalars(sa.select(incident_reports.c.report_id).where(incident_reports.c.incident_id.in_(ids)))
        )
        db.execute(sa.delete(incident_reports).where(incident_reports.c.incident_id.in_(ids)))
        db.execute(sa.delete(incidents).where(incidents.c.id.in_(ids)))
    return members


def _remerge(db: sa.Connection, touched: set[str]) -> None:
    """Merge anew every group of reports that a change can have reached: exactly as merging everything would."""
    known: dict[str, Report] = {}
    fresh = set(touched) | _release(db, touched)
    while fresh:
        loaded = _load(db, fresh)
        known |= loaded
        beside = _load(db, _neighbours(db, set(loaded)) - set(known))
        days = _published(db, [*loaded.values(), *beside.values()])
        linked = {r.id for r in beside.values() if any(joined(r, other, days) for other in loaded.values())}
        fresh = (linked | _release(db, linked)) - set(known)
    if not known:
        return
    particulars, texts = _particulars(db, {report.article_id for report in known.values()})
    for incident in corroborate(known.values(), particulars):
        words = (texts[source.article_id] for source in incident.sources if source.article_id in texts)
        db.execute(sa.insert(incidents).values(**records.incident_row(incident, words)))
        rows = [{"report_id": key, "incident_id": incident.id} for key in incident.report_ids]
        db.execute(sa.insert(incident_reports), rows)


def _neighbours(db: sa.Connection, report_ids: set[str]) -> set[str]:
    mine, other = report_blocks.alias(), report_blocks.alias()
    found: set[str] = set()
    for ids in _chunks(report_ids):
        query = sa.select(other.c.report_id).join(mine, mine.c.block == other.c.block).where(mine.c.report_id.in_(ids))
        found |= set(db.scalars(query.distinct()))
    return found


def _published(db: sa.Connection, found: Iterable[Report]) -> dict[str, date | None]:
    particulars, _ = _particulars(db, {report.article_id for report in found})
    return {key: source.published for key, source in particulars.items()}


def _load(db: sa.Connection, report_ids: set[str]) -> dict[str, Report]:
    loaded: dict[str, Report] = {}
    for ids in _chunks(report_ids):
        quoted: dict[str, list] = {}
        order = (evidence.c.report_id, evidence.c.position)
        for row in db.execute(sa.select(evidence).where(evidence.c.report_id.in_(ids)).order_by(*order)).mappings():
            quoted.setdefault(row["report_id"], []).append(row)
        for row in db.execute(sa.select(reports).where(reports.c.id.in_(ids))).mappings():
            loaded[row["id"]] = records.report_of(row, quoted.get(row["id"], ()))
    return loaded


def _particulars(db: sa.Connection, article_ids: set[str]) -> tuple[dict[str, Source], dict[str, str]]:
    particulars: dict[str, Source] = {}
    texts: dict[str, str] = {}
    for ids in _chunks(article_ids):
        for row in db.execute(sa.select(articles).where(articles.c.id.in_(ids))).mappings():
            particulars[row["id"]] = records.source_of(row)
            texts[row["id"]] = row["text"]
    return particulars, texts


def _reports_of(db: sa.Connection, incident_ids: list[str]) -> dict[str, list[Report]]:
    """The reports of incidents, first published first."""
    query = (
        sa.select(incident_reports.c.incident_id, incident_reports.c.report_id)
        .join(reports, reports.c.id == incident_reports.c.report_id)
        .join(articles, articles.c.id == reports.c.article_id)
        .where(incident_reports.c.incident_id.in_(incident_ids))
        .order_by(sa.func.coalesce(articles.c.published, "9999"), incident_reports.c.report_id)
    )
    pairs = db.execute(query).all()
    loaded = _load(db, {report_id for _, report_id in pairs})
    grouped: dict[str, list[Report]] = {}
    for incident_id, report_id in pairs:
        grouped.setdefault(incident_id, []).append(loaded[report_id])
    return grouped


def _incidents(db: sa.Connection, rows) -> Iterator[Incident]:
    grouped = _reports_of(db, [row["id"] for row in rows])
    particulars, _ = _particulars(db, {r.article_id for found in grouped.values() for r in found})
    for row in rows:
        yield records.incident_of(row, grouped.get(row["id"], ()), particulars)


def _log(db: sa.Connection, action: str, subject: str, detail: str) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute(sa.insert(changes).values(at=at, action=action, subject=subject, detail=detail))
