"""Profiles: the columns each audience expects, and where each value comes from.

sarhad: docs/interface.md plus lat, lon, WKT. acled: ACLED codebook 2024 column order. ucdp: UCDP GED codebook 24.1.
hxl: sarhad with HXL 1.1 hashtags as a second header row. What is not known stays empty; no id of theirs is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidents.export.geojson import dumps, evidence, plain, point, source
from incidents.model import Event, ExportError, kinds

ISO_NUMERIC = {"Pakistan": 586, "Iran": 364, "Afghanistan": 4}
GLEDITSCH_WARD = {"Pakistan": 770, "Iran": 630, "Afghanistan": 700}
ACLED_REGION = {"Pakistan": "South Asia", "Iran": "Middle East", "Afghanistan": "Caucasus and Central Asia"}
UCDP_REGION = {"Pakistan": "Asia", "Iran": "Middle East", "Afghanistan": "Asia"}
DEMONSTRATIONS = ("Protests", "Riots")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, its kind (text, int, real, degrees, date, bool, json), its value, its HXL hashtag."""

    name: str
    kind: str
    of: Callable[[Event], Any]
    tag: str = ""

    def plain(self, event: Event) -> Any:
        """The value as JSON knows it: kilometres to the metre, degrees as the point itself has them."""
        return plain(self.of(event), 7 if self.kind == "degrees" else 3)


class Hashtagged(tuple):
    """Columns whose hashtags are written as a second header row."""


def _field(name: str, kind: str = "text", tag: str = "") -> Column:
    return Column(name=name, kind=kind, of=lambda event: getattr(event, name, None), tag=tag)


def _made(name: str, kind: str, of: Callable[[Event], Any], tag: str = "") -> Column:
    return Column(name=name, kind=kind, of=of, tag=tag)


def lon(event: Event) -> float | None:
    place = point(event)
    return place[0] if place else None


def lat(event: Event) -> float | None:
    place = point(event)
    return place[1] if place else None


def wkt(event: Event) -> str | None:
    """`POINT (lon lat)`, None when unplaced."""
    place = point(event)
    return f"POINT ({place[0]} {place[1]})" if place else None


def _sources(event: Event, name: str) -> str | None:
    values = [getattr(item, name) for item in getattr(event, "sources", ())]
    return "; ".join(dict.fromkeys(str(value) for value in values if value)) or None


# HXL 1.1 hashtags of the model's own fields
TAGS = {
    "id": "#event+id", "event_date": "#date+start", "event_date_end": "#date+end", "date_prec": "#meta+date_prec",
    "event_type": "#event+type", "sub_event_type": "#event+type+sub", "fatalities": "#affected+killed",
    "fatalities_low": "#affected+killed+min", "fatalities_high": "#affected+killed+max",
    "attackers_killed": "#affected+killed+attackers", "civilians_killed": "#affected+killed+civilians",
    "injured": "#affected+injured", "abducted": "#affected+abducted", "actor1": "#group+actor1+name",
    "actor2": "#group+actor2+name", "location": "#loc+name", "admin2": "#adm2+name", "admin1": "#adm1+name",
    "country": "#country+name", "where_prec": "#geo+precision", "uncertainty_km": "#geo+uncertainty+km",
    "place_id": "#loc+code", "border_km": "#geo+distance+border+km", "border_side": "#country+border+name",
    "background": "#meta+background", "excerpt": "#description",
}  # fmt: skip
_BEFORE_THE_DAY = (_field("article_id", tag="#meta+article"), _field("title", tag="#event+name"))
_POINT = (
    _made("lat", "degrees", lat, "#geo+lat"),
    _made("lon", "degrees", lon, "#geo+lon"),
    _made("wkt", "text", wkt, "#geo+wkt"),
)
_BEHIND_IT = (
    _made("outlets", "text", lambda event: _sources(event, "source"), "#meta+source+name"),
    _made("urls", "text", lambda event: _sources(event, "url"), "#meta+source+url"),
    _field("number_of_sources", "int", "#meta+source+num"),
    _made("status", "text", lambda event: plain(getattr(event, "status", "machine")), "#status"),
    _made("evidence", "json", lambda event: dumps([evidence(item) for item in event.evidence]), "#meta+evidence"),
    _made("sources", "json", lambda event: dumps([source(item) for item in getattr(event, "sources", ())]), "#meta+sources"),
    _made("report_ids", "json", lambda event: dumps(list(getattr(event, "report_ids", ()))), "#meta+reports"),
)  # fmt: skip


def _sarhad() -> Iterator[Column]:
    """The model's fields in its order, the point where its lon and lat stand, then what vouches for them."""
    for name, kind in kinds(Event).items():
        if name == "lon":
            yield from _POINT
        elif name != "lat":
            yield _field(name, kind, TAGS[name])
        if name == "id":
            yield from _BEFORE_THE_DAY
    yield from _BEHIND_IT


SARHAD = tuple(_sarhad())


def _year(event: Event) -> int | None:
    return event.event_date.year if event.event_date else None


def _disorder(event: Event) -> str | None:
    if event.event_type is None:
        return None
    if event.event_type == "Strategic developments":
        return "Strategic developments"
    if event.event_type in DEMONSTRATIONS:
        excessive = event.sub_event_type == "Excessive force against protesters"
        return "Political violence; Demonstrations" if excessive else "Demonstrations"
    return "Political violence"


