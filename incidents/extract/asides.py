"""What a coded sentence says beside its main line, set aside before anybody is counted.

"Six people, including two children, were killed" counts six; the two children are kept as a part of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from incidents.extract.codes import Coded

_SET_ASIDE = tuple(
    (signs, re.compile(pattern))  # a pattern is looked for only where one of its signs stands
    for signs, pattern in (
        ("(", r"\([^()]*\)"),
        ("YZ", r"nY|Zn"),  # "10-year-old", "aged 12"
        ("~", r",?~(?:[NwpPcof]|,(?=N)|&(?=N))*,?"),  # "identified as Ali Khan and Noor Ahmed,"
        ("|W", r",[|W][^,;|VGDL]{1,10},(?=y*[xXVD])"),  # "the man, who minded a well, was killed"
        ("–", r"–(?P<parts>[^–xXVGDL;|]{1,14})–"),
        # "a Chinese national among them,"
        ("ij", r"[,(–](?P<parts>[^,;.xXVGD()|&]{1,5}[ij])[,)]"),
        # "including an officer, a driver and two guards," up to the comma, verb or clause that ends it
        ("i", r"[,(–]?(?<![eV])i(?P<parts>[^,;)–|xXVGD]*(?:,(?=[nah])[^,;)–|xXVGD]*)*)(?![VD])[,)]?"),
        # "two of them children," but not "two of them died"
        (
            "j",
            r"(?:^|[,(–&])>?(?P<parts>[^,;.xXVGD()|&]{0,4}j(?!y*(?:&>?n[^,;|]{0,4})?[xX]*y*[VD])[^,;)–|xXVGD]*)[,)]?",
        ),
    )
)


def set_aside(words: Sequence[Coded], codes: str) -> tuple[list[Coded], list[list[Coded]]]:
    """The words without asides, and the asides that are parts of a number."""
    parts: list[list[Coded]] = []
    kept = list(words)
    for signs, pattern in _SET_ASIDE:
        if signs[0] not in codes and signs[-1] not in codes:
            continue
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
            codes = "".join([word.code for word in kept])
    return kept, parts


def with_totals(words: list[Coded]) -> list[Coded]:
    """ "The number of troopers killed": a total of whatever happened to them."""
    if not any([word.code == "#" for word in words]):
        return words
    for index, word in enumerate(words):
        if word.code == "#":
            deeds = (i for i in range(index + 1, min(index + 7, len(words))) if words[i].code in "VDT")
            deed = next(deeds, None)
            if deed is not None and not any(w.code in "n,;|" for w in words[index:deed]):
                total = Coded(word.start, words[deed].end, "L", fields=words[deed].fields)
                words[index : deed + 1] = [total] + [w._replace(code="e") for w in words[index + 1 : deed + 1]]
            else:
                words[index] = word._replace(code="k")
    return words
