"""What a sentence says of its event, without what it says beside: what came before or of it, why it was done, who was buried.

One rule a cue table; each takes a sentence, and where the table's first words stand in it, to a sentence.
"""

from __future__ import annotations

from collections.abc import Callable

from incidents.extract.sentences import OPENING, Sentence

# Characters from a comma, or from the head of the sentence, to words such as "two days after".
CLAUSE_OPENS = 2 * OPENING


def in_scope(sentence: Sentence) -> Sentence:
    """The sentence with the triggers, days and places of its event."""
    if any(day.leads for day in sentence.dates):
        sentence = _without_the_day_before(sentence)
    for cue, rule in _RULES:
        if cue in sentence.cues:
            sentence = rule(sentence, *sentence.cues[cue][0])
    return sentence


def _without_the_day_before(sentence: Sentence) -> Sentence:
    """ "Iran launched strikes on Tuesday, a day after others did": what is told behind "a day after" is another event."""
    if "hit_before" in sentence.cues:  # "he died on Saturday, a day after he had been shot"
        return sentence._replace(dates=tuple([day for day in sentence.dates if day.leads]))
    told = min(
        [hit[0] for hit in sentence.triggers] + [toll.start for toll in sentence.tolls], default=sentence.span.end
    )
    leads = min([day.start for day in sentence.dates if day.leads and told < day.start], default=sentence.span.end)
    return sentence._replace(
        dates=tuple([day for day in sentence.dates if not (day.leads and told < day.start)]),
        triggers=tuple([hit for hit in sentence.triggers if hit[0] < leads]) or sentence.triggers,
    )


def _behind_what_came_of_it(sentence: Sentence, start: int, end: int) -> Sentence:
    """ "Trains stood still on Wednesday following the blast at Bolan": the event stands behind, its day is another."""
    if start <= 0 or sentence.tolls or not sentence.triggers or any(first < end for first, _, _ in sentence.triggers):
        return sentence
    return sentence._replace(
        dates=tuple(
            [day._replace(reporting=True) if day.end <= start and not day.owns else day for day in sentence.dates]
        ),
        located=tuple([pair for pair in sentence.located if pair[0].start > start]) or sentence.located,
    )


def _without_what_came_before(sentence: Sentence, start: int, end: int) -> Sentence:
    """ "Two days after a strike in Panjgur, …" and "…, hours after the arrest of a leader in Islamabad": other places."""
    text, first, located = sentence.span.text, sentence.span.start, sentence.located
    comma = text.find(", ", end - first)
    if start - first <= CLAUSE_OPENS and comma > 0:
        located = tuple([pair for pair in located if pair[0].start > first + comma]) or located
    comma = text.rfind(", ", 0, start - first)
    told = any(toll.end <= first + comma for toll in sentence.tolls)
    if told and start - first - comma <= CLAUSE_OPENS and not any(toll.start > start for toll in sentence.tolls):
        located = tuple([pair for pair in located if pair[0].start < first + comma])
    return sentence._replace(located=located)


def _before_the_motive(sentence: Sentence, start: int, end: int) -> Sentence:
    """ "… in response to an operation in Kalat on May 2": why they did it, not where, when or how."""
    if any(toll.start >= end for toll in sentence.tolls):
        return sentence
    triggers = tuple([hit for hit in sentence.triggers if hit[0] < end])
    return sentence._replace(
        dates=tuple([day for day in sentence.dates if day.start < end]),
        triggers=triggers if triggers or sentence.tolls else sentence.triggers,
        located=tuple([pair for pair in sentence.located if pair[0].start < end]),
        places=tuple([pair for pair in sentence.places if pair[0].start < end]),
    )


def _without_the_burial(sentence: Sentence, start: int, end: int) -> Sentence:
    """ "Funerals in Zahedan on Monday for policemen killed in Rask": they died in Rask, and not on Monday."""
    deeds = [hit[0] for hit in sentence.triggers] + [toll.start for toll in sentence.tolls]
    located, dates = sentence.located, sentence.dates
    if deeds:
        located = tuple([pair for pair in located if pair[0].start > min(deeds)]) or located
    if len(dates) == 1 and not dates[0].owns:
        dates = (dates[0]._replace(reporting=True),)
    return sentence._replace(located=located, dates=dates)


_RULES: tuple[tuple[str, Callable[[Sentence, int, int], Sentence]], ...] = (
    ("sequel", _behind_what_came_of_it),
    ("after_days", _without_what_came_before),
    ("motive", _before_the_motive),
    ("funeral", _without_the_burial),
)
