"""The tables. Migrations in `migrations/` make them; this module is what the queries are written against.

Articles, reports and evidence are what was read; incidents, their words and who belongs to them are derived and made anew by
merging. On PostGIS the incidents also have a generated point `geom` with a spatial index, for QGIS and the like.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, select

metadata = MetaData()

articles = Table(
    "articles", metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("published", String(10)),
    Column("source", Text),
    Column("lang", String(8)),
    Column("text", Text, nullable=False),
    Column("content_key", String(64), nullable=False, index=True),
)  # fmt: skip

reports = Table(
    "reports", metadata,
    Column("id", Text, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False, index=True),
    Column("record", Text, nullable=False),  # JSON of the report's fields, evidence left out
    Column("alone_id", String(16), index=True),  # of the incident that it alone would be: ids that incidents once had
)  # fmt: skip

report_blocks = Table(
    "report_blocks", metadata,
    Column("block", Text, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Index("report_blocks_by_report", "report_id"),
)  # fmt: skip

# What a person said of the incident that held a report: no foreign key, so that it outlives a correction of the article.
report_status = Table(
    "report_status", metadata,
    Column("report_id", Text, primary_key=True),
    Column("status", String(10), nullable=False),
    Column("revision", Integer, nullable=False),  # of the change log; the latest of an incident's reports counts
)  # fmt: skip

evidence = Table(
    "evidence", metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("field", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
)  # fmt: skip

incidents = Table(
    "incidents", metadata,
    Column("id", Text, primary_key=True),
    Column("event_date", String(10), index=True),
    Column("event_date_end", String(10)),
    Column("date_prec", Integer),
    Column("event_type", Text),
    Column("sub_event_type", Text),
    Column("fatalities", Integer),
    Column("fatalities_low", Integer),
    Column("fatalities_high", Integer),
    Column("attackers_killed", Integer),
    Column("civilians_killed", Integer),
    Column("injured", Integer),
    Column("abducted", Integer),
    Column("actor1", Text),
    Column("actor2", Text),
    Column("location", Text),
    Column("admin2", Text, index=True),
    Column("admin1", Text),
    Column("country", Text),
    Column("lon", Float),
    Column("lat", Float),
    Column("where_prec", Integer),
    Column("uncertainty_km", Float),
    Column("place_id", Text),
    Column("border_km", Float),
    Column("border_side", Text),
    Column("background", Boolean, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("number_of_sources", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("outlets", Text, nullable=False),  # "|Dawn|Gulf Wire|"
)  # fmt: skip

# Apart from the incidents, whose rows stay short for it: counting and drawing never read a whole article.
incident_words = Table(
    "incident_words", metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("text", Text, nullable=False),  # folded title, excerpt, actors, places, article texts
)  # fmt: skip

incident_reports = Table(
    "incident_reports", metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
)  # fmt: skip

rejects = Table(
    "rejects", metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("file", Text, nullable=False),
    Column("line", Integer),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("article_id", Text),
    Column("key", String(64), nullable=False, unique=True),  # of the five values: the same reject is kept once
)  # fmt: skip

# Append-only: triggers refuse to change or delete a line.
changes = Table(
    "changes", metadata,
    Column("revision", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    # article_added, article_replaced, article_removed, rejected, reject_settled, status_set, merged_anew
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)  # fmt: skip

# The columns that a filter looks at: an incident's own, and its words.
searched = dict(incidents.c) | {
    "search_text": select(incident_words.c.text)
    .where(incident_words.c.incident_id == incidents.c.id)
    .correlate(incidents)
    .scalar_subquery()
}
