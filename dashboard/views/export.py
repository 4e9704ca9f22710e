"""Download buttons: every format, exactly the incidents shown, in a file whose name says the filter."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from incidents.export import to_bytes
from incidents.filters import IncidentFilter

FORMATS = (
    ("geojson", "GeoJSON", "application/geo+json"),
    ("csv", "CSV", "text/csv"),
    ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("gpkg", "GeoPackage", "application/geopackage+sqlite3"),
    ("parquet", "GeoParquet", "application/vnd.apache.parquet"),
    ("kml", "KML", "application/vnd.google-earth.kml+xml"),
)


def show(criteria: IncidentFilter) -> None:
    """One button a format; the file is made when it is clicked."""
    with st.container(horizontal=True, gap="small"):
        for ending, label, mime in FORMATS:
            st.download_button(
                label, data=_made(criteria, ending), file_name=f"sarhad-{criteria.slug()}.{ending}", mime=mime,
                key=f"download_{ending}", on_click="ignore",
            )  # fmt: skip


def _made(criteria: IncidentFilter, ending: str):
    return lambda: to_bytes(data.store().incidents(criteria), ending)
