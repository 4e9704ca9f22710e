"""One pass over the article: every sentence with the triggers, tolls, actors, days and places it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

from geodata.model import Geocode, Toponym, ToponymRole, Unresolved
from geodata.names import fold_text
from incidents.extract.casualties import find_tolls
from incidents.extract.codes import code_words
from incidents.extract.context import at_the_dateline, by_place, speaking_on
from incidents.extract.dates import DateMention, Untold, find_dates
from incidents.extract.scope import in_scope
from incidents.extract.sentences import PLACE, SEVERAL, Sentence, split_sentences
from incidents.extract.tolls import Toll
from incidents.language import ACTOR, BESIDE, CUE, DATE, TOLL, TRIGGER, Actor, Language, Trigger
from incidents.model import Article, Span

ROUTE = 60  # characters between the two ends of a route
LOCATING = ("between", "near")  # reasons that locate an event whatever else the words around the name suggest
HYPHENS = frozenset(["-", "\u2010", "\u2011"])


class PlaceReader(Protocol):
    """Whatever finds and places the toponyms of a text and joins a point to areas; the pipeline's toolbox is one."""

    def find(self, text: str) -> Sequence[tuple[Toponym, Geocode | Unresolved]]: ...

    def join(self, event: Mapping[str, Any]) -> dict[str, Any]: ...


@dataclass(slots=True)
class _Gathered:
    """What the one scan of the lexicon leaves in a sentence."""

    triggers: list = field(default_factory=list)
    beside: set = field(default_factory=set)
    actors: list = field(default_factory=list)
    cues: dict = field(default_factory=dict)
    days: list[DateMention | Untold] = field(default_factory=list)
    places: list = field(default_factory=list)
    casualty: bool = False


def read_sentences(article: Article, language: Language, places: PlaceReader) -> tuple[Sentence, ...]:
    """The sentences of an article with their mentions, in reading order."""
    text = article.text
    spans = split_sentences(text, language)
    gathered, day_words = _scan(text, spans, language)
    _share(spans, ((toponym.start, (toponym, answer)) for toponym, answer in places.find(text)), gathered, "places")
    dates = find_dates(text, language, article.published, day_words)
    _share(spans, ((mention.start, mention) for mention in dates), gathered, "days")
    whole = (_sentence(text, span, found, language) for span, found in zip(spans, gathered, strict=True))
    return tuple(part for sentence in speaking_on(at_the_dateline(whole)) for part in by_place(text, sentence))


def _scan(text: str, spans: Sequence[Span], language: Language) -> tuple[list[_Gathered], list]:
    gathered = [_Gathered() for _ in spans]
    day_words: list[tuple[int, int, object]] = []
    folded = fold_text(text)
    offsets = folded.offsets
    current = 0
    for start, end, meanings in language.hits(folded.text):
        first, last = offsets[start], offsets[end - 1] + 1
        while current < len(spans) and spans[current].end < last:
            current += 1
        if current == len(spans):
            break
        if first < spans[current].start:
            continue
        found = gathered[current]
        for layer, value in meanings:
            if layer == TOLL:
                found.casualty = True
            elif layer == CUE:
                found.cues.setdefault(value, []).append((first, last))
            elif layer == TRIGGER:
                found.triggers.append((first, last, value))
            elif layer == ACTOR:
                actor, capitals = value
                if not capitals or text[first:last].isupper():
                    found.actors.append((first, last, actor))
            elif layer == DATE:
                day_words.append((first, last, value))
            elif layer == BESIDE:
                found.beside.add(value)
    return gathered, day_words


def _share(spans: Sequence[Span], mentions, gathered: list[_Gathered], name: str) -> None:
    """Give mentions, in reading order, to the sentences they stand in."""
    current = 0
    for start, mention in mentions:
        while current + 1 < len(spans) and spans[current + 1].start <= start:
            current += 1
        if spans and spans[current].start <= start:
            getattr(gathered[current], name).append(mention)


def _sentence(text: str, span: Span, found: _Gathered, language: Language) -> Sentence:
    actors = _longest(found.actors)
    tolls = _tolls(text, span, found, actors, language) if found.casualty else ()
    triggers = _triggers(found, actors, bool(tolls)) if found.triggers else ()
    places: tuple[tuple[Toponym, Geocode], ...] = ()
    if found.places:
        placed = [pair for pair in found.places if isinstance(pair[1], Geocode)]
        places = tuple(_of_the_event(placed, tolls, found.cues, text, language))
    sentence = in_scope(
        Sentence(
            span,
            tuple(triggers),
            tolls,
            tuple(actors),
            tuple([mention for mention in found.days if isinstance(mention, DateMention)]),
            places,
            found.cues,
            located=tuple([pair for pair in places if pair[0].role is PLACE or pair[1].reason in LOCATING]),
            toponyms=found.places,
        )
    )
    side_by_side = _several(text, sentence.located, language) if len(sentence.located) > 1 else []
    return sentence._replace(cues={**found.cues, SEVERAL: side_by_side}) if side_by_side else sentence


