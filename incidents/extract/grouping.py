"""Sentences to events: which sentences tell of one event, which only recall an older one, which tell of none.

Each sentence goes to the nearest event it does not contradict; `recalling` says what looks back, and `joining` what the
gathered drafts amount to.
"""

from __future__ import annotations

from datetime import date

from geodata.model import WherePrec
from incidents.extract.actors import PEOPLE
from incidents.extract.belonging import follows, home_of, last_told, shares_words
from incidents.extract.drafts import (
    HEAD,
    Draft,
    are_apart,
    by_attackers,
    dead_in,
    firm_days,
    is_bare_sum,
    local_dateline,
    says_how,
    without_tolls,
)
from incidents.extract.joining import as_items, is_digest, settle
from incidents.extract.recalling import (
    OLD,
    between_states,
    day_of_telling,
    is_news,
    is_recounted,
    narrowed,
    opens_looking_back,
    recalls,
)
from incidents.extract.sentences import BESIDE, PLACE, SEVERAL, Sentence
from incidents.model import DatePrec

NEWS = 4  # sentences in which an article says what it is about


def group(sentences: tuple[Sentence, ...], published: date | None) -> list[Draft]:
    """The events of an article in the order told; sentences that tell of nothing belong to the event before them."""
    opening = next((sentence for sentence in sentences[:2] if sentence.tells), None)
    combined = any("combined" in s.cues for s in sentences[:2])
    digest = is_digest(sentences)
    sentences = as_items(sentences) if digest else sentences
    gathering = _Gathering(sentences, day_of_telling(opening, published), opening, combined)
    taken = False
    for sentence, following in zip(sentences, (*sentences[1:], None), strict=False):  # none has none behind it
        taken = not taken and gathering.take(sentence, following)
    drafts = gathering.drafts
    local = opening is not None and local_dateline(sentences) is not None
    placed = next((draft for draft in drafts if local and draft.sentences[0] is opening), None)
    events = settle(drafts, placed, combined, digest)
    for sentence in sentences:
        if "every_event" in sentence.cues and "claim" in sentence.cues:  # "claimed both attacks"
            for draft in events:
                own = any("claim" in s.cues and _names_a_group(s) for s in draft.sentences)
                if not draft.background and not own and sentence not in draft.sentences:
                    draft.add([without_tolls(sentence)._replace(dates=())])
    return events


