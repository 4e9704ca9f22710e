"""The whole path from an article to its located reports, on one screen.

Article -> toponyms, dates, casualties, triggers (spans) -> reports with evidence -> geocoded -> joined to district,
province, country and border. Merging with other articles' reports is `corroborate`; storing is `ingest`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer, load_gazetteer
from geodata.geocode import geocode_text
from geodata.locate import locate_one
from geodata.model import Geocode, Toponym, Unresolved, WherePrec
from geodata.pack import open_pack
from geodata.toponyms import find_toponyms
from incidents.extract import read_reports
from incidents.model import Article, Report
from incidents.sources import Record, SourceRecord

PLACE_FIELDS = ("lon", "lat", "where_prec", "uncertainty_km", "country", "admin1", "admin2")
DISTRICT_KM, PROVINCE_KM = 25.0, 100.0  # half the length of a road whose middle still tells its district or province


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """What reading needs besides the article: the names and the shapes of one region pack."""

    gazetteer: Gazetteer
    boundaries: Boundaries

    def find(self, text: str) -> tuple[tuple[Toponym, Geocode | Unresolved], ...]:
        """The toponyms of a text in reading order, each with its place or the reason why it has none."""
        toponyms = find_toponyms(text, self.gazetteer)
        return tuple(zip(toponyms, geocode_text(text, toponyms), strict=True))

    def join(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of an event that its point gives: the border, and the areas it falls in where the text names none.

        The middle of a country, a province or a long road says nothing of the areas below it: only what is known that
        well is joined. {} without a point.
        """
        if event.get("lon") is None:
            return {}
        found = _located(event["lon"], event["lat"], self.boundaries)
        precision = event["where_prec"] or WherePrec.EXACT  # a coded table may not say
        line_km = (event["uncertainty_km"] or 0.0) if precision == WherePrec.VAGUE else 0.0
        in_province = precision < WherePrec.COUNTRY and line_km <= PROVINCE_KM
        in_district = precision <= WherePrec.DISTRICT or 0.0 < line_km <= DISTRICT_KM
        return {
            "country": event["country"] or found.country,
            "admin1": event["admin1"] or (found.admin1 if in_province else None),
            "admin2": event["admin2"] or (found.admin2 if in_district else None),
            "border_km": None if found.border_km is None else round(found.border_km, 1),
            "border_side": found.border_side,
        }


def open_toolbox(pack: str | Path | None = None) -> Toolbox:
    """Open a region pack (None: the bundled one) for reading articles. Raises PackError."""
    opened = open_pack(pack)
    return Toolbox(gazetteer=load_gazetteer(opened), boundaries=opened.boundaries)


def read_article(article: Article, toolbox: Toolbox) -> tuple[Report, ...]:
    """The events an article tells of, most salient first, those it merely recalls last."""
    return read_reports(article, toolbox)


def locate_record(record: Record, toolbox: Toolbox) -> Record:
    """What a reader gave, with the border, district and country of reports that a table had coded already."""
    if not isinstance(record, SourceRecord):
        return record
    return replace(record, reports=tuple(replace(r, **toolbox.join(_place_of(r))) for r in record.reports))


def _place_of(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in PLACE_FIELDS}


# The same few thousand places come up again and again; joining a point costs as much as reading half an article.
_located = lru_cache(maxsize=4096)(locate_one)
