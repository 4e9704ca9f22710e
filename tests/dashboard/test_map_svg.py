"""The static map: drawn as precisely as it is known, from the pack alone, and well-formed whatever an article says."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from factories import HOSTILE_TEXTS, incidents, make_incident
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.map_svg import REGION, map_svg
from geodata.pack import open_pack

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pack():
    return open_pack()


def drawn(found, pack) -> ET.Element:
    return ET.fromstring(map_svg(found, pack))


@pytest.mark.parametrize(
    ("changes", "circles", "badges"),
    [
        # an exact point: a dot
        ({"where_prec": 1}, 1, []),
        # near a known point: a dot in a ring
        ({"where_prec": 2, "uncertainty_km": 20.0}, 2, []),
        # known to the district only: a count on the district, never a dot
        ({"where_prec": 3}, 0, ["Kech: 1 known to the district only"]),
        # known to the province only
        ({"where_prec": 4}, 0, ["Balochistan: 1 known to the province only"]),
        # the country only, or nowhere: not drawn
        ({"where_prec": 6}, 0, []),
        ({"where_prec": None, "lon": None, "lat": None}, 0, []),
        # a district the pack does not know
        ({"where_prec": 3, "admin2": "Atlantis"}, 0, []),
    ],
)
def test_precision_is_drawn(pack, changes, circles, badges):
    page = drawn([make_incident(**changes)], pack)
    assert len(page.findall(f".//{SVG}circle")) == circles
    titles = [title.text for title in page.findall(f".//{SVG}title")]
    assert [title for title in titles if "known to the" in title and "," not in title] == badges


def test_a_district_younger_than_the_shapes_counts_in_the_one_that_holds_it(pack):
    young = next(row for row in pack.rows("admin2") if row["alias_of"])
    place = {name: young[name] for name in ("admin1", "country")}
    page = drawn([make_incident(where_prec=3, admin2=young["name"], **place)], pack)
    assert f"{young['alias_of']}: 1 known to the district only" in {title.text for title in page.iter(f"{SVG}title")}


def test_the_frame_is_the_region_and_grows_with_what_lies_outside(pack):
    inside = drawn([make_incident(lon=63.0, lat=26.3)], pack).get("viewBox")
    outside = drawn([make_incident(lon=74.3, lat=31.5, where_prec=1)], pack)
    assert inside != outside.get("viewBox") and REGION[2] < 74.3
    circle = outside.find(f".//{SVG}circle")
    assert 0 < float(circle.get("cx")) < 720


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_hostile_names_are_text(pack, words):
    page = drawn([make_incident(location=words)], pack)
    assert words in page.find(f".//{SVG}g/{SVG}title").text
    assert {element.tag.removeprefix(SVG) for element in page.iter()} <= {
        "svg",
        "rect",
        "path",
        "g",
        "title",
        "circle",
        "text",
    }


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(incidents(), max_size=5))
def test_any_incidents_make_a_well_formed_map_without_outside_references(pack, found):
    text = map_svg([i for i in found if i.location is None or i.location.isprintable()], pack)
    ET.fromstring(text)
    assert "href" not in text and "url(" not in text
