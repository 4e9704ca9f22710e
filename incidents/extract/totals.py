"""What several statements of one toll amount to: the best figure, its range, and the words behind each.

A raised toll takes the place of the one before, "another" adds, repeats and parts do not count. Figures that sources
dispute, and those that no longer hold, widen the range; what an armed group claims never becomes the best figure where
somebody else has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from incidents.extract.tolls import NEXT_TO, Toll

FEW = 3  # "a third was killed" may follow two who were only hurt; "a fourth" seldom does


@dataclass(frozen=True, slots=True)
class Statement:
    """A toll with what its sentence says of the source."""

    toll: Toll
    claimed: bool = False  # by the armed group
    earlier: bool = False  # no longer held
    other: bool = False  # another source beside the first
    theirs: bool = False  # told by another source after its own figure: "put the toll at three, as one had died since"


@dataclass(frozen=True, slots=True)
class Total:
    """best with the tolls that state it; low and high where the text gives competing figures, else best."""

    best: int
    low: int
    high: int
    words: tuple[Toll, ...] = field(default=())
    claimed: bool = False  # nobody but the armed group says so


def total(statements: Sequence[Statement]) -> Total | None:
    """The total of one side's statements in reading order, None where there are none."""
    whole = [s for s in statements if not s.toll.part]
    whole = [s for s in whole if not s.toll.listed] or whole
    if not whole:
        return None
    if len(whole) == 1:
        count = _alone(whole[0].toll)
        return Total(count, count, count, (whole[0].toll,), whole[0].claimed)
    own = [s for s in whole if not s.claimed]
    firm = [s for s in own if not s.earlier] or own or whole
    best, words = _best(firm)
    rivals = [s.toll.count for s in whole if s not in firm and not s.toll.additive]
    rivals += [s.toll.count for s in firm if s.other and not s.toll.additive]
    return Total(best, min([best, *rivals]), max([best, *rivals]), tuple(words), all(s.claimed for s in whole))


def _best(firm: Sequence[Statement]) -> tuple[int, list[Toll]]:
    replaced = [s.toll for s in firm if s.toll.replacing and not s.other]
    if replaced:
        return replaced[-1].count, [replaced[-1]]
    plain = [s for s in firm if not s.toll.additive]
    first = firm[0].toll
    if not plain:
        return _alone(first), [first]
    if all(s.toll.stays for s in plain):  # "five others were wounded; four of the injured are in critical condition"
        plain = [s for s in firm if s.toll.additive and s.toll.start < plain[0].toll.start] or plain
    if first.field == "injured" and first.additive and all(first.count > s.toll.count for s in plain):
        plain = [firm[0], *plain]  # "one was killed and a dozen others hurt. … Two officers were hurt"
    agreed = [s.toll for s in plain if not s.other] or [plain[0].toll]
    if first.field == "injured" and all(toll.named for toll in agreed):
        agreed = [s.toll for s in plain]  # one is named, and doctors count ten
    base = max(agreed, key=lambda toll: (toll.count, -toll.start))
    additive = [s.toll for s in firm if not s.theirs and (s.toll.additive or _others_than(s.toll, base))]
    additive = [toll for toll in additive if toll.ordinal is None or base.count != toll.ordinal]
    # "two of whom died": again
    additive = [toll for toll in additive if not (toll.of_them and toll.count == base.count)]
    additive = [toll for toll in additive if not _breaks_down(toll, agreed, base)]
    additive.sort(key=lambda toll: toll.start)
    sums = [[base, *(toll for toll in additive if toll.start > base.start and not _beside(toll, agreed, base))][:2]]
    sums += [
        [base, last] for last in additive if last.ordinal == base.count + 1 and base.field == "fatalities"
    ]  # "a third has died. … two were killed"
    sums += [[toll, *(more for more in additive if _next_to(more, toll))][:2] for toll in agreed if toll is not base]
    words = max(sums, key=lambda tolls: sum(toll.count for toll in tolls))
    return sum(toll.count for toll in words), words


def _alone(toll: Toll) -> int:
    """ "A twelfth policeman has died", and nobody tells of the eleven; a third may follow two who were only hurt."""
    return toll.ordinal if toll.ordinal and toll.ordinal > FEW and toll.field == "fatalities" else toll.count


def _others_than(toll: Toll, base: Toll) -> bool:
    """Civilians told of after soldiers, soldiers after civilians, whoever "also" died: none of those counted before."""
    if toll.also and not base.anybody:
        return toll.start > base.start
    apart = (base.uniformed and toll.civilians) or (base.civilians and toll.uniformed)
    return apart and toll.count < base.count and toll.start > base.end


def _breaks_down(more: Toll, agreed: Iterable[Toll], base: Toll) -> bool:
    """ "Nine were killed. Seven bodies were brought in, while two died on the way": the nine, told again in parts."""
    told = [other for other in agreed if other is not base and other is not more and other.start < more.start]
    return not more.ordinal and any(
        other.count >= more.count and other.count + more.count == base.count for other in told
    )


def _beside(toll: Toll, agreed: Iterable[Toll], base: Toll) -> bool:
    """Whether what adds follows another number than the base: "six died at once and five on the way"."""
    return any(_next_to(toll, other) for other in agreed if other is not base)


def _next_to(more: Toll, toll: Toll) -> bool:
    return 0 <= more.start - toll.end < NEXT_TO
