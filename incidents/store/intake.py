"""Articles and rejects into the tables and out again; every one of them is a line in the change log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import sqlalchemy as sa

from incidents.corroborate import blocking_keys
from incidents.model import Article, Reject, Report
from incidents.sources.article import address_id, content_key
from incidents.store import records
from incidents.store.merging import release
from incidents.store.queries import chunks, load_reports, published_of
from incidents.store.schema import articles, changes, evidence, rejects, report_blocks, reports

Told = tuple[Article, tuple[Report, ...] | None]  # None: thought to be known, and not read therefore


class Fate(StrEnum):
    """What became of an article that was put."""

    ADDED = "added"
    REPLACED = "replaced"  # it was corrected: its reports are the new ones
    KNOWN = "known"  # the same words under the same id
    COPY = "copy"  # the same words of the same outlet under another id or address
    UNREAD = "unread"  # it is new or changed, but came without its reports: not kept, to be put with them
    ID_TAKEN = "id_taken"  # another article has this id: the one that was put is not kept


TAKEN = (Fate.ADDED, Fate.REPLACED)


@dataclass(frozen=True, slots=True)
class _Held:
    """What deciding needs of an article that is stored, or earlier in the batch."""

    id: str
    key: str
    published: date | None
    url: str | None
    source: str | None


def put(
    db: sa.Connection, batch: Sequence[Told], touched: set[str], *, again: bool = False
) -> tuple[tuple[Fate, ...], int]:
    """Add or replace articles as if one by one, collecting the reports that this touches; see `drop` for the number.

    again: replace what is known already, too.
    """
    wanted = [(_held(article), article, found) for article, found in batch]
    by_id, by_key = _held_already(db, wanted)
    stored = set(by_id)
    pending: dict[str, Told] = {}
    fates: list[Fate] = []
    for new, article, found in wanted:
        fate = _fate(new, by_id.get(new.id), by_key.get(new.key, ()), again)
        if fate in TAKEN and found is None:
            fate = Fate.UNREAD
        if fate in TAKEN:
            if old := by_id.get(new.id):
                by_key[old.key] = [other for other in by_key.get(old.key, ()) if other.id != new.id]
            by_id[new.id] = new
            by_key.setdefault(new.key, []).append(new)
            pending[new.id] = (article, found)
            log(db, f"article_{fate}", new.id, f"{len(found)} reports")
        fates.append(fate)
    gained = drop(db, stored & pending.keys(), touched)
    _insert(db, pending.values(), touched)
    return tuple(fates), gained


def fates(db: sa.Connection, listed: Sequence[Article]) -> tuple[Fate, ...]:
    """What would become of each of these articles if it alone were put now."""
    wanted = [(_held(article), article, ()) for article in listed]
    by_id, by_key = _held_already(db, wanted)
    return tuple(_fate(new, by_id.get(new.id), by_key.get(new.key, ()), False) for new, *_ in wanted)


def drop(db: sa.Connection, article_ids: Iterable[str], touched: set[str]) -> int:
    """Remove articles and their reports; reports that were merged with them are touched.

    Minus how many incidents that took apart, until the touched reports are merged anew.
    """
    gained = 0
    for ids in chunks(set(article_ids)):
        own = set(db.scalars(sa.select(reports.c.id).where(reports.c.article_id.in_(ids))))
        members, released = release(db, own)
        gained += released
        touched |= members
        touched -= own
        for report_ids in chunks(own):
            for table in (evidence, report_blocks):
                db.execute(sa.delete(table).where(table.c.report_id.in_(report_ids)))
            db.execute(sa.delete(reports).where(reports.c.id.in_(report_ids)))
        db.execute(sa.delete(articles).where(articles.c.id.in_(ids)))
    return gained


def keep_rejects(db: sa.Connection, listed: Iterable[Reject]) -> None:
    """Keep each reject once."""
    rows = {row["key"]: row for row in map(records.reject_row, listed)}
    for keys in chunks(rows):
        for key in db.scalars(sa.select(rejects.c.key).where(rejects.c.key.in_(keys))):
            del rows[key]
    if rows:
        db.execute(sa.insert(rejects), list(rows.values()))
        for row in rows.values():
            log(db, "rejected", row["file"], row["code"])


def settle_rejects(db: sa.Connection, listed: Iterable[Reject]) -> None:
    """Take rejects off the list; the change log remembers them."""
    rows = {row["key"]: row for row in map(records.reject_row, listed)}
    for keys in chunks(rows):
        for row in db.execute(sa.select(rejects).where(rejects.c.key.in_(keys))).all():
            log(db, "reject_settled", row.file, row.code)
        db.execute(sa.delete(rejects).where(rejects.c.key.in_(keys)))


def log(db: sa.Connection, action: str, subject: str, detail: str = "") -> int:
    """A line in the change log; its revision."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    line = db.execute(sa.insert(changes).values(at=at, action=action, subject=subject, detail=detail))
    return line.inserted_primary_key[0]


