"""Whether a sentence goes on telling of an event, and which event is its home."""

from __future__ import annotations

from geodata.model import Geocode, WherePrec
from incidents.extract.drafts import (
    HEAD,
    Draft,
    are_apart,
    best_place,
    by_attackers,
    dead_in,
    firm_days,
    is_bare_sum,
    opens_another,
    says_how,
)
from incidents.extract.recalling import narrowed
from incidents.extract.sentences import BESIDE, SEVERAL, Sentence
from incidents.model import DatePrec


def home_of(drafts: list[Draft], sentence: Sentence, recalled: bool, paragraph: int) -> Draft | None:
    """The event a sentence goes on telling of: the nearest one before it whose day, place and toll do not contradict.

    paragraph: where that of the sentence begins. A sentence with neither toll, day nor place, in a paragraph of its own,
    speaks of the event it has its words from.
    """
    same_time = [draft for draft in drafts if draft.background == recalled]
    if not same_time:
        return None
    last = same_time[-1]
    told = sentence.tolls or sentence.places
    if last is drafts[-1] and opens_another(sentence) and (told or _is_of_another_kind(last, sentence)):
        return next((d for d in reversed(same_time[:-1]) if _same_event(d, sentence, strict=True)), None)
    bare = not (sentence.tolls or sentence.dates or sentence.located)
    if bare and sentence.span.start - last_told(last) >= 2 and len(same_time) > 1:
        return max(same_time, key=lambda draft: (shares_words(draft, sentence), draft is same_time[0]))
    dead = dead_in(sentence)
    nearest_first = sorted(same_time, key=last_told, reverse=True) if len(same_time) > 1 else same_time
    likely = (draft for draft in nearest_first if _same_event(draft, sentence))
    nearest = next(likely, None)
    if nearest is not None and (there := best_place(sentence.located)) and not _in_one_district(nearest, there[1]):
        # "In Bent, two men had fired at the guests": back to the event there
        back = next((d for d in nearest_first if _in_one_district(d, there[1]) and _same_event(d, sentence)), None)
        if back is not None:
            return back
        if any(is_bare_sum(draft) and _in_one_district(draft, there[1]) for draft in same_time):
            return None  # one of those that were summed up there
    if nearest is None or not dead:
        return nearest
    known = nearest.count("fatalities")
    if known == dead or (known is None and nearest.sentences[-1].span.start >= paragraph):
        return nearest
    return next((draft for draft in likely if draft.count("fatalities") == dead), nearest)


def _is_of_another_kind(draft: Draft, sentence: Sentence) -> bool:
    """ "An hour later a grenade was lobbed at a shop", after rockets."""
    told = {trigger.sub_event_type for s in draft.sentences for _, _, trigger in s.triggers}
    return any(
        not (trigger.weak or trigger.vague or trigger.calm) and trigger.sub_event_type not in told
        for _, _, trigger in sentence.triggers
    )


def last_told(draft: Draft) -> int:
    return draft.sentences[-1].span.end


def _in_one_district(draft: Draft, answer: Geocode) -> bool:
    return draft.place is not None and answer.admin2 is not None and draft.place[1].admin2 == answer.admin2


def shares_words(draft: Draft, sentence: Sentence) -> int:
    kinds = {trigger.event_type for s in draft.sentences for _, _, trigger in s.triggers}
    return len(kinds & {trigger.event_type for _, _, trigger in sentence.triggers})


