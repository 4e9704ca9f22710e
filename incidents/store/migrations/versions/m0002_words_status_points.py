"""Words apart from incidents, what people said of them, rejects kept once, a log that only grows, points on PostGIS."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE_TRIGGER = """
CREATE TRIGGER changes_no_{action} BEFORE {action} ON changes
BEGIN SELECT RAISE(ABORT, 'the change log only grows'); END
"""
_POSTGRES_TRIGGER = (
    """
CREATE FUNCTION refuse_to_rewrite_changes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the change log only grows'; END $$
""",
    """
CREATE TRIGGER changes_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON changes
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_changes()
""",
)
_POSTGIS = (
    """
ALTER TABLE incidents ADD COLUMN geom geometry(Point, 4326)
GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED
""",
    "CREATE INDEX incidents_by_place ON incidents USING gist (geom)",
)


def upgrade() -> None:
    op.create_table(
        "incident_words",
        sa.Column("incident_id", sa.Text, sa.ForeignKey("incidents.id"), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.execute("INSERT INTO incident_words (incident_id, text) SELECT id, search_text FROM incidents")
    op.drop_column("incidents", "search_text")
    op.create_table(
        "report_status",
        sa.Column("report_id", sa.Text, primary_key=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    _key_rejects()
    if op.get_context().dialect.name == "postgresql":
        for statement in _POSTGRES_TRIGGER:
            op.execute(statement)
        if _has_postgis():
            for statement in _POSTGIS:
                op.execute(statement)
    else:
        for action in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_TRIGGER.format(action=action))


def _key_rejects() -> None:
    db = op.get_bind()
    held = db.execute(sa.text("SELECT file, line, code, reason, article_id FROM rejects ORDER BY number")).all()
    op.drop_table("rejects")
    table = op.create_table(
        "rejects",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("article_id", sa.Text),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
    )
    keyed = {hashlib.sha256(json.dumps(list(row)).encode()).hexdigest(): row for row in held}
    rows = [row._asdict() | {"key": key} for key, row in keyed.items()]
    if rows:
        op.bulk_insert(table, rows)


def _has_postgis() -> bool:
    """Whether PostGIS is on this server and ours to use; without it the store works the same, only without `geom`."""
    db = op.get_bind()
    if not db.scalar(sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")):
        return False
    try:
        with db.begin_nested():
            db.execute(sa.text("CREATE EXTENSION IF NOT EXISTS postgis"))
    except sa.exc.DBAPIError:  # not allowed to: the owner of the database may do it before the first run
        return False
    return True
