"""A sentence as the casualty grammar sees it: one code a word (incidents/language/words.py), whatever its language."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, compress, islice
from operator import contains, sub
from typing import NamedTuple

from geodata.names import fold_name
from incidents.language import Language, TollWord

# Each word with the spaces before it, so that the lengths of all add up to where they stand.
_WORD = re.compile(r"\s*(?:[^\W\d]\w*|[^\w\s]|\d{1,3}(?:[,٬]\d{3})+(?!\d)|\d+(?:[.:/٫]\d+)+%?|\d+%|\w+)")
_MARKS = {",": ",", "،": ",", ";": ";", "؛": ";", ":": ";", "(": "(", ")": ")", "[": "(", "]": ")", "&": "&"}
_DASHES = "-–—"
LONGEST = 6000  # characters of a sentence; what goes on beyond is none, and would cost the square of its length
MARKS_WITHIN = 8  # tokens of a phrase, marks included
OWNERS = "pPmMcCu"
GROUP, TIME, NAME, WORD = "g", "t", "N", "w"  # an armed group's name, a day, a capitalised word, any other word
DASH, NUMBER = "–", "n"
_JOINING = (NUMBER, "&", DASH, "")  # what may stand between the parts of a number, or be one
MOST_TOKENS = 65536  # kept
PLAIN = TollWord(WORD)
NEVER, BEHIND_A_NUMBER, ALWAYS = range(3)  # when a token needs a second look, whatever stands behind it


class Line:
    """The words of a sentence as the grammar sees them, one place a word.

    codes: one letter each; starts, ends: characters of the article; meanings: the number or casualty fields they stand for.
    """

    __slots__ = ("codes", "ends", "meanings", "starts")

    def __init__(self, codes: str, starts: list[int], ends: list[int], meanings: list[TollWord]) -> None:
        self.codes, self.starts, self.ends, self.meanings = codes, starts, ends, meanings

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, part: slice) -> Line:
        return Line(self.codes[part], self.starts[part], self.ends[part], self.meanings[part])

    def without(self, first: int, stop: int, mark: str = "") -> Line:
        """The line without the words first..stop, a mark in place of the last of them."""
        back = stop - len(mark)
        return Line(
            self.codes[:first] + mark + self.codes[stop:],
            self.starts[:first] + self.starts[back:],
            self.ends[:first] + self.ends[back:],
            self.meanings[:first] + self.meanings[back:],
        )


def code_words(
    text: str,
    start: int,
    end: int,
    language: Language,
    groups: Iterable[tuple[int, int]] = (),
    times: Iterable[tuple[int, int]] = (),
    places: Iterable[tuple[int, int]] = (),
) -> Line:
    """The words of the sentence start..end. groups: where armed groups are named; times: days; places: no persons."""
    tokens = _WORD.findall(text, start, min(end, start + LONGEST))
    if not tokens:
        return Line("", [], [], [])
    entries = list(map(_entries(language).__getitem__, tokens))
    sizes, found_codes, found_meanings, folded, seconds, looks, _ = zip(*entries, strict=True)
    codes, meanings = list(found_codes), list(found_meanings)
    ends = list(accumulate(map(len, tokens), initial=start))[1:]
    starts = list(map(sub, ends, sizes))
    named: dict[int, tuple[int, str]] = {}
    for spans, code in ((places, WORD), (groups, GROUP), (times, TIME)):
        for first, last in spans:
            index = bisect_left(starts, first)
            if index < len(starts) and starts[index] == first:
                named[index] = last, code
    every = range(len(tokens))
    doubtful = {*named, *compress(every, map(contains, seconds, (*folded[1:], ".")))}
    for index in compress(every, looks):
        if looks[index] == ALWAYS or (index and found_codes[index - 1] in _JOINING):
            doubtful.add(index)
    done = start
    for index in sorted(doubtful):
        if starts[index] < done:
            continue
        stop = index + 1  # the token behind the last one that is taken together with this one
        if index in named:
            done, codes[index] = named[index]
            meanings[index] = PLAIN
            stop = bisect_left(starts, done, index)
            ends[index] = done
        else:
            entry = entries[index]
            meaning, size = _phrase(entries, index) if entry.more.begun else (entry.meaning, 1)
            stop = index + size
            done = ends[index] = ends[stop - 1]
            if meaning.code in OWNERS and text[done : done + 1] in ("'", "’"):
                meaning = PLAIN  # "the Guards' commander"
            codes[index], meanings[index] = meaning.code, meaning
            if size == 1 and not entry.more.known:
                codes[index] = _in_place(entry, text, starts[index])
            elif meaning.code == NUMBER:
                _join_numbers(codes, meanings, starts, index, language.tens_joined)
        for taken in range(index + 1, stop):
            codes[taken] = ""
    opening = next((index for index, code in enumerate(codes) if code), 0)
    aged = codes[opening + 1 : opening + 4] == [",", NUMBER, ","]  # "Jahanzaib, 22, was shot dead"
    if codes[opening] == NAME and text[ends[opening] : ends[opening] + 1] == "," and not aged:
        codes[opening] = "y"  # "Meanwhile," at the head of a sentence is no name
    kept = "".join(codes)
    if len(kept) == len(codes):
        return Line(kept, starts, ends, meanings)
    return Line(kept, list(compress(starts, codes)), list(compress(ends, codes)), list(compress(meanings, codes)))


class _More(NamedTuple):
    """What a token becomes where it is not what it seems to be. begun: the phrases; known: it stands in a table of its own."""

    begun: Sequence[tuple[tuple[str, ...], TollWord]]
    known: bool
    written: str


class _Entry(NamedTuple):
    """What the tables and its own characters say of a token. folded: as it is looked up, "" for marks and figures.

    seconds: the words behind it that may make it something else, those of the phrases it begins among them, "" for a
    mark or a figure; look: whether the characters beside it may, or a number before it.
    """

    size: int
    code: str
    meaning: TollWord
    folded: str
    seconds: frozenset[str]
    look: int
    more: _More


class _Entries(dict):
    """The entry of each token seen, the spaces before it included."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __missing__(self, spaced: str) -> _Entry:
        if len(self) >= MOST_TOKENS:
            self.clear()
        entry = self[spaced] = _entry(spaced, self.language)
        return entry


