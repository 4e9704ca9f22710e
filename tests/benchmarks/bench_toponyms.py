"""How long finding the place names of a 300-word article takes, roles included: `python tests/benchmarks/bench_toponyms.py`.

Goal: 100 µs on one quiet core with the bundled pack. Prints the mean and the slowest of the gold set's whole articles of 280
to 340 words, and of 300-word stretches of the sample articles, short reports that name twice as many places; each the best
of many runs.
"""

from __future__ import annotations

import json
import time
from importlib import resources

from bench_reading import gold

from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.toponyms import find_toponyms

WORDS = 300
RUNS = 50


def stretches() -> list[str]:
    """The sample articles joined and cut into pieces of WORDS words, paragraphs kept."""
    lines = (resources.files("incidents") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    words = "\n\n".join(json.loads(line)["text"] for line in lines).split(" ")
    return [" ".join(words[i : i + WORDS]) for i in range(0, len(words) - WORDS, WORDS)]


def whole_articles() -> list[str]:
    """The gold articles of about WORDS words."""
    return [record["text"] for record in gold("full")]


def microseconds(text: str, gazetteer: Gazetteer, runs: int = RUNS) -> float:
    """The best of `runs` scans of a text."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        find_toponyms(text, gazetteer)
        best = min(best, time.perf_counter() - started)
    return best * 1e6


def main() -> None:
    gazetteer = open_gazetteer()
    print(f"{len(gazetteer.names)} names in the gazetteer")
    for kind, texts in (("whole articles", whole_articles()), ("stretches of short reports", stretches())):
        taken = [microseconds(text, gazetteer) for text in texts]
        words = sum(len(text.split()) for text in texts) / len(texts)
        names = sum(len(find_toponyms(text, gazetteer)) for text in texts) / len(texts)
        print(
            f"{len(texts)} {kind} of {words:.0f} words and {names:.1f} names: mean {sum(taken) / len(taken):.0f} µs, "
            f"slowest {max(taken):.0f} µs"
        )


if __name__ == "__main__":
    main()
