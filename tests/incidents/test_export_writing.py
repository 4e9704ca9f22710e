"""The one way out: which format a name asks for, and a file that appears whole or not at all, whatever happens."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from factories import make_incident

from incidents.export import FORMATS, STREAMED, format_of, stream, to_bytes, write
from incidents.model import ExportError
from incidents.sources import read


@pytest.mark.parametrize(
    ("path", "form", "name"),
    [
        ("a.geojson", None, "geojson"), ("a.json", None, "geojson"), ("A.CSV", None, "csv"), ("a.b.xlsx", None, "xlsx"), ("a.gpkg", None, "gpkg"),
        ("a.parquet", None, "geoparquet"), ("a.geoparquet", None, "geoparquet"), ("a.kml", None, "kml"), ("a.jsonl", None, "jsonl"),
        # a format that is said outranks the ending, and other names for one are known
        ("a.txt", "csv", "csv"), (None, "GeoPackage", "gpkg"), (None, "parquet", "geoparquet"),
    ],
)  # fmt: skip
def test_format_of(path, form, name):
    assert format_of(path, form) == name


@pytest.mark.parametrize(("path", "form"), [("a.shp", None), ("a", None), (None, None), ("a.csv", "shapefile")])
def test_formats_that_are_none_name_those_there_are(path, form):
    with pytest.raises(ExportError, match="geojson"):
        format_of(path, form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_what_the_bytes_are(form, tmp_path):
    path = tmp_path / f"a{FORMATS[form].suffixes[0]}"
    assert write([make_incident()], path) == 1
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    if form not in ("xlsx", "gpkg"):  # which hold the moment they were made
        assert path.read_bytes() == to_bytes([make_incident()], form)


def failing(after: int = 3):
    yield from (make_incident(id=str(n)) for n in range(after))
    raise ExportError("the store went away")


@pytest.mark.parametrize("form", FORMATS)
def test_an_error_leaves_what_was_there_and_nothing_else(form, tmp_path):
    path = tmp_path / "a"
    path.write_text("what was there")
    with pytest.raises(ExportError, match="the store went away"):
        write(failing(), path, form)
    assert [p.name for p in tmp_path.iterdir()] == ["a"] and path.read_text() == "what was there"


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[3])
from factories import make_incident
from incidents.export import write
def events():
    for n in range(20_000):
        if n == 12_000:
            os.kill(os.getpid(), signal.SIGKILL)
        yield make_incident(id=str(n))
write(events(), sys.argv[1], sys.argv[2])
"""


@pytest.mark.parametrize("form", ["geojson", "csv", "gpkg", "geoparquet"])
def test_a_killed_run_leaves_what_was_there(form, tmp_path, repository):
    """SIGKILL in the middle of 20,000 incidents: the old file stands, and no half one bears its name."""
    path = tmp_path / "a.out"
    path.write_text("what was there")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), form, str(repository / "tests")], cwd=repository, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "what was there"
    rest = [p.name for p in tmp_path.iterdir() if p != path]
    assert all(name.startswith(".a.out.") and ".unfinished" in name for name in rest), "hidden, and named as what it is"


def test_a_disk_that_is_full_is_said_in_words(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left on device"):
        write([make_incident()], tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("make", "words"),
    [(lambda folder: folder, "is a folder"), (lambda folder: folder / "no" / "a.csv", "there is no folder")],
)
def test_targets_that_cannot_be(make, words, tmp_path):
    with pytest.raises(ExportError, match=words):
        write([make_incident()], make(tmp_path), "csv")


def test_a_link_keeps_being_a_link(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    write([make_incident()], link)
    assert link.is_symlink() and "incident-1" in real.read_text(encoding="utf-8-sig")


def test_rights_are_those_of_the_file_before_or_of_a_new_one(tmp_path):
    path = tmp_path / "a.csv"
    before = os.umask(0o027)
    try:
        write([make_incident()], path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o600)
        write([make_incident()], path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_name_of_any_letters(tmp_path):
    path = tmp_path / "بلیدہ 'x' $(rm) %s.geojson"
    write([make_incident()], path)
    assert [type(record).__name__ for record in read(path)] == ["SourceRecord"]


@pytest.mark.parametrize("form", sorted(set(FORMATS) - set(STREAMED)))
def test_what_needs_a_file_says_so(form):
    with pytest.raises(ExportError, match="needs a file"):
        stream([make_incident()], sys.stdout, form)


def test_incidents_are_taken_one_by_one(tmp_path):
    """The file grows while they come: memory does not."""
    sizes = []

    def events():
        for n in range(3_000):
            if n in (500, 2_999):
                (unfinished,) = tmp_path.iterdir()
                sizes.append(unfinished.stat().st_size)
            yield make_incident(id=str(n))

    write(events(), Path(tmp_path / "a.geojson"))
    assert 0 < sizes[0] < sizes[1]
