"""What readers take and give: an input that can be opened, its limits, and the records that come out of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from incidents.model import Article, Incident, ReadError, Reject, Report

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one input may cost; whatever is beyond is a Reject that names the limit.

    line_bytes: one line of JSONL, one row of CSV. document_bytes: formats that must be held whole (text, HTML, feeds,
    JSON). archive_bytes, archive_ratio, archive_entries, archive_depth: what may come out of one zip, by how much more
    than went in, in how many files, and zips within zips. download_bytes, download_seconds: one URL, redirects included.
    page_elements, page_depth: tags of one HTML page, and how deeply they nest; feed_elements: tags of one feed.
    """

    line_bytes: int = 8 * MEBIBYTE
    document_bytes: int = 32 * MEBIBYTE
    page_bytes: int = 8 * MEBIBYTE
    page_elements: int = 60_000
    page_depth: int = 200
    feed_elements: int = 300_000
    archive_bytes: int = 2048 * MEBIBYTE
    archive_ratio: int = 200
    archive_entries: int = 200_000
    archive_depth: int = 2
    download_bytes: int = 32 * MEBIBYTE
    download_seconds: float = 30.0
    redirects: int = 5


@dataclass(slots=True)
class Budget:
    """How many bytes may still come out of an archive and those within it; shared, and drawn down as they do."""

    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Bytes with a name. `name` is what rejects call it; `open` may be called once for a stream, again for a file."""

    name: str
    open: Callable[[], BinaryIO]
    limits: Limits = field(default_factory=Limits)
    url: str | None = None  # where it was fetched from, the address of an article that names none
    encoding: str | None = None  # what the server said; tried first
    depth: int = 0  # how many archives it lies in
    budget: Budget | None = None  # of the outermost of these archives
    path: Path | None = None  # the file itself, for formats that can only be read from one

    @classmethod
    def of_bytes(cls, data: bytes, name: str, limits: Limits | None = None) -> Input:
        return cls(name=name, open=lambda: io.BytesIO(data), limits=limits or Limits())

    @classmethod
    def of_path(cls, path: Path, limits: Limits | None = None) -> Input:
        return cls(name=str(path), open=lambda: path.open("rb"), limits=limits or Limits(), path=path)

    def whole(self, limit: int | None = None) -> bytes:
        """All bytes. Raises Refused (too_large, empty) beyond the document limit or when there is nothing."""
        limit = self.limits.document_bytes if limit is None else limit
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise Refused("too_large", f"longer than {limit:,} bytes; split it, or give it as JSONL or CSV")
        if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
            raise Refused("empty", "the file holds no text")
        return data

    def named(self, name: str, **changes) -> Input:
        """The same input under another name."""
        return replace(self, name=name, **changes)

    def reject(self, code: str, reason: str, line: int | None = None, article_id: str | None = None) -> Reject:
        return Reject(file=self.name, reason=reason, line=line, code=code, article_id=article_id)


class Refused(ReadError):
    """An input, or one record of it, that cannot be taken: `code` for machines, the text for people."""

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """An event that somebody has coded already, with the note it rests on as its article.

    reports keep the table's own coordinates, precision and tolls. incident: the merged incident as it stands in one of
    Sarhad's own exports, None for foreign tables. `article.text` is the table's note, possibly empty.
    """

    article: Article
    reports: tuple[Report, ...]
    incident: Incident | None = None


Record = Article | SourceRecord | Reject
Reader = Callable[[Input], Iterator[Record]]
