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
_NAMES = ("district", "province", "country", "event_type", "actor", "source", "status")
_MOST = {
    "min_fatalities": 1_000_000, "max_fatalities": 1_000_000, "max_border_km": 20_100, "where_prec": 7, "date_prec": 5,
}  # fmt: skip
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple) and field.name in _NAMES:  # an empty name asks for nothing
                object.__setattr__(self, field.name, tuple(name for name in value if name))
            for name in (*getattr(self, field.name),) if field.name in (*_NAMES, "text") else ():
                if _UNSTORABLE.search(name):
                    raise FilterError(f"{PARAMETERS[field.name]} {name!r}: no text holds such characters")
        for name, most in _MOST.items():
            for number in _several(getattr(self, name)):
                if not 0 <= number <= most:
                    raise FilterError(f"{PARAMETERS[name]} {number}: expected a number from 0 to {most:,}")
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise FilterError(f"from {self.date_from} is after to {self.date_to}; swap them")
        if self.bbox and not (
            len(self.bbox) == 4
            and -180 <= self.bbox[0] <= self.bbox[2] <= 180
            and -90 <= self.bbox[1] <= self.bbox[3] <= 90
        ):
            raise FilterError(f"bbox {self.bbox}: expected west,south,east,north in degrees, west before east")
        if self.polygon and len(self.polygon) < 3:
            raise FilterError(f"polygon of {len(self.polygon)} points: expected three or more")
        if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in self.polygon):
            raise FilterError("polygon: expected longitude and latitude in degrees, longitude first")

    @property
    def is_empty(self) -> bool:
        return self == IncidentFilter()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of `text` as the search looks for them: folded, each wherever it stands, also inside a word."""
        return tuple(dict.fromkeys(fold_name(self.text).split()))

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
            ("at_least", ("fatalities",), self.min_fatalities, self.min_fatalities is not None),
            ("at_most", ("fatalities",), self.max_fatalities, self.max_fatalities is not None),
            ("at_most", ("border_km",), self.max_border_km, self.max_border_km is not None),
            ("any_of", ("where_prec",), self.where_prec, self.where_prec),
            ("any_of", ("date_prec",), self.date_prec, self.date_prec),
            ("inside", ("lon", "lat"), self.bbox, self.bbox),
            ("within", ("lon", "lat"), self.polygon, self.polygon),
            ("equal", ("background",), False, not self.background),
            ("words", ("search_text",), self.words, self.words),  # last: it costs most, and looks at what is left
        )
        return tuple(Clause(kind, columns, value) for kind, columns, value, wanted in asked if wanted)

    def to_sql(self, columns: Any) -> list:
        """SQLAlchemy conditions on columns by name. A polygon narrows to its box only: apply `mask` afterwards."""
        return [
            _SQL[clause.kind]([columns[name] for name in clause.columns], clause.value) for clause in self.clauses()
        ]

    def mask(self, frame: Any) -> Any:
        """A boolean Series over the frame's index: which rows match. 100,000 rows take some hundredths of a second."""
        import numpy as np
        import pandas as pd

        kept = np.ones(len(frame), dtype=bool)
        for clause in self.clauses():
            columns = [frame[name] for name in clause.columns]
            if clause.kind == "words":
                kept[kept] = _holding(columns[0].to_numpy(dtype=object)[kept], clause.value)
            else:
                kept &= _MASK[clause.kind](columns, clause.value).to_numpy(dtype=bool, na_value=False)
        return pd.Series(kept, index=frame.index)

    def to_params(self) -> list[tuple[str, str]]:
        """The address parameters, in a fixed order; `from_params` reads them back to an equal filter."""
        params: list[tuple[str, str]] = []
        for name, parameter in PARAMETERS.items():
            value = getattr(self, name)
            if name == "bbox" and value:
                params.append((parameter, ",".join(map(_short, value))))
            elif name == "polygon" and value:
                params.append((parameter, ";".join(f"{_short(lon)},{_short(lat)}" for lon, lat in value)))
            elif isinstance(value, tuple):
                params += [(parameter, str(item)) for item in value or ()]
            elif value is True:
                params.append((parameter, "1"))
            elif value not in (None, "", False):
                params.append((parameter, _short(value) if isinstance(value, float) else str(value)))
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
            if any(given.get(parameter, ())):
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
    import pandas as pd

    first, last = value
    kept = columns[0].notna()
    if first:
        kept &= columns[1].fillna(columns[0]) >= pd.Timestamp(first)
    if last:
        kept &= columns[0] <= pd.Timestamp(last)
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

    return sa.or_(*(_sql_holds(columns[0], outlets_of([value])) for value in values))


def _mask_listed(columns, values):
    kept = columns[0].str.contains(outlets_of(values[:1]), regex=False)
    for value in values[1:]:
        kept |= columns[0].str.contains(outlets_of([value]), regex=False)
    return kept


def _sql_words(columns, words):
    import sqlalchemy as sa

    return sa.and_(*(_sql_holds(columns[0], word) for word in words))


def _sql_holds(column, part: str):
    """Whether a text holds another, letter by letter: LIKE would disagree between databases about case."""
    import sqlalchemy as sa

    return sa.func.replace(column, part, "") != column


def _holding(texts, words):
    """Which of an array of texts hold all words; each word looks only at what the words before it left."""
    import numpy as np

    kept = np.ones(len(texts), dtype=bool)
    for word in words:
        kept[kept] = np.fromiter((word in text for text in texts[kept]), dtype=bool, count=int(kept.sum()))
    return kept


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
    "at_least": lambda columns, value: columns[0] >= value,
    "at_most": lambda columns, value: columns[0] <= value,
    "inside": _mask_inside,
    "within": _mask_within,
    "equal": lambda columns, value: columns[0].astype(bool) == value,
}


def outlets_of(names: Iterable[str | None]) -> str:
    """Outlets as the column `outlets` holds them: "|Dawn|Gulf Wire|", sorted; a bar in a name becomes a slash."""
    return "|" + "|".join(sorted({name.replace("|", "/") for name in names if name})) + "|"


def _several(value: Any) -> tuple:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _short(number: float) -> str:
    """The shortest decimals that read back as the same number: 50, 61.25."""
    return f"{number:g}" if float(f"{number:g}") == number else repr(float(number))


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
