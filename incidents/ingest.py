"""Articles into the store as a stream: read, extract, store in small batches, each a transaction of its own.

A run that is killed has lost nothing it acknowledged; run again, it skips what is stored and goes on. However long the
stream, only a few batches of it are in memory.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path

from incidents.model import Article, ReadError, RecordError, Reject, Report
from incidents.sources.record import Record
from incidents.store import TAKEN, Fate, Store, Stored

BATCH = 32  # articles a transaction: a killed run repeats at most this many
BATCH_CHARACTERS = 2_000_000  # or as many articles as hold this much text
IN_FLIGHT = 2  # batches a worker: one it reads, one that waits
LANGUAGE_NOT_READ_YET = "language_not_read_yet"
EXTRACTION_FAILED = "extraction_failed"
ARTICLE_KEPT = (LANGUAGE_NOT_READ_YET, EXTRACTION_FAILED)  # rejects whose article is stored, to be read again one day

Read = Callable[[Article], tuple[Report, ...]]
Told = tuple[Article, tuple[Report, ...] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The counts of one run so far, and what its latest batch rejected.

    articles: read, known ones too. added: new or changed. reports: events they tell of. incidents: how many more the
    store holds (background left out). rejected: inputs not taken, `rejects` those of the latest batch.
    """

    articles: int = 0
    added: int = 0
    reports: int = 0
    incidents: int = 0
    rejected: int = 0
    rejects: tuple[Reject, ...] = ()


def ingest(
    records: Iterable[Record],
    store: Store,
    read: Read,
    can_read: Callable[[Article], bool],
    *,
    workers: int = 1,
    again: bool = False,
) -> Iterator[Progress]:
    """Store the articles of a stream of records (`incidents.sources.read`), yielding the counts after each batch.

    read: article to reports; with workers > 1 it must be picklable, and the result is that of one worker. Records that
    hold coded reports keep them. Articles in a language that cannot be read, and those whose extraction fails, are stored
    without reports and listed as rejects. again: read known articles anew. Raises StoreError when the store cannot be
    written, ReadError when a worker dies.
    """
    progress = Progress()
    with _extractor(read, workers) as extract:
        waiting: deque[tuple[_Batch, Future | list]] = deque()
        for records_of_batch in _batched(records):
            batch = _sort(records_of_batch, store, can_read, again)
            waiting.append((batch, extract(batch.unread)))
            if len(waiting) >= (workers * IN_FLIGHT if workers > 1 else 1):
                yield (progress := _store(*waiting.popleft(), store, read, progress, again))
        while waiting:
            yield (progress := _store(*waiting.popleft(), store, read, progress, again))


def read_safely(read: Read, articles: list[Article]) -> list[tuple[Report, ...] | str]:
    """The reports of each article, or in words why reading it failed: one article never ends the run."""
    found: list[tuple[Report, ...] | str] = []
    for article in articles:
        try:
            found.append(tuple(read(article)))
        except Exception as error:
            found.append(f"{type(error).__name__}: {str(error)[:200]}")
    return found


def located(reject: Reject) -> Reject:
    """The reject under a name by which its file is found again from any folder; names of no file stay as they are."""
    path, bang, member = reject.file.partition("!")
    return replace(reject, file=f"{Path(path).absolute()}{bang}{member}") if Path(path).exists() else reject


