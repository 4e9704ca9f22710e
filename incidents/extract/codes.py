"""A sentence as the casualty grammar sees it: one code a word (incidents/language/words.py), whatever its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from geodata.names import fold_name
from incidents.language import Language, TollWord

_WORD = re.compile(r"[^\W\d]\w*|[^\w\s]|\d{1,3}(?:[,٬]\d{3})+(?!\d)|\d+(?:[.:/٫]\d+)+%?|\d+%|\w+")
_MARKS = {",": ",", "،": ",", ";": ";", "؛": ";", ":": ";", "(": "(", ")": ")", "[": "(", "]": ")", "&": "&"}
_DASHES = "-–—"
MARKS_WITHIN = 8  # tokens of a phrase, marks included
OWNERS = "pPmMcCu"
GROUP, TIME, NAME, WORD = "g", "t", "N", "w"  # an armed group's name, a day, a capitalised word, any other word
DASH = "–"


class Coded(NamedTuple):
    """Characters start..end of the article, the code, and the number or casualty fields the word stands for."""

    start: int
    end: int
    code: str
    value: int | None = None
    fields: tuple[str, ...] = ()
    adds: bool = False  # "another": a number that adds to the one before


_coded = partial(tuple.__new__, Coded)  # Coded(*all six values) at a third of the price


class Line(list[Coded]):
    """Coded words that never change, and their codes as one string."""

    __slots__ = ("codes",)

    def __init__(self, words: Iterable[Coded] = ()) -> None:
        super().__init__(words)
        self.codes = "".join([word.code for word in self])


def code_words(
    text: str,
    start: int,
    end: int,
    language: Language,
    groups: Iterable[tuple[int, int]] = (),
    times: Iterable[tuple[int, int]] = (),
    places: Iterable[tuple[int, int]] = (),
) -> list[Coded]:
    """The words of the sentence start..end. groups: where armed groups are named; times: days; places: no persons."""
    known = {first: (last, WORD) for first, last in places}
    known |= {first: (last, GROUP) for first, last in groups} | {first: (last, TIME) for first, last in times}
    tokens = _WORD.findall(text, start, end)
    entries = [_entry(token, language) for token in tokens]
    following = [entry[1] for entry in entries[1:]] + ["."]
    words: list[Coded] = []
    last = done = start
    for index, entry in enumerate(entries):
        token, _, settled, seconds, begun, shape = entry
        first = text.index(token, last)  # nothing but spaces lies between
        last = first + len(token)
        if first < done:
            continue
        if first in known:
            done, code = known[first]
            words.append(_coded((first, done, code, None, (), False)))
        elif settled is not None and (seconds is None or following[index] not in seconds):
            words.append(_coded((first, last) + settled))
        elif begun and (found := _phrase(entries, index, begun)) is not None:
            size, meaning = found
            done = last
            for further in tokens[index + 1 : index + size]:
                done = text.index(further, done) + len(further)
            if meaning.code == "n":
                number = _coded((first, done, "n", meaning.value, (), meaning.adds))
                _append(words, number, language.tens_joined)
            elif meaning.code in OWNERS and text[done : done + 1] in ("'", "’"):
                words.append(_coded((first, done, WORD, None, (), False)))  # "the Guards' commander"
            else:
                words.append(_coded((first, done, meaning.code, meaning.value, meaning.fields, False)))
        elif shape == "n":
            words.append(_coded((first, last, *_digits(token), (), False)))
        elif code := _in_place(shape, token, text, first, opening=not words):
            words.append(_coded((first, last, code, None, (), False)))
    return words


class _Entry(NamedTuple):
    """What the tables say of a token.

    folded: as it is looked up, "" for marks and figures. settled: code, value, fields and adds where only the next word
    can change them; seconds: the second words of phrases that begin with it.
    """

    token: str
    folded: str
    settled: tuple | None
    seconds: frozenset[str] | None
    begun: Sequence[tuple[tuple[str, ...], TollWord]]
    shape: str


@lru_cache(maxsize=65536)
def _entry(token: str, language: Language) -> _Entry:
    folded = fold_name(token) if token[0].isalpha() else ""
    begun = language.phrases.get(folded, ())
    shape = _shape(token, language)
    settled = None
    if begun and not begun[-1][0]:
        meaning = begun[-1][1]
        if meaning.code != "n" and meaning.code not in OWNERS:
            settled = (meaning.code, meaning.value, meaning.fields, False)
    elif (shape in (WORD, "y") and len(token) > 1) or shape in _MARKS.values():
        settled = (shape, None, (), False)
    longer = frozenset(rest[0] for rest, _ in begun if rest)
    return _Entry(token, folded, settled, longer | {""} if longer else None, begun, shape)


def _phrase(entries: Sequence[_Entry], index: int, begun: Sequence) -> tuple[int, TollWord] | None:
    """The longest phrase of the tables that begins here: how many tokens it takes, marks between words included."""
    size = len(entries)
    for rest, meaning in begun:
        at = index + 1
        for wanted in rest:
            while at < size and entries[at].folded == "" and at - index < MARKS_WITHIN:
                at += 1
            if at >= size or entries[at].folded != wanted:
                break
            at += 1
        else:
            return at - index, meaning
    return None


def _shape(token: str, language: Language) -> str:
    """The code of a token that stands in no table, by its characters alone; "" for marks that mean nothing here."""
    character = token[0]
    if character.isdigit():
        return "n" if token.replace(",", "").replace("٬", "").isdigit() else WORD
    if character.isalpha():
        if character.isupper():
            return NAME
        return "y" if language.adverb_endings and token.endswith(language.adverb_endings) else WORD
    return DASH if character in _DASHES else _MARKS.get(character, "")


def _in_place(shape: str, token: str, text: str, first: int, opening: bool) -> str:
    """The code of such a token where it stands; "" for none."""
    if shape == NAME and opening and text[first + len(token) : first + len(token) + 1] == ",":
        return "y"  # "Meanwhile," at the head of a sentence is no name
    if shape == DASH:
        spaced = text[first - 1 : first].isspace() or text[first + 1 : first + 2].isspace()
        return DASH if spaced or token == "—" else ""
    if len(token) == 1 and first and text[first - 1] in "'’" and token.isalpha():
        return ""  # the 's of an owner
    return shape


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
