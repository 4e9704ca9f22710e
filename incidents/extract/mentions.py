"""One pass over the article: every sentence with the triggers, tolls, actors, days and places it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from geodata.model import Geocode, Toponym, ToponymRole, Unresolved
from geodata.names import fold_text
from incidents.extract.casualties import find_tolls
from incidents.extract.codes import code_words
from incidents.extract.dates import DateMention, Untold, find_dates
from incidents.extract.sentences import split_sentences
from incidents.extract.tolls import Toll
from incidents.language import ACTOR, BESIDE, CUE, DATE, TOLL, TRIGGER, Actor, Language, Trigger
from incidents.model import Article, Span

ROUTE = 60  # characters between the two ends of a route
LOCATING = ("between", "near")  # reasons that locate an event whatever else the words around the name suggest
HYPHENS = frozenset(["-", "\u2010", "\u2011"])
PLACE = ToponymRole.PLACE
BACK = "recalling"
SEVERAL = "several_places"  # a cue that is no table: places of two districts side by side
CLAIM_GOES_ON = "claim_goes_on"  # another: in the sentences before, an armed group has claimed what this one tells
QUOTES = '"“„«‘'
SPEAKS_WITHIN = 30  # characters between a group and "said"
RIGHT_BEHIND = 2  # characters between "said" and "here"
OPENING = 8  # characters from the beginning of a sentence: "In the city, …"
NEXT_PARAGRAPH = 4  # characters between two sentences from which something stands between them


class PlaceReader(Protocol):
    """Whatever finds and places the toponyms of a text and joins a point to areas; the pipeline's toolbox is one."""

    def find(self, text: str) -> Sequence[tuple[Toponym, Geocode | Unresolved]]: ...

    def join(self, event: Mapping[str, Any]) -> dict[str, Any]: ...


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
    return tuple(part for sentence in _speaking_on(_at_the_dateline(whole)) for part in _by_place(text, sentence))


