"""What the page reads: the store and the pack, opened once, the frame anew with every revision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.assets import use_bundled_scripts
from dashboard.choices import Choices, choices_of
from dashboard.columns import Columns
from dashboard.region import area_names, base_shapes, corridor_shape
from dashboard.samples import has_samples as samples_in
from geodata.border import corridor as border_corridor
from geodata.model import GeodataError
from geodata.pack import open_pack
from incidents.pipeline import Toolbox, open_toolbox
from incidents.store import Store, default_database

FRESH_SECONDS = 3  # how long a page may go on with what it has read while others write


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(name: str, file: tuple[int, int] | None) -> Store:
    return Store.open(name, create=False)


def open_store(name: str) -> Store:
    """A database, opened anew when its file was replaced. Raises StoreError, also when the file has gone."""
    return _open(name, _file_of(name))


def store() -> Store:
    """The database of this server. Raises StoreError."""
    return open_store(default_database())


def _file_of(name: str) -> tuple[int, int] | None:
    """Which file a name leads to at present; None for servers and missing files."""
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@dataclass(frozen=True, eq=False)
class View:
    """Every incident at one revision, recalled ones too: as a frame, as columns in its order, and what filters offer."""

    revision: int
    frame: pd.DataFrame
    columns: Columns
    choices: Choices


@st.cache_resource(show_spinner="Reading incidents …", max_entries=2)
def _view(name: str, revision: int) -> View:
    frame = open_store(name).frame()
    return View(revision, frame, Columns.of(frame), choices_of(frame))


@st.cache_data(show_spinner=False, ttl=FRESH_SECONDS)
def _revision(name: str, file: tuple[int, int] | None) -> int:
    return open_store(name).revision()


def revision() -> int:
    """The number of the change up to which incidents are shown: not every batch of a running ingest reads them anew."""
    name = store().name
    return _revision(name, _file_of(name))


def written() -> None:
    """After writing to the store: show it at once."""
    _revision.clear()


def view() -> View:
    """What one run of the page shows, all of it of one revision; never changed in place."""
    return _view(store().name, revision())


@st.cache_data(show_spinner=False, max_entries=2)
def _has_samples(name: str, revision: int) -> bool:
    return samples_in(open_store(name))


def has_samples() -> bool:
    """Whether the bundled sample articles are in the database."""
    opened = store()
    return _has_samples(opened.name, revision())


@st.cache_resource(show_spinner=False)
def _areas() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["name"], row["admin1"], row["country"]) for row in pack().rows("admin2"))


def known_areas() -> tuple[tuple[str, str, str], ...]:
    """(district, province, country) of every area of the pack; none when the pack cannot be read, which the map says."""
    try:
        return _areas()
    except GeodataError:
        return ()


@st.cache_resource(show_spinner=False)
def pack():
    """The bundled region pack. Raises PackError."""
    return open_pack()


@st.cache_resource(show_spinner="Drawing the region …")
def base() -> dict[str, Any]:
    """The shapes of the base map."""
    return base_shapes(pack())


@st.cache_resource(show_spinner=False)
def _drawable() -> frozenset[str]:
    return area_names(base())


@st.cache_resource(show_spinner=False)
def map_scripts() -> None:
    """Have the map's scripts and shapes served, once for this server. Raises PackError."""
    use_bundled_scripts(base())


def drawable() -> frozenset[str]:
    """Keys of the districts and provinces that the map can shade; none when the pack cannot be read."""
    try:
        return _drawable()
    except GeodataError:
        return frozenset()


@st.cache_resource(show_spinner=False, max_entries=20)
def corridor(km: float) -> dict[str, Any]:
    """Everything within a distance of the border, as GeoJSON."""
    return corridor_shape(border_corridor(km, pack()))


@st.cache_resource(show_spinner="Opening the gazetteer …")
def toolbox() -> Toolbox:
    return open_toolbox()
