"""Pinned archives: asked for by the registries' own clients, checked, cached, and opened."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from geodata.build import packages
from geodata.build.packages import Package, member, obtain
from geodata.model import PackError


def wheel() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("data/shapes.txt", "a shape")
    return stream.getvalue()


def tarball() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        info = tarfile.TarInfo("package/index.js")
        info.size = 7
        archive.addfile(info, io.BytesIO(b"a shape"))
    return stream.getvalue()


def package(registry: str, content: bytes) -> Package:
    return Package(registry=registry, name="shapes", version="1.0", sha256=hashlib.sha256(content).hexdigest())


@pytest.fixture
def client(monkeypatch):
    """Stands in for pip and npm: `serve` says what they leave in the folder they were given."""
    calls: list[list[str]] = []

    def serve(content: bytes | None) -> list[list[str]]:
        def run(command, **_):
            calls.append(command)
            if content is None:
                raise subprocess.CalledProcessError(1, command, stderr="line one\nno such package")
            flag = "--pack-destination" if "pack" in command else "--dest"
            Path(command[command.index(flag) + 1], "archive").write_bytes(content)

        monkeypatch.setattr(packages.subprocess, "run", run)
        return calls

    return serve


@pytest.mark.parametrize(
    ("registry", "content", "name"),
    [("pypi", wheel(), "data/shapes.txt"), ("npm", tarball(), "index.js")],  # npm's tarballs hold a folder "package"
)
def test_a_file_is_read_from_an_archive_that_is_asked_for_once(client, tmp_path, registry, content, name):
    calls = client(content)
    wanted = package(registry, content)
    assert member(wanted, name, tmp_path) == b"a shape" == member(wanted, name, tmp_path)
    assert len(calls) == 1 and any("shapes" in part for part in calls[0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"another archive", "not the archive this build was written for"),
        (None, "no such package"),  # the client's own last line is passed on
    ],
)
def test_what_is_not_the_pinned_archive_is_refused(client, tmp_path, content, said):
    client(content)
    with pytest.raises(PackError, match=said):
        obtain(package("npm", tarball()), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_damaged_cache_is_asked_for_again(client, tmp_path):
    calls = client(wheel())
    wanted = package("pypi", wheel())
    obtain(wanted, tmp_path).write_bytes(b"damaged")
    assert obtain(wanted, tmp_path).read_bytes() == wheel() and len(calls) == 2


def test_a_missing_client_is_named(monkeypatch, tmp_path):
    def run(command, **_):
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(packages.subprocess, "run", run)
    with pytest.raises(PackError, match="'npm' is not on this machine"):
        obtain(package("npm", tarball()), tmp_path)


def test_a_changed_layout_is_named(client, tmp_path):
    client(wheel())
    with pytest.raises(PackError, match=r"no file 'other\.txt'"):
        member(package("pypi", wheel()), "other.txt", tmp_path)
