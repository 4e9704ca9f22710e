"""The curated gazetteer: sound rows, no name that silently means two places."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import geodata
from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer, curated_places, load_gazetteer
from geodata.geocode import geocode_name
from geodata.geodesy import distance_km
from geodata.model import Geocode, PackError, Unresolved
from geodata.names import fold_name
from geodata.pack import BUNDLED, open_pack

CSV = Path(geodata.__file__).parent / "packs" / "gazetteer.csv"
AREAS = {"country", "province", "division", "district", "county"}
# name -> the reasons that may choose among its candidates without context; all else must abstain
RULES = {"context", "same_district", "standing", "chain", "only_candidate", "named_after"}

OFTEN = """
Buleda Kech Makran Turbat Mand Tump Dasht Parom Mashkel Kolwa Hoshab Zamran Gichk Nag Besima Panjgur Gwadar
Pasni Taftan Mirjaveh Saravan Jaleq Kuhak Rask Sarbaz Pishin Chabahar Khash Zahedan Rakhshan Kalat Quetta Zhob
Sibi Loralai Balochistan Pakistan Iran Afghanistan Bulida Boleida Mashkhel Mashkail Hoshap Jewni Bolan Chaghi
"""
OFTEN_NAMED = OFTEN.split()


@pytest.fixture(scope="module")
def rows():
    with CSV.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(curated_places())


def test_there_are_enough_sound_rows(rows):
    assert len(rows) >= 650


def test_ids_are_unique(rows):
    assert len({row["place_id"] for row in rows}) == len(rows)


def test_every_row_says_where_its_point_comes_from_and_how_far_off_it_may_be(rows):
    for row in rows:
        assert row["source"].strip(), row["place_id"]
        assert float(row["uncertainty_km"]) > 0, row["place_id"]
        assert row["point_of"] in ("own", "parent"), row["place_id"]


def test_a_borrowed_point_says_so_and_is_no_exact_one(rows):
    for row in rows:
        if row["point_of"] == "parent":
            assert row["note"].strip(), row["place_id"]
            assert float(row["uncertainty_km"]) >= 2, row["place_id"]


def test_every_settlement_names_its_district_and_province(rows):
    for row in rows:
        if row["kind"] not in AREAS and row["country"] in ("Pakistan", "Iran"):
            assert row["admin1"], row["place_id"]


def test_every_district_named_has_a_row_of_its_own(rows):
    own = {(r["country"], r["admin2"]) for r in rows if r["kind"] in ("district", "county")}
    named = {
        (r["country"], r["admin2"])
        for r in rows
        if r["admin2"] and r["admin1"] in ("Balochistan", "Sistan and Baluchestan")
    }
    assert named <= own


def test_every_row_lies_within_reach_of_its_district(rows):
    """The district's circle of equal area, three times over: coarse, but catches a misplaced point."""
    areas = {(r["country"], r["admin2"]): r for r in rows if r["kind"] in ("district", "county")}
    for row in rows:
        area = areas.get((row["country"], row["admin2"]))
        if area is None:
            continue
        km = distance_km(*(float(row[c]) for c in ("lon", "lat")), *(float(area[c]) for c in ("lon", "lat")))
        assert km <= 3 * float(area["uncertainty_km"]) + float(row["uncertainty_km"]), (row["place_id"], round(km))


# Rows of the two border provinces whose own point lies outside the pack's approximate shape of their district, and why.
OUTSIDE = {
    "stands on a district line or the border": """pk:ras-koh pk:shadi-kaur-dam pk:mandpishin-crossing
        ir:mirjaveh-taftan-crossing pk:bambore-hills""",
    "an island off the coast": "pk:astola-island",
    "the drawn map differs from COD-AB around Harnai, Sibi, Kohlu, Zhob and Loralai (facts of the two tables)": """pk:harnai
        pk:harnai-tehsil pk:pir-koh-tehsil pk:badini pk:bala-dhaka pk:kut-mandai pk:lehri pk:sambaza pk:sanjawi""",
    "a younger county whose shape stays with its parent or neighbour": """ir:kuh-e-bandik ir:band-golshan ir:espakeh
        ir:kuh-e-siah-band ir:lashar-e-shomali ir:pip ir:zirbandar""",
}


@pytest.mark.skipif(not BUNDLED.is_file(), reason="the bundled pack is not built yet")
def test_a_row_with_its_own_point_lies_in_its_district_or_says_why_not(rows):
    """The neighbouring provinces' shapes are too coarse to judge single towns and are left out."""
    boundaries: Boundaries = open_pack().boundaries
    region = ("Balochistan", "Sistan and Baluchestan")
    own = [
        r for r in rows if r["admin2"] and r["point_of"] == "own" and r["admin1"] in region and r["kind"] not in AREAS
    ]
    found = boundaries.admin2_at([float(r["lon"]) for r in own], [float(r["lat"]) for r in own])
    outside = {row["place_id"] for name, row in zip(found, own, strict=True) if str(name) != row["admin2"]}
    explained = {place_id for ids in OUTSIDE.values() for place_id in ids.split()}
    assert outside <= explained
    assert len(own) - len(outside) >= 0.93 * len(own)


@pytest.mark.parametrize(
    "name",
    OFTEN_NAMED,
)
def test_names_that_reports_of_this_border_use_are_there(gazetteer, name):
    assert gazetteer.lookup(name)


def test_no_spelling_silently_means_two_places(gazetteer):
    """A shared spelling either abstains or is decided by a rule that the answer names."""
    for name in gazetteer.names:
        candidates = gazetteer.lookup(name)
        if len(candidates) < 2:
            continue
        answer = geocode_name(name, gazetteer)
        if isinstance(answer, Unresolved):
            assert answer.reason == "ambiguous", name
            assert len(answer.candidates) >= 2, name
        else:
            assert answer.reason in RULES, (name, answer.reason)


def test_every_name_finds_its_own_place(gazetteer):
    for place in gazetteer.places:
        for name in (place.name, *place.spellings, *place.local_names):
            if fold_name(name):
                assert place in gazetteer.lookup(name)


def test_areas_resolve_to_themselves_with_a_radius_that_covers_them(gazetteer):
    expected = {"Kech District": 3, "Makran": 5, "Sistan and Baluchestan": 4, "Iran": 6}
    for name, precision in expected.items():
        answer = geocode_name(name, gazetteer)
        assert isinstance(answer, Geocode)
        assert answer.where_prec == precision, name
        assert answer.uncertainty_km > 30, name


def test_a_pack_that_is_not_there_names_the_command_that_builds_it():
    with pytest.raises(PackError, match="sarhad geodata build"):
        open_pack("atlantis")


def test_without_a_pack_the_curated_table_answers():
    assert load_gazetteer(None).lookup("Buleda")
