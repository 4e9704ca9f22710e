"""`sarhad serve`: the page on this machine, or for others behind a token."""

from __future__ import annotations

import ipaddress
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import click

UPLOAD_MB = 25
NOTHING_DONE, UNUSABLE_ARGUMENTS = 1, 2


@click.command()
@click.option(
    "--db", default=None, help="SQLite file or postgresql:// URL (default: $SARHAD_DB, else the user's data folder)."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--token-file", type=click.File("r", encoding="utf-8"), help="File with the token to ask visitors for.")
@click.option("--open", "unguarded", is_flag=True, help="Serve other machines though nobody need prove who they are.")
def serve(db, host, port, token_file, unguarded) -> None:
    """Serve the dashboard; a database that does not exist yet begins with the bundled sample articles.

    On another address than this machine's own it asks visitors for a token ($SARHAD_TOKEN or --token-file; there is no
    option for the token itself, since others could read it in the list of processes), or to sign in when
    .streamlit/secrets.toml names an OIDC provider under [auth] and who may enter under [sarhad]; or it wants to be
    told that it is --open.

    \b
    Example:
      sarhad serve --db kech.db
      sarhad serve --host 0.0.0.0 --port 8600 --token-file ~/sarhad.token
    """
    token = token_file.read().strip() if token_file else os.environ.get("SARHAD_TOKEN", "").strip()
    if not _loopback(host) and not unguarded and (problem := _unguarded(token)):
        click.echo(f"sarhad serve: {host} is open to other machines; {problem}", err=True)
        raise SystemExit(UNUSABLE_ARGUMENTS)
    from incidents.store import default_database

    name = db or default_database()
    if "://" not in name and not Path(name).exists():
        _load_samples(name)
    environment = os.environ | {"SARHAD_DB": name, "SARHAD_TOKEN": token}
    shown = re.sub(r"(://[^:/@]*):[^@]*@", r"\1:…@", name)  # never a password
    address = f"[{host}]" if ":" in host else host
    click.echo(f"Sarhad on http://{address}:{port} with {shown}; stop with Ctrl-C", err=True)
    command = _command(host, port)
    if os.name == "posix":  # become the server, so that stopping this command stops it
        os.execve(command[0], command, environment)  # noqa: S606
    raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603


def _command(host: str, port: int) -> list[str]:
    folder = Path(str(resources.files("dashboard")))
    settings = {
        "server.address": host, "server.port": port, "server.headless": "true", "browser.gatherUsageStats": "false",
        "runner.magicEnabled": "false", "server.maxUploadSize": UPLOAD_MB, "server.enableXsrfProtection": "true",
        "server.enableCORS": "true", "client.toolbarMode": "minimal", "client.showErrorDetails": "none",
        "server.fileWatcherType": "none", "theme.base": str(folder / "theme.toml"),
    }  # fmt: skip
    options = (f"--{name}={value}" for name, value in settings.items())
    return [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), *options]


def _load_samples(name: str) -> None:
    """A first database with something to look at."""
    samples = resources.files("incidents") / "samples" / "articles.jsonl"
    click.echo(f"there is no database at {name} yet; loading the sample articles", err=True)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "incidents.cli", "ingest", str(samples), "--db", name], check=False
    )
    if done.returncode not in (0, 3):
        raise SystemExit(NOTHING_DONE)


def _unguarded(token: str) -> str | None:
    """Why other machines would come in without proving anything; None when they would not."""
    from dashboard.sign_in import SHORTEST_TOKEN, provider_problem

    if len(token) >= SHORTEST_TOKEN:
        return None
    if token:
        return f"a token of {len(token)} characters can be guessed, use {SHORTEST_TOKEN} or more"
    problem = provider_problem()
    return problem and f"put a token into $SARHAD_TOKEN or --token-file, or set up sign-in ({problem}), or say --open"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
