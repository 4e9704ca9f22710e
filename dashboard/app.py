"""The page: one calm screen, map first. Started by `sarhad serve`."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import data, state
from dashboard.assets import use_bundled_leaflet
from dashboard.chips import plain
from dashboard.palette import write_day
from dashboard.samples import SAMPLES
from dashboard.sign_in import signed_in
from dashboard.views import about, add, explore, export, filters, panel
from geodata.model import GeodataError
from incidents.model import IncidentsError

MEASURES = ("dots", "incidents by district", "deaths by district")
UNITS = {"auto": None, "day": "day", "week": "week", "month": "month"}
TIGHT = """<style>
.stMainBlockContainer{padding:2.2rem 1.4rem 1rem 1.4rem;max-width:100%}
[data-testid="stSidebarHeader"]{height:2rem;padding-bottom:0}
[data-testid="stSidebarUserContent"]{padding-top:0}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"]{gap:.6rem}
[data-testid="stMain"] [data-testid="stVerticalBlock"]{gap:.55rem}
h1{font-size:1.35rem!important;padding:0!important}
[data-testid="stMetricValue"]{font-size:1.3rem}
[data-testid="stText"]{font-size:.95rem}
</style>"""


def main() -> None:
    """Draw the page; what goes wrong is said in words, never as a traceback."""
    st.set_page_config(page_title="Sarhad · frontier incident map", page_icon="◍", layout="wide")
    st.html(TIGHT)
    if not signed_in():
        return
    try:
        use_bundled_leaflet()
        _page()
    except (IncidentsError, GeodataError) as error:
        st.title("Sarhad")
        st.error(str(error))


def _page() -> None:
    frame, choices = data.frame(), data.choices()
    state.restore(choices.known(data.known_areas()))
    if "pending_days" in st.session_state:
        state.set_days(*st.session_state.pop("pending_days"))
    with st.sidebar:
        filters.show(choices)
    criteria = state.current()
    told = frame if criteria.background else frame[~frame["background"]]
    shown = frame[criteria.mask(frame)]
    state.write_address(criteria)
    # containers keep their place whether or not they are filled: a shifted map would be built anew and lose its view
    with st.container():
        _head(shown, told, criteria)
    left, right = st.columns([2.4, 1], gap="medium")
    with left:
        with st.container():
            if shown.empty:
                explore.nobody_matches(criteria, frame)
        choices = st.container(horizontal=True, gap="medium")
        measure = choices.radio("map shows", MEASURES, horizontal=True, label_visibility="collapsed", key="measure")
        unit = choices.segmented_control(
            "bars by", list(UNITS), default="auto", label_visibility="collapsed", key="unit"
        )
        explore.show_map(shown, measure)
        explore.legend()
        without_days = replace(criteria, date_from=None, date_to=None)
        explore.show_timeline(frame[without_days.mask(frame)], UNITS[unit or "auto"])
    with right, st.container(height=760, border=False):
        panel.show(state.chosen(), criteria)
    _below(shown, criteria)


def _head(shown, told, criteria) -> None:
    dated = shown["event_date"].dropna()
    span = f" · {write_day(dated.min())} – {write_day(dated.max())}" if len(dated) else ""
    left, right = st.columns([1, 1], vertical_alignment="center")
    left.title("Sarhad · frontier incident map")
    right.markdown(f"**{len(shown):,} of {len(told):,} incidents**{span}")
    for problem in state.problems(criteria):
        st.warning(plain(problem))
    filters.chips(criteria)


def _below(shown, criteria) -> None:
    unplaced = shown[shown["lon"].isna() | shown["where_prec"].isin([6, 7])]
    undated = shown[shown["event_date"].isna()]
    names = [
        "Table",
        f"Unplaced ({len(unplaced)})",
        f"Undated ({len(undated)})",
        "Counts",
        "Export",
        "Add articles",
        "About the data",
    ]
    table, tray, dateless, counts, exports, adding, info = st.tabs(names)
    with table:
        explore.show_table(shown)
    with tray:
        explore.show_tray(unplaced, "Every shown incident has a place.", "unplaced")
    with dateless:
        explore.show_tray(undated, "Every shown incident has a day.", "undated")
    with counts:
        explore.show_counts(shown)
    with exports:
        st.caption(f"Exactly the {len(shown):,} incidents shown.")
        export.show(criteria)
    with adding:
        add.show()
    with info:
        about.show()
    st.caption(f"{SAMPLES} " * data.has_samples() + "Boundaries imply no endorsement.")


main()
