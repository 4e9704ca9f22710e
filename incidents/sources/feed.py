"""RSS and Atom: one article an entry. Entities are refused before any parser sees them; nothing is fetched."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

from incidents.sources.article import make_article
from incidents.sources.decoding import decode, stated
from incidents.sources.record import Input, Limits, Record, Refused

_DECLARATION = re.compile(r"<!\s*(ENTITY|ELEMENT|ATTLIST|NOTATION)", re.I)
_BREAK = re.compile(r"<\s*(br|/p|/div|/li|/h\d)\b[^<>]*>", re.I)
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]+)|0*([0-9]+));?", re.I)
_TAG = re.compile(r"<[^<>]*>")


def read(source: Input) -> Iterator[Record]:
    """The entries of a feed in its order; rejects count entries from 1."""
    data = source.whole()
    text = decode(data, source.encoding or stated(data)).lstrip("\ufeff")
    check(text, source.limits)
    import feedparser

    text = _REFERENCE.sub(_existing, re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1))
    # a stream, never a string: feedparser takes strings for addresses and file names
    feed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=True, resolve_relative_uris=False
    )
    if not feed.entries:
        raise Refused("empty", "the feed has no entry" if feed.version else "this XML is no RSS or Atom feed")
    outlet, language = feed.feed.get("title"), feed.feed.get("language")
    for position, entry in enumerate(feed.entries, 1):
        bodies = [content.get("value", "") for content in entry.get("content", ())] + [entry.get("summary", "")]
        raw = {
            "title": plain(entry.get("title", "")), "published": entry.get("published") or entry.get("updated"),
            "url": entry.get("link"), "source": plain(outlet or ""), "lang": language,
            "text": max(map(plain, bodies), key=len),
        }  # fmt: skip
        try:
            yield make_article(raw)
        except Refused as refused:
            yield source.reject(refused.code, f"entry {position}: {refused}")


def check(text: str, limits: Limits | None = None) -> None:
    """Raises Refused: forbidden_xml for declared entities and DTDs, which only attacks need; too_complex."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    limits = limits or Limits()
    if text.count("<") > limits.feed_elements:
        raise Refused("too_complex", f"a feed of more than {limits.feed_elements:,} tags")
    if _DECLARATION.search(text):
        raise Refused("forbidden_xml", "the feed declares XML entities or a DTD of its own; these are never expanded")
    try:
        depth = 0
        for event, _ in iterparse(io.BytesIO(text.encode("utf-8", "replace")), ("start", "end"), forbid_dtd=False):
            depth += 1 if event == "start" else -1
            if depth > limits.page_depth:
                raise Refused("too_complex", f"a feed whose tags nest deeper than {limits.page_depth}")
    except DefusedXmlException as error:
        raise Refused("forbidden_xml", f"the feed holds what safe XML does not: {type(error).__name__}") from error
    except Refused:
        raise
    except (ParseError, ValueError, LookupError):
        return  # feeds are often not well-formed; feedparser's lenient parser knows no declared entities either


def plain(markup: str | None) -> str:
    """Text of an entry's HTML: paragraphs become lines, tags go, character references become characters."""
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", markup or "")))
    return re.sub(r"\n\s*\n\s*", "\n\n", re.sub(r"[ \t\xa0]+", " ", text)).strip()


def _existing(match: re.Match[str]) -> str:
    """A character reference as it stands, or U+FFFD for a number beyond Unicode, over which parsers stumble."""
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    return match[0] if len(digits) <= 7 and int(digits, base) <= 0x10FFFF else "\ufffd"
