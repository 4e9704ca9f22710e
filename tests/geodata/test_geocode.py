"""Where a name is: chains, siblings, areas as themselves, modifiers, and no answer where nothing decides."""

from __future__ import annotations

import pytest

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
    ("Kech's Buleda", "Buleda", "Kech", 2),
    # homonyms decided by the chain
    ("Dasht, Mastung", "Dasht", "Mastung", 2),
    ("Dasht, Kech", "Dasht", "Kech", 2),
    ("Pishin, Sistan-Baluchestan", "Pishin", "Rask", 1),
    # a Persian spelling shared with a small town elsewhere means the region's city
    ("زاهدان", "Zahedan", "Zahedan", 1),
    # areas resolve to themselves
    ("Kech district", "Kech", "Kech", 3),
    ("Balochistan", "Balochistan", None, 4),
    ("Sistan-Baluchestan", "Sistan and Baluchestan", None, 4),
    ("Makran", "Makran", None, 5),
    ("Rakhshan", "Rakhshan", None, 5),
    ("Iran", "Iran", None, 6),
    # the border in a district is the district, not its town
    ("near the border in Panjgur", "Panjgur", "Panjgur", 3),
    # near a town is not in it
    ("outskirts of Turbat", "Turbat", "Kech", 2),
]


@pytest.mark.parametrize(("query", "name", "admin2", "precision"), NAMES)
def test_name(query, name, admin2, precision):
    answer = geocode_name(query, GAZETTEER)
    assert isinstance(answer, Geocode), answer
    assert (answer.name, answer.admin2, answer.where_prec) == (name, admin2, precision)


def test_an_offset_moves_the_point():
    town, moved = (geocode_name(query, GAZETTEER) for query in ("Turbat", "40 km west of Turbat"))
    assert distance_km(town.lon, town.lat, moved.lon, moved.lat) == pytest.approx(40, abs=0.5)
    assert moved.lon < town.lon
    assert moved.where_prec == 2
    assert moved.place_id is None


def test_between_two_towns_is_a_line_and_its_radius_reaches_both():
    answer = geocode_name("between Turbat and Panjgur", GAZETTEER)
    assert answer.where_prec == 5
    for town in ("Turbat", "Panjgur"):
        end = geocode_name(town, GAZETTEER)
        assert distance_km(answer.lon, answer.lat, end.lon, end.lat) <= answer.uncertainty_km + 1


ABSTAIN = [
    # two towns of the name, one on each side of the border, nothing to choose by
    ("Pishin", "ambiguous"),
    ("Nowhereville", "unknown_name"),
    ("", "unknown_name"),
]


@pytest.mark.parametrize(("query", "reason"), ABSTAIN)
def test_no_answer_without_a_reason_to_choose(query, reason):
    answer = geocode_name(query, GAZETTEER)
    assert isinstance(answer, Unresolved)
    assert answer.reason == reason


def test_a_country_or_district_given_beside_the_name_decides():
    assert geocode_name("Pishin", GAZETTEER, country="Iran").country == "Iran"
    assert geocode_name("Dasht", GAZETTEER, district="Mastung").admin2 == "Mastung"
    assert geocode_name("Turbat", GAZETTEER, country="Iran").reason == "contradiction"


def test_the_articles_other_places_decide_a_homonym():
    text = "Border guards from Rask and Sarbaz in Sistan-Baluchestan, Iran, said that Pishin was calm."
    toponyms = find_toponyms(text, GAZETTEER)
    answers = dict(zip([t.text for t in toponyms], geocode_text(text, toponyms, GAZETTEER), strict=True))
    assert answers["Pishin"].country == "Iran"


@pytest.mark.parametrize("bearing", [0, 45, 90, 180, 225, 315])
def test_offsets_and_distances_agree(bearing):
    lon, lat = offset_point(63.0, 26.0, bearing, 50)
    assert distance_km(63.0, 26.0, lon, lat) == pytest.approx(50, abs=0.01)


def test_distance_agrees_with_the_ellipsoid():
    pyproj = pytest.importorskip("pyproj")
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(63.05, 26.0, 60.86, 29.5)
    assert distance_km(63.05, 26.0, 60.86, 29.5) == pytest.approx(metres / 1000, rel=0.006)
