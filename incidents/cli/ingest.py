"""`sarhad ingest`: read, extract, geocode, merge, store; can be stopped at any moment and run again."""

from __future__ import annotations

import functools
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from geodata.model import GeodataError
from incidents.cli.outcome import NOTHING_DONE, UNUSABLE_ARGUMENTS, Outcome
from incidents.cli.progress import Display
from incidents.cli.reading import allow_private_option, records_of
from incidents.ingest import ARTICLE_KEPT, Progress, located, no_longer_rejected
from incidents.ingest import ingest as stream
from incidents.model import Article, IncidentsError, Reject, Report
from incidents.sources.record import Record
from incidents.store import Store
from incidents.watching import appearing, look


@functools.cache
def _toolbox(pack: str | None):
    from incidents.pipeline import open_toolbox

    return open_toolbox(pack)


def read_with_pack(article: Article, pack: str | None) -> tuple[Report, ...]:
    """Read one article with a pack opened once a process."""
    from incidents.pipeline import read_article

    return read_article(article, _toolbox(pack))


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH|URL…")
@click.option(
    "--db", default=None, help="SQLite file or postgresql:// URL (default: $SARHAD_DB, else the user's data folder)."
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that extract.")
@click.option("--scheduler", default=None, help="A dask scheduler (tcp://…); not in this version.")
@click.option("--pack", default=None, help="Region pack to place names with (default: the bundled one).")
@click.option("--watch", is_flag=True, help="Then keep reading what appears in the folders given, until stopped.")
@click.option("--every", type=click.FloatRange(0.05), default=2.0, show_default=True, help="Seconds between looks.")
@click.option("--retry", is_flag=True, help="First read again whatever was rejected before.")
@allow_private_option
def ingest(paths, db, workers, scheduler, pack, watch, every, retry, allow_private) -> None:
    """Read articles into the store: extract, geocode, join, merge.

    PATH is a file, a folder, a zip, a feed, or - for JSONL on standard input; URL is http(s). Articles that are stored
    already are skipped, so a run that was stopped can simply be run again.

    \b
    Example:
      sarhad ingest articles/ --db kech.db
      sarhad ingest feed.xml https://news.example.org/item/17 --workers 2
      sarhad ingest --watch inbox/
      sarhad ingest --retry
    """
    if scheduler:
        click.echo("sarhad ingest: --scheduler is not in this version; use --workers on one machine", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS)
    if not paths and not retry:
        raise click.UsageError("nothing to read; name files, folders or addresses, or - for standard input")
    if watch and any(path == "-" or "://" in path for path in paths):
        raise click.UsageError("--watch takes folders and files only")
    missing = [p for p in paths if p != "-" and "://" not in p and not Path(p).exists()]
    if paths and len(missing) == len(paths):
        click.echo(f"sarhad ingest: there is nothing at {', '.join(missing)}", err=True)
        raise SystemExit(NOTHING_DONE)
    outcome = Outcome()
    try:
        with _ended_politely():
            _toolbox(pack)
            with Store.open(db) as store:
                records = functools.partial(_records, pack=pack, allow_private=allow_private)
                run = functools.partial(_run, store, functools.partial(read_with_pack, pack=pack), records, outcome)
                taken = look(map(Path, paths)) if watch else {}
                if retry:
                    _retry(store, run, workers)
                if paths:
                    run(paths, workers)
                if watch:
                    click.echo(f"watching {', '.join(paths)}; Ctrl-C ends it", err=True)
                    for files in appearing(map(Path, paths), taken, functools.partial(time.sleep, every)):
                        if news := [str(file) for file in files if not _is_own(str(file), store)]:
                            run(news, 1)
    except KeyboardInterrupt:
        click.echo("stopped; what was stored is kept, run the same command to go on", err=True)
        if not watch:
            raise SystemExit(NOTHING_DONE) from None
    except (IncidentsError, GeodataError) as error:
        click.echo(f"sarhad ingest: {error}", err=True)
        raise SystemExit(NOTHING_DONE) from error
    outcome.finish()


def _run(
    store: Store,
    read: Callable[[Article], tuple[Report, ...]],
    records_at: Callable[[Iterable[str]], Iterator[Record]],
    outcome: Outcome,
    paths: Sequence[str],
    workers: int,
    kept: Sequence[Reject] = (),
) -> None:
    """Ingest inputs to their end, and the articles of rejects that were kept; what is taken now is a reject no longer."""
    from incidents.extract import can_read

    rejected = store.rejects()
    seen: set[Reject] = set()
    with Display(outcome, paths) as display:
        for records, again in ((_articles(store, kept), True), (_others(records_at(paths), store), False)):
            progress = Progress()
            for progress in stream(records, store, read, can_read, workers=workers, again=again):
                seen |= {located(reject) for reject in progress.rejects}
                display.show(progress)
            outcome.taken += progress.articles
            if progress.articles or progress.rejected:
                display.summary(progress, store.count())
    store.settle_rejects(no_longer_rejected(rejected, seen, paths, kept))


def _retry(store: Store, run: Callable[..., None], workers: int) -> None:
    """Read again what was rejected: files and addresses as they are now, and stored articles that could not be read."""
    from incidents.extract import can_read

    rejected = store.rejects()
    kept = [reject for reject in rejected if reject.code in ARTICLE_KEPT]
    unread = [r for r in kept if (article := store.article(r.article_id)) and not can_read(article)]
    if unread:
        click.echo(f"{len(unread)} kept articles are in languages that are still not read", err=True)
    origins = dict.fromkeys(reject.file.partition("!")[0] for reject in rejected if reject.code not in ARTICLE_KEPT)
    found = [origin for origin in origins if "://" in origin or Path(origin).exists()]
    for origin in origins.keys() - set(found):
        click.echo(f"cannot be read again, it is gone: {origin}", err=True)
    if not rejected:
        click.echo("nothing was rejected, so there is nothing to read again", err=True)
    run(found, workers, [reject for reject in kept if reject not in unread])


def _others(records: Iterable[Record], store: Store) -> Iterator[Record]:
    """The records without the rejects that a store in the folder that is read would be."""
    return (record for record in records if not (isinstance(record, Reject) and _is_own(record.file, store)))


def _is_own(name: str, store: Store) -> bool:
    own = Path(store.name).absolute()
    return Path(name).absolute() in (own, *(own.with_name(own.name + ending) for ending in ("-wal", "-shm")))


def _articles(store: Store, kept: Iterable[Reject]) -> Iterator[Article]:
    for article_id in dict.fromkeys(reject.article_id for reject in kept):
        if article := store.article(article_id):
            yield article


def _records(paths: Iterable[str], *, pack: str | None, allow_private: bool) -> Iterator[Record]:
    from incidents.pipeline import locate_record

    return (locate_record(record, _toolbox(pack)) for record in records_of(paths, allow_private=allow_private))


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Let SIGTERM, by which services are stopped, end the run like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
