"""An event while its sentences are being gathered: its day, its place and its tolls, as far as they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from geodata.gazetteer import REGION
from geodata.model import Geocode, Toponym, ToponymRole, WherePrec
from incidents.extract.dates import DateMention
from incidents.extract.sentences import CLAIM_GOES_ON, SEVERAL, Sentence
from incidents.extract.tolls import Toll
from incidents.model import DatePrec

BULLETS = "—–•*·▪‣"  # "— Kech: a man was injured": an item of a digest
MOST_AT_ONCE = 200  # no event of the region has killed as many (Mastung 2018: 149); whoever counts more adds up years
ABOUT = 12  # characters of "about 90", "some two" before "hours later"
HEAD = 3  # characters from the beginning of a sentence
RIGHT_AT = 4  # characters between what happened and where: "attack at Pishin"
RIGHT_BEHIND = 4  # characters between a raised toll and "on Tuesday"
NEWSROOM_TOWN = 300_000  # inhabitants from which a dateline says where the reporter sits, not what happened
BETWEEN = "between"  # the reason of a place on a line: no town elsewhere says better where
RELATIVE = 1000  # as far as beyond any sentence
# Points before areas of any kind before the regions around them; a division says less than its districts.
_COARSENESS = {WherePrec.EXACT: 0, WherePrec.NEAR: 0, WherePrec.DISTRICT: 1, WherePrec.VAGUE: 2, WherePrec.PROVINCE: 3}
_UNPLACED = 4


class Draft:
    """The sentences of one event, while they are being gathered, and what they amount to so far."""

    def __init__(self, sentences: Iterable[Sentence], background: bool = False) -> None:
        self.sentences = list(sentences)
        self.background = background
        self._known: dict[str, Any] = {}  # what was looked up since the last sentence came

    def add(self, sentences: Iterable[Sentence]) -> None:
        """Take sentences in; what was known of day, place and tolls is looked up anew."""
        self.sentences.extend(sentences)
        self._known.clear()

    def _look_up(self, name: str, find: Callable[[Sequence[Sentence]], Any]) -> Any:
        if name not in self._known:
            self._known[name] = find(self.sentences)
        return self._known[name]

    @property
    def day(self) -> DateMention | None:
        """The day nearest to a toll or trigger; the day of a mere statement only where no other is named."""
        return self._look_up("day", _nearest_day)

    @property
    def told_day(self) -> DateMention | None:
        """The day that the sentences with a toll or a trigger name, or the first, which may set the scene."""
        return _nearest_day([s for s in self.sentences if s.tells or s is self.sentences[0]])

    @property
    def has_firm_day(self) -> bool:
        """Whether a day is the event's own."""
        return self._look_up("has_firm_day", _is_firmly_dated)

    @property
    def place(self) -> tuple[Toponym, Geocode] | None:
        """Where: the place of the full account, else the most precise one named."""
        return self._look_up("place", _told_place)

    @property
    def only_place(self) -> tuple[Toponym, Geocode] | None:
        """The place, None where the first sentence names places of several districts side by side."""
        return None if SEVERAL in self.sentences[0].cues else self.place

    def count(self, name: str) -> int | None:
        """The largest number stated for a field, parts and additions left out."""
        return self._look_up("counts", _largest_counts).get(name)

    def tolls(self, name: str) -> list[Toll]:
        """The tolls of a field in reading order."""
        return [toll for s in self.sentences for toll in s.tolls if toll.field == name]


def _is_firmly_dated(sentences: Sequence[Sentence]) -> bool:
    return any(sentence.dates and firm_days(sentence) for sentence in sentences)


def _told_place(sentences: Sequence[Sentence]) -> tuple[Toponym, Geocode] | None:
    place = _place_told(sentences)
    if place is None or place[1].admin1 in REGION or place[1].where_prec >= WherePrec.COUNTRY:
        return place
    return best_in_region([place, *(pair for s in sentences if s.tells for pair in s.located)])


