"""The bundled sample articles: enough of them, each with its facts' source, none of them copied."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

ROWS = [
    json.loads(line)
    for line in (resources.files("incidents") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]
README = (resources.files("incidents") / "samples" / "README.md").read_text(encoding="utf-8")


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[start:] for start in range(size)), strict=False))


def test_there_are_enough_of_them_on_both_sides_of_the_border():
    assert len(ROWS) >= 40
    years = {row["published"][:4] for row in ROWS}
    assert min(years) <= "2007" and max(years) >= "2024"
    assert sum("Iran" in row["text"] or "Baluchestan" in row["text"] for row in ROWS) >= 12


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_each_says_where_its_facts_come_from(row):
    assert row["facts"] and row["title"] and row["text"] and row["source"]
    assert row["url"].split("/")[2].endswith("example.org")
    assert f"| {row['id']} |" in README


def test_ids_and_addresses_are_unique():
    assert len({row["id"] for row in ROWS}) == len({row["url"] for row in ROWS}) == len(ROWS)


def test_the_yardstick_is_not_copied(shared):
    own = set().union(*(shingles(row["text"]) for row in ROWS))
    for path in [*shared.glob("articles/*.txt"), *shared.glob("eval/dev/*.jsonl")]:
        texts = (
            [path.read_text(encoding="utf-8")]
            if path.suffix == ".txt"
            else [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        )
        for text in texts:
            assert len(own & shingles(text)) <= 1, f"{path.name}: eight words in a row of {text[:60]!r}"
