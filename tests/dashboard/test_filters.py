"""The filter column on the page: widgets, presets, chips and the address say the same thing."""

from __future__ import annotations

import pytest
from pages import address, words

from incidents.filters import IncidentFilter
from incidents.store import Store


def matching(sample_db: str, **criteria) -> int:
    with Store.open(sample_db) as store:
        return store.count(IncidentFilter(**criteria))


@pytest.mark.parametrize(
    ("widget", "value", "criteria", "written"),
    [
        # lists
        ("district", ["Kech"], {"district": ("Kech",)}, {"district": ["Kech"]}),
        ("event_type", ["Battles"], {"event_type": ("Battles",)}, {"type": ["Battles"]}),
        ("actor", ["Jaish al-Adl"], {"actor": ("Jaish al-Adl",)}, {"actor": ["Jaish al-Adl"]}),
        ("source", ["Frontier Wire"], {"source": ("Frontier Wire",)}, {"source": ["Frontier Wire"]}),
        ("status", ["machine"], {"status": ("machine",)}, {"status": ["machine"]}),
        ("where_prec", [2, 3], {"where_prec": (2, 3)}, {"where_prec": ["2", "3"]}),
        ("date_prec", [1], {"date_prec": (1,)}, {"date_prec": ["1"]}),
        # numbers, zero among them
        ("min_fatalities", 5, {"min_fatalities": 5}, {"min_fatalities": ["5"]}),
        ("max_fatalities", 0, {"max_fatalities": 0}, {"max_fatalities": ["0"]}),
        ("max_border_km", 40.0, {"max_border_km": 40.0}, {"max_border_km": ["40"]}),
        # words
        ("text", "convoy", {"text": "convoy"}, {"q": ["convoy"]}),
        # recalled events
        ("background", True, {"background": True}, {"background": ["1"]}),
    ],
)
def test_each_widget_narrows_and_writes_the_address(page, sample_db, widget, value, criteria, written):
    shown = page()
    key = f"filter_{widget}"
    for kind in ("multiselect", "number_input", "text_input", "toggle"):
        for element in getattr(shown, kind):
            if element.key == key:
                element.set_value(value)
    shown.run()
    assert not shown.exception
    assert f"{matching(sample_db, **criteria)} of " in words(shown)
    assert {name: address(shown)[name] for name in written} == written


def test_presets_count_from_the_last_day_of_the_data(page, sample_db):
    shown = page(district="Kech")
    shown.button(key="preset_365").click().run()
    with Store.open(sample_db) as store:
        last = store.frame()["event_date"].max().date()
    assert shown.date_input(key="filter_date_to").value == last
    assert (last - shown.date_input(key="filter_date_from").value).days == 364
    shown.button(key="preset_all").click().run()
    assert shown.date_input(key="filter_date_from").value is None and "from" not in address(shown)


def test_a_chip_takes_out_one_thing_and_reset_everything(page):
    shown = page(district=["Kech", "Gwadar"], q="a", bbox="60,25,66,29")
    labels = [button.label for button in shown.button if (button.key or "").startswith("chip_")]
    assert labels == ["words “a” ✕", "Kech ✕", "Gwadar ✕", "inside the box on the map ✕"]
    shown.button(key="chip_1").click().run()
    assert address(shown)["district"] == ["Gwadar"] and shown.multiselect(key="filter_district").value == ["Gwadar"]
    shown.button(key="chip_2").click().run()
    assert "bbox" not in address(shown)
    shown.button(key="reset").click().run()
    assert not {"district", "q", "bbox"} & set(address(shown))
    assert not [button for button in shown.button if (button.key or "").startswith("chip_")]


def test_a_chosen_district_outlasts_a_province_that_does_not_hold_it(page):
    shown = page(district="Kech")
    shown.multiselect(key="filter_province").select("Sistan and Baluchestan").run()
    assert shown.multiselect(key="filter_district").value == ["Kech"]
    assert "Kech · Pakistan" in shown.multiselect(key="filter_district").options
    assert "Gwadar · Pakistan" not in shown.multiselect(key="filter_district").options


@pytest.mark.parametrize(
    ("params", "said", "criteria"),
    [
        # an unknown district: the rest of the link holds
        ({"district": "Atlantis", "type": "Battles"}, "No district or county “Atlantis”", {"event_type": ("Battles",)}),
        # a bad number
        ({"min_fatalities": "many", "district": "Kech"}, "means nothing", {"district": ("Kech",)}),
        # numbers no widget could hold
        ({"min_fatalities": "99999999999999999999"}, "expected a number from 0", {}),
        ({"max_border_km": "-5"}, "expected a number from 0", {}),
        ({"from": "0001-01-01"}, "expected a day from 1900", {}),
        # a box that is none
        ({"bbox": "70,0,60,1"}, "west before east", {}),
        # a district the pack knows and no article names is a filter like any other
        ({"district": "Washuk", "q": "zzzz"}, "No incident matches", {"text": "zzzz"}),
    ],
)
def test_what_a_link_gets_wrong_is_said_and_the_rest_is_shown(page, sample_db, params, said, criteria):
    shown = page(**params)
    assert not shown.exception
    plainly = words(shown).replace("\\", "")
    assert said in plainly
    assert f"{matching(sample_db, **criteria)} of " in plainly


def test_what_was_wrong_with_the_link_is_said_until_the_filter_changes(page):
    shown = page(district="Atlantis").run()
    assert "Atlantis" in words(shown)
    shown.text_input(key="filter_text").set_value("convoy").run()
    assert "Atlantis" not in words(shown)


def test_nothing_matches_offers_the_way_back(page):
    shown = page(district="Kech", q="zzzz")
    assert "Clear the filter on words “zzzz”?" in words(shown).replace("\\", "")
    shown.button(key="clear_one").click().run()
    assert "q" not in address(shown) and address(shown)["district"] == ["Kech"]
    nothing = page(min_fatalities="5000", q="zzzz")
    nothing.button(key="clear_all").click().run()
    assert not set(address(nothing)) & {"min_fatalities", "q"}
