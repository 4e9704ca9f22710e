"""Zip archives, read member by member in memory: nothing is ever extracted to the disk, so no path can escape."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from incidents.sources.record import Budget, Input, Record, Refused

SMALLEST_BUDGET = 1 << 20  # bytes; what a small archive may always unpack to
READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # LZMA's own headers say how much memory it takes


def read(source: Input) -> Iterator[Record]:
    """The records of every member by name. Bombs are refused by what really comes out, not by what headers claim.

    Archives in archives share one budget, so that neither nesting nor overlapping members multiply it.
    """
    from incidents.sources.reading import dispatch

    limits = source.limits
    if source.depth >= limits.archive_depth:
        raise Refused("too_deep", f"archives nested deeper than {limits.archive_depth}")
    found = False
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
            if len(members) > limits.archive_entries:
                raise Refused("too_large", f"an archive of more than {limits.archive_entries:,} files")
            budget = source.budget or Budget(_allowed(stream.seek(0, io.SEEK_END), limits, limits.archive_bytes))
            for member in members:
                if member.is_dir() or _left_behind(member.filename):
                    continue
                found = True
                inner = source.named(
                    f"{source.name}!{member.filename}", path=None, url=None, depth=source.depth + 1, budget=budget
                )
                try:
                    data = _content(archive, member, limits, budget)
                except Refused as refused:
                    yield inner.reject(refused.code, str(refused))
                except Exception as error:  # zlib, zipfile and struct each have their own; the other members go on
                    yield inner.reject("unreadable", f"this member cannot be read: {str(error)[:200]}")
                else:
                    yield from dispatch(inner.named(inner.name, open=lambda data=data: io.BytesIO(data)))
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Refused("unreadable", f"not a readable zip archive: {error}") from error
    if not found:
        yield source.reject("empty", "the archive holds no file")


def _left_behind(name: str) -> bool:
    """Whether a member is a hidden file or one that a system leaves behind. `..` is neither: such names are only names."""
    from incidents.sources.reading import PASSED_OVER

    parts = [part.strip(" ") for part in name.replace("\\", "/").split("/") if part.strip(".")]
    return any(part.startswith(".") or part.lower() in PASSED_OVER for part in parts)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits, budget: Budget) -> bytes:
    """A member's bytes, counted as they come out."""
    if member.compress_type not in READ:
        raise Refused("unsupported", "compressed in a way that is not read; zip it with plain deflate")
    allowed = min(budget.left, _allowed(member.compress_size, limits, limits.document_bytes * 8))
    with archive.open(member) as stream:
        data = stream.read(allowed + 1)
    budget.left -= len(data)
    if len(data) > allowed:
        raise Refused("archive_bomb", f"more than {allowed:,} bytes come out of {member.compress_size:,}")
    return data


def _allowed(packed: int, limits, most: int) -> int:
    return min(most, max(SMALLEST_BUDGET, packed * limits.archive_ratio))
