"""The one way out: a format by name or file ending, a profile's columns, and a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import importlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from incidents.export.profiles import PROFILES, Column, columns_of
from incidents.model import Event, ExportError


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: the function of this package that writes it, what files end in, its media type, its name for people.

    binary: the writer takes a path and makes the file itself; else it takes a text stream.
    """

    writer: str
    suffixes: tuple[str, ...]
    media_type: str
    label: str
    binary: bool = False
    newline: str = "\n"
    encoding: str = "utf-8"


FORMATS = {
    "geojson": Format(
        writer="geojson:write_collection", suffixes=(".geojson", ".json"), media_type="application/geo+json",
        label="GeoJSON",
    ),
    "csv": Format(
        writer="table:write", suffixes=(".csv",), media_type="text/csv", label="CSV", newline="", encoding="utf-8-sig"
    ),
    "xlsx": Format(
        writer="workbook:write", suffixes=(".xlsx",), label="Excel workbook", binary=True,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "gpkg": Format(
        writer="geopackage:write", suffixes=(".gpkg",), media_type="application/geopackage+sqlite3", binary=True,
        label="GeoPackage",
    ),
    "geoparquet": Format(
        writer="geoparquet:write", suffixes=(".parquet", ".geoparquet"), media_type="application/vnd.apache.parquet",
        label="GeoParquet", binary=True,
    ),
    "kml": Format(
        writer="kml:write", suffixes=(".kml",), media_type="application/vnd.google-earth.kml+xml", label="KML"
    ),
    "jsonl": Format(
        writer="geojson:write_lines", suffixes=(".jsonl", ".geojsonl", ".ndjson"), media_type="application/x-ndjson",
        label="GeoJSON lines",
    ),
}  # fmt: skip
STREAMED = tuple(name for name, form in FORMATS.items() if not form.binary)
ALIASES = {"geopackage": "gpkg", "parquet": "geoparquet", "json": "geojson", "excel": "xlsx"}


def format_of(path: str | Path | None, format: str | None = None) -> str:
    """The name of the format a file ending or an explicit name asks for. Raises ExportError naming what exists."""
    if format is not None:
        name = ALIASES.get(format.lower(), format.lower())
        if name in FORMATS:
            return name
        raise ExportError(f"no format {format!r}; expected one of {', '.join(FORMATS)}")
    suffix = Path(path).suffix.lower() if path else ""
    for name, known in FORMATS.items():
        if suffix in known.suffixes:
            return name
    endings = ", ".join(known.suffixes[0] for known in FORMATS.values())
    raise ExportError(f"{path}: the ending {suffix!r} names no format; expected one of {endings}, or say --format")


def write(
    incidents: Iterable[Event],
    path: str | Path,
    format: str | None = None,
    profile: str = "sarhad",
    *,
    pack: Any = None,
) -> int:
    """Write incidents (or reports) to a file; returns how many. Memory stays flat: they are taken one by one.

    The file is made beside its target under another name, flushed to the disk and moved into place, so that `path`
    either keeps what it held or holds everything. profile: sarhad, acled, ucdp or hxl. pack: an open region pack whose
    districts become a layer of a GeoPackage. Raises ExportError.
    """
    name = format_of(path, format)
    columns = columns_for(name, profile)
    target = Path(path)
    if target.is_dir():
        raise ExportError(f"{target} is a folder; name the file to write in it")
    if not target.absolute().parent.is_dir():
        raise ExportError(f"{target}: there is no folder {target.absolute().parent}; make it first")
    target = target.resolve()  # through a symbolic link the file behind it is replaced, not the link
    try:
        with _in_place(target, FORMATS[name].suffixes[0]) as unfinished:
            return _write_file(incidents, unfinished, name, columns, pack)
    except OSError as error:
        raise ExportError(f"{target} could not be written: {error.strerror or error}") from error


def to_bytes(incidents: Iterable[Event], format: str, profile: str = "sarhad", *, pack: Any = None) -> bytes:
    """The same file as `write` makes, in memory. Raises ExportError."""
    name = format_of(None, format)
    columns = columns_for(name, profile)
    with tempfile.TemporaryDirectory(prefix="sarhad-") as folder:
        path = Path(folder) / f"incidents{FORMATS[name].suffixes[0]}"
        _write_file(incidents, path, name, columns, pack)
        return path.read_bytes()


def stream(events: Iterable[Event], file: TextIO, form: str = "geojson", profile: str = "sarhad") -> int:
    """Write events to an open text stream as geojson, jsonl, csv or kml, each as soon as it comes. Returns how many."""
    name = format_of(None, form)
    if name not in STREAMED:
        raise ExportError(f"{FORMATS[name].label} needs a file; a stream takes {', '.join(STREAMED)}")
    return _writer(name)(events, file, columns_for(name, profile))


def _write_file(incidents, path: Path, name: str, columns: tuple[Column, ...] | None, pack: Any) -> int:
    form = FORMATS[name]
    if form.binary:
        extra = {"pack": pack} if name == "gpkg" and pack is not None else {}
        return _writer(name)(incidents, path, columns, **extra)
    with path.open("w", encoding=form.encoding, errors="replace", newline=form.newline) as file:
        return _writer(name)(incidents, file, columns)


def columns_for(name: str, profile: str) -> tuple[Column, ...] | None:
    """A profile's columns in a format; None for GeoJSON's own properties, which are the interface, nested.

    Raises ExportError for a profile that does not exist or that the format cannot show.
    """
    columns = columns_of(profile)
    if profile == "hxl" and name not in ("csv", "xlsx"):
        raise ExportError(
            f"the profile hxl is a second header row, which {FORMATS[name].label} has not; use csv or xlsx"
        )
    return None if name in ("geojson", "jsonl") and profile == "sarhad" else columns


def _writer(name: str):
    module, _, function = FORMATS[name].writer.partition(":")
    return getattr(importlib.import_module(f"incidents.export.{module}"), function)


@contextlib.contextmanager
def _in_place(target: Path, suffix: str) -> Iterator[Path]:
    """A path beside `target` that replaces it at the end, or vanishes with its journals when anything is raised."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=f".unfinished{suffix}", dir=target.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        unfinished.unlink()  # GDAL wants to make the file itself
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        unfinished.replace(target)
        _flush_folder(target.parent)
    finally:
        for rest in ("", "-journal", "-wal", "-shm"):
            Path(name + rest).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens folders; the rename itself is atomic everywhere
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


__all__ = ["FORMATS", "PROFILES", "STREAMED", "Format", "columns_for", "format_of", "stream", "to_bytes", "write"]
