"""Words that look like a town of the world and are not: surnames, parts of organisations, ordinary words.

A world gazetteer holds a town for almost every surname. A name is taken as a place when the text gives a reason: a
preposition of place, a larger place after a comma, or a town so large that it needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from geodata.model import Place

WELL_KNOWN = 400_000  # inhabitants from which a bare name at a neutral spot is taken for the town
KNOWN = 40_000  # … when it stands after a preposition that also goes with people
AREAS = frozenset({"country", "continent", "province"})
_WORDS_TEXT = """
a an the and or but in on at of to from for with by as is was are were he she it they we you his her their its
our this that these those who what when where why how if so then than there here not no yes all any some one
two three former mr mrs ms dr sir president minister mayor said says after before during since until while
near around outside inside between across central downtown northern southern eastern western north south east
west greater upper lower monday tuesday wednesday thursday friday saturday sunday january february march april
may june july august september october november december new old both like via including about over under into
through
"""
_WORDS = frozenset(_WORDS_TEXT.split())
_ORDINARY_TEXT = """
of law best most hope mobile reading nice bush clinton orange police march may union liberty independence
enterprise justice victory golden early grace price man men young long green white black brown gray grey king
marshall page bath wells ford lincoln jackson johnson davis moore taylor wilson anderson thomas martin lee
allen scott hill adams nelson carter mitchell roberts turner phillips campbell parker evans edwards collins
stewart morris rogers reed cook morgan bell murphy bailey cooper richardson cox howard ward peterson james
watson brooks kelly sanders bennett wood barnes ross henderson coleman jenkins perry powell patterson hughes
butler simmons foster bryant alexander russell griffin diaz hayes sunday friday monday google apple star sun
times post guardian mail express media group data central park lake river mountain valley bay beach island
church school university college hospital court street road avenue house republic democratic islamic christian
christmas easter trump obama putin castro erdogan allah god lord lady us along much same more mission imperial
commerce industry corona normal energy bar male eden eagle trinity battle winner winter summer spring fall
autumn eve nova wall major minor deal ray earth moon mars venus mercury saturn delta alpha omega center centre
can see bank nation
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
_GIVEN_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Sgt|Capt|Col|Gen|Det|Const|Cpl|Insp|Sheriff|Judge|Justice|Officer|President|Minister|"
    r"Mayor|Sir|Lord|Lady|Dame|Prince|Princess|King|Queen|Pope|Bishop|Coach|Secretary|Chancellor|Senator|Governor)\.?\s+)\Z"
)
_CAPITAL_BEFORE = re.compile(r"(?P<word>[A-Z][\w'’.-]*)\s+\Z")
_CAPITAL_AFTER = re.compile(r"\s+(?P<word>[A-Z][\w'’-]*)")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|outside|around|across|between|toward|towards|of|via|into|throughout|leaving|visiting|visited)"
    r"\s+(?:the\s+|nearby\s+|downtown\s+|central\s+|east(?:ern)?\s+|west(?:ern)?\s+|north(?:ern)?\s+|south(?:ern)?\s+"
    r"|north-?(?:east|west)(?:ern)?\s+|south-?(?:east|west)(?:ern)?\s+|(?:the\s+)?(?:city|town|village|suburb|port|state|"
    r"province|district|capital)\s+of\s+)?\Z"
)
_STRONG_BEFORE = re.compile(r"\b(?:in|near|at)\s+(?:the\s+(?:city|town|village)\s+of\s+|nearby\s+|downtown\s+)?\Z")
_SPEAKS_AFTER = re.compile(r"\s+(?:said|says|told|added|wrote|tweeted|asked|replied|recalled|explained|who|whose)\b")
_ORGANISATION_AFTER = re.compile(
    r"\s+(?:Inc|Corp|Ltd|Group|Company|Co|Bank|Times|Post|News|Media|Street|Avenue|Road|Boulevard|Drive|Foundation|Institute|"
    r"Party|Act|Award|Prize|Airlines?|Systems|Motors|University|College|Church|Square|Bridge|Tower|Park)\b"
)


def is_namesake(text: str, start: int, end: int, candidates: Iterable[Place]) -> bool:
    """Whether text[start:end], a town's name in a world gazetteer, is here more likely a person's or a firm's."""
    words = text[start:end]
    kinds = {place.kind for place in candidates}
    before, after = text[max(0, start - 45) : start], text[end : end + 40]
    titled = _CAPITAL_BEFORE.search(before)
    stranger = titled is not None and titled["word"].rstrip(".").lower() not in _WORDS and not titled["word"].isupper()
    if kinds & AREAS:
        return bool(_GIVEN_BEFORE.search(before, max(0, len(before) - 14))) and not after.lstrip()[:1].isupper()
    if _GIVEN_BEFORE.search(before, max(0, len(before) - 14)) or words.islower():
        return True
    inhabitants = max((place.population or 0 for place in candidates), default=0)
    comma = re.match(r",\s+(?:[A-Z][\w.]+)", after) is not None
    if stranger or _ORGANISATION_AFTER.match(after):
        return not (inhabitants >= WELL_KNOWN and not stranger and _PLACE_BEFORE.search(before))
    following = _CAPITAL_AFTER.match(after)
    if following and following["word"].lower() not in _WORDS and not words.isupper():
        return inhabitants < WELL_KNOWN or words.lower() in _ORDINARY
    if _SPEAKS_AFTER.match(after) and inhabitants < WELL_KNOWN:
        return True
    if words.lower() in _ORDINARY:
        return not (_STRONG_BEFORE.search(before) or (comma and _PLACE_BEFORE.search(before)))
    if inhabitants >= WELL_KNOWN:
        return False
    if _STRONG_BEFORE.search(before) or (comma and inhabitants >= 1000):
        return False
    if _PLACE_BEFORE.search(before):
        return inhabitants < KNOWN
    return not (words.isupper() and len(words) > 4) and inhabitants < 150_000


def persons_of(text: str) -> frozenset[str]:
    """Surnames the text introduces with a given name and then uses alone ("Judy Law … Law said")."""
    pairs = list(pairwise(text.split()))
    acting = [one for one, two in pairs if two in _ACTS]
    addressed = [two.rstrip(".,;:!?)'’\"”") for one, two in pairs if one in _TITLES]
    return frozenset(
        name
        for name in {*acting, *addressed}
        if _SURNAME.fullmatch(name) and name.lower() not in _PLACE_WORDS and _is_introduced(text, name)
    )


def _is_introduced(text: str, surname: str) -> bool:
    """Whether a given name, perhaps with an initial, stands before the surname anywhere."""
    at = text.find(surname)
    while at >= 0:
        given = _GIVEN.search(text, max(0, at - 30), at)
        if given and given["name"].lower() not in _WORDS and given["name"].lower() not in _PLACE_WORDS:
            return True
        at = text.find(surname, at + len(surname))
    return False


_SURNAME = re.compile(r"[A-Z][a-z]{2,}")
_GIVEN = re.compile(r"\b(?P<name>[A-Z][a-z]+)\s+(?:[A-Z]\.\s+)?\Z")
_PLACE_WORDS_TEXT = """
north south east west new san los las saint st fort port mount lake el la united great greater central
downtown city county state island islands republic university river bay beach valley capital mayor president
"""
_PLACE_WORDS = frozenset(_PLACE_WORDS_TEXT.split())
_ACTING = ("said", "says", "told", "added", "was", "is", "has", "had", "who")
_ACTS = frozenset(word + stop for word in _ACTING for stop in ("", ",", ".", ":"))
_TITLES = frozenset(["Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms."])