def block_anew(db: sa.Connection) -> set[str]:
    """Work out anew in which blocks every report can meet others; the ids of all reports."""
    every = set(db.scalars(sa.select(reports.c.id)))
    db.execute(sa.delete(report_blocks))
    for ids in chunks(every):
        loaded = load_reports(db, ids, quoted=False).values()
        days = published_of(db, {report.article_id for report in loaded})
        rows = [row for report in loaded for row in _block_rows(report, days.get(report.article_id))]
        if rows:
            db.execute(sa.insert(report_blocks), rows)
    return every


def _fate(new: _Held, old: _Held | None, alike: Sequence[_Held], again: bool) -> Fate:
    if old is not None:
        if old.key == new.key and new.published in (None, old.published) and not again:
            return Fate.KNOWN  # an undated copy of a dated article says nothing new
        if old.key != new.key and _is_another(old, new):
            return Fate.ID_TAKEN
        return Fate.REPLACED
    return Fate.COPY if any(not _differ(other.source, new.source) for other in alike) else Fate.ADDED


def _is_another(old: _Held, new: _Held) -> bool:
    """Whether two different texts under one id are two articles rather than one and its correction."""
    if old.url and new.url:
        return address_id(old.url) != address_id(new.url)
    return _differ(old.source, new.source)


def _differ(one: str | None, two: str | None) -> bool:
    """Whether both are known and not the same."""
    return one is not None and two is not None and one != two


def _held(article: Article) -> _Held:
    return _Held(article.id, content_key(article), article.published, article.url, article.source)


def _held_already(db: sa.Connection, wanted: Sequence[tuple]) -> tuple[dict[str, _Held], dict[str, list[_Held]]]:
    """What is stored under the ids, and under the content keys, of the articles wanted."""
    columns = [articles.c[name] for name in ("id", "content_key", "published", "url", "source")]
    by_id: dict[str, _Held] = {}
    by_key: dict[str, list[_Held]] = {}
    for ids in chunks({new.id for new, *_ in wanted}):
        for row in db.execute(sa.select(*columns).where(articles.c.id.in_(ids))):
            by_id[row.id] = _Held(row.id, row.content_key, records.day_of(row.published), row.url, row.source)
    for keys in chunks({new.key for new, *_ in wanted}):
        for row in db.execute(sa.select(*columns).where(articles.c.content_key.in_(keys)).order_by(articles.c.id)):
            held = _Held(row.id, row.content_key, records.day_of(row.published), row.url, row.source)
            by_key.setdefault(held.key, []).append(held)
    return by_id, by_key


def _insert(db: sa.Connection, told: Iterable[Told], touched: set[str]) -> None:
    rows: dict[sa.Table, list[dict]] = {articles: [], reports: [], evidence: [], report_blocks: []}
    for article, found in told:
        rows[articles].append(records.article_row(article, content_key(article)))
        for report in found:
            touched.add(report.id)
            rows[reports].append(records.report_row(report))
            rows[evidence] += records.evidence_rows(report)
            rows[report_blocks] += _block_rows(report, article.published)
    for table, listed in rows.items():
        if listed:
            db.execute(sa.insert(table), listed)


def _block_rows(report: Report, published: date | None) -> list[dict[str, str]]:
    return [{"block": key, "report_id": report.id} for key in sorted(blocking_keys(report, published))]
