"""Patterns for days, composed from the `[[date]]` rows of a language's table.

A row's `written` holds patterns such as "{day} (of) {month} {year}": slots in braces, words in brackets may be left out,
a/b are alternatives. Each becomes one regular expression, tried only where one of its anchor words stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

AT_ONCE = ""  # the lead of patterns that begin with their anchor
DIGITS = "#"  # the anchor of patterns that are known by their digits
_DASHES = re.compile(r"[-–—]")


@dataclass(frozen=True, eq=False)
class DateRule:
    """One way to write a day. means and options: the row's keys (docs/reading.md); order: earlier rows win."""

    order: int
    means: str
    pattern: re.Pattern
    anchors: frozenset[str]
    leads: tuple[str, ...] = ()  # words one of which must stand before the anchor; none: anything may
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
        "month": rf"(?P<month>{alternation(months)})\.?", "month_number": r"(?P<month_number>\d{1,2})",
        "year!": r"(?P<year>(?:1[345]|19|20|[۱٠۲٢][۳۴۹۰٣٤٩٠])\d\d)(?!\d)",
        "year": r"(?:(?P<year>(?:1[345]|19|20|[۱٠۲٢][۳۴۹۰٣٤٩٠])\d\d)(?!\d))?",
        "weekday": rf"(?P<weekday>{alternation(tables.get('weekdays', ()))})",
        "weekday2": rf"(?P<weekday2>{alternation(tables.get('weekdays', ()))})",
        "number": rf"(?P<number>\d{{1,3}}|{alternation(numbers)})",
    }  # fmt: skip
    rules: list[DateRule] = []
    for row in tables.get("date", ()):
        options = {name: row[name] for name in ("days", "until", "weeks", "months", "back", "sign") if name in row}
        for written in row["written"]:
            pattern = re.compile(rf"(?<![\w/]){_composed(written, slots)}(?![\w/])", re.IGNORECASE)
            anchors = frozenset(_anchors(written, months, tables.get("weekdays", ())))
            rules.append(DateRule(len(rules), row["means"], pattern, anchors, _leads(written), options))
    return tuple(rules)


def _composed(written: str, slots: Mapping[str, str]) -> str:
    parts: list[str] = []
    gap = ""
    for word in written.split():
        optional = word.startswith("(") or word == "{year}"
        body = word.strip("()")
        if "{" in body:
            known = re.split(r"\{([^}]+)\}", body)
            words = "".join(slots[piece] if odd % 2 else re.escape(piece) for odd, piece in enumerate(known))
        else:
            words = "(?:" + alternation(body.split("/")) + ")"
        loose = "{" not in body and _DASHES.search(body)
        lead = r"[\s,]*" if loose or gap == "loose" else r"[\s,]+"
        if not parts:
            parts.append(rf"(?:{words}[\s,]+)?" if optional else words)
            gap = "none" if optional else ""
            continue
        lead = "" if gap == "none" else lead
        parts.append(rf"(?:{lead}{words})?" if optional else lead + words)
        gap = "loose" if loose else ""
    return "".join(parts)


def _anchors(written: str, months: Iterable[str], weekdays: Iterable[str]) -> Iterable[str]:
    """The words that must be there: a month, a weekday, digits, else the longest word that may not be left out."""
    if "{month}" in written:
        return months
    if "{weekday}" in written:
        return weekdays
    if "{year!}" in written or "{ordinal}" in written or "{month_number}" in written:
        return (DIGITS,)
    needed = [token.split("/") for token in written.split() if not token.startswith(("(", "{"))]
    return max(needed, key=lambda words: min(map(len, words)))


def _leads(written: str) -> tuple[str, ...]:
    """What the words before an anchor may begin with; () where a pattern has its anchor first, or where anything may."""
    first = written.split()[0]
    if first.startswith(("{month}", "{weekday}")):
        return (AT_ONCE,)
    if "{" in first or first.startswith("(") or "{" not in written:
        return ()
    return tuple(first.split("/"))
