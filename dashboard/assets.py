"""Scripts and shapes of the map, served by Streamlit itself: no request ever leaves the machine.

folium and streamlit-folium ask CDNs for a dozen files by default; one that cannot be reached leaves the map blank.
Leaflet comes from its PyPI package, our own scripts from `static/map`, and the region's shapes are written once into a
temporary folder, so that they travel to the browser once and not with every run of the page.
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import folium
import streamlit.components.v1 as components
from xstatic.pkg import leaflet

from dashboard.incident_map import encode

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("canvas.js", "clusters.js", "base_map.js", "tools.js", "play.js", "incident_layer.js", "legend.js")


@cache
def _mounted(name: str, folder: str) -> str:
    """Let Streamlit serve a folder; its address relative to the map's frame."""
    return f"../{components.declare_component(name, path=folder).name}"


@cache
def _region_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="sarhad-region-")


def _versioned(folder: str, file: Path) -> str:
    """The address of a file that changes with its content, so that no browser keeps an old one."""
    return f"{folder}/{file.name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"


def use_bundled_scripts(shapes: dict[str, Any]) -> None:
    """Make every folium map load the mounted Leaflet, our scripts and the region's shapes, and nothing else."""
    library = _mounted("leaflet", leaflet.BASE_DIR)
    region = Path(_region_folder().name) / "region.js"
    code = f"window.sarhadRegion={encode(shapes)};"
    if not region.exists() or region.read_text(encoding="utf-8") != code:
        region.write_text(code, encoding="utf-8")
    ours, shaped = _mounted("map", str(STATIC / "map")), _mounted("region", str(region.parent))
    folium.Map.default_js = [
        ("leaflet", f"{library}/leaflet.js"),
        ("region", _versioned(shaped, region)),
        *((name, _versioned(ours, STATIC / "map" / name)) for name in SCRIPTS),
    ]
    folium.Map.default_css = [
        ("leaflet_css", f"{library}/leaflet.css"),
        ("map_css", _versioned(ours, STATIC / "map" / "map.css")),
    ]