def _coarse(value: int | None, steps: dict[int, int]) -> int | None:
    return None if value is None else steps.get(int(value))


ACLED = (
    _made("event_id_cnty", "text", lambda event: event.id),
    _field("event_date", "date"),
    _made("year", "int", _year),
    _made("time_precision", "int", lambda event: _coarse(event.date_prec, {1: 1, 2: 2, 3: 2, 4: 3})),
    _made("disorder_type", "text", _disorder),
    _field("event_type"),
    _field("sub_event_type"),
    _field("actor1"),
    _made("assoc_actor_1", "text", lambda event: None),
    _made("inter1", "text", lambda event: None),
    _field("actor2"),
    _made("assoc_actor_2", "text", lambda event: None),
    _made("inter2", "text", lambda event: None),
    _made("interaction", "text", lambda event: None),
    _made(
        "civilian_targeting",
        "text",
        lambda event: "Civilian targeting" if event.event_type == "Violence against civilians" else None,
    ),
    _made("iso", "int", lambda event: ISO_NUMERIC.get(event.country)),
    _made("region", "text", lambda event: ACLED_REGION.get(event.country)),
    _field("country"),
    _field("admin1"),
    _field("admin2"),
    _made("admin3", "text", lambda event: None),
    _field("location"),
    _made("latitude", "degrees", lat),
    _made("longitude", "degrees", lon),
    _made("geo_precision", "int", lambda event: _coarse(event.where_prec, {1: 1, 2: 1, 3: 2, 5: 2, 4: 3, 6: 3, 7: 3})),
    _made("source", "text", lambda event: _sources(event, "source")),
    _made("source_scale", "text", lambda event: None),
    _made("notes", "text", lambda event: event.excerpt or None),
    _field("fatalities", "int"),
    _made("tags", "text", lambda event: None if event.where_prec is None else f"where_prec={int(event.where_prec)}"),
    _made("timestamp", "int", lambda event: None),
)


def _ucdp_type(event: Event) -> int | None:
    """3, one-sided violence, for attacks on civilians; state-based or non-state cannot be told from names alone."""
    return 3 if event.event_type == "Violence against civilians" else None


def _grid(event: Event) -> int | None:
    """PRIO-GRID cell of half a degree, numbered from the south-west (Tollefsen et al. 2012)."""
    place = point(event)
    if place is None:
        return None
    return min(359, int((place[1] + 90) * 2)) * 720 + min(719, int((place[0] + 180) * 2)) + 1


def _last_day(event: Event) -> date | None:
    return event.event_date_end or event.event_date


def _source_days(event: Event) -> str | None:
    return _sources(event, "published")


UCDP = (
    _made("id", "text", lambda event: event.id),
    _made("year", "int", _year),
    _made(
        "code_status", "text", lambda event: "Clear" if plain(getattr(event, "status", None)) == "confirmed" else None
    ),
    _made("type_of_violence", "int", _ucdp_type),
    _made("conflict_name", "text", lambda event: None),
    _made("dyad_name", "text", lambda event: None),
    _made("side_a", "text", lambda event: event.actor1),
    _made("side_b", "text", lambda event: event.actor2 or ("Civilians" if _ucdp_type(event) else None)),
    _field("number_of_sources", "int"),
    _made("source_article", "text", lambda event: _sources(event, "url") or _sources(event, "title")),
    _made("source_office", "text", lambda event: _sources(event, "source")),
    _made("source_date", "text", _source_days),
    _made("source_headline", "text", lambda event: _sources(event, "title")),
    _made("source_original", "text", lambda event: event.excerpt or None),
    _field("where_prec", "int"),
    _made("where_coordinates", "text", lambda event: event.location or event.admin2 or event.admin1 or event.country),
    _made("where_description", "text", lambda event: event.location),
    _made("adm_1", "text", lambda event: event.admin1),
    _made("adm_2", "text", lambda event: event.admin2),
    _made("latitude", "degrees", lat),
    _made("longitude", "degrees", lon),
    _made("geom_wkt", "text", wkt),
    _made("priogrid_gid", "int", _grid),
    _field("country"),
    _made("country_id", "int", lambda event: GLEDITSCH_WARD.get(event.country)),
    _made("region", "text", lambda event: UCDP_REGION.get(event.country)),
    _made("event_clarity", "int", lambda event: None if event.date_prec is None else 1 if event.date_prec <= 2 else 2),
    _field("date_prec", "int"),
    _made("date_start", "date", lambda event: event.event_date),
    _made("date_end", "date", _last_day),
    _made("deaths_a", "int", lambda event: event.attackers_killed),
    _made("deaths_b", "int", lambda event: None),
    _made("deaths_civilians", "int", lambda event: event.civilians_killed),
    _made("deaths_unknown", "int", lambda event: None),
    _made("best", "int", lambda event: event.fatalities),
    _made("high", "int", lambda event: event.fatalities if event.fatalities_high is None else event.fatalities_high),
    _made("low", "int", lambda event: event.fatalities if event.fatalities_low is None else event.fatalities_low),
)
PROFILES = {"sarhad": SARHAD, "acled": ACLED, "ucdp": UCDP, "hxl": Hashtagged(SARHAD)}


def columns_of(profile: str) -> tuple[Column, ...]:
    """The columns of a profile. Raises ExportError naming the profiles there are."""
    try:
        return PROFILES[profile]
    except KeyError:
        raise ExportError(f"no profile {profile!r}; expected one of {', '.join(PROFILES)}") from None
