"""What the reading engine knows of each language: tables of words, one TOML file a language, compiled once.

A language is added by adding its file and naming it in LANGUAGES; the engine in `incidents/extract` has no word of any
language in it. All words of a language meet a text in one scan of one automaton (`Language.hits`).
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import ahocorasick_rs
from ahocorasick_rs import Implementation

from geodata.names import fold_name
from incidents.language.dates import DIGITS, DateRule, alternation, compile_dates
from incidents.language.words import CASUALTY_CODES, Actor, TollWord, Trigger, spelled_out, toll_words

__all__ = ["LANGUAGES", "Actor", "DateRule", "Language", "TollWord", "Trigger", "compile_language", "load_language"]

LANGUAGES = ("en",)
AND = "&"
STATE = "state"
STATED_WITHIN = 48  # characters
TOLL, TRIGGER, BESIDE, CUE, ACTOR, DATE = range(6)  # the layers of the lexicon: who a hit is for


@dataclass(frozen=True, eq=False)
class Language:
    """The compiled tables of one language."""

    code: str
    script: str
    lexicon: ahocorasick_rs.AhoCorasick
    entries: tuple[tuple[bool, tuple[tuple[int, Any], ...]], ...]  # may any ending follow; (layer, value) …
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], TollWord], ...]]  # first word -> (further words, meaning) …
    date_rules: tuple[DateRule, ...]
    digit_rules: tuple[DateRule, ...]  # those that are known by their digits
    calendars: Mapping[str, Mapping[str, int]]  # month names by calendar
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    days: Mapping[str, frozenset[str]]
    starts: re.Pattern | None  # where a sentence begins in a text without punctuation
    abbreviations: frozenset[str]
    adverb_endings: tuple[str, ...]
    tens_joined: bool  # "twenty and two" is one number
    stating: frozenset[str]  # the first words of the cues "reporting" and "message"
    stated: re.Pattern  # those words at the end of a stretch of text, a message with some words about it …
    states: re.Pattern  # … or right behind it

    def is_stated(self, text: str, start: int, end: int) -> bool:
        """Whether a word for a statement stands right before or behind text[start:end]: "said on Friday".

        So it is after a message and where it went: "in a statement issued to the media on Sunday".
        """
        before = text[max(0, start - STATED_WITHIN) : start]
        if not self.stating.isdisjoint(before.lower().split()) and self.stated.search(before):
            return True
        return self.states.match(text, end) is not None

    def joins(self, words: str) -> bool:
        """Whether words between two names say no more than "and"."""
        return any(meaning.code == AND for rest, meaning in self.phrases.get(fold_name(words), ()) if not rest)

    def hits(self, folded: str) -> list[tuple[int, int, tuple[tuple[int, Any], ...]]]:
        """(start, end, its layers with their values) of every entry of the lexicon in a folded text, in order of the ends.

        The text begins with a space, as `fold_text` gives it.
        """
        size = len(folded)
        found: list[tuple[int, int, tuple[tuple[int, Any], ...]]] = []
        for number, start, end in self.lexicon.find_matches_as_indexes(folded, overlapping=True):
            open_ended, meanings = self.entries[number]
            if end != size and folded[end] != " ":
                if not open_ended:
                    continue
                end = folded.find(" ", end)
                if end < 0:
                    end = size
            found.append((start + 1, end, meanings))
        return found


def actor_rows() -> Iterable[dict[str, str]]:
    """The rows of actors.csv: name, aliases (;-separated), kind, country."""
    source = resources.files("incidents") / "language" / "actors.csv"
    with source.open(encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


def actor_names(kind: str) -> frozenset[str]:
    """The names of all actors of a kind: those of actors.csv, and what each language calls the rest ("Police")."""
    nameless = (row for code in LANGUAGES for row in _tables(code).get("actor", ()))
    return frozenset(row["name"] for row in (*actor_rows(), *nameless) if row["kind"] == kind)


@cache
def load_language(code: str) -> Language:
    """The tables of a language. Raises KeyError for a language that has none."""
    return compile_language(_tables(code))


def _tables(code: str) -> dict:
    if code not in LANGUAGES:
        raise KeyError(f"no tables for language {code!r}; add incidents/language/{code}.toml and name it in LANGUAGES")
    source = resources.files("incidents") / "language" / f"{code}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def compile_language(tables: Mapping) -> Language:
    """The tables of one TOML file, ready for reading. Every section but `lang` may be left out."""
    tables = {name: table if name == "date" else spelled_out(table) for name, table in tables.items()}
    lexicon: dict[tuple[str, bool], list[tuple[int, object]]] = defaultdict(list)

    def add(layer: int, value: object, words: Iterable[str]) -> None:
        for word in words:
            key = (" " + fold_name(word.rstrip("*")), word.endswith("*"))
            if key[0].isspace():
                raise ValueError(f"{word!r} in the tables of {tables['lang']!r} has no letter or digit to look for")
            if not any(layer == known and (layer == TOLL or value == other) for known, other in lexicon[key]):
                lexicon[key].append((layer, value))

    phrases: dict[str, list[tuple[str, TollWord]]] = defaultdict(list)
    for word, meaning in toll_words(tables):
        folded = fold_name(word)
        if meaning.code in CASUALTY_CODES:
            add(TOLL, None, [word])
        known = phrases[folded.split(" ", 1)[0]]
        if all(folded != other for other, _ in known):
            known.append((folded, meaning))
    for rank, row in enumerate(tables.get("trigger", ())):
        add(TRIGGER, Trigger.of(rank, row), row["words"])
        add(BESIDE, rank, row.get("with", ()))
    for cue, words in tables.get("cues", {}).items():
        add(CUE, cue, words)
    for row in actor_rows():
        actor = Actor(row["name"], row["kind"], row["country"] or None)
        names = () if row["kind"] == STATE else (row["name"],)  # a state acts only as its aliases say
        for alias in (*names, *filter(None, row["aliases"].split(";"))):
            add(ACTOR, (actor, alias.isupper()), [alias])  # "BLA" is written in capitals, "bla" is a word
    for row in tables.get("actor", ()):
        nameless = Actor(row["name"], row["kind"], generic=True, crowd=bool(row.get("crowd")))
        add(ACTOR, (nameless, False), row["words"])
    rules = compile_dates(tables)
    for word in sorted({anchor for rule in rules for anchor in rule.anchors} - {DIGITS}):
        add(DATE, tuple(rule for rule in rules if word in rule.anchors), [word])
    reporting, message = (tables.get("cues", {}).get(cue, ()) for cue in ("reporting", "message"))
    endings = alternation(tables.get("adverb_endings", ()))
    stated, messages = alternation(reporting), alternation(message)
    clauses = alternation((*reporting, *tables.get("glue", {}).get("clause_starts", ())))
    about = rf"(?:(?!(?:{clauses})\b)\w+\s+){{0,6}}"  # not "the statement said that gunmen came on Friday"
    return Language(
        code=tables["lang"],
        script=tables.get("script", "Latin"),
        lexicon=ahocorasick_rs.AhoCorasick(
            [words for words, _ in lexicon], implementation=Implementation.ContiguousNFA
        ),
        entries=tuple((open_ended, tuple(meanings)) for (_, open_ended), meanings in lexicon.items()),
        phrases={first: _by_length(known) for first, known in phrases.items()},
        date_rules=rules,
        digit_rules=tuple(rule for rule in rules if DIGITS in rule.anchors),
        calendars=tables.get("months", {}),
        weekdays=tables.get("weekdays", {}),
        numbers=tables.get("numbers", {}),
        days={name: frozenset(words) for name, words in tables.get("days", {}).items()},
        starts=_starts(tables.get("sentences", {})),
        abbreviations=frozenset(tables.get("sentences", {}).get("abbreviations", ())),
        adverb_endings=tuple(tables.get("adverb_endings", ())),
        tens_joined=bool(tables.get("tens_joined")),
        stating=frozenset(word.split(" ")[0] for word in (*reporting, *message)),
        states=re.compile(rf"\s+(?:\w+(?:{endings})\s+)?(?:{stated})(?!\w)", re.IGNORECASE),
        stated=re.compile(rf"(?<!\w)(?:(?:{stated})\s+(?:\w+\s+){{0,2}}|(?:{messages})\s+{about})\Z", re.IGNORECASE),
    )


def _starts(table: Mapping) -> re.Pattern | None:
    """The gap before a word that begins a sentence, None for a language without such words."""
    words = sorted((word.capitalize() for word in table.get("starters", ())), key=len, reverse=True)
    if not words:
        return None
    behind = "".join(rf"(?<!\b{re.escape(word)})" for word in table.get("starters_not_behind", ()))
    return re.compile(rf"(?<=\w){behind}\s+(?=(?:{'|'.join(map(re.escape, words))})\s)")


def _by_length(phrases: list[tuple[str, TollWord]]) -> tuple[tuple[tuple[str, ...], TollWord], ...]:
    """Phrases that begin alike, the longest first, each as its words behind the first."""
    ranked = sorted(phrases, key=lambda row: -len(row[0]))
    return tuple((tuple(phrase.split(" ")[1:]), meaning) for phrase, meaning in ranked)
