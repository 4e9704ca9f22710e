"""Articles of 300 words a second on one core, extraction and geocoding, and the memory that takes.

`python tests/benchmarks/bench_reading.py`. Whole articles are the gold set's of 280 to 340 words, an event or two with their
details, reactions and background, as papers print them; digests are its short reports joined to 300 words, three events
or more each, the densest there is. Beside them spaCy's small English model finding names in the same articles, when it is
installed ($SPACY_MODEL, default en_core_web_sm). Goals: 1,000 articles a second, below 250 MB.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from incidents.extract import reports
from incidents.model import Article
from incidents.pipeline import open_toolbox, read_article

WORDS = 300
RUNS = 5
GOLD = sorted((Path(__file__).parent.parent / "quality" / "gold").glob("*.jsonl"))


def gold(family: str) -> list[dict]:
    """The gold articles of a family."""
    lines = [line for path in GOLD for line in path.read_text(encoding="utf-8").splitlines()]
    return [record for record in map(json.loads, lines) if record["family"] == family]


def whole_articles() -> list[Article]:
    """The gold articles of about WORDS words, as they are."""
    return [
        Article(id=r["id"], text=r["text"], published=date.fromisoformat(r["published"]), source="bench", lang="en")
        for r in gold("full")
    ]


def digests() -> list[Article]:
    """The shorter gold articles, joined and cut to WORDS words each, paragraphs kept."""
    words = "\n\n".join(record["text"] for record in gold("wire")).split(" ")
    texts = [" ".join(words[start : start + WORDS]) for start in range(0, len(words) - WORDS, WORDS)]
    return [
        Article(id=str(number), text=text, published=date(2021, 6, 1), source="bench", lang="en")
        for number, text in enumerate(texts)
    ]


def a_second(read: Callable[[Iterable], object], items: list, repeat: int) -> float:
    """Items a second, the best of RUNS runs over `repeat` times the items."""
    best = 0.0
    for _ in range(RUNS):
        started = time.process_time()
        read(items * repeat)
        best = max(best, repeat * len(items) / (time.process_time() - started))
    return best


def drain(results: Iterable) -> None:
    """Use up an iterable without keeping anything."""
    deque(results, maxlen=0)


def main() -> None:
    started = time.perf_counter()
    toolbox = open_toolbox()
    opened = time.perf_counter() - started
    how = "pure Python" if str(reports.__file__).endswith(".py") else "compiled"
    print(f"the reader is {how}; the toolbox opens in {opened:.2f} s")
    chosen = whole_articles()
    for kind, items in (("digests", digests()), ("whole articles", chosen)):
        words = sum(len(article.text.split()) for article in items)
        events = sum(len(read_article(article, toolbox)) for article in items)
        own = a_second(lambda batch: drain(read_article(article, toolbox) for article in batch), items, 20)
        print(
            f"{len(items)} {kind} of {words / len(items):.0f} words and {events / len(items):.1f} events, recalled ones "
            f"included: {own:,.0f} a second on one core, {own * words / len(items) / WORDS:,.0f} for each {WORDS} words"
        )
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{megabytes:.0f} MB at most")
    model = os.environ.get("SPACY_MODEL", "en_core_web_sm")
    try:
        import spacy

        names = spacy.load(model, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    except (ImportError, OSError) as error:
        print(f"{model}: not compared, {str(error).splitlines()[0][:80]}")
        return
    texts = [article.text for article in chosen]
    theirs = a_second(lambda items: drain(names.pipe(items)), texts, 1)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{model}, names only: {theirs:,.0f} articles a second, {megabytes:.0f} MB at most; ratio {own / theirs:.0f}")


if __name__ == "__main__":
    main()
