"""Signing in with a provider, the whole way: Streamlit, Authlib, a browser and a provider of our own on this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

pytestmark = pytest.mark.browser
jwt = pytest.importorskip("joserfc.jwt")
jwk = pytest.importorskip("joserfc.jwk")
CLIENT = "sarhad-in-the-tests"


class Provider(BaseHTTPRequestHandler):
    """Signs everybody in at once, as `server.address`; the code it hands out is the nonce it was given."""

    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/auth":
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': asked['nonce'], 'state': asked['state']})}"
            )
            self.end_headers()
        elif parts.path == "/jwks":
            self._answer({"keys": [self.server.key.as_dict(private=False)]})
        else:
            self._answer(
                {"issuer": self.server.url, "authorization_endpoint": f"{self.server.url}/auth", "token_endpoint": f"{self.server.url}/token",
                 "jwks_uri": f"{self.server.url}/jwks", "id_token_signing_alg_values_supported": ["RS256"]}
            )  # fmt: skip

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        now = int(time.time())
        claims = {
            "iss": self.server.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300, "nonce": form["code"][0],
            "email": self.server.email, "email_verified": True,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.server.key)
        self._answer({"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def _answer(self, value: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.url, server.key, server.email = (
        f"http://127.0.0.1:{server.server_port}",
        jwk.RSAKey.generate_key(2048, {"kid": "1"}),
        "",
    )
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(provider, sample_db, tmp_path_factory):
    folder = tmp_path_factory.mktemp("signing")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"x" * 32}"\nclient_id = "{CLIENT}"\n'
        f'client_secret = "y"\nserver_metadata_url = "{provider.url}/.well-known/openid-configuration"\n[sarhad]\nallow = ["@desk.example.org"]\n'
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "incidents.cli", "serve", "--db", sample_db, "--port", str(port)], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"SARHAD_TOKEN": "", "HOME": str(folder)},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, "the server did not come up"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize(
    ("email", "enters"),
    [
        ("ali@desk.example.org", True),
        # known to the provider, but on no list
        ("eve@example.org", False),
    ],
)
def test_who_is_on_the_list_comes_in(browser, address, provider, email, enters):
    provider.email = email
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="sign in").click(timeout=60_000)
        if enters:
            page.get_by_text("incidents").first.wait_for(timeout=60_000)
        else:
            page.get_by_text("not on the list").wait_for(timeout=60_000)
            assert "Turbat" not in page.inner_text("body")
    finally:
        context.close()
