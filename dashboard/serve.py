"""`sarhad serve`: the page on this machine, or for others behind a token."""

from __future__ import annotations

import ipaddress
import os
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
@click.option("--token", envvar="SARHAD_TOKEN", default=None, help="Ask visitors for this token ($SARHAD_TOKEN).")
@click.option("--open", "unguarded", is_flag=True, help="Serve other machines without a token.")
def serve(db, host, port, token, unguarded) -> None:
    """Serve the dashboard; a database that does not exist yet begins with the bundled sample articles.

    On another address than this machine's own it asks visitors for a token, or wants to be told that it is --open.

    \b
    Example:
      sarhad serve --db kech.db
      SARHAD_TOKEN=… sarhad serve --host 0.0.0.0 --port 8600
    """
    if not _loopback(host) and not token and not unguarded:
        click.echo(
            f"sarhad serve: {host} is open to other machines; give a token (--token or $SARHAD_TOKEN), or say --open",
            err=True,
        )
        raise SystemExit(UNUSABLE_ARGUMENTS)
    from incidents.store import default_database

    name = db or default_database()
    if "://" not in name and not Path(name).exists():
        _load_samples(name)
    environment = os.environ | {"SARHAD_DB": name} | ({"SARHAD_TOKEN": token} if token else {})
    click.echo(f"Sarhad on http://{host}:{port} with {name}; stop with Ctrl-C", err=True)
    command = _command(host, port)
    if os.name == "posix":  # become the server, so that stopping this command stops it
        os.execve(command[0], command, environment)  # noqa: S606
    raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603


def _command(host: str, port: int) -> list[str]:
    settings = {
        "server.address": host, "server.port": port, "server.headless": "true", "browser.gatherUsageStats": "false",
        "runner.magicEnabled": "false", "server.maxUploadSize": UPLOAD_MB, "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none", "server.fileWatcherType": "none", "theme.primaryColor": "#0072B2",
    }  # fmt: skip
    page = str(resources.files("dashboard") / "app.py")
    return [sys.executable, "-m", "streamlit", "run", page, *(f"--{name}={value}" for name, value in settings.items())]


def _load_samples(name: str) -> None:
    """A first database with something to look at."""
    samples = resources.files("incidents") / "samples" / "articles.jsonl"
    click.echo(f"there is no database at {name} yet; loading the sample articles", err=True)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "incidents.cli", "ingest", str(samples), "--db", name], check=False
    )
    if done.returncode not in (0, 3):
        raise SystemExit(NOTHING_DONE)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
