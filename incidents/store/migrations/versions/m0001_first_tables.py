"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TOLLS = (
    "fatalities", "fatalities_low", "fatalities_high", "attackers_killed", "civilians_killed", "injured", "abducted",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published", sa.String(10)),
        sa.Column("source", sa.Text),
        sa.Column("lang", sa.String(8)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content_key", sa.String(64), nullable=False, index=True),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id"), nullable=False, index=True),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_table(
        "report_blocks",
        sa.Column("block", sa.Text, primary_key=True),
        sa.Column("report_id", sa.Text, sa.ForeignKey("reports.id"), primary_key=True),
        sa.Index("report_blocks_by_report", "report_id"),
    )
    op.create_table(
        "evidence",
        sa.Column("report_id", sa.Text, sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("event_date", sa.String(10), index=True),
        sa.Column("event_date_end", sa.String(10)),
        sa.Column("date_prec", sa.Integer),
        *(sa.Column(name, sa.Text) for name in ("event_type", "sub_event_type")),
        *(sa.Column(name, sa.Integer) for name in _TOLLS),
        *(sa.Column(name, sa.Text) for name in ("actor1", "actor2", "location")),
        sa.Column("admin2", sa.Text, index=True),
        *(sa.Column(name, sa.Text) for name in ("admin1", "country")),
        *(sa.Column(name, sa.Float) for name in ("lon", "lat")),
        sa.Column("where_prec", sa.Integer),
        sa.Column("uncertainty_km", sa.Float),
        sa.Column("place_id", sa.Text),
        sa.Column("border_km", sa.Float),
        sa.Column("border_side", sa.Text),
        sa.Column("background", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("excerpt", "title")),
        sa.Column("number_of_sources", sa.Integer, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("outlets", "search_text")),
    )
    op.create_table(
        "incident_reports",
        sa.Column("report_id", sa.Text, sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("incident_id", sa.Text, sa.ForeignKey("incidents.id"), nullable=False, index=True),
    )
    op.create_table(
        "rejects",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("article_id", sa.Text),
    )
    op.create_table(
        "changes",
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("action", "subject", "detail")),
    )
