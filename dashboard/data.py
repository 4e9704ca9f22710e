"""What the page reads: the store and the pack, opened once, the frame anew with every revision."""

from __future__ import annotations

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


@st.cache_resource(show_spinner="Reading incidents …", max_entries=2)
def _frame(name: str, revision: int) -> pd.DataFrame:
    return open_store(name).frame()


def frame() -> pd.DataFrame:
    """Every incident, recalled ones too; never changed in place."""
    opened = store()
    return _frame(opened.name, opened.revision())


def revision() -> int:
    """The number of the last change: it says which frame and which columns are shown."""
    return store().revision()


@st.cache_resource(show_spinner=False, max_entries=2)
def _columns(name: str, revision: int) -> Columns:
    return Columns.of(_frame(name, revision))


def columns() -> Columns:
    """Every incident as columns of numbers, in the order of the frame."""
    opened = store()
    return _columns(opened.name, opened.revision())


@st.cache_resource(show_spinner=False, max_entries=2)
def _choices(name: str, revision: int) -> Choices:
    return choices_of(_frame(name, revision))


def choices() -> Choices:
    """What the filter column offers, of all incidents."""
    opened = store()
    return _choices(opened.name, opened.revision())


@st.cache_data(show_spinner=False, max_entries=2)
def _has_samples(name: str, revision: int) -> bool:
    return samples_in(open_store(name))


def has_samples() -> bool:
    """Whether the bundled sample articles are in the database."""
    opened = store()
    return _has_samples(opened.name, opened.revision())


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
