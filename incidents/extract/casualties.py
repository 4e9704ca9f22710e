"""Tolls a sentence states: who was killed, injured or taken, how many, and how the number relates to the others.

A grammar over codes (incidents/language/words.py), the same for every language. Each casualty word looks for its people
where its table says: behind it ("killing three men"), before it ("three men died") or where its voice puts them ("three
men were killed", "gunmen killed three men"). Asides and parts of a number already given ("including two children") are
set aside first; parts that are attackers or civilians are kept as such and never add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from incidents.extract.codes import Coded

_PEOPLE = "pPmMcC"
_ASIDES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\([^()]*\)",
        r"nY|Zn",  # "10-year-old", "aged 12"
        r",?~(?:[NwpPcof]|,(?=N)|&(?=N))*,?",  # "identified as Ali Khan and Noor Ahmed,"
        r",[|W][^,;|VGDL]{1,10},(?=y*[xXVD])",  # "the man, who minded a well, was killed"
        r"–(?P<parts>[^–xXVGDL;|]{1,14})–",
    )
)
_PARTS = tuple(
    re.compile(pattern)
    for pattern in (
        # "a Chinese national among them,"
        r"[,(–](?P<parts>[^,;.xXVGD()|&]{1,5}[ij])[,)]",
        # "including an officer, a driver and two guards," up to the comma, verb or clause that ends it
        r"[,(–]?(?<![eV])i(?P<parts>[^,;)–|xXVGD]*(?:,(?=[nah])[^,;)–|xXVGD]*)*)(?![VD])[,)]?",
        # "two of them children," but not "two of them died"
        r"(?:^|[,(–&])>?(?P<parts>[^,;.xXVGD()|&]{0,4}j(?!y*[xX]*y*[VD])[^,;)–|xXVGD]*)[,)]?",
    )
)
_TOLL = tuple(
    re.compile(pattern)
    for pattern in (
        r"[RU][^n;.|]{0,2}(?P<number>n)[^n;.|]{0,3}L",  # "bringing to 12 the number of dead"
        r"L[^n;.|VGDL]{0,9}[RU][^n;.L]{0,4}(?P<number>n(?:s>?n)?)",  # "the toll from Friday's blast rose from 9 to 12"
        r"[RU][^n;.|]{0,4}L[^n;.|VGDL]{0,14}(?P<number>n(?:s>?n)?)",  # "raising the death toll to 12"
    )
)
_PLAIN_TOLL = re.compile(r"L[^n;.|VGDL,]{0,5}[os>](?P<number>n)")  # "a death toll of 12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Characters start..end of the article state `count` people for `field`.

    attackers: of the attacking side; civilians: said to be civilians; additive: "another", adds to the number before;
    replacing: "raising the toll to", takes its place; part: of a number given beside it, never counted again.
    """

    start: int
    end: int
    field: str
    count: int
    attackers: bool = False
    civilians: bool = False
    additive: bool = False
    replacing: bool = False
    part: bool = False
    disputed: bool = False
    active: bool = False
    of_them: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class _Element:
    """Words first..last of a list of people; count is None where no number can be told. joiner: what stands before it."""

    first: int
    last: int
    count: int | None
    joiner: str
    kinds: str
    adds: bool
    named: bool


def find_tolls(words: Sequence[Coded]) -> tuple[Toll, ...]:
    """The tolls of one sentence in reading order."""
    codes = "".join(word.code for word in words)
    if not any(code in codes for code in "VGDTL!"):
        return ()
    kept, parts = _set_aside(words, codes)
    kept = [replace(w, code="p") if w.code == "D" and _next(kept, i) in "xX" else w for i, w in enumerate(kept)]
    found = _totals(kept)
    spans = [(toll.start, toll.end) for toll in found]
    for index, word in enumerate(kept):
        if word.code in "VGDT" and not any(start <= word.start < end for start, end in spans):
            found.extend(_of_word(kept, index))
    found = _less_the_dead(_distinct(found))
    found += [toll for part in parts for toll in _of_part(part, words, found)]
    found += _nobody(words, found)
    return tuple(sorted(found, key=lambda toll: (toll.start, -toll.end)))


def _set_aside(words: Sequence[Coded], codes: str) -> tuple[list[Coded], list[list[Coded]]]:
    """The words without asides, and the asides that are parts of a number."""
    parts: list[list[Coded]] = []
    kept = list(words)
    for pattern in (*_ASIDES, *_PARTS):
        while match := pattern.search(codes):
            if "parts" in pattern.groupindex:
                parts.append(kept[slice(*match.span("parts"))])
            elif match[0].startswith("("):
                parts.append(kept[match.start() + 1 : match.end() - 1])
            # a comma taken away on both sides leaves its words apart
            comma = [Coded(kept[match.end() - 1].start, kept[match.end() - 1].end, ",")] if match[0][-1] == "," else []
            if comma and codes[match.end() : match.end() + 1] in "xXVD&":
                comma = []
            kept[match.start() : match.end()] = comma
            codes = "".join(word.code for word in kept)
    return kept, parts


