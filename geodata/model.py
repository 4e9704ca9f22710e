"""The values of the places storey: what a place is, and what geocoding a name can answer.

Standard library only. Longitude comes before latitude everywhere; degrees are WGS84 (EPSG:4326), distances
kilometres. A value that cannot be right cannot be built.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class GeodataError(Exception):
    """Root of everything this package raises on purpose; its text says what, where, and what to do next."""


class PackError(GeodataError, ValueError):
    """A region pack is missing, unreadable or incomplete."""


class CoordinateError(GeodataError, ValueError):
    """A longitude or latitude outside the earth, or not a number."""


class WherePrec(IntEnum):
    """How exactly a place is known: UCDP GED's `where_prec` (UCDP GED codebook 24.1, section 4.4)."""

    EXACT = 1
    NEAR = 2
    DISTRICT = 3
    PROVINCE = 4
    VAGUE = 5
    COUNTRY = 6
    SEA_OR_AIR = 7


class ToponymRole(StrEnum):
    """What a place name does in its sentence. Only PLACE may locate an event."""

    PLACE = "place"
    DATELINE = "dateline"  # "QUETTA:" before the first sentence
    UNIT = "unit"  # "Panjgur Scouts"
    INSTITUTION = "institution"  # "Makran Medical College", hotel and newspaper names
    ROAD = "road"  # "Sibi Road"
    NEIGHBOUR = "neighbour"  # "the border with Panjgur": what lies on the other side
    PERSON = "person"  # "Faridoon Abadan", "Sarbaz Baloch"
    ORIGIN = "origin"  # home towns, and where somebody came from or was bound for


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """One row of the gazetteer, equal to itself only. `spellings` are other Latin spellings, `local_names` Urdu, Persian or Balochi ones."""

    place_id: str
    name: str
    kind: str  # town, village, area, crossing, camp, mountain, district, division, province, country …
    lon: float
    lat: float
    uncertainty_km: float
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    spellings: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()
    population: int | None = None
    source: str = ""
    note: str = ""
    own_point: bool = True  # False: the point of its sub-district, town or county, for want of one of its own
    parts: tuple[str, ...] = ()  # of a division its districts; of a district or county those split off from it since

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise CoordinateError(
                f"place {self.place_id} {self.name!r}: lon {self.lon}, lat {self.lat} is not on the earth; "
                "expected lon in -180..180 and lat in -90..90, in that order"
            )
        if self.uncertainty_km < 0:
            raise CoordinateError(f"place {self.place_id} {self.name!r}: uncertainty_km must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name found in a text: `text[start:end] == self.text`, end-exclusive, with every place it may mean."""

    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]
    role: ToponymRole = ToponymRole.PLACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocode:
    """A name resolved to a point with the precision it deserves. `reason`: a code for why this place and precision."""

    name: str
    lon: float
    lat: float
    where_prec: WherePrec
    uncertainty_km: float
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    place_id: str | None = None
    source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A name that was recognised but not placed. `reason` is a code: unknown_name, ambiguous, not_a_place …"""

    name: str
    reason: str
    candidates: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a point lies. `border_km` is the geodesic distance to the pack's land border; None where unknown."""

    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    border_km: float | None = None
    border_side: str | None = None
