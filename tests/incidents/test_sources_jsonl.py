"""JSON lines and documents: the good articles go on, the bad ones are named with file and line."""

from __future__ import annotations

import json

import pytest

from incidents.model import Article, Reject
from incidents.sources import Limits, read_bytes

GOOD = {"id": "a", "published": "2020-05-12", "text": "Two men were killed in Turbat on Friday."}


def told(data, name="a.jsonl", **limits) -> list:
    """Article ids and (code, line) of rejects, in order."""
    data = data.encode() if isinstance(data, str) else data
    return [
        record.id if isinstance(record, Article) else (record.code, record.line)
        for record in read_bytes(data, name, limits=Limits(**limits))
    ]


def line(**changes) -> str:
    return json.dumps(GOOD | changes, ensure_ascii=False)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([line(), line(id="b")], ["a", "b"]),
        # a broken line in the middle, blank lines, the last line without its end
        ([line(), '{"id": "x", ', "", line(id="b")], ["a", ("bad_json", 2), "b"]),
        ([line(), "not json", "[1, 2]", '"words"', "5", "null", line(id="b")],
         ["a", ("bad_json", 2), *(("bad_record", n) for n in (3, 4, 5, 6)), "b"]),
        # no text, an impossible day, a text that is no text
        ([json.dumps({"id": "x"}), line(published="2020-13-40"), line(text=5), line(id="b")],
         [("missing_field", 1), ("bad_date", 2), ("bad_field", 3), "b"]),
        # the same id twice: both are read; the store takes the later as a correction
        ([line(), line(text="Another text of the same id.")], ["a", "a"]),
        # numbers beyond numbers, nesting beyond nesting
        ([line(published=10**400), '{"text": ' + "9" * 5000 + "}", "[" * 100_000, line(id="b")],
         [("bad_date", 1), ("bad_json", 2), ("bad_json", 3), "b"]),
        # a feature that is no incident of ours
        ([json.dumps({"type": "Feature", "properties": {"name": "x"}, "geometry": None}), line()], [("bad_record", 1), "a"]),
        ([], [("empty", None)]), (["", "  "], [("empty", None)]),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_lines(lines, found):
    assert told("\n".join(lines)) == found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings(end, encoding):
    data = end.join([line(title="Málaga"), line(id="b", text="بلیدہ میں دھماکا"), ""])
    records = list(read_bytes(data.encode(encoding), "a.jsonl"))
    assert [(r.id, r.text) for r in records] == [("a", GOOD["text"]), ("b", "بلیدہ میں دھماکا")]


def test_a_string_may_hold_the_separators_that_are_no_line_ends():
    data = line(text="one\u2028two\x85three").encode()
    (article,) = read_bytes(data, "a.jsonl")
    assert article.text == "one\u2028two\x85three"


def test_a_huge_line_is_named_and_the_rest_goes_on():
    data = "\n".join([line(), line(id="x", text="x" * 100_000), line(id="b")])
    assert told(data, line_bytes=10_000) == ["a", ("too_large", 2), "b"]


def test_a_garbled_article_is_named_by_its_id():
    garbled = "بلیدہ میں بم دھماکے میں چھ اہلکار ہلاک ہوئے".encode().decode("latin-1")
    (reject,) = read_bytes(line(id="g", text=garbled).encode(), "a.jsonl")
    assert (reject.code, reject.article_id, reject.line) == ("mojibake", "g", 1)


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (GOOD, ["a"]), ([GOOD, GOOD | {"id": "b"}], ["a", "b"]),
        # as news APIs wrap their lists
        ({"status": "ok", "articles": [GOOD]}, ["a"]), ({"items": [GOOD]}, ["a"]), ({"data": [GOOD]}, ["a"]),
        # one bad among good: counted by position
        ([GOOD, 5, {"id": "x"}, GOOD | {"id": "b"}], ["a", ("bad_record", None), ("missing_field", None), "b"]),
        ([], [("empty", None)]), ({"articles": []}, [("empty", None)]), (5, [("bad_json", None)]), ("words", [("bad_json", None)]),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_documents(document, found):
    for indent in (None, 2):
        assert told(json.dumps(document, indent=indent), "a.json") == found


def test_the_position_in_a_list_is_named():
    _, reject = read_bytes(json.dumps([GOOD, {"id": "x"}]).encode(), "a.json")
    assert isinstance(reject, Reject) and "article 2" in reject.reason and reject.article_id == "x"


def test_json_lines_under_the_name_of_a_document():
    assert told("\n".join([line(), line(id="b")]), "a.json") == ["a", "b"]


@pytest.mark.parametrize(
    "data",
    [
        # a document cut off, nested or filled without end; none may cost more than a moment
        b'{"articles": [{"id"', b"[" * 1_000_000, b'{"a":' * 1_000_000, b"[" + b"1," * 4_000_000 + b"1]", b"[" + b"{}," * 1_000_000 + b"{}]",
    ],
    ids=lambda data: str(data[:12]),
)  # fmt: skip
def test_documents_that_are_none(data):
    ((code, _),) = told(data, "a.json")
    assert code in ("bad_json", "too_complex")
