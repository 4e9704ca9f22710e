"""The bundled sample articles: enough of them, each with its facts' source, none of them copied."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from incidents.corroborate import corroborate
from incidents.model import Article, Source
from incidents.pipeline import read_article

ROWS = [
    json.loads(line)
    for line in (resources.files("incidents") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
]
README = (resources.files("incidents") / "samples" / "README.md").read_text(encoding="utf-8")


# What a careful reader takes from them: articles, day, district, tolls. The share that is right may only grow.
TRUTH = list(csv.DictReader((Path(__file__).parent / "sample_incidents.csv").open(encoding="utf-8")))
RIGHT_AT_LEAST = 95
NO_INCIDENT = ("s48", "s49", "s50", "s51", "s52", "s53", "s121", "s122", "s123")


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


@pytest.fixture(scope="module")
def shown(toolbox):
    """The incidents that the samples become, without what is only recalled."""
    reports, sources = [], {}
    for row in ROWS:
        day = date.fromisoformat(row["published"])
        article = Article(
            id=row["id"], text=row["text"], title=row["title"], published=day, source=row["source"], lang="en"
        )
        reports += read_article(article, toolbox)
        sources[row["id"]] = Source(article_id=row["id"], title=row["title"], source=row["source"], published=day)
    return [incident for incident in corroborate(reports, sources) if not incident.background]


def told(incident) -> dict[str, str]:
    """An incident as a row of the table of truth."""
    values = {name: getattr(incident, name) for name in list(TRUTH[0])[1:]}
    articles = " ".join(sorted((source.article_id for source in incident.sources), key=lambda key: int(key[1:])))
    return {"articles": articles} | {name: "" if value is None else str(value) for name, value in values.items()}


def test_the_map_shows_what_the_articles_say(shown):
    got = [told(incident) for incident in shown]
    wrong = [row for row in TRUTH if row not in got]
    right = len(TRUTH) - len(wrong)
    assert right >= RIGHT_AT_LEAST, f"{right} of {len(TRUTH)} incidents are right; wrong: {wrong}"


def test_the_attack_of_8_may_2020_is_one_incident_of_three_outlets(shown):
    (attack,) = [incident for incident in shown if {s.article_id for s in incident.sources} & {"s01", "s02", "s03"}]
    assert told(attack) == TRUTH[0] and attack.number_of_sources == 3 and attack.injured == 1


def test_a_near_copy_is_no_second_source(shown):
    (attack,) = [incident for incident in shown if "s46" in {s.article_id for s in incident.sources}]
    assert len(attack.sources) == 2 and attack.number_of_sources == 1


def test_the_map_has_its_spread(shown):
    """Both provinces, every few years, ranges, several sources; and what cannot be drawn or dated."""
    assert sum(i.admin1 == "Balochistan" for i in shown) >= 50
    assert sum(i.admin1 == "Sistan and Baluchestan" for i in shown) >= 20
    years = {i.event_date.year for i in shown if i.event_date}
    assert years >= set(range(2007, 2026)) - {2006}, sorted(set(range(2007, 2026)) - years)
    assert sum(i.number_of_sources > 1 for i in shown) >= 15
    assert sum((i.fatalities_low or 0) < (i.fatalities_high or 0) for i in shown) >= 12
    assert sum(i.where_prec == 3 for i in shown) >= 3
    assert any(i.event_date is None for i in shown) and any(i.lon is None for i in shown)


@pytest.mark.parametrize("name", NO_INCIDENT)
def test_talks_accidents_and_weather_are_no_incident(name, shown):
    assert not [i for i in shown if name in {source.article_id for source in i.sources}]