def _place_told(sentences: Sequence[Sentence]) -> tuple[Toponym, Geocode] | None:
    telling = stated_place([s for s in sentences if s.tells or s is sentences[0]])  # the first may be the scene
    if telling and (telling[1].where_prec <= WherePrec.DISTRICT or telling[1].reason == BETWEEN):
        return _narrower(telling, sentences)
    rest = best_place([pair for s in sentences for pair in s.located])
    return rest if telling is None or (rest and coarseness(rest[1]) < coarseness(telling[1])) else telling


def _narrower(place: tuple[Toponym, Geocode], sentences: Sequence[Sentence]) -> tuple[Toponym, Geocode]:
    """A place in the district whose name alone was given first: "a pipeline in Dera Bugti …, in the Pir Koh area"."""
    if place[1].name != place[1].admin2:
        return place
    inside = [
        pair
        for s in sentences
        if s.tells
        for pair in s.located
        if pair[1].admin2 == place[1].admin2
        and pair[1].where_prec < WherePrec.DISTRICT
        and pair[1].name != place[1].name
    ]
    return inside[0] if inside else place


def _largest_counts(sentences: Sequence[Sentence]) -> dict[str, int]:
    counts: dict[str, int] = {}
    rivals: dict[str, int] = {}
    for sentence in sentences:
        for toll in sentence.tolls:
            claimed = toll.given or sentence.is_claim or CLAIM_GOES_ON in sentence.cues
            known = rivals if claimed else counts  # "the group put the dead at a hundred"
            if not (toll.additive or toll.part or toll.listed) and toll.count > known.get(toll.field, -1):
                known[toll.field] = toll.count
    return rivals | counts


def _nearest_day(sentences: Sequence[Sentence]) -> DateMention | None:
    named = [(number, s, mention) for number, s in enumerate(sentences) for mention in s.dates]
    if len(named) < 2:
        return named[0][2] if named else None
    best = min(named, key=_day_rank)[2]
    if best.prec != DatePrec.WEEK:
        return best
    within = [  # "died last week", and further on "the shooting on November 11"
        (number, sentence, mention)
        for number, sentence, mention in named
        if mention.prec == DatePrec.DAY
        and not mention.reporting
        and best.first <= mention.first <= (best.last or best.first)
    ]
    return min(within, key=_day_rank)[2] if within else best


def _day_rank(named: tuple[int, Sentence, DateMention]) -> tuple:
    number, sentence, mention = named
    loose = mention.reporting or is_loose(sentence, mention)
    rough = not sentence.tolls and mention.prec > DatePrec.WEEK  # "an outfit that surfaced in February"
    away = characters_away(sentence, mention)
    counted = mention.relative and not mention.leads
    counted = counted and not any(toll.relative and toll.end <= mention.start for toll in sentence.tolls)
    # "while two more died on Monday"
    more = "died_later" in sentence.cues and all(toll.additive for toll in sentence.tolls)
    untold = (more or not sentence.tolls) and "happened" not in sentence.cues
    return loose, rough, untold, mention.aside, not mention.owns, number, counted, away, mention.start


def firm_days(sentence: Sentence) -> list[DateMention]:
    """The days that are the event's own, not those of who reports it or raises its toll."""
    return [m for m in sentence.dates if not m.reporting and not is_loose(sentence, m)]


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
    """A day before a raised toll, or right behind it, is that of the report: "on Saturday, while the toll rose to 27".

    So is that of one who died later: "a third was found dead on Thursday".
    """
    if sentence.tolls and sentence.tolls[0].ordinal:
        return True
    if any(toll.ordinal and toll.end <= mention.start for toll in sentence.tolls) and not mention.owns:
        return True  # "four were killed that day and a fifth died on Wednesday"
    if "afterwards" in sentence.cues and not mention.owns:
        return True  # "on Sunday two of the bodies in the mortuary were identified"
    later = sentence.cues.get("died_later")
    if later and sentence.tolls and later[0][0] < mention.start and not mention.owns:
        return True  # "his son succumbed to his wounds on April 23"
    own = [toll for toll in sentence.tolls if not (toll.replacing or toll.additive)]
    if any(toll.relative and toll.start < mention.start and mention.end <= toll.end for toll in own):
        return False  # "a man who was shot on Thursday has died, raising the toll to two"
    if later and own and own[0].end <= mention.start and mention.end <= later[0][0]:
        # "five died in Tuesday's blast …, while a driver breathed his last on Wednesday, raising the toll"
        return False
    for raised in sentence.tolls:
        if raised.replacing:
            behind = 0 <= mention.start - raised.end <= RIGHT_BEHIND
            # "… after two died overnight"
            late = any(toll.additive and toll.after is not None for toll in sentence.tolls)
            behind = behind or (late and mention.start > raised.end and not mention.relative)
            return not mention.owns and (mention.end <= raised.start or behind)
    return False


