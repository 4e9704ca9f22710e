"""`sarhad geocode` and `sarhad geoparse`: one line a row, in order; bad input named, exit 3."""

from __future__ import annotations

import json

from click.testing import CliRunner

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
