"""Downloads against a local server: whole, wrong hash, cut and resumed, missing member, nobody there."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geodata.fetch import Download, fetch_one, official_downloads
from geodata.model import PackError


def _zip(member: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(member, "1\tTurbat\n" * 5000)
    return stream.getvalue()


BODY = _zip("PK.txt")


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        asked: list = []  # noqa: RUF012 one fixture, one list

        def do_GET(self):
            start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
            self.asked.append(start)
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(BODY) - start))
            self.end_headers()
            cut = self.path == "/cut" and len(self.asked) == 1
            self.wfile.write(BODY[start : len(BODY) // 2] if cut else BODY[start:])

        def log_message(self, *_):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    running.address = f"http://127.0.0.1:{running.server_port}"
    running.asked = Handler.asked
    yield running
    running.shutdown()
    running.server_close()


def test_a_sound_file_is_kept_and_not_asked_for_twice(server, tmp_path):
    download = Download(url=f"{server.address}/PK.zip", name="PK.zip", sha256=hashlib.sha256(BODY).hexdigest())
    assert fetch_one(download, tmp_path).read_bytes() == BODY == fetch_one(download, tmp_path).read_bytes()
    assert server.asked == [0]


def test_a_wrong_hash_is_refused_and_leaves_nothing(server, tmp_path):
    with pytest.raises(PackError, match="bundled pack stays in use"):
        fetch_one(Download(url=f"{server.address}/PK.zip", name="PK.zip", sha256="0" * 64), tmp_path)
    assert not (tmp_path / "PK.zip").exists()


def test_a_cut_transfer_goes_on_where_it_stopped(server, tmp_path):
    download = Download(url=f"{server.address}/cut", name="PK.zip", member="PK.txt")
    with pytest.raises(PackError, match="are kept"):
        fetch_one(download, tmp_path)
    assert fetch_one(download, tmp_path).read_bytes() == BODY
    first, second = server.asked
    assert first == 0 < second <= len(BODY) // 2


def test_a_missing_member_is_named(server, tmp_path):
    with pytest.raises(PackError, match=r"IR\.txt"):
        fetch_one(Download(url=f"{server.address}/PK.zip", name="IR.zip", member="IR.txt"), tmp_path)


def test_without_a_network_the_bundled_pack_stays(tmp_path):
    with pytest.raises(PackError, match="bundled pack stays in use"):
        fetch_one(Download(url="http://127.0.0.1:9/PK.zip", name="PK.zip"), tmp_path)


def test_unknown_sources_and_countries_are_named():
    with pytest.raises(PackError, match="gadm"):
        official_downloads(["PK"], ["gadm"])
