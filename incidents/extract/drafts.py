"""An event while its sentences are being gathered: its day, its place and its tolls, as far as they are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.model import Geocode, Toponym, WherePrec
from incidents.extract.dates import DateMention
from incidents.extract.mentions import Sentence
from incidents.extract.tolls import Toll

RELATIVE = 1000  # as far as beyond any sentence


@dataclass(slots=True)
class Draft:
    """The sentences of one event, while they are being gathered."""

    sentences: list[Sentence] = field(default_factory=list)
    background: bool = False

    @property
    def day(self) -> DateMention | None:
        """The day nearest to a toll or trigger; the day of a mere statement only where no other is named."""
        ranked = [
            (
                mention.reporting or is_loose(sentence, mention),
                not sentence.tolls,
                number,
                characters_away(sentence, mention),
                mention.start,
            )
            for number, sentence in enumerate(self.sentences)
            for mention in sentence.dates
        ]
        mentions = {mention.start: mention for sentence in self.sentences for mention in sentence.dates}
        return mentions[min(ranked)[-1]] if ranked else None

    @property
    def told_day(self) -> DateMention | None:
        """The day that the sentences with a toll or a trigger name."""
        return Draft([s for s in self.sentences if s.tells]).day

    @property
    def place(self) -> tuple[Toponym, Geocode] | None:
        """Where: the place of the full account, else the most precise one named."""
        telling = stated_place([s for s in self.sentences if s.tells])
        if telling and telling[1].where_prec <= WherePrec.DISTRICT:
            return telling
        rest = best_place([pair for s in self.sentences for pair in s.located])
        return rest if telling is None or (rest and coarseness(rest[1]) < coarseness(telling[1])) else telling

    def tolls(self, name: str) -> list[Toll]:
        """The tolls of a field in reading order."""
        return [toll for s in self.sentences for toll in s.tolls if toll.field == name]

    def count(self, name: str) -> int | None:
        """The largest number stated for a field, parts and additions left out."""
        return max((t.count for t in self.tolls(name) if not t.additive and not t.part), default=None)


def characters_away(sentence: Sentence, mention: DateMention) -> int:
    """Characters between a day and the nearest toll, or trigger where there is no toll."""
    raised = [toll for toll in sentence.tolls if toll.replacing]  # "raising the toll of Monday's attack to nine"
    told = [
        (
            toll.start,
            toll.end,
            toll.relative or toll.replacing or (toll.after is not None and mention.end <= toll.after),
        )
        for toll in raised or sentence.tolls
    ]
    told = told or [(start, end, False) for start, end, _ in sentence.triggers]
    return min((_gap(mention, *toll) for toll in told), default=0)


def is_loose(sentence: Sentence, mention: DateMention) -> bool:
    """A day before a raised toll is that of the report: "followed the coffins on Saturday, while the toll rose to 27"."""
    raised = [toll for toll in sentence.tolls if toll.replacing]
    return bool(raised) and not mention.owns and mention.end <= raised[0].start


def _gap(mention: DateMention, start: int, end: int, relative: bool) -> int:
    """A clause about people names its day behind them: "searched on Sunday for men who were kidnapped on Friday"."""
    if mention.end <= start:
        return start - mention.end + (RELATIVE if relative and not mention.owns else 0)
    return max(mention.start - end, 0)


def best_place(pairs: list[tuple[Toponym, Geocode]]) -> tuple[Toponym, Geocode] | None:
    """The most precise place named; of equals the first."""
    return min(pairs, key=lambda pair: coarseness(pair[1]), default=None)


def stated_place(sentences: list[Sentence]) -> tuple[Toponym, Geocode] | None:
    """The best place of the first sentence that has one; a district the sentence states outranks a point outside it."""
    for sentence in sorted(sentences, key=_telling):
        best = best_place(list(sentence.located))
        if best is None or best[1].where_prec >= WherePrec.PROVINCE:
            continue
        districts = [pair for pair in sentence.located if pair[1].where_prec == WherePrec.DISTRICT]
        if best[1].where_prec < WherePrec.DISTRICT and districts:
            inside = [pair for pair in sentence.located if pair[1].admin2 == districts[0][1].admin2]
            best = best_place(inside) or best
        return best
    return best_place([pair for s in sentences for pair in s.located])


def _telling(sentence: Sentence) -> tuple[bool, bool]:
    """The full account first: a sentence with toll and day says where better than one that only mentions the toll."""
    tolls = any(toll.count for toll in sentence.tolls)
    return not (tolls and sentence.dates), not tolls


def coarseness(answer: Geocode) -> int:
    """Points before areas of any kind before the regions around them; a division says less than its districts."""
    order = {WherePrec.EXACT: 0, WherePrec.NEAR: 0, WherePrec.DISTRICT: 1, WherePrec.VAGUE: 2, WherePrec.PROVINCE: 3}
    return order.get(answer.where_prec, 4)
