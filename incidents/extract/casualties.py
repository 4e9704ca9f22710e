"""Tolls a sentence states: who was killed, injured or taken, how many, and how the number relates to the others.

Each casualty verb looks for its people where its voice puts them: a passive verb before itself ("six soldiers,
including an officer, were killed"), an active one behind ("killing three people and injuring another"). Numbers of
subsets ("among them two children") never count; "another" and "more" add to the number before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from incidents.language import Language, alternation


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Characters start..end state `count` people for `field`. attackers: of the attacking side; None: nobody says."""

    start: int
    end: int
    field: str
    count: int
    attackers: bool = False
    civilians: bool = False
    additive: bool = False
    replacing: bool = False
    floor: bool = False  # "at least"


_NAMED = re.compile(r"\s+(?:[a-z-]+\s+){0,3}[A-Z][a-z]+\s+[A-Z][a-z]+")  # "killed tribal elder Haji Karim"
_PLURAL = re.compile(r"\b(?:[a-z]+[^s\W]s|people|men|women|children|personnel|troops|police)\b")


@cache
def _rules(code: str) -> dict[str, re.Pattern]:
    from incidents.language import load_language

    language = load_language(code)
    number = language.patterns["number"].pattern
    verbs = "|".join(f"(?P<{row.field}>{row.verb})" for row in language.casualties)
    nouns = "|".join(f"(?P<{row.field}>{row.noun})" for row in language.casualties)
    people = alternation(
        language.cues["person_nouns"] | language.cues["attacker_nouns"] | language.cues["civilian_nouns"]
    )
    compiled = {
        "verb": rf"\b(?:{verbs})\b",
        "counted_noun": rf"(?P<number>{number})(?:\s+(?!and\b|were\b|was\b)[\w-]+){{0,5}}?\s+(?:{nouns})\b",
        "noun_of": rf"\b(?:{nouns})\s+of\s+(?:at\s+least\s+|about\s+|around\s+|some\s+)?(?P<number>{number})(?P<rest>[^.,;]{{0,60}})",
        "toll_to": rf"\b(?:death\s+toll|toll)\b[^.;]{{0,60}}?\b(?:to|at|reached|of)\s+(?:at\s+least\s+)?(?P<number>{number})",
        "auxiliary": r"\b(?:was|were|is|are|been|being|be|got|get)(?:\s+(?:also|both|reportedly|\w+ly|all))*\s+\Z",
        "clause": r"(?:;|:|\b(?:when|after|as|before|while|where|which|that|who|because|since|saying|said)\b|\.\s)",
        "aside": r"\([^()]*\)|,?\s*(?:identified|named|known)\s+as\s+(?:[^,.;]|,(?=\s[A-Z]))*?"
        r"(?:,|(?=\s+(?:was|were|and\s+(?:his|her|a|two|three))\b))|\b\d+[- ]years?[- ]old\b|\baged\s+\d+|\s[–—-]\s[^–—]{3,80}?\s[–—-](?=\s)|"
        r",\s*[^,;.]{1,40}\bamong\s+(?:them|the\s+(?:dead|injured|wounded))\b,?",
        "subset": rf"(?:[,(]|\s[-–—]+)?\s*\b(?:including|among\s+(?:them|those|the\s+dead|whom)|of\s+(?:whom|them)|"
        r"which\s+included|who\s+included|comprising|with\s+them)\b[^,;.)–—]*?"
        r"(?:(?=\s+(?:was|were|are|is|have|had|has|on|in|when|while|during|after|at|by)\b)|[,;.)–—]|$)|"
        rf"[,(]\s*(?:{number})\s+of\s+(?:them|whom)\b[^,;.)]*[,)]?|"
        r"[,(]\s*(?:all|most|both|some)\s+(?:of\s+them\s+)?[^,;.)]*[,)]",
        "stop": r"(?:[;:]|\b(?:in|at|on|when|after|near|by|as|from|during|while|before|who|which|that|outside|inside|along|under|"
        r"according|late|early|reported|reports|said|over|where|through|following|amid|if|because|is|was|were|has|had|have|"
        r"with|into|against|upon|since|for|this|but|belonging|travelling|traveling)\b|,\s+(?!and\b|\w+\s+\w+\s+and\b|two|three|four|a\b|an\b))",
        "person": rf"\b(?:{people})\b",
        "attacker": rf"\b(?:{alternation(language.cues['attacker_nouns'])})\b",
        "civilian": rf"\b(?:{alternation(language.cues['civilian_nouns'])})\b",
        "additive": rf"\b(?:{alternation(language.cues['additive'])})\b",
        "replacing": rf"\b(?:{alternation(language.cues['replacing'])})\b",
        "floor": r"\b(?:at\s+least|more\s+than|over|no\s+fewer\s+than|not\s+less\s+than)\s+\Z",
        "no_life": r"\bno\s+(?:loss\s+of\s+(?:human\s+)?life|deaths?|fatalities|one\s+(?:was|were)\s+killed)\b",
        "no_injury": r"\bno\s+(?:injur(?:y|ies)|one\s+(?:was|were)\s+(?:injured|wounded))\b",
        "nobody": rf"\b(?:{alternation(language.cues['nobody_hurt'])})\b",
        "not_people": rf"\s+(?:[\w.-]+\s+)?(?:{alternation(language.cues['units_not_people'])})\b",
        "reporting": rf"(?:\s+[\w-]+){{1,4}}?\s+(?:{alternation(language.cues['reporting'])})\b",
        "date": rf"\A\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{alternation(language.months)})\b",
        "month": rf"\b(?:{alternation(language.months)})\.?\s+\Z",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in compiled.items()}


