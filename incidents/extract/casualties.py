"""Tolls a sentence states: who was killed, injured or taken, how many, and how the number relates to the others.

A grammar over codes (incidents/language/words.py), the same for every language. Each casualty word looks for its people
where its table says: behind it ("killing three men"), before it ("three men died") or where its voice puts them ("three
men were killed", "gunmen killed three men"). Asides and parts of a number already given ("including two children") are
set aside first; parts that are attackers or civilians are kept as such and never add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.extract.asides import set_aside, with_totals
from incidents.extract.codes import Coded
from incidents.extract.people import (
    PEOPLE,
    Element,
    are_people,
    coordinated,
    like,
    list_people,
    somebody,
    total_of,
    without_appositions,
)
from incidents.extract.tolls import Toll, distinct, less_the_dead, stated_totals


def find_tolls(words: Sequence[Coded]) -> tuple[Toll, ...]:
    """The tolls of one sentence in reading order."""
    codes = "".join(word.code for word in words)
    if not any(code in codes for code in "VGDTL!"):
        return ()
    kept, parts = set_aside(words, codes)
    kept = with_totals(kept)
    kept = [replace(w, code="p") if w.code == "D" and _next(kept, i) in "xX" else w for i, w in enumerate(kept)]
    found = stated_totals(kept)
    spans = [(toll.start, toll.end) for toll in found]
    for index, word in enumerate(kept):
        if word.code in "VGDT" and not any(start <= word.start < end for start, end in spans):
            found.extend(_of_word(kept, index))
    found = less_the_dead(distinct(found))
    found += [toll for part in parts for toll in _of_part(part, words, found)]
    found += _nobody(words, found)
    return tuple(sorted(found, key=lambda toll: (toll.start, -toll.end)))


def _of_word(words: list[Coded], at: int) -> Iterator[Toll]:
    """The tolls of one casualty word."""
    code = words[at].code
    before = words[at - 1].code if at else ""
    if before == "?" or (before == "e" and code in "VD"):
        return  # "tried to kill"; "the wounded", "four of the dead"
    if "abducted" in words[at].fields and before in "na" and _next(words, at) in PEOPLE:
        return  # "three abducted men were found": they were taken before
    if code == "T" and _next(words, at) == "o":
        yield from _behind(words, at, at + 2)
        return
    if code == "G" and _next(words, at) == "o" and before in ("e", "", "s", "&"):
        yield from _behind(words, at, at + 2)
        return
    if code == "G" or (code == "V" and not _passive(words, at) and _has_object(words, at + 1)):
        yield from _behind(words, at, at + 1)
        return
    whom = _whom(words, at) if code == "V" else None
    yield from _ahead(words, at if whom is None else whom, at)


def _next(words: list[Coded], at: int) -> str:
    return words[at + 1].code if at + 1 < len(words) else "."


def _auxiliary(words: list[Coded], at: int) -> int:
    """The index of the first auxiliary or adverb right before a casualty word; `at` where there is none."""
    first = at
    while first and words[first - 1].code in "xXy>":
        first -= 1
    while first < at and words[first].code in "y>":
        first += 1
    return first


def _passive(words: list[Coded], at: int) -> bool:
    return any(word.code in "xX" for word in words[_auxiliary(words, at) : at])


def _has_object(words: list[Coded], at: int) -> bool:
    """Whether people follow a verb: a number of them, one of them, or a name."""
    codes = "".join(word.code for word in words[at : at + 9])
    match = re.match(r"[y>]*e?[n=]([^,;|&xXVGD]{0,4})", codes)
    if match:
        return not re.match(r"[wN]?u", match[1])
    return bool(
        re.match(rf"[y>]*(?:[ae][wNy+]{{0,4}}[{PEOPLE}]|h[wNy]{{0,3}}n?[{PEOPLE}]|[{PEOPLE}wk]{{0,5}}N)", codes)
    )


def _whom(words: list[Coded], at: int) -> int | None:
    """ "four men whom they had kidnapped": the people stand before "whom"."""
    for index in range(at - 1, max(-1, at - 8), -1):
        if words[index].code == "W":
            return index
        if words[index].code in "VGD;.":
            return None
    return None


def _behind(words: list[Coded], at: int, start: int) -> Iterator[Toll]:
    stop = next((i for i in range(start, len(words)) if words[i].code in "VGDTxX|;.~W"), len(words))
    elements = list_people(words, start, stop, behind=True)
    group: list[Element] = []
    elsewhere: list[Element] = []
    for element in elements:
        if group and element.joiner == "s":
            continue  # "…, in Nikshahr county, and the head of the council"
        if element.joiner == "s" or (group and element.count is None):
            break
        if (
            group
            and element.joiner == "&"
            and _in_a_place(words, group[-1], element.first)
            and _in_a_place(words, element, stop)
        ):
            elsewhere.append(element)  # "killed three in Kech and two in Panjgur"
            continue
        if element.count is None:
            return
        if group and element.named and any(words[i].code == "s" for i in range(start, element.first)):
            break  # "killed nine in Saravan, Sistan and Baluchestan"
        if group and group[-1].named and (element.named or element.joiner == ","):
            continue  # "injured Abdul Nasir, a tax and customs clerk"
        group.append(element)
    while len(group) > 1 and group[-1].joiner == ",":
        group.pop()  # "killing a sailor, a police official said": a list ends with "and"
    yield from _tolls(words, group, at, at)
    for element in elsewhere:
        yield from _tolls(words, [like(element, group)], element.first, at)


def _in_a_place(words: list[Coded], element: Element, stop: int) -> bool:
    """Whether a phrase about a place, a time or a manner follows an element of a list."""
    return any(words[i].code == "s" for i in range(element.last + 1, stop))


def _ahead(words: list[Coded], at: int, verb: int) -> Iterator[Toll]:
    end = _auxiliary(words, at)
    auxiliary = "".join(word.code for word in words[end:at] if word.code in "xX")
    while end and words[end - 1].code in ",W":
        end -= 1
    start = end
    relative = participle = False
    while start:
        code = words[start - 1].code
        if code == "|" and not relative and start == end:
            relative = True  # "nine workers | who were killed"
            end = start = start - 1
            continue
        if code in "|;.GW" or (code in "RU" and start < end):
            break
        if code in "VDT":
            between = "".join(word.code for word in words[start:end])
            bare = code == "V" and not _passive(words, start - 1) and between[:1] == "s" and "n" not in between
            if not bare or participle or re.search("[&,]", between):
                break
            participle = True  # "nine workers kidnapped in Kech were killed"
        start -= 1
    if words[verb].code == "T":
        start = max(start, max((i + 1 for i in range(start, end) if words[i].code in "s|&,"), default=start))
    elements = list_people(words, start, end, behind=False)
    if words[verb].code in "VD" and auxiliary == "" and elements and not _adjoins(words, elements[-1], at):
        return
    group = coordinated(elements)
    single = auxiliary[:1] == "x"
    group = without_appositions(group)
    if single and len(group) > 1 and not any(words[e.first].code == "n" and e.count > 1 for e in group):
        joined = any(e.joiner == "&" and not e.named for e in group)
        group = group if joined else group[:1]
    if (
        not group
        and auxiliary
        and start
        and words[start - 1].code in "|W"
        and not any(w.code in "pPmMcC" for w in words[start:end])
    ):
        yield from _ahead(words, start - 1, verb)  # "eight militants | who tried to storm the camp | were shot dead"
        return
    if not group and single and words[verb].fields[0] != "abducted":
        group = somebody(words, start, end)
    if not auxiliary and not any(_counted(words, element) for element in group) and words[verb].code != "D":
        return  # "the guards killed in the firing"
    yield from _tolls(words, group, verb, verb)
    if group:
        yield from _and_elsewhere(words, verb, group)


def _and_elsewhere(words: list[Coded], verb: int, group: list[Element]) -> Iterator[Toll]:
    """ "Six were killed near Harnai, and four others in Mastung": the second number shares the verb of the first."""
    stop = next((i for i in range(verb + 1, len(words)) if words[i].code in "VGDTLxX|;."), len(words))
    if stop < len(words) and words[stop].code not in "|;.":
        return
    for element in list_people(words, verb + 1, stop, behind=True):
        following = words[element.last + 1 : element.last + 2]
        if (
            element.joiner == "&"
            and element.count
            and words[element.first].code == "n"
            and following
            and following[0].code == "s"
        ):
            yield from _tolls(words, [like(element, group)], element.first, verb)


def _adjoins(words: list[Coded], element: Element, verb: int) -> bool:
    """Without an auxiliary the people stand right before the verb: "twelve people died", "three others injured"."""
    between = "".join(word.code for word in words[element.first : verb])
    if words[verb].code == "D" or (between.endswith("&") and re.search("[xX]", between)):
        return True  # "… ; ten passengers were taken off the bus and shot dead"
    return not re.search(r"[s|;]", between)


def _counted(words: list[Coded], element: Element) -> bool:
    return words[element.first].code in "na=h" or any(w.code == "n" for w in words[element.first : element.last + 1])


def _tolls(words: list[Coded], group: list[Element], at: int, verb: int) -> Iterator[Toll]:
    """One toll a side and field for a list of people."""
    for name in words[verb].fields:
        for hostile in (False, True):
            side = [e for e in group if bool(re.search("[mMg]", e.kinds)) is hostile]
            if not side or (name == "abducted" and (hostile or not all(are_people(words, e) for e in side))):
                continue
            start = min(words[side[0].first].start, words[at].start)
            end = max(words[side[-1].last].end, words[at].end)
            count = total_of(side)
            yield Toll(
                start=start,
                end=end,
                field=name,
                count=count,
                attackers=hostile,
                civilians=all(re.search("[cC]", e.kinds) for e in side) and not hostile,
                additive=side[0].adds,
                active=at < side[0].first,
                bare=not any(e.kinds or e.adds or e.named for e in side),
                relative=at >= side[-1].last and any(words[i].code in "|W" for i in range(side[-1].last, at)),
                of_them=any(w.code == "j" for e in side for w in words[e.first : e.last + 1]),
            )


def _of_part(part: list[Coded], words: Sequence[Coded], tolls: list[Toll]) -> Iterator[Toll]:
    """ "Nine people, including three attackers": attackers and civilians among those already counted."""
    if not part:
        return
    around = [t for t in tolls if t.start <= part[-1].end and t.end >= part[0].start and not t.attackers]
    around = around or [t for t in reversed(tolls) if 0 <= part[0].start - t.end < 30]
    if not around:
        return
    whole = around[0]
    for element in list_people(part, 0, len(part), behind=False):
        hostile, civil = bool(re.search("[mMg]", element.kinds)), bool(re.search("[cC]", element.kinds))
        if element.count and 0 < element.count <= whole.count and (hostile or civil):
            start, end = part[element.first].start, part[element.last].end
            yield Toll(
                start=start, end=end, field=whole.field, count=element.count, attackers=hostile, civilians=civil, part=True
            )  # fmt: skip


def _nobody(words: Sequence[Coded], found: list[Toll]) -> list[Toll]:
    """ "No casualties were reported" says zero; only where the sentence counts nobody."""
    counted = {toll.field for toll in found if toll.count}
    zeros: dict[str, Toll] = {}
    for word in words:
        for name in word.fields if word.code == "!" else ():
            if name not in counted and name not in zeros:
                zeros[name] = Toll(start=word.start, end=word.end, field=name, count=0)
    return list(zeros.values())
