"""Where a name is: chains, siblings, areas as themselves, modifiers, and no answer where nothing decides."""

from __future__ import annotations

import pytest
from factories import HOSTILE_TEXTS
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer import Gazetteer, curated_places
from geodata.geocode import geocode_name, geocode_text
from geodata.geodesy import distance_km, offset_point
from geodata.model import Geocode, Unresolved
from geodata.toponyms import find_toponyms

GAZETTEER = Gazetteer(curated_places())
NAMES = [
    # the seed article's place is only near its point
    ("Buleda area of Kech district", "Buleda", "Kech", 2),
    ("Buleda", "Buleda", "Kech", 2),
    # the owner may stand first
    ("Kech's Buleda", "Buleda", "Kech", 2),
    # a valley without a town, in its district
    ("Gwargo area of Panjgur", "Gwargo", "Panjgur", 2),
    # homonyms decided by the district, the division or the province behind the comma
    ("Dasht, Mastung", "Dasht", "Mastung", 2),
    ("Dasht, Kech", "Dasht", "Kech", 2),
    ("Dasht, Makran", "Dasht", "Kech", 2),
    ("Nag, Washuk", "Nag", "Washuk", 2),
    ("Pishin, Sistan-Baluchestan", "Pishin", "Rask", 1),
    ("Pishin, Balochistan", "Pishin", "Pishin", 1),
    ("Nasirabad, Kech", "Nasirabad", "Kech", 3),
    # or by the country
    ("Pishin, Iran", "Pishin", "Rask", 1),
    ("Nimruz, Iran", "Nimruz", "Nimruz", 3),
    ("Nimruz, Afghanistan", "Nimroz", None, 4),
    ("Hirmand, Iran", "Hirmand", "Hirmand", 3),
    ("Hirmand, Afghanistan", "Helmand", None, 4),
    ("Taftan, Pakistan", "Taftan", "Chagai", 1),
    # several parents, the whole address
    ("Quetta, Balochistan, Pakistan", "Quetta", "Quetta", 1),
    ("Zahedan, Sistan and Baluchestan Province, Iran", "Zahedan", "Zahedan", 1),
    # the parent's former borders still speak for it: Besima lay in Kharan, Mirjaveh in Zahedan, Jaleq in Saravan
    ("Besima, Kharan", "Besima", "Washuk", 1),
    ("Mirjaveh, Zahedan", "Mirjaveh", "Mirjaveh", 1),
    ("Jaleq, Saravan", "Jaleq", "Golshan", 1),
    # a parent named loosely: the station lies in the next district, within the named one's reach
    ("Dasht, Quetta", "Dasht", "Mastung", 2),
    # capitals and scripts do not matter
    ("dasht, mastung", "Dasht", "Mastung", 2),
    ("دشت، مستونگ", "Dasht", "Mastung", 2),
    # a Persian spelling shared with a small town elsewhere means the region's city
    ("زاهدان", "Zahedan", "Zahedan", 1),
    # a bare name is the town, not the district, division or province named after it
    ("Panjgur", "Panjgur", "Panjgur", 1),
    ("Kalat", "Kalat", "Kalat", 1),
    ("Kerman", "Kerman", "Kerman", 1),
    ("Saravan", "Saravan", "Saravan", 1),
    ("Taftan", "Taftan", "Chagai", 1),
    # … or the district where no town bears the name
    ("Kech", "Kech", "Kech", 3),
    ("Nasirabad", "Nasirabad", "Nasirabad", 3),
    # areas resolve to themselves
    ("Kech district", "Kech", "Kech", 3),
    ("Panjgur district", "Panjgur", "Panjgur", 3),
    ("Nasirabad district", "Nasirabad", "Nasirabad", 3),
    ("Bolan district", "Kachhi", "Kachhi", 3),
    ("Saravan County", "Saravan", "Saravan", 3),
    ("North Waziristan", "North Waziristan", "North Waziristan", 3),
    ("Balochistan", "Balochistan", None, 4),
    ("Sistan-Baluchestan", "Sistan and Baluchestan", None, 4),
    ("Makran", "Makran", None, 5),
    ("Rakhshan", "Rakhshan", None, 5),
    ("Kalat division", "Kalat", None, 5),
    ("Iran", "Iran", None, 6),
    # a younger district is its parent's alias; one without a row is as wide as a district, never its town
    ("Usta Muhammad district", "Jaffarabad", "Jaffarabad", 3),
    ("Hub district", "Lasbela", "Lasbela", 3),
    ("Jiwani district", "Jiwani", "Gwadar", 3),
    # the crossing bears the name of its side's town
    ("Taftan border", "Taftan–Mirjaveh crossing", "Chagai", 1),
    ("Mirjaveh border", "Mirjaveh-Taftan crossing", "Mirjaveh", 1),
    # what lies beyond the border does not stand in the way, nor do words for kinds
    ("near Iran border in Kech", "Kech", "Kech", 3),
    ("Pak-Iran border area of Mand", "Mand", "Kech", 1),
    ("Tehsil Buleda, District Kech", "Buleda", "Kech", 2),
    # the border in a district is the district, not its town; at a town it is the town, widely
    ("near the border in Panjgur", "Panjgur", "Panjgur", 3),
    ("near the border in Jaleq", "Jaleq", "Golshan", 2),
    # near a town is not in it
    ("outskirts of Turbat", "Turbat", "Kech", 2),
    ("near the town of Taftan", "Taftan", "Chagai", 2),
    ("north of Turbat", "Turbat", "Kech", 2),
    # a village known only by its town's point is near it; a quarter is in it
    ("Danuk", "Danuk", "Kech", 2),
    ("Chitkan", "Chitkan", "Panjgur", 1),
    # a radius of half a district says no more than the district
    ("Balgatar", "Balgatar", "Kech", 3),
    # an unknown village answers with its parent, no more precisely than that
    ("Nowhereville, Kech", "Kech", "Kech", 3),
]


