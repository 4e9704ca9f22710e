"""Lists of people in a coded sentence: "a driver, two guards and their colleague", each with its number.

Where lists begin and end, what is a number of people (not of kilometres, days or members of something), and what only
names those counted already.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from incidents.extract.codes import Line
from incidents.language.words import ANYBODY
from incidents.language.words import PEOPLE_CODES as PEOPLE

_JOINERS = re.compile("[,&]")
_PHRASE = re.compile("[st]")  # a phrase about place, time or manner
_NAMED = re.compile(r"[,>y]*[wypmckoNePMC]*")
_ONE = re.compile(r"e?w{0,2}[pmc]")
_OF_THINGS = re.compile(rf"(?:oe?)?[wNy]{{0,2}}u(?![{PEOPLE}])")
_PEOPLE_NEXT = re.compile(rf"[wNo]{{0,3}}[{PEOPLE}+]")
_PEOPLE_OR_DEED = re.compile(rf"[wNy>+]{{0,3}}[{PEOPLE}ViT]|$")
_NO_PERSON = re.compile(rf"[wNm]{{0,2}}k|[wN]{{0,2}}u(?![{PEOPLE}])|n")
_OF_A_THING = re.compile(rf"(?<=[{PEOPLE}])o[eawNy]*u\Z")  # "the driver of the bus"
_RANK_AND_NAME = re.compile(r"[PMC]N+\Z")  # "Levies personnel Abdul Malik"
_KNOWN_FOR = re.compile(rf"[{PEOPLE}]oe?w?\Z")
_UNKNOWN = re.compile("[wN]{1,2}")
_PERSON = re.compile(rf"[wNyog+>]{{0,5}}u?[{PEOPLE}]")
_OF_A_FORCE = re.compile(rf"[{PEOPLE}]oe?[NwpP,]*,?&?\Z")  # "members of the police, army and"
_SUBJECT = re.compile(r"[yt,]*(?P<one>(?:[aeh][wN]{0,2}[pmc]|pN)[pN]*)(?=[^pNPMC]|$)")
_ONE_PERSON = re.compile(r"[ae][wN]{0,2}[pmc](?=[^PMC])")
_SOMEBODY = re.compile(rf"(?:^|[s,|t&])(?P<one>[ae]?[wNkof{PEOPLE}]*[wN{PEOPLE}])")


class Element(NamedTuple):
    """Words first..last of a list of people; count is None where no number can be told. joiner: what stands before it."""

    first: int
    last: int
    count: int | None  # type: ignore[assignment]
    joiner: str
    kinds: str
    adds: bool
    named: bool


def list_people(words: Line, start: int, stop: int, behind: bool) -> list[Element]:
    """The list of people in a stretch: parts joined by commas and "and", each with its number where it has one."""
    elements: list[Element] = []
    joiner, first = "", start
    marks = [(match.start(), match[0]) for match in _JOINERS.finditer(words.codes, start, stop)]
    for index, code in (*marks, (stop, ",")):
        if index > first:
            element = _element(words, first, index, joiner, behind)
            if element is not None and not behind and _goes_on_a_phrase(words, elements, element):
                element = None
            if element is not None:
                elements.append(element)
            joiner = "&" if code == "&" else ","
        elif code == "&":
            joiner = "&"
        first = index + 1
    return elements


def _goes_on_a_phrase(words: Line, elements: list[Element], element: Element) -> bool:
    """ "Eight mechanics from Ahmedpur East and Khanqah Sharif": a second name behind a phrase about many is no person."""
    before = elements[-1] if elements else None
    if not before or element.joiner != "&" or (before.count or 0) < 2:
        return False
    between = words.codes[before.last + 1 : element.first]
    own = words.codes[element.first : element.last + 1]
    return set(own) == {"N"} and _PHRASE.match(between) is not None and between[-2:-1] in ("N", "w")


def _element(words: Line, first: int, stop: int, joiner: str, behind: bool) -> Element | None:
    codes = words.codes
    if behind:
        phrase = _PHRASE.search(codes, first, stop)
        if phrase:
            if phrase.start() == first:
                return Element(first, stop - 1, None, "s", "", False, False)
            stop = phrase.start()
    heads = [i for i in range(first, stop) if codes[i] in "nah=" and _is_head(words, first, i, stop)]
    if heads:
        return _counted_element(words, heads[0 if behind else -1], first, stop, joiner, behind)
    own = _OF_A_THING.sub("", codes[first:stop])
    nouns = [code for code in own if code in PEOPLE]
    # "police chief" is one, "police officers" several
    several = nouns and nouns[-1].isupper() and not _RANK_AND_NAME.search(own)
    if not _NAMED.fullmatch(own) or several:
        if not behind and "x" not in own and "X" not in own:
            return None  # "two persons, riding a motorcycle, were killed"; "ten people, mostly women, died"
        return Element(first, stop - 1, None, joiner, _kinds(own), False, False)
    if "N" in own or _ONE.search(own):
        return Element(first, stop - 1, 1, joiner, _kinds(own), False, "N" in own)
    return Element(first, stop - 1, None, joiner, "", False, False) if behind else None


def _counted_element(words: Line, head: int, first: int, stop: int, joiner: str, behind: bool) -> Element:
    codes = words.codes
    if "n" in codes[first:head]:  # "none of the 12": the nought counts
        head = next((i for i in range(first, head) if words.meanings[i].value == 0 and codes[i + 1] == "o"), head)
    if not behind:
        if ("x" in codes[head:stop] or "X" in codes[head:stop]) and codes[stop : stop + 2][-1:] not in ("V", "D"):
            return Element(head, stop - 1, None, joiner, "", False, False)  # "ten were freed and one …"
        if _PHRASE.search(codes, first, head):
            joiner = "s"
    phrase = _PHRASE.search(codes, head + 1, stop)
    last = (phrase.start() if phrase else stop) - 1
    nouns = [code for code in codes[head : last + 1] if code in PEOPLE]
    if codes[head] == "h" and nouns and nouns[-1].isupper():  # "their relatives" are no number
        return Element(head, last, None, joiner, "", False, False)
    count = words.meanings[head].value if codes[head] == "n" else -1 if codes[head] == "=" else 1
    adds = words.meanings[head].adds or "+" in codes[max(first, head - 1) : last + 1]
    return Element(head, last, count, joiner, _kinds(codes[head : last + 1]), adds, False)


def _is_head(words: Line, first: int, at: int, stop: int) -> bool:
    """Whether a number counts people: not things, not a part of a day, not the family in "members of a family"."""
    own = words.codes[at]
    codes = words.codes[at + 1 : min(stop, at + 8)]
    before = words.codes[at - 1] if at else ""
    deed = words.codes[at - 2] if at > 1 else ""
    if before == "o" and deed in ("T", "G") and known_for(words, at - 2):
        return False
    if own == "n":
        number = words.meanings
        if (number[at].value == 0 and codes[:1] == "n") or (before == "n" and number[at - 1].value == 0):
            return False  # "police station No. 16"
        if before in ("e", "h") and words.codes[max(0, at - 3) : at - 1] == "no" and words.meanings[at - 3].value:
            return False  # "two of the five hostages"
        of_dead = words.codes[at + 1 : at + 2] == "D" and deed != "n"  # "an earlier report had spoken of two dead"
        if (
            (before == "o" and deed not in ("k", "T", "G") and not of_dead)
            or _OF_THINGS.match(codes)
            or codes[:1] == "Y"
        ):
            return False
        them = words.codes[at + 1 : at + 2] == "j"  # "according to the IRGC four of them were killed"
        if before == "N" and at > first and not (them or _PEOPLE_NEXT.match(codes)):
            return False  # "Ali Khan, 24": an age
        return (number[at].value or 0) > 0 or bool(_PEOPLE_OR_DEED.match(codes))
    if own == "=":
        return True
    if (before == "o" and deed not in ("T", "G")) or _NO_PERSON.match(codes):  # but "the death of a teenager"
        return False
    unknown = own == "a" and at == first and _UNKNOWN.fullmatch(codes)  # "a herdsman"
    return bool(unknown or _PERSON.match(codes))


def known_for(words: Line, deed: int) -> bool:
    """ "The mastermind of the massacre of 15 youths": the deed says who somebody is, not what happened."""
    return _KNOWN_FOR.search(words.codes, max(0, deed - 4), deed) is not None


def _kinds(codes: str) -> str:
    return "".join([code for code in codes if code in "mMcCgpP"])


def without_appositions(group: list[Element], words: Line) -> list[Element]:
    """ "Ali Khan, a teacher, and his son" are two; "14 people, seven soldiers and seven guards" are 14."""
    if len(group) > 1:
        rest = [element.count or 0 for element in group[1:]]
        summed = (group[0].count or 0) > 1 and sum(rest) == group[0].count and group[1].joiner == ","
        if summed and not _of_two_sides(group, words):
            return group[:1]
        if len(group) == 2 and group[0].first == group[0].last and 1 < (group[0].count or 0) < (group[1].count or 0):
            return group[:1]  # "between ten and fifteen people": at least ten
    if all(element.named for element in group):
        return group  # "Ghaus Bakhsh, Gahore Khan and Mohammad Rafeeq died"
    kept: list[Element] = []
    for element in group:
        names_it = kept and element.joiner == "," and element.count == 1 and kept[-1].count == 1
        another = words.codes[element.first] == "h" and len(group) > 2  # "Khair Muhammad, his wife and a child"
        if names_it and not another and (element.named or kept[-1].named):
            continue
        kept.append(element)
    return kept


def _of_two_sides(group: list[Element], words: Line) -> bool:
    """ "Four employees, a guard and three terrorists" are eight: a terrorist is no employee, if one of "people"."""
    first = words.meanings[group[0].first : group[0].last + 1]
    if not group[0].kinds or any(meaning.value == ANYBODY for meaning in first):
        return False
    attackers = [not {"m", "M"}.isdisjoint(element.kinds) for element in group]
    return not attackers[0] and any(attackers)


def without_their_forces(elements: list[Element], words: Line) -> list[Element]:
    """ "Five members of the IRGC and Basij": the second name is that of another force, not of a sixth man."""
    kept: list[Element] = []
    for element in elements:
        alone = element.named and element.first == element.last and element.joiner in (",", "&")
        if (
            alone
            and kept
            and (kept[-1].count or 0) > 1
            and _OF_A_FORCE.search(words.codes, kept[-1].first, element.first)
        ):
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
    return element._replace(adds=True, kinds=element.kinds or group[0].kinds)


def somebody(words: Line, start: int, end: int) -> list[Element]:
    """ "A cobbler was shot dead", "Ali Khan was killed": one, whatever the word for him, unless it is a thing."""
    codes = words.codes[start:end]
    if "u" in codes:
        return []
    said = [match for match in _SOMEBODY.finditer(codes) if re.search("[aNpmc]", match["one"])]
    if not said:
        return []
    match = said[-1]
    first, last = start + match.start("one"), start + match.end("one") - 1
    return [Element(first, last, 1, "", _kinds(match["one"]), False, True)]


def first_named(words: Line, end: int) -> list[Element]:
    """The one person with whom the clause that ends here began; [] where it began with several, or with things."""
    clause = max(words.codes.rfind(mark, 0, end) for mark in "|;.") + 1
    match = _SUBJECT.match(words.codes, clause, end)
    return (
        [Element(match.start("one"), match.end("one") - 1, 1, "", _kinds(match["one"]), False, True)] if match else []
    )


def one_before(words: Line, start: int, element: Element) -> list[Element]:
    """The one person who stands before a number that belongs to what he did."""
    match = _ONE_PERSON.search(words.codes, start, element.first)
    return [Element(match.start(), match.end() - 1, 1, "", _kinds(match[0]), False, False)] if match else []


def total_of(elements: list[Element]) -> int:
    """The people of a list; -1 for "as many", which takes the number before it, of this list or of the toll before."""
    counts = [element.count for element in elements if element.count is not None]
    if len(counts) == 1:
        return counts[0]
    before = total = 0
    for count in counts:
        before = count if count >= 0 else before
        total += before
    return total


def are_people(words: Line, element: Element) -> bool:
    codes = words.codes[element.first : element.last + 1]
    return any(code in PEOPLE or code == "+" for code in codes) or (element.named and "N" in codes) or len(codes) == 1
