"""The one way in: which reader an input gets, in which order, and that nothing given is ever silently left out."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from incidents.model import Article, ReadError, Reject
from incidents.sources import FORMATS, content_key, read, read_bytes

TEXT = "Two men were killed on Friday when a bomb went off near Turbat in Kech district, officials said. "
LINE = json.dumps({"text": TEXT})
PAGE = f"<!DOCTYPE html><html><body><article><p>{TEXT * 3}</p></article></body></html>"
FEED = f"<rss><channel><item><description>{TEXT}</description></item></channel></rss>"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TEXT)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["article", "article.dat", "https://example.org/a?x=1", "no.suffix.here", "UPPER.TXT", "a.Json"]
)
@pytest.mark.parametrize(
    "data",
    [TEXT, PAGE, FEED, f"<?xml version='1.0'?>{FEED}", LINE, json.dumps([{"text": TEXT}]), "\ufeff" + LINE, "\n\n" + PAGE, zipped()],
    ids=["text", "page", "feed", "xml", "line", "list", "mark", "blank", "zip"],
)  # fmt: skip
def test_content_decides_where_the_name_does_not(name, data):
    data = data.encode() if isinstance(data, str) else data
    if name.lower().endswith((".txt", ".json")):
        name = name[:-1]
    (record,) = read_bytes(data, name)
    assert isinstance(record, Article) and "Two men were killed" in record.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.4", "save its text as .txt"), ("a.docx", zipped(), "plain text"), ("a.xlsx", zipped(), "CSV"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not a kind of file"), ("a.exe", b"MZ" + bytes(200), "not a kind of file"),
        ("a.gpkg", b"words", "not a readable GeoPackage"), ("a.parquet", b"words", "not a readable Parquet"), ("a.zip", b"words", "not a readable zip"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_what_to_do(name, data, words):
    (reject,) = read_bytes(data, name)
    assert isinstance(reject, Reject) and words in reject.reason and reject.file == name


def test_a_folder_is_read_by_name_with_all_that_lies_in_it(tmp_path):
    files = {
        "b.txt": TEXT,
        "a/z.jsonl": LINE,
        "a/a.html": PAGE,
        "c.bin": "\x00\x01\x02\x03" * 50,
        ".hidden.txt": TEXT,
        ".git/x.txt": TEXT,
        "Thumbs.db": "x",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    found = [(type(record).__name__, getattr(record, "code", None)) for record in read(tmp_path)]
    assert found == [("Article", None)] * 3 + [("Reject", "unknown_format")]


def test_links_within_a_folder_lead_in_no_circle(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(list(read(tmp_path))) == 1


@pytest.mark.parametrize("name", ["", "  ", "a\x00b"])
def test_an_argument_that_names_nothing_is_an_error(name):
    with pytest.raises(ReadError, match="no input named"):
        read(name)


def test_an_unknown_reader_names_those_there_are(tmp_path):
    with pytest.raises(ReadError, match=r"\.jsonl"):
        read(tmp_path, reader=".doc")


def test_what_is_not_there_or_no_file_is_a_reject(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert [record.code for record in read(tmp_path / "nothing.txt")] == ["missing_file"]
    assert [record.code for record in read(tmp_path / "pipe")] == ["unreadable"]


def test_a_file_that_may_not_be_read_is_a_reject(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (reject,) = read(path)
    assert reject.code == "unreadable" and "Permission denied" in reject.reason


def test_standard_input_is_json_lines(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(f"{LINE}\nbroken\n{LINE}\n".encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    records = list(read("-"))
    assert [type(record) for record in records] == [Article, Reject, Article]
    assert (records[1].file, records[1].line) == ("<stdin>", 2)


def test_a_reader_may_be_given(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(LINE)
    (article,) = read(path, reader=".jsonl")
    assert article.text == TEXT


def test_a_reader_that_stumbles_costs_one_file_not_the_run(tmp_path, monkeypatch):
    def stumble(source):
        raise RuntimeError("something its author did not think of")
        yield

    monkeypatch.setattr("incidents.sources.page.read", stumble)
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(TEXT)
    reject, article = read(tmp_path)
    assert reject.code == "unreadable" and "something its author" in reject.reason and isinstance(article, Article)


def test_every_suffix_has_its_reader():
    for suffix in FORMATS:
        (record,) = read_bytes(b"", f"a{suffix}")
        assert isinstance(record, Reject) and record.reason


FORMS = {
    "a.txt": f"Title: Blast\nDate: 2020-05-12\nURL: https://w.example/a\n\n{TEXT * 3}",
    "b.md": f"# Blast\n\n2020-05-12\n\n{TEXT * 3}",
    "c.jsonl": json.dumps({"title": "Blast", "published": "2020-05-12", "url": "https://w.example/a?utm_source=x", "text": TEXT * 3}),
    "d.json": json.dumps({"articles": [{"headline": "Blast", "body": TEXT * 3, "link": "http://www.w.example/a/"}]}, indent=1),
    "e.csv": f'title,date,text\nBlast,2020-05-12,"{TEXT * 3}"\n',
    "f.xml": f"<rss><channel><item><title>Blast</title><link>https://w.example/a</link><description>{TEXT * 3}</description></item></channel></rss>",
    "g.html": f"<html><head><title>Blast</title></head><body><article><h1>Blast</h1><p>{TEXT * 3}</p></article></body></html>",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_the_same_article_in_any_format_is_the_same_article(name):
    """The content key is equal, so the store takes it once; where an address is given, the id is equal too."""
    (record,) = read_bytes(FORMS[name].encode(), name)
    (first,) = read_bytes(FORMS["a.txt"].encode(), "a.txt")
    assert content_key(record) == content_key(first)
    assert record.url is None or record.id == first.id
