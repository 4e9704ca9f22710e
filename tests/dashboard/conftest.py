"""The page under Streamlit's own test runner."""

from __future__ import annotations

import sys

import pytest
from pages import open_page


@pytest.fixture(autouse=True)
def own_main():
    """Streamlit's test runner leaves its script behind as `__main__`, which processes started later would run again."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def page(sample_db, monkeypatch):
    """The page at an address, run once by Streamlit's own test runner."""
    monkeypatch.setenv("SARHAD_DB", sample_db)
    return open_page