def _tolls(
    text: str, span: Span, found: _Gathered, actors: Sequence[tuple[int, int, Actor]], language: Language
) -> tuple[Toll, ...]:
    """The tolls of a sentence; those of a team that was broken up, or is spoken of, are attackers."""
    groups = [(start, end) for start, end, actor in actors if actor.is_armed_group]
    times = [(mention.start, mention.end) for mention in found.days if not mention.leads]
    names = [(toponym.start, toponym.end) for toponym, _ in found.places if toponym.role is PLACE]
    tolls = find_tolls(code_words(text, span.start, span.end, language, groups, times, names))
    if "team_broken" in found.cues:  # "busted a terrorist team, killing two of its members"
        broken = found.cues["team_broken"][0][1]
        tolls = tuple([toll._replace(attackers=True) if _of_that_team(toll, broken) else toll for toll in tolls])
        tolls = tuple([toll for toll in tolls if not (toll.attackers and toll.field == "abducted")])  # arrested
    for at, _ in found.cues.get("of_that_team", ()):
        tolls = tuple([toll._replace(attackers=True) if toll.start <= at < toll.end else toll for toll in tolls])
    return tolls


def _of_that_team(toll: Toll, broken: int) -> bool:
    return toll.active and toll.start > broken and not (toll.uniformed or toll.civilians or toll.named)


def _triggers(
    found: _Gathered, actors: Sequence[tuple[int, int, Actor]], counted: bool
) -> list[tuple[int, int, Trigger]]:
    """The triggers of a sentence by rank: each with the words it wants beside it, and by forces where it says so."""
    triggers = [hit for hit in found.triggers if not hit[2].beside or hit[2].rank in found.beside]
    for start, end in found.cues.get("no_incident", ()):
        triggers = [hit for hit in triggers if not start <= hit[0] < end]  # the explosion of a "gas explosion"
    if any(trigger.by_forces for _, _, trigger in triggers):
        kinds = {actor.kind for _, _, actor in actors}
        by_forces = "force" in kinds and "attacker" not in kinds
        triggers = [hit for hit in triggers if by_forces or not hit[2].by_forces]
    if "arms_found" in found.cues and not counted:
        triggers = [hit for hit in triggers if hit[2].deed or hit[2].calm]  # weapons that were found were not used
    return sorted(_longest(triggers), key=_by_rank) if len(triggers) > 1 else triggers


def _several(text: str, located: Sequence[tuple[Toponym, Geocode]], language: Language) -> list[tuple[int, int]]:
    """Where places of two districts stand side by side: "camps in Nushki and Panjgur"."""
    gaps = [
        (one.end, two.start)
        for (one, here), (two, there) in pairwise(located)
        if here.admin2 and there.admin2 and here.admin2 != there.admin2 and here.reason not in LOCATING
    ]
    return [gap for gap in gaps if language.joins(text[slice(*gap)])]


def _by_rank(hit: tuple[int, int, Trigger]) -> tuple[int, int]:
    return hit[2].rank, hit[0]


def _of_the_event(
    places: list, tolls: Sequence[Toll], cues: Mapping[str, Sequence[tuple[int, int]]], text: str, language: Language
) -> Iterator[tuple[Toponym, Geocode]]:
    """The places without where people come from ("labourers from Multan"), are taken to, and the ends of a route."""
    led = {end: name for name in ("origin", "destination") for _, end in cues.get(name, ())}
    if not led and not HYPHENS.intersection(text[toponym.start - 1 : toponym.start] for toponym, _ in places):
        yield from places
        return
    for _, end in cues.get("no_destination", ()):
        if led.get(end) == "destination":
            del led[end]
    origin = None
    for number, pair in enumerate(places):
        toponym = pair[0]
        if text[toponym.start - 1 : toponym.start] in HYPHENS:
            continue  # the end of a longer name that is not known
        cue = next((led[end] for end in range(toponym.start - 1, toponym.start - 6, -1) if end in led), None)
        if cue == "destination" and pair[1].reason != "between":
            origin = toponym.end  # "are being treated in Duki and Loralai"
            continue
        if toponym.role is ToponymRole.ORIGIN and pair[1].reason not in LOCATING:
            origin = toponym.end  # "all of them from Multan, Wazirabad and Gujranwala"
            yield pair
            continue
        within = any(toll.start < toponym.start and toponym.end <= toll.end for toll in tolls)
        if cue == "origin" and (within or _leads_on(places[number + 1 :], led, toponym.end)):
            origin = toponym.end
            continue
        if origin is not None and _goes_on(text[origin : toponym.start].strip(" ,"), language):
            origin = toponym.end
            continue
        yield pair


def _goes_on(between: str, language: Language) -> bool:
    """Whether nothing, or no more than "in" or "and", parts two names of a list of homes."""
    return between in ("", "in") or language.joins(between)


def _leads_on(places: list, led: dict[int, str], end: int) -> bool:
    """Whether a route goes on to another place: "from Shikarpur in Sindh to Quetta"."""
    near = (toponym.start for toponym, _ in places if toponym.start - end < ROUTE)
    return any(led.get(start - 1) == "destination" for start in near)


def _longest(hits: list[tuple]) -> list[tuple]:
    """The hits in reading order without those that lie inside a longer one."""
    if len(hits) < 2:
        return hits
    kept: list[tuple] = []
    for hit in sorted(hits, key=_longest_first):
        if not kept or hit[0] >= kept[-1][1] or hit[:2] == kept[-1][:2]:
            kept.append(hit)
    return kept


def _longest_first(hit: tuple) -> tuple[int, int]:
    return hit[0], -hit[1]