def find_tolls(sentence: str, language: Language, at: int = 0) -> tuple[Toll, ...]:
    """The tolls of one sentence in reading order; `at` is the sentence's own offset in the article."""
    rules = _rules(language.code)
    blank = sentence
    for name in ("aside", "subset"):
        blank = rules[name].sub(lambda match: " " * len(match.group()), blank)
    found: list[Toll] = []
    verbs = list(rules["verb"].finditer(blank))
    for index, verb in enumerate(verbs):
        found += _of_verb(blank, verb, verbs[index - 1] if index else None, verbs[index + 1 :], language, rules)
    for name in ("noun_of", "toll_to", "counted_noun"):
        for match in rules[name].finditer(blank):
            field = next((row.field for row in language.casualties if match.groupdict().get(row.field)), "fatalities")
            count = number_value(match["number"], language)
            if rules["month"].search(blank, 0, match.start("number")) or rules["date"].match(
                blank[match.end("number") :]
            ):
                continue
            if count is not None and match["number"].lower() not in ("a", "an", "both", "his", "her"):
                found.append(_toll(blank, match.start(), match.end(), field, count, match.group(), rules))
    found += _nobody(blank, found, rules)
    unique: list[Toll] = []
    for toll in sorted(found, key=lambda t: (t.start, -t.end)):
        same = [t for t in unique if (t.field, t.attackers) == (toll.field, toll.attackers)]
        if not any(toll.start < t.end and t.start < toll.end for t in same):
            unique.append(toll)
    return tuple(
        Toll(
            **{name: getattr(t, name) for name in Toll.__dataclass_fields__}
            | {"start": t.start + at, "end": t.end + at}
        )
        for t in unique
    )


def number_value(words: str, language: Language) -> int | None:
    """The number that digits or number words name, None when it is none ("several")."""
    folded = words.lower().replace(",", "")
    if folded in language.numbers:
        return language.numbers[folded]
    if folded.isdigit():
        return int(folded)
    total = 0
    for part in re.split(r"[\s-]+", folded):
        if part not in language.numbers:
            return None
        value = language.numbers[part]
        total = total * value if value == 100 and total else total + value
    return total


def _of_verb(sentence, verb, previous, later, language, rules) -> Iterator[Toll]:
    field = verb.lastgroup
    word = verb.group().lower()
    before = sentence[: verb.start()]
    auxiliary = rules["auxiliary"].search(before)
    intransitive = word.startswith(("die", "perish", "succumb", "lost", "embraced", "sustain", "suffer", "received"))
    ends = [match.start() for match in later]
    if word.split()[0].endswith("ing") or (
        not auxiliary and not intransitive and _has_object(sentence, verb.end(), language, rules)
    ):
        yield from _behind(sentence, verb, field, ends, language, rules)
        return
    yield from _ahead(sentence, verb, auxiliary, previous, field, language, rules)


