"""What else happened near an incident, in place and time. Pure: frame in, frame out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.crs import geod
from incidents.model import Incident

KM, DAYS = 50.0, 30
POINTS = (1, 2, 5)  # where_prec of places that a distance can be measured to
DISTRICT = (3,)


def nearby(frame: pd.DataFrame, incident: Incident, km: float = KM, days: int = DAYS) -> pd.DataFrame:
    """The incidents within km and days of one, nearest in place first: the frame's rows with `km` and `days` beside them.

    km is NaN for those known to the same district only, which come last; days is signed, later ones positive. Recalled
    events are left out; an undated incident has no neighbours, and one known to its province only has none either.
    """
    if incident.event_date is None or frame.empty:
        return frame.iloc[:0].assign(km=pd.Series(dtype=float), days=pd.Series(dtype=int))
    day, span = pd.Timestamp(incident.event_date), pd.Timedelta(days=days)
    near_in_time = frame["event_date"].between(day - span, day + span)
    found = frame[near_in_time & ~frame["background"] & (frame.index != incident.id)]
    found = found.assign(km=np.nan, days=(found["event_date"] - day).dt.days)
    pointed = found["where_prec"].isin(POINTS) & found["lon"].notna()
    if incident.lon is not None and incident.where_prec in POINTS:
        lons, lats = found.loc[pointed, "lon"].to_numpy(float), found.loc[pointed, "lat"].to_numpy(float)
        here = np.full(len(lons), incident.lon), np.full(len(lats), incident.lat)
        found.loc[pointed, "km"] = geod().inv(*here, lons, lats)[2] / 1000.0
    same_district = (
        (found["admin2"] == incident.admin2) & (found["country"] == incident.country)
        if incident.admin2 and (incident.where_prec or 9) <= DISTRICT[0]
        else pd.Series(False, index=found.index)
    )
    coarse = found["km"].isna() & same_district & found["where_prec"].isin((*POINTS, *DISTRICT))
    kept = found[(found["km"] <= km) | coarse]
    return kept.sort_values(["km", "days"], key=lambda column: column.abs(), na_position="last")
