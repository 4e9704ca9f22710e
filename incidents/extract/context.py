"""What a sentence takes from those around it, and where one sentence is two: the dateline's town, a claim that goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from geodata.model import Geocode, Toponym, ToponymRole
from incidents.extract.sentences import BESIDE, CLAIM_GOES_ON, OPENING, Sentence
from incidents.model import Span

BACK = "recalling"
QUOTES = '"“„«‘'
RIGHT_BEHIND = 2  # characters between "said" and "here"


def at_the_dateline(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, the town of the dateline being the place of those that open there: "In the provincial capital, …".

    Where a text has several datelines, each is the place of its item: "Mirjaveh: In a clash …".
    """
    town: tuple[tuple[Toponym, Geocode], ...] = ()
    last: tuple[tuple[Toponym, Geocode], ...] = ()
    sentences = tuple(sentences)
    towns = [[pair for pair in s.places if pair[0].role is ToponymRole.DATELINE][:1] for s in sentences]
    several = len({pair[1].place_id for own in towns for pair in own}) > 1
    for sentence, own in zip(sentences, towns, strict=True):
        if several and own and own[0][0].start == sentence.span.start:
            town = tuple(own)
            item = [(sentence.span.start, own[0][0].end)]
            yield sentence._replace(located=sentence.located or town, cues={**sentence.cues, "boundary": item})
            continue
        town = town or tuple(own)
        here = sentence.cues.get("dateline_here", ())
        same = sentence.cues.get("same_place", ())
        if last and same and same[0][0] == sentence.span.start and not sentence.located:
            sentence = sentence._replace(located=last, cues={**sentence.cues, "boundary": same})
        last = sentence.located[-1:] or last
        opens = bool(here) and here[0][0] - sentence.span.start <= OPENING
        placed = any(answer.admin1 for _, answer in sentence.located)  # closer than a country
        if (opens or _is_here(sentence)) and not placed:
            yield sentence._replace(located=town)
        else:
            yield sentence


def _is_here(sentence: Sentence) -> bool:
    """Whether it happened in the town of the dateline: "on Airport Road here on Tuesday", not "he said here on Tuesday"."""
    said = [end for _, end in sentence.cues.get("reporting", ())]
    return any(not any(0 <= at - end <= RIGHT_BEHIND for end in said) for at, _ in sentence.cues.get("here", ()))


def speaking_on(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, those marked in which a group goes on after it claimed a deed: "It said seven guards were killed"."""
    claiming, end = False, 0
    for sentence in sentences:
        claiming = claiming and sentence.span.start - end < BESIDE
        quoted = sentence.span.text[0] in QUOTES
        goes_on = claiming and ("speaks_on" in sentence.cues or quoted)
        others = not {"other_source", "reporting"}.isdisjoint(sentence.cues)
        silent = claiming and not (sentence.tolls or others)  # "The vehicle was completely destroyed."
        claiming, end = goes_on or silent or sentence.is_claim, sentence.span.end
        if goes_on:
            yield sentence._replace(cues={**sentence.cues, CLAIM_GOES_ON: ()})
        else:
            yield sentence


def by_place(text: str, sentence: Sentence) -> tuple[Sentence, ...]:
    """A sentence that tells of two events in two districts, as two: "one died in Kech, and another at Mastung"."""
    if (at := _elsewhere_meanwhile(sentence)) is not None:
        before, elsewhere = _cut(text, sentence, at)
        return (*by_place(text, before), elsewhere._replace(cues={**elsewhere.cues, "boundary": [(at, at)]}))
    if len(sentence.tolls) < 2:
        return (sentence,)
    whole = [t for t in sentence.tolls if not t.part]
    for at, _ in sentence.cues.get("boundary", ()):
        across = any(t.start < at < t.end for t in sentence.tolls)
        if not across and any(t.end < at for t in whole) and any(t.start > at for t in whole):
            return _cut(text, sentence, at)  # "six died in Mand; in another incident one died in Tump"
    counted = [t for t in whole if t.field == "fatalities" and t.count]
    for one, two in pairwise(counted):
        first = {a.admin2 for t, a in sentence.located if t.start < one.start and a.admin2}
        between = [t for t, a in sentence.located if one.end < t.start < two.start and a.admin2]
        here = first | {a.admin2 for t, a in sentence.located if one.start < t.start < two.start and a.admin2}
        there = {a.admin2 for t, a in sentence.located if t.start > two.end and a.admin2}
        if one.end < two.start and there and here and not here & there:
            return _cut(text, sentence, two.start)
        comma = text.find(", ", max(t.end for t in whole if t.end < two.start), between[0].start) if between else -1
        if first and comma > 0 and not first & {a.admin2 for t, a in sentence.located if t in between}:
            return _cut(text, sentence, comma + 2)
    return (sentence,)


def _elsewhere_meanwhile(sentence: Sentence) -> int | None:
    """Where a clause begins that tells of a deed in another district: "…, while a gas pipeline was blown up in Sui"."""
    for at, end in sentence.cues.get("while_elsewhere", ()):
        told = any(toll.end <= at for toll in sentence.tolls) and not any(toll.end > at for toll in sentence.tolls)
        deeds = [hit for hit in sentence.triggers if hit[0] > end and not (hit[2].vague or hit[2].calm)]
        here = {answer.admin2 for toponym, answer in sentence.located if toponym.end <= at and answer.admin2}
        there = {answer.admin2 for toponym, answer in sentence.located if toponym.start > end and answer.admin2}
        if told and deeds and here and there and not here & there:
            return end + 1
    return None


def _cut(text: str, sentence: Sentence, at: int) -> tuple[Sentence, Sentence]:
    """The sentence before and from a character on; what only one half says of how and when holds for the other too."""
    first, last = sentence.span.start, sentence.span.end
    end = first + len(text[first:at].rstrip())
    split: dict[str, list[tuple]] = {name: [] for name in ("triggers", "tolls", "actors", "dates", "places", "located")}
    for name, halves in split.items():
        items = getattr(sentence, name)
        halves += [tuple(i for i in items if _start(i) < at), tuple(i for i in items if _start(i) >= at)]
    for name in ("triggers", "dates"):
        split[name] = [split[name][0] or split[name][1], split[name][1] or split[name][0]]
    split["tolls"][1] = tuple(toll._replace(additive=False) for toll in split["tolls"][1])
    one = {name: halves[0] for name, halves in split.items()}
    two = {name: halves[1] for name, halves in split.items()}
    return (
        sentence._replace(span=Span.of(text, first, end), **one, cues=_within(sentence.cues, first, at)),
        sentence._replace(span=Span.of(text, at, last), **two, cues=_within(sentence.cues, at, last)),
    )


def _within(cues: Mapping[str, Sequence[tuple[int, int]]], first: int, last: int) -> dict[str, list[tuple[int, int]]]:
    """The cues that begin in a stretch; what looks back does so in the whole sentence."""
    # "16 were hanged in Zahedan in answer to the killing of 14 near Saravan"
    inside = {name: [hit for hit in hits if name == BACK or first <= hit[0] < last] for name, hits in cues.items()}
    return {name: hits for name, hits in inside.items() if hits}


def _start(item) -> int:
    """Where a mention begins: a tuple that starts with it, a (toponym, place) pair, or a value with `start`."""
    if isinstance(item, tuple):
        return item[0] if isinstance(item[0], int) else item[0].start
    return item.start