def _of_word(words: list[Coded], at: int) -> Iterator[Toll]:
    """The tolls of one casualty word."""
    code = words[at].code
    before = words[at - 1].code if at else ""
    if before == "?" or (before == "e" and code in "VD"):
        return  # "tried to kill"; "the wounded", "four of the dead"
    if "abducted" in words[at].fields and before in "na" and _next(words, at) in _PEOPLE:
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
    match = re.match(r"[y>]*[n=]([^,;|&xXVGD]{0,4})", codes)
    if match:
        return not re.match(r"[wN]?u", match[1])
    return bool(re.match(rf"[y>]*(?:[ae][wNy+]{{0,4}}[{_PEOPLE}]|h[wNy]{{0,3}}n?[{_PEOPLE}]|[{_PEOPLE}wk]{{0,5}}N)", codes))


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
    elements = _elements(words, start, stop, behind=True)
    group: list[_Element] = []
    elsewhere: list[_Element] = []
    for element in elements:
        if element.joiner == "s" or (group and element.count is None):
            break
        if group and element.joiner == "&" and _in_a_place(words, group[-1], element.first) and _in_a_place(words, element, stop):
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
        yield from _tolls(words, [replace(element, adds=True)], element.first, at)


def _in_a_place(words: list[Coded], element: _Element, stop: int) -> bool:
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
    elements = _elements(words, start, end, behind=False)
    if words[verb].code in "VD" and auxiliary == "" and elements and not _adjoins(words, elements[-1], at):
        return
    group = _coordinated(elements)
    single = auxiliary[:1] == "x"
    group = _without_appositions(group)
    if single and len(group) > 1 and not any(words[e.first].code == "n" and e.count > 1 for e in group):
        joined = any(e.joiner == "&" and not e.named for e in group)
        group = group if joined else group[:1]
    if not group and single and words[verb].fields[0] != "abducted":
        group = _somebody(words, start, end)
    if not auxiliary and not any(_counted(words, element) for element in group) and words[verb].code != "D":
        return  # "the guards killed in the firing"
    yield from _tolls(words, group, verb, verb)
    if group:
        yield from _and_elsewhere(words, verb)


def _and_elsewhere(words: list[Coded], verb: int) -> Iterator[Toll]:
    """ "Six were killed near Harnai, and four others in Mastung": the second number shares the verb of the first."""
    stop = next((i for i in range(verb + 1, len(words)) if words[i].code in "VGDTLxX|;."), len(words))
    if stop < len(words) and words[stop].code not in "|;.":
        return
    for element in _elements(words, verb + 1, stop, behind=True):
        following = words[element.last + 1 : element.last + 2]
        if element.joiner == "&" and element.count and words[element.first].code == "n" and following and following[0].code == "s":
            yield from _tolls(words, [replace(element, adds=True)], element.first, verb)


def _coordinated(elements: list[_Element]) -> list[_Element]:
    """The list of people that ends a stretch: back over commas and "and" to its first; another predicate ends it."""
    if len(elements) > 1 and elements[-1].named and elements[-1].joiner == "," and elements[-2].count:
        elements = elements[:-1]  # "his son, Muhammad Siddique,"
    group: list[_Element] = []
    for element in reversed(elements):
        if element.count is None:
            break
        if group and group[-1].joiner == ",":
            break  # "in Fatehpur, Pakistan, 22 people died": no list without "and"
        group.insert(0, element)
        if element.joiner not in ",&":
            break
    return group


def _adjoins(words: list[Coded], element: _Element, verb: int) -> bool:
    """Without an auxiliary the people stand right before the verb: "twelve people died", "three others injured"."""
    between = "".join(word.code for word in words[element.first : verb])
    if words[verb].code == "D" or (between.endswith("&") and re.search("[xX]", between)):
        return True  # "… ; ten passengers were taken off the bus and shot dead"
    return not re.search(r"[s|;]", between)


def _somebody(words: list[Coded], start: int, end: int) -> list[_Element]:
    """ "A cobbler was shot dead", "Ali Khan was killed": one, whatever the word for him, unless it is a thing."""
    codes = "".join(word.code for word in words[start:end])
    match = re.search(rf"(?:^|[s,|t&])(?P<one>[ae]?[wNkof{_PEOPLE}]*[wN{_PEOPLE}])", codes)
    if not match or not re.search(rf"[aN{'pmc'}]", match["one"]) or re.search(r"[u]", codes):
        return []
    first, last = start + match.start("one"), start + match.end("one") - 1
    return [_Element(first, last, 1, "", _kinds(words, first, last), False, True)]


