"""What a place name does in its sentence: locate something, or only name a unit, a road, a home town, a far side.

The cues are data: the words that follow a name (one pattern a role) and the words that lead up to it (plain tables).
"""

from __future__ import annotations

import re

from geodata.model import ToponymRole

_UNITS = r"Scouts?|Rifles|Militia|Levies|Brigade|Regiment|Corps|Wing|Force|Battalion|Gladiators"
_SCHOOLS_AND_PAPERS = (
    r"University|College|School|Hospital|[Hh]otel|Press\s+Club|High\s+Court|Assembly|Bar|Post|Times|Express|Herald|Dispatch|"
    r"Tehree[kq]|Muslim\s+League|Peoples?\s+Party|Wire|Observer|Chronicle|Gazette|Tribune|News|Jail|Prison|Institute|Board|Liberation|Republican|Nationalist|Students?|"
    r"National\s+Party|Development|Regional|Chamber|Bank|Awami|Solidarity|Yakjehti|Cantonment\s+Board|Port\s+Authority|Company|"
    r"Corporation|Limited|Ltd|Medical\s+Complex"
)
_OFFICES = (
    r"[Hh]ousing\s+(?:[Ss]cheme|[Ss]ociety|[Cc]olony)|government|"
    r"police(?!\s+(?:patrol|van|vehicle|mobile|post|station|check|headquarters|convoy|were\s+on|(?:was|were)\s+(?:shot|killed|gunned|martyred)))|"  # who came under fire there
    r"news\s+agency|authorities|administration|assembly|court|(?:bus|truck)\s+terminal|bus\s+stand|hospital"
)
_SPEAKS = (
    r"demands?|demanded|vows?|vowed|warns?|warned|protested|condemn(?:s|ed)|denounced|called|regards?|wants?|wanted|says?|said|"
    r"expects?|expected|asked|urge[sd]?|blame[sd]?|accuse[sd]?|denie[sd]|summoned"
)
_OWNS = r"state|foreign|interior|government|ambassador|envoy|army|military|official|semi-official|(?:deputy\s+)?governor|mayor|prosecutor"
_FAMILY = r"Baloch|Baluch|Khan|Ahmed|Ahmad|Hussain|Bugti|Mengal|Marri|Bizenjo|Rind|Zehri"
_KIN = r"wife|husband|son|daughter|brother|sister|father|mother|nephew|cousin|uncle"
_BROUGHT = r"(?:was|were|had\s+been)\s+(?:taken|shifted|moved|flown|airlifted|brought|sent|transferred|admitted)"
_PEOPLE = r"labou?rers?|tourists?|barbers?|natives?"
# The same in Urdu, whose cues stand behind the name as well.
_URDU_OFFICES = "پولیس|یونیورسٹی|کالج|ہسپتال|ہائی کورٹ|حکومت|انتظامیہ|پریس کلب|جیل"
_URDU_HOMES = r"(?:کے|کا|کی)\s+(?:رہائشی|باشند|رہنے\s+وال)"
# One alternative a role, tried in this order from the name's end on.
_AFTER = re.compile(
    rf"(?P<unit>\s+(?:{_UNITS})\b)"
    r"|(?P<neighbour>(?:\s*[-–]\s*[A-Z]\w+)?\s+[Bb]orders?\b(?!\s+(?:guard|force|post|town|crossing|police|district|county|village))"
    r"|\s+کی\s+سرحد)"
    r"|(?P<road>(?:(?:\s*[-–]\s*|\s+to\s+)[A-Z]\w+)?\s+(?:(?:main|national|coastal|link|bypass|ring)\s+|(?:National|Coastal)\s+)?"
    r"(?:[Rr]oad|[Hh]ighway|[Mm]otorway|[Bb]ypass|Expressway)\b"
    r"|\s+(?:قومی\s+)?(?:روڈ|شاہراہ)\b)"
    rf"|(?P<institution>\s+(?:(?:[A-Z][\w-]*\s+){{0,3}}(?:{_SCHOOLS_AND_PAPERS})|{_OFFICES}|(?:has\s+)?(?:{_SPEAKS}))\b"
    rf"|['’]s\s+(?:{_OWNS})\b|\s+(?:{_URDU_OFFICES})\b)"
    rf"|(?P<person>\s+(?:{_FAMILY})\b|,?\s+(?:the\s+)?(?:{_KIN})\s+of\b)"
    rf"|(?P<origin>\s*[-\s]\s*bound\b|\s+(?:{_PEOPLE})\b|,?\s+where\s+\w+\s+(?:{_BROUGHT})\b|\s+{_URDU_HOMES})"
)
_GOES_ON = frozenset(" ,\n\t\u00a0-–'’")  # what may part a name from a cue behind it