class _Gathering:
    """The events of an article while its sentences are taken in, in reading order.

    Each sentence that tells of something goes to the nearest event it does not contradict, else to one of its own.
    """

    def __init__(
        self, sentences: tuple[Sentence, ...], published: date | None, opening: Sentence | None, combined: bool
    ) -> None:
        struck = opening is not None and any(not (t.weak or t.vague or t.calm) for _, _, t in opening.triggers)
        self.drafts: list[Draft] = []
        self.first = sentences[0] if sentences else None
        self.published, self.opening, self.combined = published, opening, combined
        self.talks = between_states(sentences)
        armed = opening is not None and _with_arms(opening)
        self.accidents = () if armed else ("no_incident",) if struck else ("no_incident", "wrecked")
        self.quiet = self.talks or any(cue in s.cues for s in sentences[:NEWS] for cue in self.accidents)
        self.opens_back = bool(sentences) and opens_looking_back(sentences[0])
        self.paragraph, self.end = 0, -NEWS  # where this one begins, where the last sentence ended
        self.told, self.looked_back = -NEWS, False  # where the last telling sentence ended, and whether it looked back
        self.series = -NEWS  # where a sentence ended that counts the event among others: "the second such attack"
        self.among_talks = False  # whether the last one was news in an article about talks
        self.scene: list[Sentence] = []  # sentences that say where and when, before one that says what

    def take(self, sentence: Sentence, following: Sentence | None) -> bool:
        """Take a sentence in; whether the one that follows it was taken with it."""
        self._step(sentence)
        counted_among = sentence.span.start - self.series < 2
        if "series" in sentence.cues:
            self.series = sentence.span.end
        if self.drafts and following and _leads_into_another(self.drafts[-1], sentence, following, self.combined):
            self.drafts.append(Draft([sentence, following]))
            self._step(following)
            self.told, self.looked_back = following.span.end, False
            return True
        if sentence.tolls and not sentence.triggers and all(toll.listed for toll in sentence.tolls):
            if self.drafts:  # those who died there, by their names and homes
                self.drafts[-1].add([sentence._replace(dates=(), places=(), located=())])
        elif _claims(sentence) and any(not draft.background for draft in self.drafts):
            _home_of_claim(self.drafts, sentence, self.combined).add([sentence._replace(dates=(), tolls=())])
        elif any(cue in sentence.cues for cue in self.accidents) and sentence.tolls and not sentence.triggers:
            pass  # "Awaran was the centre of an earthquake that killed 800"
        elif sentence.tells:
            self._take_telling(sentence, self._looks_back(sentence, counted_among))
        else:
            self._take_silent(sentence)
        return False

    def _step(self, sentence: Sentence) -> None:
        if sentence.span.start - self.end > 1:
            self.paragraph = sentence.span.start
        self.end = sentence.span.end

    def _take_silent(self, sentence: Sentence) -> None:
        """A sentence that tells of nothing: more of the event before it, or the scene of the next."""
        if sentence.span.start - self.told < 2:
            self.told = sentence.span.end  # "The train was seized in March. 400 were on board. 31 died."
        home = _goes_on(self.drafts, sentence)
        if home is not None:
            home.add([sentence])
        if home is None and narrowed(sentence) and _by_armed_men(sentence):
            self.scene = [sentence]
        else:
            self.scene = [*self.scene, sentence] if self.scene and "happened" in sentence.cues else []

    def _looks_back(self, sentence: Sentence, counted_among: bool) -> bool:
        """Whether the sentence only recalls what it tells, by its own words or by those before it."""
        news = is_news(sentence, self.published)
        beside = sentence.span.start - self.told < BESIDE
        self.among_talks = self.talks and (news or (self.among_talks and beside and not sentence.dates))
        recalled = (self.talks and not self.among_talks) or counted_among or (self.opens_back and not news)
        recalled = recalled or recalls(sentence, self.published, opening=sentence is self.opening)
        recalled = recalled and not _repeats(self.drafts, sentence)
        recalled = recalled or (bool(self.drafts) and _is_of_another_day(self.drafts[0], sentence))
        named = sentence is not self.first and is_recounted(sentence)
        recalled = recalled or (named and (not self.drafts or "since" in sentence.cues))
        if not sentence.dates and beside and "boundary" not in sentence.cues and not _counts_elsewhere(sentence):
            recalled = recalled or self.looked_back  # it goes on looking back
        self.told, self.looked_back = sentence.span.end, recalled
        return recalled

    def _take_telling(self, sentence: Sentence, recalled: bool) -> None:
        if self.published and "recalling" in sentence.cues and not sentence.tolls:
            # "a court on Monday sentenced": its day
            old = tuple([day for day in sentence.dates if self.published - day.first > OLD])
            sentence = sentence._replace(dates=old)
        if SEVERAL in sentence.cues and sentence.tolls and _names_places_of_several(self.drafts, sentence):
            return  # "14 soldiers died in the operations in Musakhail, Kalat and Lasbela": of all of them
        home = home_of(self.drafts, sentence, recalled, self.paragraph)
        if home is not None:
            home.add([sentence])
        elif _worth_opening(sentence, self.quiet and not (recalled or self.among_talks)):
            scene = self.scene if not sentence.located else []
            placed = scene and sentence.span.start - scene[-1].span.end < BESIDE
            self.drafts.append(Draft([*scene, sentence] if placed else [sentence], background=recalled))
        self.scene = []


def _with_arms(opening: Sentence) -> bool:
    """ "Militants fired two rockets at a helicopter on its way to the earthquake": whatever else there is, an incident."""
    weapons = any(not trigger.deed and not trigger.weak for _, _, trigger in opening.triggers)
    return weapons and any(actor.kind == "attacker" for _, _, actor in opening.actors)