def _counted(words: list[Coded], element: _Element) -> bool:
    return words[element.first].code in "na=h" or any(w.code == "n" for w in words[element.first : element.last + 1])


def _elements(words: list[Coded], start: int, stop: int, behind: bool) -> list[_Element]:
    """The list of people in a stretch: parts joined by commas and "and", each with its number where it has one."""
    elements: list[_Element] = []
    joiner, first = "", start
    for index in range(start, stop + 1):
        code = words[index].code if index < stop else ","
        if code not in ",&" and index < stop:
            continue
        if index > first:
            element = _element(words, first, index, joiner, behind)
            if element is not None:
                elements.append(element)
            joiner = "&" if code == "&" else ","
        elif code == "&":
            joiner = "&"
        first = index + 1
    return elements


def _element(words: list[Coded], first: int, stop: int, joiner: str, behind: bool) -> _Element | None:
    heads = [i for i in range(first, stop) if words[i].code in "nah=" and _is_head(words, first, i, stop)]
    if behind:
        ends = [i for i in range(first, stop) if words[i].code in "st"]
        limit = ends[0] if ends else stop
        if limit == first:
            return _Element(first, stop - 1, None, "s", "", False, False)
        heads = [i for i in heads if i < limit][:1]
        stop = limit
    elif heads:
        heads = heads[-1:]
    if heads:
        head = next((i for i in range(first, stop) if words[i].value == 0 and words[i + 1 : i + 2] and words[i + 1].code == "o"), heads[0])
        if not behind and any(words[i].code in "xX" for i in range(head, stop)) and words[stop : stop + 2][-1].code not in "VD":
            return _Element(head, stop - 1, None, joiner, "", False, False)  # another predicate: "ten were freed and one …"
        if not behind and any(words[i].code in "st" for i in range(first, head)):
            joiner = "s"
        last = next((i for i in range(head + 1, stop) if words[i].code in "st"), stop) - 1
        word = words[head]
        count = {"n": word.value, "=": -1}.get(word.code, 1)
        adds = word.adds or any(w.code == "+" for w in words[max(first, head - 1) : last + 1])
        return _Element(head, last, count, joiner, _kinds(words, head, last), adds, False)
    codes = "".join(w.code for w in words[first:stop])
    named = re.fullmatch(r"[,>y]*[e]?[wypmckoN]*", codes)
    if not named or re.search("[PMC]", codes):
        if not behind and not re.search("[xX]", codes):
            return None  # "two persons, riding a motorcycle, were killed"; "ten people, mostly women, died"
        return _Element(first, stop - 1, None, joiner, _kinds(words, first, stop - 1), False, False)
    if "N" in codes or re.search(r"e?w{0,2}[pmc]", codes):
        return _Element(first, stop - 1, 1, joiner, _kinds(words, first, stop - 1), False, "N" in codes)
    return _Element(first, stop - 1, None, joiner, "", False, False) if behind else None


def _is_head(words: list[Coded], first: int, at: int, stop: int) -> bool:
    """Whether a number counts people: not things, not a part of a day, not the family in "members of a family"."""
    word = words[at]
    codes = "".join(w.code for w in words[at + 1 : min(stop, at + 8)])
    before = words[at - 1].code if at else ""
    if word.code == "n":
        if before == "o" and (at < 2 or words[at - 2].code not in "kTG"):
            return False
        if re.match(rf"[wNy]{{0,2}}u(?![{_PEOPLE}])", codes) or codes.startswith("Y"):
            return False
        if before == "N" and not re.match(rf"[wNo]{{0,3}}[{_PEOPLE}+]", codes) and at > first:
            return False  # "Ali Khan, 24": an age
        return word.value > 0 or bool(re.match(rf"[wNy>+]{{0,3}}[{_PEOPLE}ViT]|$", codes))
    if word.code == "=":
        return True
    named_deed = at > 1 and words[at - 2].code in "TG"  # "the death of a teenager"
    if (before == "o" and not named_deed) or re.match(rf"[wN]{{0,2}}(?:k|u(?![{_PEOPLE}]))|n", codes):
        return False
    unknown = word.code == "a" and at == first and re.fullmatch("[wN]{1,2}", codes)  # "a herdsman"
    return bool(unknown or re.match(rf"[wNyog+>]{{0,5}}u?[{_PEOPLE}]", codes))


def _kinds(words: list[Coded], first: int, last: int) -> str:
    return "".join(words[i].code for i in range(first, last + 1) if words[i].code in "mMcCg" + "pP")


