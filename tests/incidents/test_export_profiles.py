"""The column profiles of ACLED, UCDP and HXL: their names in their order, their codes, and no id of theirs invented."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from factories import make_incident

from incidents.export import columns_for, to_bytes
from incidents.export.profiles import ACLED, PROFILES, SARHAD, TAGS, UCDP, columns_of
from incidents.model import DatePrec, Event, ExportError, Status, kinds

ACLED_ORDER = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 "
    "inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision source "
    "source_scale notes fatalities tags timestamp"
)
UCDP_ORDER = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name "
    "side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date "
    "source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country "
    "country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
)


def row(profile: str, **changes) -> dict:
    (found,) = csv.DictReader(
        io.StringIO(to_bytes([make_incident(**changes)], "csv", profile).decode("utf-8-sig"), newline="")
    )
    return found


def test_acled_columns_are_those_of_the_codebook():
    names = [column.name for column in ACLED]
    assert names == ACLED_ORDER.split()[: len(names)] and len(names) >= 30


def test_ucdp_columns_are_in_the_order_of_the_codebook():
    names, order = [column.name for column in UCDP], UCDP_ORDER.split()
    assert [name for name in order if name in names] == names
    assert {"id", "best", "low", "high", "where_prec", "date_prec", "priogrid_gid", "country_id"} <= set(names)


def test_every_field_of_the_model_is_a_column_with_a_hashtag():
    columns = {column.name: column for column in SARHAD}
    assert set(kinds(Event)) <= set(columns) and set(TAGS) == set(kinds(Event)) - {"lon", "lat"}
    assert all(column.tag.startswith("#") for column in SARHAD)
    assert len({column.tag for column in SARHAD}) == len(SARHAD)


@pytest.mark.parametrize(
    ("profile", "changes", "column", "value"),
    [
        ("acled", {}, "year", "2020"), ("acled", {}, "iso", "586"), ("acled", {}, "region", "South Asia"), ("acled", {"country": "Iran"}, "iso", "364"),
        ("acled", {}, "disorder_type", "Political violence"), ("acled", {"event_type": "Strategic developments"}, "disorder_type", "Strategic developments"),
        # our precision in ACLED's three steps
        ("acled", {"where_prec": 1}, "geo_precision", "1"), ("acled", {"where_prec": 3}, "geo_precision", "2"), ("acled", {"where_prec": 4}, "geo_precision", "3"),
        ("acled", {"date_prec": DatePrec.WEEK}, "time_precision", "2"), ("acled", {"date_prec": DatePrec.MONTH}, "time_precision", "3"),
        ("acled", {"event_type": "Violence against civilians"}, "civilian_targeting", "Civilian targeting"),
        # what is not known stays empty
        ("acled", {"fatalities": None}, "fatalities", ""), ("acled", {"event_date": None, "date_prec": None}, "year", ""), ("acled", {}, "inter1", ""),
        ("ucdp", {}, "country_id", "770"), ("ucdp", {"country": "Iran"}, "country_id", "630"), ("ucdp", {}, "priogrid_gid", "167527"),
        ("ucdp", {}, "date_end", "2020-05-08"), ("ucdp", {"event_date_end": date(2020, 5, 10)}, "date_end", "2020-05-10"),
        ("ucdp", {"fatalities_high": 9}, "high", "9"), ("ucdp", {"fatalities_high": None, "fatalities_low": None}, "high", "6"),
        ("ucdp", {"event_type": "Violence against civilians"}, "type_of_violence", "3"), ("ucdp", {}, "type_of_violence", ""),
        ("ucdp", {"status": Status.CONFIRMED}, "code_status", "Clear"), ("ucdp", {}, "conflict_name", ""), ("ucdp", {}, "deaths_b", ""),
    ],
)  # fmt: skip
def test_values(profile, changes, column, value):
    assert row(profile, **changes)[column] == value


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_what_its_name_says_and_no_other(profile):
    """sarhad and hxl are the same columns; only hxl has the second header row."""
    lines = to_bytes([make_incident()], "csv", profile).decode("utf-8-sig").split("\r\n")
    assert ("#event+id" in lines[1]) is (profile == "hxl")


def test_an_unknown_profile_names_those_there_are():
    with pytest.raises(ExportError, match="sarhad, acled, ucdp, hxl"):
        columns_of("excel")


@pytest.mark.parametrize("form", ["geojson", "jsonl", "kml", "gpkg", "geoparquet"])
def test_hashtags_need_a_header(form):
    with pytest.raises(ExportError, match="use csv or xlsx"):
        columns_for(form, "hxl")
