"""Old databases open, keep what they hold, and end up as new ones are made; newer and broken ones are refused in words."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from factories import make_article, make_report

from incidents.filters import IncidentFilter
from incidents.model import Reject, StoreError
from incidents.store import Store, database
from incidents.store.records import article_row, incident_row, report_row
from incidents.store.schema import metadata, reports


def at_version(db: str, version: str) -> sa.Engine:
    """The engine of a database as that version made it."""
    engine = database._postgres(db) if db.startswith("postgresql") else database._sqlite(db, True)
    config = Config()
    config.set_main_option("script_location", str(database.Path(database.__file__).parent / "migrations"))
    with engine.connect().execution_options(sarhad_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    return engine


@pytest.mark.filterwarnings("ignore:Did not recognize type .geometry")
def test_the_migrations_make_what_the_queries_are_written_against(db):
    with Store.open(db) as store, store._database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        assert compare_metadata(context, metadata) == []


def _is_ours(name: str | None, kind: str, _parents) -> bool:
    return name not in ("geom", "incidents_by_place", "spatial_ref_sys", "alembic_version")


def test_a_database_of_the_first_version_keeps_what_it_holds(db):
    engine = at_version(db, "0001")
    article, report = make_article(), make_report()
    tables = sa.MetaData()
    tables.reflect(engine)
    incident = incident_row(_merged_alone(article, report))
    with engine.connect().execution_options(sarhad_write=True) as old, old.begin():
        old.execute(sa.insert(tables.tables["articles"]).values(**article_row(article, "0" * 64)))
        row = {name: value for name, value in report_row(report).items() if name != "alone_id"}
        old.execute(sa.insert(tables.tables["reports"]).values(**row))
        old.execute(sa.insert(tables.tables["incidents"]).values(**incident, search_text="six soldiers buleda"))
        member = {"report_id": report.id, "incident_id": incident["id"]}
        old.execute(sa.insert(tables.tables["incident_reports"]).values(**member))
        for number in (1, 2):  # the first version looked for the same reject, this one has a key for it
            twice = {"number": number, "file": "a.jsonl", "line": 7, "code": "bad_json", "reason": "no JSON"}
            old.execute(sa.insert(tables.tables["rejects"]).values(**twice))
        line = {"at": "2026-11-24T12:00:00+00:00", "action": "article_added", "subject": article.id, "detail": "1"}
        old.execute(sa.insert(tables.tables["changes"]).values(**line))
    engine.dispose()
    with Store.open(db) as store:
        assert (store.count(), store.revision()) == (1, 1)
        assert store.count(IncidentFilter(text="soldiers")) == 1 and store.count(IncidentFilter(text="nobody")) == 0
        assert store.article(article.id) == article
        with store._database.reading() as connection:
            assert connection.scalar(sa.select(reports.c.alone_id)) == incident["id"]
        reject = Reject(file="a.jsonl", line=7, code="bad_json", reason="no JSON")
        assert store.rejects() == (reject,)
        store.reject(reject)
        assert store.rejects() == (reject,) and store.revision() == 1
        assert store.merge_anew() == 1


def _merged_alone(article, report):
    """The incident of one article's one report, as merging makes it."""
    from incidents.corroborate import corroborate
    from incidents.model import Source

    source = Source(article_id=article.id, url=article.url, title=article.title, source=article.source,
                    published=article.published)  # fmt: skip
    (incident,) = corroborate([report], {article.id: source})
    assert incident.id == hashlib.sha256(report.id.encode()).hexdigest()[:16]
    return incident


def test_the_key_of_a_reject_is_the_migrations(tmp_path):
    """The migration keys old rejects with a formula of its own, frozen; it has to stay the records' formula."""
    from incidents.store.records import reject_row

    row = reject_row(Reject(file="a", line=1, code="c", reason="r", article_id=None))
    assert row["key"] == hashlib.sha256(json.dumps(["a", 1, "c", "r", None]).encode()).hexdigest()


def test_a_newer_database_is_left_alone(db):
    with Store.open(db) as store, store._database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer Sarhad"):
        Store.open(db)


def test_a_missing_database_is_not_made_by_looking(tmp_path):
    with pytest.raises(StoreError, match="sarhad ingest"):
        Store.open(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "letter.db").write_text("Dear editor, " * 100)
    with pytest.raises(StoreError, match="cannot be used as a database"):
        Store.open(tmp_path / "letter.db")


def test_a_name_with_signs_of_an_address_is_a_name(tmp_path):
    name = tmp_path / "with space" / "100% sure? #1.db"
    Store.open(name).close()
    assert sqlite3.connect(name).execute("SELECT version_num FROM alembic_version").fetchone() == (database.VERSION,)


def test_opening_waits_for_no_writer(db):
    """A reader opens the store while a writer is in the middle of its transaction."""
    with Store.open(db) as store, store._database.writing() as connection:
        connection.execute(sa.text("SELECT 1"))
        with Store.open(db) as reader:
            assert reader.count() == 0 and reader.revision() == 0


@pytest.mark.postgres
def test_postgis_gets_points_with_a_spatial_index(postgres_db):
    """Where PostGIS is installed; a server without it holds the same store, only without `geom`."""
    with Store.open(postgres_db) as store:
        store.put(make_article(), (make_report(),))
        with store._database.reading() as connection:
            if not connection.scalar(sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")):
                pytest.skip("this server has no PostGIS: apt-get install postgresql-15-postgis-3")
            point = connection.execute(sa.text("SELECT ST_X(geom), ST_Y(geom), ST_SRID(geom) FROM incidents")).one()
            assert tuple(point) == (63.0, 26.3, 4326)
            inside = "SELECT count(*) FROM incidents WHERE geom && ST_MakeEnvelope(62, 26, 64, 27, 4326)"
            assert connection.scalar(sa.text(inside)) == 1
            connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
            plan = "\n".join(connection.scalars(sa.text(f"EXPLAIN {inside}")))
            assert "incidents_by_place" in plan
