"""Tables that already hold coded events, recognised by their columns: UCDP GED, ACLED, GTD.

Their own coordinates, precision, tolls and ids are kept; nothing is geocoded or guessed again. Codes follow the UCDP
GED codebook 24.1, the ACLED codebook 2024 and the GTD codebook 2021.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from incidents.model import Article, DatePrec, Evidence, RecordError, Report, Span
from incidents.sources.article import canonical_url, clean_line, parse_day
from incidents.sources.record import Refused, SourceRecord

ACLED_WHERE = {1: 1, 2: 3, 3: 4}
ACLED_WHEN = {1: DatePrec.DAY, 2: DatePrec.WEEK, 3: DatePrec.MONTH}
GTD_WHERE = {1: 1, 2: 3, 3: 3, 4: 4, 5: 6}
GTD_TYPES = {
    "bombing/explosion": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "armed assault": ("Violence against civilians", "Attack"),
    "assassination": ("Violence against civilians", "Attack"),
    "unarmed assault": ("Violence against civilians", "Attack"),
    "hostage taking (kidnapping)": ("Violence against civilians", "Abduction/forced disappearance"),
    "hostage taking (barricade incident)": ("Violence against civilians", "Abduction/forced disappearance"),
    "hijacking": ("Violence against civilians", "Abduction/forced disappearance"),
    "facility/infrastructure attack": ("Strategic developments", "Looting/property destruction"),
}
ARMED_TARGETS = {"military", "police", "terrorists/non-state militia"}
_UNIT = re.compile(r"\s+(district|county|province|agency|tehsil)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """One family of tables: how its rows are known, and how one becomes a record."""

    name: str
    required: frozenset[str]
    report: Callable[[Mapping[str, Any]], tuple[Article, dict[str, Any]]]

    def record(self, row: Mapping[str, Any]) -> SourceRecord:
        """One row as an article (the table's note) and its one report. Raises Refused (bad_date, bad_number …)."""
        article, fields = self.report({str(key).strip().lower(): value for key, value in row.items() if key})
        try:
            report = Report(id=f"{article.id}#0", article_id=article.id, excerpt=article.text[:600], **fields)
        except RecordError as error:
            raise Refused("bad_record", str(error)) from error
        return SourceRecord(article=article, reports=(replace(report, evidence=_evidence(article, report)),))


def coder_of(columns) -> Coder | None:
    """The family these column names belong to; None for a table of articles."""
    names = {str(name).strip().lower() for name in columns if name}
    return next((coder for coder in CODERS if coder.required <= names), None)


def number(row: Mapping[str, Any], name: str, *, whole: bool = True, low: float = -math.inf, high: float = math.inf):
    """A number of a row, None where it is empty. Raises Refused (bad_number) for words and impossible values."""
    value = row.get(name)
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        raise Refused("bad_number", f"the column {name!r} holds {str(value)[:40]!r}, expected a number") from None
    if not math.isfinite(found) or (whole and found != int(found)) or not low <= found <= high:
        raise Refused("bad_number", f"the column {name!r} holds {str(value)[:40]!r}, which cannot be")
    return int(found) if whole else found


def text(row: Mapping[str, Any], *names: str) -> str | None:
    """The first of some columns that says anything, as one line."""
    for name in names:
        value = row.get(name)
        if value is not None and value == value and (words := clean_line(str(value))):
            return words
    return None


def point(row: Mapping[str, Any], lon: str = "longitude", lat: str = "latitude") -> dict[str, float | None]:
    """lon and lat of a row, both or neither. Raises Refused (bad_number) outside the earth."""
    x = number(row, lon, whole=False, low=-180, high=180)
    y = number(row, lat, whole=False, low=-90, high=90)
    return {"lon": x, "lat": y} if x is not None and y is not None else {"lon": None, "lat": None}


def _toll(row: Mapping[str, Any], name: str) -> int | None:
    value = number(row, name, low=-99, high=10_000_000)
    return None if value is None or value < 0 else value  # -9 and -99 are these tables' "unknown"


def _choice(row: Mapping[str, Any], name: str, allowed: Mapping[int, Any]) -> Any:
    value = number(row, name)
    return None if value is None else allowed.get(value)


def _days(first: date | None, last: date | None) -> dict[str, Any]:
    if first is None:
        return {"event_date": None, "event_date_end": None}
    return {"event_date": first, "event_date_end": last if last and last != first else None}


def _area(name: str | None) -> str | None:
    return _UNIT.sub("", name) if name else None


def _note(row: Mapping[str, Any], *names: str) -> str:
    parts = [str(row[name]).replace("\x00", "\ufffd").strip() for name in names if row.get(name) not in (None, "")]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _identity(row: Mapping[str, Any], prefix: str, *names: str) -> str:
    given = text(row, *names)
    if given is None:
        raise Refused("missing_field", f"the row has no {names[0]!r}")
    return f"{prefix}-{given.removesuffix('.0')}"


def _ucdp(row: Mapping[str, Any]) -> tuple[Article, dict[str, Any]]:
    first, last = parse_day(row.get("date_start")), parse_day(row.get("date_end"))
    article = Article(
        id=_identity(row, "ucdp", "id", "relid"),
        text=_note(row, "where_description", "source_original", "notes"),
        title=text(row, "source_headline", "conflict_name", "where_description") or "",
        published=first,
        source=text(row, "source_office") or "UCDP GED",
        url=canonical_url(text(row, "source_article")),
    )
    one_sided = number(row, "type_of_violence") == 3
    return article, {
        **_days(first, last),
        **point(row),
        "date_prec": _choice(row, "date_prec", {prec.value: prec for prec in DatePrec}) if first else None,
        "event_type": "Violence against civilians" if one_sided else None,
        "sub_event_type": "Attack" if one_sided else None,
        "fatalities": _toll(row, "best"),
        "fatalities_low": _toll(row, "low"),
        "fatalities_high": _toll(row, "high"),
        "civilians_killed": _toll(row, "deaths_civilians"),
        "actor1": text(row, "side_a"),
        "actor2": text(row, "side_b"),
        "location": text(row, "where_coordinates", "where_description"),
        "admin2": _area(text(row, "adm_2")),
        "admin1": _area(text(row, "adm_1")),
        "country": text(row, "country"),
        "where_prec": number(row, "where_prec", low=1, high=7),
    }


def _acled(row: Mapping[str, Any]) -> tuple[Article, dict[str, Any]]:
    first = parse_day(row.get("event_date"))
    article = Article(
        id=_identity(row, "acled", "event_id_cnty", "data_id", "event_id_no_cnty"),
        text=_note(row, "notes"),
        title=text(row, "sub_event_type", "event_type") or "",
        published=first,
        source=text(row, "source") or "ACLED",
    )
    own_where = re.search(r"\bwhere_prec=([1-7])\b", text(row, "tags") or "")  # as our own acled profile writes it
    return article, {
        **_days(first, None),
        **point(row),
        "date_prec": _choice(row, "time_precision", ACLED_WHEN) if first else None,
        "event_type": text(row, "event_type"),
        "sub_event_type": text(row, "sub_event_type"),
        "fatalities": _toll(row, "fatalities"),
        "actor1": text(row, "actor1"),
        "actor2": text(row, "actor2"),
        "location": text(row, "location"),
        "admin2": _area(text(row, "admin2")),
        "admin1": _area(text(row, "admin1")),
        "country": text(row, "country"),
        "where_prec": int(own_where[1]) if own_where else _choice(row, "geo_precision", ACLED_WHERE),
    }


def _gtd(row: Mapping[str, Any]) -> tuple[Article, dict[str, Any]]:
    year, month, day = (number(row, name, low=0) for name in ("iyear", "imonth", "iday"))
    if not year:
        raise Refused("bad_date", "the row has no year in 'iyear'")
    try:
        first = date(year, month or 1, (day or 1) if month else 1)
    except (ValueError, OverflowError):
        raise Refused("bad_date", f"the day {year}-{month}-{day} does not exist") from None
    precision = DatePrec.YEAR if not month else DatePrec.MONTH if not day else DatePrec.DAY
    article = Article(
        id=_identity(row, "gtd", "eventid"),
        text=_note(row, "summary"),
        title=text(row, "attacktype1_txt") or "",
        published=first if precision is DatePrec.DAY else None,
        source="GTD",
    )
    killed = _toll(row, "nkill")
    event_type, sub_event_type = _gtd_type(row)
    return article, {
        **_days(first, None),
        **point(row),
        "date_prec": precision,
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "fatalities": killed,
        "attackers_killed": _toll(row, "nkillter"),
        "injured": _toll(row, "nwound"),
        "abducted": _toll(row, "nhostkid"),
        "actor1": None if (name := text(row, "gname")) == "Unknown" else name,
        "actor2": text(row, "target1", "corp1", "targtype1_txt"),
        "location": text(row, "city", "location"),
        "admin1": _area(text(row, "provstate")),
        "country": text(row, "country_txt"),
        "where_prec": _choice(row, "specificity", GTD_WHERE),
    }


def _gtd_type(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    attack = (text(row, "attacktype1_txt") or "").lower()
    if attack == "bombing/explosion" and number(row, "suicide") == 1:
        return "Explosions/Remote violence", "Suicide bomb"
    if attack == "armed assault" and (text(row, "targtype1_txt") or "").lower() in ARMED_TARGETS:
        return "Battles", "Armed clash"
    return GTD_TYPES.get(attack, (None, None))


def _evidence(article: Article, report: Report) -> tuple[Evidence, ...]:
    """The place's own words where the note holds them; a table vouches for the rest itself."""
    start = article.text.find(report.location) if report.location else -1
    if start < 0:
        return ()
    span = Span.of(article.text, start, start + len(report.location))
    return (Evidence(field="location", span=span, article_id=article.id),)


CODERS = (
    Coder(name="UCDP GED", required=frozenset({"date_start", "latitude", "longitude", "best"}), report=_ucdp),
    Coder(
        name="ACLED",
        required=frozenset({"event_date", "event_type", "latitude", "longitude", "fatalities"}),
        report=_acled,
    ),
    Coder(name="GTD", required=frozenset({"eventid", "iyear", "imonth", "iday"}), report=_gtd),
)
