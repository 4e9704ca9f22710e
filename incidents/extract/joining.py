"""What the gathered drafts amount to: which are events, which are one event told twice, summed up or told aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from geodata.gazetteer import REGION
from geodata.model import WherePrec
from incidents.extract.dates import DateMention
from incidents.extract.drafts import (
    MOST_AT_ONCE,
    Draft,
    are_apart,
    best_place,
    by_attackers,
    in_two_districts,
    is_bare_sum,
    opens_another,
    says_how,
    without_tolls,
)
from incidents.extract.kinds import ABDUCTION
from incidents.extract.sentences import SEVERAL, Sentence, paragraph_heads
from incidents.model import DatePrec

TOLD_TOO = timedelta(days=3)  # how long before the main event another one is news, where the text sets it beside it
DIGEST = 3  # paragraphs from which a text of nothing but full accounts is a digest


def is_digest(sentences: Sequence[Sentence]) -> bool:
    """Whether every paragraph opens with an account of its own: who was harmed or how, on which day, in which place.

    But for the year's count at its end: "So far in 2021, at least 29 soldiers have been killed."
    """
    heads = paragraph_heads(sentences)
    if heads and any(mention.prec == DatePrec.YEAR for mention in heads[-1].dates):
        heads.pop()
    return len(heads) >= DIGEST and all(_is_full_account(head) for head in heads)


def as_items(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences of a digest, a paragraph beginning another event where its first is of another kind than the last's.

    Not where all of it lies in one district: there it may be one siege, told from two sides.
    """
    heads = paragraph_heads(sentences)
    places = [best_place(head.located) for head in heads]
    if len({place[1].admin2 for place in places if place and place[1].admin2}) < 2:
        return sentences
    kinds = [{trigger.sub_event_type for _, _, trigger in head.triggers} for head in heads]
    starts = {
        head.span.start
        for head, (one, two) in zip(heads[1:], pairwise(kinds), strict=True)
        if not one & two and any(not mention.relative for mention in head.dates)
    }
    return tuple(
        s._replace(cues={**s.cues, "boundary": [(s.span.start, s.span.start)]}) if s.span.start in starts else s
        for s in sentences
    )


def _is_full_account(sentence: Sentence) -> bool:
    days = [mention for mention in sentence.dates if mention.prec == DatePrec.DAY and not mention.reporting]
    return bool(days and sentence.located) and (any(toll.count for toll in sentence.tolls) or says_how(sentence))


def settle(drafts: list[Draft], placed: Draft | None, combined: bool, digest: bool = False) -> list[Draft]:
    """The events among drafts, in their order. placed: the draft that the article's dateline locates, if any.

    combined: the article says at its head that it sums up several. digest: it is nothing but accounts, none told aside.
    """
    told = _told_twice([draft for draft in drafts if _is_event(draft, draft is placed)])
    events = _summed_up(_looked_back_at(_told_in_full(told)), combined)
    return events if combined or digest else _told_aside(events, placed)


def _is_event(draft: Draft, placed: bool) -> bool:
    """People harmed or a strong trigger, by somebody who could be named; talks, fences and seizures of goods are none.

    placed: the article's dateline says where.
    """
    counts = [toll for s in draft.sentences for toll in s.tolls]
    triggers = [trigger for s in draft.sentences for _, _, trigger in s.triggers]
    if draft.background:
        return any(toll.count for toll in counts) and max(toll.count for toll in counts) <= MOST_AT_ONCE
    if any(toll.count for toll in counts):
        known = draft.place is not None or any(s.actors for s in draft.sentences)
        return bool(triggers) or known or any(t.field == "abducted" for t in counts)
    strong = [t for t in triggers if not t.weak and t.sub_event_type != ABDUCTION[1]]
    strong += [t for s in draft.sentences if by_attackers(s) for _, _, t in s.triggers if not t.calm]
    placed = placed or (draft.place is not None and draft.place[1].where_prec != WherePrec.COUNTRY)
    opening = draft.sentences[0]
    told = bool(opening.located or opening.dates or counts)
    return bool(strong or counts) and told and (placed or (bool(counts) and bool(triggers)))


