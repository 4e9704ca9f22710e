"""RSS and Atom: one article an entry, its HTML as text; entities and bombs are refused before a parser expands them."""

from __future__ import annotations

import time
from datetime import date

import pytest

from incidents.model import Article, Reject
from incidents.sources import content_key, read_bytes

TEXT = "Two men were killed on Friday when a bomb went off near Turbat."


def rss(items: str, head: str = "", version: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return (
        f'{version}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title><language>en-pk</language>{head}{items}</channel></rss>'
    )


def item(body: str, more: str = "") -> str:
    return f"<item><title>Blast</title><link>https://w.example/a?utm_source=rss</link>{more}{body}</item>"


def read(feed: str | bytes, name: str = "a.xml") -> list:
    return list(read_bytes(feed.encode() if isinstance(feed, str) else feed, name))


@pytest.mark.parametrize(
    ("feed", "text"),
    [
        (rss(item(f"<description>{TEXT}</description>")), TEXT),
        # HTML in every way feeds carry it: escaped, in CDATA, in content:encoded beside a teaser
        (rss(item(f"<description>&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description>")), f"{TEXT}\nMore."),
        (rss(item(f"<description><![CDATA[<p>{TEXT}</p><p>More.</p>]]></description>")), f"{TEXT}\nMore."),
        (rss(item(f"<description>Teaser</description><content:encoded><![CDATA[<div>{TEXT}<br/>More &amp; more.</div>]]></content:encoded>")),
         f"{TEXT}\nMore & more."),
        # what would run or load in a browser
        (rss(item(f"<description><![CDATA[<script>alert(1)</script><img src=x onerror=alert(1)>{TEXT}]]></description>")), TEXT),
        # an ampersand or an entity of HTML that XML does not know
        (rss(item(f"<description>{TEXT} &nbsp;&mdash; A & B</description>")), f"{TEXT} — A & B"),
        # a number that is no character
        (rss(item(f"<description>{TEXT} &#x110000;&#9999999999; end</description>")), f"{TEXT} \ufffd\ufffd end"),
        # Atom, with a link as attribute
        (f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Blast</title><link href="https://w.example/a"/>'
         f'<updated>2020-05-12T08:00:00Z</updated><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>', TEXT),
    ],
)  # fmt: skip
def test_entries(feed, text):
    (article,) = read(feed)
    assert isinstance(article, Article), article
    assert (article.text, article.title, article.source, article.url) == (text, "Blast", "Wire", "https://w.example/a")


@pytest.mark.parametrize(
    ("more", "published"),
    [
        ("<pubDate>Tue, 12 May 2020 23:30:00 -0800</pubDate>", date(2020, 5, 12)), ("<dc:date>2020-05-12</dc:date>", date(2020, 5, 12)),
        ("", None),
    ],
)  # fmt: skip
def test_days(more, published):
    (article,) = read(rss(item(f"<description>{TEXT}</description>", more)))
    assert (article.published, article.lang) == (published, "en")


def test_a_bad_entry_is_counted_and_the_rest_goes_on():
    bad = item("<description>x</description>", "<pubDate>the day after tomorrow</pubDate>")
    records = read(
        rss(
            item(f"<description>{TEXT}</description>")
            + item("")
            + bad
            + item(f"<description>{TEXT} More.</description>")
        )
    )
    assert [type(record) for record in records] == [Article, Reject, Reject, Article]
    assert [record.code for record in records[1:3]] == ["missing_field", "bad_date"]
    assert "entry 2" in records[1].reason and "entry 3" in records[2].reason


def test_the_same_article_in_a_feed_and_as_text():
    (entry,) = read(rss(item(f"<description>&lt;p&gt;{TEXT * 5}&lt;/p&gt;</description>")))
    (text,) = read_bytes(f"URL: https://w.example/a\n\n{TEXT * 5}".encode(), "a.txt")
    assert (entry.id, content_key(entry)) == (text.id, content_key(text))


@pytest.mark.parametrize(
    ("encoding", "version"),
    [
        ("utf-8", ""), ("utf-8-sig", '<?xml version="1.0"?>'), ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("cp1256", '<?xml version="1.0" encoding="windows-1256"?>'),
        # what the feed says of itself is wrong
        ("utf-8", '<?xml version="1.0" encoding="windows-1256"?>'),
    ],
)  # fmt: skip
def test_encodings(encoding, version):
    persian = "به گزارش خبرگزاري، در پي انفجار يك بمب در زاهدان دو نفر كشته شدند."
    (article,) = read(rss(item(f"<description>{persian}</description>"), version=version).encode(encoding))
    assert article.text == persian


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "declaration",
    [
        # a billion laughs, quadratic blow-up, files and addresses of this machine, parameter entities
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{BOMB}]>', f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1/">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]>', '<!doctype rss [<!entity a "x">]>',
        "<!DOCTYPE rss [<!ELEMENT rss ANY>]>", '<!DOCTYPE rss [<! ENTITY a "x">]>', '<!DOCTYPE rss [<!NOTATION a SYSTEM "x">]>',
    ],
    ids=lambda words: words[:40],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_entities_are_never_expanded(declaration, encoding):
    feed = f"<?xml version='1.0'?>{declaration}<rss><channel><item><description>&l11;&a; {TEXT}</description></item></channel></rss>"
    before = time.process_time()
    (reject,) = read(feed.encode(encoding))
    assert isinstance(reject, Reject) and reject.code == "forbidden_xml"
    assert time.process_time() - before < 2


def test_undeclared_entities_stay_words():
    (article,) = read(rss(item(f"<description>{TEXT} &file; &lol9;</description>")))
    assert "root:" not in article.text and article.text.startswith(TEXT)


@pytest.mark.parametrize(
    ("feed", "code"),
    [
        ("", "empty"), ("<rss></rss>", "empty"), ("<html><body>no feed</body></html>", "empty"), ("<a><b/></a>", "empty"), ("words", "empty"),
        ("<rss><channel>" + "<a>" * 300_001, "too_complex"), ("<rss>" + "<a>" * 5_000, "too_complex"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not_text"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_refused(feed, code):
    (reject,) = read(feed)
    assert isinstance(reject, Reject) and reject.code == code


@pytest.mark.parametrize(
    "feed",
    [
        # patterns that walk back, tags that are never closed, references that are none
        rss(item("<description>" + "&lt;br " * 200_000 + "</description>")), rss(item("<description>" + "&lt;" * 300_000 + "</description>")),
        "<rss><channel>&nbsp;<item>" + "<a>" * 100_000, "<rss><channel>&nbsp;<item><a " + "a='" * 200_000,
        rss(item("<description>" + "&#" * 300_000 + "</description>")), "<?xml " * 100_000,
    ],
    ids=range(6),
)  # fmt: skip
def test_no_feed_takes_long(feed):
    before = time.process_time()
    read(feed)
    assert time.process_time() - before < 8