def _without_appositions(group: list[_Element]) -> list[_Element]:
    """ "Ali Khan, a teacher, and his son" are two; "14 people, seven soldiers and seven guards" are 14."""
    if len(group) > 1:
        rest = [element.count for element in group[1:]]
        if group[0].count and group[0].count > 1 and sum(rest) == group[0].count and group[1].joiner == ",":
            return group[:1]
        if len(group) == 2 and group[0].first == group[0].last and 1 < group[0].count < (group[1].count or 0):
            return group[:1]  # "between ten and fifteen people": at least ten
    kept: list[_Element] = []
    for element in group:
        names_it = kept and element.joiner == "," and element.count == 1 and kept[-1].count == 1
        if names_it and (element.named or kept[-1].named):
            continue
        kept.append(element)
    return kept


def _tolls(words: list[Coded], group: list[_Element], at: int, verb: int) -> Iterator[Toll]:
    """One toll a side and field for a list of people."""
    for name in words[verb].fields:
        for hostile in (False, True):
            side = [e for e in group if bool(re.search("[mMg]", e.kinds)) is hostile]
            if not side or (name == "abducted" and (hostile or not all(_are_people(words, e) for e in side))):
                continue
            start = min(words[side[0].first].start, words[at].start)
            end = max(words[side[-1].last].end, words[at].end)
            count = _sum(side)
            yield Toll(
                start=start,
                end=end,
                field=name,
                count=count,
                attackers=hostile,
                civilians=all(re.search("[cC]", e.kinds) for e in side) and not hostile,
                additive=side[0].adds,
                active=at < side[0].first,
                relative=at >= side[-1].last and any(words[i].code in "|W" for i in range(side[-1].last, at)),
                of_them=any(w.code == "j" for e in side for w in words[e.first : e.last + 1]),
            )


def _sum(elements: list[_Element]) -> int:
    """The people of a list; -1 for "as many", which takes the number before it, of this list or of the toll before."""
    if len(elements) == 1:
        return elements[0].count
    before = total = 0
    for element in elements:
        before = element.count if element.count >= 0 else before
        total += before
    return total


def _are_people(words: list[Coded], element: _Element) -> bool:
    codes = "".join(words[i].code for i in range(element.first, element.last + 1))
    return bool(re.search(rf"[{_PEOPLE}+]", codes)) or (element.named and "N" in codes) or len(codes) == 1


def _totals(words: list[Coded]) -> list[Toll]:
    codes = "".join(word.code for word in words)
    found: list[Toll] = []
    for pattern in (*_TOLL, _PLAIN_TOLL):
        for match in pattern.finditer(codes):
            numbers = [i for i in range(*match.span("number")) if words[i].code == "n"]
            number = words[numbers[-1]]
            start, end = words[match.start()].start, max(words[match.end() - 1].end, number.end)
            if any(toll.start < end and start < toll.end for toll in found):
                continue
            total = next(words[i] for i in range(*match.span()) if words[i].code == "L")
            found.append(
                Toll(
                    start=start,
                    end=end,
                    field=total.fields[0],
                    count=number.value,
                    replacing=pattern is not _PLAIN_TOLL and "U" not in codes[slice(*match.span())],
                    disputed="U" in codes[slice(*match.span())],
                )
            )
    return found


def _distinct(tolls: list[Toll]) -> list[Toll]:
    """One toll where two readings overlap; "as many" takes the number of the toll before it."""
    unique: list[Toll] = []
    for toll in sorted(tolls, key=lambda t: (t.start, -t.end)):
        if toll.count < 0:
            before = [t for t in unique if t.end <= toll.start and t.field != toll.field]
            if not before:
                continue
            toll = replace(toll, count=before[-1].count)
        same = [i for i, t in enumerate(unique) if (t.field, t.attackers) == (toll.field, toll.attackers)]
        over = [i for i in same if toll.start < unique[i].end and unique[i].start < toll.end]
        if not over:
            unique.append(toll)
        elif toll.relative and toll.count == unique[over[0]].count:  # "the bodies of eight men who were murdered"
            unique[over[0]] = replace(unique[over[0]], end=max(toll.end, unique[over[0]].end), relative=True)
    return unique


def _less_the_dead(tolls: list[Toll]) -> list[Toll]:
    """ "Five were injured and two of them died": three are injured."""
    left: list[Toll] = []
    for toll in tolls:
        before = left[-1] if left else None
        if toll.of_them and toll.field != "injured" and before and before.field == "injured" and before.count > toll.count:
            left[-1] = replace(before, count=before.count - toll.count)
        left.append(toll)
    return left


def _of_part(part: list[Coded], words: Sequence[Coded], tolls: list[Toll]) -> Iterator[Toll]:
    """ "Nine people, including three attackers": attackers and civilians among those already counted."""
    if not part:
        return
    around = [t for t in tolls if t.start <= part[-1].end and t.end >= part[0].start and not t.attackers]
    around = around or [t for t in reversed(tolls) if 0 <= part[0].start - t.end < 30]
    if not around:
        return
    whole = around[0]
    for element in _elements(part, 0, len(part), behind=False):
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