def no_longer_rejected(
    rejected: Iterable[Reject], seen: Collection[Reject], inputs: Iterable[str], kept: Collection[Reject]
) -> list[Reject]:
    """Which of the rejects did not occur again (`seen`, located) now that their inputs were read to their end.

    inputs: files, folders and addresses. kept: the rejects whose stored articles were read again.
    """
    roots = tuple(located(Reject(file=name, reason="")).file for name in inputs)
    beneath = tuple(root + mark for root in roots for mark in ("/", "!"))
    return [
        reject
        for reject in rejected
        if reject not in seen
        and (reject in kept if reject.code in ARTICLE_KEPT else reject.file in roots or reject.file.startswith(beneath))
    ]


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch sorted out: all its articles in order with their reports, None for those to be extracted; and its rejects.

    known: positions of articles that need not be extracted, since the store has them.
    """

    told: list[Told]
    rejects: list[Reject]
    known: frozenset[int] = frozenset()

    @property
    def unread(self) -> list[Article]:
        return [a for number, (a, found) in enumerate(self.told) if found is None and number not in self.known]


def _sort(records: list[Record], store: Store, can_read: Callable[[Article], bool], again: bool) -> _Batch:
    told: list[Told] = []
    rejects: list[Reject] = []
    for record in records:
        if isinstance(record, Reject):
            rejects.append(record)
        elif isinstance(record, Article):
            readable = can_read(record)
            told.append((record, None if readable else ()))
            if not readable:
                rejects.append(Reject.of_unread_language(record))
        else:
            told.append((record.article, record.reports))
    if again:
        return _Batch(told, rejects)
    fates = store.fates([article for article, _ in told])
    return _Batch(told, rejects, frozenset(n for n, fate in enumerate(fates) if fate in (Fate.KNOWN, Fate.COPY)))


def _store(
    batch: _Batch, extracted: Future | list, store: Store, read: Read, progress: Progress, again: bool
) -> Progress:
    try:
        answers = iter(extracted.result() if isinstance(extracted, Future) else extracted)
    except BrokenProcessPool as error:
        raise ReadError(
            "a process that extracts was ended from outside (out of memory?); what was stored is kept: run the same "
            "command again, with fewer --workers if it happens again"
        ) from error
    stored: list[Told] = []
    rejects = list(batch.rejects)
    for number, (article, found) in enumerate(batch.told):
        answer = next(answers) if found is None and number not in batch.known else found
        if isinstance(answer, str):
            rejects.append(_reject(article, EXTRACTION_FAILED, f"reading it failed, the article is kept: {answer}"))
        stored.append((article, () if isinstance(answer, str) else answer))
    outcome, refused = _put(store, stored, rejects, again)
    taken = [len(found) for (_, found), fate in zip(stored, outcome.fates, strict=True) if fate in TAKEN]
    late = [(article, None) for (article, _), fate in zip(stored, outcome.fates, strict=True) if fate is Fate.UNREAD]
    counted = Progress(
        articles=progress.articles + len(stored) - len(late),
        added=progress.added + outcome.taken,
        reports=progress.reports + sum(taken),
        incidents=progress.incidents + outcome.gained,
        rejected=progress.rejected + len(rejects) + len(refused),
        rejects=(*rejects, *refused),
    )
    if not late:
        return counted
    # known when the batch was sorted out, but no longer: a correction came in between
    more = _store(_Batch(late, []), read_safely(read, [article for article, _ in late]), store, read, counted, again)
    return replace(more, rejects=(*counted.rejects, *more.rejects))


def _put(store: Store, stored: list[Told], rejects: list[Reject], again: bool) -> tuple[Stored, list[Reject]]:
    """Store a batch; one that holds something no database can hold is stored article by article without it."""
    listed = list(map(located, rejects))
    try:
        outcome = store.put_all(stored, listed, again=again)
        unstorable: list[Reject] = []
    except RecordError:
        outcome, unstorable = _put_one_by_one(store, stored, again)
        store.put_all((), listed)
    refused = unstorable + [
        _reject(article, "id_taken", f"another article has the id {article.id!r}; give each its own, or leave ids out")
        for (article, _), fate in zip(stored, outcome.fates, strict=True)
        if fate is Fate.ID_TAKEN
    ]
    if refused:
        store.put_all((), refused)
    return outcome, refused


def _put_one_by_one(store: Store, stored: list[Told], again: bool) -> tuple[Stored, list[Reject]]:
    fates: list[Fate] = []
    gained = 0
    refused: list[Reject] = []
    for article, found in stored:
        try:
            one = store.put_all([(article, found)], again=again)
        except RecordError as error:
            refused.append(_reject(article, "unstorable", str(error)))
            fates.append(Fate.KNOWN)
            continue
        fates += one.fates
        gained += one.gained
    return Stored(tuple(fates), gained), refused


def _reject(article: Article, code: str, reason: str) -> Reject:
    return Reject(file=article.url or article.id, reason=reason, code=code, article_id=article.id)


@contextmanager
def _extractor(read: Read, workers: int) -> Iterator[Callable[[list[Article]], Future | list]]:
    """How a batch is extracted: here and now, or in one of the processes that live as long as the run."""
    if workers <= 1:
        yield lambda articles: read_safely(read, articles)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_attend)
    try:
        yield lambda articles: pool.submit(read_safely, read, articles)
    finally:
        pool.shutdown(cancel_futures=True)


def _attend() -> None:
    """In a worker: leave Ctrl-C to the parent, and end with it, even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def _batched(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    characters = 0
    for record in records:
        batch.append(record)
        if not isinstance(record, Reject):
            characters += len(record.text if isinstance(record, Article) else record.article.text)
        if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
