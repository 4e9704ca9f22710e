"""JSON Lines, one article a line; and JSON: one article, a list of them, or {"articles": […]}."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from incidents.sources import own
from incidents.sources.article import make_article
from incidents.sources.coded import coder_of
from incidents.sources.decoding import decode, lines
from incidents.sources.record import Input, Record, Refused

MOST_VALUES = 2_000_000  # of one document or line: a bound on what parsing it takes
LISTS = ("articles", "items", "entries", "documents", "results", "data", "posts")


def read(source: Input) -> Iterator[Record]:
    """The articles of a JSONL stream in order; memory is one line. A bad line is a Reject with its number."""
    seen = False
    for number, line in lines(source):
        if isinstance(line, Refused):
            seen = True
            yield source.reject(line.code, str(line), number)
        elif line.strip("\ufeff\x00 \t\r\n"):
            seen = True
            yield _record(source, line.strip("\ufeff \t\r\n"), number)
    if not seen:
        yield source.reject("empty", "the file holds no line")


def read_document(source: Input) -> Iterator[Record]:
    """The articles of one JSON document; a file of JSON lines under the name .json is read as such."""
    text = decode(source.whole(), source.encoding).lstrip("\ufeff").strip()
    try:
        document = _parse(text)
    except Refused as refused:
        if "\n" in text and _is_object(text.partition("\n")[0]):
            yield from read(source)
        else:
            yield source.reject(refused.code, str(refused))
        return
    if own.is_collection(document):
        yield from own.records(source, document["features"])
        return
    rows = document
    if isinstance(document, dict):
        rows = next((document[name] for name in LISTS if isinstance(document.get(name), list)), [document])
    if not isinstance(rows, list):
        yield source.reject("bad_json", f"expected an article or a list of articles, found {type(rows).__name__}")
        return
    if not rows:
        yield source.reject("empty", "the list of articles is empty")
    for number, row in enumerate(rows, 1):
        yield article_of(source, row, None, f"article {number}: " if len(rows) > 1 else "")


def article_of(source: Input, row: Any, line: int | None, where: str = "") -> Record:
    """The record of one parsed JSON value: an article, a coded event, or the reason why it is neither."""
    if not isinstance(row, dict):
        return source.reject("bad_record", f"{where}expected an object, found {type(row).__name__}", line)
    try:
        if own.is_feature(row):
            return own.record(row)
        if "text" not in row and (coder := coder_of(row)):
            return coder.record(row)
        return make_article(row, url=source.url)
    except Refused as refused:
        given = row.get("id")
        return source.reject(refused.code, f"{where}{refused}", line, str(given)[:200] if given else None)


def _record(source: Input, line: str, number: int) -> Record:
    try:
        return article_of(source, _parse(line), number)
    except Refused as refused:
        return source.reject(refused.code, str(refused), number)


def _parse(text: str) -> Any:
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise Refused("too_complex", f"more than {MOST_VALUES:,} values in one document; give it as JSONL")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise Refused("bad_json", f"not valid JSON: {error.msg} at {where}") from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits; nesting without end
        raise Refused("bad_json", f"not readable as JSON: {type(error).__name__}") from error


def _is_object(line: str) -> bool:
    try:
        return isinstance(_parse(line), dict)
    except Refused:
        return False
