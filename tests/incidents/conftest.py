"""Databases for the tests: a fresh SQLite file, and a fresh database on a PostgreSQL server that the tests start."""

from __future__ import annotations

import itertools

import postgres
import psycopg
import pytest
from conftest import required_in_ci

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server():
    """The address of a running server. Where none is installed its tests are skipped; in CI that is an error."""
    programs = postgres.programs()
    if programs is None:
        required_in_ci("PostgreSQL", "apt-get install postgresql postgresql-15-postgis-3")
    with postgres.server(programs) as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def db(request, tmp_path) -> str:
    """What `--db` takes for a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
    if request.param == "sqlite":
        return str(tmp_path / "incidents.db")
    return fresh_postgres(request.getfixturevalue("postgres_server"))


@pytest.fixture
def postgres_db(postgres_server) -> str:
    return fresh_postgres(postgres_server)


def fresh_postgres(server: str) -> str:
    """The address of a new, empty database on a server."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")
