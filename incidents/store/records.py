"""Records to rows and back. A round trip gives an equal record; the tests hold it to that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from geodata.names import fold_text
from incidents.corroborate import incident_id
from incidents.filters import outlets_of
from incidents.model import Article, DatePrec, Event, Evidence, Incident, Reject, Report, Source, Span, Status

EVENT_FIELDS = tuple(field.name for field in fields(Event) if field.name != "evidence")
_REJECT_FIELDS = ("file", "line", "code", "reason", "article_id")
_DAYS = {"event_date", "event_date_end", "published"}


def article_row(article: Article, content_key: str) -> dict[str, Any]:
    return {
        "id": article.id, "url": article.url, "title": article.title, "published": _iso(article.published),
        "source": article.source, "lang": article.lang, "text": article.text, "content_key": content_key,
    }  # fmt: skip


def article_of(row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["id"], url=row["url"], title=row["title"], published=day_of(row["published"]), source=row["source"],
        lang=row["lang"], text=row["text"],
    )  # fmt: skip


def source_of(row: Mapping[str, Any]) -> Source:
    return Source(
        article_id=row["id"],
        url=row["url"],
        title=row["title"],
        source=row["source"],
        published=day_of(row["published"]),
    )


def report_row(report: Report) -> dict[str, Any]:
    record = {name: _plain(getattr(report, name)) for name in (*EVENT_FIELDS, "rank")}
    return {
        "id": report.id, "article_id": report.article_id, "record": json.dumps(record, ensure_ascii=False),
        "alone_id": incident_id([report], {}),
    }  # fmt: skip


def evidence_rows(report: Report) -> list[dict[str, Any]]:
    return [
        {"report_id": report.id, "position": position, "field": item.field, "start": item.span.start,
         "end": item.span.end, "text": item.span.text}
        for position, item in enumerate(report.evidence)
    ]  # fmt: skip


def report_of(row: Mapping[str, Any], quoted: Iterable[Mapping[str, Any]] = ()) -> Report:
    record = json.loads(row["record"])
    return Report(
        **{name: _typed(name, value) for name, value in record.items()},
        article_id=row["article_id"],
        evidence=tuple(evidence_of(item, row["article_id"]) for item in quoted),
    )


def evidence_of(row: Mapping[str, Any], article_id: str) -> Evidence:
    return Evidence(field=row["field"], span=Span(row["start"], row["end"], row["text"]), article_id=article_id)


def incident_row(incident: Incident) -> dict[str, Any]:
    """The denormalised row that the page and the filters read."""
    row = {name: _plain(getattr(incident, name)) for name in EVENT_FIELDS}
    return row | {
        "title": incident.title,
        "number_of_sources": incident.number_of_sources,
        "status": str(incident.status),
        "outlets": outlets_of(source.source for source in incident.sources),
    }


def words_row(incident: Incident, texts: Iterable[str]) -> dict[str, Any]:
    """What a search for words looks through; `texts` are the texts of the incident's articles."""
    named = (
        incident.title, incident.excerpt, incident.actor1, incident.actor2, incident.location, incident.admin2,
        incident.admin1, incident.country, incident.sub_event_type, *(source.title for source in incident.sources),
    )  # fmt: skip
    words = " ".join(part for part in (*named, *texts) if part)
    return {"incident_id": incident.id, "text": " ".join(fold_text(words).text.split())}


def reject_row(reject: Reject) -> dict[str, Any]:
    """File names that are no text keep a mark where a byte could not be told."""
    row = {name: getattr(reject, name) for name in _REJECT_FIELDS}
    row |= {
        name: v.encode("utf-8", "replace").decode().replace("\0", "?") for name, v in row.items() if isinstance(v, str)
    }
    return row | {"key": hashlib.sha256(json.dumps(list(row.values())).encode()).hexdigest()}


def reject_of(row: Mapping[str, Any]) -> Reject:
    return Reject(**{name: row[name] for name in _REJECT_FIELDS})


def incident_of(row: Mapping[str, Any], reports: Iterable[Report], sources: Mapping[str, Source]) -> Incident:
    ordered = list(reports)
    articles = list(dict.fromkeys(report.article_id for report in ordered))
    return Incident(
        **{name: _typed(name, row[name]) for name in EVENT_FIELDS},
        evidence=tuple(item for report in ordered for item in report.evidence),
        title=row["title"],
        sources=tuple(sources[key] for key in articles if key in sources),
        number_of_sources=row["number_of_sources"],
        report_ids=tuple(sorted(report.id for report in ordered)),
        status=Status(row["status"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, DatePrec) else value


def _typed(name: str, value: Any) -> Any:
    if name in _DAYS:
        return day_of(value)
    if name == "date_prec" and value is not None:
        return DatePrec(value)
    return bool(value) if name == "background" else value


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def day_of(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
