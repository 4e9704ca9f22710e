"""Find place names in a text: one automaton scan, then a look at the few words around each hit.

What a name does in its sentence is `geodata.roles`; whether a world's town is meant at all, `geodata.namesakes`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from geodata.gazetteer import Gazetteer
from geodata.model import Toponym, ToponymRole
from geodata.names import fold_text
from geodata.namesakes import is_namesake, persons_of
from geodata.roles import role_of

# Names that are also ordinary English words, personal names or measures: a capital alone does not make them a place.
_ORDINARY_TEXT = """
mud bent tang band pip gosht mand nag lar mach loti same much kan sib said sur bam van of by may post hub dera
goth drug ali khan shah shahdad babul mohammadi bugti marri mengal sheikh haji abad levy rig rask police
"""
ORDINARY = frozenset(_ORDINARY_TEXT.split())
# Countries and capitals beyond the pack whose names a small place in it shares (Arak is also written "Iraq").
_SHRINES = frozenset(["Ziarat", "Mazar"])  # behind a saint's name: "Nana Sahib Ziarat"
_ELSEWHERE = frozenset(["Iraq", "Palestine", "Doha", "Baghdad", "Basra"])
BORDERED = frozenset({"country", "province", "division", "district", "county"})
_ABBREVIATIONS = frozenset(["KP", "KPK", "UAE", "UK", "US", "USA"])
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_BROKEN = re.compile(r"[.;:!?\n]|, ")
_PLACE_WORD = re.compile(
    r"\s*(?:,\s|area\b|town\b|village\b|district\b|county\b|tehsil\b|valley\b|region\b|sub-?division\b)"
)
_LOCATING = re.compile(r"(?:\b(?:in|at|near|of|around|from|outside|between|and|to)\s+(?:the\s+)?|\b[A-Z]\w+[-–])\Z")
_NAME_BEHIND = re.compile(r"\s[A-Z][a-z]+\b(?!\s(?:County|District|Road|Town))")
_BORDER_AREA = re.compile(r"\s+[Bb]order\s+(?:area|region|zone|strip|point)\b")
_PARTICLE_BEFORE = re.compile(r"\w-(?:[aeiou]|[aeiu]l|ud|us|ur)-\Z")
_PARTICLE_AFTER = re.compile(r"-(?:[aeiou]|[aeiu]l|ud|us|ur)-\w")
_CAPITAL_BEFORE = re.compile(r"\b(?!(?:In|At|Near|From|Outside|Around|Between)\s)[A-Z][a-z]+\s\Z")  # not "In Ziarat"


def find_toponyms(text: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Every name of the gazetteer that the text uses as a name, longest first where they overlap, in reading order."""
    folded = fold_text(text)
    scanned, offsets, length = folded.text, folded.offsets, len(folded.text)
    hits = [
        (offsets[start + 1], -offsets[end], pattern)
        for pattern, start, end in gazetteer.automaton.find_matches_as_indexes(scanned, overlapping=True)
        if end == length or scanned[end] == " "  # the name does not end inside a word
    ]
    hits.sort()
    found: list[Toponym] = []
    covered = 0
    persons: frozenset[str] | None = None
    people = False
    for first, negative_last, pattern in hits:
        if first < covered:
            continue
        last = -negative_last
        words = text[first:last]
        if text.startswith(".", last) and _INITIALS.fullmatch(text, first, last + 1):
            last, words = last + 1, text[first : last + 1]  # "U.S." keeps its last stop
        elif not _is_name(text, words, first, last) or _is_compound(text, first, last):
            continue
        candidates = gazetteer.by_pattern[pattern]
        if gazetteer.is_incidental(pattern):
            if is_namesake(text, first, last, candidates):
                continue
            persons = persons_of(text) if persons is None else persons
            if words in persons:
                continue
        role = role_of(text, first, last)
        people = people or role is ToponymRole.PERSON
        if role is ToponymRole.NEIGHBOUR:
            kinds = {place.kind for place in candidates}
            if BORDERED.isdisjoint(kinds) or ("country" not in kinds and _BORDER_AREA.match(text, last)):
                # "the Taftan border" is the crossing there, "the Saravan border area" a part of it
                role = ToponymRole.PLACE
        found.append(Toponym(start=first, end=last, text=words, candidates=candidates, role=role))
        covered = last
    return tuple(_persons_throughout(text, found) if people else found)


def _is_name(text: str, words: str, start: int, end: int) -> bool:
    """Whether the words are written as a name: a capital, no sentence break inside, and not an ordinary word."""
    initial = words[0]
    if words in _ELSEWHERE or (words in _SHRINES and _CAPITAL_BEFORE.search(text, max(0, start - 20), start)):
        return False
    if initial.isupper() and len(words) > 3 and words.isalpha() and words.lower() not in ORDINARY:
        return True
    if initial.islower() or _BROKEN.search(words):
        return bool(_INITIALS.fullmatch(words))
    if not initial.isupper():
        return initial.isalpha() and len(words) > 2  # no capitals to tell by: two letters are more often a word
    if len(words) <= 3 and words.isupper():
        return words in _ABBREVIATIONS
    if words.lower() in ORDINARY:
        if _NAME_BEHIND.match(text, end) and text.endswith("of ", 0, start):
            return False  # "portraits of Shahdad Rahim"
        return bool(_PLACE_WORD.match(text, end) or _LOCATING.search(text, max(0, start - 12), start))
    return True


def _is_compound(text: str, start: int, end: int) -> bool:
    """Whether the words are part of a longer name: "Khuda-i-Abadan", "Dasht-e-Lut"."""
    if "-" not in text[start - 1 if start else 0 : end + 1]:
        return False
    if text[start - 1 : start] == "-" and _PARTICLE_BEFORE.search(text, max(0, start - 6), start):
        return True
    return text.startswith("-", end) and _PARTICLE_AFTER.match(text, end) is not None


def _persons_throughout(text: str, found: list[Toponym]) -> list[Toponym]:
    """A person's name behind another capital is that person's everywhere ("Faridoon Abadan … Faridoon Abadan")."""
    persons = {toponym.text for toponym in found if toponym.role is ToponymRole.PERSON}
    return [
        replace(t, role=ToponymRole.PERSON)
        if t.text in persons
        and t.role is ToponymRole.PLACE
        and _CAPITAL_BEFORE.search(text, max(0, t.start - 20), t.start)
        else t
        for t in found
    ]
