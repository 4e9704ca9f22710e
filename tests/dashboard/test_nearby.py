"""Neighbours in place and time: only distances that mean something."""

from __future__ import annotations

import pandas as pd
import pytest
from factories import make_incident

from dashboard.nearby import nearby


def frame(**rows: dict) -> pd.DataFrame:
    typical = dict(
        event_date=pd.Timestamp(2020, 5, 10), lon=63.0, lat=26.4, where_prec=1, admin2="Kech", country="Pakistan",
        background=False,
    )  # fmt: skip
    return pd.DataFrame([typical | row for row in rows.values()], index=list(rows))


@pytest.mark.parametrize(
    ("row", "near"),
    [
        # eleven kilometres and two days away
        ({}, True),
        # 30 days are in, 31 out, on either side
        ({"event_date": pd.Timestamp(2020, 6, 7)}, True),
        ({"event_date": pd.Timestamp(2020, 6, 8)}, False),
        ({"event_date": pd.Timestamp(2020, 4, 7)}, False),
        # 0.5 degrees of latitude are 55 km
        ({"lat": 26.8, "admin2": "Panjgur"}, False),
        # far, though in the same district
        ({"lat": 26.8}, False),
        # known to the same district only: listed, without a distance
        ({"where_prec": 3, "lat": 26.9}, True),
        # another district's middle means nothing
        ({"where_prec": 3, "admin2": "Panjgur"}, False),
        ({"where_prec": 4}, False),
        ({"where_prec": pd.NA, "lon": float("nan"), "lat": float("nan")}, False),
        # undated, or only recalled
        ({"event_date": pd.NaT}, False),
        ({"background": True}, False),
    ],
)
def test_what_is_near(row, near):
    found = nearby(
        frame(other=row).astype({"where_prec": "Int64"}), make_incident(event_date=pd.Timestamp(2020, 5, 8).date())
    )
    assert list(found.index) == (["other"] if near else [])


def test_nearest_first_with_signed_days_and_never_itself():
    rows = frame(far={"lat": 26.6}, near={"event_date": pd.Timestamp(2020, 5, 1)}, coarse={"where_prec": 3})
    rows.loc["incident-1"] = rows.loc["near"]
    found = nearby(rows, make_incident())
    assert list(found.index) == ["near", "far", "coarse"]
    assert list(found["days"]) == [-7, 2, 2]
    assert found["km"].round(0).tolist()[:2] == [11, 33] and pd.isna(found["km"]["coarse"])


def test_an_incident_without_day_or_place_has_no_neighbours():
    assert nearby(frame(other={}), make_incident(event_date=None, date_prec=None)).empty
    assert nearby(frame(other={}), make_incident(lon=None, lat=None, where_prec=None, admin2=None)).empty
