"""What appears in folders while they are watched: files that are new or changed, once they are no longer written to.

Folders are looked through again and again rather than asked to tell (inotify and its like): that also sees shared and mounted
folders, misses nothing while an ingest runs, and costs a `stat` a file (docs/decisions/040-store.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from incidents.sources.reading import PASSED_OVER

Seen = Mapping[Path, tuple[int, int]]  # file: (bytes, nanoseconds of its last change)
UNFINISHED = {".part", ".partial", ".crdownload", ".download", ".tmp"}  # how browsers and sync programs name them


def look(paths: Iterable[Path]) -> Seen:
    """Every file in the folders, and the files among the paths themselves; hidden and unfinished ones are passed over."""
    return {file: mark for path in paths for file in _files(path) if (mark := _mark(file)) is not None}


def appearing(paths: Iterable[Path], taken: Seen, wait: Callable[[], object]) -> Iterator[list[Path]]:
    """Lists of files, as they come, that differ from those `taken` and were the same before and after a `wait`.

    Endless; `wait` pauses between two looks, and ends it by raising.
    """
    listed = list(paths)
    before = look(listed)
    while True:
        wait()
        now = look(listed)
        ready = sorted(file for file, mark in now.items() if before.get(file) == mark != taken.get(file))
        before = now
        taken = {file: mark for file, mark in taken.items() if file in now} | {file: now[file] for file in ready}
        if ready:
            yield ready


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
    for folder, inner, names in os.walk(path):
        inner[:] = [name for name in inner if _is_wanted(name)]
        yield from (Path(folder, name) for name in names if _is_wanted(name))


def _is_wanted(name: str) -> bool:
    hidden = name.startswith(".") or name.lower() in PASSED_OVER
    return not hidden and Path(name).suffix.lower() not in UNFINISHED


def _mark(file: Path) -> tuple[int, int] | None:
    try:
        facts = file.stat()
    except OSError:  # gone again, or not ours to see
        return None
    return (facts.st_size, facts.st_mtime_ns) if facts.st_size else None  # empty: not written yet
