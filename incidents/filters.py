"""One filter for page, command line and export: written once, compiled to SQL and to a frame mask.

`clauses` says what a filter asks for; `to_sql` and `mask` each know the handful of clause kinds and nothing of fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from geodata.names import fold_name
from incidents.model import FilterError

# field -> the name it has in the page's address
PARAMETERS = {
    "date_from": "from", "date_to": "to", "district": "district", "province": "province", "country": "country",
    "event_type": "type", "actor": "actor", "source": "source", "status": "status", "text": "q",
    "min_fatalities": "min_fatalities", "max_fatalities": "max_fatalities", "max_border_km": "max_border_km",
    "where_prec": "where_prec", "date_prec": "date_prec", "bbox": "bbox", "polygon": "polygon",
    "background": "background",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: its kind, the columns it looks at, the value it wants."""

    kind: str  # any_of, listed, at_least, at_most, overlaps, words, inside, within, equal
    columns: tuple[str, ...]
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Which incidents to show. Empty means no restriction; several values of one field mean any of them.

    date_from, date_to: inclusive days; an incident with a date range matches when the ranges overlap.
    bbox: (west, south, east, north) degrees. polygon: ((lon, lat), …) of a simple ring. text: words that must all
    occur (case and diacritics folded) in title, article text, actors or places. event_type also matches sub-types.
    background: also show recalled events. Raises FilterError for values that mean nothing.
    """

    date_from: date | None = None
    date_to: date | None = None
    district: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    event_type: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    text: str = ""
    min_fatalities: int | None = None
    max_fatalities: int | None = None
    max_border_km: float | None = None
    where_prec: tuple[int, ...] = ()
    date_prec: tuple[int, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    polygon: tuple[tuple[float, float], ...] = ()
    background: bool = False

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise FilterError(f"from {self.date_from} is after to {self.date_to}; swap them")
        if self.bbox and not (
            -180 <= self.bbox[0] <= self.bbox[2] <= 180 and -90 <= self.bbox[1] <= self.bbox[3] <= 90
        ):
            raise FilterError(f"bbox {self.bbox}: expected west,south,east,north in degrees, west before east")
        if self.polygon and len(self.polygon) < 3:
            raise FilterError(f"polygon of {len(self.polygon)} points: expected three or more")

    @property
    def is_empty(self) -> bool:
        return self == IncidentFilter()

    def clauses(self) -> tuple[Clause, ...]:
        """What the filter asks for, one clause a field that is set."""
        asked = (
            (
                "overlaps",
                ("event_date", "event_date_end"),
                (self.date_from, self.date_to),
                self.date_from or self.date_to,
            ),
            ("any_of", ("admin2",), self.district, self.district),
            ("any_of", ("admin1",), self.province, self.province),
            ("any_of", ("country",), self.country, self.country),
            ("any_of", ("event_type", "sub_event_type"), self.event_type, self.event_type),
            ("any_of", ("actor1", "actor2"), self.actor, self.actor),
            ("listed", ("outlets",), self.source, self.source),
            ("any_of", ("status",), self.status, self.status),
            ("words", ("search_text",), tuple(fold_name(self.text).split()), self.text.strip()),
            ("at_least", ("fatalities",), self.min_fatalities, self.min_fatalities is not None),
            ("at_most", ("fatalities",), self.max_fatalities, self.max_fatalities is not None),
            ("at_most", ("border_km",), self.max_border_km, self.max_border_km is not None),
            ("any_of", ("where_prec",), self.where_prec, self.where_prec),
            ("any_of", ("date_prec",), self.date_prec, self.date_prec),
            ("inside", ("lon", "lat"), self.bbox, self.bbox),
            ("within", ("lon", "lat"), self.polygon, self.polygon),
            ("equal", ("background",), False, not self.background),
        )
        return tuple(Clause(kind, columns, value) for kind, columns, value, wanted in asked if wanted)

    def to_sql(self, columns: Any) -> list:
        """SQLAlchemy conditions on a table's columns. A polygon narrows to its box only: apply `mask` afterwards."""
        return [
            _SQL[clause.kind]([columns[name] for name in clause.columns], clause.value) for clause in self.clauses()
        ]

    def mask(self, frame: Any) -> Any:
        """A boolean Series over the frame's index: which rows match."""
        import pandas as pd

        kept = pd.Series(True, index=frame.index)
        for clause in self.clauses():
            kept &= _MASK[clause.kind]([frame[name] for name in clause.columns], clause.value)
        return kept

    def to_params(self) -> list[tuple[str, str]]:
        """The address parameters, in a fixed order; `from_params` reads them back to an equal filter."""
        params: list[tuple[str, str]] = []
        for name, parameter in PARAMETERS.items():
            value = getattr(self, name)
            if name == "bbox" and value:
                params.append((parameter, ",".join(f"{number:g}" for number in value)))
            elif name == "polygon" and value:
                params.append((parameter, ";".join(f"{lon:g},{lat:g}" for lon, lat in value)))
            elif isinstance(value, tuple):
                params += [(parameter, str(item)) for item in value or ()]
            elif value is True:
                params.append((parameter, "1"))
            elif value not in (None, "", False):
                params.append((parameter, f"{value:g}" if isinstance(value, float) else str(value)))
            elif value == 0 and value is not False:
                params.append((parameter, "0"))
        return params

    @classmethod
    def from_params(cls, params: Iterable[tuple[str, str]]) -> IncidentFilter:
        """A filter from address parameters; unknown names are left alone. Raises FilterError for a bad value."""
        given: dict[str, list[str]] = {}
        for parameter, value in params:
            given.setdefault(parameter, []).append(value)
        values: dict[str, Any] = {}
        for name, parameter in PARAMETERS.items():
            if given.get(parameter):
                try:
                    values[name] = _READ.get(name, tuple)(given[parameter])
                except (ValueError, IndexError) as error:
                    raise FilterError(f"{parameter}={given[parameter][0]!r} means nothing here: {error}") from error
        return cls(**values)

    def without(self, name: str, item: Any = None) -> IncidentFilter:
        """The filter with one field cleared, or with one of its values taken out."""
        value = getattr(self, name)
        if isinstance(value, tuple) and item is not None and name not in ("bbox", "polygon"):
            return replace(self, **{name: tuple(kept for kept in value if kept != item)})
        return replace(self, **{name: _DEFAULTS[name]})

    def slug(self) -> str:
        """What the filter says, for a file name: lower-case letters, digits and hyphens."""
        words = "-".join(value for name, value in self.to_params() if name not in ("bbox", "polygon"))
        return re.sub(r"[^a-z0-9]+", "-", fold_name(words)).strip("-")[:80] or "all"


