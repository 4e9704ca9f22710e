"""Addresses: what can be used is used, the rest is said in words, and what is written reads back the same."""

from __future__ import annotations

from datetime import date

import pytest
from factories import HOSTILE_TEXTS
from hypothesis import given
from hypothesis import strategies as st

from dashboard import address
from incidents.filters import IncidentFilter

KNOWN = {"district": {"Kech", "Panjgur"}, "event_type": {"Battles"}, "status": {"machine"}}


@pytest.mark.parametrize(
    ("params", "criteria", "said"),
    [
        # a whole address
        ({"district": "Kech", "from": "2020-01-01"}, {"district": ("Kech",), "date_from": date(2020, 1, 1)}, []),
        # case and accents are forgiven
        ({"district": "kéch"}, {"district": ("Kech",)}, []),
        # a name twice is one
        ({"district": ["Kech", "kech"]}, {"district": ("Kech",)}, []),
        # an unknown district is left out, a known one beside it stays
        ({"district": ["Atlantis", "Kech"]}, {"district": ("Kech",)}, ["“Atlantis”"]),
        # one bad value does not cost the others
        ({"from": "yesterday", "min_fatalities": "3"}, {"min_fatalities": 3}, ["yesterday"]),
        # numbers that no widget can hold
        ({"min_fatalities": "-1"}, {}, ["-1"]),
        ({"min_fatalities": "9" * 30}, {}, ["expected a number from 0"]),
        ({"max_border_km": "nan"}, {}, ["nan"]),
        ({"max_border_km": "inf"}, {}, ["inf"]),
        # precision codes that do not exist
        ({"where_prec": "9"}, {}, ["where_prec 9"]),
        ({"date_prec": "1,2"}, {"date_prec": (1, 2)}, []),
        # a day outside what the date field can show
        ({"from": "0001-01-01"}, {}, ["expected a day from 1900"]),
        # days in the wrong order are swapped
        (
            {"from": "2020-12-31", "to": "2020-01-01"},
            {"date_from": date(2020, 1, 1), "date_to": date(2020, 12, 31)},
            ["swapped"],
        ),
        # boxes and areas
        ({"bbox": "60,25,64,29"}, {"bbox": (60.0, 25.0, 64.0, 29.0)}, []),
        ({"bbox": "60,25"}, {}, ["bbox"]),
        ({"polygon": "60,25;64,25;nan,29"}, {}, ["polygon"]),
        ({"polygon": "60,25;64"}, {}, ["polygon"]),
        # an empty value asks for nothing
        ({"district": "", "q": ""}, {}, []),
        # what is not ours is left alone
        ({"utm_source": "mail", "q": "convoy"}, {"text": "convoy"}, []),
    ],
)
def test_addresses_are_read_as_far_as_they_can_be(params, criteria, said):
    pairs = [(name, v) for name, value in params.items() for v in ([value] if isinstance(value, str) else value)]
    found, problems = address.read(pairs, KNOWN)
    assert found == IncidentFilter(**criteria)
    assert len(problems) == len(said) and all(words in problem for words, problem in zip(said, problems, strict=True))


@given(st.lists(st.tuples(st.sampled_from([*address.PARAMETERS.values(), "x"]), st.text(max_size=30))))
def test_no_address_raises(params):
    criteria, problems = address.read(params, KNOWN)
    assert isinstance(criteria, IncidentFilter) and all(isinstance(problem, str) for problem in problems)
    again, none = address.read([(n, v) for n, values in address.write(criteria).items() for v in values])
    assert again == criteria and none == ()


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_hostile_words_travel_through_a_link_unchanged(words):
    from urllib.parse import parse_qsl

    line = address.link(address.write(IncidentFilter(text=words), incident_id=words))
    assert dict(parse_qsl(line[1:])) == {"q": words, "incident": words}
    assert not set(line) & set("<>\"'` \n")


def test_the_link_holds_the_view_and_replaces_what_the_base_said():
    params = address.write(IncidentFilter(district=("Kech", "Gwadar")), "i1", {"lat": "26", "zoom": "9", "other": "x"})
    for base in ("http://127.0.0.1:8501/?q=old#words-1", "http://127.0.0.1:8501"):
        line = address.link(params, base)
        assert line == "http://127.0.0.1:8501/?district=Kech&district=Gwadar&incident=i1&lat=26&zoom=9"
    assert address.link(params).startswith("?district=Kech")
