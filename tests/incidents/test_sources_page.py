"""HTML pages: the article alone, as the page's own metadata date and name it; golden files hold the whole answer."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from incidents.model import Article, Reject
from incidents.sources import content_key, read_bytes

GOLDEN = Path(__file__).parent / "golden" / "pages"
PAGES = sorted(GOLDEN.glob("*.html"))
PARAGRAPH = "Two men were killed on Friday when a bomb went off near Turbat in Kech district, officials said. "


def only(html: str | bytes) -> Article | Reject:
    (record,) = read_bytes(html.encode() if isinstance(html, str) else html, "a.html")
    return record


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Blast in Turbat</title>{head}</head><body>{body}</body></html>"


def test_there_are_golden_pages():
    assert len(PAGES) >= 4


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_golden(path):
    """Menus, adverts, captions of share buttons and footers are gone; title, day, outlet, address and language are found."""
    (article,) = read_bytes(path.read_bytes(), path.name)
    assert isinstance(article, Article), article
    found = {
        name: str(value) if (value := getattr(article, name)) is not None else None
        for name in ("title", "published", "source", "url", "lang", "text")
    }
    assert found == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2020-05-12T08:00:00+05:00">', "2020-05-12"),
        ('<meta name="date" content="2020-05-12">', "2020-05-12"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-05-12T08:00:00Z"}</script>', "2020-05-12"),
        # the day of publication, not of the last change
        ('<meta property="article:published_time" content="2020-05-12"><meta property="article:modified_time" content="2021-01-01">',
         "2020-05-12"),
        # no day stated: none is guessed from the words of the article
        ("", "None"),
    ],
)  # fmt: skip
def test_day(head, published):
    article = only(page(f"<article><p>{PARAGRAPH * 3}On 3 March 2019 a similar blast killed one.</p></article>", head))
    assert str(article.published) == published


@pytest.mark.parametrize(
    "markup",
    [
        # markup that would run, reach out or load something in a browser is nothing here
        "<script>alert(1)</script>", '<img src="http://127.0.0.1/x" onerror="alert(1)">', '<iframe src="file:///etc/passwd"></iframe>',
        "<style>p{}</style>", "<!-- comment -->", "<svg onload=alert(1)></svg>", '<link rel="stylesheet" href="http://10.0.0.1/">',
        '<meta http-equiv="refresh" content="0;url=http://10.0.0.1/">', '<object data="x"></object>',
    ],
)  # fmt: skip
def test_only_text_is_taken(markup):
    plain = only(page(f"<article><p>{PARAGRAPH * 3}</p></article>"))
    spiced = only(page(f"<article>{markup}<p>{PARAGRAPH * 3}</p></article>", markup))
    assert spiced.text == plain.text


def test_tags_in_the_text_are_letters_not_markup():
    article = only(
        page(f"<article><p>{PARAGRAPH * 3}&lt;script&gt;alert(1)&lt;/script&gt; {{{{ 7*7 }}}}</p></article>")
    )
    assert "<script>alert(1)</script> {{ 7*7 }}" in article.text


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""),
        # old Persian pages say which encoding they are in
        ("cp1256", '<meta charset="windows-1256">'),
        ("cp1256", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">'),
        # a page that says nothing, and one that says what it is not
        ("cp1256", ""), ("utf-8", '<meta charset="windows-1256">'),
    ],
)  # fmt: skip
def test_encodings(encoding, head):
    persian = "به گزارش خبرگزاري، در پي انفجار يك بمب در زاهدان دو نفر كشته و سه نفر زخمي شدند. " * 5
    article = only(page(f"<article><p>{persian}</p></article>", head).encode(encoding))
    assert isinstance(article, Article) and persian.strip() in article.text


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("", "empty"), ("<html></html>", "missing_field"), (page("<script>document.write('all of it')</script>"), "missing_field"),
        ("<div>" * 10_000, "too_complex"), ("<p>" * 70_000, "too_complex"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not_text"),
        (page(f"<article><p>{('بلیدہ میں بم دھماکے میں چھ اہلکار ہلاک ہوئے ' * 5).encode().decode('latin-1')}</p></article>"), "mojibake"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_refused(html, code):
    reject = only(html)
    assert isinstance(reject, Reject) and reject.code == code


@pytest.mark.parametrize(
    "html",
    [
        page("<article>" + f"<p>{PARAGRAPH}</p>" * 15_000 + "</article>"), page("<article>" + "<a href='x'>y</a>" * 29_000 + "</article>"),
        page("<table><tr><td>x</td></tr></table>" * 9_000), page("<p " + "a=b " * 300_000 + f">{PARAGRAPH * 9}</p>"),
        page(f"<p>{PARAGRAPH}</p>" + "2020-05-12 " * 150_000),
    ],
    ids=["paragraphs", "links", "tables", "attributes", "dates"],
)  # fmt: skip
def test_no_page_takes_long(html):
    before = time.process_time()
    only(html)
    assert time.process_time() - before < 10


def test_the_same_article_as_text_and_as_a_page():
    body = "\n\n".join(
        [PARAGRAPH.strip(), "Nobody claimed the attack. " * 4, "The border was closed for a day, traders said. " * 3]
    )
    html = page("<article>" + "".join(f"<p>{part}</p>" for part in body.split("\n\n")) + "</article>")
    (text,) = read_bytes(f"Title: Blast in Turbat\n\n{body}".encode(), "a.txt")
    assert content_key(only(html)) == content_key(text)
