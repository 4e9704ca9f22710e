"""Ingesting: a stream with flat memory, one bad article never ends it, several workers give what one gives."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import threading
import zipfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import make_article, make_report

from incidents.cli import main
from incidents.extract import can_read
from incidents.filters import IncidentFilter
from incidents.ingest import BATCH, EXTRACTION_FAILED, LANGUAGE_NOT_READ_YET, ingest
from incidents.model import Reject
from incidents.sources import SourceRecord
from incidents.sources import read as read_records
from incidents.store import Store

TOWNS = ("Turbat", "Panjgur", "Gwadar", "Mand", "Buleda", "Zahedan", "Saravan", "Chabahar")


def tell(number: int, **changes):
    """An article of its own day, about one attack."""
    published = date(1990, 1, 1) + timedelta(days=2 * number)
    text = (f"{number % 7 + 1} soldiers were killed by a bomb in {TOWNS[number % 8]} on {published:%A}. The road to the "
            f"frontier was closed until the evening, officials of post {number} said, and the wounded were taken away. "
            "Nobody claimed the attack at first, and the search for those who did it went on in the hills.")  # fmt: skip
    fields = dict(id=f"n{number}", url=None, title="", source=f"Wire {number % 5}", published=published, text=text)
    return make_article(**{**fields, **changes})


def reader(article):
    """A reader for tests that need no real one: one report an article, of its day."""
    day = article.published or date(2020, 5, 8)
    return (make_report(id=f"{article.id}#0", article_id=article.id, event_date=day, evidence=()),)


def failing(article):
    if article.id == "n1":
        raise ZeroDivisionError("no such luck")
    return reader(article)


def everything(db) -> tuple:
    with Store.open(db) as store:
        return (tuple(store.articles()), tuple(store.incidents(IncidentFilter(background=True))), store.rejects(),
                [(row["action"], row["subject"], row["detail"]) for row in store.change_log()])  # fmt: skip


def run(records, db, read=reader, **options):
    with Store.open(db) as store:
        return list(ingest(records, store, read, can_read, **options))


def test_everything_of_a_stream_is_stored_counted_and_kept(db):
    coded = SourceRecord(
        article=make_article(id="coded", text=""), reports=(make_report(id="c#0", article_id="coded"),)
    )
    urdu = tell(2, id="urdu", lang="ur", url="https://wire.example.org/ur")
    bad = Reject(file="x.jsonl", line=3, reason="not valid JSON", code="bad_json")
    *_, last = run([tell(1), bad, urdu, coded, tell(1), tell(3)], db)
    assert (last.articles, last.added, last.reports, last.incidents, last.rejected) == (5, 4, 3, 3, 2)
    with Store.open(db) as store:
        assert {article.id for article in store.articles()} == {"n1", "urdu", "coded", "n3"}
        assert [reject.code for reject in store.rejects()] == ["bad_json", LANGUAGE_NOT_READ_YET]
        assert store.count() == 3


def test_an_article_whose_extraction_fails_is_kept_and_listed_and_can_be_read_again(db):
    *_, last = run([tell(1), tell(2)], db, failing)
    assert (last.added, last.rejected, last.incidents) == (2, 1, 1)
    assert last.rejects[0].code == EXTRACTION_FAILED and "no such luck" in last.rejects[0].reason
    *_, last = run([tell(1)], db)
    assert last.added == 0, "it is known"
    *_, last = run([tell(1)], db, again=True)
    assert (last.added, last.incidents) == (1, 1)


def test_what_no_database_can_hold_is_a_reject_and_the_rest_of_its_batch_is_stored(db):
    poison = SourceRecord(article=tell(2), reports=(make_report(id="n2#0", article_id="n2", fatalities=10**30),))
    *_, last = run([tell(1), poison, tell(3)], db)
    assert (last.added, last.rejected, last.rejects[0].code, last.rejects[0].article_id) == (2, 1, "unstorable", "n2")
    with Store.open(db) as store:
        assert {article.id for article in store.articles()} == {"n1", "n3"} and store.rejects() == last.rejects


def test_two_articles_of_one_id_are_told_apart(db):
    other = tell(5, id="n1", source="Another Wire")
    *_, last = run([tell(1), other], db)
    assert (last.added, last.rejects[0].code) == (1, "id_taken")
    with Store.open(db) as store:
        assert store.article("n1") == tell(1)


def test_one_article_in_many_forms_is_one(tmp_path, tmp_path_factory):
    """As text, HTML, JSONL and CSV, with tracking parameters, under another scheme, in a zip: the first one stays."""
    article = tell(3, title="Bomb near the post")
    day, text = article.published, article.text.replace(" The road", "\n\nThe road")
    url = "https://www.wire.example.org/2020/bomb"
    head = f"Title: {article.title}\nDate: {day}\nSource: Wire\nURL: {url}\n\n"
    (tmp_path / "1.txt").write_text(head + text)
    record = {"url": f"{url}?utm_source=x&fbclid=1#top", "published": str(day), "source": "Wire", "text": text}
    (tmp_path / "2.jsonl").write_text(json.dumps(record))
    (tmp_path / "3.csv").write_text(f'url,date,source,text\nhttp://wire.example.org/2020/bomb/,{day},Wire,"{text}"\n')
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    page = f"<html><head><title>{article.title}</title><link rel='canonical' href='{url}'></head><body><article>"
    (tmp_path / "4.html").write_text(f"{page}<h1>{article.title}</h1>{paragraphs}</article></body></html>")
    with zipfile.ZipFile(tmp_path / "5.zip", "w") as archive:
        archive.write(tmp_path / "2.jsonl", "again.jsonl")
    *_, last = run(read_records(tmp_path), tmp_path_factory.mktemp("db") / "x.db")
    assert (last.articles, last.added, last.rejected) == (5, 1, 0)


def test_a_known_article_is_not_extracted_again(db):
    run(map(tell, range(50)), db)
    read: list[str] = []
    run(map(tell, range(60)), db, lambda article: read.append(article.id) or reader(article))
    assert read == [f"n{number}" for number in range(50, 60)]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_known_but_is_corrected_meanwhile_keeps_its_reports(tmp_path, workers):
    """A stream that brings a correction and then the old version again, in one batch and in the next: the last one stands."""
    db, corrected = tmp_path / "x.db", tell(1, text=tell(1).text + " Correction: it was five.")
    run([tell(1), tell(2)], db)
    *_, last = run([corrected, tell(1), *map(tell, range(10, 10 + BATCH)), corrected, tell(1)], db, workers=workers)
    assert (last.articles, last.added, last.incidents) == (BATCH + 4, BATCH + 4, BATCH)
    with Store.open(db) as store:
        assert store.article("n1") == tell(1) and store.count() == BATCH + 2


def test_batches_are_acknowledged_as_they_are_stored(tmp_path):
    """After each yield what it counts is in the database; nothing is read further ahead than a batch."""
    drawn: list[int] = []

    def stream():
        for number in range(3 * BATCH):
            drawn.append(number)
            yield tell(number)

    with Store.open(tmp_path / "x.db") as store, Store.open(tmp_path / "x.db") as other:
        for progress in ingest(stream(), store, reader, can_read):
            assert sum(1 for _ in other.articles()) == progress.articles == len(drawn)


def test_several_workers_give_what_one_gives(tmp_path):
    """The same articles, incidents, rejects and log, in the same order, whoever extracted them."""
    records = [*map(tell, range(5 * BATCH)), tell(1000, lang="fa"), Reject(file="x", reason="y")]
    one = run(records, tmp_path / "one.db", failing)
    two = run(records, tmp_path / "two.db", failing, workers=2)
    assert one == two
    assert everything(tmp_path / "one.db") == everything(tmp_path / "two.db")


def test_workers_end_with_a_parent_that_is_killed(tmp_path, repository):
    """A worker that outlived its parent would hold memory for ever."""
    program = (
        "import sys, os, itertools\n"
        "from test_ingest import *\n"
        "if __name__ == '__main__':\n"
        "    with Store.open(sys.argv[1]) as store:\n"
        "        for progress in ingest(map(tell, itertools.count()), store, reader, can_read, workers=2):\n"
        "            print(*(p.pid for p in __import__('multiprocessing').active_children()), flush=True)\n"
    )
    script = tmp_path / "endless.py"
    script.write_text(program)
    path = os.pathsep.join(map(str, (repository, repository / "tests", Path(__file__).parent)))
    command = [sys.executable, str(script), str(tmp_path / "x.db")]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path})
    workers = [os.pidfd_open(int(pid)) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    for worker in workers:  # a pidfd can be read from when its process has ended
        assert select.select([worker], [], [], 60)[0], "a worker is still there"
        os.close(worker)


@pytest.mark.slow
def test_memory_stays_flat_over_50000_articles(tmp_path):
    """Peak resident memory of a process that ingests 50,000 articles, beside one that ingests 5,000."""

    def peak(count: int) -> float:
        program = (
            "import sys, resource\n"
            "from test_ingest import *\n"
            f"run(map(tell, range({count})), sys.argv[1])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        root = Path(__file__).parents[2]
        path = os.pathsep.join(map(str, (root, root / "tests", Path(__file__).parent)))
        command = [sys.executable, "-c", program, str(tmp_path / f"{count}.db")]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
        assert done.returncode == 0, done.stderr
        return int(done.stdout) / 1024

    few, many = peak(5_000), peak(50_000)
    print(f"peak resident memory: {few:.0f} MiB for 5,000 articles, {many:.0f} MiB for 50,000")
    assert many - few < 40


# --- the command


def sarhad(*arguments: str, **options):
    return CliRunner().invoke(main, ["ingest", *map(str, arguments)], **options)


def line(number: int, **changes) -> str:
    article = tell(number)
    return json.dumps({"id": article.id, "published": str(article.published), "source": article.source,
                       "text": article.text, **changes})  # fmt: skip


@pytest.mark.parametrize(
    ("files", "arguments", "code", "said"),
    [
        # all is well
        ({"a.jsonl": line(1)}, ["a.jsonl"], 0, "1 new or changed"),
        # twice the same: nothing new, and no fault
        ({"a.jsonl": line(1), "b.jsonl": line(1)}, ["a.jsonl", "b.jsonl"], 0, "2 articles read"),
        # some rejected: each is named, and counted
        ({"a.jsonl": line(1) + "\n{"}, ["a.jsonl"], 3, "a.jsonl, line 2"),
        ({"a.jsonl": line(1)}, ["a.jsonl", "missing.txt"], 3, "missing.txt"),
        # a language that is not read yet
        ({"a.jsonl": line(1, lang="ur")}, ["a.jsonl"], 3, "1 language_not_read_yet"),
        # nothing could be done
        ({"a.jsonl": "{"}, ["a.jsonl"], 1, "bad_json"),
        ({}, ["missing.txt"], 1, "there is nothing at missing.txt"),
        ({"a.jsonl": line(1)}, ["a.jsonl", "--db", "postgresql://host:port/x"], 1, "not an address of a database"),
        ({"a.jsonl": line(1)}, ["a.jsonl", "--pack", "nowhere.gpkg"], 1, "nowhere.gpkg"),
        # unusable arguments
        ({}, [], 2, "nothing to read"),
        ({}, ["--watch", "-"], 2, "folders and files only"),
        ({"a.jsonl": line(1)}, ["a.jsonl", "--scheduler", "tcp://127.0.0.1:1"], 2, "not in this version"),
    ],
)
def test_exit_codes_and_what_is_said(tmp_path, monkeypatch, files, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SARHAD_DB", str(tmp_path / "x.db"))
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    done = sarhad(*arguments)
    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert done.stdout == "", "standard output is for data"
    assert "Traceback" not in done.output and "%|" not in done.output


def test_standard_input_is_read_as_lines(tmp_path):
    done = sarhad("-", "--db", tmp_path / "x.db", input="\n".join(map(line, range(3))))
    assert done.exit_code == 0 and "store now holds 3" in done.stderr


def test_rejects_are_retried_once_their_cause_is_gone(tmp_path, monkeypatch):
    """Broken lines mended, files found again from another folder, languages that are read now."""
    db, file = tmp_path / "x.db", tmp_path / "in" / "a.jsonl"
    file.parent.mkdir()
    file.write_text(line(1) + "\n{broken\n" + line(2, lang="ur"))
    (tmp_path / "in" / "empty.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    assert sarhad("in", "--db", db).exit_code == 3
    again = sarhad("--retry", "--db", db)
    assert again.exit_code == 3 and "line 2" in again.stderr and "still not read" in again.stderr
    with Store.open(db) as store:
        assert {Path(r.file).name: r.code for r in store.rejects() if r.code != LANGUAGE_NOT_READ_YET} == {
            "a.jsonl": "bad_json",
            "empty.txt": "empty",
        }
    file.write_text(line(1) + "\n" + line(3) + "\n" + line(2, lang="en"))
    (tmp_path / "in" / "empty.txt").unlink()
    monkeypatch.chdir("/")
    monkeypatch.setattr("incidents.extract.can_read", lambda article: True)
    monkeypatch.setattr("incidents.cli.ingest.read_with_pack", lambda article, pack: reader(article))
    done = sarhad("--retry", "--db", db)
    assert "cannot be read again, it is gone" in done.stderr
    with Store.open(db) as store:
        assert {article.id for article in store.articles()} == {"n1", "n2", "n3"} and store.count() == 3
        assert [Path(reject.file).name for reject in store.rejects()] == ["empty.txt"]


def test_a_store_in_the_folder_is_no_reject_of_it(tmp_path):
    (tmp_path / "a.jsonl").write_text(line(1))
    for _ in range(2):
        assert sarhad(tmp_path, "--db", tmp_path / "x.db").exit_code == 0


def test_reading_a_mended_file_takes_its_rejects_off_the_list(tmp_path):
    db, file, other = tmp_path / "x.db", tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    file.write_text(line(1) + "\n{broken\n")
    other.write_text("{broken\n")
    sarhad(file, other, "--db", db)
    file.write_text(line(1) + "\n" + line(2))
    assert sarhad(file, "--db", db).exit_code == 0
    with Store.open(db) as store:
        assert [Path(reject.file).name for reject in store.rejects()] == ["b.jsonl"]
    assert "nothing to read again" not in sarhad("--retry", "--db", db).stderr


def test_nothing_to_retry_is_no_fault(tmp_path):
    done = sarhad("--retry", "--db", tmp_path / "x.db")
    assert done.exit_code == 0 and "nothing to read again" in done.stderr


def start(*arguments, terminal: int | None = None, **options) -> subprocess.Popen:
    command = [sys.executable, "-m", "incidents.cli", "ingest", *map(str, arguments)]
    stderr = subprocess.PIPE if terminal is None else terminal
    return subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=stderr, **options)


def test_a_bar_on_a_terminal(tmp_path):
    """Articles, rate, time left, incidents and rejects; gone at the end, when the summary stands there."""
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join([*map(line, range(400)), "{"]))
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (40, 120))
    process = start(file, "--db", tmp_path / "x.db", terminal=its)
    os.close(its)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    assert process.wait() == 3
    shown = seen.decode()
    assert re.search(
        r"\d+%\|.*\| \d+ of 40[01] articles, +[\d.]+ articles/s, \d\d:\d\d left, incidents=\+\d+, rejects=0", shown
    )
    assert "rejected:" in shown and "400 articles read in" in shown.split("\r")[-1] + shown


def test_watching_a_folder_takes_what_appears_until_it_is_stopped(tmp_path):
    """Files that come later, one that is still being written, one that is corrected; each is read once it rests."""
    inbox = tmp_path / "inbox"
    db = inbox / "x.db"  # a store in the folder is not news
    inbox.mkdir()
    (inbox / "a.jsonl").write_text(line(1))
    process = start("--watch", inbox, "--db", db, "--every", "0.1", text=True)
    said = iter(process.stderr.readline, "")
    try:
        _until(said, "watching")
        (inbox / "b.jsonl.part").write_text("{half")
        (inbox / "b.jsonl").write_text(line(2) + "\n")
        _until(said, "1 new or changed")
        with (inbox / "b.jsonl").open("a") as stream:
            stream.write(line(3) + "\n")
        _until(said, "2 articles read", "1 new or changed")
        (inbox / "a.jsonl").write_text(line(1, text=tell(1).text + " Correction: nobody was hurt."))
        _until(said, "1 new or changed")
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.communicate()[1]
    assert process.returncode == 0 and "stopped" in rest and "Traceback" not in rest
    with Store.open(db) as store:
        assert {article.id for article in store.articles()} == {"n1", "n2", "n3"} and not store.rejects()
        assert "Correction" in store.article("n1").text


def _until(said, *parts: str) -> None:
    """Read what a process says up to a line with all these parts."""
    assert any(all(part in words for part in parts) for words in said), parts


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(tmp_path, workers):
    db = tmp_path / "x.db"
    reading, writing = os.pipe()
    process = start("-", "--db", db, "--workers", workers, stdin=reading, process_group=0)
    os.close(reading)
    lines = "\n".join(map(line, range(400)))
    feeder = threading.Thread(target=lambda: os.write(writing, lines.encode()), daemon=True)
    feeder.start()
    try:
        stored = False
        while not stored:  # the stream has no end, so that the run is surely in its midst then
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
            if db.exists():
                with Store.open(db) as store:
                    stored = store.revision() > 0
        os.killpg(process.pid, signal.SIGINT)  # the terminal tells the workers, too
        said = process.communicate(timeout=60)[1].decode()
    finally:
        process.kill()
    os.close(writing)
    assert process.returncode == 1 and "run the same command to go on" in said and "Traceback" not in said
    done = sarhad("-", "--db", db, input=lines)
    assert done.exit_code == 0 and "store now holds 400" in done.stderr
