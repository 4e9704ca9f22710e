"""Plain text and Markdown: optional header lines, a headline, then the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.sources.article import make_article, parse_day
from incidents.sources.decoding import decode
from incidents.sources.record import Input, Record, Refused

HEADERS = {
    "title": "title", "headline": "title", "date": "published", "published": "published", "source": "source",
    "outlet": "source", "url": "url", "link": "url", "lang": "lang", "language": "lang", "id": "id",
}  # fmt: skip
_HEADER = re.compile(r"\s*([A-Za-z]+)\s*:\s*(.*)$")
_DATED_HEADLINE = re.compile(r"\s*date\s+(\d{4}-\d{1,2}-\d{1,2})\b[\s:|–-]*(.*)$", re.I)
_DAY_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})$")
LONGEST_HEADLINE = 200


def read(source: Input) -> Iterator[Record]:
    """One article. Line ends become \\n; what the header said is not part of its text."""
    text = decode(source.whole(), source.encoding).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        yield make_article(parse(text), url=source.url)
    except Refused as refused:
        yield source.reject(
            refused.code, str(refused), line=_line_of_date(text) if refused.code == "bad_date" else None
        )


def parse(text: str) -> dict[str, str]:
    """The parts of a text article: text, and title, published, source, url, lang, id where it states them."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if match := _DATED_HEADLINE.match(lines[start]):
        return {"published": match[1], "title": match[2].strip(), "text": _body(lines[start + 1 :])}
    raw: dict[str, str] = {}
    position = start
    if lines[start].strip() == "---":  # Markdown front matter
        position += 1
    while position < len(lines) and (match := _HEADER.match(lines[position])):
        name = HEADERS.get(match[1].lower())
        if name is None or name in raw:
            break
        raw[name] = match[2].strip().strip("\"'")
        position += 1
    if position < len(lines) and lines[position].strip() == "---" and lines[start].strip() == "---":
        position += 1
    rest = lines[position:]
    if "title" not in raw:
        rest = _take_headline(rest, raw)
    return {**raw, "text": _body(rest)}


def _take_headline(lines: list[str], raw: dict[str, str]) -> list[str]:
    """A Markdown heading, or a short first line without a full stop that stands alone, is the headline."""
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return lines
    line, rest = lines[first].strip(), lines[first + 1 :]
    heading = line.strip("# \t") if line.startswith(("# ", "## ")) else ""
    alone = len(line) <= LONGEST_HEADLINE and line[-1] not in ".!۔…:;," and rest and not rest[0].strip()
    if not (heading or alone) or not any(line.strip() for line in rest):
        return lines
    raw["title"] = heading or line
    return _take_day(rest, raw)


def _take_day(lines: list[str], raw: dict[str, str]) -> list[str]:
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or "published" in raw or not _DAY_LINE.match(lines[first].strip()):
        return lines
    try:
        parse_day(lines[first].strip())
    except Refused:
        return lines
    raw["published"] = lines[first].strip()
    return lines[first + 1 :]


def _body(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _line_of_date(text: str) -> int | None:
    lines = text.split("\n")[:20]
    return next(
        (number for number, line in enumerate(lines, 1) if re.match(r"\s*(date|published)\b", line, re.I)), None
    )
