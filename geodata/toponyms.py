"""Find place names in a text, and what each does there: locate something, or only name a unit, a road, a home town.

One automaton scan, then a look at the few words around each hit. The cues are data: CUES below.
"""

from __future__ import annotations

import re

from geodata.gazetteer import Gazetteer
from geodata.model import Toponym, ToponymRole
from geodata.names import fold_text
from geodata.namesakes import is_namesake, persons_of

# Names that are also ordinary English words, personal names or measures: a capital alone does not make them a place.
_ORDINARY_TEXT = """
mud bent tang band pip gosht mand nag lar mach loti same much kan sib said sur bam van of by may post hub dera
goth ali khan shah bugti marri mengal sheikh haji abad levy rig rask police
"""
ORDINARY = frozenset(_ORDINARY_TEXT.split())

_AFTER = (
    # a capital that wants, says or denies is a government
    (
        ToponymRole.INSTITUTION,
        r"(?:\s+has)?\s+(?:wants?|wanted|says?|said|expects?|expected|asked|urge[sd]?|blame[sd]?|accuse[sd]?|denie[sd]|summoned)\b|"
        r"['’]s\s+(?:state|foreign|interior|government|ambassador|envoy|army|military|official|semi-official)\b",
    ),
    (ToponymRole.UNIT, r"(?:\s+(?:Scouts?|Rifles|Militia|Levies|Brigade|Regiment|Corps|Wing|Force|Battalion))\b"),
    (
        ToponymRole.ROAD,
        r"(?:(?:\s*[-–]\s*|\s+to\s+)[A-Z]\w+)?\s+(?:(?:main|national|coastal|link|bypass|ring)\s+)?"
        r"(?:[Rr]oad|[Hh]ighway|[Mm]otorway|[Bb]ypass|Expressway)\b",
    ),
    (
        ToponymRole.INSTITUTION,
        r"(?:\s+[A-Z][\w-]*){0,2}\s+(?:University|College|School|Hospital|Hotel|Press Club|High Court|Assembly|Bar|"
        r"Post|"
        r"Times|Express|Herald|Dispatch|Wire|Observer|Chronicle|Gazette|Tribune|News|Jail|Prison|Institute|Board|Liberation|"
        r"Republican|Student|Students|National Party|Development|Regional|Chamber|Bank)\b",
    ),
    (
        ToponymRole.INSTITUTION,
        r"\s+(?:government|police|authorities|administration|assembly|court|bus terminal|hospital)\b",
    ),
    (ToponymRole.ORIGIN, r"\s*[-\s]\s*bound\b"),
    (
        ToponymRole.INSTITUTION,
        r"\s+(?:Baloch|Baluch|Khan|Ahmed|Ahmad|Hussain|Bugti|Mengal|Marri|Bizenjo|Rind|Zehri)\b",
    ),
)
_BEFORE = (
    (
        ToponymRole.NEIGHBOUR,
        r"\bborder(?:\s+(?:\w+\s+)?with|ing|s)\s+(?:the\s+)?(?:[A-Z]\w+(?:['’]s|\s+and|,(?:\s+and)?)\s+){0,2}$",
    ),
    (ToponymRole.INSTITUTION, r"\bspokes(?:man|person|woman)\s+(?:\w+\s+)?$"),
    (
        ToponymRole.INSTITUTION,
        r"(?:University|College|Hospital|Hotel|CTD|Prison|Jail|Court|Chamber)\s+(?:of\s+|in\s+|,\s*)?$",
    ),
    (
        ToponymRole.ORIGIN,
        r"\b(?:residents?\s+of|hail(?:ed|ing|s)\s+from|natives?\s+of|belong(?:ed|ing|s)?\s+to|born\s+in|(?:was|were|are|is|all)"
        r"\s+from|bound\s+for|en\s+route\s+(?:to|from)|on\s+(?:its|his|their|the|her)\s+way\s+(?:back\s+)?(?:to|from)|"
        r"(?:going|coming|travel(?:l?ed|l?ing)|heading|headed|headed\s+back|returning|driving|moving|went|came|sent|"
        r"airlifted|shifted|flown|transferred|moved|rushed|evacuated|deported|transported|taken|carrying\s+\w+)"
        r"(?:\s+\w+){0,3}?\s+(?:to|from|towards?|for))\s+(?:the\s+|a\s+|\w+\s+hospitals?\s+in\s+)?$",
    ),
    (ToponymRole.ORIGIN, r"\b(?:hospitals?|talks|meeting)\s+in\s+$"),
)
_AFTER_RULES = [(role, re.compile(pattern)) for role, pattern in _AFTER]
_BEFORE_RULES = [(role, re.compile(pattern)) for role, pattern in _BEFORE]
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
# The last word of every _BEFORE rule: one cheap look spares most names the long patterns.
_LEADS_UP = re.compile(
    r"(?:\b(?:[Oo]f|[Ff]rom|to|for|towards?|in|the|an?|University|College|Hospital|Hotel|CTD|Prison|Jail|Court|Chamber|with|"
    r"border(?:ing|s)|and)|['’]s|,)\s+\Z"
)
_DATELINE_END = re.compile(r"\s*(?:,\s*[A-Z][\w.]*(?:\s+\d{1,2})?\s*)?(?:\([^)]{2,40}\)\s*)?(?::|[-–—]{1,2}\s)")
_PLACE_WORD = re.compile(
    r"\s*(?:,\s|area\b|town\b|village\b|district\b|county\b|tehsil\b|valley\b|region\b|sub-?division\b)"
)
_LOCATING = re.compile(r"\b(?:in|at|near|of|around|from|outside|between|and)\s+(?:the\s+)?$")
_FAMILY_NAME = re.compile(r"\b(?:[A-Z][a-z]+\s+|Mr\.?\s+|Gen\.?\s+|Col\.?\s+|Sardar\s+|Nawab\s+|Mir\s+)$")


