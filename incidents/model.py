"""The values of the incidents storey: articles in, reports of single articles, incidents merged from reports.

Standard library only; knows no JSON, no SQL, no frames. Unknown is None, never 0. A value that cannot be right
cannot be built. Field names and meanings are the project's public interface (docs/interface.md).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum, StrEnum


class IncidentsError(Exception):
    """Root of everything this package raises on purpose; its text says what, where, and what to do next."""


class SpanError(IncidentsError, ValueError):
    """A span that is empty, reversed, or does not quote its text."""


class RecordError(IncidentsError, ValueError):
    """A record whose fields contradict one another."""


class ReadError(IncidentsError, ValueError):
    """An input that cannot be read as articles."""


class StoreError(IncidentsError, RuntimeError):
    """The incident store is missing, locked, or of another version."""


class FilterError(IncidentsError, ValueError):
    """A filter value that means nothing."""


class ExportError(IncidentsError, RuntimeError):
    """An export that could not be written."""


class DatePrec(IntEnum):
    """How exactly a day is known: UCDP GED's `date_prec`."""

    DAY = 1
    DAYS = 2  # a range of 2 to 6 days
    WEEK = 3
    MONTH = 4
    YEAR = 5


class Status(StrEnum):
    """Who vouches for an incident: the machine alone, or a person."""

    MACHINE = "machine"
    CONFIRMED = "confirmed"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. Every offset anywhere in Sarhad counts characters of `text`."""

    id: str
    text: str
    title: str = ""
    published: date | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end (end-exclusive) of an article's text, and the words themselves."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise SpanError(
                f"span {self.start}:{self.end} {self.text!r}: expected 0 <= start < end and exactly end - start "
                f"characters of text, got {len(self.text)}; build spans with Span.of(article_text, start, end)"
            )

    @classmethod
    def of(cls, source_text: str, start: int, end: int) -> Span:
        """The span start:end of source_text. Raises SpanError when it is empty or outside the text."""
        return cls(start, end, source_text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The exact words of one article behind one field: `article.text[span.start:span.end] == span.text`."""

    field: str
    span: Span
    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One article that reports an incident."""

    article_id: str
    url: str | None = None
    title: str = ""
    source: str | None = None
    published: date | None = None


TOLLS = (
    "fatalities", "fatalities_low", "fatalities_high", "attackers_killed", "civilians_killed", "injured", "abducted",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What an article says, or several say together, of one event. The fields of docs/interface.md, in its order.

    lon, lat: WGS84 degrees, both None when unplaced. where_prec: UCDP 1-7. fatalities: best total, attackers
    included. background: only recalled by the article, never counted as its incident.
    """

    id: str
    event_date: date | None = None
    event_date_end: date | None = None
    date_prec: DatePrec | None = None
    event_type: str | None = None
    sub_event_type: str | None = None
    fatalities: int | None = None
    fatalities_low: int | None = None
    fatalities_high: int | None = None
    attackers_killed: int | None = None
    civilians_killed: int | None = None
    injured: int | None = None
    abducted: int | None = None
    actor1: str | None = None
    actor2: str | None = None
    location: str | None = None
    admin2: str | None = None
    admin1: str | None = None
    country: str | None = None
    lon: float | None = None
    lat: float | None = None
    where_prec: int | None = None
    uncertainty_km: float | None = None
    place_id: str | None = None
    border_km: float | None = None
    border_side: str | None = None
    background: bool = False
    evidence: tuple[Evidence, ...] = ()
    excerpt: str = ""

    def __post_init__(self) -> None:
        if (self.lon is None) != (self.lat is None):
            raise RecordError(f"event {self.id}: lon and lat must both be given or both be None")
        if self.lon is not None and not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise RecordError(f"event {self.id}: lon {self.lon}, lat {self.lat} is not on the earth (lon comes first)")
        if self.event_date is None and (self.event_date_end is not None or self.date_prec is not None):
            raise RecordError(f"event {self.id}: event_date_end and date_prec need an event_date")
        if self.event_date_end is not None and self.event_date_end < self.event_date:
            raise RecordError(f"event {self.id}: event_date_end {self.event_date_end} is before {self.event_date}")
        for name in TOLLS:
            value = getattr(self, name)
            if value is not None and value < 0:
                raise RecordError(f"event {self.id}: {name} is {value}; a toll is 0 or more, or None when not stated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Event):
    """One event as one article tells it. `rank` is its place in the article: 0 the most salient."""

    article_id: str
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Event):
    """One event as all its reports tell it together; `report_ids` are the contributions, so merging can be undone.

    number_of_sources counts independent outlets, not articles: near-copies from one agency are one.
    title: the headline of the first source, for people; event fields as in Event.
    """

    title: str = ""
    sources: tuple[Source, ...] = ()
    number_of_sources: int = 0
    report_ids: tuple[str, ...] = ()
    status: Status = Status.MACHINE


_KINDS = {"str": "text", "int": "int", "DatePrec": "int", "float": "real", "date": "date", "bool": "bool"}


def kinds(record: type[Event]) -> dict[str, str]:
    """Every plain field of a record and its kind (text, int, real, date, bool), in order.

    The one list of fields that readers and writers follow; nested fields (evidence, sources) are not in it.
    """
    stated = {item.name: str(item.type).removesuffix(" | None") for item in fields(record)}
    return {name: _KINDS[kind] for name, kind in stated.items() if kind in _KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """An input, or part of one, that was not taken: file, line (1-based, None for the whole file) and the reason."""

    file: str
    reason: str
    line: int | None = None
    code: str = "unreadable"  # empty, bad_encoding, bad_json, bad_date, missing_field, too_large …
    article_id: str | None = None

    @classmethod
    def of_unread_language(cls, article: Article) -> Reject:
        """An article that is kept whole, but whose language has no tables yet: never half-read, never silent."""
        return cls(
            file=article.url or article.id,
            reason="this language is not read yet; the article is kept without incidents",
            code="language_not_read_yet",
            article_id=article.id,
        )
