"""Add articles: paste or drop, look at what would be stored, confirm."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.excerpts import excerpt_html, style
from dashboard.palette import UNKNOWN, write_days, write_number
from incidents.extract import can_read
from incidents.ingest import ingest
from incidents.model import Article, Reject, Report
from incidents.pipeline import read_article
from incidents.sources import read_bytes

ENDINGS = ["txt", "md", "html", "htm", "json", "jsonl", "csv", "xml", "rss", "atom", "zip"]
PREVIEWED = 20


def show() -> None:
    """The form, the preview, the confirmation."""
    with st.form("add", border=False):
        pasted = st.text_area(
            "Paste an article", height=140, placeholder="Title: …\nDate: 2020-05-12\nSource: …\n\nThe text"
        )
        dropped = st.file_uploader("or drop files", type=ENDINGS, accept_multiple_files=True)
        looked = st.form_submit_button("preview")
    if looked:
        named = [("pasted.txt", pasted.encode())] if pasted.strip() else []
        named += [(file.name, file.getvalue()) for file in dropped or ()]
        st.session_state["preview"] = _preview(named)
    if st.session_state.get("preview"):
        _show_preview(*st.session_state["preview"])
    if st.session_state.get("added"):
        st.success(st.session_state.pop("added"))


def _preview(named: list[tuple[str, bytes]]) -> tuple[list, list[Reject]]:
    records, rejects = [], []
    bar = st.progress(0.0, "Reading …")
    for number, (name, content) in enumerate(named):
        bar.progress((number + 1) / len(named), f"Reading {number + 1} of {len(named)}")
        for record in read_bytes(content, name):
            (rejects if isinstance(record, Reject) else records).append(record)
    bar.empty()
    return records, rejects


def _show_preview(records: list, rejects: list[Reject]) -> None:
    for reject in rejects:
        where = reject.file if reject.line is None else f"{reject.file}, line {reject.line}"
        st.text(f"not taken: {where}: {reject.reason}")
    if not records:
        st.caption("Nothing to add.")
        return
    st.html(style())
    for record in records[:PREVIEWED]:
        article, reports = _read(record)
        with st.container(border=True):
            st.text(article.title or article.id)
            if isinstance(record, Article) and not can_read(article):
                st.text("This language is not read yet; the article will be kept without incidents.")
            elif not reports:
                st.text("No incident found.")
            for report in reports:
                st.text(_line(report))
            st.html(excerpt_html(article.text, [item for report in reports for item in report.evidence], whole=True))
    if len(records) > PREVIEWED:
        st.caption(f"and {len(records) - PREVIEWED} more articles")
    st.button(f"add {len(records)} articles", type="primary", on_click=_store, args=(records, rejects))


def _read(record) -> tuple[Article, tuple[Report, ...]]:
    if isinstance(record, Article):
        return record, read_article(record, data.toolbox())
    return record.article, record.reports


def _line(report: Report) -> str:
    what = report.sub_event_type or "event"
    days = write_days(report.event_date, report.event_date_end, report.date_prec)
    recalled = "recalled only: " if report.background else ""
    return f"{recalled}{what} · {days} · {report.location or UNKNOWN} · killed {write_number(report.fatalities)}"


def _store(records: list, rejects: list[Reject]) -> None:
    batches = list(ingest([*records, *rejects], data.store(), lambda a: read_article(a, data.toolbox()), can_read))
    progress = batches[-1] if batches else None
    st.session_state["preview"] = None
    if progress:
        st.session_state["added"] = (
            f"{progress.added} new or changed of {progress.articles} articles; {progress.rejected} not taken."
        )
