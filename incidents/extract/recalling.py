"""What an article looks back at: older events, statistics, courts, captives; and what is news among talks between states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from geodata.model import WherePrec
from incidents.extract.drafts import MOST_AT_ONCE, Draft, characters_away, dead_in, firm_days, says_how
from incidents.extract.sentences import Sentence
from incidents.model import DatePrec

FRESH = timedelta(days=3)  # an event so shortly before publication is news even among talks
OLD = timedelta(days=12)  # an event this long before publication is what a news article recalls, not what it reports


def day_of_telling(opening: Sentence | None, published: date | None) -> date | None:
    """The day from which an article looks back: of its publication, or of an old event that it opens with, year and all.

    "On 16 January 2024, Iran struck …" in an almanac of February tells that event; it does not recall it.
    """
    if published is None or opening is None or not {"background", "recalling"}.isdisjoint(opening.cues):
        return published
    days = firm_days(opening)
    old = [day for day in days if day.explicit and day.prec == DatePrec.DAY and published - day.first > OLD]
    return old[0].first if old and len(old) == len([day for day in days if day.prec == DatePrec.DAY]) else published


def between_states(sentences: tuple[Sentence, ...]) -> bool:
    """Whether an article opens with talks, not with anything that happened."""
    return bool(sentences) and "diplomacy" in sentences[0].cues and not (sentences[0].tolls or says_how(sentences[0]))


def is_news(sentence: Sentence, published: date | None) -> bool:
    """Whether an article about talks tells here of what happened in these days: how and when, and how many or where."""
    if published is None or not (sentence.tolls or narrowed(sentence)):
        return False
    return says_how(sentence) and any(
        day.prec == DatePrec.DAY and published - day.first <= FRESH for day in firm_days(sentence)
    )


def opens_looking_back(opening: Sentence) -> bool:
    """Whether an article opens with a court, a prison or a memorial: what it tells without a day of these days is old."""
    return "recalling" in opening.cues and not opening.tolls


def is_recounted(sentence: Sentence) -> bool:
    """Whether the dead belong to a clause about an event that is only named: "a sit-in over a blast in which 20 died"."""
    told, what_for = sentence.cues.get("recounted"), sentence.cues.get("aftermath")
    if not (told and what_for and sentence.tolls) or what_for[0] > told[0]:
        return False
    return all(told[0][1] <= toll.end for toll in sentence.tolls)


def recalls(sentence: Sentence, published: date | None, opening: bool) -> bool:
    """Whether the sentence looks back: its words say so, or its day lies well before publication.

    The opening of an article that counts people and tells how they were harmed is its news, whatever else it mentions.
    """
    if "ongoing" in sentence.cues:
        return False  # "27 militants have been killed since the operation began"
    if dead_in(sentence) > MOST_AT_ONCE:
        return True  # "700 soldiers have been killed": over the years
    looks_back = sentence.cues.get("recalling")
    if looks_back:  # but "fourteen guards were killed on Friday, and sixteen rebels hanged hours later"
        told = opening and any(t.count and t.end <= looks_back[0][0] for t in sentence.tolls)
        days = firm_days(sentence) or any(toll.replacing for toll in sentence.tolls)
        if not ((told and days) or (opening and sentence.tolls and any(day.leads for day in sentence.dates))):
            return True
    counted = opening and any(t.count and (t.field == "fatalities" or not t.relative) for t in sentence.tolls)
    is_new = counted and ("funeral" in sentence.cues or any(not trigger.weak for _, _, trigger in sentence.triggers))
    days = [mention for mention in sentence.dates if not mention.reporting]
    if published and len(days) > 1:
        fresh = opening and any(m.prec == DatePrec.DAY and published - m.first <= FRESH for m in days)
        past = [m for m in days if m.explicit and published - (m.last or m.first) > OLD and not fresh]
        days = past or days  # "in April 2024 … in overnight raids"
    if sentence.tolls and len(days) > 1:
        days = [
            min(days, key=lambda mention: (characters_away(sentence, mention), mention.start))
        ]  # the toll's own day
    if published and days:
        latest = max(mention.last or mention.first for mention in days)
        if published - latest > OLD and all(
            m.prec > DatePrec.DAYS or m.explicit or published - m.first > OLD for m in days
        ):
            return True
        if any(mention.prec == DatePrec.YEAR and mention.first.year < published.year for mention in days):
            return True  # yearly totals
        if sentence.tolls and all(mention.prec == DatePrec.YEAR for mention in days):
            return True  # "161 bodies had been found this year"
        over = all(
            mention.prec in (DatePrec.WEEK, DatePrec.MONTH) and (mention.last or mention.first) < published
            for mention in days
        )
        if over and not is_new:
            return True  # a week or a month that is over
        if any(mention.prec == DatePrec.DAY and published - mention.first <= OLD for mention in days):
            return False
        if any(mention.prec >= DatePrec.MONTH for mention in days) and "background" in sentence.cues:
            return True
    more = any(toll.also for toll in sentence.tolls)  # "at least ten people have also died"
    if "perfect" in sentence.cues and not (opening or more or narrowed(sentence)):
        return True
    after = sentence.cues.get("after_days")
    if after and sentence.tolls and not opening and all(toll.start > after[0][1] for toll in sentence.tolls):
        return True
    return "background" in sentence.cues and not (is_new or "happened" in sentence.cues)


def narrowed(sentence: Sentence) -> bool:
    """Whether it names a place smaller than a province."""
    return any(answer.where_prec < WherePrec.PROVINCE for _, answer in sentence.located)


def news(sentences: Sequence[Sentence], drafts: list[Draft]) -> list[Sentence]:
    """What does not look back."""
    recalled = {s.span.start for draft in drafts if draft.background for s in draft.sentences}
    return [s for s in sentences if "background" not in s.cues and s.span.start not in recalled]
