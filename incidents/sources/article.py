"""One article from its raw parts: clean once, before any offset exists; its address, its day, its identity."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from incidents.model import Article
from incidents.sources.decoding import mojibake
from incidents.sources.record import Refused

# What the fields of a record are called elsewhere; the interface's name comes first.
NAMES = {
    "id": ("id", "article_id", "guid", "uuid"),
    "url": ("url", "link", "permalink", "canonical_url", "source_url"),
    "title": ("title", "headline", "name"),
    "published": ("published", "date", "published_at", "publish_date", "date_published", "publication_date", "pubdate"),
    "source": ("source", "outlet", "publisher", "site", "sitename", "newspaper", "media"),
    "lang": ("lang", "language"),
    "text": ("text", "body", "content", "article_text", "article", "fulltext", "full_text", "content_text"),
}
TRACKING = re.compile(
    r"(utm_\w+|_ga|_gl|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|igsh|mc_[ce]id|mkt_tok|s_cid|cmpid|"
    r"ns_\w+|at_\w+|ref|ref_src|ref_url|referrer|source_id|xtor|soc_src|soc_trk|share|amp|outputtype)$",
    re.I,
)
MAX_ARTICLE_CHARACTERS = 2_000_000
MAX_FIELD_CHARACTERS = 4_000
LONG_ENOUGH_TO_STAND_ALONE = 200  # folded characters; a shorter text may recur on another day as other news
_NO_HOST = frozenset(' []@\\<>"{}|^`')  # urlsplit lets some of them through
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FORMS = ("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")


def make_article(raw: Mapping[str, Any], *, url: str | None = None, source: str | None = None) -> Article:
    """An Article from a record with the interface's fields, or what other tools call them (NAMES).

    The text is kept character by character, so that offsets agree with the caller's own copy; only NUL and lone
    surrogates, which no database can hold, become U+FFFD one for one. Raises Refused: missing_field, bad_field,
    bad_date, too_large, mojibake.
    """
    raw = {str(key).strip().lower(): value for key, value in raw.items() if key is not None}
    text = clean_text(_text_field(raw))
    published = parse_day(_first(raw, "published"))
    address = canonical_url(_line(raw, "url") or url)
    title = _line(raw, "title") or ""
    given = _line(raw, "id")
    return Article(
        id=given or address_id(address) or f"text-{_content_key(text, published)[:20]}",
        text=text,
        title=title,
        published=published,
        source=_line(raw, "source") or source or _host(address),
        url=address,
        lang=(_line(raw, "lang") or "").replace("_", "-").split("-")[0].lower()[:8] or None,
    )


def clean_text(text: str) -> str:
    """The text with what cannot be stored replaced, length unchanged. Raises Refused: missing_field, too_large,
    mojibake."""
    if not text.strip("\x00 \t\r\n\u00a0\ufeff\u200b"):
        raise Refused("missing_field", "the article has no text")
    if len(text) > MAX_ARTICLE_CHARACTERS:
        raise Refused("too_large", f"an article of {len(text):,} characters; at most {MAX_ARTICLE_CHARACTERS:,}")
    if garbled := mojibake(text):
        raise Refused("mojibake", garbled)
    return storable(text)


def storable(text: str) -> str:
    """The text with NUL and lone surrogates, which no database can hold, replaced by U+FFFD one for one."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_line(value: str) -> str:
    """A title or a name: one line, no control characters, at most 4,000 characters."""
    return " ".join(_CONTROLS.sub(" ", value[: MAX_FIELD_CHARACTERS * 2]).split())[:MAX_FIELD_CHARACTERS]


