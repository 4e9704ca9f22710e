"""CSV and Excel: lat, lon and WKT beside the fields, real dates, and no cell that a spreadsheet could run."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from factories import HOSTILE_TEXTS, incidents, make_incident, make_report
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.export import to_bytes
from incidents.export.profiles import SARHAD
from incidents.export.table import bare, harmless

DANGEROUS = [
    # what Excel, LibreOffice or Google Sheets take for a formula, also behind blanks, quotes and full-width signs
    "=1+1", "=HYPERLINK('http://a.example')", "+1", "-1+1", "@SUM(A1)", " =1+1", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "|cmd", "%0A=1",
    "\u00a0=1", "\ufeff=1", "'=1", "''=1", "=cmd|' /C calc'!A0",
]  # fmt: skip


def rows(events, profile: str = "sarhad") -> list[dict]:
    data = to_bytes(events, "csv", profile)
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for Windows-1252"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def book(events, profile: str = "sarhad"):
    return openpyxl.load_workbook(io.BytesIO(to_bytes(events, "xlsx", profile)))


def cells(events, profile: str = "sarhad") -> list[dict]:
    header, *lines = book(events, profile)["incidents"].iter_rows()
    return [dict(zip([cell.value for cell in header], line, strict=True)) for line in lines]


def test_columns_hold_the_point_three_ways():
    (row,) = rows([make_incident(lon=63.0041, lat=26.3)])
    assert (row["lat"], row["lon"], row["wkt"]) == ("26.3", "63.0041", "POINT (63.0041 26.3)")
    (row,) = rows([make_incident(lon=None, lat=None)])
    assert (row["lat"], row["lon"], row["wkt"]) == ("", "", "")


def test_unknown_is_empty_and_zero_is_zero():
    (row,) = rows([make_incident(fatalities=None, injured=0, actor1=None, background=False)])
    assert (row["fatalities"], row["injured"], row["actor1"], row["background"]) == ("", "0", "", "false")


def test_lines_end_as_the_standard_says_and_texts_keep_theirs():
    data = to_bytes([make_incident(excerpt="one\ntwo, “three”")], "csv").decode("utf-8-sig")
    assert data.count("\r\n") == 2 and rows([make_incident(excerpt="one\ntwo")])[0]["excerpt"] == "one\ntwo"


def test_pandas_reads_it(tmp_path):
    frame = pd.read_csv(
        io.BytesIO(to_bytes([make_incident(), make_incident(id="b", lon=None, lat=None)], "csv")),
        parse_dates=["event_date"],
    )
    assert list(frame["id"]) == ["incident-1", "b"] and frame["lon"].isna().tolist() == [False, True]
    assert frame["event_date"][0] == datetime(2020, 5, 8)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(text):
    event = make_incident(title=text, actor1=text, location=text, excerpt=text)
    (row,) = rows([event])
    for name in ("title", "actor1", "location", "excerpt"):
        assert row[name].startswith("'") and bare(row[name]) == text
    (line,) = cells([event])
    for name in ("title", "actor1", "location", "excerpt"):
        assert line[name].data_type == "s" and str(line[name].value).startswith("'")


@pytest.mark.parametrize("text", ["Turbat", "63 km - north", "a=b", "O'Hara", "بلیدہ", "", "'quoted'"])
def test_harmless_words_stay_as_they_are(text):
    assert harmless(text) == text


@given(st.text())
def test_bare_undoes_harmless(text):
    assert bare(harmless(text)) == text
    first = harmless(text)[:1]
    assert first not in set("=+-@\t\r\n＝＋－＠|%")


@given(incidents())
@settings(max_examples=40)
def test_no_text_of_any_incident_is_a_formula(event):
    for value in rows([event])[0].values():
        stripped = value.lstrip(" \u00a0\ufeff")
        assert not stripped or stripped[0] not in "=+-@" or _number(value)


def _number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def test_excel_has_real_dates_numbers_and_a_sheet_of_sources():
    (line,) = cells([make_incident()])
    assert line["event_date"].is_date and line["event_date"].value == datetime(2020, 5, 8)
    assert (line["fatalities"].value, line["lon"].value, line["background"].value) == (6, 63.0, False)
    sources = list(book([make_incident()])["sources"].values)
    assert sources[0] == ("incident_id", "article_id", "title", "source", "url", "published")
    assert sources[1][:2] == ("incident-1", "article-1") and sources[1][5] == datetime(2020, 5, 12)


def test_excel_filters_and_freezes_its_header():
    sheet = book([make_incident()])["incidents"]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")


@pytest.mark.parametrize(
    "text", [*HOSTILE_TEXTS, "\x0b\x1f\ufffe\ud800", "x" * 40_000, "😀" * 20_000], ids=lambda text: text[:12]
)
def test_excel_holds_any_text(text):
    (line,) = cells([make_incident(excerpt=text)])
    assert (
        line["excerpt"].data_type in ("s", "inlineStr")
        and len(str(line["excerpt"].value).encode("utf-16-le")) // 2 <= 32_767
    )


def test_a_cut_cell_says_so():
    (line,) = cells([make_incident(excerpt="x" * 40_000)])
    assert "cut" in line["excerpt"].value


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hxl_is_a_second_header_row(form):
    event = make_incident()
    if form == "csv":
        tags = rows([event], "hxl")[0]
    else:
        tags = {name: cell.value for name, cell in cells([event], "hxl")[0].items()}
    assert set(tags) == {column.name for column in SARHAD}
    assert all(tag.startswith("#") for tag in tags.values()) and len(set(tags.values())) == len(tags)
    assert (tags["lat"], tags["lon"], tags["event_date"], tags["fatalities"]) == (
        "#geo+lat",
        "#geo+lon",
        "#date+start",
        "#affected+killed",
    )


def test_reports_of_extract_have_their_article():
    (row,) = rows([make_report()])
    assert row["article_id"] == "article-1" and row["event_date"] == date(2020, 5, 8).isoformat()
