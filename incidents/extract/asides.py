"""What a coded sentence says beside its main line, set aside before anybody is counted.

"Six people, including two children, were killed" counts six; the two children are kept as a part of them.
"""

from __future__ import annotations

import re

from incidents.extract.codes import Line
from incidents.language.words import PEOPLE_CODES as PEOPLE
from incidents.language.words import WHO

_SET_ASIDE = tuple(
    (one, two, re.compile(pattern))  # a pattern is looked for only where one of its two signs stands
    for one, two, pattern in (
        ("(", "(", r"\([^()]*\)"),
        ("Y", "Z", r"nY|Z[>s]?n(?:,n)*(?:&n)?"),  # "10-year-old", "aged 12", "aged six and eight", "aged under 30"
        (",s", ",s", r",s[^,;.|VGD]{1,14},(?=y*[xX]y*V)"),  # "two brothers, on their way to a funeral, were killed"
        (",n,", ",n&", r"(?<=[Npc]),n(?:&n)?(?=,)"),  # "Anwar, 47, sustained injuries", "Dad and Ali Hout, 29 and 22,"
        ("jx", "jX", r",[ny]?j[xX][^,;VGDL|]{1,8},(?=y*[xXVD])"),  # "two of whom were foreigners, were killed"
        ("~", "~", r",?~(?:[NwpPcof]|,&?(?=p*N)|&(?=p*N))*,?"),  # "identified as Ali Khan and Sepoy Noor Ahmed,"
        # "Ali Rigi, the prayer leader of the mosque in Khash, was found dead"
        ("N,e", "N,a", r"(?<=N),[ea][^,;.|VGDLxXn&gmM]{2,16},(?=y*[xX]y*[VD])"),
        (",|", ",W", r",[|W][^,;|VGDL]{1,10},(?=y*[xXVDR])"),  # "the man, who minded a well, was killed"
        ("?n", "?n", r",&?\?n[|wy]{0,4},(?=y*[xX])"),  # "six workers, and not five as earlier reported, were taken"
        ("–", "–", r"–(?P<parts>[^–xXVGDL;|]{1,14})–"),
        # "a Chinese national among them,"
        ("i", "j", r"[,(–](?P<parts>[^,;.xXVGD()|]{1,9}[ij])[,)]"),
        # "including an officer, a driver and two guards," up to the comma, verb or clause that ends it
        ("i", "i", r"[,(–]?(?<![eV])i(?P<parts>[^,;)–|xXVGD]*(?:,(?=[nahpcm])[^,;)–|xXVGD]*)*)(?![VD])[,)]?"),
        # "two of them children," but not "two of them died", "two of whom ran away and are being treated"
        (
            "j",
            "j",
            r"(?:^|[,(–&])>?(?P<parts>[^,;.xXVGD()|&]{0,4}j(?!y*(?:&>?n[^,;|]{0,4})?[xX]*y*[VD])(?![^,;.|)–]*&y*[xX]+y*[VD])[^,;)–|xXVGD]*)[,)]?",
        ),
    )
)


_GOES_ON = frozenset("xXVD&")  # where the sentence goes on without what was set aside
_SIGNS = re.compile("|".join(sorted({re.escape(sign) for one, two, _ in _SET_ASIDE for sign in (one, two)})))
_COMPANY_AHEAD = re.compile(r"(?:\A|(?<=[;.|]))(?P<mark>B)[^,;.|VGDxX]{1,8},(?=>?n)")
_COMPANY_BEHIND = re.compile(
    r"(?P<verb>[xX]+y*V)(?P<where>[sNwtoehuP]{0,10}),?(?P<company>B[^,;.|VGDxXu]{1,10})(?![^,;.|VGDxX]{0,4}u)"
)
_WHO_CLAUSE = re.compile(rf"(?<=[{PEOPLE}N]),\|[^;.]{{1,45}}?,(?=y*[xXVD])")


def set_aside(line: Line) -> tuple[Line, list[Line]]:
    """The line without asides, and the asides that are parts of a number."""
    parts: list[Line] = []
    if _SIGNS.search(line.codes) is None:
        return line, parts
    line = _without_who_clauses(line)
    for one, two, pattern in _SET_ASIDE:
        if one not in line.codes and two not in line.codes:
            continue
        while match := pattern.search(line.codes):
            first, stop = match.span()
            if "parts" in pattern.groupindex:
                parts.append(line[slice(*match.span("parts"))])
            elif match[0].startswith("("):
                parts.append(line[first + 1 : stop - 1])
            # a comma taken away on both sides leaves its words apart
            comma = match[0][-1] == "," and line.codes[stop : stop + 1] not in _GOES_ON
            line = line.without(first, stop, "," if comma else "")
    return line, parts


def in_company(line: Line) -> Line:
    """ "In addition to the assailant, 28 were killed", "two were killed, along with the attacker": all of one list."""
    if "B" not in line.codes:
        return line
    ahead = _COMPANY_AHEAD.search(line.codes)
    if ahead:
        line = line.without(*ahead.span("mark")).without(ahead.end() - 2, ahead.end() - 1, "&")
    behind = _COMPANY_BEHIND.search(line.codes)
    if behind:
        first, (company, stop) = behind.start("verb"), behind.span("company")
        order = [*range(first), *range(company, stop), *range(first, behind.end("where")), *range(stop, len(line))]
        line = Line(
            "".join([line.codes[at] for at in order]),
            *([values[at] for at in order] for values in (line.starts, line.ends, line.meanings)),
        )
    return Line(line.codes.replace("B", "&"), line.starts, line.ends, line.meanings)


def _without_who_clauses(line: Line) -> Line:
    """ "An eighth man, who had jumped out of a window, died": what is said of people between commas, before their verb."""
    if ",|" not in line.codes:
        return line
    for match in reversed(list(_WHO_CLAUSE.finditer(line.codes))):
        if line.meanings[match.start() + 1].value == WHO:
            line = line.without(*match.span())
    return line


def with_totals(line: Line) -> Line:
    """ "The number of troopers killed": a total of whatever happened to them."""
    if "#" not in line.codes:
        return line
    codes, ends, meanings = list(line.codes), list(line.ends), list(line.meanings)
    for index in range(len(codes)):
        if codes[index] == "#":
            deed = next((i for i in range(index + 1, min(index + 7, len(codes))) if codes[i] in "VDT"), None)
            between = codes[index:deed] if deed is not None else "n"
            who = "|" in between and meanings[index + between.index("|")].value == WHO
            if deed is not None and not set("n,;" if who else "n,;|").intersection(between):
                codes[index : deed + 1] = ["L"] + ["e"] * (deed - index)
                ends[index], meanings[index] = ends[deed], meanings[deed]
            else:
                codes[index] = "k"
    return Line("".join(codes), line.starts, ends, meanings)
