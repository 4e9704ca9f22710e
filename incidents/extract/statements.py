"""Who states the tolls of an event: police and papers, the armed group that claims it, another source beside the first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from incidents.extract.actors import PEOPLE
from incidents.extract.drafts import Draft
from incidents.extract.sentences import CLAIM_GOES_ON, SPEAKS_WITHIN, Sentence
from incidents.extract.tolls import Toll
from incidents.extract.totals import Statement, Total


def statements_of(draft: Draft) -> dict[str, list[Statement]]:
    """The tolls of a draft by field, in reading order."""
    every: dict[str, list[Statement]] = {}
    for sentence in draft.sentences:
        before = {name for name, said in every.items() if said}
        for toll in sentence.tolls:
            said = every.setdefault(toll.field, [])
            accounts = sentence.cues.get("earlier_account", ())
            earlier = "withdrawn" in sentence.cues or any(at < toll.end for at, _ in accounts)
            # "two died, bringing the toll to nine"
            raised = toll.replacing and not toll.given and toll.field not in before
            other = bool(said) and not raised and _of_others(sentence, toll)
            last = said[-1] if said else None
            theirs = last is not None and last.other and last.toll.given and sentence.span.start <= last.toll.start
            said.append(Statement(toll, _claimed(sentence, toll), earlier, other, theirs))
    return every


def _of_others(sentence: Sentence, toll: Toll) -> bool:
    """Whether another source counts: doctors, witnesses, or whoever "gave a lower toll of 124"."""
    return "other_source" in sentence.cues or (toll.given and toll.replacing)


def _claimed(sentence: Sentence, toll: Toll) -> bool:
    """Whether an armed group gives the figure: it claims, or its spokesman says, and no force speaks in the sentence."""
    if toll.given and _given_by_a_group(sentence, toll):
        return True
    if CLAIM_GOES_ON in sentence.cues:
        return toll.given or "other_source" not in sentence.cues
    claims, speakers = sentence.cues.get("claim", ()), sentence.cues.get("spokesman", ())
    if _a_group_says(sentence, toll):
        return True
    if not (claims or speakers or toll.given):
        return False
    claim = any(at < toll.start for at, _ in claims)
    spoken = toll.given or any(at < toll.start for at, _ in speakers)
    others = any(at < toll.start for at, _ in sentence.cues.get("other_source", ()))
    if "no_claim" in sentence.cues or others or not (claim or spoken):
        return False
    said = min((at for at, _ in (*claims, *speakers)), default=toll.start)
    forces = [end for _, end, actor in sentence.actors if actor.kind == "force" and end <= said < end + 40]
    groups = [actor for _, _, actor in sentence.actors if actor.is_armed_group]
    return not forces and bool(groups or claim)


def _a_group_says(sentence: Sentence, toll: Toll) -> bool:
    """ "Militant group Jaish al-Adl said that at least 30 had been killed": armed groups are first named, and report."""
    groups = takewhile(lambda actor: actor[2].is_armed_group or actor[2].kind == "attacker", sentence.actors)
    ends = [end for _, end, actor in groups if actor.is_armed_group]
    said = [at for at, _ in sentence.cues.get("reporting", ()) if at < toll.start]
    return any(end <= at <= end + SPEAKS_WITHIN for end in ends for at in said)


def _given_by_a_group(sentence: Sentence, toll: Toll) -> bool:
    """Whether an armed group stands right before its figure: "…, the army said, while the BLF put the dead at eight"."""
    before = [actor for _, end, actor in sentence.actors if end <= toll.start]
    claims = "claim" in sentence.cues and any(actor.is_armed_group for actor in before)
    return claims or (bool(before) and before[-1].is_armed_group)


def tells_of_both(victims: Total, attackers: Total, said: Sequence[Statement]) -> bool:
    """ "The battle left six people dead. … Two officers and four attackers were killed": the six are all of them."""
    rest = victims.best - attackers.best
    return victims.words[0].anybody and any(s.toll.count == rest > 0 and not s.toll.attackers for s in said)


def are_same_people(draft: Draft, victims: Total, attackers: Total) -> bool:
    """The same dead, called people in one sentence and militants in another."""
    one, two = victims.words[0], attackers.words[0]
    if victims.best != attackers.best:
        return False
    for sentence in draft.sentences:
        both = sentence.span.start <= min(one.start, two.start) and max(one.end, two.end) <= sentence.span.end
        named = any(
            actor.kind != "attacker" and actor.name != PEOPLE and one.start <= start and end <= one.end
            for start, end, actor in sentence.actors
        )
        if both or named:
            return False
    return True
