"""`sarhad serve`: whom it listens to, what it asks of them, and what it starts."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from dashboard import serve as serving
from dashboard import sign_in
from dashboard.serve import UPLOAD_MB, serve

TOKEN = "a-token-of-more-than-sixteen"
PROVIDER = '[auth]\nredirect_uri = "http://localhost:8501/oauth2callback"\n'


class Started(Exception):
    """Stands for the server that would have replaced this process."""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `serve` with arguments; (result, command, environment), the last two None when nothing was started."""
    monkeypatch.delenv("SARHAD_TOKEN", raising=False)
    monkeypatch.setattr(sign_in, "SECRETS", (tmp_path / "secrets.toml",))
    monkeypatch.setattr(sign_in.provider_problem, "__defaults__", ((tmp_path / "secrets.toml",),))
    database = tmp_path / "there.db"
    database.touch()

    def invoke(*arguments, db=str(database)):
        started = []

        def start(_, command, environment):
            started.extend((command, environment))
            raise Started

        monkeypatch.setattr(os, "execve", start)
        result = CliRunner().invoke(serve, ["--db", db, *arguments])
        return result, *(started or (None, None))

    return invoke


@pytest.mark.parametrize(
    ("host", "served"),
    [
        # this machine alone
        ("127.0.0.1", True), ("127.8.9.10", True), ("::1", True), ("localhost", True),
        # everybody, in every spelling; names only look like this machine
        ("0.0.0.0", False), ("::", False), ("", False), ("192.168.1.5", False), ("127.0.0.1.nip.io", False),
        ("localhost.example.org", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_only_this_machine_may_look_without_proof(run, host, served):
    result, command, _ = run("--host", host)
    if served:
        assert command is not None and f"--server.address={host}" in command
    else:
        assert command is None and result.exit_code == 2
        assert "SARHAD_TOKEN" in result.output and "--open" in result.output


def test_it_listens_on_this_machine_unless_told(run):
    _, command, _ = run()
    assert "--server.address=127.0.0.1" in command and "--server.port=8501" in command


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (TOKEN, 0),
        # a token that can be tried through
        ("1234", 2),
        # none at all
        ("", 2), ("   \n", 2),
    ],
)  # fmt: skip
def test_others_need_a_token_that_cannot_be_guessed(run, monkeypatch, token, code):
    monkeypatch.setenv("SARHAD_TOKEN", token)
    result, command, environment = run("--host", "0.0.0.0")
    assert (command is None) == (code == 2)
    if code:
        assert result.exit_code == code
    else:
        assert environment["SARHAD_TOKEN"] == token


def test_the_token_is_in_no_list_of_processes_and_no_log(run, tmp_path):
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    result, command, environment = run("--host", "0.0.0.0", "--token-file", str(file))
    assert environment["SARHAD_TOKEN"] == TOKEN
    assert TOKEN not in " ".join(command) and TOKEN not in result.output
    assert "--token" not in {option for parameter in serve.params for option in parameter.opts}


def test_a_password_of_the_database_is_in_no_log(run):
    result, command, environment = run(db="postgresql://ana:hunter2@db.example/sarhad")
    assert "hunter2" not in result.output and "hunter2" not in " ".join(command)
    assert environment["SARHAD_DB"] == "postgresql://ana:hunter2@db.example/sarhad"


def test_open_is_said_explicitly(run):
    assert run("--host", "0.0.0.0", "--open")[1] is not None


@pytest.mark.parametrize(
    ("secrets", "authlib", "problem"),
    [
        (PROVIDER + '[sarhad]\nallow = ["@example.org"]', True, None),
        # a provider alone lets its whole world in
        (PROVIDER, True, "who may enter"),
        (PROVIDER + "[sarhad]\nallow = []", True, "who may enter"),
        (PROVIDER + '[sarhad]\nallow = "*"', True, "who may enter"),
        # nothing to sign in with
        ("[other]\nx = 1", True, "no section [auth]"),
        (PROVIDER + '[sarhad]\nallow = ["@example.org"]', False, "sarhad[oidc]"),
        # not TOML
        ("[auth\n", True, "cannot be read"),
    ],
)
def test_sign_in_with_a_provider_counts_when_it_is_complete(run, tmp_path, monkeypatch, secrets, authlib, problem):
    (tmp_path / "secrets.toml").write_text(secrets)
    monkeypatch.setattr(sign_in, "find_spec", lambda name: authlib or None)
    result, command, _ = run("--host", "0.0.0.0")
    if problem is None:
        assert command is not None
    else:
        assert command is None and problem in result.output


def test_uploads_are_limited_and_the_page_belongs_to_its_own_address(run):
    _, command, _ = run()
    assert {
        f"--server.maxUploadSize={UPLOAD_MB}", "--server.enableXsrfProtection=true", "--server.enableCORS=true",
        "--client.showErrorDetails=none", "--browser.gatherUsageStats=false",
    } <= set(command)  # fmt: skip
    assert UPLOAD_MB <= 25


def test_a_missing_database_begins_with_the_samples(run, tmp_path, monkeypatch):
    loaded = []
    monkeypatch.setattr(serving, "_load_samples", loaded.append)
    run(db=str(tmp_path / "new.db"))
    assert loaded == [str(tmp_path / "new.db")]