@pytest.mark.parametrize(("query", "name", "admin2", "precision"), NAMES)
def test_name(query, name, admin2, precision):
    answer = geocode_name(query, GAZETTEER)
    assert isinstance(answer, Geocode), answer
    assert (answer.name, answer.admin2, answer.where_prec) == (name, admin2, precision)


OFFSETS = [
    # distance and bearing
    ("40 km west of Turbat", "Turbat", 40.0, (-1, 0)),
    # in words, in miles, both units told
    ("forty kilometres south-east of Khuzdar", "Khuzdar", 40.0, (1, -1)),
    ("30 miles to the north of Panjgur", "Panjgur", 48.3, (0, 1)),
    ("about 40 kilometres (25 miles) southwest of Zahedan", "Zahedan", 40.0, (-1, -1)),
]


@pytest.mark.parametrize(("query", "town", "km", "way"), OFFSETS)
def test_an_offset_moves_the_point(query, town, km, way):
    start, moved = (geocode_name(name, GAZETTEER) for name in (town, query))
    assert distance_km(start.lon, start.lat, moved.lon, moved.lat) == pytest.approx(km, abs=0.5)
    assert all(
        moved_by * sign >= 0 for moved_by, sign in zip((moved.lon - start.lon, moved.lat - start.lat), way, strict=True)
    )
    assert (moved.where_prec, moved.reason, moved.place_id) == (2, "offset", None)
    assert moved.uncertainty_km >= km / 4 - 0.1


def test_a_short_offset_stays_with_the_names_district_a_long_one_may_leave_it():
    assert geocode_name("20 km east of Quetta", GAZETTEER).admin2 == "Quetta"
    assert geocode_name("60 km east of Quetta", GAZETTEER).admin2 is None


def test_a_distance_without_a_bearing_widens():
    answer = geocode_name("40 km from Turbat", GAZETTEER)
    assert (answer.name, answer.uncertainty_km, answer.where_prec) == ("Turbat", 40.0, 2)


