"""Excerpts: the very words are marked, every character of an article is shown as itself, and nothing else gets out."""

from __future__ import annotations

import re

import pytest
from factories import HOSTILE_TEXTS, make_article, make_evidence
from hypothesis import given
from hypothesis import strategies as st
from markup import Shown

from dashboard.excerpts import anchor_of, article_html, excerpt_html, keys_html, safe_link, style
from incidents.model import Evidence, Span

FIELDS = ("fatalities", "event_date", "location", "actor1", "sub_event_type", "never heard of")


@st.composite
def marked_texts(draw):
    text = draw(st.one_of(st.text(min_size=1, max_size=80), st.sampled_from(HOSTILE_TEXTS)))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges, st.sampled_from(FIELDS)), max_size=8))
    spans = [(min(a, b), max(a, b), field) for a, b, field in pairs if a != b]
    return text, [Evidence(field=f, span=Span.of(text, a, b), article_id="a") for a, b, f in spans]


@given(marked_texts())
def test_the_whole_text_is_shown_character_by_character_whatever_is_marked(drawn):
    text, evidence = drawn
    page = Shown(excerpt_html(text, evidence, whole=True, prefix="words-1"))
    # a parser of HTML turns carriage returns and NUL into others, as browsers do
    assert page.text == text.replace("\r\n", "\n").replace("\r", "\n") or "\r" in text or "\0" in text
    assert {tag for tag, _ in page.tags} <= {"div", "mark"}
    assert all(
        set(attrs) <= {"class", "dir", "lang", "id", "tabindex", "title", "aria-description"} for _, attrs in page.tags
    )
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_hostile_text_is_text(words):
    text = f"Six men were killed {words} in Kech."
    evidence = [Evidence(field="fatalities", span=Span.of(text, 0, 20 + len(words)), article_id="a")]
    page = excerpt_html(text, evidence, prefix="words-1", lang='ur" onclick="x')
    assert not re.search(r"<(?!/?(div|mark)\b)", page)
    assert "onclick" not in page
    assert Shown(page).text == text


def test_the_very_words_are_marked_and_sentences_without_any_left_out():
    article = make_article(text="Nothing here. Six soldiers were killed in Buleda. More talk. It was on Friday.")
    evidence = [make_evidence(article, "fatalities", "Six soldiers"), make_evidence(article, "event_date", "Friday")]
    page = excerpt_html(article.text, evidence)
    assert ">Six soldiers</mark>" in page and ">Friday</mark>" in page and " … " in page and "More talk" not in page


def test_a_link_finds_the_words_of_its_span_also_where_spans_nest_or_share_a_beginning():
    article = make_article(text="At least six soldiers were killed in Buleda.")
    wanted = ["six soldiers were killed", "six", "soldiers"]
    evidence = [make_evidence(article, "fatalities", words) for words in wanted]
    marked = Shown(excerpt_html(article.text, evidence, prefix="words-3")).marked
    assert {marked[anchor_of("words-3", item.span)] for item in evidence} == set(wanted)


def test_spans_that_cross_are_cut_and_keep_one_id():
    text = "abcdefghij"
    crossing = [
        Evidence(field="location", span=Span.of(text, 0, 6), article_id="a"),
        Evidence(field="actor1", span=Span.of(text, 4, 9), article_id="a"),
    ]
    page = excerpt_html(text, crossing, prefix="w")
    assert page.count('id="w-4-9"') == 1 and Shown(page).text == text
    assert Shown(page).marked == {"w-0-6": "abcdef", "w-4-9": "ef"}


def test_two_values_of_one_span_are_one_mark_that_names_both():
    article = make_article()
    evidence = [make_evidence(article, name, "six soldiers") for name in ("fatalities", "actor2")]
    page = excerpt_html(article.text, evidence)
    assert page.count("<mark") == 1 and 'title="killed, who was hit"' in page


@pytest.mark.parametrize(
    ("lang", "attribute"),
    [("ur", ' lang="ur"'), ("fa", ' lang="fa"'), (None, ""), ("", ""), ("x y", ""), ('"><b>', "")],
)
def test_the_language_is_named_when_it_is_one(lang, attribute):
    assert f'dir="auto"{attribute}>' in excerpt_html("متن", [], whole=True, lang=lang)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=1", True),
        ("http://example.org", True),
        ("http://[::1]:80/", True),
        # only http(s) becomes a link
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:///nowhere", False),
        # what a browser would read otherwise than we do
        ("https://example.org\\@attacker.example", False),
        ("https://exa\tmple.org", False),
        ("http://[::1", False),
        # a quote could leave the attribute
        ('https://example.org/"onload=x', False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url, safe):
    assert (safe_link(url) is not None) is safe


def test_each_tint_has_an_underline_of_its_own_so_that_colour_is_never_alone():
    lines = re.findall(r"mark\.(\w+) \{[^}]*border-bottom: (\S+ \w+)", style())
    assert {name for name, _ in lines} == set(re.findall(r'class="(\w+)"', keys_html())) - {"sarhad"}
    assert len({line for _, line in lines}) == 5


def test_an_article_of_thousands_of_spans_is_still_shown():
    text = "killed " * 4000
    evidence = [
        Evidence(field="fatalities", span=Span.of(text, start, len(text) - start), article_id="a")
        for start in range(2000)
    ]
    assert excerpt_html(text, evidence, whole=True).count("<mark") == 200


@pytest.mark.parametrize("words", HOSTILE_TEXTS)
def test_an_article_under_its_headline_is_shown_as_it_is(words):
    article = make_article(title=words, text=f"{words} killed six.", lang="ur")
    page = article_html(article, [make_evidence(article, "fatalities", "killed six")], [words, ""])
    assert Shown(page).text == words + words + article.text and ' lang="ur"' in page
    assert Shown(page).names[0] == {"div", "h3", "p", "mark"}
