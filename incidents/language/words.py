"""The rows of a language's tables as values: triggers, actors, and the words around a toll with their codes.

CODES is the alphabet of the casualty grammar (`incidents/extract/tolls.py`): every word of a sentence becomes one code,
so that the grammar speaks of "number, person, auxiliary, casualty verb" and of no language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

CODES = {  # table of the TOML file -> code
    "auxiliary_one": "x", "auxiliary_many": "X", "adverbs": "y", "also": "y", "one": "a", "own": "h", "the": "e", "of": "o",
    "and": "&", "and_with": "h", "at_least": ">", "additive": "+", "same_number": "=", "group_words": "k", "whom": "W",
    "unreal": "?", "subset": "i", "of_them": "j", "named": "~", "age_after": "Y", "age_before": "Z",
    "toll_changes": "R", "toll_figures": "U", "number_of": "#", "things": "u", "other_senses": "w", "phrase_starts": "s", "after": "|", "who": "|", "clause_starts": "|", "besides": "B", "nobody_killed": "!",
    "nobody_injured": "!", "nobody_hurt": "!",
    "one_attacker_more": "^", "two_attackers_more": "^",
}  # fmt: skip
VOICES = {"either": "V", "behind": "G", "before": "D", "counted": "T", "total": "L", "listed": "§"}
CASUALTY_CODES = frozenset("VGDTL!#^§")  # without one of these a sentence states no toll
PEOPLE = {"person": "p", "attacker": "m", "civilian": "c"}  # capital letters where they are several
PEOPLE_CODES = "pPmMcC"
# Marks that words carry in place of a number, below nought so that no number is taken for one.
AFTER = -1  # the value of a clause's first word that tells what had come before …
WHO = -2  # … or more of the people right before it
STAYS = -4  # the value of a word for what has become of those counted already
ANYBODY = -6  # the value of a noun for whoever it may be: "people"
UNIFORMED = -5  # the value of a noun for a soldier or policeman
ALSO = -3  # the value of an adverb that adds those counted here to those before
NOBODY = {
    "nobody_killed": ("fatalities",),
    "nobody_injured": ("injured",),
    "nobody_hurt": ("fatalities", "injured"),
}


FLAGS = ("vague", "weak", "calm", "anywhere", "assault", "by_forces", "in_support", "weaponless")  # of a trigger row


@dataclass(frozen=True, slots=True)
class Trigger:
    """ACLED's terms for a row of the trigger tables; a smaller rank decides over a larger one. Flags: see en.toml."""

    rank: int
    event_type: str
    sub_event_type: str
    vague: bool = False
    weak: bool = False
    calm: bool = False
    anywhere: bool = False
    assault: bool = False
    by_forces: bool = False
    in_support: bool = False
    weaponless: bool = False
    beside: bool = False  # counts only beside a word of the row's `with`

    @property
    def deed(self) -> bool:
        """Whether it tells of somebody doing something, not only of a weapon or of something happening."""
        return self.event_type != "Explosions/Remote violence"

    @classmethod
    def of(cls, rank: int, row: Mapping) -> Trigger:
        """The trigger of one TOML row."""
        flags = {name: bool(row.get(name)) for name in FLAGS}
        return cls(rank, row["type"], row["sub_type"], **flags, beside="with" in row)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or is hit: name for people, kind `attacker`, `force`, `civilian` or `state`, country.

    generic: no name of their own; crowd: people who protest or pray together.
    """

    name: str
    kind: str
    country: str | None = None
    generic: bool = False
    crowd: bool = False

    @property
    def is_armed_group(self) -> bool:
        """Whether this is an armed group by its name, not "militants"."""
        return self.kind == "attacker" and not self.generic


@dataclass(frozen=True, slots=True)
class TollWord:
    """A word of the casualty grammar: its code, and what it stands for (a number, or the fields of a casualty)."""

    code: str
    value: int | None = None
    fields: tuple[str, ...] = field(default=())
    adds: bool = False  # a number that adds to the one before: "another"
    ordinal: int | None = None  # … up to how many: "a third"


def spelled_out(table: Any) -> Any:
    """A table with every way to write the words of its lists: "hit/shot in the (left) leg" is four phrases."""
    if isinstance(table, Mapping):
        return {name: spelled_out(value) for name, value in table.items()}
    if isinstance(table, list):
        return [way for item in table for way in (_ways(item) if isinstance(item, str) else [spelled_out(item)])]
    return table


def _ways(phrase: str) -> list[str]:
    if "/" not in phrase and "(" not in phrase:
        return [phrase]
    tokens = [[*token.strip("()").split("/"), *([""] if token.startswith("(") else [])] for token in phrase.split()]
    return [" ".join(filter(None, words)) for words in product(*tokens)]


def toll_words(tables: Mapping) -> Iterator[tuple[str, TollWord]]:
    """Every word of the casualty grammar; where a word stands in two tables the first keeps it."""
    for row in tables.get("casualty", ()):
        for voice, code in VOICES.items():
            for word in row.get(voice, ()):
                yield word, TollWord(code, fields=(row["field"],))
        for word in row.get("stays", ()):
            yield word, TollWord("D", value=STAYS, fields=(row["field"],))
    for name, fields in NOBODY.items():
        for word in tables.get("glue", {}).get(name, ()):
            yield word, TollWord("!", fields=fields)
    for kind, code in PEOPLE.items():
        group = tables.get("people", {}).get(kind, {})
        marks = dict.fromkeys(group.get("uniformed", ()), UNIFORMED) | dict.fromkeys(group.get("anybody", ()), ANYBODY)
        for word in group.get("one", ()):
            yield word, TollWord(code, marks.get(word))
        for word in group.get("many", ()):
            yield word, TollWord(code.upper(), marks.get(word))
    ordinals = tables.get("ordinals", {})
    additive = frozenset(tables.get("glue", {}).get("additive", ()))
    for word, value in tables.get("numbers", {}).items():
        yield word, TollWord("n", value, adds=word in additive, ordinal=ordinals.get(word))
    values = {"after": AFTER, "who": WHO, "also": ALSO, "one_attacker_more": 1, "two_attackers_more": 2}
    for name, words in tables.get("glue", {}).items():
        for word in words:
            yield word, TollWord(CODES[name], value=values.get(name))
