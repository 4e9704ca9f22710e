"""Plain text and Markdown: header lines, headlines, days, and the body that offsets count in."""

from __future__ import annotations

import time
from datetime import date

import pytest

from incidents.model import Article, Reject
from incidents.sources import read_bytes

BODY = "Two men were killed on Friday when a bomb went off near Turbat.\n\nOfficials said so."


def only(data: str | bytes, name: str = "a.txt") -> Article | Reject:
    (record,) = read_bytes(data.encode() if isinstance(data, str) else data, name)
    return record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the four header lines of the interface, in any order and case, with any of their other names
        (f"Title: Blast\nDate: 2020-05-12\nSource: Wire\nURL: https://w.example/a?utm_source=x\n\n{BODY}",
         ("Blast", date(2020, 5, 12), "Wire", "https://w.example/a")),
        (f"url: https://w.example/a\nSOURCE: Wire\nHeadline: Blast\npublished: 12 May 2020\n{BODY}",
         ("Blast", date(2020, 5, 12), "Wire", "https://w.example/a")),
        # only some of them; the outlet of an address is its host
        (f"URL: https://www.w.example/a\n\n{BODY}", ("", None, "w.example", "https://www.w.example/a")),
        # the first line of the other form
        (f"date 2020-05-12 The headline\n\n{BODY}", ("The headline", date(2020, 5, 12), None, None)),
        (f"Date 2020-05-12: The headline\n{BODY}", ("The headline", date(2020, 5, 12), None, None)),
        (f"\n\n  date 2020-05-12 – The headline\n\n{BODY}", ("The headline", date(2020, 5, 12), None, None)),
        # Markdown: a heading, a day line under it, front matter
        (f"# Blast #\n\n2020-05-12\n\n{BODY}", ("Blast", date(2020, 5, 12), None, None)),
        (f"## Blast\n\nMay 12, 2020\n\n{BODY}", ("Blast", date(2020, 5, 12), None, None)),
        (f"---\ntitle: 'Blast'\ndate: 2020-05-12\n---\n\n{BODY}", ("Blast", date(2020, 5, 12), None, None)),
        # a line that stands alone and is no sentence is the headline; one with a full stop is the article
        (f"Blast in Turbat kills two\n\n{BODY}", ("Blast in Turbat kills two", None, None, None)),
        (BODY, ("", None, None, None)),
        # Windows' and old Macs' line ends, the byte-order mark
        (f"\ufeffTitle: Blast\r\nDate: 2020-05-12\r\n\r\n{BODY}".replace("\n\n", "\r\n\r\n"), ("Blast", date(2020, 5, 12), None, None)),
        (f"Title: Blast\r\r{BODY}".replace("\n", "\r"), ("Blast", None, None, None)),
        # no header: a word and a colon are prose
        (f"Quetta: {BODY}", ("", None, None, None)),
    ],
)  # fmt: skip
def test_headers_and_headlines(text, expected):
    article = only(text)
    assert (article.title, article.published, article.source, article.url) == expected
    assert article.text == (text if text.startswith("Quetta") else BODY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_give_the_same_article(encoding):
    text = f"Title: Málaga\nDate: 2020-05-12\n\n{BODY} “So they said”, in Málaga."
    assert only(text.encode(encoding)) == only(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_persian_in_its_encodings(encoding):
    text = "به گزارش خبرگزاري، در پي انفجار يك بمب در زاهدان دو نفر كشته و سه نفر زخمي شدند." * 3
    assert only(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", None), (b" \r\n\t\n", "empty", None), (b"\xef\xbb\xbf", "empty", None), (b"\x00" * 50, "empty", None),
        # headers, but nothing under them
        (b"Title: Blast\nDate: 2020-05-12\n", "missing_field", None),
        # an impossible day is named with its line
        (b"Title: Blast\nDate: 2020-02-30\n\nText of it.", "bad_date", 2), (b"date 2020-13-40 Blast\n\nText of it.", "bad_date", 1),
        (b"Date: 05/12/2020\n\nText of it.", "bad_date", 1),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not_text", None),
        (b"x" * 40_000_000, "too_large", None),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_refused(data, code, line):
    reject = only(data)
    assert isinstance(reject, Reject) and (reject.code, reject.line, reject.file) == (code, line, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        # a heading of blanks between its words took a cubic while before it was read without a pattern
        "# a" + " " * 200_000 + "b\n\nText.", "Title" + " " * 200_000 + "x\n\nText.", "date 2020-05-12" + " :-" * 100_000 + "\n\nText.",
        "a" * 1_000_000 + ":", "---\n" * 200_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_no_line_takes_long(text):
    before = time.process_time()
    only(text)
    assert time.process_time() - before < 2
