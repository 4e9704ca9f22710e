"""Sentences to events: which sentences tell of one event, which only recall an older one, which tell of none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from geodata.model import Geocode, Toponym, WherePrec
from incidents.extract.dates import DateMention
from incidents.extract.mentions import Sentence

OLD = timedelta(days=12)  # an event this long before publication is what a news article recalls, not what it reports
HELD = "Abduction/forced disappearance"
WEAK = frozenset({"Arrests", "Disrupted weapons use", "Looting/property destruction", HELD})


@dataclass(slots=True)
class Draft:
    """The sentences of one event, while they are being gathered."""

    sentences: list[Sentence] = field(default_factory=list)
    background: bool = False

    @property
    def day(self) -> DateMention | None:
        """The day nearest to a toll or trigger; the day of a mere statement only where no other is named."""
        ranked = [
            (mention.reporting, not sentence.tolls, number, _away(sentence, mention), mention.start)
            for number, sentence in enumerate(self.sentences)
            for mention in sentence.dates
        ]
        mentions = {mention.start: mention for sentence in self.sentences for mention in sentence.dates}
        return mentions[min(ranked)[-1]] if ranked else None

    @property
    def place(self) -> tuple[Toponym, Geocode] | None:
        telling = stated_place([s for s in self.sentences if s.tells])
        if telling and telling[1].where_prec <= WherePrec.DISTRICT:
            return telling
        rest = best_place([pair for s in self.sentences for pair in s.located])
        return rest if telling is None or (rest and _coarseness(rest[1]) < _coarseness(telling[1])) else telling

    def count(self, name: str) -> int | None:
        counts = [toll.count for s in self.sentences for toll in s.tolls if toll.field == name and not toll.additive]
        return max(counts, default=None)


def _away(sentence: Sentence, mention: DateMention) -> int:
    """Characters between a day and the nearest toll, or trigger where there is no toll."""
    told = [(toll.start, toll.end) for toll in sentence.tolls] or [(start, end) for start, end, _ in sentence.triggers]
    return min((max(start - mention.end, mention.start - end, 0) for start, end in told), default=0)


def best_place(pairs: list[tuple[Toponym, Geocode]]) -> tuple[Toponym, Geocode] | None:
    """The most precise place named; of equals the first."""
    return min(pairs, key=lambda pair: (_coarseness(pair[1]), pairs.index(pair)), default=None)


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


def _coarseness(answer: Geocode) -> int:
    """Points before areas of any kind before the regions around them; a division says less than its districts."""
    order = {WherePrec.EXACT: 0, WherePrec.NEAR: 0, WherePrec.DISTRICT: 1, WherePrec.VAGUE: 2, WherePrec.PROVINCE: 3}
    return order.get(answer.where_prec, 4)


def group(sentences: tuple[Sentence, ...], published: date | None) -> list[Draft]:
    """The events of an article in the order told; sentences that tell of nothing belong to the event before them."""
    drafts: list[Draft] = []
    quiet = any("no_incident" in s.cues for s in sentences)
    before: tuple[int, bool] = (-9, False)  # where the last telling sentence ended, and whether it looked back
    for sentence in sentences:
        if not sentence.tells or ("no_incident" in sentence.cues and not sentence.triggers):
            if drafts and _goes_on(drafts[-1], sentence):
                drafts[-1].sentences.append(sentence)
            continue
        recalled = _recalls(sentence, published)
        if not sentence.dates and sentence.span.start - before[0] < 3:
            recalled = recalled or before[1]  # it goes on looking back
        before = (sentence.span.end, recalled)
        home = _home(drafts, sentence, recalled)
        if home is None:
            if _worth_opening(sentence, quiet and not recalled):
                drafts.append(Draft(sentences=[sentence], background=recalled))
        else:
            home.sentences.append(sentence)
    return _told_twice([d for d in drafts if _is_event(d)])


def _goes_on(draft: Draft, sentence: Sentence) -> bool:
    """Whether a sentence without an event of its own, right behind a draft's last, says more of it: who, or where."""
    beside = sentence.span.start - draft.sentences[-1].span.end < 4
    same_time = draft.background == ("background" in sentence.cues)
    return beside and same_time and bool(sentence.actors or (sentence.places and not draft.background))