_DETERMINERS = frozenset(["the", "a", "an"])
_OFFICER = re.compile(r"\b(?:prosecutor|imam|lawmaker|bishop)\s+of\s+\Z")
_TELLS = re.compile(r"(?:,[^,.\n]{2,40},)?\s+(?:told|said|says|announced)\b")
_SAYS = re.compile(rf"\s+(?:has\s+)?(?:{_SPEAKS})\b")
# "in the town of X police said": it is the place
_TOWN_OF = re.compile(r"\bin\s+(?:the\s+)?(?:\w+\s+)?(?:town|city|district|village|county|province)\s+of\s+\Z")
_NAMED = frozenset(["identified", "named", "known"])
_CHILDREN = frozenset(["son", "sons", "daughter", "daughters"])
_SPOKESMEN = frozenset(["spokesman", "spokesperson", "spokeswoman"])
_TITLES_TEXT = """
mr mrs ms dr minister president senator leader commander journalist activist advocate mir sardar nawab haji hafiz maulana
maulvi mullah commissioner superintendent secretary governor mayor spokesman sheikh ayatollah molavi dr. mr. major captain colonel lieutenant general brigadier sepoy naik havaldar subedar constable inspector ustad
mpa mna
"""
_TITLES = frozenset(_TITLES_TEXT.split())  # up to three words before a person's last name
_ENVOYS = frozenset(["ambassador", "ambassadors", "envoy", "envoys", "embassy", "consulate", "diplomat", "diplomats"])
_HOUSES_TEXT = """
University College Hospital Hotel CTD Prison Jail Court Chamber Division Brigade Battalion Regiment
"""
_HOUSES = frozenset(_HOUSES_TEXT.split())  # bear the name of their town: "Civil Hospital, Quetta"
# preposition -> the words before it that make the name a home, an origin or a destination
_HOMES_TEXT = {
    "of": "resident residents native natives inhabitant inhabitants",
    "in": "born based hospital hospitals talks meeting",
    "from": "hail hails hailed hailing was were are is all both each bound route back native natives dead victims deceased slain",
    "for": "bound",
    "to": "belong belongs belonged belonging bound route way back",
}
_HOMES = {preposition: frozenset(words.split()) for preposition, words in _HOMES_TEXT.items()}
_PARTS = frozenset(["village", "villages", "suburb", "suburbs"])
_OF_THEM = (["of", "them"], ["of", "whom"], ["of", "which"])  # "nine men, all of them from Multan"
_MOVING_TEXT = """
going coming travelled traveled travelling traveling heading headed returning driving moving went came sent airlifted
shifted flown transferred moved rushed evacuated deported transported taken carrying
"""
_MOVING = frozenset(_MOVING_TEXT.split())  # up to three words before the preposition of a journey
_JOURNEY = frozenset(["to", "from", "toward", "towards", "for"])
_PERSONS_TEXT = """
labourers laborers labourer workers worker men people passengers pilgrims tribesmen engineers miners travellers
barbers youths students families brothers relatives man woman settler settlers driver drivers trader traders tailor
tailors barber student engineer cadet cadets recruits refugee refugees vendor vendors
Pashtuns Pakhtuns Punjabis Hazaras Sindhis Baloch Baluch Uzbeks Afghans Shias Shiites Hindus pupils teachers lawyers tourists picnickers
"""
_PERSONS = frozenset(_PERSONS_TEXT.split())
# Persian words right before a name, and the Urdu one that a home town follows ("کا تعلق خضدار اور مستونگ سے").
_PERSIAN_LEADS = {
    "اهل": ToponymRole.ORIGIN, "ساکن": ToponymRole.ORIGIN, "متولد": ToponymRole.ORIGIN, "مرز": ToponymRole.NEIGHBOUR,
    "جاده": ToponymRole.ROAD, "محور": ToponymRole.ROAD, "دانشگاه": ToponymRole.INSTITUTION,
    "استاندار": ToponymRole.INSTITUTION, "فرماندار": ToponymRole.INSTITUTION, "دادستان": ToponymRole.INSTITUTION,
}  # fmt: skip
_URDU_BELONGS = "تعلق"
_TAKING = re.compile(r"\b(?:abduct|kidnap|recover|pick|whisk|disappear|detain|arrest|missing|took|evict|expel)")
_BEYOND = re.compile(
    r"\bborder(?:\s+(?:\w+\s+)?with|ing|s)\s+(?:the\s+)?(?:[A-Z]\w+(?:['’]s|\s+and|,(?:\s+and)?)\s+){0,2}\Z"
)
# Where officials speak.
_NEWSROOMS = frozenset(["Quetta", "Karachi", "Islamabad", "Zahedan", "Tehran", "Kabul", "Kandahar"])
_GOVERNMENTS = frozenset(["Islamabad", "Tehran", "Kabul", "New Delhi", "Washington"])
_TREATED = re.compile(
    r"\b(?:taken|took|shift|moved|rushed|admitted|treat|brought|died|dead|succumb|flown|transferred|injur|wound|condition|doctor|"
    r"recover|surg|bodies|body|victims)"
)
_LOCATED = re.compile(
    r"(?:(?<!fficials )(?<!uthorities )(?<!eaders )\bin|\b(?:at|near|of|from|to|towards?|outside|around|and|or|reached|left|entered))"
    r"(?:\s+(?:the|central|downtown|capital|city|northern|southern|eastern|western))*\s\Z|[,(/–-]\s?\Z"
)
_FROM = (" from ", " from the ")
_TO = re.compile(r"(?:\s+[\w-]+){0,5}?\s+(?:to|towards)\s+(?:the\s+)?[A-Z]")
_FROM_THERE = re.compile(r"\bfrom\s+(?:the\s+)?[A-Z][^.;,]*\Z")
_DATELINE_END = re.compile(
    r"\s*\)?(?:,\s*[A-Z][\w.]*(?:\s+\d{1,2}(?:,\s*\d{4})?)?\s*){0,2}\s*(?:\([^)]{2,40}\)\s*){0,2}(?::|[-–—]{1,2}\s|\n)"
)
_SECOND_PLACE = re.compile(r"(?:\s*[,/]\s*[A-Z][A-Za-z]+(?![A-Za-z.]|\s+\d))?")  # not the "July" of a date
_AGENCY_HEAD = re.compile(r"(?:[A-Z]\w+ ){1,3}(?:News|Agency|Press|Service)")  # "Fars News Agency, Zahedan - "
_AGENCY = re.compile(r",\s*[A-Z]{2,}\b")
_BY_NAME = {role.value: role for role in ToponymRole}
PLACE = ToponymRole.PLACE  # looked up once: the answer for most names
LINE_START = 30  # characters into a line after which no dateline begins
REACH = 70  # characters before a name that can say what it is for


