"""The whole path from an article to its located reports, on one screen.

Article -> toponyms, dates, casualties, triggers (spans) -> reports with evidence -> geocoded -> joined to district,
province, country and border. Merging with other articles' reports is `corroborate`; storing is `ingest`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

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


def open_toolbox(pack: str | Path | None = None) -> Toolbox:
    """Open a region pack (None: the bundled one) for reading articles. Raises PackError."""
    opened = open_pack(pack)
    return Toolbox(gazetteer=load_gazetteer(opened), boundaries=opened.boundaries)


def read_article(article: Article, toolbox: Toolbox) -> tuple[Report, ...]:
    """The events an article tells of, most salient first, those it merely recalls last."""
    return tuple(_joined(report, toolbox.boundaries) for report in read_reports(article, toolbox))


def locate_record(record: Record, toolbox: Toolbox) -> Record:
    """What a reader gave, with the border, district and country of reports that a table had coded already."""
    if not isinstance(record, SourceRecord):
        return record
    return replace(record, reports=tuple(_joined(report, toolbox.boundaries) for report in record.reports))


def _joined(report: Report, boundaries: Boundaries) -> Report:
    """The report with its distance to the border and the areas its point falls in, where the text names none.

    The middle of a country, a province or a long road says nothing of the areas below it: only what is known that well
    is joined.
    """
    if report.lon is None:
        return report
    found = _located(report.lon, report.lat, boundaries)
    precision = report.where_prec or WherePrec.EXACT  # a coded table may not say
    line_km = (report.uncertainty_km or 0.0) if precision == WherePrec.VAGUE else 0.0
    in_province = precision < WherePrec.COUNTRY and line_km <= PROVINCE_KM
    in_district = precision <= WherePrec.DISTRICT or 0.0 < line_km <= DISTRICT_KM
    return replace(
        report,
        country=report.country or found.country,
        admin1=report.admin1 or (found.admin1 if in_province else None),
        admin2=report.admin2 or (found.admin2 if in_district else None),
        border_km=None if found.border_km is None else round(found.border_km, 1),
        border_side=found.border_side,
    )


# The same few thousand places come up again and again; joining a point costs as much as reading half an article.
_located = lru_cache(maxsize=4096)(locate_one)
