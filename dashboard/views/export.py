"""Download buttons: every format, exactly the incidents shown, in a file whose name says the filter; and a brief to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard import address, data, state
from dashboard.brief import brief_html
from dashboard.chips import plain, sentence
from dashboard.guard import region
from dashboard.map_svg import map_svg
from dashboard.palette import write_number
from dashboard.samples import SAMPLES, holds_samples
from geodata.model import GeodataError
from incidents.export import FORMATS, columns_for, to_bytes
from incidents.filters import IncidentFilter
from incidents.model import ExportError

PROFILES = {
    "sarhad": "every field", "acled": "as ACLED's tables", "ucdp": "as UCDP GED's tables", "hxl": "with HXL hashtags",
}  # fmt: skip
ON_PAPER = 5_000  # incidents of a brief; its map and its counts hold them all in memory
BRIEF_HELP = "map, counts and the list with sources on A4, in one file that needs no network"
BRIEF_TOO_LONG = f"A brief holds up to {write_number(ON_PAPER)} incidents. Narrow the filter, or export a table."
OFFERED = {name: kind for name, kind in FORMATS.items() if name != "jsonl"}  # GeoJSON lines are for pipes, not people


@region("The export")
def show(criteria: IncidentFilter, count: int) -> None:
    """One button a format, and the brief; each file is made when it is clicked. count: how many incidents are shown."""
    profile = st.segmented_control(
        "columns", list(PROFILES), default="sarhad", required=True, format_func=PROFILES.get, key="profile"
    )
    with st.container(horizontal=True, gap="small", key="downloads"):
        for name, kind in OFFERED.items():
            problem = why_not(name, profile)
            st.download_button(
                kind.label, data=_made(criteria, name, profile), file_name=file_name(criteria, kind.suffixes[0]),
                mime=kind.media_type, key=f"download_{name}", on_click="ignore", disabled=bool(problem), help=problem,
            )  # fmt: skip
    st.download_button(
        "Brief to print (HTML)", data=_brief(criteria, address.link(state.this_address(criteria), st.context.url)),
        file_name=file_name(criteria, ".html", "brief"), mime="text/html", key="download_brief", on_click="ignore",
        disabled=count > ON_PAPER, help=BRIEF_HELP if count <= ON_PAPER else BRIEF_TOO_LONG,
    )  # fmt: skip


def why_not(name: str, profile: str) -> str | None:
    """Why a format cannot show a profile's columns; None when it can."""
    try:
        columns_for(name, profile)
    except ExportError as error:
        return plain(str(error))
    return None


def file_name(criteria: IncidentFilter, suffix: str, what: str = "") -> str:
    """sarhad-2020-01-01-kech.geojson."""
    return "-".join(filter(None, ("sarhad", what, criteria.slug()))) + suffix


def _made(criteria: IncidentFilter, name: str, profile: str) -> Callable[[], bytes]:
    def make() -> bytes:
        try:
            pack = data.pack() if name == "gpkg" else None
        except GeodataError:  # a GeoPackage without the districts is better than none
            pack = None
        return to_bytes(data.store().incidents(criteria), name, profile, pack=pack)

    return make


def _brief(criteria: IncidentFilter, link: str) -> Callable[[], bytes]:
    def make() -> bytes:
        store = data.store()
        incidents = list(store.incidents(criteria))
        try:
            drawn, notes = map_svg(incidents, data.pack()), ()
        except GeodataError as error:
            drawn, notes = "", (f"The map could not be drawn: {error}",)
        return brief_html(
            incidents, filter_words=sentence(criteria), total=store.count(IncidentFilter(background=criteria.background)),
            made_on=date.today(), map_svg=drawn, link=link, notes=(*notes, *[SAMPLES] * holds_samples(incidents)),
        ).encode()  # fmt: skip

    return make
