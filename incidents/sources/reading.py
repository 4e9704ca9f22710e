"""The one way in: a path, folder, address or bytes to the reader that fits, by name first and then by content."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from incidents.model import ReadError, Reject
from incidents.sources.record import Input, Limits, Record, Refused

# suffix -> "module:function" of this package, imported when the first such file is met
FORMATS = {
    ".txt": "text:read",
    ".text": "text:read",
    ".md": "text:read",
    ".markdown": "text:read",
    ".jsonl": "jsonl:read",
    ".ndjson": "jsonl:read",
    ".geojsonl": "jsonl:read",
    ".geojsons": "jsonl:read",
    ".json": "jsonl:read_document",
    ".geojson": "jsonl:read_document",
    ".csv": "table:read",
    ".tsv": "table:read",
    ".html": "page:read",
    ".htm": "page:read",
    ".xhtml": "page:read",
    ".rss": "feed:read",
    ".atom": "feed:read",
    ".xml": "feed:read",
    ".rdf": "feed:read",
    ".zip": "archive:read",
    ".gpkg": "own:read_geopackage",
    ".parquet": "own:read_geoparquet",
    ".geoparquet": "own:read_geoparquet",
}
CONTENT_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "application/geo+json": ".geojson",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/zip": ".zip",
}
PASSED_OVER = {"__macosx", "thumbs.db", "desktop.ini"}
NOT_READ = {  # what people have at hand, and what to do with it
    ".xlsx": "save the sheet as CSV",
    ".xls": "save the sheet as CSV",
    ".ods": "save the sheet as CSV",
    ".kml": "export as GeoJSON instead",
    ".docx": "save it as plain text",
    ".doc": "save it as plain text",
    ".odt": "save it as plain text",
    ".pdf": "save its text as .txt",
    ".rtf": "save it as plain text",
}


def read(
    source: str | Path, *, limits: Limits | None = None, allow_private: bool = False, reader: str | None = None
) -> Iterator[Record]:
    """Articles, coded events and rejects of a file, a folder, an http(s) address, or - for JSONL on standard input.

    Streams in a stable order (folders: by name). Whatever cannot be taken is a Reject with file, line, reason and code,
    and the rest goes on; only an argument that names nothing at all raises ReadError. allow_private: also fetch from
    addresses of this machine and its network. reader: a suffix of FORMATS that overrules name and content.
    """
    limits = limits or Limits()
    name = str(source).strip()
    if not name or "\x00" in name:
        raise ReadError("no input named; expected a file, a folder, an http(s) address, or - for JSONL on stdin")
    if reader is not None and reader not in FORMATS:
        raise ReadError(f"no reader for {reader!r}; expected one of {', '.join(FORMATS)}")
    if name == "-":
        stdin = getattr(sys.stdin, "buffer", sys.stdin)
        return _guarded(Input(name="<stdin>", open=lambda: _Unclosed(stdin), limits=limits), reader or ".jsonl")
    if "://" in name and not Path(name).exists():
        return _address(name, limits, allow_private, reader)
    return _path(Path(source), limits, reader)


def read_bytes(data: bytes, name: str, *, limits: Limits | None = None) -> Iterator[Record]:
    """Like read, for bytes in memory (an upload): `name` chooses the reader and is what rejects call it."""
    return dispatch(Input.of_bytes(data, name, limits))


def dispatch(source: Input, suffix: str | None = None) -> Iterator[Record]:
    """Read one input with the reader its name or, failing that, its content asks for."""
    suffix = suffix or PurePosixPath(source.name.replace("\\", "/")).suffix.lower()
    if suffix in NOT_READ:
        yield source.reject("unknown_format", f"{suffix} files are not read here; {NOT_READ[suffix]}")
        return
    if suffix not in FORMATS:
        try:
            suffix = sniff(source)
        except OSError as error:
            yield source.reject("unreadable", f"cannot be read: {error.strerror or error}")
            return
        if suffix is None:
            yield source.reject("unknown_format", f"not a kind of file that is read here ({', '.join(FORMATS)})")
            return
    yield from _guarded(source, suffix)


def sniff(source: Input) -> str | None:
    """The suffix whose reader fits the first bytes; None for pictures, programs and the like."""
    with source.open() as stream:
        head = stream.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return ".zip"
    if head.startswith(b"SQLite format 3\x00"):
        return ".gpkg"
    if head.startswith(b"PAR1"):
        return ".parquet"
    try:
        from incidents.sources.decoding import decode

        start = decode(head[: len(head) & ~1] if b"\x00" in head else head).lstrip("\ufeff \t\r\n").lower()
    except Refused:
        return None
    if start.startswith(("<!doctype html", "<html")):
        return ".html"
    if start.startswith(("<rss", "<feed", "<rdf:")) or (start.startswith("<?xml") and "<html" not in start):
        return ".xml"
    if start.startswith("<?xml"):
        return ".html"
    if start.startswith(("{", "[")):
        return ".json"
    return ".txt"


def _guarded(source: Input, suffix: str) -> Iterator[Record]:
    """The records of one reader; what it raises becomes a Reject, so that one bad file never ends the stream."""
    try:
        module, _, function = FORMATS[suffix].partition(":")
        yield from getattr(importlib.import_module(f"incidents.sources.{module}"), function)(source)
    except Refused as refused:
        yield source.reject(refused.code, str(refused))
    except OSError as error:
        yield source.reject("unreadable", f"cannot be read: {error.strerror or error}")
    except (MemoryError, RecursionError) as error:
        yield source.reject("too_complex", f"needs more than a file of articles should: {type(error).__name__}")
    except Exception as error:  # a reader's library met something its authors did not: this file is lost, not the run
        yield source.reject("unreadable", f"cannot be read as {suffix}: {type(error).__name__}: {str(error)[:200]}")


def _path(path: Path, limits: Limits, reader: str | None = None) -> Iterator[Record]:
    try:
        if path.is_dir():
            for child in sorted(path.iterdir()):
                hidden = child.name.startswith(".") or child.name.lower() in PASSED_OVER
                if not hidden and not (child.is_symlink() and child.is_dir()):
                    yield from _path(child, limits, reader)
            return
        if not path.exists():
            yield Reject(file=str(path), code="missing_file", reason="there is no such file or folder")
            return
        if not path.is_file():
            yield Reject(
                file=str(path), code="unreadable", reason="this is no ordinary file (a device, pipe or socket)"
            )
            return
    except OSError as error:
        yield Reject(file=str(path), code="unreadable", reason=f"cannot be read: {error.strerror or error}")
        return
    yield from dispatch(Input.of_path(path, limits), reader)


def _address(url: str, limits: Limits, allow_private: bool, reader: str | None) -> Iterator[Record]:
    from incidents.sources.address import as_input, fetch, suffix_of

    try:
        answer = fetch(url, limits, allow_private=allow_private)
    except Refused as refused:
        yield Reject(file=url, code=refused.code, reason=str(refused))
        return
    yield from dispatch(as_input(answer, url, limits), reader or suffix_of(answer))


class _Unclosed:
    """Standard input as a stream that a `with` block does not close."""

    def __init__(self, stream):
        self._stream = stream

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int = -1) -> bytes:
        return self._stream.readline(size)
