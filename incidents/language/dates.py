"""Patterns for days, composed from the `[[date]]` rows of a language's table.

A row's `written` holds patterns such as "{day} (of) {month} {year}": slots in braces, words in brackets may be left out,
a/b are alternatives. Each becomes one regular expression, tried only where one of its anchor words stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

DIGITS = "#"  # the anchor of patterns that are known by their digits, and any digits beside another anchor
_DIGIT_SLOTS = ("{day", "{ordinal", "{year", "{month_number")
_DASHES = re.compile(r"[-–—]")


@dataclass(frozen=True, eq=False)
class DateRule:
    """One way to write a day. means and options: the row's keys (docs/reading.md); order: earlier rows win.

    before, behind: the words one of which must stand beside the anchor, DIGITS for digits; None where any may.
    """

    order: int
    means: str
    pattern: re.Pattern
    anchors: frozenset[str]
    before: frozenset[str] | None = None
    behind: frozenset[str] | None = None
    at_once: bool = False  # begins with its anchor
    options: Mapping[str, int] = field(default_factory=dict)


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first."""
    ranked = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ranked) or r"(?!)"


def compile_dates(tables: Mapping) -> tuple[DateRule, ...]:
    """The rules of a language in the order of its table. Raises KeyError for a slot that does not exist."""
    months = [name for calendar in tables.get("months", {}).values() for name in calendar]
    numbers = [word for word, value in tables.get("numbers", {}).items() if 0 < value < 32]
    endings = alternation(tables.get("days", {}).get("ordinal_endings", ()))
    slots = {
        "day": rf"(?P<day>\d{{1,2}})(?:{endings})?", "day2": rf"(?P<day2>\d{{1,2}})(?:{endings})?",
        "ordinal": rf"(?P<day>\d{{1,2}})(?:{endings})",
        "month": rf"(?P<month>{alternation(months)})\.?", "month2": rf"(?:{alternation(months)})\.?", "month_number": r"(?P<month_number>\d{1,2})",
        "year!": r"(?P<year>(?:1[345]|19|20|[۱٠۲٢][۳۴۹۰٣٤٩٠])\d\d)(?!\d)",
        "year": r"(?:(?P<year>(?:1[345]|19|20|[۱٠۲٢][۳۴۹۰٣٤٩٠])\d\d)(?!\d))?",
        "weekday": rf"(?P<weekday>{alternation(tables.get('weekdays', ()))})",
        "weekday2": rf"(?P<weekday2>{alternation(tables.get('weekdays', ()))})",
        "number": rf"(?P<number>\d{{1,3}}|{alternation(numbers)})",
    }  # fmt: skip
    rules: list[DateRule] = []
    for row in tables.get("date", ()):
        options = {
            name: row[name]
            for name in ("days", "until", "weeks", "months", "back", "sign", "past", "owns", "leads", "loose")
            if name in row
        }
        for written in row["written"]:
            pattern = re.compile(rf"(?<![\w/]){_composed(written, slots)}(?![\w/])", re.IGNORECASE)
            tokens = written.split()
            first, last, words = _anchor(tokens)
            names = months if tokens[first].startswith("{month}") else tables.get("weekdays", ())
            anchors = frozenset(words or names)
            before, behind = None, None
            if DIGITS not in anchors:
                before, behind = _first_words(tokens[:first][::-1]), _first_words(tokens[last:])
            at_once = first == 0 and not words
            rules.append(DateRule(len(rules), row["means"], pattern, anchors, before, behind, at_once, options))
    return tuple(rules)


def _composed(written: str, slots: Mapping[str, str]) -> str:
    parts: list[str] = []
    gap = ""
    for word in written.split():
        optional = word.startswith("(") or word == "{year}"
        body = word.strip("()")
        if body == "{year}":
            body = "{year!}"  # left out with what parts it: "October 25, reports Dawn"
        if "{" in body:
            known = re.split(r"\{([^}]+)\}", body)
            words = "".join(slots[piece] if odd % 2 else re.escape(piece) for odd, piece in enumerate(known))
        else:
            words = "(?:" + alternation(body.split("/")) + ")"
        loose = "{" not in body and _DASHES.search(body)
        lead = r"[\s,]*" if loose or gap == "loose" else r"[\s,]+"
        if body.startswith("{day") and parts and "<month>" in parts[-1]:
            lead = r"\s+"  # not "in July, 27 people"
        if not parts:
            parts.append(rf"(?:{words}[\s,]+)?" if optional else words)
            gap = "none" if optional else ""
            continue
        lead = "" if gap == "none" else lead
        parts.append(rf"(?:{lead}{words})?" if optional else lead + words)
        gap = "loose" if loose else ""
    return "".join(parts)


def _anchor(tokens: list[str]) -> tuple[int, int, tuple[str, ...]]:
    """The tokens first..last that must be there and what they may be: a month or a weekday (no words), digits, else the
    most words that stand side by side."""
    named = next((at for slot in ("{month}", "{weekday}") for at, token in enumerate(tokens) if slot in token), None)
    if named is not None:
        return named, named + 1, ()
    written = " ".join(tokens)
    if "{year!}" in written or "{ordinal}" in written or "{month_number}" in written:
        return 0, 1, (DIGITS,)
    runs = [
        (first, last)
        for first in range(len(tokens))
        for last in range(first + 1, len(tokens) + 1)
        if not any(token.startswith(("(", "{")) for token in tokens[first:last])
    ]
    first, last = max(runs, key=lambda run: len(" ".join(tokens[slice(*run)])))
    return first, last, tuple(map(" ".join, product(*(token.split("/") for token in tokens[first:last]))))


def _first_words(tokens: Iterable[str]) -> frozenset[str] | None:
    """The words that can come first, going away from the anchor; None where the pattern may end or a slot holds words."""
    words: set[str] = set()
    for token in tokens:
        body = token.strip("()")
        if "{" in body:
            if not body.startswith(_DIGIT_SLOTS):
                return None
            words.add(DIGITS)
        else:
            words.update(body.split("/"))
        if not token.startswith("(") and body != "{year}":
            return frozenset(words)
    return None
