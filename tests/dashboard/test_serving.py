"""A real server: where it listens, whom its sockets answer, and what of the token can be seen from outside."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOKEN = "a-token-of-more-than-sixteen"


@pytest.fixture(scope="module")
def server(sample_db):
    """(process, port) of a `sarhad serve` behind a token."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "incidents.cli", "serve", "--db", sample_db, "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"SARHAD_TOKEN": TOKEN},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while not healthy(port):
            assert process.poll() is None and time.monotonic() < deadline, "the server did not come up"
        yield process, port
    finally:
        process.terminate()
        process.wait(20)


def healthy(port: int) -> bool:
    try:
        return answer(port, "/_stcore/health")[0] == 200
    except OSError:
        return False


def answer(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, b"" if response.status == 101 else response.read()
    finally:
        connection.close()


def handshake(port: int, origin: str) -> int:
    status, _ = answer(
        port, "/_stcore/stream", Origin=origin, Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", Sec_WebSocket_Protocol="streamlit",
    )  # fmt: skip
    return status


def test_only_pages_of_its_own_address_reach_it(server):
    """Another site open in the same browser cannot talk to it, also not by a name that leads here (DNS rebinding)."""
    _, port = server
    assert handshake(port, f"http://127.0.0.1:{port}") == 101
    for origin in (
        "https://attacker.example",
        f"http://attacker.example:{port}",
        "null",
        "http://127.0.0.1.attacker.example",
    ):
        assert handshake(port, origin) == 403


def test_nothing_of_the_incidents_is_in_what_anybody_may_fetch(server):
    _, port = server
    for path in (
        "/",
        "/_stcore/health",
        "/_stcore/host-config",
        "/component/",
        "/media/x",
        "/app/static/x",
        "/../incidents.db",
    ):
        _, body = answer(port, path)
        assert b"Turbat" not in body and TOKEN.encode() not in body and b"SQLite format" not in body


def test_an_upload_needs_a_session(server):
    _, port = server
    for path in ("/_stcore/upload_file/nobody/1", "/_stcore/upload_file/x/y"):
        status, _ = answer(port, path, "PUT", b"x" * 100, Content_Type="application/octet-stream")
        assert status in (400, 403, 404, 405)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only Linux shows processes this way")
def test_the_token_is_in_no_command_line(server):
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # a process may end while it is looked at
            lines.append(path.read_bytes())
    assert any(b"streamlit" in line for line in lines)
    assert not any(TOKEN.encode() in line for line in lines)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux shows sockets this way")
def test_it_listens_on_this_machine_alone(server):
    _, port = server
    listening = [
        local
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for _, local, _, state, *_ in map(str.split, Path(table).read_text().splitlines()[1:])
        if state == "0A" and local.endswith(f":{port:04X}")
    ]
    assert listening == [f"0100007F:{port:04X}"]
