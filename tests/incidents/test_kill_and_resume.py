"""SIGKILL at random moments: what was acknowledged is there, and going on ends where one run without a kill ends.

`make test-kill` does it 200 times (SARHAD_KILLS); the suite a few times. The children run the real stream over real articles.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from incidents.filters import IncidentFilter
from incidents.store import Store

KILLS = int(os.environ.get("SARHAD_KILLS", "5"))
ARTICLES = 400

# Ingests and says after each batch how many articles of the stream are in the store by now: they are acknowledged.
CHILD = """
import sys
from incidents.extract import can_read
from incidents.ingest import ingest
from incidents.pipeline import open_toolbox, read_article
from incidents.store import Store
from test_ingest import tell
toolbox = open_toolbox()
with Store.open(sys.argv[1]) as store:
    print("ready", flush=True)
    for progress in ingest(map(tell, range(int(sys.argv[2]))), store, lambda a: read_article(a, toolbox), can_read):
        print(progress.articles, flush=True)
print("done", flush=True)
"""


def child(db: Path, **options) -> subprocess.Popen:
    root = Path(__file__).parents[2]
    path = os.pathsep.join(map(str, (root, root / "tests", Path(__file__).parent)))
    command = [sys.executable, "-c", CHILD, str(db), str(ARTICLES)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}, **options
    )


def content(db: Path) -> tuple:
    """What two stores must have in common: articles, incidents in full, rejects, and each article logged once."""
    with Store.open(db) as store:
        subjects = sorted(row["subject"] for row in store.change_log())
        return (
            list(store.articles()),
            list(store.incidents(IncidentFilter(background=True))),
            store.rejects(),
            subjects,
        )


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path):
    rng = random.Random(int(os.environ.get("SARHAD_SEED", "20200508")))
    whole = tmp_path / "whole.db"
    started = time.monotonic()
    assert child(whole).wait() == 0
    took = time.monotonic() - started
    expected = content(whole)
    assert len(expected[0]) == ARTICLES and expected[3] == sorted(article.id for article in expected[0])
    kills, databases, lost, doubled = 0, 0, 0, 0
    while kills < KILLS:
        databases += 1
        db = tmp_path / f"{databases}.db"
        while True:
            process = child(db)
            # from the first instructions of the process to its last: opening, making tables, storing, closing
            killer = threading.Timer(rng.uniform(0, took) if kills < KILLS else 3600, process.kill)
            killer.start()
            acknowledged = max((int(said) for said in process.stdout if said.strip().isdigit()), default=0)
            finished = process.wait() == 0
            killer.cancel()
            process.stdout.close()
            kills += not finished
            if db.exists() and db.stat().st_size:
                with closing(sqlite3.connect(db)) as raw:
                    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                stored = [article.id for article in content(db)[0]]
                lost += len({f"n{number}" for number in range(acknowledged)} - set(stored))
                doubled += len(stored) - len(set(stored))
            if finished:
                break
        assert content(db) == expected
        doubled += len(content(db)[3]) - ARTICLES
    print(f"{kills} kills over {databases} ingests of {ARTICLES} articles: {lost} lost, {doubled} doubled")
    assert (lost, doubled) == (0, 0) and kills >= KILLS
