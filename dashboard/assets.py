"""Leaflet from its PyPI package, served by Streamlit itself: no request ever leaves the machine.

folium and streamlit-folium ask CDNs for a dozen files by default; one that cannot be reached leaves the map blank.
"""

from __future__ import annotations

from functools import cache

import folium
import streamlit.components.v1 as components
from xstatic.pkg import leaflet


@cache
def serve_leaflet() -> str:
    """Mount Leaflet's folder and point folium at it; the address relative to the map's frame."""
    mounted = components.declare_component("leaflet", path=leaflet.BASE_DIR)
    return f"../{mounted.name}"


def use_bundled_leaflet() -> None:
    """Make every folium map load the mounted Leaflet and nothing else."""
    folder = serve_leaflet()
    folium.Map.default_js = [("leaflet", f"{folder}/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", f"{folder}/leaflet.css")]
