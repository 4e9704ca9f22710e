"""A sentence as the casualty grammar sees it: one code a word (incidents/language/words.py), whatever its language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.language import Language, TollWord

_WORD = re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?!\d)|\d+(?:[.:/٫]\d+)+%?|\d+%|\w+|[^\w\s]")
_MARKS = {",": ",", "،": ",", ";": ";", "؛": ";", ":": ";", "(": "(", ")": ")", "[": "(", "]": ")", "&": "&"}
_DASHES = "-–—"
OWNERS = "pPmMcCu"
GROUP, TIME, NAME, WORD = "g", "t", "N", "w"  # an armed group's name, a day, a capitalised word, any other word


@dataclass(frozen=True, slots=True)
class Coded:
    """Characters start..end of the article, the code, and the number or casualty fields the word stands for."""

    start: int
    end: int
    code: str
    value: int | None = None
    fields: tuple[str, ...] = ()
    adds: bool = False  # "another": a number that adds to the one before


def code_words(
    text: str,
    start: int,
    end: int,
    hits: Iterable[tuple[int, int, TollWord]],
    language: Language,
    groups: Iterable[tuple[int, int]] = (),
    times: Iterable[tuple[int, int]] = (),
) -> list[Coded]:
    """The words of the sentence start..end. hits: words of the toll tables; groups: names of armed groups; times: days."""
    known: dict[int, tuple[int, TollWord]] = {}
    for first, last, meaning in hits:
        if first not in known or last > known[first][0]:
            known[first] = (last, meaning)
    for first, last in groups:
        known[first] = (last, TollWord(GROUP))
    for first, last in times:
        known[first] = (last, TollWord(TIME))
    words: list[Coded] = []
    done = start
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        if first < done:
            continue
        if first in known:
            last, meaning = known[first]
            if meaning.code in OWNERS and text[last : last + 1] in ("'", "’"):
                meaning = TollWord(WORD)  # "the Guards' commander"
            coded = Coded(first, last, meaning.code, meaning.value, meaning.fields, meaning.adds)
            _append(words, coded, language.tens_joined)
        else:
            code = _plain(match[0], text, first, not words, language)
            if code == "n":
                words.append(Coded(first, last, *_digits(match[0])))
            elif code:
                words.append(Coded(first, last, code))
        done = last
    return words


def _plain(word: str, text: str, first: int, opening: bool, language: Language) -> str:
    """The code of a word that stands in no table; "" for marks that mean nothing here."""
    character = word[0]
    if character.isdigit():
        return "n" if word.replace(",", "").replace("٬", "").isdigit() else WORD
    if character.isalpha():
        if len(word) == 1 and first and text[first - 1] in "'’":
            return ""  # the 's of an owner
        if character.isupper():  # "Meanwhile," at the head of a sentence is no name
            return "y" if opening and text[first + len(word) : first + len(word) + 1] == "," else NAME
        return "y" if language.adverb_endings and word.endswith(language.adverb_endings) else WORD
    if character in _DASHES:
        spaced = text[first - 1 : first].isspace() or text[first + 1 : first + 2].isspace()
        return "–" if spaced or character == "—" else ""
    return _MARKS.get(character, "")


def _digits(written: str) -> tuple[str, int | None]:
    value = int(written.replace(",", "").replace("٬", ""))
    looks_like_a_year = len(written) == 4 and (1900 <= value <= 2100 or 1300 <= value <= 1450)
    return (TIME, None) if looks_like_a_year else ("n", value)


def _append(words: list[Coded], word: Coded, tens_joined: bool) -> None:
    """Append, or put together with the number before: "twenty-five", "two hundred", "a hundred and six", "two dozen"."""
    if word.code == "n" and words and words[-1].code in "n&":
        joined = words[-1].code == "&" and len(words) > 1
        before = words[-2] if joined else words[-1]
        value = _together(before.value, word.value, joined, tens_joined) if before.code == "n" else None
        if value is not None:
            del words[-2 if joined else -1 :]
            words.append(Coded(before.start, word.end, "n", value))
            return
    words.append(word)


def _together(one: int | None, two: int | None, joined: bool, tens_joined: bool) -> int | None:
    if not one or not two:
        return None
    if one % 100 == 0 and two < 100:
        return one + two
    if one % 10 == 0 and 20 <= one < 100 and two < 10 and joined <= tens_joined:
        return one + two
    return one * two if two in (12, 100, 1000) and one < two and not joined else None