def parse_day(value: Any) -> date | None:
    """The publication day as its publisher wrote it (no time zone is converted). None for nothing.

    Raises Refused (bad_date) for impossible days, and for 05/12/2020, which is two days.
    """
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, datetime):
        return _plausible(value.date(), value)
    if isinstance(value, date):
        return _plausible(value, value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused("bad_date", f"the date {_short(value)} is not a date; expected YYYY-MM-DD")
    if isinstance(value, int | float):
        return _from_number(value)
    words = clean_line(value)
    if not words:
        return None
    return _plausible(_parsed(words), words)


def canonical_url(url: str | None) -> str | None:
    """An http(s) address without tracking parameters, fragment and default port; None for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(_CONTROLS.sub("", url).strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or set(host) & _NO_HOST:
        return None
    scheme = parts.scheme.lower()
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, 80 if scheme == "http" else 443) else f"{host}:{port}"
    try:
        kept = list(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200))
    except ValueError:
        kept = []
    query = urlencode([pair for pair in kept if not TRACKING.match(pair[0])])
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    return urlunsplit((scheme, netloc, path, query, ""))[:MAX_FIELD_CHARACTERS]


def content_key(article: Article) -> str:
    """A fingerprint of what the article says: equal for the same words in another format, layout or punctuation.

    64 hex digits. Title, address, outlet and id do not count; the publication day counts only for texts too short to
    stand alone ("A blast was heard in Turbat.").
    """
    return _content_key(article.text, article.published)


def _content_key(text: str, published: date | None) -> str:
    folded = "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())
    if len(folded) < LONG_ENOUGH_TO_STAND_ALONE:
        folded += f"|{published}|"
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


def address_id(url: str | None) -> str | None:
    """The id of an article that has none but an address: the same with and without www., https and a last slash."""
    if url is None:
        return None
    parts = urlsplit(url)
    same = f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
    return f"url-{hashlib.sha256(same.encode('utf-8', 'replace')).hexdigest()[:20]}"


def _host(url: str | None) -> str | None:
    return urlsplit(url).netloc.removeprefix("www.") if url else None


def _first(raw: Mapping[str, Any], field: str) -> Any:
    return next((raw[name] for name in NAMES[field] if raw.get(name) not in (None, "")), None)


def _line(raw: Mapping[str, Any], field: str) -> str | None:
    value = _first(raw, field)
    if isinstance(value, Mapping):  # {"source": {"name": …}} is common
        value = value.get("name") or value.get("title")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused("bad_field", f"the field {field!r} must be text, not {_short(value)}")
    return clean_line(str(value)) or None


def _text_field(raw: Mapping[str, Any]) -> str:
    value = _first(raw, "text")
    if value is None:
        raise Refused("missing_field", "the article has no text; expected a field 'text'")
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if not isinstance(value, str):
        raise Refused("bad_field", f"the field 'text' must be text, not {_short(value)}")
    return value


def _parsed(words: str) -> date:
    if match := re.match(r"(\d{4}-\d{2}-\d{2})(?!\d)", words):
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            raise Refused("bad_date", f"the date {_short(words)} does not exist") from None
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?", words):
        return _numeric(words, int(match[1]), int(match[2]), int(match[3]))
    try:
        return parsedate_to_datetime(words).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        raise Refused("bad_date", f"the date {_short(words)} is not understood; expected YYYY-MM-DD") from None


def _numeric(words: str, first: int, second: int, year: int) -> date:
    if first != second and first <= 12 and second <= 12:
        raise Refused("bad_date", f"the date {_short(words)} may mean two days; expected YYYY-MM-DD")
    day, month = (first, second) if second <= 12 else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("bad_date", f"the date {_short(words)} does not exist") from None


def _from_number(value: float) -> date:
    if 19000101 <= value <= 21001231 and value == int(value):
        return _plausible(_parsed(str(int(value))), value)
    if not 0 < value < 4.2e12:
        raise Refused("bad_date", f"the date {_short(value)} is not understood; expected YYYY-MM-DD")
    seconds = value / 1000 if value > 1e11 else value  # milliseconds since 1970, as JavaScript counts
    return _plausible(date(1970, 1, 1) + timedelta(seconds=seconds), value)


def _plausible(day: date, given: Any) -> date:
    if not 1900 <= day.year <= 2100:
        raise Refused("bad_date", f"the date {_short(given)} lies outside 1900-2100")
    return day


def _short(value: Any) -> str:
    words = repr(value) if isinstance(value, str | int | float) else type(value).__name__
    return words if len(words) <= 60 else words[:57] + "…"
