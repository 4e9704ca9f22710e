"""The incident panel: what, when, where, who, the tolls with each source's own figure, and the words behind them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import address, data, state
from dashboard.chips import plain
from dashboard.excerpts import style
from dashboard.guard import region
from dashboard.incident_card import POINTS, card_html, citation
from dashboard.nearby import DAYS, KM, nearby
from dashboard.palette import write_day, write_km, write_number
from geodata.border import nearest_crossing
from geodata.model import GeodataError
from incidents.filters import IncidentFilter
from incidents.model import Incident

LISTED = 8


@region("The incident")
def show(incident_id: str | None, criteria: IncidentFilter | None = None) -> None:
    """The open incident, or how to open one. criteria: the filter, for the link to this view."""
    if not incident_id:
        st.caption("Click a dot, a badge or a table row to read an incident.")
        return
    opened = data.store()
    incident = opened.incident(incident_id)
    if incident is None:
        st.info("This incident is not in the database any more, or the link has a slip of the pen. The rest is shown.")
        st.button("close", key="close_panel", on_click=state.choose, args=(None,))
        return
    st.button("✕ close", key="close_panel", type="tertiary", on_click=state.choose, args=(None,))
    articles = {source.article_id: opened.article(source.article_id) for source in incident.sources}
    kept = {key: article for key, article in articles.items() if article is not None}
    st.html(style())
    st.html(card_html(incident, opened.reports(incident.id), kept, _crossing(incident)))
    _nearby(incident)
    _citation(incident, criteria or IncidentFilter())


def _crossing(incident: Incident) -> tuple[str, float] | None:
    if incident.lon is None or incident.where_prec not in POINTS:
        return None
    try:
        return nearest_crossing(incident.lon, incident.lat, data.pack())
    except GeodataError:  # the map says what is wrong with the pack; the incident can be read without it
        return None


def _nearby(incident: Incident) -> None:
    beside = nearby(data.view().frame, incident)
    st.markdown(f"**Nearby** · within {KM:g} km and {DAYS} days, whatever the filter")
    if beside.empty:
        st.caption("No other incident that is known here.")
    with st.container(key="nearby", gap="small"):
        for number, (incident_id, row) in enumerate(beside.head(LISTED).iterrows()):
            st.button(
                plain(_line(row)), key=f"nearby_{number}", type="tertiary", on_click=state.choose, args=(incident_id,)
            )
    if len(beside) > LISTED:
        st.caption(f"and {write_number(len(beside) - LISTED)} more")


def _line(row: pd.Series) -> str:
    def named(name: str, otherwise: str) -> str:
        return row[name] if isinstance(row[name], str) else otherwise

    away = "same district" if pd.isna(row["km"]) else write_km(row["km"])
    days = abs(row["days"])
    when = "same day" if not days else f"{days} day{'s' * (days > 1)} {'later' if row['days'] > 0 else 'earlier'}"
    killed = write_number(None if pd.isna(row["fatalities"]) else int(row["fatalities"]))
    place = named("location", named("admin2", "unnamed place"))
    return (
        f"{away}, {when} · {named('sub_event_type', named('event_type', 'Event'))}, {place}, "
        f"{write_day(row['event_date'])}, killed {killed}"
    )


def _citation(incident: Incident, criteria: IncidentFilter) -> None:
    view = address.link(state.this_address(criteria), st.context.url)
    alone = address.link(address.write(IncidentFilter(background=incident.background), incident.id), st.context.url)
    with st.expander("cite · share"):
        st.caption("citation")
        st.code(citation(incident, alone, date.today()), language=None, wrap_lines=True)
        st.caption("link to this view")
        st.code(view, language=None, wrap_lines=True)
