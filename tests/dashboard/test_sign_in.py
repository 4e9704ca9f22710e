"""Who may see the page, and that the others see nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.sign_in import may_enter

APP = str(Path(__file__).resolve().parents[2] / "dashboard" / "app.py")
TOKEN = "a-token-of-more-than-sixteen"
AUTH = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "x" * 32, "client_id": "a"}


@pytest.fixture
def page(sample_db, monkeypatch):
    monkeypatch.setenv("SARHAD_DB", sample_db)
    monkeypatch.delenv("SARHAD_TOKEN", raising=False)
    return AppTest.from_file(APP, default_timeout=120)


def shows_incidents(page: AppTest) -> bool:
    return any("incidents" in element.value for element in page.markdown) or bool(page.tabs)


@pytest.mark.parametrize(
    "given",
    [
        # wrong, nearly right, right but longer, and words that no comparison of text would take
        "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "بلیدہ",
    ],
)  # fmt: skip
def test_a_wrong_token_shows_nothing(page, monkeypatch, given):
    monkeypatch.setenv("SARHAD_TOKEN", TOKEN)
    shown = page.run().text_input[0].input(given).run()
    assert not shown.exception and not shows_incidents(shown)
    assert shown.error[0].value == "That is not the token."


def test_the_token_opens_the_page_and_stays_out_of_its_address(page, monkeypatch):
    monkeypatch.setenv("SARHAD_TOKEN", TOKEN)
    shown = page.run()
    assert not shows_incidents(shown)
    shown = shown.text_input[0].input(TOKEN).run()
    assert shows_incidents(shown)
    assert TOKEN not in str(dict(shown.query_params))


def test_the_token_in_the_address_opens_nothing(page, monkeypatch):
    monkeypatch.setenv("SARHAD_TOKEN", TOKEN)
    page.query_params["token"] = TOKEN
    assert not shows_incidents(page.run())


def test_a_token_is_compared_in_constant_time(page, monkeypatch):
    import hmac

    compared, real = [], hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda *pair: compared.append(pair) or real(*pair))
    monkeypatch.setenv("SARHAD_TOKEN", TOKEN)
    page.run().text_input[0].input("guess").run()
    assert compared == [(b"guess", TOKEN.encode())]


@pytest.mark.parametrize(
    ("user", "allowed", "enters"),
    [
        ({"is_logged_in": True, "email": "ali@example.org"}, ["ali@example.org"], True),
        ({"is_logged_in": True, "email": "Ali@Example.org", "email_verified": True}, ["ALI@example.org"], True),
        ({"is_logged_in": True, "email": "ali@example.org"}, ["@example.org"], True),
        ({"is_logged_in": True}, ["*"], True),
        # not signed in, whatever the address says
        ({"email": "ali@example.org"}, ["ali@example.org"], False),
        ({"is_logged_in": False, "email": "ali@example.org"}, ["*"], False),
        # an empty list is nobody
        ({"is_logged_in": True, "email": "ali@example.org"}, [], False),
        # a domain is the whole domain
        ({"is_logged_in": True, "email": "ali@evil-example.org"}, ["@example.org"], False),
        ({"is_logged_in": True, "email": "ali@sub.example.org"}, ["@example.org"], False),
        ({"is_logged_in": True, "email": "x@example.org@evil.org"}, ["@example.org"], False),
        # no address, or one that is only claimed
        ({"is_logged_in": True}, ["@"], False),
        ({"is_logged_in": True, "email": None}, ["@example.org"], False),
        ({"is_logged_in": True, "email": "ali@example.org", "email_verified": False}, ["ali@example.org"], False),
        ({"is_logged_in": True, "email": "ali@example.org", "email_verified": "false"}, ["@example.org"], False),
    ],
)
def test_may_enter(user, allowed, enters):
    assert may_enter(user, allowed) is enters


@pytest.mark.parametrize(
    ("user", "allow", "enters"),
    [
        ({"is_logged_in": True, "email": "ali@example.org"}, ["@example.org"], True),
        ({"is_logged_in": True, "email": "eve@example.net"}, ["@example.org"], False),
        ({"is_logged_in": False}, ["*"], False),
    ],
)
def test_a_provider_guards_the_page(page, user, allow, enters):
    page.secrets["auth"] = AUTH
    page.secrets["sarhad"] = {"allow": allow}
    page.user = user
    shown = page.run()
    assert not shown.exception
    assert shows_incidents(shown) is enters
    if not enters:
        assert [button.label for button in shown.button] == ["sign out" if user["is_logged_in"] else "sign in"]


def test_a_token_does_not_open_what_a_provider_guards(page, monkeypatch):
    monkeypatch.setenv("SARHAD_TOKEN", TOKEN)
    page.secrets["auth"] = AUTH
    page.user = {"is_logged_in": False}
    shown = page.run()
    assert not shown.text_input and not shows_incidents(shown)
