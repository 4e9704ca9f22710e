"""Days a text names, resolved against the day it was published.

Rules of our own on the words; no library is let loose on raw text (`dateparser` reads "On Friday, six" as a June day).
A weekday is the most recent one, publication day included, unless "last" says otherwise.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from incidents.language import Language, alternation
from incidents.model import DatePrec


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Characters start..end of the text name the day or range first..last, known to `prec`. `explicit`: with its year."""

    start: int
    end: int
    first: date
    last: date | None
    prec: DatePrec
    explicit: bool = False
    reporting: bool = False  # "the police said on Thursday": the day of the statement, not of the event


@cache
def _rules(code: str) -> tuple[tuple[str, re.Pattern], ...]:
    from incidents.language import load_language

    language = load_language(code)
    month = rf"(?P<month>{alternation(language.months)})\.?"
    weekday = rf"(?P<weekday>{alternation(language.weekdays)})"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?"
    number = rf"(?P<number>\d+|{alternation(w for w, n in language.numbers.items() if 0 < n < 31)})"
    rules = (
        ("night", rf"\bnight\s+(?:between|of)\s+(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:and|-|–|to)\s*(?P<day2>[0-3]?\d)"
                  rf"(?:st|nd|rd|th)?\s+(?:of\s+)?{month}{year}"),
        ("night", rf"\bnight\s+(?:between|of)\s+{month}\s+(?P<day>[0-3]?\d)\s*(?:and|-|–|to)\s*(?P<day2>[0-3]?\d){year}"),
        ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<month_number>\d\d)-(?P<day>\d\d)\b"),
        ("range", rf"\b(?P<day>[0-3]?\d)\s*(?:-|–|to|and)\s*(?P<day2>[0-3]?\d)\s+{month}{year}\b"),
        ("day", rf"\b{day}\s+(?:of\s+)?{month}{year}\b"),
        ("day", rf"\b{month}\s+{day}{year}(?!\d)\b"),
        ("month", rf"\b{month}\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b"),
        ("month_only", rf"\b(?:in|of|since|during|last)\s+(?:early\s+|late\s+|mid-?)?{month}\b(?!\s+\d)"),
        ("numeric", r"\b(?P<day>[0-3]?\d)[/.](?P<month_number>[01]?\d)[/.](?P<year>(?:19|20)\d\d)\b"),
        ("weekday", rf"\b(?P<last>last\s+)?{weekday}(?P<night>\s+(?:and|night\s+and)\s+(?P<weekday2>{alternation(language.weekdays)}))?\b"),
        ("yesterday", r"\b(?:yesterday|the\s+previous\s+day|last\s+night|a\s+day\s+earlier)\b"),
        ("today", r"\b(?:today|this\s+morning|tonight|this\s+evening|this\s+afternoon)\b"),
        ("ago", rf"\b{number}\s+days?\s+ago\b"),
        ("ago_weeks", rf"\b{number}\s+weeks?\s+ago\b"),
        ("last_week", r"\b(?:last|the\s+past)\s+week\b"),
        ("this_week", r"\b(?:earlier\s+)?this\s+week\b"),
        ("this_month", r"\bearlier\s+this\s+month\b"),
        ("last_month", r"\blast\s+month\b"),
        ("last_year", r"\blast\s+year\b"),
        ("year", r"\b(?:in|of|since|from)\s+(?:the\s+year\s+)?(?P<year>(?:19|20)\d\d)\b"),
    )  # fmt: skip
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rules)


@cache
def _stated(code: str) -> re.Pattern:
    from incidents.language import load_language

    words = alternation(load_language(code).cues["reporting"])
    return re.compile(rf"\b(?:{words})\s+(?:\w+\s+)?(?:on\s+)?\Z", re.IGNORECASE)


