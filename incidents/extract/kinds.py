"""What kind of event it was, in ACLED's terms: the strongest trigger of the sentences that tell of it."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.extract.drafts import Draft
from incidents.extract.sentences import Sentence
from incidents.language import Trigger

CLASH = ("Battles", "Armed clash")
ATTACK = ("Violence against civilians", "Attack")
SHOT_CROWD = ("Protests", "Excessive force against protesters")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
DESTRUCTION = "Looting/property destruction"
SUICIDE = "Suicide bomb"
GRENADE = "Grenade"

WEAPONS = frozenset({"Remote explosive/landmine/IED", GRENADE, "Shelling/artillery/missile attack"})
THROWN = frozenset({GRENADE, "Shelling/artillery/missile attack"})  # by those who fight and die there

Kind = tuple[str, str]  # event type, sub-event type


def find_kind(
    draft: Draft, forces_hit: bool = False, by_forces: bool = False
) -> tuple[Kind | None, tuple[int, int] | None]:
    """The kind and the words that tell it; a kind that only the toll tells is quoted by the toll's words.

    forces_hit: soldiers, guards or police were hit, so that an assault was a battle. by_forces: they did it, so that shots
    at a crowd were excessive force.
    """
    hit = _trigger(draft)
    both = any(toll.attackers and toll.count for toll in draft.tolls("fatalities"))
    if hit is not None:
        kind = (hit[2].event_type, hit[2].sub_event_type)
        fought = both or (hit[2].assault and forces_hit)
        if kind == ATTACK and not fought and _on_a_crowd(draft, hit, by_forces):
            return SHOT_CROWD, hit[:2]
        if (kind == ATTACK and fought) or (both and (kind[1] in THROWN or (kind[1] in WEAPONS and _stormed(draft)))):
            kind = CLASH
        taken = [toll for toll in draft.tolls("abducted") if toll.count]
        if kind == ATTACK and taken and not (draft.count("fatalities") or draft.count("injured")):
            return ABDUCTION, (taken[0].start, taken[0].end)  # "raided a house and took away a student"
        return kind, hit[:2]
    for name, kind in (("fatalities", CLASH if both else ATTACK), ("abducted", ABDUCTION)):
        counted = [toll for toll in draft.tolls(name) if toll.count]
        if counted and kind == ATTACK and by_forces and _tells_of_a_crowd(draft):
            kind = SHOT_CROWD
        if counted:
            return kind, (counted[0].start, counted[0].end)
    return None, None


def _on_a_crowd(draft: Draft, hit: tuple[int, int, Trigger], by_forces: bool) -> bool:
    """Whether the event tells of a crowd, and forces, no armed men, are named beside what was done: "… fired on them"."""
    beside = {actor.kind for s in draft.sentences if hit in s.triggers for _, _, actor in s.actors}
    if "attacker" in beside or not (by_forces or "force" in beside) or hit[2].vague or hit[2].weak:
        return False
    return _tells_of_a_crowd(draft)


def _tells_of_a_crowd(draft: Draft) -> bool:
    return any(actor.crowd for sentence in draft.sentences for _, _, actor in sentence.actors)


def _stormed(draft: Draft) -> bool:
    """A raid with dead attackers is a battle, even when a bomb went off first: they came close, or shot."""
    return any(
        trigger.assault or (trigger.sub_event_type == ATTACK[1] and not trigger.vague)
        for sentence in draft.sentences
        for _, _, trigger in sentence.triggers
    )


def _trigger(draft: Draft) -> tuple[int, int, Trigger] | None:
    """The first row that the sentences with a toll match, else any; vague words give way to those that say how."""
    every = [hit for sentence in draft.sentences for hit in _of_the_event(sentence)]
    if not every:
        return None
    killed, taken = draft.count("fatalities") or 0, draft.count("abducted") or 0
    harmed = bool(killed or taken or draft.count("injured"))
    if harmed:
        every = [hit for hit in every if not hit[2].calm]
        if not every:
            return None  # "foiled an infiltration and killed thirty": what was foiled is not what killed them
        fought = any(toll.attackers and toll.count for toll in draft.tolls("fatalities"))
        if fought and any(hit[2].deed and not hit[2].weak for hit in every):
            every = [hit for hit in every if not hit[2].in_support]
        later = _found_later(draft)  # ACLED: an abduction all the same
        # taken and killed, half of them at least, is an attack; with dead attackers a fight
        if fought or (2 * killed >= taken and not later):
            every = [hit for hit in every if hit[2].sub_event_type != ABDUCTION[1]] or every
    told = {hit[:2] for sentence in draft.sentences if sentence.tolls for hit in _of_the_event(sentence)}
    hits = [hit for hit in every if hit[:2] in told or hit[2].anywhere]
    if all(hit[2].vague or hit[2].weak for hit in hits):
        hits = [hit for hit in every if not (hit[2].vague or hit[2].weak)] or every
    best = min(hits, key=_strength)
    if best[2].sub_event_type == ATTACK[1] and not harmed:
        return next((hit for hit in every if hit[2].sub_event_type == DESTRUCTION), best)
    if best[2].weaponless and not any(
        hit[2].sub_event_type == best[2].sub_event_type and not hit[2].weaponless for hit in every
    ):
        best = next((hit for hit in every if hit[2].sub_event_type == GRENADE), best)
    return next(
        (hit for hit in every if hit[2].sub_event_type == SUICIDE and hit[2].event_type == best[2].event_type), best
    )


def _found_later(draft: Draft) -> bool:
    """Whether those who had been taken were found dead on a later day."""
    day = draft.day
    found = [s for s in draft.sentences[1:] if "found_dead" in s.cues]
    return day is not None and any(mention.first > day.first for s in found for mention in s.dates)


def _strength(hit: tuple[int, int, Trigger]) -> tuple[int, int]:
    return hit[2].rank, hit[0]


def _of_the_event(sentence: Sentence) -> Sequence[tuple[int, int, Trigger]]:
    """The triggers without those of a clause about what came before: "…, three days after a suicide bomber killed 70"."""
    before = [toll.after for toll in sentence.tolls if toll.part and toll.after is not None]
    if not before:
        return sentence.triggers
    return [hit for hit in sentence.triggers if hit[0] < min(before)] or sentence.triggers