def _counts_elsewhere(sentence: Sentence) -> bool:
    """ "In Rask, two guards lost their lives": another scene, whatever the sentence before looked back to."""
    if not (sentence.tolls and sentence.located):
        return False
    toponym, answer = sentence.located[0]
    return answer.admin2 is not None and toponym.start - sentence.span.start <= HEAD


def _repeats(drafts: list[Draft], sentence: Sentence) -> bool:
    """ "Five people have been martyred and 18 injured", says somebody right after five were killed: it is told again."""
    dead = dead_in(sentence)
    told = drafts[-1] if drafts and not drafts[-1].background else None
    beside = told is not None and sentence.span.start - last_told(told) < BESIDE
    quiet = "perfect" in sentence.cues and not (sentence.dates or {"background", "recalling"} & sentence.cues.keys())
    return told is not None and dead > 1 and beside and quiet and told.count("fatalities") == dead


def _is_of_another_day(first: Draft, sentence: Sentence) -> bool:
    """ "The same outfit had claimed Monday's bombing", in an article about Thursday's: it is named by its day."""
    day = first.day if first.has_firm_day and not first.background else None
    named = [mention for mention in sentence.dates if mention.owns and mention.prec == DatePrec.DAY]
    claims = [at for at, _ in sentence.cues.get("claim", ()) if not any(t.start <= at < t.end for t in sentence.tolls)]
    if "recounted" not in sentence.cues or "died_later" in sentence.cues or not (claims or first.count("fatalities")):
        return False  # also not for "claimed the lives of"
    return day is not None and day.prec == DatePrec.DAY and any(mention.first < day.first for mention in named)


def _by_armed_men(sentence: Sentence) -> bool:
    return any(actor.kind in ("attacker", "force") for _, _, actor in sentence.actors)


def _home_of_claim(drafts: list[Draft], sentence: Sentence, combined: bool) -> Draft:
    """The event of which somebody says that it was theirs, whatever else the sentence looks back to.

    Where nothing else tells, that is the article's first event; in a round-up of several (combined), the last told.
    """
    current = [draft for draft in drafts if not draft.background]
    current = [draft for draft in current if not is_bare_sum(draft)] or current
    if "first_event" in sentence.cues:
        return current[0]
    likely = current[-1] if combined else current[0]
    return max(
        current,
        key=lambda d: (_hit_whom(d, sentence), follows(d, sentence), shares_words(d, sentence), d is likely),
    )


def _names_places_of_several(drafts: list[Draft], sentence: Sentence) -> bool:
    districts = {answer.admin2 for _, answer in sentence.located if answer.admin2}
    placed = {d.place[1].admin2 for d in drafts if not d.background and d.place}
    return len(districts & placed) > 1


def _leads_into_another(draft: Draft, scene: Sentence, sentence: Sentence, combined: bool) -> bool:
    """Whether a sentence only leads into an event whose people the next one counts: another place, day or "incident"."""
    if _sets_scene(draft, scene, combined) and _counts_there(scene, sentence, draft):
        return True
    return _opens_another_day(draft, scene, sentence) or _announces(scene, sentence)


def _sets_scene(draft: Draft, sentence: Sentence, combined: bool) -> bool:
    """Whether a sentence begins with another place and says what armed men did there: "In Panjgur, gunmen tried to …".

    Where the article sums up several events (combined), a bomb will do: "In Khuzdar, a bomb went off outside a hotel."
    """
    if sentence.tolls or not (sentence.located and sentence.places) or draft.background:
        return False
    opening = sentence.places[0]
    if "background" in sentence.cues or "recalling" in sentence.cues:
        return False
    if "boundary" in sentence.cues:  # "The same night a patrol was targeted near Khash."
        return True
    if (sentence.dates and not combined) or not (by_attackers(sentence) or (combined and says_how(sentence))):
        return False
    if opening[0].start - sentence.span.start > HEAD or opening[0].role is not PLACE:
        return False
    place = draft.only_place
    return place is None or place[1].where_prec >= WherePrec.PROVINCE or are_apart(place[1], opening[1])


