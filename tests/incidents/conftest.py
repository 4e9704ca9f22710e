"""Databases for the tests: a fresh SQLite file, and a fresh database on a PostgreSQL server that the tests start."""

from __future__ import annotations

import postgres
import pytest
from conftest import required_in_ci


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
    return postgres.fresh(request.getfixturevalue("postgres_server"))


@pytest.fixture
def postgres_db(postgres_server) -> str:
    return postgres.fresh(postgres_server)
