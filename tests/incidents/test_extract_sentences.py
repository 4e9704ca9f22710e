"""Where sentences end, and where they do not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.extract.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # two sentences
        ("Six died. One was hurt.", 2),
        # ranks, initials, numbers, units
        ("Maj. Gen. A. B. Khan of the U.S. Army said No. 7 post was 5 km. Away.", 1),
        ("The magnitude was 7.8 near St. John's.", 1),
        # quotation marks after the stop
        ('"Six died." The army denied it.', 2),
        # no space after the stop
        ("The bus burned.The driver fled.", 2),
        # paragraphs end sentences, wrapped lines do not
        ("QUETTA\n\nSix died", 2),
        ("Six soldiers of the Frontier Corps were killed when a bomb hit\ntheir vehicle near Buleda.", 1),
        ("Six soldiers of the Frontier Corps were killed when a bomb near the town of\nBuleda hit their vehicle.", 1),
        # a list of short lines
        ("Killed: 6\nInjured: 1", 2),
        # Urdu full stop
        ("چھ اہلکار شہید ہو گئے۔ ایک زخمی ہوا۔", 2),
        # no mark at all, as some data sets strip them: cut before what begins a sentence, not inside a paper's name
        (
            "Five persons were injured when assailants lobbed a grenade at a check post in the Qadirabad area of Nushki town on April 22 "
            "reports The News The assailants escaped Elsewhere armed men set two tankers ablaze No group claimed responsibility",
            4,
        ),
        # … but not where marks stand
        (
            "Five persons, two of them policemen, were injured when assailants lobbed a grenade at a check post in the Qadirabad area of "
            "Nushki town on April 22 near The Baloch Hotel and No Limit Stores in the town's bazaar, police said",
            1,
        ),
        # nothing
        (" \n ", 0),
    ],
)
def test_sentences(text, count):
    assert len(split_sentences(text)) == count


@given(st.text(alphabet=st.sampled_from("aA. \n!?\"'۔،()8"), max_size=80) | st.text(max_size=80))
def test_sentences_quote_the_text_in_order_and_lose_nothing(text):
    spans = split_sentences(text)
    assert all(text[span.start : span.end] == span.text == span.text.strip() for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert "".join(text.split()) == "".join("".join(span.text.split()) for span in spans)
