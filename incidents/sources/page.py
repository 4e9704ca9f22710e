"""One HTML page as one article: trafilatura for the text, htmldate for the day, nothing fetched, nothing executed."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.sources.article import make_article
from incidents.sources.decoding import decode, mojibake, stated
from incidents.sources.record import Input, Limits, Record, Refused


def read(source: Input) -> Iterator[Record]:
    """The page's main text, title, day, outlet and address as its own metadata state them."""
    data = source.whole(source.limits.page_bytes)
    html = decode(data, source.encoding or stated(data))
    try:
        yield make_article(parse(html, source.url, source.limits), url=source.url)
    except Refused as refused:
        yield source.reject(refused.code, str(refused))


def parse(html: str, url: str | None = None, limits: Limits | None = None) -> dict[str, str | None]:
    """title, published, source, url, lang, text of a page. Raises Refused (too_complex, mojibake, missing_field)."""
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring
    from trafilatura import bare_extraction

    limits = limits or Limits()
    if html.count("<") > limits.page_elements:
        raise Refused("too_complex", f"a page of more than {limits.page_elements:,} tags")
    try:
        root = document_fromstring(html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError) as error:
        raise Refused("unreadable", f"not readable as HTML: {str(error)[:200]}") from error
    if _too_deep(root, limits.page_depth):
        raise Refused("too_complex", f"a page whose tags nest deeper than {limits.page_depth}")
    # before trafilatura, which drops the control characters by which garbled letters are known
    if garbled := mojibake("".join(root.xpath("//body//text()[not(ancestor::script or ancestor::style)]"))):
        raise Refused("mojibake", garbled)
    # original_date: the day of publication, not of the last change; a day guessed from the text is worse than none
    dates = {"original_date": True, "extensive_search": False}
    found = bare_extraction(
        root, url=url, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates
    )
    if found is None or not found.text:
        raise Refused("missing_field", "no article text was found in the page")
    return {
        "title": found.title, "published": found.date, "source": found.sitename, "url": found.url or url,
        "lang": root.get("lang") or found.language, "text": _body(found.text, found.title or ""),
    }  # fmt: skip


def _body(text: str, title: str) -> str:
    """The paragraphs without the headline, which is no part of the text in any other format either."""
    first, *rest = (paragraph for line in text.split("\n") if (paragraph := line.strip()))
    return "\n\n".join(rest if rest and first.casefold() == title.strip().casefold() else [first, *rest])


def _too_deep(root, limit: int) -> bool:
    """Whether any element lies deeper than `limit`; walks level by level, so that it needs no recursion itself."""
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
