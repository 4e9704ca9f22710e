"""What the reading engine knows of each language: tables of words, one TOML file a language, compiled once.

A language is added by adding its file; the engine in `incidents/extract` has no word of any language in it.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import ahocorasick_rs

LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class Trigger:
    """ACLED's terms for a row of the trigger tables; a smaller rank decides over a larger one."""

    rank: int
    event_type: str
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class Actor:
    """An armed group or force of the region: name for people, kind `attacker` or `force`, country."""

    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """One toll field's verbs and nouns, as alternations of a regular expression."""

    field: str
    verb: str
    noun: str


@dataclass(frozen=True)
class Language:
    """The compiled tables of one language."""

    code: str
    lexicon: ahocorasick_rs.AhoCorasick
    entries: tuple[tuple[str, object, bool], ...]  # table, value, whether any ending may follow
    casualties: tuple[CasualtyWords, ...]
    numbers: dict[str, int]
    cues: dict[str, frozenset[str]]
    patterns: dict[str, re.Pattern]
    weekdays: dict[str, int]
    months: dict[str, int]

    def hits(self, folded: str) -> Iterable[tuple[int, int, str, object]]:
        """(start, end, table, value) of every lexicon entry in a folded text that begins with a space."""
        size = len(folded)
        for number, start, end in self.lexicon.find_matches_as_indexes(folded, overlapping=True):
            table, value, open_ended = self.entries[number]
            if open_ended or end == size or folded[end] == " ":
                yield start + 1, end, table, value


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first; a trailing * stands for any ending."""
    parts = sorted({word.strip() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(p[:-1]) + r"\w*" if p.endswith("*") else re.escape(p) for p in parts) or r"(?!)"


def _folded(word: str) -> str:
    return " " + re.sub(r"[^\w]+", " ", word.rstrip("*").lower().replace("'", "")).strip()


def actor_rows() -> Iterable[dict[str, str]]:
    """The rows of actors.csv: name, aliases (;-separated), kind, country."""
    source = resources.files("incidents") / "language" / "actors.csv"
    with source.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


@cache
def load_language(code: str) -> Language:
    """The tables of a language. Raises KeyError for a language that has none."""
    if code not in LANGUAGES:
        raise KeyError(f"no tables for language {code!r}; add incidents/language/{code}.toml and name it in LANGUAGES")
    tables = tomllib.loads((resources.files("incidents") / "language" / f"{code}.toml").read_text(encoding="utf-8"))
    words: list[str] = []
    entries: list[tuple[str, object, bool]] = []

    def add(table: str, value: object, listed: Iterable[str]) -> None:
        for word in listed:
            words.append(_folded(word))
            entries.append((table, value, word.endswith("*")))

    for rank, row in enumerate(tables["trigger"]):
        add("trigger", Trigger(rank, row["type"], row["sub_type"]), row["words"])
    for row in tables["casualty"]:
        add("casualty", row["field"], [*row["verb"], *row.get("noun", [])])
    for cue in (
        "background",
        "no_incident",
        "boundary",
        "nobody_hurt",
        "replacing",
        "perfect",
        "recalling",
        "dateline_here",
    ):
        add(cue, cue, tables["cues"][cue])
    for row in actor_rows():
        actor = Actor(row["name"], row["kind"], row["country"] or None)
        add("actor", actor, [row["name"], *filter(None, row["aliases"].split(";"))])
    numbers = tables["numbers"]
    units = [word for word, value in numbers.items() if 0 < value < 10 and word not in ("a", "an", "another", "both")]
    tens = [word for word, value in numbers.items() if value >= 20 and value % 10 == 0 and value < 100]
    compound = rf"(?:{alternation(tens)})[- ](?:{alternation(units)})"
    number = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|{compound}|{alternation(numbers)})(?![\w%]|[.:]\d)"
    cues = {name: frozenset(listed) for name, listed in tables["cues"].items()}
    return Language(
        code=code,
        lexicon=ahocorasick_rs.AhoCorasick(words),
        entries=tuple(entries),
        casualties=tuple(
            CasualtyWords(row["field"], alternation(row["verb"]), alternation(row.get("noun", ())))
            for row in tables["casualty"]
        ),
        numbers=numbers,
        cues=cues,
        patterns={"number": re.compile(rf"(?<![\w.,/-]){number}", re.IGNORECASE)},
        weekdays=tables["weekdays"],
        months=tables["months"],
    )
