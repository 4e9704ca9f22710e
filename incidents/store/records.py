"""Records to rows and back. A round trip gives an equal record; the tests hold it to that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from geodata.names import fold_name
from incidents.model import Article, DatePrec, Event, Evidence, Incident, Report, Source, Span, Status

EVENT_FIELDS = tuple(field.name for field in fields(Event) if field.name != "evidence")
_DAYS = {"event_date", "event_date_end", "published"}


def article_row(article: Article, content_key: str) -> dict[str, Any]:
    return {
        "id": article.id, "url": article.url, "title": article.title, "published": _iso(article.published),
        "source": article.source, "lang": article.lang, "text": article.text, "content_key": content_key,
    }  # fmt: skip


def article_of(row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["id"], url=row["url"], title=row["title"], published=_day(row["published"]), source=row["source"],
        lang=row["lang"], text=row["text"],
    )  # fmt: skip


def source_of(row: Mapping[str, Any]) -> Source:
    return Source(
        article_id=row["id"], url=row["url"], title=row["title"], source=row["source"], published=_day(row["published"])
    )


def report_row(report: Report) -> dict[str, Any]:
    record = {name: _plain(getattr(report, name)) for name in (*EVENT_FIELDS, "rank")}
    return {"id": report.id, "article_id": report.article_id, "record": json.dumps(record, ensure_ascii=False)}


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


def incident_row(incident: Incident, texts: Iterable[str]) -> dict[str, Any]:
    """The denormalised row that the page and the filters read; `texts` are the articles' texts, for searching."""
    outlets = sorted({source.source for source in incident.sources if source.source})
    searched = (
        incident.title, incident.excerpt, incident.actor1, incident.actor2, incident.location, incident.admin2,
        incident.admin1, incident.country, incident.sub_event_type, *(source.title for source in incident.sources),
        *texts,
    )  # fmt: skip
    row = {name: _plain(getattr(incident, name)) for name in EVENT_FIELDS}
    return row | {
        "title": incident.title,
        "number_of_sources": incident.number_of_sources,
        "status": str(incident.status),
        "outlets": "|" + "|".join(outlets) + "|",
        "search_text": fold_name(" ".join(words for words in searched if words)),
    }


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
        return _day(value)
    if name == "date_prec" and value is not None:
        return DatePrec(value)
    return bool(value) if name == "background" else value


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
