"""Tolls a sentence states: who was killed, injured or taken, how many, and how the number relates to the others.

A grammar over codes (incidents/language/words.py), the same for every language. Each casualty word looks for its people
where its table says: behind it ("killing three men"), before it ("three men died") or where its voice puts them ("three
men were killed", "gunmen killed three men"). Asides and parts of a number already given ("including two children") are
set aside first; parts that are attackers or civilians are kept as such and never add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incidents.extract.asides import in_company, set_aside, with_totals
from incidents.extract.clauses import (
    adjoins,
    auxiliary_of,
    follows_after,
    has_object,
    is_counted,
    is_passive,
    is_shared,
    next_code,
    next_subject,
    opened_by_after,
    those_who,
    until,
    whom_before,
)
from incidents.extract.codes import TIME, Line
from incidents.extract.people import (
    PEOPLE,
    Element,
    are_people,
    coordinated,
    first_named,
    known_for,
    like,
    list_people,
    one_before,
    somebody,
    total_of,
    without_appositions,
    without_their_forces,
)
from incidents.extract.tolls import Toll, counted_before, distinct, less_the_dead, stated_totals
from incidents.language.words import ALSO, ANYBODY, STAYS, UNIFORMED

_DEED = re.compile("[VGDT]")
_HOSTAGE = re.compile("D(?=[xX])")
_MADE_SO = re.compile(rf"(?<=[na])V(?=[{PEOPLE}])")
_BEHIND_ENDS = re.compile(r"[VGDTxX|;.~W]")
_ELSEWHERE_ENDS = re.compile(r"[VGDTLxX|;.]")
_DEEDS_END = re.compile(r"[VGDTL;.]")
_ELSEWHERE = re.compile(r"\|[^;.]*,&>?(?P<number>n)\+?,?s")
_ONLY_PEOPLE = re.compile(rf"n[+yN{PEOPLE}]*")  # not "another arrested"
_COUNTED_BODIES = re.compile(r"n\+?w{0,2}\Z")
_LISTED = re.compile("§")
_LIST_ENDS = re.compile("[|;.VGDTLxX]")
# A name or a relative's, behind the verb, a comma or "and"; not a second place behind "from Multan and".
_ONE_NAME = re.compile(r"(?<=[§,&])(?<!s[^,]&)(?<!s[^,]{2}&)(?<!s[^,]{3}&)(?:[ap>wy]{0,2}N+|hp+N*)")
_RELATIVE = re.compile(r"[|W]")


def find_tolls(words: Line) -> tuple[Toll, ...]:
    """The tolls of one sentence in reading order."""
    kept, parts = set_aside(in_company(words))
    line = _without_former_deeds(with_totals(kept))
    found = stated_totals(line)
    spans = [(toll.start, toll.end) for toll in found]
    untold = _without_numbers(line, spans)
    for match in _DEED.finditer(line.codes):
        first = line.starts[match.start()]
        if not (spans and any(start <= first < end for start, end in spans)):
            found += _of_word(untold, match.start())
    found = counted_before(less_the_dead(distinct(_with_their_own(found, line))), line)
    if len(found) > 1:
        found = _those_who_attacked(found, line)
    if "|" in line.codes:
        found = [toll._replace(part=True) if _came_before(toll, found, line) else toll for toll in found]
    if parts:
        found += [toll for part in parts if len(part) for toll in _of_part(part, found)]
    found += _left_out(words)
    found += _listed(words)
    found += _nobody(words, found)
    return tuple(sorted(found, key=_in_reading_order)) if len(found) > 1 else tuple(found)


def _with_their_own(found: list[Toll], line: Line) -> list[Toll]:
    """ "The cleric died at the scene and his son succumbed to his wounds": the son is one more."""
    if len(found) < 2 or "h" not in line.codes:
        return found
    own = {start for code, start in zip(line.codes, line.starts, strict=True) if code == "h"}
    first = {toll.field: toll for toll in sorted(found, key=_in_reading_order, reverse=True)}
    return [
        toll._replace(additive=True)
        if toll.start in own and toll.count == 1 and first[toll.field] is not toll
        else toll
        for toll in found
    ]


def _without_numbers(line: Line, spans: Sequence[tuple[int, int]]) -> Line:
    """The line without the numbers of stated totals: in "put the dead at six, and one wounded" one was."""
    if not spans:
        return line
    codes = "".join(
        TIME if code == "n" and any(first <= at < last for first, last in spans) else code
        for code, at in zip(line.codes, line.starts, strict=True)
    )
    return Line(codes, line.starts, line.ends, line.meanings)


def _without_former_deeds(line: Line) -> Line:
    """The line with those whom a deed has made what they are as people: "one hostage was shot", "two abducted officials"."""
    codes = line.codes
    for match in _HOSTAGE.finditer(codes) if "D" in codes else ():
        if "abducted" in line.meanings[match.start()].fields:
            codes = f"{codes[: match.start()]}p{codes[match.end() :]}"
    for match in _MADE_SO.finditer(codes) if "V" in codes else ():
        at = match.start()
        if "abducted" in line.meanings[at].fields:  # "one of the two abducted officials was found dead"
            codes = f"{codes[:at]}w{codes[at + 1 :]}"
    if codes == line.codes:
        return line
    return Line(codes, line.starts, line.ends, line.meanings)


def _those_who_attacked(found: list[Toll], line: Line) -> list[Toll]:
    """ "Four of them were killed and three soldiers fell": they are the other side, told of in the sentence before."""
    them, rest = found[0], found[1:]
    if not (them.of_them and them.bare and not them.part):
        return found
    if any(code in PEOPLE for code, start in zip(line.codes, line.starts, strict=True) if start < them.start):
        return found
    soldiers = any(toll.uniformed and not toll.of_them and toll.field == them.field for toll in rest)
    return [them._replace(attackers=True), *rest] if soldiers else found


def _in_reading_order(toll: Toll) -> tuple[int, int]:
    return toll.start, -toll.end


def _came_before(toll: Toll, found: list[Toll], line: Line) -> bool:
    """ "Five bodies were found, days after 15 men were shot": the 15 belong to what came before."""
    if toll.after is None:
        return False
    opening = line.starts.index(toll.after)
    if line.codes[opening - 1 : opening] == "u":
        return any(other.end <= toll.after for other in found)  # "wounded 14, three days after a bomber killed 70"
    return any(other.field == toll.field and other.end <= toll.after and other.after is None for other in found)


def _of_word(words: Line, at: int) -> Iterator[Toll]:
    """The tolls of one casualty word."""
    code = words.codes[at]
    before = words.codes[at - 1] if at else ""
    if before == "?" or (before == "e" and code in "VD"):
        return  # "tried to kill"; "the wounded", "four of the dead"
    if "abducted" in words.meanings[at].fields and before in "na" and next_code(words, at) in PEOPLE:
        return  # "three abducted men were found": they were taken before
    if code in "TG" and known_for(words, at):
        return
    if code == "V" and next_code(words, at) == "u" and not is_passive(words, at):
        return  # "up to 30 men … took away weapons"
    if code == "T" and next_code(words, at) == "o":
        found = list(_behind(words, at, at + 2))
        yield from found
        counted = _COUNTED_BODIES.search(words.codes, 0, at)
        if found or counted is None:
            return  # but "two bodies of missing persons", "two more mutilated bodies of villagers"
        attackers = next((code for code in words.codes[at + 2 :] if code in PEOPLE), "") in ("m", "M")
        if not (attackers and "+" in counted[0]):  # "two more bodies of attackers": mostly of those counted
            yield from (toll._replace(attackers=attackers) for toll in _ahead(words, at, at))
        return
    if code == "G" and next_code(words, at) == "o" and before in ("e", "", "s", "&"):
        yield from _behind(words, at, at + 2)
        return
    if code == "G" or (code == "V" and not is_passive(words, at) and has_object(words, at + 1)):
        yield from _behind(words, at, at + 1)
        return
    whom = whom_before(words, at) if code == "V" else None
    yield from _ahead(words, at if whom is None else whom, at)


def _behind(words: Line, at: int, start: int) -> Iterator[Toll]:
    stop = until(_BEHIND_ENDS, words, start)
    other = next_subject(words, start, stop)
    elements = list_people(words, start, stop if other is None else other, behind=True)
    if len(elements) > 1 and elements[-1].joiner == "&" and all(e.named and e.count == 1 for e in elements):
        yield from _tolls(words, elements, at, at)  # "martyring Captain Fahad, Sepoy Asghar and Sepoy Mehran"
        return
    group: list[Element] = []
    elsewhere: list[Element] = []
    for element in elements:
        if group and element.joiner == "s":
            continue  # "…, in Nikshahr county, and the head of the council"
        if element.joiner == "s" or (group and element.count is None):
            break
        if group and words.codes[element.first] == "n" and words.codes[element.first - 1] in "wR":
            break  # "eliminated eight and apprehended three": another verb, of whatever kind
        if (
            group
            and element.joiner == "&"
            and words.codes[element.first] == "n"
            and _in_a_place(words, group[-1], element.first)
            and _in_a_place(words, element, stop)
        ):
            elsewhere.append(element)  # "killed three in Kech and two in Panjgur"
            continue
        if element.count is None:
            return
        if group and element.named and "s" in words.codes[start : element.first]:
            break  # "killed nine in Saravan, Sistan and Baluchestan"
        if group and element.named and element.joiner == "," and group[-1].count == 1 and not group[-1].named:
            continue  # "abducted a cardiologist, Dr. Aslam Mengal, and his driver"
        if group and group[-1].named and (element.named or element.joiner == ","):
            continue  # "injured Abdul Nasir, a tax and customs clerk"
        group.append(element)
    while len(group) > 1 and group[-1].joiner == ",":
        group.pop()  # "killing a sailor, a police official said": a list ends with "and"
    yield from _tolls(words, group, at, at)
    for element in elsewhere:
        yield from _tolls(words, [like(element, group)], element.first, at)


def _in_a_place(words: Line, element: Element, stop: int) -> bool:
    """Whether a phrase about a place, a time or a manner follows an element of a list."""
    return "s" in words.codes[element.last + 1 : stop]


def _ahead(words: Line, at: int, verb: int, of_main_verb: bool = False) -> Iterator[Toll]:
    end = auxiliary_of(words, at)
    auxiliary = words.codes[end:at].replace("y", "").replace(">", "")
    while end and words.codes[end - 1] in ",W":
        end -= 1
    if auxiliary and words.codes[end - 1 : end] == "u" and words.meanings[verb].fields[0] == "abducted":
        return  # "four motorcycles were taken away"
    who = those_who(words, end) if auxiliary or words.codes[verb] == "D" else None
    if who is not None:  # "four men | who had stormed a post in Mand | were killed"
        yield from (toll._replace(relative=False) for toll in _ahead(words, who, verb, of_main_verb=True))
        return
    start = end
    relative = participle = False
    while start:
        code = words.codes[start - 1]
        if code == "|" and not relative and start == end:
            relative = True  # "nine workers | who were killed"
            end = start = start - 1
            continue
        if code in "|;.GW" or (code in "RU" and start < end):
            break
        if code == "V" and not auxiliary and is_shared(words, start, end):
            start = auxiliary_of(words, start - 1)
            auxiliary = words.codes[start : start + 1]  # "four were kidnapped in Kharan and then shot dead"
            end = start
            continue
        if code in "VDT":
            between = words.codes[start:end]
            bare = code == "V" and not is_passive(words, start - 1) and between[:1] == "s" and "n" not in between
            if not bare or participle or re.search("[&,]", between):
                break
            participle = True  # "nine workers kidnapped in Kech were killed"
        start -= 1
    if start and words.codes[start - 1] in "GV" and not is_passive(words, start - 1):
        other = next_subject(words, start, at if end == at else end)
        start = start if other is None else other + 1
    if words.codes[verb] == "T":
        start = max(start, max((i + 1 for i in range(start, end) if words.codes[i] in "s|&,"), default=start))
    elements = list_people(words, start, end, behind=False)
    unaided = words.codes[verb] in "VD" and auxiliary == "" and not of_main_verb
    if unaided and elements and not adjoins(words, elements[-1], at):
        return
    group = coordinated(without_their_forces(elements, words))
    if words.codes[verb] == "T" and [words.codes[e.first] for e in group] == ["a"] and not group[0].kinds:
        return  # "revenge for an alleged massacre"
    single = auxiliary[:1] == "x"
    if single and len(group) == 1 and (group[0].count or 0) > 1:
        group = one_before(words, start, group[0]) or group  # "a constable escorting two women was shot dead"
    group = without_appositions(group, words)
    if single and len(group) > 1 and not any(words.codes[e.first] == "n" and (e.count or 0) > 1 for e in group):
        joined = any(e.joiner == "&" and not e.named for e in group)
        group = group[-1:] if relative else group if joined else group[:1]  # "at him and his brother, who was hit"
    if (
        not group
        and auxiliary
        and start
        and words.codes[start - 1] in "|W"
        and not any(code in PEOPLE for code in words.codes[start:end])
    ):
        yield from _ahead(words, start - 1, verb)  # "eight militants | who tried to storm the camp | were shot dead"
        return
    if auxiliary[:1] == "X" and start and words.codes[start - 1] in "|W" and [e.count for e in group] == [1]:
        several = [toll for toll in _ahead(words, start - 1, verb) if toll.count > 1]
        if several:  # "two constables | who were guarding an officer | were shot dead"
            yield from several
            return
    if auxiliary[:1] == "X" and [(e.count, e.joiner) for e in group] == [(1, "&")]:
        group = one_before(words, start, group[0]) + group  # "a commander of the base in Bent and a guard were killed"
    if auxiliary[:1] == "X" and len(group) == 1 and group[0].named and group[0].first == group[0].last:
        return  # "dozens were wounded"
    if not group and single and words.meanings[verb].fields[0] != "abducted":
        group = somebody(words, start, end)
    if not group and words.codes[verb] == "D" and words.codes[:end].endswith("&"):
        group = first_named(words, end)  # "Naik Anwar was struck in the neck and died"
    if not auxiliary and not any(is_counted(words, element) for element in group) and words.codes[verb] != "D":
        return  # "the guards killed in the firing"
    yield from _tolls(words, group, verb, verb)
    if group:
        yield from _and_elsewhere(words, verb, group)


def _and_elsewhere(words: Line, verb: int, group: list[Element]) -> Iterator[Toll]:
    """ "Six were killed near Harnai, and four others in Mastung": the second number shares the verb of the first."""
    beyond = _ELSEWHERE.search(words.codes, verb + 1, until(_DEEDS_END, words, verb + 1))
    if beyond:  # "six died when gunmen fired on a patrol in Mand, and four, a captain among them, in Tump"
        at = beyond.start("number")
        yield from _tolls(
            words, [Element(at, at, words.meanings[at].value, "&", group[0].kinds, True, False)], at, verb
        )
        return
    stop = until(_ELSEWHERE_ENDS, words, verb + 1)
    if stop < len(words) and words.codes[stop] not in "|;.":
        return
    for element in list_people(words, verb + 1, stop, behind=True):
        if (
            element.joiner == "&"
            and element.count
            and _ONLY_PEOPLE.fullmatch(words.codes, element.first, element.last + 1)
            and words.codes[element.last + 1 : element.last + 2] == "s"
        ):
            yield from _tolls(words, [like(element, group)], element.first, verb)


def _tolls(words: Line, group: list[Element], at: int, verb: int) -> Iterator[Toll]:
    """One toll a side and field for a list of people."""
    if not group:
        return
    # "his gunman" guards him
    hostile = [
        e
        for e in group
        if (_hostile(e) and words.codes[e.first] != "h") or (at > e.first and _of_the_attackers(words, e, group))
    ]
    victims = [element for element in group if element not in hostile] if hostile else group
    for name in words.meanings[verb].fields:
        if victims and (name != "abducted" or all(are_people(words, e) for e in victims)):
            yield _toll(words, victims, at, verb, name, hostile=False)
        if hostile and name != "abducted":
            yield _toll(words, hostile, at, verb, name, hostile=True)


def _toll(words: Line, side: list[Element], at: int, verb: int, name: str, hostile: bool) -> Toll:
    first, last = side[0].first, side[-1].last
    also = ALSO in [meaning.value for meaning in words.meanings[max(0, verb - 2) : verb]]
    stays = words.meanings[verb].value == STAYS
    said = [meaning.value for meaning in words.meanings[first : last + 1]]
    civil = 0 if hostile else sum(map(_civil, side))
    return Toll(
        start=min(words.starts[first], words.starts[at]),
        end=max(words.ends[last], words.ends[at]),
        field=name,
        count=total_of(side),
        attackers=hostile,
        civilians=civil == len(side),
        uniformed=not (hostile or civil) and said.count(UNIFORMED) >= len(side),
        additive=side[0].adds and not stays,
        ordinal=words.meanings[first].ordinal if len(side) == 1 else None,
        also=also,
        anybody=ANYBODY in said,
        stays=stays,
        after=opened_by_after(words, min(first, at)),
        part=side[0].adds and follows_after(words, first),
        active=at < first,
        bare=not any(element.kinds or element.named for element in side),
        named=all(element.named for element in side),
        relative=at >= last and _RELATIVE.search(words.codes, last, at) is not None,
        of_them="j" in words.codes and any("j" in words.codes[e.first : e.last + 1] for e in side),
    )


def _of_the_attackers(words: Line, element: Element, group: list[Element]) -> bool:
    """ "The raiders stormed two camps, and 13 of them and seven soldiers were killed": 13 raiders."""
    them = "j" in words.codes[element.first : element.last + 1] or words.meanings[element.first].ordinal
    if element.kinds or not them:
        return False
    before = {code for code in words.codes[: element.first] if code in PEOPLE}
    beside = any(other.kinds and not _hostile(other) for other in group)
    return (beside and not (before and before.isdisjoint("mM"))) or (bool(before) and before <= set("mM"))


def _hostile(element: Element) -> bool:
    return "M" in element.kinds or "m" in element.kinds or "g" in element.kinds


def _civil(element: Element) -> bool:
    return "C" in element.kinds or "c" in element.kinds


def _of_part(part: Line, tolls: list[Toll]) -> Iterator[Toll]:
    """ "Nine people, including three attackers": attackers and civilians among those already counted."""
    start, end = part.starts[0], part.ends[-1]
    around = [t for t in tolls if t.start <= end and t.end >= start and not t.attackers]
    around = around or [t for t in reversed(tolls) if 0 <= start - t.end < 30]
    if not around:
        return
    whole = around[0]
    for element in list_people(part, 0, len(part), behind=False):
        hostile, civil = _hostile(element), _civil(element)
        if element.count and 0 < element.count <= whole.count and (hostile or civil):
            start, end = part.starts[element.first], part.ends[element.last]
            yield Toll(
                start=start, end=end, field=whole.field, count=element.count, attackers=hostile, civilians=civil, part=True
            )  # fmt: skip


def _listed(words: Line) -> list[Toll]:
    """ "The dead were identified as Ali Khan, Gul Mir and his son Taj, residents of Hub": three."""
    found: list[Toll] = []
    for deed in _LISTED.finditer(words.codes):
        at, stop = deed.start(), until(_LIST_ENDS, words, deed.end())
        names = list(_ONE_NAME.finditer(words.codes, deed.end(), stop))
        if names:
            start, end = words.starts[at], words.ends[names[-1].end() - 1]
            field = words.meanings[at].fields[0]
            found.append(Toll(start=start, end=end, field=field, count=len(names), named=True, listed=True))
    return found


def _left_out(words: Line) -> list[Toll]:
    """ "The figure does not include the bomber": one attacker more."""
    return [
        Toll(start=start, end=end, field="fatalities", count=meaning.value, attackers=True, also=True)
        for code, start, end, meaning in zip(words.codes, words.starts, words.ends, words.meanings, strict=True)
        if code == "^" and meaning.value
    ]


def _nobody(words: Line, found: list[Toll]) -> list[Toll]:
    """ "No casualties were reported" says zero; only where the sentence counts nobody."""
    zeros: dict[str, Toll] = {}
    at = words.codes.find("!")
    while at >= 0:
        counted = {toll.field for toll in found if toll.count}
        for name in words.meanings[at].fields:
            if name not in counted and name not in zeros:
                zeros[name] = Toll(start=words.starts[at], end=words.ends[at], field=name, count=0)
        at = words.codes.find("!", at + 1)
    return list(zeros.values())