def _recalls(sentence: Sentence, published: date | None) -> bool:
    """Whether the sentence looks back: its words say so, or its day lies well before publication."""
    if "recalling" in sentence.cues:
        return True
    if published and sentence.dates:
        latest = max(mention.last or mention.first for mention in sentence.dates)
        if published - latest > OLD and all(
            m.prec > 2 or m.explicit or published - m.first > OLD for m in sentence.dates
        ):
            return True
        if any(mention.prec == 5 and mention.first.year < published.year for mention in sentence.dates):
            return True  # yearly totals
        if any(mention.prec == 1 and published - mention.first <= OLD for mention in sentence.dates):
            return False
    if "perfect" in sentence.cues and not any(answer.where_prec < WherePrec.PROVINCE for _, answer in sentence.located):
        return True
    return "background" in sentence.cues


def _worth_opening(sentence: Sentence, quiet: bool) -> bool:
    if quiet:
        return bool(sentence.triggers) and any(t.rank <= 7 for _, _, t in sentence.triggers) and bool(sentence.tolls)
    return bool(sentence.tolls) or bool(sentence.triggers)


def _home(drafts: list[Draft], sentence: Sentence, recalled: bool) -> Draft | None:
    """The event a sentence goes on telling of: the nearest one before it whose day, place and toll do not contradict."""
    for draft in reversed(drafts):
        if draft.background != recalled:
            continue
        if "boundary" in sentence.cues and draft is drafts[-1] and (sentence.tolls or sentence.places):
            return next(
                (
                    d
                    for d in reversed(drafts[:-1])
                    if d.background == recalled and _same_event(d, sentence, strict=True)
                ),
                None,
            )
        if _same_event(draft, sentence):
            return draft
    return None


def _same_event(draft: Draft, sentence: Sentence, strict: bool = False) -> bool:
    day, other = draft.day, next(iter(sentence.dates), None)
    exact = day and other and other.prec == 1 and day.prec == 1 and day.first != other.first
    if exact and not (day.last and day.first <= other.first <= day.last):
        return False
    here, there = draft.place, best_place(list(sentence.located))
    apart = bool(here and there and _apart(here[1], there[1]))
    if apart and sentence.tolls:
        return False
    for name in ("fatalities", "abducted"):
        mine = draft.count(name)
        theirs = max((t.count for t in sentence.tolls if t.field == name and not t.additive), default=None)
        if strict and (mine is None or mine != theirs):
            return False
    return not (apart and strict)


def _apart(a: Geocode, b: Geocode) -> bool:
    """Whether two places exclude each other: different districts, or different points that are not near."""
    if WherePrec.COUNTRY in (a.where_prec, b.where_prec) or WherePrec.PROVINCE in (a.where_prec, b.where_prec):
        return bool(a.country and b.country and a.country != b.country and a.where_prec != b.where_prec is False)
    if a.admin2 and b.admin2:
        return a.admin2 != b.admin2
    return False


def _is_event(draft: Draft) -> bool:
    """People harmed or a strong trigger, by somebody who could be named; talks, fences and seizures of goods are none."""
    counts = [toll for s in draft.sentences for toll in s.tolls]
    ranks = [trigger for s in draft.sentences for _, _, trigger in s.triggers]
    if draft.background:
        return bool(counts)
    if any(toll.count for toll in counts):
        known = draft.place is not None or any(s.actors for s in draft.sentences)
        return bool(ranks) or known or any(t.field == "abducted" for t in counts)
    strong = [t for t in ranks if t.sub_event_type not in WEAK]
    placed = draft.place is not None and draft.place[1].where_prec != WherePrec.COUNTRY
    opening = draft.sentences[0]
    told = bool(opening.located or opening.dates or counts)
    return bool(strong or counts) and told and (placed or (bool(counts) and bool(ranks)))


def _told_twice(drafts: list[Draft]) -> list[Draft]:
    """The same event told twice in one article is one: equal deaths, and no day or place against it."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((other for other in kept if other.background == draft.background and _twins(other, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            twin.sentences += draft.sentences
            twin.sentences.sort(key=lambda s: s.span.start)
    return kept


def _twins(one: Draft, two: Draft) -> bool:
    first, second = one.count("fatalities"), two.count("fatalities")
    if first != second or first is None:
        return False
    if one.day and two.day and one.day.first != two.day.first:
        return False
    here, there = one.place, two.place
    return not (here and there and _apart(here[1], there[1]))
