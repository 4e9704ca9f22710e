"""One article from its raw parts: its day, its address, its identity, and what is refused rather than half-read."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.sources import canonical_url, content_key, make_article
from incidents.sources.article import MAX_ARTICLE_CHARACTERS, clean_line, parse_day
from incidents.sources.record import Refused

LONG = "Two men were killed on Friday when a bomb went off near Turbat in Kech district, officials said. " * 3


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2020-05-12", date(2020, 5, 12)),
        # with a clock, however it is written; no zone is converted: the publisher's own day counts
        ("2020-05-12T23:30:00+05:00", date(2020, 5, 12)), ("2020-05-12 00:00:00.000", date(2020, 5, 12)),
        (datetime(2020, 5, 12, 23, 59), date(2020, 5, 12)), (date(2020, 5, 12), date(2020, 5, 12)),
        # as feeds and newspapers write it
        ("Tue, 12 May 2020 08:00:00 +0500", date(2020, 5, 12)), ("12 May 2020", date(2020, 5, 12)),
        ("May 12, 2020", date(2020, 5, 12)), ("2020/05/12", date(2020, 5, 12)), ("20200512", date(2020, 5, 12)),
        # only one day is possible
        ("25/12/2020", date(2020, 12, 25)), ("12/25/2020", date(2020, 12, 25)), ("05/05/2020", date(2020, 5, 5)),
        # numbers: a compact day, seconds, JavaScript's milliseconds
        (20200512, date(2020, 5, 12)), (1589241600, date(2020, 5, 12)), (1589241600000, date(2020, 5, 12)),
        # nothing
        (None, None), ("", None), ("   ", None), (float("nan"), None),
    ],
)  # fmt: skip
def test_parse_day(given, day):
    assert parse_day(given) == day


@pytest.mark.parametrize(
    ("given", "words"),
    [
        # a day that does not exist, one that may be two, one outside the world's newspapers, no day at all
        ("2020-02-30", "does not exist"), ("2020-13-40", "does not exist"), ("05/12/2020", "may mean two days"),
        ("1399-02-23", "outside 1900-2100"), ("yesterday", "not understood"), ("12.2020", "not understood"),
        (-5, "not understood"), (10**400, "not understood"), (float("inf"), "not understood"), (50_000_000_000, "outside"),
        (True, "not a date"), (["2020-05-12"], "not a date"), ({"day": 1}, "not a date"),
    ],
)  # fmt: skip
def test_days_that_are_none(given, words):
    with pytest.raises(Refused, match=words) as caught:
        parse_day(given)
    assert caught.value.code == "bad_date"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://News.Example.org/a", "https://news.example.org/a"),
        # what says how the reader came there goes; what says which article stays
        ("https://n.example/a?utm_source=x&utm_medium=y&id=7", "https://n.example/a?id=7"),
        ("https://n.example/a?fbclid=1&gclid=2&ref=home#comments", "https://n.example/a"),
        ("https://n.example/story?p=12&page=2", "https://n.example/story?p=12&page=2"),
        # default ports, the final dot, credentials
        ("http://n.example:80/a", "http://n.example/a"), ("https://n.example:8443/a", "https://n.example:8443/a"),
        ("https://n.example./a", "https://n.example/a"), ("https://me:pw@n.example/a", "https://n.example/a"),
        # letters of any script, encoded once and not twice
        ("https://n.example/بلیدہ", "https://n.example/%D8%A8%D9%84%DB%8C%D8%AF%DB%81"),
        ("https://n.example/%D8%A8", "https://n.example/%D8%A8"),
        # no address of an article
        ("javascript:alert(1)", None), ("file:///etc/passwd", None), ("//n.example/a", None), ("n.example/a", None),
        ("http://", None), ("http://./", None), ("http://[fe80::1%2@eth0]/", None), ("http://[::1", None), ("http://n.example:99999999/", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_canonical_url(url, clean):
    assert canonical_url(url) == clean
    if clean:
        assert canonical_url(clean) == clean


@pytest.mark.parametrize(
    "other",
    [
        # tracking, scheme, www, a slash
        "https://n.example/a?utm_campaign=tw", "http://n.example/a", "https://www.n.example/a", "https://n.example/a/",
        "https://n.example/a#top",
    ],
)  # fmt: skip
def test_one_article_has_one_id_under_all_its_addresses(other):
    first = make_article({"text": LONG, "url": "https://n.example/a"})
    assert make_article({"text": LONG, "url": other}).id == first.id
    assert make_article({"text": LONG, "url": "https://n.example/b"}).id != first.id


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        # another layout, other quotation marks and dashes, another headline, outlet, address or id: the same words
        ({"text": LONG.replace(". ", ".\n\n")}, True), ({"text": LONG.replace(",", " –")}, True), ({"title": "Another"}, True),
        ({"url": "https://other.example/x", "source": "Other"}, True), ({"id": "given"}, True), ({"text": LONG.upper()}, True),
        # a long text stands alone: a missing or other date changes nothing
        ({"published": None}, True),
        # a correction is another content
        ({"text": LONG.replace("Two", "Three")}, False),
    ],
)  # fmt: skip
def test_content_key_is_of_the_words(changes, same):
    raw = {"text": LONG, "published": "2020-05-12", "title": "Blast", "url": "https://n.example/a"}
    assert (content_key(make_article(raw | changes)) == content_key(make_article(raw))) is same


def test_a_short_text_may_recur_on_another_day():
    day, other = (
        make_article({"text": "A blast was heard in Turbat.", "published": p}) for p in ("2020-05-12", "2020-06-12")
    )
    assert content_key(day) != content_key(other) and day.id != other.id


@pytest.mark.parametrize(
    ("raw", "field", "value"),
    [
        # what other tools call the fields
        ({"body": "x y", "headline": "T", "date": "2020-05-12", "outlet": "W"}, "title", "T"),
        ({"content": "x y", "pubDate": "Tue, 12 May 2020 08:00:00 +0500"}, "published", date(2020, 5, 12)),
        ({"text": "x y", "source": {"id": 5, "name": "Wire"}}, "source", "Wire"),
        ({"text": ["one", "two"]}, "text", "one\n\ntwo"),
        # the outlet of an article that names none is its host
        ({"text": "x y", "link": "https://www.wire.example/a"}, "source", "wire.example"),
        # languages shrink to their code; numbers are ids too
        ({"text": "x y", "lang": "en_GB"}, "lang", "en"),
        ({"text": "x y", "id": 17}, "id", "17"),
        # a title is one line
        ({"text": "x y", "title": "a\n\tb\x00c"}, "title", "a b c"),
        # offsets must agree with the caller's copy: the text stays as it is, but for what no database can hold
        ({"text": " x\r\ny \x00\ud800z"}, "text", " x\r\ny \ufffd\ufffdz"),
    ],
)
def test_fields(raw, field, value):
    assert getattr(make_article(raw), field) == value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({}, "missing_field"), ({"title": "no text"}, "missing_field"), ({"text": ""}, "missing_field"),
        ({"text": " \n\t\ufeff\x00"}, "missing_field"), ({"text": 5}, "bad_field"), ({"text": {"a": 1}}, "bad_field"),
        ({"text": ["a", 5]}, "bad_field"), ({"text": "x", "title": ["a"]}, "bad_field"), ({"text": "x", "id": True}, "bad_field"),
        ({"text": "x", "date": "2020-02-30"}, "bad_date"), ({"text": "x" * (MAX_ARTICLE_CHARACTERS + 1)}, "too_large"),
        # UTF-8 that somebody read as Windows-1252 and saved: never kept as if it were an article
        ({"text": "بلیدہ میں بم دھماکے میں چھ اہلکار ہلاک ہوئے".encode().decode("cp1252", "replace")}, "mojibake"),
        # letters that were lost before
        ({"text": "\ufffd" * 40 + " in Turbat"}, "mojibake"),
    ],
)  # fmt: skip
def test_refused(raw, code):
    with pytest.raises(Refused) as caught:
        make_article(raw)
    assert caught.value.code == code and str(caught.value)


@given(
    st.dictionaries(
        st.sampled_from(["id", "url", "title", "date", "source", "lang", "text"]), st.text() | st.none() | st.floats()
    )
)
def test_whatever_the_fields_hold_it_is_an_article_or_a_reason(raw):
    try:
        article = make_article(raw)
    except Refused as refused:
        assert refused.code and str(refused)
    else:
        json.dumps([article.id, article.text, article.title, article.url]).encode()
        assert len(article.text) == len(raw.get("text"))


@given(st.text(max_size=10_000))
def test_clean_line_is_one_line(words):
    assert clean_line(words) == clean_line(clean_line(words))
    assert not set(clean_line(words)) & set("\r\n\t\x00")
