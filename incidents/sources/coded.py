"""Tables that already hold coded events, recognised by their columns: UCDP GED, ACLED, GTD.

Their own coordinates, precision, tolls and ids are kept; nothing is geocoded or guessed again. Codes follow the UCDP
GED codebook 24.1, the ACLED codebook 2024 and the GTD codebook 2021.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from incidents.model import Article, DatePrec, Event, Evidence, RecordError, Report, Span, kinds
from incidents.sources.article import canonical_url, clean_line, parse_day, storable
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
KINDS = kinds(Event)
DEGREES = {"lon": 180, "lat": 90}
LONGEST_EXCERPT = 600  # characters of a note
ARMED_TARGETS = {"military", "police", "terrorists/non-state militia"}
_UNIT = re.compile(r"\s+(district|county|province|agency|tehsil)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """One family of tables: how its rows are known, and which column holds which field.

    cells: field -> the columns it may stand in, the first that speaks counts. scales: field -> what a code means.
    made: fields that take more than one cell. shown: further columns that the stand-in article quotes.
    """

    name: str
    prefix: str
    required: frozenset[str]
    ids: tuple[str, ...]
    notes: tuple[str, ...]
    titles: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    cells: Mapping[str, tuple[str, ...]]
    scales: Mapping[str, Mapping[int, Any]]
    made: Callable[[Mapping[str, Any]], dict[str, Any]]
    shown: tuple[str, ...] = ()

    def record(self, row: Mapping[str, Any]) -> SourceRecord:
        """One row as an article (its note, then its cells) and its one report. Raises Refused (bad_date, bad_number …)."""
        row = {str(key).strip().lower(): value for key, value in row.items() if key}
        fields = self._fields(row)
        note = _note(row, *self.notes)
        quoted = (*self.ids, *(name for names in self.cells.values() for name in names), *self.shown)
        article = Article(
            id=f"{self.prefix}-{self._identity(row)}",
            text=stand_in(note, {name: text(row, name) for name in quoted}),
            title=text(row, *self.titles) or "",
            published=fields["event_date"] if fields["date_prec"] in (None, DatePrec.DAY) else None,
            source=text(row, *self.outlets) or self.name,
            url=canonical_url(text(row, *self.links)),
        )
        try:
            report = Report(id=f"{article.id}#0", article_id=article.id, excerpt=note[:LONGEST_EXCERPT], **fields)
        except RecordError as error:
            raise Refused("bad_record", str(error)) from error
        return SourceRecord(
            article=article, reports=(replace(report, evidence=tuple(self._evidence(article, report))),)
        )

    def _identity(self, row: Mapping[str, Any]) -> str:
        given = text(row, *self.ids)
        if given is None:
            raise Refused("missing_field", f"the row has no {self.ids[0]!r}")
        return given.removesuffix(".0")

    def _fields(self, row: Mapping[str, Any]) -> dict[str, Any]:
        fields = {name: self._cell(row, name, columns) for name, columns in self.cells.items()} | self.made(row)
        if fields.get("event_date") is None:
            fields |= {"event_date": None, "event_date_end": None, "date_prec": None}
        elif fields.get("event_date_end") == fields["event_date"]:
            fields["event_date_end"] = None
        if fields["lon"] is None or fields["lat"] is None:
            fields |= {"lon": None, "lat": None}
        return fields

    def _cell(self, row: Mapping[str, Any], name: str, columns: tuple[str, ...]) -> Any:
        if name in self.scales:
            code = number(row, columns[0])
            return None if code is None else self.scales[name].get(code)
        if name in DEGREES:
            return number(row, columns[0], whole=False, low=-DEGREES[name], high=DEGREES[name])
        kind = KINDS[name]
        if kind == "date":
            return parse_day(text(row, *columns))
        if kind == "int":
            return _toll(row, columns[0])
        words = text(row, *columns)
        return _UNIT.sub("", words) if words and name in ("admin1", "admin2") else words

    def _evidence(self, article: Article, report: Report) -> Iterator[Evidence]:
        """The place's own words where the note holds them; for every other value the cell it stands in."""
        for name, columns in self.cells.items():
            if getattr(report, name) is None:
                continue
            start, words = -1, None
            if name == "location":
                words = report.location
                start = report.excerpt.find(words)
            for column in columns:
                if start < 0 and (found := article.text.rfind(f"\n{column}: ")) >= 0:
                    start = found + len(column) + 3
                    words = article.text[start:].partition("\n")[0]
            if start >= 0:
                yield Evidence(field=name, span=Span.of(article.text, start, start + len(words)), article_id=article.id)


def stand_in(note: str, cells: Mapping[str, Any]) -> str:
    """The text of an article that stands for a row of a table: its note, then `column: value` lines.

    So every value has words behind it, rows without a note differ, and a corrected row is a changed article.
    """
    lines = (f"{name}: {value}" for name, value in cells.items() if value is not None and value != "")
    return storable("\n".join([note, "", *lines]))


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
        found = math.nan if isinstance(value, bool) else float(value)
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


