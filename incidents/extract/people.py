"""Lists of people in a coded sentence: "a driver, two guards and their colleague", each with its number.

Where lists begin and end, what is a number of people (not of kilometres, days or members of something), and what only
names those counted already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from incidents.extract.codes import Coded

PEOPLE = "pPmMcC"


@dataclass(frozen=True, slots=True)
class Element:
    """Words first..last of a list of people; count is None where no number can be told. joiner: what stands before it."""

    first: int
    last: int
    count: int | None
    joiner: str
    kinds: str
    adds: bool
    named: bool


def list_people(words: list[Coded], start: int, stop: int, behind: bool) -> list[Element]:
    """The list of people in a stretch: parts joined by commas and "and", each with its number where it has one."""
    elements: list[Element] = []
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


def _element(words: list[Coded], first: int, stop: int, joiner: str, behind: bool) -> Element | None:
    heads = [i for i in range(first, stop) if words[i].code in "nah=" and _is_head(words, first, i, stop)]
    if behind:
        ends = [i for i in range(first, stop) if words[i].code in "st"]
        limit = ends[0] if ends else stop
        if limit == first:
            return Element(first, stop - 1, None, "s", "", False, False)
        heads = [i for i in heads if i < limit][:1]
        stop = limit
    elif heads:
        heads = heads[-1:]
    if heads:
        head = next(
            (
                i
                for i in range(first, stop)
                if words[i].value == 0 and words[i + 1 : i + 2] and words[i + 1].code == "o"
            ),
            heads[0],
        )
        if (
            not behind
            and any(words[i].code in "xX" for i in range(head, stop))
            and words[stop : stop + 2][-1].code not in "VD"
        ):
            return Element(
                head, stop - 1, None, joiner, "", False, False
            )  # another predicate: "ten were freed and one …"
        if not behind and any(words[i].code in "st" for i in range(first, head)):
            joiner = "s"
        last = next((i for i in range(head + 1, stop) if words[i].code in "st"), stop) - 1
        word = words[head]
        count = {"n": word.value, "=": -1}.get(word.code, 1)
        adds = word.adds or any(w.code == "+" for w in words[max(first, head - 1) : last + 1])
        return Element(head, last, count, joiner, _kinds(words, head, last), adds, False)
    codes = "".join(w.code for w in words[first:stop])
    named = re.fullmatch(r"[,>y]*[wypmckoNePMC]*", codes)
    nouns = [code for code in codes if code in PEOPLE]
    if not named or (nouns and nouns[-1].isupper()):  # "police chief" is one, "police officers" are several
        if not behind and not re.search("[xX]", codes):
            return None  # "two persons, riding a motorcycle, were killed"; "ten people, mostly women, died"
        return Element(first, stop - 1, None, joiner, _kinds(words, first, stop - 1), False, False)
    if "N" in codes or re.search(r"e?w{0,2}[pmc]", codes):
        return Element(first, stop - 1, 1, joiner, _kinds(words, first, stop - 1), False, "N" in codes)
    return Element(first, stop - 1, None, joiner, "", False, False) if behind else None


def _is_head(words: list[Coded], first: int, at: int, stop: int) -> bool:
    """Whether a number counts people: not things, not a part of a day, not the family in "members of a family"."""
    word = words[at]
    codes = "".join(w.code for w in words[at + 1 : min(stop, at + 8)])
    before = words[at - 1].code if at else ""
    if word.code == "n":
        if before == "o" and (at < 2 or words[at - 2].code not in "kTG"):
            return False
        if re.match(rf"[wNy]{{0,2}}u(?![{PEOPLE}])", codes) or codes.startswith("Y"):
            return False
        if before == "N" and not re.match(rf"[wNo]{{0,3}}[{PEOPLE}+]", codes) and at > first:
            return False  # "Ali Khan, 24": an age
        return word.value > 0 or bool(re.match(rf"[wNy>+]{{0,3}}[{PEOPLE}ViT]|$", codes))
    if word.code == "=":
        return True
    named_deed = at > 1 and words[at - 2].code in "TG"  # "the death of a teenager"
    if (before == "o" and not named_deed) or re.match(rf"[wN]{{0,2}}(?:k|u(?![{PEOPLE}]))|n", codes):
        return False
    unknown = word.code == "a" and at == first and re.fullmatch("[wN]{1,2}", codes)  # "a herdsman"
    return bool(unknown or re.match(rf"[wNyog+>]{{0,5}}u?[{PEOPLE}]", codes))


def _kinds(words: list[Coded], first: int, last: int) -> str:
    return "".join(words[i].code for i in range(first, last + 1) if words[i].code in "mMcCg" + "pP")


def without_appositions(group: list[Element]) -> list[Element]:
    """ "Ali Khan, a teacher, and his son" are two; "14 people, seven soldiers and seven guards" are 14."""
    if len(group) > 1:
        rest = [element.count for element in group[1:]]
        if group[0].count and group[0].count > 1 and sum(rest) == group[0].count and group[1].joiner == ",":
            return group[:1]
        if len(group) == 2 and group[0].first == group[0].last and 1 < group[0].count < (group[1].count or 0):
            return group[:1]  # "between ten and fifteen people": at least ten
    if all(element.named for element in group):
        return group  # "Ghaus Bakhsh, Gahore Khan and Mohammad Rafeeq died"
    kept: list[Element] = []
    for element in group:
        names_it = kept and element.joiner == "," and element.count == 1 and kept[-1].count == 1
        if names_it and (element.named or kept[-1].named):
            continue
        kept.append(element)
    return kept


def coordinated(elements: list[Element]) -> list[Element]:
    """The list of people that ends a stretch: back over commas and "and" to its first; another predicate ends it."""
    if len(elements) > 1 and elements[-1].named and elements[-1].joiner == "," and elements[-2].count:
        elements = elements[:-1]  # "his son, Muhammad Siddique,"
    group: list[Element] = []
    for element in reversed(elements):
        if element.count is None:
            break
        if group and group[-1].joiner == ",":
            break  # "in Fatehpur, Pakistan, 22 people died": no list without "and"
        group.insert(0, element)
        if element.joiner not in ",&":
            break
    return group


def like(element: Element, group: list[Element]) -> Element:
    """ "Six militants, and four others": of the same side as those before, and more of them."""
    return replace(element, adds=True, kinds=element.kinds or group[0].kinds)


def somebody(words: list[Coded], start: int, end: int) -> list[Element]:
    """ "A cobbler was shot dead", "Ali Khan was killed": one, whatever the word for him, unless it is a thing."""
    codes = "".join(word.code for word in words[start:end])
    match = re.search(rf"(?:^|[s,|t&])(?P<one>[ae]?[wNkof{PEOPLE}]*[wN{PEOPLE}])", codes)
    if not match or not re.search(rf"[aN{'pmc'}]", match["one"]) or re.search(r"[u]", codes):
        return []
    first, last = start + match.start("one"), start + match.end("one") - 1
    return [Element(first, last, 1, "", _kinds(words, first, last), False, True)]


def total_of(elements: list[Element]) -> int:
    """The people of a list; -1 for "as many", which takes the number before it, of this list or of the toll before."""
    if len(elements) == 1:
        return elements[0].count
    before = total = 0
    for element in elements:
        before = element.count if element.count >= 0 else before
        total += before
    return total


def are_people(words: list[Coded], element: Element) -> bool:
    codes = "".join(words[i].code for i in range(element.first, element.last + 1))
    return bool(re.search(rf"[{PEOPLE}+]", codes)) or (element.named and "N" in codes) or len(codes) == 1