LINES = [
    ("between Turbat and Panjgur", "Turbat", "Panjgur", None),
    # a road is the line between its ends; both in one district: that district
    ("the Khash-Zahedan road", "Khash", "Zahedan", None),
    ("the Tump to Mand highway", "Tump", "Mand", "Kech"),
    ("محور خاش – زاهدان", "Khash", "Zahedan", None),
]


@pytest.mark.parametrize(("query", "one", "two", "admin2"), LINES)
def test_a_line_is_its_middle_and_its_radius_reaches_both_ends(query, one, two, admin2):
    answer = geocode_name(query, GAZETTEER)
    assert (answer.where_prec, answer.reason, answer.admin2) == (5, "between", admin2)
    for town in (one, two):
        end = geocode_name(town, GAZETTEER)
        assert distance_km(answer.lon, answer.lat, end.lon, end.lat) <= answer.uncertainty_km


def test_countries_have_no_middle():
    assert geocode_name("between Pakistan and Iran", GAZETTEER).where_prec == 6


ABSTAIN = [
    # two towns of the name, one on each side of the border, nothing to choose by
    ("Pishin", "ambiguous"),
    # two valleys
    ("Dasht", "ambiguous"),
    ("Nag", "ambiguous"),
    # an Afghan province and an Iranian county
    ("Nimruz", "ambiguous"),
    ("Hirmand", "ambiguous"),
    # no town of the name in the country or province given
    ("Turbat, Iran", "contradiction"),
    ("Saravan, Gilan", "contradiction"),
    # units, schools, roads, terminals, teams, hotels, gaols, borders, people are not places
    ("Panjgur Scouts", "not_a_place"),
    ("Makran Medical College", "not_a_place"),
    ("Sibi Road", "not_a_place"),
    ("Taftan bus terminal", "not_a_place"),
    ("Quetta Gladiators", "not_a_place"),
    ("Serena Hotel Quetta", "not_a_place"),
    ("Iran-Pakistan border", "not_a_place"),
    ("Sarbaz Baloch", "not_a_place"),
    ("Nowhereville", "unknown_name"),
    ("", "unknown_name"),
    (" , ,", "unknown_name"),
]


@pytest.mark.parametrize(("query", "reason"), ABSTAIN)
def test_no_answer_without_a_reason_to_choose(query, reason):
    answer = geocode_name(query, GAZETTEER)
    assert isinstance(answer, Unresolved)
    assert answer.reason == reason


@given(st.text(max_size=40) | st.sampled_from(list(HOSTILE_TEXTS)))
def test_no_query_is_too_odd(query):
    answer = geocode_name(query, GAZETTEER, country=query, district=query)
    assert isinstance(answer, Geocode | Unresolved)
    assert answer.reason


BESIDE = [
    # the batch file's columns: a country by name, by code, a district, one that it was split from, an older spelling
    ("Pishin", "Iran", None, "Rask"),
    ("Pishin", "PK", None, "Pishin"),
    ("Dasht", None, "Mastung", "Mastung"),
    ("Nasirabad", "Pakistan", "Kech", "Kech"),
    ("Nag", None, "Washuk", "Washuk"),
    ("Taftan", "Iran", "Khash", "Taftan"),
    ("Chaman", None, "Qila Abdullah", "Chaman"),
    # a district that is not in the gazetteer says nothing
    ("Turbat", None, "Atlantis", "Kech"),
]


@pytest.mark.parametrize(("name", "country", "district", "admin2"), BESIDE)
def test_a_country_or_district_given_beside_the_name_decides(name, country, district, admin2):
    assert geocode_name(name, GAZETTEER, country=country, district=district).admin2 == admin2


def test_a_name_is_never_moved_to_another_country_or_district():
    assert geocode_name("Turbat", GAZETTEER, country="Iran").reason == "contradiction"
    assert geocode_name("Turbat", GAZETTEER, district="Zhob").reason == "contradiction"