def _announces(scene: Sentence, sentence: Sentence) -> bool:
    """ "In the second incident, a van came under attack. An officer and two constables were killed." """
    opens = any(at - scene.span.start <= HEAD for at, _ in scene.cues.get("boundary", ()))
    counted = any(toll.count for toll in sentence.tolls) and not sentence.dates and not sentence.located
    return opens and not scene.tolls and counted and sentence.span.start - scene.span.end < 2


def _opens_another_day(draft: Draft, scene: Sentence, sentence: Sentence) -> bool:
    """Whether a paragraph begins with another day, and goes on with whom forces hurt then.

    "On Tuesday, a crowd gathered. Security forces fired live rounds, and eight protesters were wounded."
    """
    known = draft.day if draft.has_firm_day and not draft.background else None
    days = firm_days(scene)
    if (
        scene.tells
        or scene.span.start - last_told(draft) < 2
        or known is None
        or not days
        or "background" in scene.cues
    ):
        return False
    day, beside = days[0], sentence.span.start - scene.span.end < 2
    another = day.prec == known.prec == DatePrec.DAY and day.first != known.first
    counted = says_how(sentence) and any(toll.count for toll in sentence.tolls)
    return another and beside and counted and day.start - scene.span.start <= HEAD and not sentence.dates


def _counts_there(scene: Sentence, sentence: Sentence, draft: Draft) -> bool:
    """Whether a sentence goes straight on with the dead of the place that the one before it named, of a sum if need be."""
    if sentence.span.start - scene.span.end >= BESIDE or sentence.located:
        return False
    dead = max((t.count for t in sentence.tolls if t.field == "fatalities" and not t.part), default=0)
    if not dead and any(toll.count for toll in sentence.tolls) and not sentence.dates:
        return says_how(scene)  # "In Turbat, men threw a grenade at a shop. The shopkeeper suffered minor injuries."
    summed = draft.place is None or draft.place[1].where_prec >= WherePrec.PROVINCE
    return dead > 0 and (not summed or dead < (draft.count("fatalities") or 0))


def _claims(sentence: Sentence) -> bool:
    """Whether an armed group says that it did it, and the sentence tells of nothing and nobody else."""
    if "claim" not in sentence.cues or "no_claim" in sentence.cues:
        return False
    if {"claims_this", "background"} <= sentence.cues.keys():
        return _names_a_group(sentence)  # "claimed the attack, saying that it avenged those who were killed last month"
    counted = sentence.tolls and "recalling" not in sentence.cues
    return _names_a_group(sentence) and not counted and not narrowed(sentence)


def _hit_whom(draft: Draft, sentence: Sentence) -> bool:
    """Whether those whom a claim names are the dead of a draft: "claimed the killing of the policemen"."""
    named = {actor.name for _, _, actor in sentence.actors if actor.kind != "attacker" and actor.name != PEOPLE}
    return any(
        actor.name in named and toll.start <= start < toll.end
        for s in draft.sentences
        for toll in s.tolls
        for start, _, actor in s.actors
    )


def _names_a_group(sentence: Sentence) -> bool:
    return any(actor.is_armed_group for _, _, actor in sentence.actors)


def _goes_on(drafts: list[Draft], sentence: Sentence) -> Draft | None:
    """The event of which a sentence without one of its own says more: who, or where; a claim may stand further on."""
    if not drafts:
        return None
    last = drafts[-1]
    beside = sentence.span.start - last_told(last) < BESIDE
    if is_bare_sum(last) and narrowed(sentence):
        return None
    same_time = last.background == ("background" in sentence.cues)
    says_more = bool(sentence.actors or (sentence.places and not last.background))
    return last if beside and same_time and says_more else None


def _worth_opening(sentence: Sentence, quiet: bool) -> bool:
    if quiet:
        return any(toll.count for toll in sentence.tolls) and says_how(sentence)
    return bool(sentence.tolls) or bool(sentence.triggers)
