"""By which id an incident would be known if a report alone told it: links made before an earlier source came still lead."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("alone_id", sa.String(16)))
    op.create_index("ix_reports_alone_id", "reports", ["alone_id"])
    db = op.get_bind()
    ids = db.scalars(sa.text("SELECT id FROM reports")).all()
    rows = [{"report": key, "alone": hashlib.sha256(key.encode()).hexdigest()[:16]} for key in ids]
    if rows:
        db.execute(sa.text("UPDATE reports SET alone_id = :alone WHERE id = :report"), rows)
