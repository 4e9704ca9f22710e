"""A real PostgreSQL server of the tests' own: a fresh cluster in a temporary folder, reached by a socket in it, no port."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_numbers = itertools.count(1)
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=", "max_connections=120")


def programs() -> Path | None:
    """The folder of Debian's newest server, or of the one on the PATH; None where there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """A running server; the address of its database `postgres`. Stopped, and its folder removed, at the end."""
    folder = Path(tempfile.mkdtemp(prefix="sarhad-pg-", dir="/tmp"))
    as_user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        done = subprocess.run([*as_user, *command], cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"

    data = str(folder / "data")
    try:
        run(str(bin_folder / "initdb"), "-D", data, "-U", "sarhad", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(f"-c {option}" for option in FAST)
        control = str(bin_folder / "pg_ctl")
        run(control, "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {options}", "start")
        try:
            yield f"postgresql://sarhad@/postgres?host={folder}"
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(address: str, template: str = "template1") -> str:
    """The address of a new database on a server, empty or a copy of another."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address.replace("/postgres?", f"/{name}?")
