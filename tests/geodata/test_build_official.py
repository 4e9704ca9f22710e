"""Packs of two countries from files of the official sources' form: the areas meet, the names resolve, the pack works."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import shapely
from click.testing import CliRunner

from geodata import fetch
from geodata.build.official import build_official
from geodata.fetch import fetch_sources
from geodata.gazetteer import load_gazetteer
from geodata.geocode import geocode_name
from geodata.locate import locate, locate_one
from geodata.model import PackError, WherePrec
from geodata.pack import open_pack
from incidents.cli import main

from .official_files import TOWNS, TURKEY, addresses, cod_ab, dump, natural_earth, serving, turkey_and_syria, zipped


@pytest.fixture(scope="module")
def downloads(tmp_path_factory):
    """What `fetch` brings from the local server."""
    folder = tmp_path_factory.mktemp("downloads")
    files: dict[str, bytes] = {}
    with serving(files) as server:
        files.update(turkey_and_syria(server.address))
        fetch_sources(["TR", "SY"], None, folder, addresses=addresses(server.address))
    return folder


@pytest.fixture(scope="module")
def pack(downloads, tmp_path_factory):
    path = tmp_path_factory.mktemp("pack") / "tr_sy.gpkg"
    build_official(path, ["TR", "SY"], downloads)
    return open_pack(path)


def test_the_areas_of_both_countries_are_one_valid_coverage(pack):
    for layer in ("admin2", "admin1", "countries"):
        shapes = [row["geometry"] for row in pack.rows(layer)]
        assert len(shapes) > 1 and shapely.coverage_is_valid(shapes)


def test_the_border_is_the_edge_in_common_although_the_files_leave_a_gap(pack):
    (row,) = pack.rows("border")
    assert (row["country_a"], row["country_b"]) == ("Turkey", "Syria")
    assert row["length_km"] == pytest.approx(
        88.8, abs=2.5
    )  # 0.8 degrees of a meridian, and the seam reaches a kilometre past its ends
    assert row["geometry"].bounds[0] >= 36.099 and row["geometry"].bounds[2] <= 36.111


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (36.0, 36.2, ("Turkey", "Hatay", "Antakya")),  # geoBoundaries names no parent: found by place
        (36.4, 36.2, ("Syria", "Idlib", "Harim")),
        (36.4, 36.6, ("Syria", "Aleppo", "Afrin")),
        (40.0, 36.2, (None, None, None)),
    ],
)
def test_points_are_located(pack, lon, lat, expected):
    found = locate_one(lon, lat, pack.boundaries)
    assert (found.country, found.admin1, found.admin2) == expected


def test_towns_and_areas_resolve(pack):
    gazetteer = load_gazetteer(pack)
    town = geocode_name("Harim town", gazetteer)
    assert town.place_id == "geonames:173480" and (town.admin1, town.admin2) == ("Idlib", "Harim")
    assert geocode_name("Idlib", gazetteer).where_prec is WherePrec.PROVINCE
    assert geocode_name("Syria", gazetteer).where_prec is WherePrec.COUNTRY
    assert not gazetteer.lookup("Kuşaklı")  # neither inhabitants nor a seat


def test_sources_say_what_the_pack_was_made_from(pack):
    rows = {(row["layer"], row["source"]): row for row in pack.sources}
    turkey = rows["admin2", "geoBoundaries gbOpen Turkey (after OpenStreetMap)"]
    assert (turkey["vintage"], turkey["licence"]) == ("2021", "CC BY 4.0") and turkey["version"].startswith("sha256 ")
    assert rows["admin2", "OCHA COD-AB Syria"]["vintage"] == "2023"
    vintages = {row["name"]: row["vintage"] for row in pack.rows("admin2")}
    assert vintages["Antakya"] == "2021" and vintages["Harim"] == "2023"


def test_building_twice_gives_the_same_content(pack, downloads, tmp_path):
    build_official(tmp_path / "again.gpkg", ["TR", "SY"], downloads)
    assert open_pack(tmp_path / "again.gpkg").digest() == pack.digest()


def test_the_commands_build_and_use_the_pack(downloads, monkeypatch, tmp_path):
    monkeypatch.setattr(fetch, "download_folder", lambda: downloads)
    monkeypatch.setattr("geodata.build.official.download_folder", lambda: downloads)
    path, points, article = tmp_path / "tr_sy.gpkg", tmp_path / "points.csv", tmp_path / "a.txt"
    points.write_text("lon,lat\n36.4,36.2\n", encoding="utf-8")
    article.write_text("date 2020-05-12 Two soldiers killed\nTwo soldiers were killed in a blast in Harim, Idlib.")
    run = CliRunner().invoke
    built = run(main, ["geodata", "build", "--countries", "TR,SY", "-o", str(path)])
    assert built.exit_code == 0, built.output
    assert "content digest" in built.stdout
    located = run(main, ["locate", "--batch", str(points), "--pack", str(path)])
    assert located.stdout.splitlines()[1].startswith("36.4,36.2,Syria,Idlib,Harim,")
    geocoded = json.loads(run(main, ["geocode", "Harim, Idlib", "--pack", str(path)]).stdout)
    assert geocoded["country"] == "Syria"
    extracted = run(main, ["extract", str(article), "--pack", str(path)])
    (feature,) = json.loads(extracted.stdout)["features"]
    assert (feature["properties"]["country"], feature["properties"]["admin1"]) == ("Syria", "Idlib")
    assert run(main, ["geodata", "info", "--pack", str(path)]).exit_code == 0


def test_natural_earth_serves_where_nothing_finer_is_there(tmp_path):
    boxes = {"Hatay": ("TR", (35.9, 36.0, 36.1, 36.8)), "Idlib": ("SY", (36.1, 36.0, 36.5, 36.8))}
    (tmp_path / "ne_10m_admin_1_states_provinces.zip").write_bytes(natural_earth(boxes))
    for code in ("TR", "SY"):
        (tmp_path / f"{code}.zip").write_bytes(dump(code, TOWNS[code]))
    build_official(tmp_path / "p.gpkg", ["TR", "SY"], tmp_path)
    found = locate([36.0, 36.3], [36.2, 36.2], open_pack(tmp_path / "p.gpkg").boundaries)
    assert list(found["admin1"]) == ["Hatay", "Idlib"] and list(found["admin2"]) == [None, None]


@pytest.mark.parametrize(
    ("countries", "files", "said"),
    [
        (
            ["TR", "SY"],
            {},
            "sarhad geodata fetch --countries TR,SY",
        ),  # nothing fetched: how to get it, what stays in use
        (["TR"], {}, "two countries"),  # a pack has two sides
        (["TR", "TR"], {}, "two countries"),
        (["TR", "SY"], {"TR-cod-ab.geojson.zip": zipped("tur_admin2.geojson", b"[]")}, "not a GeoJSON"),
        (["TR", "SY"], {"TR.zip": b"no zip"}, "GeoNames dump"),
        (["TR", "SY"], {"TR.zip": zipped("TR.txt", b"1\tx\n")}, "line 1: 2 columns"),
        # they lie a degree apart
        (["TR", "SY"], {"SY-cod-ab.geojson.zip": cod_ab({("A", "B"): (38, 36, 39, 37)}, "Syria")}, "do not touch"),
    ],
)
def test_what_cannot_be_built_says_why_and_writes_nothing(downloads, tmp_path, countries, files, said):
    folder = tmp_path / "downloads"
    folder.mkdir()
    if files:
        for file in downloads.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with pytest.raises(PackError, match=said):
        build_official(tmp_path / "p.gpkg", countries, folder)
    assert not list(tmp_path.glob("*.gpkg"))


def test_old_column_names_of_cod_ab_are_read(downloads, tmp_path):
    rows = zipped("tur_admbnda_adm2.geojson", _renamed(cod_ab(TURKEY, "Turkey")))
    for file in downloads.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "TR-cod-ab.geojson.zip").write_bytes(rows)
    build_official(tmp_path / "p.gpkg", ["TR", "SY"], tmp_path)
    assert {row["name"] for row in open_pack(tmp_path / "p.gpkg").rows("admin2")} >= {"Antakya", "Reyhanlı"}


def _renamed(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        content = opened.read(opened.namelist()[0])
    return content.replace(b'"adm2_name"', b'"ADM2_EN"').replace(b'"adm1_name"', b'"ADM1_EN"')


def test_pakistan_and_iran_keep_their_border_and_get_this_projects_spellings(tmp_path):
    """COD-AB writes "Chaghi" and "Qasr-e-Ghand"; the curated places name Chagai and Qasr-e Qand as their districts."""
    pakistan = {("Balochistan", "Chaghi"): (60, 28, 67, 32), ("Balochistan", "Kech"): (61, 25, 67, 28)}
    iran = {
        ("Sistan and Baluchestan", "Zahedan"): (58, 28, 62, 32),
        ("Sistan and Baluchestan", "Qasr-e-Ghand"): (58, 25, 62, 28),
    }
    towns = {
        "PK": [(1163021, "Turbat", 26.0, 63.05, "PPLA2", 147791)],
        "IR": [(1159301, "Zahedan", 29.5, 60.86, "PPLA", 551980)],
    }
    for code, areas, country in (("PK", pakistan, "Pakistan"), ("IR", iran, "Iran")):
        (tmp_path / f"{code}-cod-ab.geojson.zip").write_bytes(cod_ab(areas, country))
        (tmp_path / f"{code}.zip").write_bytes(dump(code, towns[code]))
    build_official(tmp_path / "p.gpkg", ["PK", "IR"], tmp_path)
    pack, bundled = open_pack(tmp_path / "p.gpkg"), open_pack()
    assert {row["name"] for row in pack.rows("admin2") if row["geometry"]} == {
        "Chagai",
        "Kech",
        "Zahedan",
        "Qasr-e Qand",
    }
    assert pack.border_line.hausdorff_distance(bundled.border_line) < 0.001
    assert shapely.coverage_is_valid([row["geometry"] for row in pack.rows("admin2") if row["geometry"]])
    assert len(pack.crossings) == 4 and len(pack.places) > 700
    assert locate_one(63.05, 26.0, pack.boundaries).admin2 == "Kech"
