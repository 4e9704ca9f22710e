"""Fold names so that spellings meet: case, diacritics, hyphens, Arabic and Persian letter forms, joiners.

A folded text keeps, for every character, the offset it had in the original, so spans stay exact.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters that one keyboard writes one way and another keyboard another (Unicode: Arabic, Persian and Urdu forms).
_LETTER_FORMS = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ئ": "ی", "ك": "ک", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ة": "ه", "ۃ": "ه",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ß": "s", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`text` begins with a space; every run of other than letters and digits is spaces. offsets[i]: where character i stood."""

    text: str
    offsets: range | list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the folded characters start..end (end-exclusive) came from."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What one character folds to: '' when it vanishes, a space when it parts words, else letters or digits."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    if character in "'’‘ʿʾ`´":
        return ""
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        part = _LETTER_FORMS.get(part, part)
        if unicodedata.category(part) in ("Mn", "Me", "Cf"):
            continue
        folded.append(part if part.isalnum() else " ")
    return "".join(folded)


_ASCII = {code: (chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)}


def fold_text(text: str) -> FoldedText:
    """Fold a whole text for searching, one leading space before it."""
    if text.isascii() and "'" not in text and "`" not in text:
        return FoldedText(" " + text.translate(_ASCII), range(-1, len(text)))
    characters, offsets = [" "], [-1]
    for offset, character in enumerate(text):
        for part in _fold_character(character):
            characters.append(part)
            offsets.append(offset)
    return FoldedText("".join(characters), offsets)


def fold_name(name: str) -> str:
    """The form under which a name is looked up: folded, single spaces, none at the ends."""
    return " ".join(fold_text(name).text.split())
