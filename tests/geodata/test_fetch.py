"""Downloads against a local server: whole, wrong digest, cut and resumed, missing member, nobody there."""

from __future__ import annotations

import hashlib
import json

import pytest
from click.testing import CliRunner

from geodata import fetch
from geodata.fetch import Download, fetch_one, fetch_sources
from geodata.model import PackError
from incidents.cli import main

from .official_files import addresses, serving, turkey_and_syria, zipped

BODY = zipped("PK.txt", b"1\tTurbat\n" * 5000)


@pytest.fixture
def server():
    with serving({"/PK.zip": BODY, "/cut": BODY, "/empty": b""}) as running:
        running.cut.add("/cut")
        yield running


@pytest.fixture
def official():
    files: dict[str, bytes] = {}
    with serving(files) as running:
        files.update(turkey_and_syria(running.address))
        running.files = files
        yield running


def test_a_sound_file_is_kept_and_not_asked_for_twice(server, tmp_path):
    digest = f"sha256:{hashlib.sha256(BODY).hexdigest()}"
    download = Download(url=f"{server.address}/PK.zip", name="PK.zip", digest=digest)
    assert fetch_one(download, tmp_path).read_bytes() == BODY == fetch_one(download, tmp_path).read_bytes()
    assert server.asked == [("/PK.zip", 0)]


@pytest.mark.parametrize("digest", ["sha256:" + "0" * 64, "md5:" + "0" * 32])
def test_a_wrong_digest_is_refused_and_leaves_nothing(server, tmp_path, digest):
    with pytest.raises(PackError, match="bundled pack stays in use"):
        fetch_one(Download(url=f"{server.address}/PK.zip", name="PK.zip", digest=digest), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_cut_transfer_goes_on_where_it_stopped(server, tmp_path):
    download = Download(url=f"{server.address}/cut", name="PK.zip", member=r"^PK\.txt$")
    with pytest.raises(PackError, match="are kept"):
        fetch_one(download, tmp_path)
    assert fetch_one(download, tmp_path).read_bytes() == BODY
    (_, first), (_, second) = server.asked
    assert first == 0 < second <= len(BODY) // 2


def test_a_missing_member_is_named_and_the_archive_thrown_away(server, tmp_path):
    with pytest.raises(PackError, match=r"no sound member \^IR"):
        fetch_one(Download(url=f"{server.address}/PK.zip", name="IR.zip", member=r"^IR\.txt$"), tmp_path)
    assert not list(tmp_path.glob("IR.zip"))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/nothing-there", "could not be downloaded"),  # the server says 404
        ("/empty", "no sound member"),  # an empty answer is no archive
    ],
)
def test_what_the_server_does_not_have_is_said(server, tmp_path, path, reason):
    with pytest.raises(PackError, match=reason):
        fetch_one(Download(url=server.address + path, name="x.zip", member="x"), tmp_path)


def test_without_a_network_the_bundled_pack_stays(tmp_path):
    with pytest.raises(PackError, match="bundled pack stays in use"):
        fetch_one(Download(url="http://127.0.0.1:9/PK.zip", name="PK.zip"), tmp_path)


@pytest.mark.parametrize(
    ("countries", "names", "said"), [(["PK"], ["gadm"], "gadm"), (["XX"], None, "'XX'"), (["Iran"], None, "'Iran'")]
)
def test_unknown_sources_and_countries_are_named(tmp_path, countries, names, said):
    with pytest.raises(PackError, match=said):
        fetch_sources(countries, names, tmp_path)


def test_all_four_sources_come_and_what_one_lacks_is_named(official, tmp_path):
    fetched = fetch_sources(["TR", "sy"], None, tmp_path, addresses=addresses(official.address))
    assert {path.name for path in fetched.paths} == {
        "TR-ADM0.geojson", "TR-ADM1.geojson", "TR-ADM2.geojson", "TR.zip", "SY.zip", "SY-cod-ab.geojson.zip",
        "ne_10m_admin_1_states_provinces.zip",
    }  # fmt: skip
    assert len(fetched.missing) == 4  # COD-AB of Turkey, geoBoundaries' three levels of Syria
    asked = len(official.asked)
    again = fetch_sources(["TR", "SY"], ["geonames"], tmp_path, addresses=addresses(official.address))
    assert len(again.paths) == 2 and len(official.asked) == asked  # from the cache


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/gb/TUR/ADM2/", b"not json"),  # a captive portal
        ("/gb/TUR/ADM2/", b"{}"),  # geoBoundaries without an address
        ("/hdx/cod-ab-syr", json.dumps({"result": {"resources": [{"url": "http://x/a.shp.zip"}]}}).encode()),
    ],
)
def test_an_answer_that_names_no_file_is_not_kept(official, tmp_path, path, answer):
    official.files[path] = answer
    fetched = fetch_sources(["TR", "SY"], ["cod-ab", "geoboundaries"], tmp_path, addresses=addresses(official.address))
    assert any("names no file" in reason and path in reason for reason in fetched.missing)
    kept = "TR-ADM2.json" if "gb" in path else "SY-cod-ab.json"
    assert not (tmp_path / kept).exists()


def test_the_digest_that_ocha_publishes_is_checked(official, tmp_path):
    official.files["/syr_admin_boundaries.geojson.zip"] += b"x"
    fetched = fetch_sources(["SY"], ["cod-ab"], tmp_path, addresses=addresses(official.address))
    assert not fetched.paths and "digest differs" in fetched.missing[0]


def test_the_command_names_what_is_missing_without_a_network(monkeypatch, tmp_path):
    monkeypatch.setattr(fetch, "Addresses", lambda: addresses("http://127.0.0.1:9"))
    monkeypatch.setattr(fetch, "download_folder", lambda: tmp_path)
    done = CliRunner().invoke(main, ["geodata", "fetch"])
    assert done.exit_code == 1
    assert done.stderr.count("Missing:") == 11 and "bundled pack stays in use" in done.stderr


def test_the_command_prints_the_files_and_exits_with_3_when_some_are_missing(official, monkeypatch, tmp_path):
    monkeypatch.setattr(fetch, "Addresses", lambda: addresses(official.address))
    monkeypatch.setattr(fetch, "download_folder", lambda: tmp_path)
    done = CliRunner().invoke(main, ["geodata", "fetch", "cod-ab", "geonames", "--countries", "TR,SY"])
    assert done.exit_code == 3
    assert len(done.stdout.splitlines()) == 3 and "cod-ab-tur" in done.stderr
