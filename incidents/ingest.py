"""Articles into the store as a stream: read, extract, store in small batches, each a transaction of its own.

A run that is killed has lost nothing it acknowledged; run again, it skips what is stored and goes on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

from incidents.model import Article, Reject, Report
from incidents.store import Store

BATCH = 32  # articles a transaction: a killed run repeats at most this many
LANGUAGE_NOT_READ_YET = "language_not_read_yet"

Read = Callable[[Article], tuple[Report, ...]]


@dataclass
class Progress:
    """Counts of one run, for the progress bar and the summary."""

    articles: int = 0
    added: int = 0
    reports: int = 0
    rejects: list[Reject] = field(default_factory=list)


def ingest(
    records: Iterable, store: Store, read: Read, can_read: Callable[[Article], bool], *, workers: int = 1
) -> Iterator[Progress]:
    """Store the articles of a stream of records (`incidents.sources.read`), yielding the counts after each batch.

    read: article to reports; with workers > 1 it must be picklable. Records that hold coded reports keep them. Articles in
    a language that cannot be read are stored without reports and listed as rejects of code language_not_read_yet.
    """
    progress = Progress()
    with _extractor(read, workers) as extract:
        for batch in _batched(records, BATCH * workers):
            yield _store(batch, store, extract, can_read, progress)


def _store(batch, store: Store, extract, can_read, progress: Progress) -> Progress:
    pairs: list[tuple[Article, tuple[Report, ...] | None]] = []
    rejected: list[Reject] = []
    for record in batch:
        if isinstance(record, Reject):
            rejected.append(record)
        elif isinstance(record, Article):
            pairs.append((record, None))
            if not can_read(record):
                rejected.append(_unread(record))
        else:
            pairs.append((record.article, record.reports))
    unread = [article for article, found in pairs if found is None]
    extracted = iter(extract(unread))
    stored = [(article, next(extracted) if found is None else found) for article, found in pairs]
    progress.articles += len(stored)
    progress.added += store.put_all(stored) if stored else 0
    progress.reports += sum(len(found) for _, found in stored)
    for reject in rejected:
        store.reject(reject)
    progress.rejects += rejected
    return progress


@contextmanager
def _extractor(read: Read, workers: int) -> Iterator[Callable[[list[Article]], Iterable[tuple[Report, ...]]]]:
    """How a batch is extracted: here, or spread over processes that live as long as the run; the order is kept."""
    if workers <= 1:
        yield lambda articles: map(read, articles)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield lambda articles: pool.map(read, articles, chunksize=max(1, len(articles) // (2 * workers)))


def _unread(article: Article) -> Reject:
    return Reject(
        file=article.url or article.id,
        reason="this language is not read yet; the article is kept",
        code=LANGUAGE_NOT_READ_YET,
        article_id=article.id,
    )


def _batched(records: Iterable, size: int) -> Iterator[tuple]:
    iterator = iter(records)
    while batch := tuple(itertools.islice(iterator, size)):
        yield batch