def _gap(mention: DateMention, start: int, end: int, relative: bool) -> int:
    """A clause about people names its day behind them: "searched on Sunday for men who were kidnapped on Friday"."""
    if mention.end <= start:
        return start - mention.end + (RELATIVE if relative and not mention.owns else 0)
    return max(mention.start - end, 0)


def best_place(pairs: Sequence[tuple[Toponym, Geocode]]) -> tuple[Toponym, Geocode] | None:
    """The most precise place named; of equals the first."""
    if len(pairs) < 2:
        return pairs[0] if pairs else None
    return min(pairs, key=lambda pair: coarseness(pair[1]))


def best_in_region(pairs: Sequence[tuple[Toponym, Geocode]]) -> tuple[Toponym, Geocode] | None:
    """The most precise place in the provinces at the border, if any is there; home towns and funerals are elsewhere.

    "Men killed in Sistan-Baluchestan … gloom has descended on Ahmedpur."
    """
    return best_place([pair for pair in pairs if pair[1].admin1 in REGION]) or best_place(pairs)


def stated_place(sentences: Sequence[Sentence]) -> tuple[Toponym, Geocode] | None:
    """The best place of the first sentence that has one; a district the sentence states outranks a point outside it."""
    placed = [sentence for sentence in sentences if sentence.located]
    for sentence in sorted(placed, key=_telling):
        best = best_place(_behind_the_deed(sentence))
        if best is None or best[1].where_prec >= WherePrec.PROVINCE:
            continue
        if best[1].where_prec < WherePrec.DISTRICT:
            stated = next((pair for pair in sentence.located if pair[1].where_prec == WherePrec.DISTRICT), None)
            if stated is not None:
                within = _districts_of(*stated)
                best = best_place([pair for pair in sentence.located if pair[1].admin2 in within]) or best
        return best
    return best_place([pair for s in placed for pair in s.located])


def _districts_of(toponym: Toponym, answer: Geocode) -> set[str | None]:
    """A district with those split off from it since: "in Rask town, Sarbaz county", as was."""
    return {
        answer.admin2,
        *(part for place in toponym.candidates if place.admin2 == answer.admin2 for part in place.parts),
    }


def _behind_the_deed(sentence: Sentence) -> Sequence[tuple[Toponym, Geocode]]:
    """The places of a sentence, the one right behind what happened first: "funerals in Zahedan after the attack at Pishin"."""
    if len(sentence.located) < 2 or not sentence.triggers or any(toll.after is not None for toll in sentence.tolls):
        return sentence.located
    ends = [end for _, end, _ in sentence.triggers]
    return sorted(sentence.located, key=lambda pair: not any(0 < pair[0].start - end <= RIGHT_AT for end in ends))


def local_dateline(sentences: Sequence[Sentence]) -> tuple[Toponym, Geocode] | None:
    """The town of an article's dateline where its news happened: too small for newsrooms, or the only place named."""
    for toponym, answer in sentences[0].places:
        if toponym.role is ToponymRole.DATELINE:
            people = max((place.population or 0 for place in toponym.candidates), default=0)
            only = answer.admin1 in REGION and not any(sentence.located for sentence in sentences)
            local = answer.where_prec <= WherePrec.NEAR and (people < NEWSROOM_TOWN or only)
            return (toponym, replace(answer, where_prec=WherePrec.NEAR, reason="dateline")) if local else None
    return None


