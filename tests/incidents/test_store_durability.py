"""What was acknowledged stays: a full disk, a power loss at any moment, a log cut anywhere, a damaged file."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import make_article, make_report

from incidents.model import StoreError
from incidents.store import Store

BATCH = 4

# Stores batches for ever, and says so after each: what it has said is acknowledged.
WRITER = """
import sys
from datetime import date, timedelta
from factories import make_article, make_report
from incidents.store import Store
with Store.open(sys.argv[1]) as store:
    for batch in range(10_000):
        told = []
        for item in range(4):
            name = f"{batch:05}-{item}"
            article = make_article(id=name, url=None, source=name, text=f"{name} " + "words " * 200)
            day = date(2000, 1, 1) + timedelta(days=3 * (4 * batch + item))
            told.append((article, (make_report(id=f"{name}#0", article_id=name, event_date=day, evidence=()),)))
        store.put_all(told)
        print(batch + 1, flush=True)
"""


def told(number: int, size: int = 200):
    name = f"{number:05}"
    article = make_article(id=name, url=None, source=name, text=f"{name} " + "words " * size)
    return article, (make_report(id=f"{name}#0", article_id=name, evidence=(), excerpt=name),)


def check_whole(path: Path) -> int:
    """That a database is sound and holds whole batches, the first ones without a gap; how many."""
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    with Store.open(path) as store:
        names = [article.id for article in store.articles()]
        assert len(names) % BATCH == 0
        assert names == [f"{batch:05}-{item}" for batch in range(len(names) // BATCH) for item in range(BATCH)]
        assert sorted(key for i in store.incidents() for key in i.report_ids) == [f"{name}#0" for name in names]
        assert len(store.change_log()) == len(names)
    return len(names) // BATCH


def test_a_power_loss_at_any_moment_loses_nothing_acknowledged(tmp_path, repository):
    """The writer is frozen at random moments and its files copied as a dead machine would leave them: file and log."""
    rng = random.Random(20201124)
    environment = {**os.environ, "PYTHONPATH": f"{repository}:{repository / 'tests'}"}
    live = tmp_path / "live.db"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(live)], stdout=subprocess.PIPE, env=environment)
    acknowledged = 0
    try:
        for moment in range(12):
            for _ in range(rng.randrange(1, 6)):
                acknowledged = int(writer.stdout.readline())
            for _ in range(rng.randrange(20_000)):  # not only right after an acknowledgement
                pass
            writer.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED)
            copy = tmp_path / f"copy{moment}.db"
            for ending in ("", "-wal"):
                copy.with_name(copy.name + ending).write_bytes(live.with_name(live.name + ending).read_bytes())
            torn = _cut_log(copy, live.with_name(live.name + "-shm").read_bytes(), rng)
            writer.send_signal(signal.SIGCONT)
            assert check_whole(copy) >= acknowledged
            assert check_whole(torn) >= 0
    finally:
        writer.kill()
        writer.wait()
    assert acknowledged >= 12


def _cut_log(copy: Path, index: bytes, rng: random.Random) -> Path:
    """The same files with the log cut off and half a page of rubbish behind it: a write torn by the power loss.

    The cut is anywhere behind the frames that a checkpoint has begun to carry over into the file: SQLite syncs the log
    first, so that a machine that dies cannot lose those. `index`: the log's index (https://www.sqlite.org/walformat.html).
    """
    torn = copy.with_name("torn-" + copy.name)
    torn.write_bytes(copy.read_bytes())
    log = copy.with_name(copy.name + "-wal").read_bytes()
    carried, attempted = (int.from_bytes(index[at : at + 4], sys.byteorder) for at in (96, 128))
    frame = 24 + int.from_bytes(log[8:12], "big")
    synced = min(32 + max(carried, attempted) * frame, len(log)) if carried or attempted else 0
    torn.with_name(torn.name + "-wal").write_bytes(log[: rng.randrange(synced, len(log) + 1)] + rng.randbytes(2048))
    return torn


def test_a_full_disk_stops_the_batch_and_nothing_else(tmp_path):
    path = tmp_path / "incidents.db"
    with Store.open(path) as store:
        store.put(*told(1))
        with store._database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

        @_on_connect(store)
        def fill_up(connection, *_):
            connection.execute(f"PRAGMA max_page_count={pages + 4}")

        with pytest.raises(StoreError, match="free some disk"):
            store.put_all([told(2), told(3, size=20_000)])
        assert [article.id for article in store.articles()] == ["00001"] and store.revision() == 1
    with Store.open(path) as store:  # the disk has room again
        assert store.put_all([told(2), told(3, size=20_000)]).taken == 2
        assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _on_connect(store: Store):
    """Run a function on every new connection of a store; those it has are given back."""
    import sqlalchemy as sa

    store.close()
    return sa.event.listens_for(store._database.engine, "connect")


def test_ingest_on_a_full_disk_says_so_and_goes_on_later(tmp_path, repository):
    """The real command with a limit on the size of files: what fits is kept, the second run completes it."""
    lines = [
        {"id": f"a{n}", "published": str(date(2000, 1, 1) + timedelta(weeks=n)), "source": f"Wire {n}",
         "text": f"{n % 9} soldiers were killed by a bomb in Turbat on Friday. " + "The road to the frontier was closed until the evening. " * 30}
        for n in range(200)
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    command = [
        sys.executable,
        "-m",
        "incidents.cli",
        "ingest",
        str(tmp_path / "a.jsonl"),
        "--db",
        str(tmp_path / "x.db"),
    ]

    def fill_up() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, preexec_fn=fill_up)
    assert done.returncode == 1 and "free some disk" in done.stderr and "Traceback" not in done.stderr
    with Store.open(tmp_path / "x.db") as store:
        kept = [article.id for article in store.articles()]
        assert 0 < len(kept) < len(lines)
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with Store.open(tmp_path / "x.db") as store:
        assert sorted(article.id for article in store.articles()) == sorted(line["id"] for line in lines)
        log = [row["subject"] for row in store.change_log()]
        assert len(log) == len(set(log)) == len(lines), "nothing was stored twice"


def test_a_damaged_file_is_reported_not_read(tmp_path):
    path = tmp_path / "incidents.db"
    with Store.open(path) as store:
        store.put_all([told(number) for number in range(50)])
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = bytearray(path.read_bytes())
    content[8192:] = bytes(len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be"), Store.open(path) as store:
        list(store.articles()), store.frame(), list(store.incidents())
