"""Days a text names, resolved against the day it was published.

Rules of our own on the words (the `[[date]]` rows of a language's table); no library is let loose on raw text
(`dateparser` reads "On Friday, six" as a June day). A weekday is the most recent one, publication day included, unless
"last" says otherwise. "Two days later" counts from the day named before it. Solar Hijri days go through jdatetime.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import jdatetime

from incidents.language import DateRule, Language
from incidents.language.dates import DIGITS
from incidents.model import DatePrec

SOLAR = "solar_hijri"
_WINDOW = 42  # no pattern reaches further from its anchor
# Both begin with what a scan can look for, and only then look back.
_DIGITS = re.compile(r"[0-9](?<![\w.,][0-9])(?:\d{3}(?!\d)|\d?[/.\-]\d{1,2}[/.\-]\d{4}|\d?(?=st|nd|rd|th))", re.ASCII)
_FOREIGN_DIGITS = re.compile(r"[۰-۹٠-٩](?<![\w.,][۰-۹٠-٩])[۰-۹٠-٩]{3}(?![۰-۹٠-٩])")
_CLAUSE = re.compile(r"[.,;:!?\n\"“”]")
_NEXT = re.compile(r"[\s,.]*(\w+|\S)")
_OPENING = "([\"'“‘—–"  # what may stand right before a word
_DATELINE = re.compile(r"\s*(?:\([^)\n]{2,40}\)\s*)?(?::|[-–—]{1,2}\s)")
_BY_AGENCY = re.compile(r"\s*\([A-Z][^)\n]{1,39}\)\s*[-–—:]")  # "Tehran, Sept 6, 2023 (AFP) -"
_AGENCY = re.compile(r",\s*[A-Z]{3,}\s*[-–—]{1,2}\s")  # "Zahedan, June 2, IRNA -"

LONG_PAST = timedelta(days=12)  # before publication: a day that is recalled

Day = tuple[date | None, date | None, DatePrec | None]  # first, last, precision


class DateMention(NamedTuple):
    """Characters start..end of the text name the day or range first..last, known to `prec`. `explicit`: with its year."""

    start: int
    end: int
    first: date
    last: date | None
    prec: DatePrec
    explicit: bool = False
    reporting: bool = False  # "the police said on Thursday": the day of the statement, not of the event
    relative: bool = False  # counted from the day named before it
    leads: bool = False  # "a day after gunmen killed two": the day of what comes behind
    owns: bool = False  # "Saturday's bombing": the day of what follows
    aside: bool = False  # "after Friday prayers": gives way to another day


class Untold(NamedTuple):
    """Characters start..end name a day that cannot be told (no publication day) or that is still to come."""

    start: int
    end: int
    reporting: bool
    leads: bool


def find_dates(
    text: str, language: Language, published: date | None, anchors: Iterable[tuple[int, int, tuple[DateRule, ...]]]
) -> tuple[DateMention | Untold, ...]:
    """Every day or range named in the text, in reading order. anchors: (start, end, rules) where date words stand."""
    scripts = (_DIGITS,) if text.isascii() else (_DIGITS, _FOREIGN_DIGITS)
    numbers = [match.span() for rule in scripts for match in rule.finditer(text)]
    places = sorted(
        [*anchors, *((start, end, language.digit_rules) for start, end in numbers)],
        key=lambda place: (place[0], -place[1]),
    )
    owner_marks = tuple(language.days.get("owner_marks", ()))
    matches: list[tuple[int, int, DateRule, re.Match]] = []
    for start, end, rules in places:
        if matches and start < matches[-1][1]:
            continue
        found = _first_match(text, start, end, rules, owner_marks)
        if found is None:
            continue
        rule, match = found
        while matches and match.start() < matches[-1][1]:
            if match.end() - match.start() <= matches[-1][1] - matches[-1][0]:
                break
            matches.pop()
        else:
            matches.append((match.start(), match.end(), rule, match))
    mentions: list[DateMention | Untold] = []
    named: date | None = None
    lately: date | None = None  # the last day named that is not long past
    at = 0  # where the last day was named
    for start, end, rule, match in matches:
        words = match.groupdict()
        if not _is_day(words, rule, language):
            continue
        if rule.means == "weekday" and _is_to_come(text, start, language):
            continue
        said = mentions[-1] if mentions and mentions[-1].reporting and start - mentions[-1].end < 3 else None
        back = rule.options.get("sign", 1) < 0 or rule.options.get("days", 0) < 0
        if rule.means == "days_after" and said and not back:
            continue  # "said on Wednesday, two days later"
        since = named
        if said and back:  # "said on Wednesday, a day after …"
            since = said.first if isinstance(said, DateMention) else None
        if rule.means == "days_after" and since is named and _is_long_past(named, published) and "\n" in text[at:start]:
            since = lately  # "… taken on January 22.\n\nMeanwhile, one was killed the same day": as those before them
        first, last, prec = _resolve(rule, words, language, published, since)
        stated = language.is_stated(text, start, end)
        reporting, leads = stated or _in_dateline(text, start, end), bool(rule.options.get("leads"))
        if first is None or prec is None:
            mentions.append(Untold(start, end, reporting, leads))
            continue
        owns = bool(rule.options.get("owns")) or text.startswith(owner_marks, end)
        mentions.append(
            DateMention(
                start=start,
                end=end,
                first=first,
                last=last,
                prec=prec,
                explicit=bool(words.get("year")),
                reporting=reporting,
                aside=bool(rule.options.get("loose")),
                relative=rule.means == "days_after",
                leads=leads,
                owns=owns,
            )
        )
        if named is None or not (reporting or owns):  # "said on Monday … on the same evening"
            named = first if prec == DatePrec.DAY else None  # "in May …, on the same day": no day that can be told
            lately, at = (lately if _is_long_past(named, published) else named), end
    return tuple(mentions)


def _is_to_come(text: str, start: int, language: Language) -> bool:
    """ "The drive will resume on Monday": words of the future, right before a weekday, in the same clause."""
    before = _CLAUSE.split(text[max(0, start - _WINDOW) : start])[-1].lower()
    return any(f" {word} " in before for word in language.days.get("to_come", ()))


def _is_long_past(day: date | None, published: date | None) -> bool:
    return day is not None and published is not None and published - day > LONG_PAST


def _first_match(
    text: str, start: int, end: int, rules: Iterable[DateRule], owner_marks: tuple[str, ...]
) -> tuple[DateRule, re.Match] | None:
    low, high = max(0, start - _WINDOW), end + _WINDOW
    behind, before = _word_behind(text, end), None
    for rule in rules:
        if rule.means == "none" and text.startswith(owner_marks, end):
            continue  # "since Wednesday's clash" is that day
        if rule.behind is not None and behind not in rule.behind:
            continue
        if rule.before is not None:
            before = _word_before(text[low:start]) if before is None else before
            if before not in rule.before:
                continue
        if rule.at_once:
            match = rule.pattern.match(text, start, high)
            if match:
                return rule, match
            continue
        for match in rule.pattern.finditer(text, low, high):
            if match.start() <= start < match.end():
                return rule, match
            if match.start() > start:
                break
    return None


def _word_before(text: str) -> str:
    words = text.replace(",", " ").rsplit(None, 1)
    if not words:
        return ""
    return DIGITS if words[-1][0].isdigit() else words[-1].lower().lstrip(_OPENING)


def _word_behind(text: str, end: int) -> str:
    match = _NEXT.match(text, end)
    if match is None:
        return ""
    return DIGITS if match[1][0].isdigit() else match[1].lower()


def _is_day(words: dict, rule: DateRule, language: Language) -> bool:
    """Whether a name that is also a word ("may", "Mehr") is meant as a month or a weekday here."""
    for name in ("month", "weekday"):
        written = words.get(name)
        if written and written.islower() and written in language.days.get("capital", ()):
            return False
    month = (words.get("month") or "").lower()
    lonely = not words.get("day") and not words.get("year")
    return not (lonely and month in language.days.get("beside_number", ()))


def _in_dateline(text: str, start: int, end: int) -> bool:
    """ "QUETTA, May 8 (Agency):" names the day of writing."""
    line = text.rfind("\n", 0, start) + 1
    head = text[line:start].strip(" ,")
    if not 2 < len(head) < 40:
        return False
    agency = _AGENCY.match(text, end) or _BY_AGENCY.match(text, end)
    return bool(agency or (head.split()[0].isupper() and _DATELINE.match(text, end)))


def _resolve(rule: DateRule, words: dict, language: Language, published: date | None, named: date | None) -> Day:
    try:
        return _RESOLVERS[rule.means](rule, words, language, published, named)
    except (ValueError, OverflowError):  # 31 February, ten thousand years ago
        return None, None, None


def _month_of(words: dict, language: Language) -> tuple[str, int]:
    if words.get("month_number"):
        return ("" if int(words["year"]) > 1600 else SOLAR), int(words["month_number"])
    name = words["month"].lower()
    return next((kind, months[name]) for kind, months in language.calendars.items() if name in months)


def _calendar_day(kind: str, year: int, month: int, day: int) -> date:
    return jdatetime.date(year, month, day).togregorian() if kind == SOLAR else date(year, month, day)


def _years_back(kind: str, published: date) -> tuple[int, int]:
    """The year of publication in a calendar and the one before it."""
    year = jdatetime.date.fromgregorian(date=published).year if kind == SOLAR else published.year
    return year, year - 1


def _day(rule, words, language, published, named) -> Day:
    if not words.get("month") and not words.get("month_number"):
        return _day_of_month(int(words["day"]), published)
    if words.get("month_number"):
        return _numeric_day(int(words["day"]), int(words["month_number"]), int(words["year"]), published)
    kind, month = _month_of(words, language)
    day = int(words["day"])
    if words.get("year"):
        first = _calendar_day(kind, int(words["year"]), month, day)
    elif published is None:
        return None, None, None
    else:
        year, before = _years_back(kind, published)
        first = _calendar_day(kind, year, month, day)
        if first > published + timedelta(days=1):
            first = _calendar_day(kind, before, month, day)
    if not words.get("day2"):
        return first, None, DatePrec.DAY
    following = (first + timedelta(days=n) for n in range(1, 32))
    last = next((day for day in following if _has_day(kind, day, words)), None)
    if last is None:
        return None, None, None  # "between 3 and 45 May"
    return first, last, DatePrec.DAYS if (last - first).days < 7 else DatePrec.WEEK


def _numeric_day(one: int, two: int, year: int, published: date | None) -> Day:
    """Day first, unless only the other order gives a day, or one not after publication and nearer to it."""
    if year < 1600:
        return _calendar_day(SOLAR, year, two, one), None, DatePrec.DAY
    readings = [
        date(year, month, day)
        for day, month in ((one, two), (two, one))
        if 0 < month <= 12 and day <= _last(year, month)
    ]
    past = [day for day in readings if published and day <= published]
    if not readings:
        return None, None, None
    return (max(past) if past else readings[0]), None, DatePrec.DAY


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _has_day(kind: str, day: date, words: dict) -> bool:
    number = jdatetime.date.fromgregorian(date=day).day if kind == SOLAR else day.day
    return number == int(words["day2"])


def _day_of_month(day: int, published: date | None) -> Day:
    if published is None:
        return None, None, None
    first = published.replace(day=day) if day <= published.day else _month_back(published, 1).replace(day=day)
    return first, None, DatePrec.DAY


def _month(rule, words, language, published, named) -> Day:
    if not words.get("month"):
        return _whole_month(_month_back(published, rule.options["months"]), published) if published else (None,) * 3
    kind, number = _month_of(words, language)
    if words.get("year"):
        year = int(words["year"])
    elif published is None:
        return None, None, None
    else:
        year = _years_back(kind, published)[0] - rule.options.get("back", 0)
        start = _calendar_day(kind, year, number, 1)
        over = rule.options.get("past") and (published - start).days < 31  # it is not over yet
        if not rule.options.get("back") and (start > published or over):
            year -= 1
    first = _calendar_day(kind, year, number, 1)
    following = _calendar_day(kind, year + (number == 12), number % 12 + 1, 1)
    return first, _until(following - timedelta(days=1), first, published), DatePrec.MONTH


def _month_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _whole_month(first: date, published: date) -> Day:
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, _until(last, first, published), DatePrec.MONTH


def _until(last: date, first: date, published: date | None) -> date | None:
    """The end of a range, not beyond the day of publication that lies in it."""
    if published and first <= published < last:
        last = published
    return last if last > first else None


def _weekday(rule, words, language, published, named) -> Day:
    if published is None:
        return None, None, None
    back = (published.weekday() - language.weekdays[words["weekday"].lower()]) % 7
    first = published - timedelta(days=back or 7 * rule.options.get("weeks", 0))
    if not words.get("weekday2"):
        return first, None, DatePrec.DAY
    forward = (language.weekdays[words["weekday2"].lower()] - first.weekday()) % 7
    if first + timedelta(days=forward) > published:
        first -= timedelta(days=7)
    return first, first + timedelta(days=forward) if forward else None, DatePrec.DAYS if forward else DatePrec.DAY


def _number(words: dict, language: Language) -> int:
    written = words["number"].lower()
    return int(written) if written.isdigit() else language.numbers[written]


def _days_before(rule, words, language, published, named) -> Day:
    if published is None:
        return None, None, None
    days = rule.options["days"] if "days" in rule.options else _number(words, language)
    first = published - timedelta(days=days)
    if "until" in rule.options:
        return first, published - timedelta(days=rule.options["until"]), DatePrec.DAYS
    return first, None, DatePrec.DAY


def _days_after(rule, words, language, published, named) -> Day:
    """Counted from the day named before; from the day of publication backwards where none is named."""
    days = rule.options["days"] if "days" in rule.options else _number(words, language)
    days *= rule.options.get("sign", 1)
    start = named or (published if days < 0 else None)
    if start is None:
        return None, None, None
    return start + timedelta(days=days), None, DatePrec.DAY


def _weeks(rule, words, language, published, named) -> Day:
    if published is None:
        return None, None, None
    weeks = _number(words, language) if words.get("number") else 1
    middle = published - timedelta(weeks=weeks)
    return middle - timedelta(days=3), middle + timedelta(days=3), DatePrec.WEEK


def _week(rule, words, language, published, named) -> Day:
    if published is None:
        return None, None, None
    first = published - timedelta(days=published.weekday() + 7 * rule.options.get("weeks", 0))
    return first, _until(first + timedelta(days=6), first, published), DatePrec.WEEK


def _months(rule, words, language, published, named) -> Day:
    if published is None:
        return None, None, None
    return _whole_month(_month_back(published, _number(words, language)), published)


def _year(rule, words, language, published, named) -> Day:
    if words.get("year"):
        year = int(words["year"])
    elif published is None:
        return None, None, None
    else:
        year = published.year - (_number(words, language) if words.get("number") else rule.options.get("back", 0))
    kind = SOLAR if year < 1600 else ""
    first, following = _calendar_day(kind, year, 1, 1), _calendar_day(kind, year + 1, 1, 1)
    return first, _until(following - timedelta(days=1), first, published), DatePrec.YEAR


def _iso(rule, words, language, published, named) -> Day:
    kind, month = _month_of(words, language)
    return _calendar_day(kind, int(words["year"]), month, int(words["day"])), None, DatePrec.DAY


def _none(rule, words, language, published, named) -> Day:
    return None, None, None


_RESOLVERS = {
    "day": _day, "range": _day, "night": _day, "month": _month, "year": _year, "years": _year, "weekday": _weekday,
    "weekdays": _weekday, "days_before": _days_before, "days_after": _days_after, "weeks": _weeks, "week": _week,
    "months": _months, "iso": _iso, "none": _none,
}  # fmt: skip
