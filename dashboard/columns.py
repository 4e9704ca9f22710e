"""The incidents as columns of numbers: what map, timeline and counts are drawn from, made once for each revision.

A run of the page only slices these arrays, so that a hundred thousand incidents are filtered and drawn at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.palette import TYPES

UNKNOWN_COUNT = 65_535  # a toll that is not stated, in the two bytes a toll has
UNDATED = -1
DISTRICT, PROVINCE = 3, 4  # where_prec: known to the area only


@dataclass(frozen=True, eq=False)
class Columns:
    """One array (n,) a column, all in the order of the frame they were made of.

    lon, lat: float32 degrees, NaN when unplaced. kind: index into TYPES. sub, place: index into sub_names, place_names.
    deaths, injured: uint16, UNKNOWN_COUNT when not stated. first, last: days since 1970-01-01, UNDATED when unknown.
    prec: where_prec, 0 when unknown. radius_km: uint16. area: the district, else the province, that an incident is
    counted in, coarse: the area it is known to only and no better; both index area_keys, where 0 is none.
    """

    ids: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    kind: np.ndarray
    sub: np.ndarray
    sub_names: tuple[str, ...]
    place: np.ndarray
    place_names: tuple[str, ...]
    deaths: np.ndarray
    injured: np.ndarray
    first: np.ndarray
    last: np.ndarray
    prec: np.ndarray
    radius_km: np.ndarray
    area: np.ndarray
    coarse: np.ndarray
    area_keys: tuple[str, ...]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Columns:
        """The columns of a frame of incidents (columns as in incidents/store/schema.py)."""
        prec = frame["where_prec"].fillna(0).to_numpy(np.uint8)
        district, province = _area_names(frame)
        names = np.where(district != "", district, province)
        known = pd.unique(np.concatenate([names, province]))
        keys = ("", *sorted(key for key in known if key))
        number = {key: index for index, key in enumerate(keys)}
        area = np.array([number[key] for key in names], dtype=np.uint16)
        whole = np.array([number[key] for key in province], dtype=np.uint16)
        first = _days(frame["event_date"])
        last = _days(frame["event_date_end"]) if "event_date_end" in frame else first
        sub, sub_names = _numbered(frame["sub_event_type"] if "sub_event_type" in frame else frame["event_type"])
        place, place_names = _numbered(frame["location"])
        kind = pd.Categorical(frame["event_type"], categories=TYPES).codes.astype(np.int16)
        return cls(
            ids=frame.index.to_numpy(object), lon=frame["lon"].to_numpy(np.float32, na_value=np.nan),
            lat=frame["lat"].to_numpy(np.float32, na_value=np.nan),
            kind=np.where(kind < 0, len(TYPES) - 1, kind).astype(np.uint8),
            sub=sub, sub_names=sub_names, place=place, place_names=place_names, deaths=_counts(frame["fatalities"]),
            injured=_counts(frame["injured"]) if "injured" in frame else np.full(len(frame), UNKNOWN_COUNT, np.uint16),
            first=first, last=np.maximum(first, last), prec=prec,
            radius_km=frame["uncertainty_km"].fillna(0).clip(0, 65_000).round().to_numpy(np.uint16),
            area=area, coarse=np.select([prec == DISTRICT, prec == PROVINCE], [area, whole], 0).astype(np.uint16),
            area_keys=keys,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def stated_deaths(self) -> np.ndarray:
        """Deaths as integers, 0 where not stated: for sums only."""
        return np.where(self.deaths == UNKNOWN_COUNT, 0, self.deaths).astype(np.int64)

    def row_of(self, incident_id: str | None) -> int | None:
        """The row of an incident, None when there is none."""
        found = np.flatnonzero(self.ids == incident_id) if incident_id else ()
        return int(found[0]) if len(found) else None

    def by_area(self, mask: np.ndarray) -> pd.DataFrame:
        """Incidents and deaths of each area: index its key, columns incidents, deaths; most incidents first."""
        size = len(self.area_keys)
        table = pd.DataFrame(
            {
                "incidents": np.bincount(self.area[mask], minlength=size),
                "deaths": np.bincount(self.area[mask], self.stated_deaths[mask], minlength=size).astype(int),
            },
            index=pd.Index(self.area_keys, name="area"),
        )
        return table[table["incidents"] > 0].sort_values(["incidents", "deaths"], ascending=False, kind="stable")


def _area_names(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """District and province of each row as keys "country|district" and "country||province", "" where unknown."""
    country, district, province = (
        frame[name].fillna("").astype(str).to_numpy(object) for name in ("country", "admin2", "admin1")
    )
    return (
        np.where(district != "", country + "|" + district, ""),
        np.where(province != "", country + "||" + province, ""),
    )


def _days(column: pd.Series) -> np.ndarray:
    days = column.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), UNDATED, days.astype(np.int64)).astype(np.int32)


def _counts(column: pd.Series) -> np.ndarray:
    return column.fillna(UNKNOWN_COUNT).clip(0, UNKNOWN_COUNT).to_numpy(np.uint16)


def _numbered(column: pd.Series) -> tuple[np.ndarray, tuple[str, ...]]:
    codes, names = pd.factorize(column.fillna("").astype(str), sort=False)
    return codes.astype(np.uint32), tuple(names)