def _telling(sentence: Sentence) -> tuple[bool, bool, bool]:
    """The full account first: a sentence with toll and day says where better than one that only mentions the toll."""
    # not "three more died in Quetta's hospital"
    tolls = any(toll.count and not (toll.additive or toll.stays) for toll in sentence.tolls)
    return not (tolls and sentence.dates), not tolls, not tolls and bool(sentence.tolls)


def coarseness(answer: Geocode) -> int:
    """How little an answer says of where: points before areas of any kind before the regions around them."""
    return _COARSENESS.get(answer.where_prec, _UNPLACED)


def is_bare_sum(draft: Draft) -> bool:
    """Whether no more is told than how many died in several attacks together."""
    first, *more = draft.sentences
    return "combined" in first.cues and bool(draft.count("fatalities")) and not any(s.tolls for s in more)


def opens_another(sentence: Sentence) -> bool:
    """Whether words or a bullet say that another event begins; some words say so only at the head of a sentence."""
    item = sentence.span.text[0] in BULLETS and (sentence.located or sentence.dates)
    if item or "boundary" in sentence.cues:
        return "first_event" not in sentence.cues  # "four died in the first blast and one in the second"
    if "earlier_account" in sentence.cues:
        return False
    if sentence.is_claim:
        return False  # "Hours later, the group said that its fighters had carried out the attack"
    heads = sentence.cues.get("opening_boundary")
    if heads and any(
        toll.replacing or toll.also or (toll.additive and toll.start <= heads[0][1] + 1) for toll in sentence.tolls
    ):
        return False  # "later in the day a soldier died, raising the toll to seven"; "a further seven were hurt"
    if heads and "retold" in sentence.cues and _is_only_reported(sentence):
        return False
    after = sentence.cues.get("after_a_while", ())
    if any(at - sentence.span.start <= ABOUT for at, _ in after):
        return True  # "About 90 minutes later, gunmen laid siege to …"
    return heads is not None and any(at - sentence.span.start <= HEAD for at, _ in heads)


def _is_only_reported(sentence: Sentence) -> bool:
    """ "Earlier, a paper reported that two people were killed": what was told before, with no day or place of its own."""
    said = min((end for _, end in sentence.cues.get("reporting", ())), default=None)
    told = said is not None and bool(sentence.tolls) and all(said <= toll.start for toll in sentence.tolls)
    return told and not sentence.dates and not sentence.located


def by_attackers(sentence: Sentence) -> bool:
    """Whether armed men are named: what they burn or blow up is an incident, what burns otherwise is none."""
    return "no_incident" not in sentence.cues and any(actor.kind == "attacker" for _, _, actor in sentence.actors)


def says_how(sentence: Sentence) -> bool:
    """Whether a trigger says how people were harmed or things destroyed, not only that something happened."""
    return any(not (trigger.weak or trigger.vague) for _, _, trigger in sentence.triggers)


def dead_in(sentence: Sentence) -> int:
    """The most dead that a sentence counts at once, 0 where it counts none."""
    return max((toll.count for toll in sentence.tolls if toll.field == "fatalities"), default=0)


def are_apart(a: Geocode, b: Geocode) -> bool:
    """Whether two places exclude each other: different provinces or districts."""
    return bool(a.admin1 and b.admin1 and a.admin1 != b.admin1) or in_two_districts(a, b)


def in_two_districts(a: Geocode, b: Geocode) -> bool:
    """Whether both are known at least to their district, and it is not the same one."""
    wide = (WherePrec.COUNTRY, WherePrec.PROVINCE)
    within = a.where_prec not in wide and b.where_prec not in wide
    return within and bool(a.admin2 and b.admin2 and a.admin2 != b.admin2)


def without_tolls(sentence: Sentence) -> Sentence:
    """What a summing-up says of each of its events: when and how, not how many and where."""
    return sentence._replace(tolls=(), places=(), located=())
