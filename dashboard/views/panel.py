"""The incident panel: what, when, where, who, the tolls with each source's own figure, and the words behind them."""

from __future__ import annotations

import streamlit as st

from dashboard import data, state
from dashboard.excerpts import STYLE, excerpt_html, safe_link
from dashboard.palette import PLACE_WORDS, UNKNOWN, write_day, write_days, write_number
from geodata.border import nearest_crossing
from incidents.model import Incident


def show(incident_id: str | None) -> None:
    """The open incident, or how to open one."""
    if not incident_id:
        st.caption("Click a dot, a badge or a table row to read an incident.")
        return
    incident = data.store().incident(incident_id)
    if incident is None:
        st.info("This incident is not in the database any more. Clear it to go on.")
        st.button("clear", on_click=state.choose, args=(None,))
        return
    top, close = st.columns([6, 1])
    top.markdown(f"**{incident.sub_event_type or incident.event_type or 'Event'}**")
    close.button("✕", key="close_panel", help="close", on_click=state.choose, args=(None,))
    st.text(incident.title or "(no title)")
    _facts(incident)
    _words(incident)


def _facts(incident: Incident) -> None:
    toll = write_number(incident.fatalities)
    if incident.fatalities_low != incident.fatalities_high:
        toll += f" ({write_number(incident.fatalities_low)}–{write_number(incident.fatalities_high)})"
    chain = ", ".join(
        dict.fromkeys(n for n in (incident.location, incident.admin2, incident.admin1, incident.country) if n)
    )
    st.text(f"{write_days(incident.event_date, incident.event_date_end, incident.date_prec)}")
    place = PLACE_WORDS.get(incident.where_prec or 0, "not placed")
    radius = f", within {incident.uncertainty_km:g} km" if incident.uncertainty_km and incident.where_prec != 1 else ""
    st.text(f"{chain or UNKNOWN} — {place}{radius}")
    if incident.border_km is not None and incident.where_prec in (1, 2, 5):
        crossing = nearest_crossing(incident.lon, incident.lat, data.pack())
        beside = f"; {crossing[1]:.0f} km from the crossing {crossing[0]}" if crossing else ""
        st.text(
            f"{incident.border_km:.0f} km from the border, on the side of {incident.border_side or UNKNOWN}{beside}"
        )
    columns = st.columns(3)
    columns[0].metric("killed", toll)
    columns[1].metric("injured", write_number(incident.injured))
    columns[2].metric("abducted", write_number(incident.abducted))
    if incident.attackers_killed is not None:
        st.text(f"attackers among the killed: {incident.attackers_killed}")
    st.text(f"by {incident.actor1 or UNKNOWN} · against {incident.actor2 or UNKNOWN}")
    if incident.background:
        st.caption("Only recalled by the article; not counted as its incident.")


def _words(incident: Incident) -> None:
    st.html(STYLE)
    own = {report.article_id: report for report in data.store().reports(incident.id)}
    st.markdown(f"**Sources** ({incident.number_of_sources} independent)")
    for source in incident.sources:
        article = data.store().article(source.article_id)
        report = own.get(source.article_id)
        figures = f"killed {write_number(report.fatalities)}, injured {write_number(report.injured)}" if report else ""
        with st.container(border=False):
            st.text(f"{source.source or 'unnamed outlet'} · {write_day(source.published)} · {figures}")
            link = safe_link(source.url)
            if link:
                st.link_button("open the source", link, type="tertiary")
            if article is not None:
                mine = [item for item in incident.evidence if item.article_id == article.id]
                st.html(excerpt_html(article.text, mine))
                with st.expander("the whole article"):
                    st.text(article.title)
                    st.html(excerpt_html(article.text, mine, whole=True))
    days = write_days(incident.event_date, incident.event_date_end, incident.date_prec)
    outlets = "; ".join(f"{s.source or 'unnamed'}, {write_day(s.published)}" for s in incident.sources)
    st.caption("citation")
    st.code(
        f"{incident.sub_event_type or 'Event'}, {incident.location or UNKNOWN}, {days}. Sources: {outlets}. Sarhad {incident.id}.",
        language=None, wrap_lines=True,
    )  # fmt: skip
