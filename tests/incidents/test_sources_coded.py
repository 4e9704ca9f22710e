"""Tables that others coded: UCDP GED, ACLED and GTD in their true column layouts, every value kept and quoted."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner

from incidents.cli import main
from incidents.model import DatePrec, Reject
from incidents.sources import content_key, read_bytes
from incidents.sources.record import SourceRecord

# UCDP GED 24.1, all 49 columns in order
UCDP_COLUMNS = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,"
    "dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,"
    "priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,"
    "best,high,low,gwnoa,gwnob"
)
UCDP_ROW = {
    "id": "390001", "relid": "PAK-2020-1-141-9", "year": "2020", "type_of_violence": "1", "conflict_name": "Pakistan: Balochistan",
    "side_a": "Government of Pakistan", "side_b": "BLF", "number_of_sources": "2", "source_article": "Wire, 2020-05-09, Six killed",
    "source_office": "Frontier Wire", "source_headline": "Six killed in Kech", "source_original": "assistant commissioner",
    "where_prec": "2", "where_coordinates": "Buleda town", "where_description": "Buleda, 40 km from the border",
    "adm_1": "Balochistan province", "adm_2": "Kech district", "latitude": "26.3", "longitude": "63.0", "geom_wkt": "POINT (63.0 26.3)",
    "country": "Pakistan", "country_id": "770", "region": "Asia", "event_clarity": "1", "date_prec": "2",
    "date_start": "2020-05-08 00:00:00.000", "date_end": "2020-05-10 00:00:00.000", "deaths_a": "6", "deaths_b": "0", "deaths_civilians": "0",
    "deaths_unknown": "0", "best": "6", "high": "7", "low": "5", "gwnoa": "770",
}  # fmt: skip
# ACLED's export of 2024, all columns in order
ACLED_COLUMNS = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,"
    "inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,"
    "source_scale,notes,fatalities,tags,timestamp"
)
ACLED_ROW = {
    "event_id_cnty": "PAK60001", "event_date": "08 May 2020", "year": "2020", "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Remote explosive/landmine/IED", "actor1": "BLF: Baloch Liberation Front",
    "actor2": "Military Forces of Pakistan (2018-)", "iso": "586", "region": "South Asia", "country": "Pakistan", "admin1": "Balochistan",
    "admin2": "Kech", "admin3": "Buleda", "location": "Buleda", "latitude": "26.3000", "longitude": "63.0000", "geo_precision": "2",
    "source": "Dawn (Pakistan); Frontier Wire", "source_scale": "National", "fatalities": "6", "timestamp": "1589300000",
    "notes": "On 8 May 2020, an IED hit an army patrol in Buleda (Kech, Balochistan). 6 soldiers were killed.",
}  # fmt: skip
# GTD, the columns of its spreadsheet that carry something
GTD_COLUMNS = (
    "eventid,iyear,imonth,iday,approxdate,extended,resolution,country,country_txt,region,region_txt,provstate,city,latitude,longitude,"
    "specificity,vicinity,location,summary,crit1,crit2,crit3,doubtterr,multiple,success,suicide,attacktype1,attacktype1_txt,targtype1,"
    "targtype1_txt,targsubtype1,targsubtype1_txt,corp1,target1,natlty1,natlty1_txt,gname,individual,nperps,claimed,weaptype1,weaptype1_txt,"
    "nkill,nkillus,nkillter,nwound,nwoundus,nwoundte,property,ishostkid,nhostkid,ransom,dbsource"
)
GTD_ROW = {
    "eventid": "201902130013", "iyear": "2019", "imonth": "2", "iday": "13", "country": "94", "country_txt": "Iran", "region_txt": "Middle East",
    "provstate": "Sistan and Baluchestan", "city": "Chanali", "latitude": "28.9", "longitude": "61.1", "specificity": "1", "suicide": "1",
    "attacktype1": "3", "attacktype1_txt": "Bombing/Explosion", "targtype1": "4", "targtype1_txt": "Military", "target1": "Bus",
    "corp1": "Islamic Revolutionary Guard Corps", "gname": "Jaish al-Adl", "nkill": "28", "nkillter": "1", "nwound": "13", "nhostkid": "-99",
    "summary": "02/13/2019: A suicide bomber attacked a bus between Khash and Zahedan, Iran.",
}  # fmt: skip
TABLES = {"ucdp": (UCDP_COLUMNS, UCDP_ROW), "acled": (ACLED_COLUMNS, ACLED_ROW), "gtd": (GTD_COLUMNS, GTD_ROW)}


def table(kind: str, *changes: dict, delimiter: str = ",") -> bytes:
    """A CSV of one row for each set of changes."""
    columns, row = TABLES[kind]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns.split(","), delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows({**row, **change} for change in changes or ({},))
    return out.getvalue().encode()


def only(kind: str, **changes) -> SourceRecord | Reject:
    (record,) = read_bytes(table(kind, changes), f"{kind}.csv")
    return record


def test_ucdp():
    record = only("ucdp")
    (report,) = record.reports
    assert (record.article.id, record.article.source, record.article.title) == (
        "ucdp-390001",
        "Frontier Wire",
        "Six killed in Kech",
    )
    assert (report.event_date, report.event_date_end, report.date_prec) == (
        date(2020, 5, 8),
        date(2020, 5, 10),
        DatePrec.DAYS,
    )
    assert (report.lon, report.lat, report.where_prec) == (63.0, 26.3, 2)
    assert (report.fatalities, report.fatalities_low, report.fatalities_high, report.civilians_killed) == (6, 5, 7, 0)
    assert (report.actor1, report.actor2, report.event_type) == ("Government of Pakistan", "BLF", None)
    assert (report.location, report.admin2, report.admin1, report.country) == (
        "Buleda town",
        "Kech",
        "Balochistan",
        "Pakistan",
    )


def test_acled():
    record = only("acled")
    (report,) = record.reports
    assert (record.article.id, record.article.source) == ("acled-PAK60001", "Dawn (Pakistan); Frontier Wire")
    assert (report.event_date, report.date_prec, report.lon, report.lat) == (date(2020, 5, 8), DatePrec.DAY, 63.0, 26.3)
    assert (report.event_type, report.sub_event_type) == ("Explosions/Remote violence", "Remote explosive/landmine/IED")
    assert (report.fatalities, report.injured, report.where_prec, report.admin2) == (6, None, 3, "Kech")
    assert report.excerpt.startswith("On 8 May 2020")


def test_gtd():
    record = only("gtd")
    (report,) = record.reports
    assert (record.article.id, record.article.source) == ("gtd-201902130013", "GTD")
    assert (report.event_date, report.date_prec, report.lon, report.lat, report.where_prec) == (
        date(2019, 2, 13),
        DatePrec.DAY,
        61.1,
        28.9,
        1,
    )
    assert (report.event_type, report.sub_event_type) == ("Explosions/Remote violence", "Suicide bomb")
    assert (report.fatalities, report.attackers_killed, report.injured, report.abducted) == (28, 1, 13, None)
    assert (report.actor1, report.actor2, report.location, report.country) == ("Jaish al-Adl", "Bus", "Chanali", "Iran")


@pytest.mark.parametrize("kind", TABLES)
def test_every_value_quotes_its_cell(kind):
    record = only(kind)
    (report,) = record.reports
    quoted = {item.field: item.span.text for item in report.evidence}
    for item in report.evidence:
        assert record.article.text[item.span.start : item.span.end] == item.span.text
    assert quoted["fatalities"] == str(report.fatalities) and float(quoted["lon"]) == report.lon
    assert {"location", "country", "admin1", "where_prec"} <= set(quoted)


@pytest.mark.parametrize(
    ("kind", "changes", "field", "value"),
    [
        # their codes for precision, in ours
        ("ucdp", {"where_prec": "7"}, "where_prec", 7), ("acled", {"geo_precision": "1"}, "where_prec", 1),
        ("acled", {"geo_precision": "3"}, "where_prec", 4), ("gtd", {"specificity": "2"}, "where_prec", 3),
        ("gtd", {"specificity": "4"}, "where_prec", 4), ("gtd", {"specificity": "5"}, "where_prec", 6),
        ("ucdp", {"date_prec": "5"}, "date_prec", DatePrec.YEAR), ("acled", {"time_precision": "2"}, "date_prec", DatePrec.WEEK),
        ("acled", {"time_precision": "3"}, "date_prec", DatePrec.MONTH),
        # one day is no range
        ("ucdp", {"date_end": "2020-05-08 00:00:00.000"}, "event_date_end", None),
        # GTD writes 0 for a part of the day that is not known
        ("gtd", {"iday": "0"}, "date_prec", DatePrec.MONTH), ("gtd", {"iday": "0"}, "event_date_end", date(2019, 2, 28)),
        ("gtd", {"imonth": "0", "iday": "0"}, "date_prec", DatePrec.YEAR), ("gtd", {"imonth": "0", "iday": "0"}, "event_date_end", date(2019, 12, 31)),
        # not stated is not none: blanks, GTD's -9 and -99; stated none is 0; spreadsheets make floats
        ("gtd", {"nkill": ""}, "fatalities", None), ("gtd", {"nkill": "-9"}, "fatalities", None), ("gtd", {"nkill": "0"}, "fatalities", 0),
        ("gtd", {"nkill": "28.0"}, "fatalities", 28), ("ucdp", {"best": "0"}, "fatalities", 0), ("acled", {"fatalities": ""}, "fatalities", None),
        ("gtd", {"gname": "Unknown"}, "actor1", None),
        # no place is no place, never the Gulf of Guinea
        ("gtd", {"latitude": "", "longitude": ""}, "lon", None), ("gtd", {"latitude": ""}, "lon", None),
        # types of violence that say what ACLED's say, and those that do not
        ("ucdp", {"type_of_violence": "3"}, "sub_event_type", "Attack"), ("ucdp", {"type_of_violence": "2"}, "event_type", None),
        ("gtd", {"suicide": "0"}, "sub_event_type", "Remote explosive/landmine/IED"),
        ("gtd", {"attacktype1_txt": "Armed Assault"}, "sub_event_type", "Armed clash"),
        ("gtd", {"attacktype1_txt": "Armed Assault", "targtype1_txt": "Private Citizens & Property"}, "sub_event_type", "Attack"),
        ("gtd", {"attacktype1_txt": "Hostage Taking (Kidnapping)"}, "sub_event_type", "Abduction/forced disappearance"),
        ("gtd", {"attacktype1_txt": "Unknown"}, "event_type", None),
        # our own ACLED profile keeps UCDP's finer precision among the tags
        ("acled", {"tags": "sarhad; where_prec=5"}, "where_prec", 5),
    ],
)  # fmt: skip
def test_codes(kind, changes, field, value):
    (report,) = only(kind, **changes).reports
    assert getattr(report, field) == value


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        # each names the column and what it holds
        ("ucdp", {"best": "many"}, "bad_number"), ("ucdp", {"latitude": "126.3"}, "bad_number"), ("ucdp", {"where_prec": "2.5"}, "bad_number"),
        ("acled", {"fatalities": "1e12"}, "bad_number"), ("acled", {"event_date": "2020-02-30"}, "bad_date"), ("gtd", {"imonth": "13"}, "bad_date"),
        ("gtd", {"iyear": ""}, "bad_date"), ("gtd", {"iyear": "0099"}, "bad_date"), ("gtd", {"iday": "31"}, "bad_date"),
        ("ucdp", {"date_end": "2019-01-01"}, "bad_record"), ("ucdp", {"id": "", "relid": ""}, "missing_field"),
        ("acled", {"event_id_cnty": ""}, "missing_field"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(kind, changes, code):
    reject = only(kind, **changes)
    assert isinstance(reject, Reject) and (reject.code, reject.line) == (code, 2)


@pytest.mark.parametrize("kind", TABLES)
def test_rows_are_told_apart_by_their_ids_and_a_correction_is_another_content(kind):
    """Two events of one day without a note are two; a corrected toll is a changed article under the same id."""
    columns, _ = TABLES[kind]
    identity, toll = {"ucdp": ("id", "best"), "acled": ("event_id_cnty", "fatalities"), "gtd": ("eventid", "nkill")}[
        kind
    ]
    bare = {
        name: "" for name in ("where_description", "source_original", "notes", "summary") if name in columns.split(",")
    }
    first, second, again, corrected = read_bytes(
        table(kind, bare, {**bare, identity: "7"}, bare, {**bare, toll: "9"}), "a.csv"
    )
    keys = [content_key(record.article) for record in (first, second, again, corrected)]
    assert keys[0] == keys[2] and len({keys[0], keys[1], keys[3]}) == 3
    assert first.article.id == corrected.article.id != second.article.id


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("dialect", [",", ";", "\t"])
def test_dialects(kind, dialect):
    (record,) = read_bytes(table(kind, delimiter=dialect), "a.csv")
    assert record.reports == only(kind).reports


def test_gtd_is_published_in_latin_letters_of_windows():
    (record,) = read_bytes(
        table("gtd", {"summary": "Attack on São Miguel", "city": "São Miguel"}).decode().encode("cp1252"), "a.csv"
    )
    assert record.reports[0].location == "São Miguel"


@pytest.mark.parametrize("kind", TABLES)
def test_as_json(kind):
    _, row = TABLES[kind]
    for document, name in (
        (json.dumps([row]), "a.json"),
        (json.dumps(row), "a.jsonl"),
        (json.dumps({"data": [row]}), "a.json"),
    ):
        (record,) = read_bytes(document.encode(), name)
        assert record.reports[0].fatalities == only(kind).reports[0].fatalities


def test_an_article_with_the_word_fatalities_is_no_table():
    (article,) = read_bytes(b"text,date\nSix fatalities in Turbat,2020-05-12\n", "a.csv")
    assert article.text == "Six fatalities in Turbat"


@pytest.mark.parametrize(
    ("kind", "border_side", "km"),
    [("ucdp", "Pakistan", (20, 60)), ("acled", "Pakistan", (20, 60)), ("gtd", "Iran", (30, 140))],
)
def test_extract_adds_the_border_and_keeps_the_rest(kind, border_side, km, tmp_path):
    path = tmp_path / f"{kind}.csv"
    path.write_bytes(table(kind))
    done = CliRunner().invoke(main, ["extract", str(path)])
    assert done.exit_code == 0, done.output
    (feature,) = json.loads(done.stdout)["features"]
    told, (report,) = feature["properties"], only(kind).reports
    assert feature["geometry"]["coordinates"] == [report.lon, report.lat]
    assert told["border_side"] == border_side and km[0] < told["border_km"] < km[1]
    assert (told["where_prec"], told["fatalities"], told["article_id"]) == (
        report.where_prec,
        report.fatalities,
        report.article_id,
    )


def test_the_events_of_balochistan(shared):
    """654 real events, none lost, none without a place."""
    path = shared / "facts" / "ucdp_events_balochistan.csv"
    records = list(read_bytes(path.read_bytes(), path.name))
    assert len(records) == 654 and all(isinstance(record, SourceRecord) for record in records)
    assert all(record.reports[0].lon is not None and record.reports[0].where_prec for record in records)
    assert len({record.article.id for record in records}) == 654
