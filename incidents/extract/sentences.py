"""Cut a text into sentences, offsets kept; and the value that a sentence with its mentions is.

Abbreviations, initials, numbers and wrapped lines do not end a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from geodata.model import Geocode, Toponym, ToponymRole, Unresolved
from incidents.extract.dates import DateMention
from incidents.extract.tolls import Toll
from incidents.language import Actor, Language, Trigger, load_language
from incidents.model import Span

PLACE = ToponymRole.PLACE
SEVERAL = "several_places"  # a cue that is no table: places of two districts side by side
CLAIM_GOES_ON = "claim_goes_on"  # another: in the sentences before, an armed group has claimed what this one tells
SPEAKS_WITHIN = 30  # characters between a group and "said"
BESIDE = 4  # characters between two sentences of one paragraph, or from one's end to the next's head
OPENING = 8  # characters from the beginning of a sentence: "In the city, …"

# One leading character class, so that the scan runs over all other characters without trying the alternatives.
_END = re.compile(
    r"[.!?۔؟\n](?:(?<=\n)(?P<line>)"
    r"|(?<!\n)[\"'”’»)\]]*(?P<gap>\s+)(?=[\"'“‘«(\[]?[A-Z0-9\u0600-\u06ff])"
    r"|(?<=[a-z]{3}\.)(?P<glued>)(?=[A-Z][a-z]))"
)
_MARK = re.compile(r"[.,;:!?—–،؛۔؟]")
_STRIPPED = 160  # characters that no sentence has without a mark
_WRAPPED = 55  # a line this long that ends in the middle of a sentence goes on in the next


class Sentence(NamedTuple):
    """A sentence and what was found in it; positions are characters of the article's text.

    triggers, actors: (start, end, value), triggers by rank. cues: where words of the cue tables stand, by table.
    """

    span: Span
    triggers: tuple[tuple[int, int, Trigger], ...] = ()
    tolls: tuple[Toll, ...] = ()
    actors: tuple[tuple[int, int, Actor], ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[tuple[Toponym, Geocode], ...] = ()
    cues: Mapping[str, Sequence[tuple[int, int]]] = MappingProxyType({})
    located: tuple[tuple[Toponym, Geocode], ...] = ()  # the places that may locate an event, and lines between two
    toponyms: Sequence[tuple[Toponym, Geocode | Unresolved]] = ()  # every name, placed or not

    @property
    def names(self) -> frozenset[str]:
        """The toponyms outside datelines, whatever they do there."""
        return frozenset(t.text.casefold() for t, _ in self.toponyms if t.role is not ToponymRole.DATELINE)

    @property
    def is_claim(self) -> bool:
        """Whether an armed group or its spokesman speaks of its deeds."""
        if "message" in self.cues and self.actors and self.actors[0][2].is_armed_group and self._speaks(self.actors[0]):
            return True  # "Jundallah said in a statement that …"
        speaks = not {"claim", "spokesman"}.isdisjoint(self.cues) and "no_claim" not in self.cues
        return speaks and any(actor.is_armed_group for _, _, actor in self.actors)

    def _speaks(self, group: tuple[int, int, Actor]) -> bool:
        """Whether a group stands beside a word for speech, not "four of the group were killed, the base said"."""
        spoken = (*self.cues.get("reporting", ()), *self.cues["message"])
        return any(0 <= at - group[1] <= SPEAKS_WITHIN or 0 <= group[0] - end <= SPEAKS_WITHIN for at, end in spoken)

    @property
    def tells(self) -> bool:
        """Whether it tells of something happening."""
        return bool(self.triggers or self.tolls)


def paragraph_heads(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The first sentence of each paragraph."""
    heads = [sentence for before, sentence in pairwise(sentences) if sentence.span.start - before.span.end > 1]
    return [*sentences[:1], *heads]


def split_sentences(text: str, language: Language | None = None) -> tuple[Span, ...]:
    """The sentences in reading order, blank ones left out; `text[s.start:s.end] == s.text`. language: English unless given."""
    language = language or load_language("en")
    sentences: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        kind = match.lastgroup
        if kind == "line":
            if _wrapped(text, match.start()):
                continue
            cut = match.start()
        elif kind == "gap" and "\n" not in match["gap"] and _abbreviated(text, start, match.start(), language):
            continue
        else:
            cut = match.start(kind or 0)
        if cut > start:
            _append(sentences, text, start, cut)
            start = cut
    _append(sentences, text, start, len(text))
    return tuple([part for span in sentences for part in _unpunctuated(text, span, language)])


def _unpunctuated(text: str, span: Span, language: Language) -> Sequence[Span]:
    """A long stretch without a mark in it, cut before the words that begin sentences; else the sentence as it is."""
    if span.end - span.start < _STRIPPED or language.starts is None or _MARK.search(span.text, 0, len(span.text) - 1):
        return (span,)
    parts: list[Span] = []
    start = span.start
    for match in language.starts.finditer(text, span.start, span.end):
        _append(parts, text, start, match.start())
        start = match.end()
    _append(parts, text, start, span.end)
    return parts


def _wrapped(text: str, at: int) -> bool:
    """Whether the line that ends here only wraps: it is long, stops in mid-sentence, and a line with words follows."""
    following = text[at + 1 : at + 2]
    if not following or following.isspace():
        return False
    if following.islower():
        return True
    line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return len(line) >= _WRAPPED and line[-1] not in '.!?۔؟:"”’»)'


def _abbreviated(text: str, start: int, stop: int, language: Language) -> bool:
    """Whether the full stop at `stop` belongs to the word before it: "Maj.", "U.S.", an initial."""
    if text[stop] != ".":
        return False
    word = text[max(start, text.rfind(" ", start, stop) + 1) : stop].lstrip("(\"'“‘")
    return word.lower() in language.abbreviations or all(len(part) == 1 and part.isupper() for part in word.split("."))


def _append(sentences: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    trimmed = piece.strip()
    if trimmed:
        sentences.append(Span(start + lead, start + lead + len(trimmed), trimmed))
