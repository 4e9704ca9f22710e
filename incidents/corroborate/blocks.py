"""Where reports can meet: blocks of a day and a district, a day and a toll, a day and a rare kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.model import WherePrec
from geodata.relations import LINE
from incidents.language import actor_names, actor_rows
from incidents.model import Report

NEAR_DAYS = 1  # accounts of one event may differ by a day: late at night, time zones, the day of the statement
LATEST_NEWS = 3  # an undated report in an article of a known day tells of that day or of these days before it
MANY = 5  # so many dead, taken or hurt are rare enough on one day to be looked at together, whatever the exact figure
RARE_KINDS = frozenset({"Suicide bomb", "Abduction/forced disappearance", "Air/drone strike"})  # few a week
GROUPS = frozenset(row["name"] for row in actor_rows())
FORCES = actor_names("force")
LONGEST_WINDOW = 7  # days; a month or a year is no window to look through


@dataclass(frozen=True, slots=True)
class Window:
    """The days first..last on which a report puts its event; `assumed` where only its article's day is known."""

    first: date
    last: date
    assumed: bool = False

    def gap(self, other: Window) -> int:
        """Days between the two windows; 0 where they overlap."""
        return max(0, (max(self.first, other.first) - min(self.last, other.last)).days)


def window(report: Report, published: date | None = None) -> Window | None:
    """When the event was, as far as known. An event that is recalled is never put near its article's day."""
    if report.event_date is not None:
        return Window(report.event_date, report.event_date_end or report.event_date)
    if published is None or report.background:
        return None
    return Window(published - timedelta(days=LATEST_NEWS), published, assumed=True)


def blocking_keys(report: Report, published: date | None = None) -> frozenset[str]:
    """The blocks a report belongs to: reports that are `joined` share at least one.

    Of its days and the day after: with its district (its province, when it names none), on the way between two towns with
    both, with its toll and the next (from MANY on without the figure), and with its kind where that is rare. The last two
    find reports that name the next district, the province or country only, or no place at all.
    What has no day meets only its like: the same toll, and the same district or author.
    published: the day of the report's article, which gives an undated report a window.
    """
    days = window(report, published)
    dated = days is not None and not report.background
    tolls = _tolls(report, MANY if dated else math.inf)
    if not dated:
        if not tolls:
            return frozenset()
        kind = "recalled" if report.background else "undated"
        author = report.actor1 if report.actor1 in GROUPS else None  # "militants" may be anybody
        return frozenset(f"{kind}|{tolls[0]}|{shared}" for shared in (report.admin2, author) if shared)
    length = (days.last - days.first).days
    count = length + 1 + NEAR_DAYS if length < LONGEST_WINDOW else 1
    kind = report.sub_event_type if report.sub_event_type in RARE_KINDS else None
    shared = [name for name in (report.admin2 or report.admin1, *tolls, kind, *road_ends(report)) if name]
    return frozenset(f"{days.first + timedelta(days=step)}|{name}" for step in range(count) for name in shared)


def road_ends(report: Report) -> tuple[str, ...]:
    """The two towns of a place on the way between them, () for any other: districts are often named after them."""
    named = report.where_prec == WherePrec.VAGUE and report.location
    return tuple(report.location.split(LINE)) if named and LINE in report.location else ()


def _tolls(report: Report, many: float) -> tuple[str, ...]:
    """The toll, and from two on the next higher one: whoever counted four meets whoever counted three."""
    for name in ("fatalities", "abducted", "injured"):
        if value := getattr(report, name):
            counts = (value, value + 1) if 1 < value < many < math.inf else (value,)
            return tuple(f"{name} {count if count < many else 'many'}" for count in counts)
    return ()
