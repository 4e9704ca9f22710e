"""Fifty sessions filter ten thousand incidents while an ingest of ten thousand articles runs; prints what it cost.

    make load        (or: PYTHONPATH=.:tests python -m load.run --sessions 50 --incidents 10000 --articles 10000)

A session is a thread of the server, as in Streamlit, and does what a run of the page does with data: ask for the revision,
take the frame of it (dashboard/data.py), apply a filter, open an incident; then it pauses as a person does. Streamlit's own
drawing and the browser are not part of it. The ingest is the real command in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from benchmarks.synthetic import write_database

from incidents.filters import IncidentFilter
from incidents.store import Store

TOWNS = ("Turbat", "Panjgur", "Gwadar", "Mand", "Buleda", "Zahedan", "Saravan", "Chabahar")
PAUSE = 1.0  # seconds between two actions of one person, on average


def write_articles(path: Path, count: int) -> None:
    """Articles of about a hundred words, each of one attack on a day of its own or shared with another account."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            published = date(1990, 1, 2) + timedelta(days=number // 2 * 2)
            text = (
                f"{number // 2 % 7 + 1} soldiers were killed by a bomb in {TOWNS[number // 2 % 8]} on "
                f"{published - timedelta(days=1):%A}. Officials of post {number} said that the road to the frontier was "
                "closed until the evening. " + "The search went on in the hills around the town. " * 8
            )
            record = {
                "id": f"load-{number}",
                "published": str(published),
                "source": f"Wire {number % 40}",
                "text": text,
            }
            stream.write(json.dumps(record) + "\n")


def random_filter(dice: random.Random) -> IncidentFilter:
    """What people ask for: days, a district, a toll, a distance, a word."""
    first = date(2007, 1, 1) + timedelta(days=dice.randrange(6000))
    return dice.choice(
        [
            IncidentFilter(date_from=first, date_to=first + timedelta(days=365)),
            IncidentFilter(district=(dice.choice(["Kech", "Panjgur", "Gwadar", "Saravan"]),)),
            IncidentFilter(min_fatalities=dice.randrange(10), max_border_km=dice.choice([20, 50, 100])),
            IncidentFilter(text=dice.choice(["convoy", "labourers night", "rocket"])),
        ]
    )


class Sessions:
    """Threads that filter until they are told to stop, and what they saw: seconds by action, and errors."""

    def __init__(self, count: int, everything: int) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: list[BaseException] = []
        self.everything = everything
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._session, args=(number,)) for number in range(count)]

    def __enter__(self) -> Sessions:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _session(self, number: int) -> None:
        from dashboard import data

        dice = random.Random(number)
        before = 0
        while not self._over.wait(dice.expovariate(1 / PAUSE)):
            try:
                started = time.perf_counter()
                frame = data.view().frame
                opened = time.perf_counter()
                kept = frame.index[random_filter(dice).mask(frame)]
                filtered = time.perf_counter()
                if len(kept):
                    incident = data.store().incident(dice.choice(kept))
                    assert incident is None or incident.id in kept, "another incident than was asked for"
                read = time.perf_counter()
                assert len(frame) >= max(before, self.everything), "incidents went missing"
                before = len(frame)
                self.seconds["open the frame"].append(opened - started)
                self.seconds["filter"].append(filtered - opened)
                self.seconds["open an incident"].append(read - filtered)
            except BaseException as error:
                self.errors.append(error)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sessions", type=int, default=50)
    options.add_argument("--incidents", type=int, default=10_000)
    options.add_argument("--articles", type=int, default=10_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        write_articles(articles, given.articles)
        database = write_database(Path(folder) / "incidents.db", given.incidents)
        os.environ["SARHAD_DB"] = database
        command = [sys.executable, "-m", "incidents.cli", "ingest", str(articles)]
        started = time.monotonic()
        with Sessions(given.sessions, given.incidents) as sessions:
            ingest = subprocess.run(command, capture_output=True, text=True)
        seconds = time.monotonic() - started
        with Store.open(database) as store:
            stored = {article.id for article in store.articles()}
            logged = [row["subject"] for row in store.change_log()]
    lost = given.articles - len(stored)
    doubled = len(logged) - len(set(logged))
    print(f"{given.sessions} sessions, {given.incidents:,} incidents, ingest of {given.articles:,} articles:")
    print(f"  ingest: {seconds:.0f} s, {given.articles / seconds:.0f} articles a second, exit code {ingest.returncode}")
    for action, taken in sessions.seconds.items():
        taken.sort()
        middle, most = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        print(
            f"  {action}: {len(taken):,} times, median {middle:.3f} s, 95 % within {most:.3f} s, longest {taken[-1]:.3f} s"
        )
    print(f"  errors: {len(sessions.errors)}, articles lost: {lost}, stored twice: {doubled}")
    for error in sessions.errors[:5]:
        print(f"    {type(error).__name__}: {error}")
    sys.exit(bool(sessions.errors or lost or doubled or ingest.returncode))


if __name__ == "__main__":
    main()