def _at_the_dateline(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
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


def _speaking_on(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, those marked in which a group goes on after it claimed a deed: "It said seven guards were killed"."""
    claiming, end = False, 0
    for sentence in sentences:
        claiming = claiming and sentence.span.start - end < NEXT_PARAGRAPH
        quoted = sentence.span.text[0] in QUOTES
        goes_on = claiming and ("speaks_on" in sentence.cues or quoted)
        others = not {"other_source", "reporting"}.isdisjoint(sentence.cues)
        silent = claiming and not (sentence.tolls or others)  # "The vehicle was completely destroyed."
        claiming, end = goes_on or silent or sentence.is_claim, sentence.span.end
        if goes_on:
            yield sentence._replace(cues={**sentence.cues, CLAIM_GOES_ON: ()})
        else:
            yield sentence


def _by_place(text: str, sentence: Sentence) -> tuple[Sentence, ...]:
    """A sentence that tells of two events in two districts, as two: "one died in Kech, and another at Mastung"."""
    if (at := _elsewhere_meanwhile(sentence)) is not None:
        before, elsewhere = _cut(text, sentence, at)
        return (*_by_place(text, before), elsewhere._replace(cues={**elsewhere.cues, "boundary": [(at, at)]}))
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
    tolls: tuple[Toll, ...] = ()
    if found.casualty:
        groups = [(start, end) for start, end, actor in actors if actor.is_armed_group]
        times = [(mention.start, mention.end) for mention in found.days if not mention.leads]
        names = [(toponym.start, toponym.end) for toponym, _ in found.places if toponym.role is PLACE]
        tolls = find_tolls(code_words(text, span.start, span.end, language, groups, times, names))
    if "team_broken" in found.cues and tolls:  # "busted a terrorist team, killing two of its members"
        broken = found.cues["team_broken"][0][1]
        tolls = tuple([toll._replace(attackers=True) if _of_that_team(toll, broken) else toll for toll in tolls])
        tolls = tuple([toll for toll in tolls if not (toll.attackers and toll.field == "abducted")])  # arrested
    if "of_that_team" in found.cues:
        theirs = found.cues["of_that_team"]
        tolls = tuple(
            [t._replace(attackers=t.attackers or any(t.start <= at < t.end for at, _ in theirs)) for t in tolls]
        )
    triggers = _triggers(found, actors, bool(tolls)) if found.triggers else ()
    places: tuple[tuple[Toponym, Geocode], ...] = ()
    located = places
    if found.places:
        placed = [pair for pair in found.places if isinstance(pair[1], Geocode)]
        places = tuple(_of_the_event(placed, tolls, found.cues, text, language))
        located = tuple([pair for pair in places if pair[0].role is PLACE or pair[1].reason in LOCATING])
    days = [mention for mention in found.days if isinstance(mention, DateMention)] if found.days else []
    told = min((hit[0] for hit in (*triggers, *tolls)), default=span.end)
    if "hit_before" in found.cues and any(day.leads for day in days):
        days = [day for day in days if day.leads]  # "he died on Saturday, a day after he had been shot"
    else:  # "… launched strikes, a day after others did"
        leads = min((day.start for day in days if day.leads and told < day.start), default=span.end)
        days = [day for day in days if not (day.leads and told < day.start)]
        triggers = [hit for hit in triggers if hit[0] < leads] or triggers
    event = _sequel_before(found, triggers, tolls) if "sequel" in found.cues else -1
    if event > 0:
        days = [day._replace(reporting=True) if day.end <= event and not day.owns else day for day in days]
        located = tuple([pair for pair in located if pair[0].start > event]) or located
    if "after_days" in found.cues and located:
        lead = _led_by(found.cues["after_days"][0], span)
        located = tuple([pair for pair in located if pair[0].start > lead]) or located
        behind = _behind(found.cues["after_days"][0], span, tolls)
        located = tuple([pair for pair in located if pair[0].start < behind])
    why = found.cues["motive"][0][1] if "motive" in found.cues else span.end
    if why < span.end and not any(toll.start >= why for toll in tolls):
        days = [day for day in days if day.start < why]
        before = [hit for hit in triggers if hit[0] < why]
        triggers = before if before or tolls else triggers
        located = tuple([pair for pair in located if pair[0].start < why])
        places = tuple([pair for pair in places if pair[0].start < why])
    deeds = [hit[0] for hit in (*triggers, *tolls)] if "funeral" in found.cues and len(located) > 1 else []
    if deeds:  # "funerals in Zahedan for policemen killed in Rask"
        located = tuple([pair for pair in located if pair[0].start > min(deeds)]) or located
    if "funeral" in found.cues and len(days) == 1 and not days[0].owns:
        days = [days[0]._replace(reporting=True)]  # that is when they were buried
    if len(located) > 1:
        found.cues |= _several(text, located, language)
    return Sentence(
        span, tuple(triggers), tolls, tuple(actors), tuple(days), places, found.cues, located, toponyms=found.places
    )


def _of_that_team(toll: Toll, broken: int) -> bool:
    return toll.active and toll.start > broken and not (toll.uniformed or toll.civilians or toll.named)


def _led_by(after: tuple[int, int], span: Span) -> int:
    """Where a clause at the head of a sentence about what came before ends: "Two days after a strike in Panjgur, …"."""
    comma = span.text.find(", ", after[1] - span.start)
    return span.start + comma if after[0] - span.start <= 2 * OPENING and comma > 0 else -1


def _behind(after: tuple[int, int], span: Span, tolls: Sequence[Toll]) -> int:
    """Where a clause about what came before begins: "…, hours after the arrest of a leader in Islamabad"."""
    comma = span.text.rfind(", ", 0, after[0] - span.start)
    within = 0 <= after[0] - span.start - comma <= 2 * OPENING and any(toll.end <= span.start + comma for toll in tolls)
    return span.start + comma if within and not any(toll.start > after[0] for toll in tolls) else span.end


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


def _sequel_before(found: _Gathered, triggers: Sequence[tuple], tolls: Sequence[Toll]) -> int:
    """Where a sentence that begins with what came of an event comes to it: "trains stood still following the blast"."""
    if tolls or not triggers:
        return -1
    start, end = found.cues["sequel"][0]
    return start if all(end <= first for first, _, _ in triggers) else -1


def _several(
    text: str, located: Sequence[tuple[Toponym, Geocode]], language: Language
) -> dict[str, list[tuple[int, int]]]:
    """Where places of two districts stand side by side: "camps in Nushki and Panjgur"."""
    gaps = [
        (one.end, two.start)
        for (one, here), (two, there) in pairwise(located)
        if here.admin2 and there.admin2 and here.admin2 != there.admin2 and here.reason not in LOCATING
    ]
    joined = [gap for gap in gaps if language.joins(text[slice(*gap)])]
    return {SEVERAL: joined} if joined else {}


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