SIBLINGS = [
    # the other places of the article decide a homonym
    ("Guards from Rask and Sarbaz in Sistan-Baluchestan, Iran, said that Pishin was calm.", "Pishin", "Rask"),
    ("QUETTA: Chaman was closed. Killa Abdullah and Pishin were quiet.", "Pishin", "Pishin"),
    ("Gunmen came to Dasht from Mand. Tump and Turbat in Kech were shut.", "Dasht", "Kech"),
    ("In Mastung, a train was stopped; the track at Dasht was blown up.", "Dasht", "Mastung"),
    ("Besima and Washuk were cut off, and a post in Nag was attacked.", "Nag", "Washuk"),
    ("In Afghanistan, clashes in Helmand and Nimruz went on.", "Nimruz", None),
    ("In Zabol, Iran, guards clashed with smugglers of Nimruz.", "Nimruz", "Nimruz"),
    # a country that the place lies beside is not the one it lies in, at this or any other mention of the name
    ("Nine pilgrims died in Taftan, a dusty town on the border with Iran.", "Taftan", "Chagai"),
    ("Pilgrims rested in Taftan, on the Iranian border, when Taftan was attacked.", "Taftan", "Chagai"),
    ("A bomber struck at Pishin, close to Pakistan.", "Pishin", "Rask"),
    ("The generals died at Pishin, near the Pakistani border.", "Pishin", "Rask"),
    # an adjective says which it is, whatever is said to be close
    ("Iran condemned the attack in the Pakistani town of Taftan, close to the Iranian frontier.", "Taftan", "Chagai"),
    ("Guards were killed in the Iranian town of Pishin.", "Pishin", "Rask"),
    # what a country's own border town lies on is not said to be outside it
    ("A clash broke out in Taftan, Iran's youngest county.", "Taftan", "Taftan"),
    # several districts, the word once
    ("Raids in Gwadar, Kech and Panjgur districts followed.", "Panjgur districts", "Panjgur"),
]


@pytest.mark.parametrize(("text", "name", "admin2"), SIBLINGS)
def test_the_articles_other_places_decide_a_homonym(text, name, admin2):
    toponyms = find_toponyms(text, GAZETTEER)
    answers = dict(zip([t.text for t in toponyms], geocode_text(text, toponyms), strict=True))
    answer = answers.get(name) or answers[name.split()[0]]
    assert isinstance(answer, Geocode), answer
    assert answer.admin2 == admin2


def test_a_quarter_of_a_town_is_not_its_namesake_elsewhere():
    text = "A guard was shot in the Ahmadabad quarter of Zahedan."
    quarter, town = geocode_text(text, find_toponyms(text, GAZETTEER))
    assert (quarter.reason, town.admin2) == ("contradiction", "Zahedan")
    text = "Six masons were killed in Satellite Town, in Turbat itself."
    quarter, town = geocode_text(text, find_toponyms(text, GAZETTEER))
    assert (quarter.reason, town.admin2) == ("contradiction", "Kech")  # Quetta's is the only one known


def test_the_articles_country_decides_a_homonym():
    text = "A guard was shot in Pishin."
    toponyms = find_toponyms(text, GAZETTEER)
    for country in ("Iran", "Pakistan"):
        assert geocode_text(text, toponyms, country)[0].country == country


@pytest.mark.parametrize("bearing", [0, 45, 90, 180, 225, 315])
def test_offsets_and_distances_agree(bearing):
    lon, lat = offset_point(63.0, 26.0, bearing, 50)
    assert distance_km(63.0, 26.0, lon, lat) == pytest.approx(50, abs=0.01)


def test_distance_agrees_with_the_ellipsoid():
    pyproj = pytest.importorskip("pyproj")
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(63.05, 26.0, 60.86, 29.5)
    assert distance_km(63.05, 26.0, 60.86, 29.5) == pytest.approx(metres / 1000, rel=0.006)
