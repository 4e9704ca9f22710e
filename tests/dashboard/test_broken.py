"""Empty, slow and broken: every state says what to do, no traceback reaches the page, and what still works stays."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from pathlib import Path

import pytest
from pages import address, open_page, words

from dashboard import state
from dashboard.incident_card import place_chain
from geodata import pack as packs
from incidents.store import Store


@pytest.fixture(autouse=True)
def fresh_pack():
    """Nothing of a broken pack is remembered by the next test."""
    yield
    import streamlit as st

    st.cache_resource.clear()


def said(page) -> str:
    assert not page.exception, [element.value for element in page.exception]
    text = words(page).replace("\\", "")
    assert "Traceback" not in text and 'File "' not in text
    return text


def garbage(path: Path) -> None:
    path.write_text("not a database, only words " * 200)


def of_a_newer_sarhad(path: Path) -> None:
    Store.open(str(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()


def torn(path: Path) -> None:
    """The middle of the file overwritten, as by a failing disk."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("breaking", "reason", "advice"),
    [
        # nothing there
        (lambda path: None, "there is no database at", "sarhad ingest"),
        # a folder where the file should be
        (lambda path: path.mkdir(), "", "give another --db"),
        # words
        (garbage, "cannot be used as a database", "give another --db"),
        # no bytes at all is an empty database
        (lambda path: path.touch(), "There are no incidents yet", "Add articles below"),
        # made by a later version
        (of_a_newer_sarhad, "made by a newer Sarhad", "update Sarhad"),
    ],
)
def test_a_database_that_cannot_be_used_says_why_and_what_to_do(tmp_path, monkeypatch, breaking, reason, advice):
    path = tmp_path / "incidents.db"
    breaking(path)
    monkeypatch.setenv("SARHAD_DB", str(path))
    text = said(open_page())
    assert "Sarhad" in text and reason in text and advice in text


def test_a_torn_database_is_said_to_be_damaged(sample_db, tmp_path, monkeypatch):
    path = tmp_path / "torn.db"
    shutil.copy(sample_db, path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    torn(path)
    monkeypatch.setenv("SARHAD_DB", str(path))
    assert "torn.db cannot be" in said(open_page())


def test_a_database_held_by_another_program_is_said_to_be_held(sample_db, tmp_path, monkeypatch):
    from incidents.store import database

    monkeypatch.setattr(database, "READING_SECONDS", 0)
    path = tmp_path / "held.db"
    shutil.copy(sample_db, path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setenv("SARHAD_DB", str(path))
    assert "locked" in said(open_page())
    holder.execute("ROLLBACK")
    holder.close()
    total = Store.open(str(path)).count()
    assert f"{total} of {total} incidents" in said(open_page())


def test_a_database_that_goes_while_the_page_is_open_comes_back_with_its_file(sample_db, tmp_path, monkeypatch):
    path = tmp_path / "moved.db"
    shutil.copy(sample_db, path)
    monkeypatch.setenv("SARHAD_DB", str(path))
    page = open_page(district="Kech", min_fatalities="1")
    before = next(element.value for element in page.markdown if " of " in element.value)
    path.rename(tmp_path / "away.db")
    assert "there is no database at" in said(page.run())
    shutil.copy(sample_db, path)
    # and with the filter that was set: Streamlit forgets widgets that a run did not draw
    assert before in said(page.run())
    assert address(page) == {"district": ["Kech"], "min_fatalities": ["1"]}


@pytest.fixture
def broken_pack(request, tmp_path, monkeypatch, sample_db):
    """The page over a pack that is missing, or no GeoPackage, or one without districts."""
    path = tmp_path / "border.gpkg"
    if request.param == "words":
        path.write_text("no pack " * 1000)
    elif request.param == "without districts":
        shutil.copy(packs.BUNDLED, path)
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM gpkg_contents WHERE table_name = 'admin2'")
        db.close()
    monkeypatch.setattr(packs, "BUNDLED", path)
    monkeypatch.setenv("SARHAD_DB", sample_db)
    import streamlit as st

    st.cache_resource.clear()
    return path


@pytest.mark.parametrize("broken_pack", ["missing", "words", "without districts"], indirect=True)
def test_without_a_pack_the_map_says_so_and_the_rest_is_shown(broken_pack, sample_db):
    with Store.open(sample_db) as store:
        total, incident = store.count(), next(store.incidents())
    page = open_page(incident=incident.id)
    text = said(page)
    assert "border.gpkg" in text and "install Sarhad again" in text.replace(
        "build it anew with", "install Sarhad again"
    )
    assert f"{total} of {total} incidents" in text
    assert place_chain(incident) in text
    assert page.multiselect(key="filter_district").options


@pytest.mark.parametrize(
    ("where", "part"),
    [
        # each part of the page that can fail, and how the page calls it
        ("dashboard.views.panel.card_html", "The incident"),
        ("dashboard.views.panel.nearby", "The incident"),
        ("dashboard.views.filters._presets", "The filter"),
        ("dashboard.views.export.file_name", "The export"),
        ("dashboard.views.explore.incident_layer", "The map"),
        ("dashboard.views.explore.histogram", "The timeline"),
    ],
)
def test_a_fault_in_one_part_is_said_there_and_the_others_stay(page, sample_db, monkeypatch, caplog, where, part):
    def fault(*_, **__):
        raise ZeroDivisionError("secret /home/analyst")

    monkeypatch.setattr(where, fault)
    with Store.open(sample_db) as store:
        total, incident = store.count(), next(store.incidents())
    with caplog.at_level(logging.ERROR, "sarhad.page"):
        text = said(page(incident=incident.id))
    assert f"{part} cannot be shown" in text and "secret" not in text
    assert f"{total} of {total} incidents" in text
    (record,) = [record for record in caplog.records if record.name == "sarhad.page"]
    assert "secret" in caplog.text and record.args[0] in text


def test_a_fault_in_what_everything_rests_on_is_said_calmly(page, monkeypatch, caplog):
    def fault():
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(state, "current", fault)
    text = said(page())
    assert "The page cannot be shown" in text and "secret" not in text and "secret" in caplog.text


def test_what_streamlit_itself_would_show_of_a_fault_is_nothing(page):
    from streamlit import config

    page()
    assert config.get_option("client.showErrorDetails") == "none"


def test_no_incidents_yet_says_how_to_begin(tmp_path, monkeypatch):
    path = str(tmp_path / "empty.db")
    Store.open(path).close()
    monkeypatch.setenv("SARHAD_DB", path)
    text = said(open_page(district="Kech", incident="x"))
    assert "0 of 0 incidents" in text and "There are no incidents yet" in text
