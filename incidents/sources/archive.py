"""Zip archives, read member by member in memory: nothing is ever extracted to the disk, so no path can escape."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from incidents.sources.record import Input, Record, Refused


def read(source: Input) -> Iterator[Record]:
    """The records of every member by name. Bombs are refused by what really comes out, not by what headers claim."""
    from incidents.sources.reading import PASSED_OVER, dispatch

    limits = source.limits
    if source.depth >= limits.archive_depth:
        raise Refused("too_deep", f"archives nested deeper than {limits.archive_depth}")
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
            if len(members) > limits.archive_entries:
                raise Refused("too_large", f"an archive of more than {limits.archive_entries:,} files")
            left = limits.archive_bytes
            for member in members:
                parts = PurePosixPath(member.filename).parts
                if member.is_dir() or any(part.startswith(".") or part.lower() in PASSED_OVER for part in parts):
                    continue
                inner = source.named(f"{source.name}!{member.filename}", path=None, url=None, depth=source.depth + 1)
                try:
                    data = _content(archive, member, limits, left)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
                    code = error.code if isinstance(error, Refused) else "unreadable"
                    yield inner.reject(code, f"this member cannot be read: {str(error)[:200]}")
                    continue
                left -= len(data)
                yield from dispatch(inner.named(inner.name, open=lambda data=data: io.BytesIO(data)))
    except zipfile.BadZipFile as error:
        raise Refused("unreadable", f"not a readable zip archive: {error}") from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits, left: int) -> bytes:
    """A member's bytes, counted as they come out."""
    allowed = min(left, max(1 << 20, member.compress_size * limits.archive_ratio), limits.document_bytes * 8)
    with archive.open(member) as stream:
        data = stream.read(allowed + 1)
    if len(data) > allowed:
        raise Refused("archive_bomb", f"more than {allowed:,} bytes come out of {member.compress_size:,}")
    return data