def _toll(row: Mapping[str, Any], name: str) -> int | None:
    value = number(row, name, low=-99, high=10_000_000)
    return None if value is None or value < 0 else value  # -9 and -99 are these tables' "unknown"


def _note(row: Mapping[str, Any], *names: str) -> str:
    parts = [str(row[name]).replace("\x00", "\ufffd").strip() for name in names if row.get(name) not in (None, "")]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _ucdp(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of UCDP's three kinds of violence only the one-sided says what ACLED's types say."""
    if number(row, "type_of_violence") == 3:
        return {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    return {}


def _acled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Our own acled profile writes UCDP's finer place precision among the tags."""
    own_where = re.search(r"\bwhere_prec=([1-7])\b", text(row, "tags") or "")
    return {"where_prec": int(own_where[1])} if own_where else {}


def _gtd(row: Mapping[str, Any]) -> dict[str, Any]:
    """The day from three columns, 0 standing for unknown; the type from the attack, its target and who died in it."""
    year, month, day = (number(row, name, low=0, high=9999) for name in ("iyear", "imonth", "iday"))
    if not year:
        raise Refused("bad_date", "the row has no year in 'iyear'")
    try:
        first = parse_day(date(year, month or 1, (day or 1) if month else 1))
    except Refused:
        raise
    except ValueError:
        raise Refused("bad_date", f"the day {year}-{month}-{day} does not exist") from None
    last, precision = None, DatePrec.DAY
    if not month:
        last, precision = date(year, 12, 31), DatePrec.YEAR
    elif not day:
        last, precision = date(year, month, monthrange(year, month)[1]), DatePrec.MONTH
    event_type, sub_event_type = _gtd_type(row)
    group = text(row, "gname")
    return {
        "event_date": first, "event_date_end": last, "date_prec": precision, "event_type": event_type,
        "sub_event_type": sub_event_type, "actor1": None if group == "Unknown" else group,
    }  # fmt: skip


def _gtd_type(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    attack = (text(row, "attacktype1_txt") or "").lower()
    if attack == "bombing/explosion" and number(row, "suicide") == 1:
        return "Explosions/Remote violence", "Suicide bomb"
    if attack == "armed assault" and (text(row, "targtype1_txt") or "").lower() in ARMED_TARGETS:
        return "Battles", "Armed clash"
    return GTD_TYPES.get(attack, (None, None))


_SAME_NAMES = ("fatalities", "actor1", "actor2", "location", "admin1", "admin2", "country")
_POINT = {"lon": ("longitude",), "lat": ("latitude",)}
CODERS = (
    Coder(
        name="UCDP GED", prefix="ucdp", required=frozenset({"date_start", "latitude", "longitude", "best"}),
        ids=("id", "relid"), notes=("where_description", "source_original", "notes"),
        titles=("source_headline", "conflict_name", "where_description"), outlets=("source_office",),
        links=("source_article",),
        cells={
            "event_date": ("date_start",), "event_date_end": ("date_end",), "date_prec": ("date_prec",),
            "fatalities": ("best",), "fatalities_low": ("low",), "fatalities_high": ("high",),
            "civilians_killed": ("deaths_civilians",), "actor1": ("side_a",), "actor2": ("side_b",),
            "location": ("where_coordinates", "where_description"), "admin2": ("adm_2",), "admin1": ("adm_1",),
            "country": ("country",), **_POINT, "where_prec": ("where_prec",),
        },
        scales={"date_prec": {code.value: code for code in DatePrec}, "where_prec": {n: n for n in range(1, 8)}},
        made=_ucdp, shown=("type_of_violence",),
    ),
    Coder(
        name="ACLED", prefix="acled",
        required=frozenset({"event_date", "event_type", "latitude", "longitude", "fatalities"}),
        ids=("event_id_cnty", "data_id", "event_id_no_cnty"), notes=("notes",), titles=("sub_event_type", "event_type"),
        outlets=("source",),
        cells={
            "event_date": ("event_date",), "date_prec": ("time_precision",), "event_type": ("event_type",),
            "sub_event_type": ("sub_event_type",), **{name: (name,) for name in _SAME_NAMES}, **_POINT,
            "where_prec": ("geo_precision",),
        },
        scales={"date_prec": ACLED_WHEN, "where_prec": ACLED_WHERE},
        made=_acled, shown=("tags",),
    ),
    Coder(
        name="GTD", prefix="gtd", required=frozenset({"eventid", "iyear", "imonth", "iday"}),
        ids=("eventid",), notes=("summary",), titles=("attacktype1_txt",),
        cells={
            "fatalities": ("nkill",), "attackers_killed": ("nkillter",), "injured": ("nwound",),
            "abducted": ("nhostkid",), "actor1": ("gname",), "actor2": ("target1", "corp1", "targtype1_txt"),
            "location": ("city", "location"), "admin1": ("provstate",), "country": ("country_txt",), **_POINT,
            "where_prec": ("specificity",),
        },
        scales={"where_prec": GTD_WHERE},
        made=_gtd, shown=("iyear", "imonth", "iday", "attacktype1_txt", "targtype1_txt", "suicide"),
    ),
)  # fmt: skip
