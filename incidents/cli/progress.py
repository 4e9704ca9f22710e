"""What `sarhad ingest` shows: a bar on a terminal, nothing in a pipe, and a summary at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import click

from incidents.cli.outcome import Outcome
from incidents.ingest import Progress
from incidents.watching import look

_LINES = {".jsonl", ".ndjson", ".geojsonl", ".geojsons"}
_TABLES = {".csv", ".tsv"}
_BLOCK = 1 << 20


class Display:
    """The bar of one run; closed, it leaves nothing behind. Rejects are named above it."""

    def __init__(self, outcome: Outcome, paths: Iterable[str] = ()) -> None:
        from tqdm import tqdm

        shown = sys.stderr.isatty()
        self._outcome = outcome
        self._started = time.monotonic()
        self._bar = tqdm(
            total=expected(paths) if shown else None,
            disable=not shown,
            leave=False,
            unit=" articles",
            bar_format="{percentage:3.0f}%|{bar}| {n_fmt} of {total_fmt} articles, {rate_fmt}, {remaining} left{postfix}",
        )

    def __enter__(self) -> Display:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, progress: Progress) -> None:
        """The counts after one more batch."""
        from tqdm import tqdm

        if progress.rejects:
            with tqdm.external_write_mode(file=sys.stderr):
                for reject in progress.rejects:
                    self._outcome.reject(reject)
        self._bar.set_postfix(incidents=f"{progress.incidents:+,}", rejects=f"{progress.rejected:,}", refresh=False)
        self._bar.update(progress.articles - self._bar.n)

    def summary(self, progress: Progress, incidents: int) -> None:
        """One line on what the run came to; `incidents` is what the store holds now."""
        seconds = time.monotonic() - self._started
        click.echo(
            f"{progress.articles:,} articles read in {seconds:.1f} s ({progress.articles / max(seconds, 0.001):,.0f} a "
            f"second): {progress.added:,} new or changed, {progress.reports:,} events told, {progress.rejected:,} "
            f"rejected; {progress.incidents:+,} incidents, the store now holds {incidents:,}",
            err=True,
        )


def expected(paths: Iterable[str]) -> int | None:
    """About how many articles there are to read: lines of JSONL, rows of CSV, one for any other file. None: unknown."""
    total = 0
    for path in paths:
        if path == "-" or not Path(path).exists():
            if "://" in path:
                total += 1
                continue
            return None
        total += sum(_articles_in(file) for file in look([Path(path)]))
    return total


def _articles_in(file: Path) -> int:
    suffix = file.suffix.lower()
    if suffix not in _LINES | _TABLES:
        return 1
    count, quoted = 0, False
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                if suffix in _LINES:
                    count += block.count(b"\n")
                    continue
                for part in block.split(b'"'):  # a line break between quotes ends no row
                    count += 0 if quoted else part.count(b"\n")
                    quoted = not quoted
                quoted = not quoted  # the block's last part goes on in the next block
    except OSError:
        return 1
    return max(1, count - (suffix in _TABLES))
