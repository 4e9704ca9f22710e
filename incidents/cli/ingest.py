"""`sarhad ingest`: read, extract, geocode, merge, store; can be stopped at any moment and run again."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from geodata.model import GeodataError
from incidents.cli.outcome import NOTHING_DONE, UNUSABLE_ARGUMENTS, Outcome
from incidents.model import Article, Report, StoreError


@functools.cache
def _toolbox(pack: str | None):
    from incidents.pipeline import open_toolbox

    return open_toolbox(pack)


def read_with_pack(article: Article, pack: str | None) -> tuple[Report, ...]:
    """Read one article with a pack opened once a process."""
    from incidents.pipeline import read_article

    return read_article(article, _toolbox(pack))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL…")
@click.option(
    "--db", default=None, help="SQLite file or postgresql:// URL (default: $SARHAD_DB, else the user's data folder)."
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that extract.")
@click.option("--scheduler", default=None, help="A dask scheduler (tcp://…); not in this version.")
@click.option("--pack", default=None, help="Region pack to place names with (default: the bundled one).")
@click.option("--watch", is_flag=True, help="Keep reading what appears in the folders given, until stopped.")
def ingest(paths, db, workers, scheduler, pack, watch) -> None:
    """Read articles into the store: extract, geocode, join, merge.

    PATH is a file, a folder, a zip, a feed, or - for JSONL on standard input; URL is http(s). Articles that are stored
    already are skipped, so a run that was stopped can simply be run again.

    \b
    Example:
      sarhad ingest articles/ --db kech.db
      sarhad ingest feed.xml https://news.example.org/item/17 --workers 2
    """
    from incidents.store import Store

    if scheduler:
        click.echo("sarhad ingest: --scheduler is not in this version; use --workers on one machine", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS)
    missing = [p for p in paths if p != "-" and "://" not in p and not Path(p).exists()]
    if len(missing) == len(paths):
        click.echo(f"sarhad ingest: there is nothing at {', '.join(missing)}", err=True)
        raise SystemExit(NOTHING_DONE)
    try:
        _toolbox(pack)
        with Store.open(db) as store:
            outcome = _run(paths, store, functools.partial(read_with_pack, pack=pack), workers)
            while watch:
                time.sleep(2)
                _run(paths, store, functools.partial(read_with_pack, pack=pack), 1, quiet=True)
    except KeyboardInterrupt:
        click.echo("stopped; what was stored is kept, run the same command to go on", err=True)
        raise SystemExit(NOTHING_DONE) from None
    except (StoreError, GeodataError) as error:
        click.echo(f"sarhad ingest: {error}", err=True)
        raise SystemExit(NOTHING_DONE) from error
    outcome.finish()


def _run(paths, store, read, workers: int, quiet: bool = False) -> Outcome:
    from tqdm import tqdm

    from incidents.extract import can_read
    from incidents.ingest import ingest as stream

    outcome, named, progress = Outcome(), 0, None
    started = time.monotonic()
    with tqdm(unit=" articles", disable=quiet or not sys.stderr.isatty(), leave=False) as bar:
        for progress in stream(_records(paths), store, read, can_read, workers=workers):
            for reject in progress.rejects[named:]:
                with tqdm.external_write_mode(file=sys.stderr):
                    outcome.reject(reject)
            named = len(progress.rejects)
            bar.update(progress.articles - bar.n)
            bar.set_postfix(reports=progress.reports, rejects=named)
    if progress:
        outcome.taken = progress.articles
        if not quiet:
            seconds = time.monotonic() - started
            click.echo(
                f"{progress.articles} articles read in {seconds:.1f} s: {progress.added} new or changed, "
                f"{progress.reports} events told; the store now holds {store.count()} incidents",
                err=True,
            )
    return outcome


def _records(paths) -> Iterator:
    from incidents.sources import read

    for path in paths:
        yield from read(path)
