"""The page under Streamlit's own test runner: opened at an address, and everything it says."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).resolve().parent.parent / "dashboard" / "app.py")
KINDS = ("title", "markdown", "text", "caption", "info", "warning", "error", "success", "code")


def open_page(**params) -> AppTest:
    """Run the page once at an address; $SARHAD_DB names the database."""
    test = AppTest.from_file(APP, default_timeout=60)
    for name, value in params.items():
        test.query_params[name] = value
    return test.run()


def words(page: AppTest) -> str:
    """Everything the page says, kind by kind; raw HTML last."""
    said = [str(element.value) for kind in KINDS for element in getattr(page, kind)]
    return " ".join(said + [element.proto.body for element in page.get("html")])


def address(page: AppTest) -> dict[str, list[str]]:
    """The page's address parameters, every one a list."""
    return {name: [value] if isinstance(value, str) else list(value) for name, value in page.query_params.items()}