def _told_twice(drafts: list[Draft]) -> list[Draft]:
    """The same event told twice in one article is one: equal deaths, and no day or place against it."""
    kept: list[Draft] = []
    for draft in drafts:
        own = opens_another(draft.sentences[0])  # "later two passers-by were killed": not the two of before
        twin = next((o for o in kept if not own and o.background == draft.background and _twins(o, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            _join(twin, draft.sentences)
    return kept


def _told_in_full(drafts: list[Draft]) -> list[Draft]:
    """ "Relatives of a man who was killed in a bombing sat in on Tuesday. … He and his son lost their lives on Sunday."

    What the article opens with is told in full further on, with its own day.
    """
    current = [draft for draft in drafts if not draft.background]
    first = current[0] if current else None
    dead = [toll for toll in first.sentences[0].tolls if toll.field == "fatalities" and toll.count] if first else []
    if first is None or not dead or not all(toll.relative for toll in dead):
        return drafts
    full = next((draft for draft in current[1:] if _tells_in_full(draft, first)), None)
    if full is None:
        return drafts
    _join(full, [sentence._replace(dates=()) if sentence.tolls else sentence for sentence in first.sentences])
    return [draft for draft in drafts if draft is not first]


def _tells_in_full(full: Draft, first: Draft) -> bool:
    later, day = _firm_day(first), _firm_day(full)
    if later is None or day is None or not timedelta(0) < later.first - day.first <= TOLD_TOO:
        return False
    if not _may_be_one_place(first, full):
        return False
    kinds = [{trigger.event_type for s in d.sentences for _, _, trigger in s.triggers} for d in (first, full)]
    return bool(kinds[0] & kinds[1]) and (full.count("fatalities") or 0) >= (first.count("fatalities") or 0)


def _looked_back_at(drafts: list[Draft]) -> list[Draft]:
    """What seems recalled but has the day of an event whose dead are not told elsewhere is that event."""
    kept: list[Draft] = []
    untold = [draft for draft in drafts if not draft.background and draft.count("fatalities") is None]
    for draft in drafts:
        home = next((d for d in untold if draft.background and _is_of(draft, d)), None)
        if home is None:
            kept.append(draft)
        else:
            _join(home, draft.sentences)
    return kept


def _is_of(recalled: Draft, event: Draft) -> bool:
    one, two = _firm_day(recalled), _firm_day(event)
    if one is None or two is None or max(one.prec, two.prec) > DatePrec.DAYS or one.first != two.first:
        return False
    return recalled.count("fatalities") is not None and _may_be_one_place(recalled, event)


def _may_be_one_place(one: Draft, two: Draft) -> bool:
    here, there = one.place, two.place
    return here is None or there is None or not are_apart(here[1], there[1])


def _join(one: Draft, sentences: Iterable[Sentence]) -> None:
    """Take sentences in where they stand in the article."""
    one.add(sentences)
    one.sentences.sort(key=lambda s: s.span.start)


def _twins(one: Draft, two: Draft) -> bool:
    first, second = one.count("fatalities"), two.count("fatalities")
    if first != second or first is None:
        return False
    if one.day and two.day and one.day.first != two.day.first:
        return False
    here, there = one.place, two.place  # a city outside the region is seldom where as many died: "telephoned Tehran"
    return not (here and there and in_two_districts(here[1], there[1]))


def _summed_up(drafts: list[Draft], combined: bool) -> list[Draft]:
    """A first sentence that sums up the events told after it is none of its own; otherwise it belongs to the next."""
    current = [draft for draft in drafts if not draft.background]
    if len(current) < 2:
        return drafts
    first, rest = current[0], current[1:]
    combined = combined or SEVERAL in first.sentences[0].cues
    place = first.only_place
    whole = first.count("fatalities")
    bare = is_bare_sum(first)
    narrow = place is not None and place[1].where_prec < WherePrec.PROVINCE
    if not whole or (narrow and not bare) or (place is None and not combined):
        return drafts
    without_first = [draft for draft in drafts if draft is not first]
    counted = [d for d in rest if 0 < (d.count("fatalities") or 0) < whole and not days_differ(first, d)]
    adds_up = sum(draft.count("fatalities") or 0 for draft in counted) == whole
    parts = [draft for draft in counted if draft.place or (combined and adds_up)]
    if len(parts) > 1 and (combined or sum(draft.count("fatalities") or 0 for draft in parts) == whole):
        for draft in parts:
            draft.add([without_tolls(sentence) for sentence in first.sentences])
        return without_first
    rest = [draft for draft in rest if not (place and draft.place and are_apart(place[1], draft.place[1]))]
    told = [draft for draft in rest if draft.place and not days_differ(first, draft)]
    if bare and len(told) > 1:  # not all of them say how many died
        for draft in told:
            draft.add([without_tolls(sentence) for sentence in first.sentences])
        return without_first
    if bare and combined and len(rest) > 1 and 0 < (rest[0].count("fatalities") or 0) < whole:
        for draft in rest[:2]:
            draft.add([without_tolls(sentence) for sentence in first.sentences])
        return without_first  # "29 died in two attacks. In the first …, leaving 26 dead": the other's dead are not read
    there = parts[0].place if parts else None
    inside = place is not None and there is not None and there[1].admin1 == place[1].admin1
    if bare and rest and not days_differ(first, rest[0]):
        _join(rest[0], first.sentences)
    elif inside:
        _join(parts[0], first.sentences)
    else:
        return drafts
    return without_first


def _told_aside(drafts: list[Draft], placed: Draft | None) -> list[Draft]:
    """One sentence about an earlier day in another place, beside the event of the day, is only recalled."""
    main = next((draft for draft in drafts if not draft.background), None)
    day = main.day if main else None
    if main is None or day is None or (main.place is None and main is not placed):
        return drafts
    district = main.place[1].admin2 if main.place else None
    for draft in drafts:
        other = draft.day
        alone = sum(any(toll.count for toll in sentence.tolls) for sentence in draft.sentences) <= 1
        if draft is main or draft.background or not alone or other is None:
            continue
        first = draft.sentences[0]
        near = all(answer.admin1 in REGION for _, answer in first.located)
        if "boundary" in first.cues and first.dates and near and day.first - other.first <= TOLD_TOO:
            continue  # "in a separate incident on May 8": news as well
        place = draft.place
        apart = place is None or place[1].where_prec >= WherePrec.COUNTRY or place[1].admin2 != district
        earlier = (day.first - (other.last or other.first)).days
        counted = any(toll.count for sentence in draft.sentences for toll in sentence.tolls)
        if earlier > 1 or (earlier > 0 and (apart or not counted)):
            draft.background = True
    return drafts


def days_differ(one: Draft, two: Draft) -> bool:
    """Whether both are told with a day of their own, and it is not the same one."""
    here, there = _firm_day(one), _firm_day(two)
    if here is None or there is None or here.prec != DatePrec.DAY or there.prec != DatePrec.DAY:
        return False
    return here.first != there.first


def _firm_day(draft: Draft) -> DateMention | None:
    """The day told, where it is the event's own."""
    return draft.told_day if draft.has_firm_day else None