_entries = cache(_Entries)


def _entry(spaced: str, language: Language) -> _Entry:
    token = spaced.lstrip()
    folded = fold_name(token) if token[0].isalpha() else ""
    phrases = language.phrases.get(folded, ())
    begun = tuple(phrase for phrase in phrases if phrase[0])
    known = len(begun) < len(phrases)
    meaning = phrases[-1][1] if known else _by_characters(token, language)
    look = NEVER
    if not known and (meaning.code == DASH or (len(token) == 1 and token.isalpha())):
        look = ALWAYS
    elif known and meaning.code == NUMBER:
        look = BEHIND_A_NUMBER
    seconds = {rest[0] for rest, _ in begun}
    if begun or meaning.code in OWNERS:
        seconds.add("")
    return _Entry(len(token), meaning.code, meaning, folded, frozenset(seconds), look, _More(begun, known, token))


def _phrase(entries: Sequence[_Entry], index: int) -> tuple[TollWord, int]:
    """The longest phrase of the tables that begins here and how many tokens it takes, marks between words included."""
    size = len(entries)
    first = entries[index]
    for rest, meaning in first.more.begun:
        at = index + 1
        for wanted in rest:
            while at < size and entries[at].folded == "" and at - index < MARKS_WITHIN:
                at += 1
            if at >= size or entries[at].folded != wanted:
                break
            at += 1
        else:
            return meaning, at - index
    return first.meaning, 1


def _by_characters(token: str, language: Language) -> TollWord:
    """What a token that stands in no table is, by its characters alone; code "" for marks that mean nothing here."""
    character = token[0]
    if character.isdigit():
        written = token.replace(",", "").replace("٬", "")
        return _figure(token, int(written)) if written.isdigit() else PLAIN
    if character.isalpha():
        if character.isupper():
            return TollWord(NAME)
        return TollWord("y" if language.adverb_endings and token.endswith(language.adverb_endings) else WORD)
    return TollWord(DASH if character in _DASHES else _MARKS.get(character, ""))


def _figure(written: str, value: int) -> TollWord:
    looks_like_a_year = len(written) == 4 and (1900 <= value <= 2100 or 1300 <= value <= 1450)
    return TollWord(TIME) if looks_like_a_year else TollWord(NUMBER, value)


def _in_place(entry: _Entry, text: str, first: int) -> str:
    """The code of a token that stands in no table where it stands; "" for none."""
    if entry.code == DASH:
        spaced = text[first - 1 : first].isspace() or text[first + 1 : first + 2].isspace()
        return DASH if spaced or entry.more.written == "—" else ""
    if entry.size == 1 and first and text[first - 1] in "'’" and entry.more.written.isalpha():
        return ""  # the 's of an owner
    return entry.code


def _join_numbers(codes: list[str], meanings: list[TollWord], starts: list[int], index: int, tens_joined: bool) -> None:
    """Put a number together with the one before: "twenty-five", "two hundred", "a hundred and six", "two dozen"."""
    before = list(islice((at for at in range(index - 1, -1, -1) if codes[at]), 2))
    if not before or codes[before[0]] not in "n&":
        return
    joined = codes[before[0]] == "&" and len(before) > 1
    one = before[1] if joined else before[0]
    value = _together(meanings[one].value, meanings[index].value, joined, tens_joined) if codes[one] == NUMBER else None
    if value is not None:
        starts[index], meanings[index] = starts[one], TollWord(NUMBER, value)
        for at in range(one, index):
            codes[at] = ""


def _together(one: int | None, two: int | None, joined: bool, tens_joined: bool) -> int | None:
    if not one or not two:
        return None
    if one % 100 == 0 and two < 100:
        return one + two
    if one % 10 == 0 and 20 <= one < 100 and two < 10 and joined <= tens_joined:
        return one + two
    return one * two if two in (12, 100, 1000) and one < two and not joined else None