def _sql_overlaps(columns, value):
    import sqlalchemy as sa

    first, last = value
    asked = [columns[0].is_not(None)]
    if first:
        asked.append(sa.func.coalesce(columns[1], columns[0]) >= first.isoformat())
    if last:
        asked.append(columns[0] <= last.isoformat())
    return sa.and_(*asked)


def _mask_overlaps(columns, value):
    first, last = value
    kept = columns[0].notna()
    if first:
        kept &= columns[1].fillna(columns[0]) >= str(first)
    if last:
        kept &= columns[0] <= str(last)
    return kept


def _sql_any(columns, values):
    import sqlalchemy as sa

    return sa.or_(*(column.in_(values) for column in columns))


def _mask_any(columns, values):
    kept = columns[0].isin(values)
    for column in columns[1:]:
        kept |= column.isin(values)
    return kept


def _sql_listed(columns, values):
    import sqlalchemy as sa

    return sa.or_(*(columns[0].contains(f"|{value}|", autoescape=True) for value in values))


def _mask_listed(columns, values):
    return columns[0].map(lambda outlets: any(f"|{value}|".lower() in outlets.lower() for value in values)).astype(bool)


def _sql_words(columns, words):
    import sqlalchemy as sa

    return sa.and_(sa.true(), *(columns[0].contains(word, autoescape=True) for word in words))


def _mask_words(columns, words):
    return columns[0].map(lambda text: all(word in text for word in words)).astype(bool)


def _sql_inside(columns, box):
    import sqlalchemy as sa

    return sa.and_(columns[0].between(box[0], box[2]), columns[1].between(box[1], box[3]))


def _mask_inside(columns, box):
    return columns[0].between(box[0], box[2]) & columns[1].between(box[1], box[3])


def _box(ring):
    return min(p[0] for p in ring), min(p[1] for p in ring), max(p[0] for p in ring), max(p[1] for p in ring)


def _mask_within(columns, ring):
    import shapely

    area = shapely.make_valid(shapely.Polygon(ring))
    lons, lats = (column.astype(float).to_numpy() for column in columns)
    return columns[0].notna() & shapely.intersects_xy(area, lons, lats)


_SQL: Mapping[str, Callable] = {
    "overlaps": _sql_overlaps,
    "any_of": _sql_any,
    "listed": _sql_listed,
    "words": _sql_words,
    "at_least": lambda columns, value: columns[0] >= value,
    "at_most": lambda columns, value: columns[0] <= value,
    "inside": _sql_inside,
    "within": lambda columns, ring: _sql_inside(columns, _box(ring)),
    "equal": lambda columns, value: columns[0].is_(value),
}
_MASK: Mapping[str, Callable] = {
    "overlaps": _mask_overlaps,
    "any_of": _mask_any,
    "listed": _mask_listed,
    "words": _mask_words,
    "at_least": lambda columns, value: (columns[0] >= value).fillna(False).astype(bool),
    "at_most": lambda columns, value: (columns[0] <= value).fillna(False).astype(bool),
    "inside": _mask_inside,
    "within": _mask_within,
    "equal": lambda columns, value: columns[0].astype(bool) == value,
}


def _polygon(values: list[str]) -> tuple[tuple[float, float], ...]:
    return tuple((float(pair.split(",")[0]), float(pair.split(",")[1])) for pair in values[0].split(";"))


def _bbox(values: list[str]) -> tuple[float, ...]:
    numbers = tuple(float(number) for number in values[0].split(","))
    if len(numbers) != 4:
        raise ValueError("expected west,south,east,north")
    return numbers


_READ: Mapping[str, Callable[[list[str]], Any]] = {
    "date_from": lambda values: date.fromisoformat(values[0]),
    "date_to": lambda values: date.fromisoformat(values[0]),
    "text": lambda values: values[0],
    "min_fatalities": lambda values: int(values[0]),
    "max_fatalities": lambda values: int(values[0]),
    "max_border_km": lambda values: float(values[0]),
    "where_prec": lambda values: tuple(int(v) for value in values for v in value.split(",")),
    "date_prec": lambda values: tuple(int(v) for value in values for v in value.split(",")),
    "bbox": _bbox,
    "polygon": _polygon,
    "background": lambda values: values[0] not in ("", "0", "false"),
}
_DEFAULTS = {field.name: field.default for field in fields(IncidentFilter)}
