"""Fold names so that spellings meet: case, diacritics, hyphens, Arabic and Persian letter forms, joiners.

A folded text keeps, for every character, the offset it had in the original, so spans stay exact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters that one keyboard writes one way and another keyboard another (Unicode: Arabic, Persian and Urdu forms).
_LETTER_FORMS = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ئ": "ی", "ك": "ک", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ة": "ه", "ۃ": "ه",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ß": "s", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
}  # fmt: skip
_APOSTROPHES = re.compile("['’‘ʿʾ`´]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII = {code: (chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)}


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`text` begins with a space; all but letters and digits are spaces. offsets[i]: where character i stood.

    offsets has one entry more than text: the length of the original.
    """

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the folded characters start..end (end-exclusive) and their marks came from."""
        return self.offsets[start], self.offsets[end]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What one character folds to: '' when it vanishes, a space when it parts words, else letters or digits."""
    if _vanishes(character):
        return ""
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        form = _LETTER_FORMS.get(part, part)
        if not _vanishes(form):
            folded.append(form if form.isalnum() else " ")
    return "".join(folded)


def _vanishes(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf") or character == "ـ"  # the last: kashida, mere length


@lru_cache(maxsize=65536)
def _fold_run(run: str) -> str | None:
    """A run of characters folded one to one; None when one of them vanishes or becomes several."""
    folded = [_fold_character(character) for character in run]
    return "".join(folded) if all(len(part) == 1 for part in folded) else None


class _Shifts(Exception):
    """A character of the text does not fold one to one."""


def _one_to_one(match: re.Match[str]) -> str:
    folded = _fold_run(match[0])
    if folded is None:
        raise _Shifts
    return folded


def fold_text(text: str) -> FoldedText:
    """Fold a whole text for searching, one leading space before it."""
    try:
        plain = text if text.isascii() else _NON_ASCII.sub(_one_to_one, text)
        return FoldedText(" " + plain.translate(_ASCII), range(-1, len(text) + 1))
    except _Shifts:
        characters, offsets = [" "], [-1]
        for offset, character in enumerate(text):
            for part in _fold_character(character):
                characters.append(part)
                offsets.append(offset)
        return FoldedText("".join(characters), [*offsets, len(text)])


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The form under which a name is looked up: folded, single spaces, none at the ends."""
    return " ".join(fold_text(name).text.split())


def fold_variants(name: str) -> tuple[str, ...]:
    """The folded forms of a name: apostrophes part words ("Kech's") or stand for nothing ("Sana'a", "Sanaa")."""
    if "\u200c" not in name and not _APOSTROPHES.search(name):
        plain = fold_name(name)
        return (plain,) if plain else ()
    forms = (fold_name(name), fold_name(_APOSTROPHES.sub("", name)), fold_name(name.replace("\u200c", " ")))
    return tuple(dict.fromkeys(form for form in forms if form))
