"""Add articles: paste or drop, look at what would be stored, confirm."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import data, state
from dashboard.excerpts import article_html, keys_html, style
from dashboard.guard import region
from dashboard.palette import write_day, write_number
from dashboard.preview import MOST_ARTICLES, SHOWN, Gathered, Previewed, gather, preview
from incidents.extract import can_read
from incidents.ingest import BATCH, Progress, ingest
from incidents.model import Article, Reject, Report
from incidents.pipeline import locate_record, read_article
from incidents.sources import FORMATS

ENDINGS = sorted(suffix.removeprefix(".") for suffix in FORMATS)
REJECTS_SHOWN = 200
PLACEHOLDER = "Title: …\nDate: 2020-05-12\nSource: …\nURL: https://…\n\nThe text"


@region("Adding articles")
def show() -> None:
    """The form, the preview, the confirmation."""
    if added := st.session_state.get("added"):
        _confirmed(*added)
    turn = st.session_state.setdefault("add_turn", 0)
    with st.form(f"add_{turn}", border=False):
        pasted = st.text_area("Paste an article", height=150, placeholder=PLACEHOLDER, key=f"pasted_{turn}")
        dropped = st.file_uploader("or drop files", type=ENDINGS, accept_multiple_files=True, key=f"dropped_{turn}")
        st.caption(
            f"Up to 25 MB a file and {write_number(MOST_ARTICLES)} articles at a time; for more: sarhad ingest FOLDER"
        )
        looked = st.form_submit_button("preview")
    if looked:
        st.session_state.pop("added", None)
        gathered = _gathered(pasted, dropped or [])
        records = tuple(locate_record(record, data.toolbox()) for record in gathered.records)
        gathered = replace(gathered, records=records)
        with st.spinner("Reading what the articles tell …"):
            st.session_state["preview"] = (gathered, preview(gathered.records, data.store(), _read))
    if "preview" in st.session_state:
        _preview(*st.session_state["preview"])


def _gathered(pasted: str, dropped: list) -> Gathered:
    named = [("pasted.txt", pasted.encode("utf-8", "replace"))] if pasted.strip() else []
    named += [(file.name, file.getvalue()) for file in dropped]
    if len(named) < 2:
        return gather(named)
    bar = st.progress(0.0, "Reading …")
    done = gather(named, lambda n: bar.progress(n / len(named), f"Reading file {n} of {len(named)} …"))
    bar.empty()
    return done


def _preview(gathered: Gathered, listed: tuple[Previewed, ...]) -> None:
    count = len(gathered.records)
    _rejects(gathered.rejects)
    if gathered.cut:
        st.warning(
            f"Only the first {write_number(MOST_ARTICLES)} articles are taken here; for all: sarhad ingest FOLDER"
        )
    if not count:
        st.info("There is no article to add. Paste a text, or drop a file of one of the formats named above.")
        return
    with st.container(horizontal=True, gap="small"):
        confirmed = st.button(_articles("add", count), type="primary", key="confirm_add")
        st.button("discard", type="tertiary", key="discard_add", on_click=_discard)
    if confirmed:
        _store(gathered, listed)
    st.html(style() + keys_html())
    for shown in listed:
        _article(shown)
    if count > SHOWN:
        st.caption(f"and {write_number(count - SHOWN)} more articles, not shown here")


def _article(shown: Previewed) -> None:
    article = shown.article
    day = write_day(article.published) if article.published else "no date: days stay unknown"
    lines = (f"{article.source or 'unnamed outlet'} · {day}", shown.note, *shown.outcomes)
    with st.container(border=True):
        st.html(article_html(article, [item for report in shown.reports for item in report.evidence], lines))


def _rejects(rejects: tuple[Reject, ...]) -> None:
    if not rejects:
        return
    st.warning(f"{write_number(len(rejects))} not taken, for the reasons named here.")
    rows = [{"file": r.file, "line": r.line, "reason": r.reason} for r in rejects[:REJECTS_SHOWN]]
    st.dataframe(rows, hide_index=True, height=min(280, 40 + 35 * len(rows)))


def _store(gathered: Gathered, listed: tuple[Previewed, ...]) -> None:
    """Store what was previewed, batch by batch, then draw the page anew."""
    bar = st.progress(0.0, "Adding …") if len(gathered.records) > BATCH else None
    progress = Progress()
    for progress in ingest([*gathered.records, *gathered.rejects], data.store(), _read, can_read):
        if bar:
            done = min(1.0, progress.articles / len(gathered.records))
            bar.progress(done, f"Adding {progress.articles} of {len(gathered.records)} …")
    data.written()
    _discard()
    st.session_state["added"] = (progress, next((shown.incident_id for shown in listed if shown.incident_id), None))
    st.rerun()


def _confirmed(progress: Progress, incident_id: str | None) -> None:
    more = f"{progress.incidents:+d}".replace("-", "−")
    st.success(
        f"{progress.added} new or changed of {_articles('', progress.articles)}; {more} incidents; "
        f"{progress.rejected} not taken."
    )
    if incident_id:
        st.button("open the incident", key="open_added", on_click=state.choose, args=(incident_id,))


def _discard() -> None:
    st.session_state.pop("preview", None)
    st.session_state["add_turn"] += 1


def _read(article: Article) -> tuple[Report, ...]:
    return read_article(article, data.toolbox())


def _articles(verb: str, count: int) -> str:
    return f"{verb} {write_number(count)} article{'s' * (count != 1)}".strip()