def _has_object(sentence, at, language, rules) -> bool:
    behind = sentence[at : at + 60]
    match = re.match(r"\s+(?:at\s+least|about|around|some|as\s+many\s+as|up\s+to|more\s+than|over)?\s*", behind)
    number = language.patterns["number"].match(behind, match.end()) if match else None
    if number is None:
        return bool(_NAMED.match(behind))
    return not rules["not_people"].match(behind, number.end())


def _behind(sentence, verb, field, ends, language, rules) -> Iterator[Toll]:
    limit = min([*ends, len(sentence)])
    stop = rules["stop"].search(sentence, verb.end(), limit)
    skipped = re.match(
        r"\s+(?:at\s+least|as\s+many\s+as|up\s+to|more\s+than|over|some)\b", sentence[verb.end() : limit]
    )
    if stop and skipped and stop.start() < verb.end() + skipped.end():
        stop = rules["stop"].search(sentence, verb.end() + skipped.end(), limit)
    limit = stop.start() if stop else limit
    numbers = list(_people(sentence, verb.end(), limit, language, rules, behind=True))
    if not numbers:
        words = sentence[verb.end() : limit]
        one = re.match(
            r"\s+(?:him|her|the\s+(?:\w+\s+)?(?:driver|officer|man|boy|woman|guard|soldier|cleric))\b|"
            r"\s+(?:[a-z-]+\s+){0,3}[A-Z][\w-]+",
            words,
        )
        if one and "himself" not in words and not _PLURAL.search(words):
            yield _toll(sentence, verb.start(), max(limit, verb.end()), field, 1, words, rules)
        return
    yield from _grouped(sentence, verb.start(), None, numbers, field, limit, rules)


def _ahead(sentence, verb, auxiliary, previous, field, language, rules) -> Iterator[Toll]:
    end = auxiliary.start() if auxiliary else verb.start()
    start = max(0, end - 160)
    for clause in rules["clause"].finditer(sentence, start, end):
        if re.search(r"\w", sentence[clause.end() : end]):
            start = clause.end()
    if previous is not None and previous.end() > start and previous.end() <= end:
        between = sentence[previous.end() : end]
        if auxiliary or language.patterns["number"].search(between):
            start = previous.end()
        elif re.fullmatch(r"\s*(?:and|or)\s*", between):
            return  # "killed and injured"
    numbers = list(_people(sentence, start, end, language, rules))
    if not numbers:
        subject = sentence[start:end]
        single = auxiliary is None or auxiliary.group().lower().startswith(("was", "is"))
        opening = subject.strip(" ,")
        named = opening[:1].isupper() and opening.split(" ")[0].lower() not in ("it", "this", "that", "they", "these")
        if single and (rules["person"].search(subject) or named):
            if auxiliary is None and (_PLURAL.search(subject) or not named):
                return
            yield _toll(sentence, start + len(subject) - len(subject.lstrip()), verb.end(), field, 1, subject, rules)
        return
    yield from _grouped(sentence, None, verb.end(), numbers, field, end, rules)


