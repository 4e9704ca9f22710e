"""The connection: SQLite in a file or PostgreSQL behind an address, transactions that keep the promises, migrations.

Writers take turns (BEGIN IMMEDIATE, or an advisory lock), so the newest line of the change log is the revision. Readers see
one snapshot from first to last row and wait for nobody (WAL, or REPEATABLE READ).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from platformdirs import user_data_path
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)

from incidents.model import RecordError, StoreError

VERSION = "0003"
BUSY_SECONDS = 60  # how long a writer waits for its turn
READING_SECONDS = 5  # readers wait for nobody unless a program holds the whole file; the page should say so soon
CONNECT_SECONDS = 10
WRITERS_LOCK = 7274243  # any number that is ours: the key of PostgreSQL's advisory lock
_UNSTORABLE = (DataError, IntegrityError, InterfaceError, OverflowError, UnicodeEncodeError)


def default_database() -> str:
    """$SARHAD_DB, else a file in the user's data folder."""
    return os.environ.get("SARHAD_DB") or str(user_data_path("sarhad") / "incidents.db")


class Database:
    """An open database with its tables up to date; safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.postgres = engine.dialect.name == "postgresql"
        self.shown = engine.url.render_as_string(hide_password=True) if self.postgres else str(engine.url.database)

    @classmethod
    def open(cls, name: str, *, create: bool = True) -> Database:
        """Open a SQLite file or a postgresql:// address. Raises StoreError, naming what to do."""
        database = cls(_postgres(name) if name.startswith(("postgresql:", "postgres:")) else _sqlite(name, create))
        try:
            database._migrate()
        except (DatabaseError, InterfaceError) as error:
            database.engine.dispose()
            raise StoreError(
                f"{database.shown} cannot be used as a database: {_reason(error)}; give another --db"
            ) from error
        except BaseException:
            database.engine.dispose()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database until it ends."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.postgres else {}
        try:
            with self.engine.connect().execution_options(**options) as db, db.begin():
                yield db
        except (OperationalError, DatabaseError) as error:
            if isinstance(error, (*_UNSTORABLE, ProgrammingError)):
                raise
            raise StoreError(f"{self.shown} cannot be read: {_reason(error)}; is it damaged, or held?") from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is alone in writing; all of it is kept, or nothing.

        Raises RecordError when a value is none that the database can hold, StoreError when it cannot be written at all.
        """
        try:
            with self.engine.connect().execution_options(sarhad_write=True) as db, db.begin():
                self._wait_for_our_turn(db)
                yield db
        except _UNSTORABLE as error:
            raise RecordError(f"the database cannot hold this: {_reason(error)}") from error
        except (OperationalError, DatabaseError) as error:
            if isinstance(error, ProgrammingError):
                raise
            if str(getattr(error.orig, "sqlstate", "")).startswith("54"):  # PostgreSQL: a limit of the program exceeded
                raise RecordError(f"the database cannot hold this: {_reason(error)}") from error
            raise StoreError(
                f"{self.shown} cannot be written: {_reason(error)}; wait for the other program, or free some disk. "
                "What was stored before is kept; run the same command again"
            ) from error

    def _wait_for_our_turn(self, db: sa.Connection) -> None:
        if self.postgres:
            db.execute(sa.text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS_LOCK)))

    def _migrate(self) -> None:
        with self.engine.connect() as db, db.begin():
            if self._version(db) == VERSION:
                return  # the usual case must not wait for a writer
        with self.engine.connect().execution_options(sarhad_write=True) as db, db.begin():
            self._wait_for_our_turn(db)
            if self._version(db) != VERSION:
                config = Config()
                config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
                config.attributes["connection"] = db
                command.upgrade(config, VERSION)

    def _version(self, db: sa.Connection) -> str | None:
        if not sa.inspect(db).has_table("alembic_version"):
            return None
        version = db.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if version is not None and version > VERSION:
            raise StoreError(f"{self.shown} was made by a newer Sarhad (version {version}); update Sarhad")
        return version


def _sqlite(name: str, create: bool) -> sa.Engine:
    if not create and not Path(name).exists():
        raise StoreError(f"there is no database at {name}; make one with: sarhad ingest ARTICLES --db {name}")
    try:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"there cannot be a database at {name}: {error.strerror}; give another --db") from error
    # Sessions of the page are threads: each that reads has a connection, none waits for one.
    engine = sa.create_engine(sa.URL.create("sqlite", database=name), pool_size=8, max_overflow=-1)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgres(name: str) -> sa.Engine:
    try:
        url = sa.make_url(name).set(drivername="postgresql+psycopg")
        return sa.create_engine(
            url, pool_pre_ping=True, pool_size=8, max_overflow=24, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            f"not an address of a database: {error}; expected postgresql://user:password@host/name"
        ) from error
    except ImportError as error:
        raise StoreError("PostgreSQL needs psycopg; install it with: pip install 'sarhad[postgis]'") from error


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite alone
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged survives a power loss
        "foreign_keys=ON",
        "journal_size_limit=67108864",
        "cache_size=-32768",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("sarhad_write")
    patience = BUSY_SECONDS if immediate else READING_SECONDS
    connection.exec_driver_sql(f"PRAGMA busy_timeout={patience * 1000}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())
