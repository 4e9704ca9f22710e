"""Obtain data packages from PyPI and npm with their own clients, checked and cached.

Every archive is pinned to a version and a SHA-256 digest, so that a build says exactly what it was made from.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from geodata.model import PackError

CLIENT_TIMEOUT_S = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One pinned archive of a package registry ("pypi" or "npm")."""

    registry: str
    name: str
    version: str
    sha256: str

    @property
    def label(self) -> str:
        return f"{'PyPI' if self.registry == 'pypi' else 'npm'} {self.name} {self.version}"


def package_cache() -> Path:
    """The folder where archives wait for the next build; made when missing."""
    folder = Path(platformdirs.user_cache_dir("sarhad")) / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _command(package: Package, folder: Path) -> list[str]:
    if package.registry == "npm":
        return ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{package.name}@{package.version}"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    return [*pip, "--only-binary", ":all:", "--dest", str(folder), f"{package.name}=={package.version}"]


def obtain(package: Package, cache: Path | None = None) -> Path:
    """The package's archive on this disk, downloaded when the cache has none whose digest is right.

    Raises PackError when the client is missing or fails, or when the archive is not the pinned one.
    """
    cache = cache or package_cache()
    kept = cache / f"{package.sha256[:16]}-{package.name.rpartition('/')[2]}-{package.version}"
    if kept.is_file() and _digest(kept) == package.sha256:
        return kept
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        command = _command(package, Path(folder))
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=CLIENT_TIMEOUT_S)  # noqa: S603
        except FileNotFoundError:
            raise PackError(
                f"{package.label}: the program {command[0]!r} is not on this machine; install it and build again"
            ) from None
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            raise PackError(
                f"{package.label} could not be downloaded: {said[-1] if said else 'no message'}; "
                "check the network and build again (what was already downloaded is kept)"
            ) from error
        found = [path for path in Path(folder).iterdir() if path.is_file()]
        if len(found) != 1 or _digest(found[0]) != package.sha256:
            raise PackError(
                f"{package.label} is not the archive this build was written for (SHA-256 {package.sha256[:16]}…); "
                "nothing was used. If the registry replaced it, review the new one and change the pin"
            )
        shutil.move(found[0], kept)
    return kept


def member(package: Package, name: str, cache: Path | None = None) -> bytes:
    """One file out of the package's archive. PackError when the archive has no such member."""
    archive = obtain(package, cache)
    try:
        if package.registry == "npm":
            with tarfile.open(archive) as tar:
                stream = tar.extractfile(f"package/{name}")
                if stream is not None:
                    return stream.read()
        else:
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(name)
    except KeyError:
        pass
    raise PackError(f"{package.label} holds no file {name!r}; the package changed its layout, review the pin")