def _people(sentence, start, end, language, rules, behind=False) -> Iterator[tuple[int, int, int, str]]:
    """(start, end, count, words) of the numbers of people in a stretch of the sentence."""
    matches = list(language.patterns["number"].finditer(sentence, start, end))
    for index, match in enumerate(matches):
        count = number_value(match.group(), language)
        until = matches[index + 1].start() if index + 1 < len(matches) else end
        words = sentence[match.end() : until]
        word = match.group().lower()
        if count is None or rules["not_people"].match(sentence, match.end(), end + 20):
            continue
        if rules["date"].match(sentence[match.end() : match.end() + 20]) or rules["month"].search(
            sentence, 0, match.start()
        ):
            continue
        if match.group().isdigit() and (len(match.group()) == 4 or re.match(r"\s*-?year", words)):
            continue
        if word in ("his", "her"):
            joined = re.search(r"\b(?:and|along\s+with|with)\s+\Z", sentence[: match.start()])
            if not ((joined or behind) and rules["person"].search(words[:30])):
                continue
        if word == "no" and not rules["person"].search(words[:60]):
            continue
        if word in ("a", "an") and re.search(r"\bof\s+\Z", sentence[: match.start()]):
            continue  # "four members of a family"
        if word in ("a", "an") and re.match(
            r"\s+(?:group|number|team|convoy|total|party|bomb|vehicle|suicide)\b", words
        ):
            if not re.match(r"\s+total\b", words):
                continue
            continue
        if word in ("a", "an", "one") and rules["reporting"].match(sentence, match.end()):
            continue  # "…, a police official said"
        if re.match(r"\s+(?:unidentified|unknown|armed|masked)?\s*(?:gunmen|assailants|motorcyclists)\b", words):
            continue
        yield match.start(), match.end(), count, words


def _grouped(sentence, verb_start, verb_end, numbers, field, limit, rules) -> Iterator[Toll]:
    """One toll for a coordinated group ("two soldiers and three civilians"); attackers and others kept apart."""
    if verb_end is not None:  # subject: only the numbers joined to the last one
        kept = [numbers[-1]]
        for earlier in reversed(numbers[:-1]):
            gap = sentence[earlier[1] : kept[0][0]]
            if re.fullmatch(
                r"(?:\s+[\w'’-]+){1,6}?\s*(?:,|,?\s+and|\s+as\s+well\s+as|\s+along\s+with)\s+(?:another\s+)?", gap
            ) and not re.search(r"\b(?:in|on|at|when|killed|injured|wounded|dead|by)\b", gap):
                kept.insert(0, earlier)
            else:
                break
        if len(kept) > 2 and sum(number[2] for number in kept[1:]) == kept[0][2]:
            kept = kept[:1]  # "fourteen people, seven soldiers and seven guards, were killed"
        numbers = kept
        first = numbers[0]
        if sentence[first[0] : first[1]].lower() in ("his", "her"):
            numbers[0] = (first[0], first[1], first[2] + 1, first[3])  # "the elder and his son"
    for hostile in (False, True):
        group = [n for n in numbers if bool(rules["attacker"].search(n[3][:50])) is hostile]
        if group:
            start = group[0][0] if verb_start is None else min(verb_start, group[0][0])
            end = (
                verb_end
                if verb_end is not None
                else max(n[1] for n in group) + _noun_end(sentence, max(n[1] for n in group), limit)
            )
            words = " ".join(sentence[n[0] : n[1]] + n[3] for n in group)
            yield _toll(sentence, start, end, field, sum(n[2] for n in group), words, rules, group[0][0])


def _noun_end(sentence: str, at: int, limit: int) -> int:
    match = re.match(r"(?:\s+[\w'’-]+){1,4}", sentence[at:limit])
    return match.end() if match else 0


def _toll(sentence, start, end, field, count, words, rules, number_at=None) -> Toll:
    head = sentence[
        max(0, (number_at if number_at is not None else start) - 20) : number_at if number_at is not None else start
    ]
    return Toll(
        start=start,
        end=end,
        field=field,
        count=count,
        attackers=bool(rules["attacker"].search(words[:70])),
        civilians=bool(rules["civilian"].search(words[:70])),
        additive=bool(rules["additive"].search(words[:30])) or bool(re.search(r"\banother\s*\Z", head, re.IGNORECASE)),
        replacing=bool(rules["replacing"].search(sentence[max(0, start - 40) : end])),
        floor=bool(rules["floor"].search(head)),
    )


def _nobody(sentence, found, rules) -> Iterator[Toll]:
    """ "No casualties were reported" says zero; only where the sentence counts nobody."""
    for name, fields in (
        ("no_life", ("fatalities",)),
        ("no_injury", ("injured",)),
        ("nobody", ("fatalities", "injured")),
    ):
        match = rules[name].search(sentence)
        if match:
            for field in fields:
                if not any(toll.field == field and toll.count for toll in found):
                    yield Toll(start=match.start(), end=match.end(), field=field, count=0)
            return
