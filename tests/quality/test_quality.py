"""The gate: reading and merging on the gold articles must not fall below their floors, nor floors below their past."""

from __future__ import annotations

import math
import subprocess
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from quality.score import article_of, digest, load_gold, rates, score_merging, score_reading, source_of

from incidents.corroborate import corroborate
from incidents.pipeline import read_article

HERE = Path(__file__).parent
GOLD = sorted((HERE / "gold").glob("*.jsonl"))
FLOORS = HERE / "floors.toml"


def measure(path: Path, toolbox) -> tuple[dict[str, float], list[tuple]]:
    """The figures of one gold file, and what was missed."""
    records = load_gold(path)
    reports = {record["id"]: read_article(article_of(record), toolbox) for record in records}
    figures, misses = score_reading(records, reports)
    samples: dict[str, list[dict]] = defaultdict(list)  # two samples may tell of one event, each for itself
    for record in records:
        samples[record.get("sample", "")].append(record)
    tally: Counter[tuple[str, int]] = Counter()
    for sample in samples.values():
        sources = {record["id"]: source_of(record) for record in sample}
        merged = corroborate([report for record in sample for report in reports[record["id"]]], sources)
        tally.update(
            {(name, n): count for name, pair in score_merging(sample, merged).items() for n, count in enumerate(pair)}
        )
    merging = {name: (tally[name, 0], tally[name, 1]) for name, n in tally if n}
    return rates(figures | merging), misses


def unexplained(floors: dict, highest: dict[str, float], lowered: list[dict]) -> list[str]:
    """The floors that lie below the highest ever pinned without a `lowered` entry naming that value, why and when."""
    excused = {(e["figure"], e["to"]) for e in lowered if str(e.get("reason", "")).strip() and e.get("date")}
    return [
        name
        for name, best in sorted(highest.items())
        if floors.get(name, -1.0) < best and (name, floors.get(name)) not in excused
    ]


def flat(floors: dict[str, dict[str, float]]) -> dict[str, float]:
    """Floors as {"file/figure": floor}."""
    return {f"{name}/{figure}": value for name, group in floors.items() for figure, value in group.items()}


def highest_committed() -> dict[str, float]:
    """The highest floor of each figure in any commit that this clone holds; {} outside a repository."""
    try:
        git = ["git", "-C", str(HERE)]
        commits = subprocess.run(
            [*git, "log", "--format=%H", "--", FLOORS.name], capture_output=True, text=True, check=True
        ).stdout.split()
        versions = [subprocess.run([*git, "show", f"{c}:./{FLOORS.name}"], capture_output=True) for c in commits]
    except (OSError, subprocess.CalledProcessError):
        return {}
    best: dict[str, float] = {}
    for version in versions:
        if version.returncode == 0:
            for name, value in flat(tomllib.loads(version.stdout.decode())["floors"]).items():
                best[name] = max(value, best.get(name, 0.0))
    return best


@pytest.fixture(scope="module")
def pinned() -> dict:
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_no_figure_falls_below_its_floor(path, pinned, toolbox):
    got, misses = measure(path, toolbox)
    low = {k: (v, round(got.get(k, 0.0), 3)) for k, v in pinned["floors"][path.stem].items() if got.get(k, 0.0) < v}
    told = [miss for miss in misses if miss[0] in low]
    assert not low, f"{path.name}: (floor, measured) {low}; read the misses before anything else: {told}"


def test_the_corpus_is_the_one_the_floors_were_measured_on(pinned):
    assert digest(GOLD) == pinned["digest"], (
        "gold changed: measure again (tests/quality/README.md), then pin the digest"
    )


def test_every_gold_file_has_floors(pinned):
    assert set(pinned["floors"]) == {path.stem for path in GOLD}


def test_no_floor_is_lowered_silently(pinned):
    floors = flat(pinned["floors"])
    highest = {name: max(pinned["highest"].get(name, 0.0), value) for name, value in highest_committed().items()}
    assert not unexplained(floors, pinned["highest"] | highest, pinned.get("lowered", []))
    above = [name for name, value in floors.items() if value > pinned["highest"].get(name, -1.0)]
    assert not above, f"raise `highest` together with the floor: {above}"


@pytest.mark.parametrize(
    ("floors", "lowered", "complaints"),
    [
        # as high as ever
        ({"a/date": 0.9}, [], []),
        # lower, and nobody says why
        ({"a/date": 0.8}, [], ["a/date"]),
        # dropped from the file altogether
        ({}, [], ["a/date"]),
        # lower, explained and dated
        ({"a/date": 0.8}, [{"figure": "a/date", "to": 0.8, "reason": "ten harder articles", "date": "d"}], []),
        # the entry speaks of another value
        ({"a/date": 0.7}, [{"figure": "a/date", "to": 0.8, "reason": "ten harder articles", "date": "d"}], ["a/date"]),
        # an entry without a reason explains nothing
        ({"a/date": 0.8}, [{"figure": "a/date", "to": 0.8, "reason": " ", "date": "d"}], ["a/date"]),
    ],
)
def test_lowering_needs_a_reason(floors, lowered, complaints):
    assert unexplained(floors, {"a/date": 0.9}, lowered) == complaints


def test_labels_quote_their_texts_and_ids_are_unique():
    records = [record for path in GOLD for record in load_gold(path)]
    assert len({record["id"] for record in records}) == len(records)
    for record in records:
        for label in [*record["gold"]["incidents"], *record["gold"]["background"]]:
            assert label["evidence"] in record["text"], record["id"]


def main() -> None:
    """Print figures and misses, and the floors they would pin: `PYTHONPATH=.:tests python -m quality.test_quality [FILE]`.

    The misses of held_out are shown only when it is named: an article whose miss was read is held out no more.
    """
    import sys

    from incidents.pipeline import open_toolbox

    toolbox = open_toolbox()
    print(f'digest = "{digest(GOLD)}"')
    for path in GOLD:
        if path.stem in sys.argv[1:] or not sys.argv[1:]:
            got, misses = measure(path, toolbox)
            print(f"\n[floors.{path.stem}]")
            for name, value in sorted(got.items()):
                print(f'"{name}" = {math.floor(value * 100 + 1e-9) / 100}')
            shown = path.stem != "held_out" or path.stem in sys.argv[1:]
            for miss in misses if shown else ():
                print("# MISS", *miss, sep=" | ")


if __name__ == "__main__":
    main()