def _same_event(draft: Draft, sentence: Sentence, strict: bool = False) -> bool:
    if is_bare_sum(draft) and _is_a_part(sentence, draft.count("fatalities") or 0):
        return False
    day = draft.day if draft.has_firm_day else None
    if _were_taken(draft, sentence):
        return True
    first = sentence.tolls[0] if sentence.tolls else None  # "a third was found on Thursday", "one of the men died on …"
    next_one = first is not None and (first.ordinal or (first.of_them and follows(draft, sentence)))
    next_one = next_one or (first is not None and all(toll.stays for toll in sentence.tolls))
    next_one = next_one or ("died_later" in sentence.cues and bool(sentence.tolls) and _beside_or_next(draft, sentence))
    if day and day.prec == DatePrec.DAY and sentence.dates and not next_one:
        other = next(iter(firm_days(sentence)), None)
        exact = other and other.prec == DatePrec.DAY and day.first != other.first
        if other and exact and not (day.last and day.first <= (other.last or other.first) and other.first <= day.last):
            return False  # but "overnight", told on the next day, may be "the night between Thursday and Friday"
        if other and other.prec > DatePrec.WEEK and not other.first <= day.first <= (other.last or other.first):
            return False  # "in December", told of a strike in January
    there = best_place(sentence.located)
    apart = False
    if there is not None:
        here = draft.only_place
        apart = here is not None and are_apart(here[1], there[1])
        if here and apart and sentence.tolls and not _died_elsewhere(sentence, here[1], there[1]):
            return False
        if apart and (_begins_elsewhere(sentence) or _tells_of_its_own(draft, sentence)):
            return False
        if _part_of_a_sum(draft, here[1] if here else None, sentence, there[1]):
            return False
    if any(t.field == "abducted" and t.relative for t in sentence.tolls) and draft.count("fatalities"):
        return False  # "they were looking for four men whom gunmen had kidnapped"
    if not strict:
        return True
    for name in ("fatalities", "abducted"):
        mine = draft.count(name)
        theirs = max((t.count for t in sentence.tolls if t.field == name and not t.additive), default=None)
        if mine is None or mine != theirs:
            return False
    return not apart


def _begins_elsewhere(sentence: Sentence) -> bool:
    """ "In Bolan, a bridge was blown up early on Monday": the place first, then how, and when or by whom."""
    told = bool(sentence.dates) or by_attackers(sentence)
    return says_how(sentence) and told and sentence.located[0][0].start - sentence.span.start <= HEAD


def _tells_of_its_own(draft: Draft, sentence: Sentence) -> bool:
    """ "Militants blew up a pipeline at Loti on March 9": a paragraph that says who did what, where and when."""
    paragraph = sentence.span.start - last_told(draft) >= 2
    return paragraph and says_how(sentence) and by_attackers(sentence) and bool(firm_days(sentence))


def _were_taken(draft: Draft, sentence: Sentence) -> bool:
    """ "All four were found shot dead on Sunday": the four who were abducted on Friday, wherever they were found."""
    if "found_dead" not in sentence.cues or "boundary" in sentence.cues or draft.count("fatalities") is not None:
        return False
    dead = dead_in(sentence)
    return dead > 0 and dead == draft.count("abducted")


def _died_elsewhere(sentence: Sentence, here: Geocode, there: Geocode) -> bool:
    """ "A fourth child died in Karachi", "one more died in Loralai, bringing the toll to 21": of what was told before."""
    if "died_later" in sentence.cues:
        return True
    told_before = any(toll.replacing for toll in sentence.tolls) or all(t.stays or t.also for t in sentence.tolls)
    return told_before or (here.admin1 != there.admin1 and all(toll.additive for toll in sentence.tolls))


def _part_of_a_sum(draft: Draft, here: Geocode | None, sentence: Sentence, there: Geocode) -> bool:
    """A province's toll, then a smaller one in a place of its own: the first may sum up several events."""
    if there.where_prec > WherePrec.DISTRICT or (here and here.where_prec < WherePrec.PROVINCE):
        return False
    if [t.replacing for t in draft.tolls("fatalities")] == [True] and "combined" not in draft.sentences[0].cues:
        return False  # "the death toll from a bombing rose to 42": of one
    if here is None and "combined" not in draft.sentences[0].cues and SEVERAL not in draft.sentences[0].cues:
        return False
    for name in ("fatalities", "injured"):
        part = max((t.count for t in sentence.tolls if t.field == name and not (t.additive or t.named)), default=0)
        if part:
            return part < (draft.count(name) or 0)
    return False


def _is_a_part(sentence: Sentence, whole: int) -> bool:
    """Whether a sentence tells of one of several attacks that were summed up: where it was, how, or fewer dead."""
    if dead_in(sentence) >= whole:
        return False
    return says_how(sentence) or narrowed(sentence) or any(toll.count for toll in sentence.tolls)


def follows(draft: Draft, sentence: Sentence) -> bool:
    """Whether a sentence follows a draft's last one in the same paragraph."""
    return 0 < sentence.span.start - last_told(draft) < 2


def _beside_or_next(draft: Draft, sentence: Sentence) -> bool:
    """Whether a sentence follows a draft's last one, in its paragraph or at the head of the next."""
    return 0 < sentence.span.start - last_told(draft) < BESIDE
