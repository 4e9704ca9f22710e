"""The curated gazetteer: sound rows, no name that silently means two places."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
import shapely

import geodata
from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer, curated_places, load_gazetteer, open_gazetteer
from geodata.geocode import geocode_name
from geodata.geodesy import distance_km, offset_point
from geodata.model import Geocode, PackError, Unresolved
from geodata.names import fold_name
from geodata.pack import BUNDLED, open_pack

UCDP = Path(__file__).parents[3] / "shared" / "facts" / "ucdp_events_balochistan.csv"
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


@pytest.fixture(scope="module")
def bundled() -> Gazetteer:
    return open_gazetteer()


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
    """Coarse, but holds for every row of the border provinces, whatever the shapes."""
    areas = {(r["country"], r["admin2"]): r for r in rows if r["kind"] in ("district", "county")}
    for row in rows:
        area = areas.get((row["country"], row["admin2"]))
        if area is None or row["admin1"] not in ("Balochistan", "Sistan and Baluchestan"):
            continue
        km = distance_km(*(float(row[c]) for c in ("lon", "lat")), *(float(area[c]) for c in ("lon", "lat")))
        assert km <= 2 * float(area["uncertainty_km"]) + float(row["uncertainty_km"]), (row["place_id"], round(km))


def test_the_parts_of_an_area_are_districts_with_rows(rows):
    districts = {(r["country"], r["admin1"], r["admin2"]) for r in rows if r["kind"] in ("district", "county")}
    divisions = [r for r in rows if r["kind"] == "division"]
    for row in rows:
        for part in filter(None, row["parts"].split(";")):
            assert (row["country"], row["admin1"], part) in districts, (row["place_id"], part)
    listed = [part for row in divisions for part in row["parts"].split(";")]
    assert sorted(listed) == sorted(d for _, province, d in districts if province == "Balochistan")


# Areas that the pack has no shape for, whose radius is a circle of about equal area, as their notes say.
SHAPELESS = "af:helmand af:kandahar-province af:nimroz in:india ir:lashar-county"


@pytest.mark.skipif(not BUNDLED.is_file(), reason="the bundled pack is not built yet")
def test_the_radius_of_an_area_covers_its_shape(rows):
    """At least 98 % of every country's, province's, division's and district's shape lies inside its circle."""
    pack = open_pack()
    named: dict[tuple, list] = {}
    for layer in ("countries", "admin1", "admin2"):
        for row in pack.rows(layer):
            if row["geometry"] is not None:
                key = (layer, row.get("country") or row["name"], row.get("admin1") or "", row["name"])
                named.setdefault(key, []).append(row["geometry"])
    areas = [r for r in rows if r["kind"] in AREAS and r["place_id"] not in SHAPELESS.split()]
    assert len(areas) > 200
    for row in areas:
        keys = {
            "country": [("countries", row["country"], "", row["country"])],
            "province": [("admin1", row["country"], "", row["admin1"])],
            "division": [("admin2", row["country"], row["admin1"], part) for part in row["parts"].split(";")],
        }.get(row["kind"], [("admin2", row["country"], row["admin1"], row["admin2"])])
        shape = shapely.union_all([shape for key in keys for shape in named[key]])
        lon, lat, km = (float(row[column]) for column in ("lon", "lat", "uncertainty_km"))
        circle = shapely.Polygon([offset_point(lon, lat, bearing, km) for bearing in range(0, 360, 3)])
        assert shapely.intersection(shape, circle).area >= 0.98 * shape.area, row["place_id"]


@pytest.mark.skipif(not BUNDLED.is_file(), reason="the bundled pack is not built yet")
def test_the_bundled_pack_holds_the_curated_rows_as_they_are():
    """A row changed or added: build the pack again with `sarhad geodata build -o geodata/packs/border.gpkg`."""
    packed = {place.place_id: place for place in open_pack().places}
    for place in curated_places():
        held = packed.get(place.place_id)
        assert held is not None, place.place_id
        assert (held.name, held.lon, held.lat, held.uncertainty_km, held.own_point, held.spellings, held.parts) == (
            place.name,
            place.lon,
            place.lat,
            place.uncertainty_km,
            place.own_point,
            place.spellings,
            place.parts,
        )


# Rows of the two border provinces whose own point lies outside the pack's approximate shape of their district, and why.
OUTSIDE = {
    "stands on a district line or the border": """pk:ras-koh pk:kolpur
        ir:rimdan pk:chedgikuhak-crossing pk:gabdrimdan-crossing pk:shadi-kaur-dam pk:mandpishin-crossing
        ir:mirjaveh-taftan-crossing pk:bambore-hills""",
    "an island off the coast": "pk:astola-island",
    "the approximate line passes within 10 km on its wrong side": """pk:bala-dhaka pk:dozan pk:hirok pk:killa-abdullah
        pk:kohar-dam pk:lehri pk:mar-gat pk:tratani pk:uch-gas-field ir:kuh-e-bandik""",
    "a younger county whose shape stays with its parent": """ir:espakeh ir:kuh-e-siah-band ir:lashar-e-shomali ir:pip
        ir:zirbandar""",
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


# The places every reader of this border's news must know, each with the spellings it is found under.
MUST_RESOLVE = [
    ("pk:buleda", "Buleda, Bulida, Boleida"),
    ("pk:kech-district", "Kech, Kech District, Turbat District"),
    ("pk:makran-division", "Makran, Mekran, Makran Division"),
    ("pk:turbat", "Turbat"),
    ("pk:mand", "Mand"),
    ("pk:tump", "Tump"),
    ("pk:parom", "Parom, Paroom"),
    ("pk:mashkel", "Mashkel, Mashkhel, Mashkail"),
    ("pk:kolwah", "Kolwa, Kolwah"),
    ("pk:hoshab", "Hoshab, Hoshap, Oshab"),
    ("pk:zamuran", "Zamran, Zamuran"),
    ("pk:gichk", "Gichk"),
    ("pk:besima", "Besima, Basima"),
    ("pk:panjgur", "Panjgur"),
    ("pk:gwadar", "Gwadar"),
    ("pk:pasni", "Pasni"),
    ("pk:jiwani", "Jiwani, Jewni"),
    ("pk:taftan", "Taftan"),
    ("pk:rakhshan-division", "Rakhshan, Rakhshan Division"),
    ("ir:mirjaveh", "Mirjaveh, Mirjawa"),
    ("ir:saravan", "Saravan"),
    ("ir:jaleq", "Jaleq, Jalq"),
    ("ir:kuhak", "Kuhak"),
    ("ir:rask", "Rask"),
    ("ir:sarbaz", "Sarbaz"),
    ("ir:chabahar", "Chabahar, Chah Bahar"),
    ("ir:khash", "Khash"),
    ("ir:zahedan", "Zahedan"),
    ("ir:qasr-e-qand", "Qasr-e Qand, Qasr-e-Ghand"),
    ("ir:sistan-and-baluchestan", "Sistan-Baluchestan, Sistan and Balochistan, Sistan and Baluchestan"),
    # homonyms, with what tells them apart
    ("pk:dasht", "Dasht@Kech"),
    ("pk:dasht-mastung", "Dasht@Mastung"),
    ("pk:nag-washuk", "Nag@Washuk"),
    ("pk:pishin", "Pishin@Pishin"),
    ("ir:pishin", "Pishin@Rask"),
]
SPELT = [(place_id, *name.strip().partition("@")[::2]) for place_id, names in MUST_RESOLVE for name in names.split(",")]


@pytest.mark.parametrize(("place_id", "name", "district"), SPELT)
def test_places_of_this_border_resolve_under_their_spellings(bundled, place_id, name, district):
    answer = geocode_name(name, bundled, district=district or None)
    assert isinstance(answer, Geocode), answer
    assert answer.place_id == place_id


FORMS = {
    "composed": lambda name: unicodedata.normalize("NFC", name),
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "compatible": lambda name: unicodedata.normalize("NFKC", name),
    "in capitals": str.upper,
    "Arabic yeh and kaf": lambda name: name.replace("ی", "ي").replace("ک", "ك"),
    "hyphens for spaces": lambda name: name.replace(" ", "-"),
    "spaces for hyphens": lambda name: name.replace("-", " "),
    "dashes for hyphens": lambda name: name.replace("-", "–"),
    "joined": lambda name: name[:1] + "\u200d" + name[1:],
    "vowel marks": lambda name: name[:1] + "\u064e" + name[1:] if not name.isascii() else name,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_name_is_found_however_it_is_written(gazetteer, form):
    for place in gazetteer.places:
        for name in (place.name, *place.spellings, *place.local_names):
            written = FORMS[form](name)
            assert place in gazetteer.lookup(written), (place.place_id, written)


@pytest.mark.skipif(not UCDP.is_file(), reason="needs ../shared/facts")
def test_the_places_of_coded_events_lie_where_their_coders_put_them(bundled):
    """UCDP GED codes events of Balochistan to named points: within 25 km of ours, or within our radius, for 92 %."""
    near = total = 0
    with UCDP.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["where_prec"] not in ("1", "2"):
                continue
            name = re.sub(
                r"\s+(?:town|village|area|city|tehsil|crossing|pass)$", "", row["where_coordinates"], flags=re.I
            )
            answer = geocode_name(name, bundled, "Pakistan", row["adm_2"].removesuffix(" district"))
            total += 1
            if isinstance(answer, Geocode):
                km = distance_km(answer.lon, answer.lat, float(row["longitude"]), float(row["latitude"]))
                near += km <= max(25.0, answer.uncertainty_km)
    assert near >= 0.92 * total


def test_a_pack_that_is_not_there_names_the_command_that_builds_it():
    with pytest.raises(PackError, match="sarhad geodata build"):
        open_pack("atlantis")


def test_without_a_pack_the_curated_table_answers():
    assert load_gazetteer(None).lookup("Buleda")
