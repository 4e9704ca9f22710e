"""Who did it and who was hit: the armed groups, forces and people an event's sentences name, by what they do there.

A group that claims a deed did it; so did whoever stands before an active deed ("gunmen killed three") or behind "by".
Whom the tolls count were hit; else whoever the deed was aimed at. Who only reports it is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from incidents.extract.sentences import Sentence
from incidents.extract.tolls import Toll
from incidents.language import Actor

PEOPLE = "Civilians"  # the actor of words that say no more than "people"
REPORTS_WITHIN = 16  # characters between "police" and "said"
BEHIND_BY = 28  # characters between "by" and whoever did it
AIMED_WITHIN = 30  # characters between "bases of" and a group's name: "of the Sunni militant group"
ACTS_WITHIN = 60  # characters between an armed group and its deed …
RIGHT_BEFORE = 16  # … and between a force and its own, else it is more often what was hit
_UNLIKELY = 0
FIRED = ("Air/drone strike", "Shelling/artillery/missile attack")  # by somebody, whose name stands before
ONLY_NAMED = 6  # the most that a group's name says without a deed or a claim
ONLY_AIMED_AT = 4  # the most for a group that was aimed at, not counted among the dead


class Named(NamedTuple):
    """An actor and the words that name it."""

    start: int
    end: int
    actor: Actor


def find_actors(sentences: Iterable[Sentence]) -> tuple[Named | None, Named | None]:
    """(who did it, who was hit) of the sentences of one event, each None where nothing names it."""
    doers: list[tuple[int, Named]] = []
    hit: list[tuple[int, Named]] = []
    for sentence in sentences:
        deeds = _deeds(sentence) if sentence.actors else ()
        for start, end, actor in sentence.actors:
            named = Named(start, end, actor)
            counted = [toll for toll in sentence.tolls if toll.start <= start and end <= toll.end]
            acts = bool(deeds) and not counted and _acts(sentence, named, deeds)
            held_by = counted and actor.is_armed_group and _behind_by(sentence, named)
            did = _did(sentence, named, acts) if held_by or not counted else _UNLIKELY
            was_hit = _was_hit(sentence, named, counted, acts)
            if did > _UNLIKELY:
                doers.append((did, named))
            if was_hit > _UNLIKELY:
                hit.append((was_hit, named))
    harmed = {named.actor.name for score, named in hit if named.actor.kind == "attacker" and score > ONLY_AIMED_AT}
    doer = _best([(score, named) for score, named in doers if score > ONLY_NAMED or named.actor.name not in harmed])
    victim = _best([(score, named) for score, named in hit if doer is None or named.actor.name != doer.actor.name])
    return doer, victim


def only_group(sentences: Iterable[Sentence]) -> Named | None:
    """The one armed group that an article about one event names, where it neither looks back nor says nobody claimed."""
    groups: dict[str, Named] = {}
    for sentence in sentences:
        if "no_claim" in sentence.cues:
            return None
        for start, end, actor in sentence.actors:
            named = Named(start, end, actor)
            if actor.is_armed_group and not _aimed_at(sentence, named):
                groups.setdefault(actor.name, named)
    return next(iter(groups.values())) if len(groups) == 1 else None


def _best(ranked: list[tuple[int, Named]]) -> Named | None:
    if len(ranked) < 2:
        return ranked[0][1] if ranked else None
    return max(ranked, key=_likely_and_early)[1]


def _likely_and_early(ranked: tuple[int, Named]) -> tuple[int, int]:
    return ranked[0], -ranked[1].start


def _did(sentence: Sentence, named: Named, acts: bool) -> int:
    """How much a sentence speaks for somebody having done it whom its tolls do not count."""
    actor, hostile = named.actor, named.actor.kind == "attacker"
    if actor.kind == "state":  # named by its deed: "Iranian missiles"
        return 9 if sentence.tells else _UNLIKELY
    if actor.kind == "civilian" or (_reports(sentence, named) and not hostile):
        return _UNLIKELY
    if hostile and _attributed(sentence, named):
        return 10
    if "no_claim" in sentence.cues and not actor.generic:
        return _UNLIKELY
    if hostile and _aimed_at(sentence, named):
        return _UNLIKELY
    own = 0 if actor.generic else 4  # a name says more than "gunmen"
    if hostile and "claim" in sentence.cues and not actor.generic:
        return 12
    if "background" in sentence.cues and not sentence.tolls:
        return _UNLIKELY
    if _behind_by(sentence, named):
        return own + 5
    if acts:
        return own + (5 if hostile else 3)
    if not hostile:
        return _UNLIKELY
    if "blame" in sentence.cues:
        return own + 1
    return own + (2 if sentence.tells else 0)


def _was_hit(sentence: Sentence, named: Named, counted: Sequence[Toll], acts: bool) -> int:
    actor, hostile = named.actor, named.actor.kind == "attacker"
    if actor.kind == "state":
        return _UNLIKELY
    own = 1 if actor.generic else 2
    if actor.kind == "force":
        own += 1
    if counted and any(toll.count for toll in counted):
        return own + (4 if hostile else 6)
    if hostile and _aimed_at(sentence, named) and sentence.tells:
        return own + 1
    if hostile or acts or not sentence.tells or _reports(sentence, named):
        return _UNLIKELY
    return own if actor.kind == "force" or not sentence.tolls else 1


def _reports(sentence: Sentence, named: Named) -> bool:
    """ "Police said": whoever tells it."""
    words = sentence.cues.get("reporting")
    return words is not None and any(0 <= start - named.end <= REPORTS_WITHIN for start, _ in words)


def _behind_by(sentence: Sentence, named: Named) -> bool:
    words = sentence.cues.get("by")
    return words is not None and any(0 <= named.start - end <= BEHIND_BY for _, end in words)


def _attributed(sentence: Sentence, named: Named) -> bool:
    """ "No group claimed it; however, sources attributed the attack to Jaish al-Adl"."""
    words = sentence.cues.get("attributed")
    return words is not None and any(0 <= named.start - end <= AIMED_WITHIN for _, end in words)


def _aimed_at(sentence: Sentence, named: Named) -> bool:
    words = sentence.cues.get("aimed_at")
    return words is not None and any(0 <= named.start - end <= AIMED_WITHIN for _, end in words)


def _deeds(sentence: Sentence) -> list[int]:
    """Where a sentence says that somebody does something."""
    deeds = [toll.start for toll in sentence.tolls if toll.active]
    return deeds + [hit[0] for hit in sentence.triggers if hit[2].deed or hit[2].sub_event_type in FIRED]


def _acts(sentence: Sentence, named: Named, deeds: Sequence[int]) -> bool:
    """Whether somebody stands before an active deed, with nobody else between."""
    reach = ACTS_WITHIN if named.actor.kind == "attacker" else RIGHT_BEFORE
    following = [at for at in deeds if 0 <= at - named.end < reach]
    if not following:
        return False
    between = [start for start, _, _ in sentence.actors if named.end <= start < min(following)]
    return not between