def find_toponyms(text: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Every name of the gazetteer that the text uses as a name, longest first where they overlap, in reading order."""
    folded = fold_text(text)
    hits = []
    for pattern, start, end in gazetteer.automaton.find_matches_as_indexes(folded.text, overlapping=True):
        if end < len(folded.text) and folded.text[end] != " ":
            continue  # the name ends inside a word
        first, last = folded.original(start + 1, end)
        hits.append((first, last, pattern))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    found: list[Toponym] = []
    covered = 0
    persons: frozenset[str] | None = None
    for first, last, pattern in hits:
        if last < len(text) and text[last] == "." and _INITIALS.fullmatch(text, first, last + 1):
            last += 1  # "U.S." keeps its last stop
        if first < covered or not _is_name(text, first, last):
            continue
        candidates = gazetteer.named(pattern)
        if gazetteer.worldwide:
            if persons is None:
                persons = persons_of(text)
            if is_namesake(text, first, last, candidates, persons):
                continue
        found.append(
            Toponym(start=first, end=last, text=text[first:last], candidates=candidates, role=_role(text, first, last))
        )
        covered = last
    return tuple(found)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the words are written as a name: a capital, no sentence break inside, and not an ordinary word."""
    words = text[start:end]
    if _INITIALS.fullmatch(words):
        return True
    if words[0].islower() or any(mark in words for mark in ".;:!?\n") or ", " in words:
        return False
    if not words[0].isupper():
        return words[0].isalpha() and len(words) > 2  # no capitals to tell by: two letters are more often a word
    if words.isupper() and len(words) <= 3:
        return words in ("KP", "KPK", "UAE", "UK", "US", "USA")
    if words.lower() in ORDINARY:
        return bool(_PLACE_WORD.match(text, end) or _LOCATING.search(text, max(0, start - 12), start))
    return True


def _role(text: str, start: int, end: int) -> ToponymRole:
    line = text.rfind("\n", 0, start) + 1
    if _opens_line(text, line, start, end):
        return ToponymRole.DATELINE
    for role, rule in _AFTER_RULES:
        if rule.match(text, end):
            return role
    before = text[max(line, start - 70) : start]
    if not _LEADS_UP.search(before[-14:]):
        return ToponymRole.PLACE
    for role, rule in _BEFORE_RULES:
        if rule.search(before):
            return role
    return ToponymRole.PLACE


def _opens_line(text: str, line: int, start: int, end: int) -> bool:
    """Datelines: capitals (or an agency in brackets) that open a paragraph and end with a colon or a dash."""
    if start - line > 30:
        return False
    head = text[line:start].strip(" ,")
    if head and not (head.isupper() or (head[:1].isupper() and head.count(" ") == 0)):
        return False
    match = re.match(r"(?:\s*[,/]\s*[A-Z][A-Za-z]+)?", text[end : end + 30])
    ending = _DATELINE_END.match(text, end + match.end())
    return bool(ending) and (text[start:end].isupper() or "(" in ending.group() or ":" in ending.group())
