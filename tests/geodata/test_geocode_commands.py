"""`sarhad geocode` and `sarhad geoparse`: one line a row, in order; bad input named, exit 3."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from incidents.cli import main


def _run(*arguments):
    result = CliRunner().invoke(main, list(arguments))
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_names_answer_in_order_and_an_unknown_one_is_null_with_its_reason():
    result, rows = _run("geocode", "Dasht, Mastung", "Nowhereville", "Buleda")
    assert result.exit_code == 0
    assert [row["query"] for row in rows] == ["Dasht, Mastung", "Nowhereville", "Buleda"]
    assert rows[1]["lon"] is None
    assert rows[1]["reason"] == "unknown_name"
    assert (rows[2]["where_prec"], rows[2]["admin2"], rows[2]["country"]) == (2, "Kech", "Pakistan")


def test_a_batch_keeps_its_rows_and_names_the_empty_one(tmp_path):
    batch = tmp_path / "names.csv"
    batch.write_text("name,country,district\nPishin,Iran,\n,,\nDasht,,Mastung\n", encoding="utf-8")
    result, rows = _run("geocode", "--batch", str(batch))
    assert result.exit_code == 3
    assert [row["admin2"] for row in rows] == ["Rask", None, "Mastung"]
    assert "line 3" in result.stderr


def test_a_batch_without_a_name_column_says_what_it_has(tmp_path):
    batch = tmp_path / "points.csv"
    batch.write_text("lon,lat\n1,2\n", encoding="utf-8")
    result, _ = _run("geocode", "--batch", str(batch))
    assert result.exit_code == 2
    assert "lon, lat" in result.stderr


SPOILED = [
    # a byte of another encoding spoils its row only
    (b"name\nTurbat\nQu\xe9tta\nPanjgur\n", ["Turbat", None, "Panjgur"], "line 3: not UTF-8"),
    # a row without a name keeps its place
    (b"name,country\nTurbat,PK\n,IR\nKhash,IR\n", ["Turbat", None, "Khash"], "line 3: the name is empty"),
    # an unclosed quotation mark swallows what follows: the rows before it are done, the line is named
    (b'name\nTurbat\n"Pasni\nPanjgur\n', ["Turbat"], "line 3: not readable as CSV"),
]


@pytest.mark.parametrize(("content", "names", "complaint"), SPOILED)
def test_a_spoiled_row_is_named_and_the_rest_goes_on(tmp_path, content, names, complaint):
    batch = tmp_path / "names.csv"
    batch.write_bytes(content)
    result, rows = _run("geocode", "--batch", str(batch))
    assert result.exit_code == 3
    assert [row["name"] for row in rows] == names
    assert f"{batch}, {complaint}" in result.stderr


ODD = [
    # a byte order mark, headers in capitals, missing and spare columns, Windows line ends, blank lines
    (b"\xef\xbb\xbfName,Country\r\nTurbat,PK\r\n\r\nKhash\r\nRask,IR,more,still\r\n", ["Turbat", "Khash", "Rask"]),
    # a comma and a line break inside a quoted name; an unknown name stays null
    (b'name\n"Dasht, Mastung"\n"Nowhere\nville"\n', ["Dasht", None]),
    # the header alone
    (b"name\n", []),
]


@pytest.mark.parametrize(("content", "names"), ODD)
def test_an_odd_but_readable_batch_is_read(tmp_path, content, names):
    batch = tmp_path / "names.csv"
    batch.write_bytes(content)
    result, rows = _run("geocode", "--batch", str(batch))
    assert result.exit_code == 0, result.stderr
    assert [row["name"] for row in rows] == names


@given(st.binary(max_size=200))
def test_no_batch_is_too_odd(tmp_path_factory, content):
    batch = tmp_path_factory.mktemp("batch") / "names.csv"
    batch.write_bytes(b"name,country,district\n" + content)
    result, rows = _run("geocode", "--batch", str(batch))
    assert result.exit_code in (0, 1, 3)
    assert all((row["lon"] is None) == (row["lat"] is None) for row in rows)


def test_context_stands_after_commas_or_in_the_columns(tmp_path):
    batch = tmp_path / "names.csv"
    batch.write_text('name,district\n"Dasht, Mastung",\nDasht,Mastung\nDasht,Kech\nDasht,\n', encoding="utf-8")
    _, rows = _run("geocode", "--batch", str(batch))
    assert [row["admin2"] for row in rows] == ["Mastung", "Mastung", "Kech", None]
    assert rows[3]["reason"] == "ambiguous"
    wanted = "query name lon lat where_prec uncertainty_km country admin1 admin2 place_id source reason"
    assert all(set(row) == set(wanted.split()) for row in rows)


def test_a_pack_that_was_not_built_names_the_command():
    result, _ = _run("geocode", "--pack", "atlantis", "Buleda")
    assert result.exit_code == 1
    assert "sarhad geodata build" in result.stderr


def test_geoparse_gives_exact_spans(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text("QUETTA: A bomb hit Kech’s Buleda on Friday.\n", encoding="utf-8")
    result, rows = _run("geoparse", str(article))
    assert result.exit_code == 0, result.stderr
    found = rows[0]["toponyms"]
    assert [toponym["text"] for toponym in found] == ["QUETTA", "Kech", "Buleda"]
    assert all({"start", "end", "name", "lon", "lat", "where_prec", "place_id", "reason"} <= set(t) for t in found)
