"""Names survive keyboards and Unicode; spans stay exact whatever folding drops or adds."""

from __future__ import annotations

import unicodedata

import pytest
from factories import HOSTILE_TEXTS
from hypothesis import given
from hypothesis import strategies as st

from geodata.names import fold_name, fold_text, fold_variants

SAME = [
    # diacritics, composed or decomposed
    ("Sarāvān", "Saravan"),
    (unicodedata.normalize("NFD", "Zāhedān"), "Zahedan"),
    # hyphens and dashes of any kind part words
    ("Qasr-e-Qand", "Qasr‐e Qand"),
    ("Mand–Pishin", "Mand Pishin"),
    # Arabic and Persian yeh and kaf, Urdu heh, kashida, zero-width non-joiner, vowel marks
    ("سيستان", "سیستان"),
    ("كيچ", "کیچ"),
    ("کوئٹہ", "کوئٹه"),
    ("زاهـدان", "زاهدان"),
    ("نیک\u200cشهر", "نیکشهر"),
    ("تُربت", "تربت"),
    # full-width letters
    ("Ｔｕｒｂａｔ", "turbat"),
]


@pytest.mark.parametrize(("written", "meant"), SAME)
def test_spellings_that_are_one_name(written, meant):
    assert fold_name(written) == fold_name(meant)


def test_a_possessive_leaves_the_name_whole():
    assert " kech " in fold_text("Kech’s Buleda").text
    assert " kech " in fold_text("Kech's Buleda").text


def test_an_apostrophe_inside_a_name_may_be_left_out():
    assert fold_name("Sanaa") in fold_variants("Sana'a")


@pytest.mark.parametrize("name", [written for written, _ in SAME])
def test_folding_does_not_depend_on_the_unicode_form(name):
    forms = {fold_name(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text):
    once = fold_name(text)
    assert fold_name(once) == once


@given(st.text(max_size=200) | st.sampled_from(list(HOSTILE_TEXTS)))
def test_offsets_never_leave_the_text_and_never_go_back(text):
    folded = fold_text(text)
    offsets = list(folded.offsets)
    assert len(offsets) == len(folded.text) + 1
    assert offsets[0] == -1
    assert offsets[-1] == len(text)
    assert offsets == sorted(offsets)


@given(
    st.text(max_size=60), st.sampled_from(["Turbat", "زاهدان", "Sara\u0304van", "نیک\u200cشهر"]), st.text(max_size=60)
)
def test_a_name_between_any_texts_is_found_where_it_stands(before, name, after):
    text = f"{before} {name} {after}"
    folded = fold_text(text)
    key = f" {fold_name(name)} "
    spans = set()
    at = folded.text.find(key)
    while at >= 0:
        spans.add(folded.original(at + 1, at + len(key) - 1))
        at = folded.text.find(key, at + 1)
    start = len(before) + 1
    assert (start, start + len(name)) in spans