def find_dates(text: str, language: Language, published: date | None) -> tuple[DateMention, ...]:
    """Every day or range named in the text, in reading order; relative ones only when the publication day is known."""
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    for name, rule in _rules(language.code):
        for match in rule.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            resolved = _resolve(name, match, language, published)
            if resolved is None:
                continue
            first, last, prec, explicit = resolved
            taken.append(match.span())
            found.append(
                DateMention(
                    start=match.start(),
                    end=match.end(),
                    first=first,
                    last=last,
                    prec=prec,
                    explicit=explicit,
                    reporting=bool(_stated(language.code).search(text, max(0, match.start() - 30), match.start())),
                )
            )
    return tuple(sorted(found, key=lambda mention: mention.start))


def _resolve(name: str, match: re.Match, language: Language, published: date | None):
    words = match.groupdict()
    if (
        words.get("month")
        and words["month"].islower()
        and words["month"].lower() in ("may", "march", "mar", "dec", "sun")
    ):
        return None  # an ordinary word
    try:
        if name in ("day", "iso", "numeric", "night", "range"):
            return _calendar_day(name, words, language, published)
        if name == "month":
            number = language.months[words["month"].lower()]
            year = int(words["year"])
            last = date(year, number, calendar.monthrange(year, number)[1])
            return date(year, number, 1), last, DatePrec.MONTH, True
        if name == "year":
            year = int(words["year"])
            return date(year, 1, 1), date(year, 12, 31), DatePrec.YEAR, True
    except ValueError:  # 31 February
        return None
    return _relative(name, words, language, published) if published else None


def _calendar_day(name, words, language, published):
    number = int(words["month_number"]) if words.get("month_number") else language.months[words["month"].lower()]
    day = int(words["day"])
    if words.get("year"):
        first = date(int(words["year"]), number, day)
    elif published is None:
        return None
    else:
        first = date(published.year, number, day)
        if first > published + timedelta(days=1):
            first = first.replace(year=published.year - 1)
    if words.get("day2"):
        second = int(words["day2"])
        last = first.replace(day=second) if second > day else _next_month(first, second)
        return first, last, DatePrec.DAYS, bool(words.get("year"))
    return first, None, DatePrec.DAY, bool(words.get("year"))


def _next_month(first: date, day: int) -> date:
    return (first.replace(day=28) + timedelta(days=7)).replace(day=day)


def _relative(name, words, language, published):
    if name == "weekday":
        back = (published.weekday() - language.weekdays[words["weekday"].lower()]) % 7
        if words.get("last") and back == 0:
            back = 7
        first = published - timedelta(days=back)
        if words.get("weekday2"):
            forward = (language.weekdays[words["weekday2"].lower()] - first.weekday()) % 7
            if 0 < forward < 7:
                return first, first + timedelta(days=forward), DatePrec.DAYS, False
        return first, None, DatePrec.DAY, False
    if name == "month_only":
        number = language.months[words["month"].lower()]
        year = published.year - (number > published.month)
        last = date(year, number, calendar.monthrange(year, number)[1])
        return (
            date(year, number, 1),
            min(last, published) if last != date(year, number, 1) else None,
            DatePrec.MONTH,
            False,
        )
    if name == "today":
        return published, None, DatePrec.DAY, False
    if name == "yesterday":
        return published - timedelta(days=1), None, DatePrec.DAY, False
    if name in ("ago", "ago_weeks"):
        text = words["number"].lower()
        number = int(text) if text.isdigit() else language.numbers[text]
        if name == "ago":
            return published - timedelta(days=number), None, DatePrec.DAY, False
        middle = published - timedelta(weeks=number)
        return middle - timedelta(days=3), middle + timedelta(days=3), DatePrec.WEEK, False
    if name == "last_week":
        monday = published - timedelta(days=published.weekday() + 7)
        return monday, monday + timedelta(days=6), DatePrec.WEEK, False
    if name == "this_week":
        monday = published - timedelta(days=published.weekday())
        return monday, published if published > monday else None, DatePrec.WEEK, False
    if name == "this_month":
        first = published.replace(day=1)
        return first, published if published > first else None, DatePrec.MONTH, False
    if name == "last_month":
        last = published.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last, DatePrec.MONTH, False
    return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), DatePrec.YEAR, False
