"""`sarhad extract` and `sarhad geoparse` from outside: what they print, what they name on stderr, how they end."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner

from incidents.cli import main

TEXT = "Two men were killed on Friday when a bomb went off near Turbat in Kech district, officials said."
LINE = json.dumps({"text": TEXT}) + "\n"
URDU = "بلیدہ میں جمعہ کو بم دھماکے میں چھ اہلکار ہلاک اور ایک زخمی ہو گیا۔"
PERSIAN = "به گزارش خبرگزاری، در پی انفجار یک بمب در زاهدان دو نفر کشته شدند."


def run(*arguments: str, stdin: str | bytes | None = None):
    return CliRunner().invoke(main, list(arguments), input=stdin)


def features(result) -> list[dict]:
    made = json.loads(result.stdout)
    assert made["type"] == "FeatureCollection"
    return made["features"]


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"Date: 2020-05-12\n\n{TEXT}", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("content", "name", "code", "named"),
    [
        # all good · one bad among good · nothing good · nothing there
        (LINE, "a.jsonl", 0, ""), (LINE + "broken\n", "a.jsonl", 3, "a.jsonl, line 2: not valid JSON"),
        ("broken\n", "a.jsonl", 1, "a.jsonl, line 1"), ("", "a.txt", 1, "a.txt: the file holds no text"),
        ("id,text\n1,one\n2,a, b\n", "a.csv", 3, "a.csv, line 3: 3 cells"), ("Date: 2020-02-30\n\nText.", "a.txt", 1, "line 1: the date '2020-02-30' does not exist"),
        ("\x00\x01\x02" * 99, "a.bin", 1, "not a kind of file"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["extract", "geoparse"])
def test_exit_codes(command, content, name, code, named, tmp_path):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    done = run(command, str(path))
    assert done.exit_code == code, done.output
    assert named in done.stderr and (code == 0 or "rejected" in done.stderr)
    if command == "extract":
        features(done)


@pytest.mark.parametrize("command", ["extract", "geoparse"])
def test_inputs_that_are_not_there(command, article, tmp_path):
    missing = str(tmp_path / "no.txt")
    assert (run(command, missing).exit_code, run(command, missing, article).exit_code) == (1, 3)
    assert f"{missing}: there is no such file" in run(command, missing).stderr
    assert run(command).exit_code == 2 and "Missing argument" in run(command).stderr
    assert run(command, " ").exit_code == 1 and "no input named" in run(command, " ").stderr
    assert run(command, article, "--nonsense").exit_code == 2


@pytest.mark.parametrize("text", [URDU, PERSIAN])
def test_a_language_that_is_not_read_yet_is_named_and_never_half_read(text, tmp_path):
    """A whole run of such articles ends with 3, not 1: they were taken, and are kept wherever there is a store."""
    (tmp_path / "u.txt").write_text(text, encoding="utf-8")
    done = run("extract", str(tmp_path / "u.txt"))
    assert done.exit_code == 3 and features(done) == []
    assert "not read yet" in done.stderr and "1 language_not_read_yet" in done.stderr
    (tmp_path / "e.txt").write_text(f"Date: 2020-05-12\n\n{TEXT}", encoding="utf-8")
    both = run("extract", str(tmp_path))
    assert both.exit_code == 3 and len(features(both)) == 1


def test_standard_input(article):
    lines = json.dumps({"id": "x", "published": "2020-05-12", "text": TEXT})
    (feature,) = features(run("extract", "-", stdin=lines))
    assert feature["properties"]["article_id"] == "x" and feature["properties"]["fatalities"] == 2
    places = run("geoparse", "-", stdin=lines)
    told = json.loads(places.stdout)
    assert told["id"] == "x" and all(TEXT[t["start"] : t["end"]] == t["text"] for t in told["toponyms"])


def test_geoparse_gives_every_promised_member(article):
    told = json.loads(run("geoparse", article).stdout)
    promised = {"start", "end", "text", "name", "lon", "lat", "where_prec", "country", "admin1", "admin2", "place_id"}
    assert told["toponyms"] and all(promised <= set(toponym) for toponym in told["toponyms"])


@pytest.mark.parametrize("form", ["geojson", "jsonl", "csv"])
def test_formats_hold_the_same_events(form, article):
    out = run("extract", "--format", form, article).stdout
    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(out))
        found = (row["event_date"], row["fatalities"], row["admin2"])
    else:
        told = (json.loads(out)["features"] if form == "geojson" else [json.loads(out)])[0]["properties"]
        found = (told["event_date"], str(told["fatalities"]), told["admin2"])
    assert found == ("2020-05-08", "2", "Kech")


def test_a_format_that_is_none(article):
    done = run("extract", "--format", "xlsx", article)
    assert done.exit_code == 2 and "geojson" in done.stderr


@pytest.mark.parametrize("command", ["extract", "geoparse"])
def test_an_unknown_pack_is_said_in_words(command, article):
    done = run(command, "--pack", "atlantis", article)
    assert done.exit_code in (1, 2) and "atlantis" in done.stderr and "Traceback" not in done.output


def test_one_article_that_cannot_be_read_does_not_end_the_run(article, tmp_path, monkeypatch):
    import incidents.pipeline as pipeline

    real = pipeline.read_article

    def stumble(read, toolbox):
        if "stumble" in read.text:
            raise RuntimeError("a rule its author did not think through")
        return real(read, toolbox)

    monkeypatch.setattr(pipeline, "read_article", stumble)
    other = tmp_path / "0.txt"
    other.write_text("Words over which the reading will stumble.", encoding="utf-8")
    done = run("extract", str(other), article)
    assert done.exit_code == 3 and len(features(done)) == 1 and "1 extraction_failed" in done.stderr


def test_output_is_utf_8_whatever_the_terminal_says(tmp_path):
    (tmp_path / "a.txt").write_text(f"Date: 2020-05-12\n\n{TEXT} “ب”", encoding="utf-8")
    for command in ("extract", "geoparse"):
        done = subprocess.run(
            [sys.executable, "-m", "incidents.cli", command, str(tmp_path / "a.txt")], capture_output=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        json.loads(done.stdout.decode("utf-8"))


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"Date: 2020-05-12\n\n{TEXT}".encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("command", ["extract", "geoparse", "ingest"])
def test_private_addresses_only_when_allowed(command, address, tmp_path):
    store = ["--db", str(tmp_path / "a.db")] if command == "ingest" else []
    refused = run(command, address, *store)
    assert refused.exit_code == 1 and "address of this machine or its network" in refused.stderr
    allowed = run(command, address, *store, "--allow-private")
    assert allowed.exit_code == 0, allowed.output