def role_of(text: str, start: int, end: int) -> ToponymRole:
    """The role of the name text[start:end]; PLACE where no cue speaks."""
    head = start - REACH if start > REACH else 0
    line = text.rfind("\n", head, start) + 1 or head
    if start - line <= LINE_START and _opens_line(text, line, start, end):
        return ToponymRole.DATELINE
    if text[end : end + 1] in _GOES_ON:
        after = _AFTER.match(text, end)
        if after and after.lastgroup and not (_SAYS.match(text, end) and _TOWN_OF.search(text, line, start)):
            return _BY_NAME[after.lastgroup]
    before = text[line:start]
    role = _led_up_to(before)
    if role is PLACE and before.endswith(" of ") and _OFFICER.search(before) and _TELLS.match(text, end):
        return ToponymRole.INSTITUTION  # "the prosecutor of Zahedan, …, told …"
    if role is PLACE and before.endswith(_FROM) and _TO.match(text, end):
        return ToponymRole.ORIGIN  # "a pipeline from Sui to Multan"
    if role is PLACE and text[start:end] in _NEWSROOMS and text.startswith(" told ", end):
        return ToponymRole.INSTITUTION  # "a senior official in Quetta told AFP"
    if role is PLACE and text[start:end] in _GOVERNMENTS and not _LOCATED.search(before):
        return ToponymRole.INSTITUTION  # "demanded that Islamabad act", "before Tehran hosts a summit"
    return role


