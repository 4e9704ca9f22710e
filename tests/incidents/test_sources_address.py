"""Fetching addresses, against a server on this machine: what is taken, what is cut, what is refused."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from incidents.model import Article, Reject
from incidents.sources import Limits, read
from incidents.sources.address import fetch, is_public
from incidents.sources.record import Refused

LINE = json.dumps({"id": "a", "text": "Two men were killed in Turbat."}).encode()
HTML = "<html><head><title>Blast</title></head><body><article><p>{}</p></article></body></html>".format(
    "A bomb went off in Turbat on Sunday, killing two men. " * 5
).encode()


class Handler(BaseHTTPRequestHandler):
    answers: ClassVar = {
        "/page": ("text/html; charset=utf-8", HTML),
        "/a.jsonl": ("application/octet-stream", LINE),
        "/persian": ("text/plain; charset=windows-1256", "انفجار در زاهدان".encode("cp1256")),
        "/big": ("text/plain", b"x" * 200_000),
    }

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif path == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif path == "/drip":  # a header that never ends, a byte at a time
            try:
                while not self.server.closing.wait(0.02):
                    self.wfile.write(b"H")
            except OSError:
                pass
        elif path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"broken off")
        elif path == "/gzip":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
        elif path in self.answers:
            kind, body = self.answers[path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(404)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.closing = threading.Event()
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.closing.set()
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page", "A bomb went off"),
        # the server says nothing useful: the ending decides
        ("/a.jsonl", "Two men"),
        # the charset of the header is believed
        ("/persian", "انفجار"),
        # a redirect by path alone
        ("/to//page", "A bomb went off"),
    ],
)
def test_takes(server, path, words):
    (article,) = read(server + path, allow_private=True)
    assert isinstance(article, Article), article
    assert words in article.text


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/nowhere", "http_error"),
        ("/loop", "too_many_redirects"),
        ("/big", "too_large"),
        ("/short", "unreachable"),
        ("/gzip", "unsupported"),
        # a redirect never leaves http
        ("/to/file:///etc/passwd", "unsupported"),
        ("/to/ftp://127.0.0.1/x", "unsupported"),
    ],
)
def test_refuses(server, path, code):
    (reject,) = read(server + path, allow_private=True, limits=Limits(download_bytes=100_000))
    assert isinstance(reject, Reject)
    assert reject.code == code
    assert reject.file == server + path


def test_dripping_server_is_cut_at_the_deadline(server):
    before = time.monotonic()
    with pytest.raises(Refused) as caught:
        fetch(server + "/drip", Limits(download_seconds=0.3), allow_private=True)
    assert caught.value.code == "timeout"
    assert time.monotonic() - before < 3


def test_private_addresses_are_refused_unless_allowed(server):
    (reject,) = read(server + "/page")
    assert reject.code == "private_address"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://0.0.0.0/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/", "http://192.168.1.1/", "http://[::ffff:127.0.0.1]/",
        # one number, or octal and hexadecimal parts, as C libraries read them
        "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
    ],
)  # fmt: skip
def test_every_spelling_of_a_private_address_is_refused(url):
    (reject,) = read(url)
    assert reject.code in ("private_address", "unreachable")


def test_a_redirect_into_the_private_network_is_refused(server, monkeypatch):
    """The first hop looks public, the second is this machine: each hop is judged anew."""
    import incidents.sources.address as address

    real, asked = address.is_public, []

    def first_is_public(ip):
        asked.append(ip)
        return True if len(asked) == 1 else real(ip)

    monkeypatch.setattr(address, "is_public", first_is_public)
    (reject,) = read(f"{server}/to/{server}/page")
    assert reject.code == "private_address"
    assert len(asked) == 2


def test_the_address_that_was_checked_is_the_one_connected_to(server, monkeypatch):
    """A name server that answers differently the second time (DNS rebinding) is asked only once."""
    port = int(server.rsplit(":", 1)[1])
    asked = []

    def once(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert fetch("http://news.example/page", allow_private=True).body == HTML
    assert asked == ["news.example"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.org/a", "unsupported"),
        ("http://user:secret@example.org/", "unsupported"),
        ("http://[::1/", "unsupported"),
        ("http://example.org:99999/", "unsupported"),
        ("http:///nothing", "unsupported"),
    ],
)
def test_addresses_that_are_none(url, code):
    (reject,) = read(url)
    assert reject.code == code


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("fe80::1%eth0", False), ("::", False), ("fc00::1", False),
        # an inner address decides: NAT64, 6to4, mapped
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("::ffff:10.0.0.1", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_is_public(ip, public):
    assert is_public(ip) is public
