"""A toll as a sentence states it, the totals it gives ("the death toll rose to nine"), and readings that overlap."""

from __future__ import annotations

import re
from typing import NamedTuple

from incidents.extract.codes import Line

NEXT_TO = 30  # characters between two tolls of the same people

_TOLL = tuple(
    re.compile(pattern)
    for pattern in (
        r"[RU][^n;.|]{0,2}(?P<number>n)[^n;.|]{0,3}L",  # "bringing to 12 the number of dead"
        r"Lon[^n;.VGDL]{0,6}R[^n;.L]{0,4}(?P<number>n)",  # "the death toll of 24 rose to 26"
        r"L[^n;.VGDL]{0,26}[RU][^n;.L]{0,4}(?P<number>n(?:s>?n)?)",  # "the toll from Friday's blast rose from 9 to 12"
        r"L[^;.|VGDL]{0,40}R[^n;.L]{0,4}(?P<number>n)",  # "the toll in the attack on two coaches rose to 23"
        r"[RU][^n;.|]{0,4}L[^n;.VGDL]{0,14}(?P<number>n(?:s>?n)?)",  # "raising the death toll to 12"
    )
)
_RAISED = re.compile(r"R[^n;.|VGD]{0,3}L[^n]*\Z")  # "four more died, raising the toll from the attack"
_PLAIN_TOLL = re.compile(r"L(?:[^n;.|VGDL,]{0,5}[os>])?(?P<number>n)")  # "a death toll of 12", "the dead numbered 12"


class Toll(NamedTuple):
    """Characters start..end of the article state `count` people for `field`.

    attackers: of the attacking side; civilians, uniformed: said to be so; additive: "another", adds to the number before;
    replacing: "raising the toll to", takes its place; stays: what has become of those told of before;
    also: "also died", adds to a number that leaves them out; anybody: of "people", whoever they are;
    ordinal: up to how many one adds, "a third"; part: of a number given beside it, never counted again; named: people by their names, without a number;
    listed: so, and all of those who died: only where no number is told.
    """

    start: int
    end: int
    field: str
    count: int  # type: ignore[assignment]
    attackers: bool = False
    civilians: bool = False
    uniformed: bool = False
    additive: bool = False
    replacing: bool = False
    part: bool = False
    given: bool = False
    active: bool = False
    of_them: bool = False
    stays: bool = False
    also: bool = False
    anybody: bool = False
    relative: bool = False
    bare: bool = False
    named: bool = False
    listed: bool = False
    after: int | None = None
    ordinal: int | None = None


def stated_totals(words: Line) -> list[Toll]:
    """ "The death toll rose to nine": totals, whether or not they take the place of one given before."""
    codes = words.codes
    if "L" not in codes:
        return []
    found: list[Toll] = []
    for pattern in (*_TOLL, _PLAIN_TOLL):
        for match in pattern.finditer(codes):
            number = codes.rindex("n", *match.span("number"))
            start, end = words.starts[match.start()], max(words.ends[match.end() - 1], words.ends[number])
            if any(toll.start < end and start < toll.end for toll in found):
                continue
            total, count = words.meanings[codes.index("L", *match.span())], words.meanings[number].value
            assert count is not None
            found.append(
                Toll(
                    start=start,
                    end=end,
                    field=total.fields[0],
                    count=count,
                    replacing=pattern is not _PLAIN_TOLL,
                    given="U" in codes[slice(*match.span())],
                )
            )
    return found


def counted_before(tolls: list[Toll], words: Line) -> list[Toll]:
    """The tolls with those as parts that raised a toll which the sentence does not give: it was given before."""
    raised = _RAISED.search(words.codes) if "R" in words.codes else None
    if raised is None:
        return tolls
    at = words.starts[raised.start()]
    return [toll._replace(part=True) if toll.additive and toll.end <= at else toll for toll in tolls]


def distinct(tolls: list[Toll]) -> list[Toll]:
    """One toll where two readings overlap; "as many" takes the number of the toll before it."""
    if len(tolls) < 2:
        return [toll for toll in tolls if toll.count >= 0]
    unique: list[Toll] = []
    for toll in sorted(tolls, key=lambda t: (t.start, -t.end)):
        if toll.count < 0:
            before = [t for t in unique if t.end <= toll.start and t.field != toll.field]
            before = before or [t for t in unique if t.start < toll.start and t.attackers != toll.attackers]
            if not before:
                continue
            toll = toll._replace(count=before[-1].count)
        if toll.bare and unique and unique[-1].attackers and toll.start - unique[-1].end < NEXT_TO:
            if toll.field == "abducted":
                continue  # attackers that are captured are arrested
            toll = toll._replace(attackers=True)  # "six militants were killed and four injured"
        same = [i for i, t in enumerate(unique) if (t.field, t.attackers) == (toll.field, toll.attackers)]
        over = [i for i in same if toll.start < unique[i].end and unique[i].start < toll.end]
        if not over:
            unique.append(toll)
        elif toll.relative and toll.count == unique[over[0]].count:  # "the bodies of eight men who were murdered"
            unique[over[0]] = unique[over[0]]._replace(end=max(toll.end, unique[over[0]].end), relative=True)
    return unique


def _died_of(injured: Toll, toll: Toll) -> bool:
    return (toll.field, toll.start) == ("fatalities", injured.start) and injured.end < toll.end


def less_the_dead(tolls: list[Toll]) -> list[Toll]:
    """ "Five were injured and two of them died": three are injured. "A man hurt in the raid died": nobody is.

    "Thirteen are being treated, three of them in intensive care": the three are a part.
    """
    left: list[Toll] = []
    for toll in tolls:
        if toll.field == "injured" and any(_died_of(toll, other) for other in tolls):
            continue
        before = left[-1] if left else None
        if before and toll.of_them and toll.field == before.field and toll.count < before.count:
            toll = toll._replace(part=toll.part or toll.start - before.end < NEXT_TO)
        if (
            toll.of_them
            and toll.field != "injured"
            and before
            and before.field == "injured"
            and before.count > toll.count
            and toll.start - before.end < NEXT_TO
        ):
            left[-1] = before._replace(count=before.count - toll.count)
            toll = toll._replace(additive=True)  # beside those who died at once
        left.append(toll)
    return left