def _led_up_to(before: str) -> ToponymRole:
    """The role that the words before a name give it."""
    if "border" in before and _BEYOND.search(before):
        return ToponymRole.NEIGHBOUR
    if not before[-1:].isspace():
        return PLACE
    words = before.rsplit(None, 6)[-6:]
    if words and words[-1] in _DETERMINERS:
        words.pop()
    if not words:
        return PLACE
    if words[-2:-1] and words[-1] == "of" and words[-2] in _PARTS:
        words = [word for word in words[:-2] if word not in _DETERMINERS] or words  # "both from villages of Jaleq"
    last, previous = words[-1], words[-2].rstrip(",") if len(words) > 1 else ""
    if last[0] > "\u0600":  # Arabic script
        return ToponymRole.ORIGIN if _URDU_BELONGS in words[-5:] else _PERSIAN_LEADS.get(last, PLACE)
    if last == "of" and previous in _CHILDREN:
        return ToponymRole.PERSON  # "Sakim son of Bahram"
    if last == "told" or (previous, last) == ("according", "to"):
        return ToponymRole.INSTITUTION  # "told Fars", the agency
    if "opposite" in (last, previous):
        return ToponymRole.NEIGHBOUR  # "at Rutak, opposite Pakistan's Chagai district"
    if last in _SPOKESMEN or previous in _SPOKESMEN:
        return ToponymRole.INSTITUTION
    if last[0].isupper():
        if last.rstrip(",") in _HOUSES:
            return ToponymRole.INSTITUTION
        if "as" in words[-3:-1] and not _NAMED.isdisjoint(words[-4:-2]):
            return ToponymRole.PERSON  # "identified as Abdolvahed Mohammadi"
        return ToponymRole.PERSON if last.isalpha() and _is_titled(words) else PLACE
    if previous in _HOUSES and last in ("of", "in"):
        outside = last == "in" and previous in ("Hospital", "Hotel") and not _TREATED.search(before)
        return PLACE if outside else ToponymRole.INSTITUTION  # "a bomb at the gate of Civil Hospital in Quetta"
    if previous in _ENVOYS and last in ("of", "in", "from", "to"):
        return ToponymRole.INSTITUTION  # "recalled its ambassador from Tehran"
    if last == "in" and previous == "hospital" and not _TREATED.search(before):
        return PLACE  # "a bomber attacked mourners at a hospital in Quetta"
    if previous.lower() in _HOMES.get(last, ()) or (last == "from" and words[-3:-1] in _OF_THEM):
        return ToponymRole.ORIGIN
    if last in _JOURNEY:
        if not _MOVING.isdisjoint(words[-5:-1]) or (last == "to" and _FROM_THERE.search(before)):
            return ToponymRole.ORIGIN
        if last == "from" and previous in _PERSONS and not _TAKING.search(before):
            return ToponymRole.ORIGIN
    return PLACE


def _is_titled(words: list[str]) -> bool:
    """Whether the words end in a title and perhaps given names ("minister Faridoon")."""
    for word in reversed(words[-4:]):
        if word.lower().rstrip(",") in _TITLES:
            return True
        if not word[0].isupper():
            return False
    return False


def _opens_line(text: str, line: int, start: int, end: int) -> bool:
    """Datelines: capitals (or an agency's name) that open a paragraph and end with a colon, a dash or their line."""
    head = text[line:start].strip(" ,(")
    agency = _AGENCY_HEAD.fullmatch(head) is not None
    if head and not (agency or head.isupper() or (head[:1].isupper() and " " not in head)):
        return False
    second = _SECOND_PLACE.match(text, end)
    ending = _DATELINE_END.match(text, second.end() if second else end)
    name = text[start:end]
    capitals = name.isupper() or name.lower() == name.upper()  # a script without capitals
    if ending is None:
        return False
    tail = text[end : ending.end()]
    if tail.endswith("\n"):
        return name.isupper() and "," in tail  # "KARACHI, Pakistan"
    return capitals or agency or "(" in tail or ":" in tail or _AGENCY.search(tail) is not None
