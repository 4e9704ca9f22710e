"""How the words around a casualty verb hang together: its auxiliaries and object, whose clause it stands in, what it shares.

Positions are places in a `Line`; codes are those of incidents/language/words.py.
"""

from __future__ import annotations

import re

from incidents.extract.codes import Line
from incidents.extract.people import PEOPLE, Element, list_people
from incidents.language.words import AFTER, WHO

_NUMBER_NEXT = re.compile(r"[y>]*e?[n=]([^,;|&xXVGD]{0,4})")
_SOMEBODY_NEXT = re.compile(rf"[y>]*(?:[ae][wNyg+]{{0,4}}[{PEOPLE}]|h[wNy]{{0,3}}n?[{PEOPLE}]|[{PEOPLE}wk]{{0,5}}N)")
_PERSON_BEFORE = re.compile(rf"[{PEOPLE}](?:[so]e?[wN]{{1,3}})?\Z")  # "seven men from Punjab who"
_THING_NEXT = re.compile(r"[wN]?u")


def next_code(words: Line, at: int) -> str:
    """The code behind a word, a full stop at the end of the line."""
    return words.codes[at + 1 : at + 2] or "."


def auxiliary_of(words: Line, at: int) -> int:
    """The index of the first auxiliary or adverb right before a casualty word; `at` where there is none."""
    first = at
    while first and words.codes[first - 1] in "xXy>":
        first -= 1
    while first < at and words.codes[first] in "y>":
        first += 1
    return first


def is_passive(words: Line, at: int) -> bool:
    """Whether a casualty word has an auxiliary: "were killed"."""
    auxiliary = words.codes[auxiliary_of(words, at) : at]
    return "x" in auxiliary or "X" in auxiliary


def has_object(words: Line, at: int) -> bool:
    """Whether people follow a verb: a number of them, one of them, or a name."""
    codes = words.codes[at : at + 9]
    match = _NUMBER_NEXT.match(codes)
    return not _THING_NEXT.match(match[1]) if match else bool(_SOMEBODY_NEXT.match(codes))


def whom_before(words: Line, at: int) -> int | None:
    """ "four men whom they had kidnapped": the people stand before "whom"."""
    for index in range(at - 1, max(-1, at - 8), -1):
        if words.codes[index] == "W":
            return index
        if words.codes[index] in "VGD;.":
            return None
    return None


def next_subject(words: Line, start: int, stop: int) -> int | None:
    """Where people behind one verb are those before the next: "killed three people | and five policemen were hurt"."""
    if words.codes[stop : stop + 1] not in ("x", "X", "V", "D"):
        return None
    if words.codes[stop] == "V" and words.codes[stop - 1] in "na" and next_code(words, stop) in PEOPLE:
        return None  # "killed three soldiers and two abducted officials"
    codes = words.codes[start:stop]
    at = codes.rfind(",&") + 1 or codes.find("&")
    named = "" if "s" in codes else "N"
    return start + at if at > 0 and re.search(f"[na{PEOPLE}{named}]", codes[at + 1 :]) else None


def those_who(words: Line, end: int) -> int | None:
    """Where a clause that ends here began to say of people what they did: nobody else is counted in it."""
    if words.codes.find("|", 0, end) < 0:
        return None
    who = next((i for i in range(end - 1, 0, -1) if words.codes[i] in ";." or words.meanings[i].value == WHO), 0)
    if not who or words.codes[who] != "|" or not words.codes[who + 1 : end].strip("y>"):
        return None  # also not for "four men who were shot dead": what the clause itself says
    if _PERSON_BEFORE.search(words.codes, max(0, who - 6), who) is None:
        return None
    if words.codes[end - 1] in PEOPLE and words.codes[end - 2] not in "ho":
        return None  # "two men who had seen how policemen were killed"
    within = words.codes[who + 1 : end].lstrip("|")
    if "|" in within and re.search(rf"[N{PEOPLE}]", within[within.rindex("|") :]):
        return None  # "the girls who were hurt were taken to the hospital, where Jamali died"
    told = list_people(words, who + 1, end, behind=False)
    return None if any(element.count is not None and element.kinds and not element.named for element in told) else who


def is_shared(words: Line, start: int, end: int) -> bool:
    """Whether a verb goes on with the people of the passive verb before it: nobody stands between but "and"."""
    between = words.codes[start:end].rstrip("y>")
    by_somebody = between[:1] == "s" and "," not in between  # "were kidnapped by armed men and then shot dead"
    nobody = not any(code in PEOPLE + "nah" for code in between)
    return between[-1:] == "&" and is_passive(words, start - 1) and (nobody or by_somebody)


def adjoins(words: Line, element: Element, verb: int) -> bool:
    """Without an auxiliary the people stand right before the verb: "twelve people died", "three others injured"."""
    between = words.codes[element.first : verb]
    if words.codes[verb] == "D" or (between.endswith(("&", ",")) and re.search("[xX]", between)):
        return True  # "… ; ten passengers were taken off the bus and shot dead"
    # "killing 14, and gunmen seized a ward": whoever stands right before the verb did it
    return not re.search(rf"[s|;]|[,&][^,&]*[{PEOPLE}]", words.codes[element.last + 1 : verb]) and not re.search(
        r"[s|;]", between
    )


def is_counted(words: Line, element: Element) -> bool:
    """Whether an element of a list is stated by a number, not only named."""
    return words.codes[element.first] in "na=h" or "n" in words.codes[element.first : element.last + 1]


def follows_after(words: Line, first: int) -> bool:
    """ "Nine died in all, after five of the wounded succumbed": the nine count them already."""
    before = len(words.codes[:first].rstrip(">y"))
    return bool(before) and words.codes[before - 1] == "|" and words.meanings[before - 1].value == AFTER


def opened_by_after(words: Line, first: int) -> int | None:
    """Where the clause begins that tells what had come before: "called in the envoy | after gunmen abducted two"."""
    opening = words.codes.rfind("|", 0, first)
    return words.starts[opening] if opening >= 0 and words.meanings[opening].value == AFTER else None


def until(ends: re.Pattern, words: Line, start: int) -> int:
    """Where one of the codes stands next; the end of the line where none does."""
    match = ends.search(words.codes, start)
    return match.start() if match else len(words)
