"""Article excerpts with the very words behind each value marked. Pure: text and evidence in, safe HTML out.

The only HTML of the page that holds article text is made here and in `incident_card`; every character of it goes
through html.escape.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.palette import FIELD_WORDS
from incidents.extract.sentences import split_sentences
from incidents.model import Article, Evidence, Span

GROUPS = {
    "event_date": "date", "location": "place", "fatalities": "toll", "attackers_killed": "toll", "injured": "toll",
    "civilians_killed": "toll", "abducted": "toll", "actor1": "actor", "actor2": "actor", "sub_event_type": "event",
    "event_type": "event",
}  # fmt: skip
KEYS = {"date": "when", "place": "where", "toll": "how many", "actor": "who", "event": "what"}
LONGEST = 60_000  # characters of an article shown whole; beyond, a browser would only scroll
MOST_MARKS = 200  # in one article; a real one has a few dozen
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words to mark: where, the fields they are evidence for, and the anchor of their first piece (None for the rest)."""

    start: int
    end: int
    fields: tuple[str, ...]
    anchor: str | None


@cache
def style() -> str:
    """The style sheet of panel and excerpts, as an element."""
    css = (Path(__file__).parent / "static" / "reading.css").read_text(encoding="utf-8")
    return f"<style>{css}</style>"


def anchor_of(prefix: str, span: Span) -> str:
    """The id of the marked words of a span; prefix: which article of the panel it is in."""
    return f"{prefix}-{span.start}-{span.end}"


def excerpt_html(
    text: str, evidence: Iterable[Evidence], whole: bool = False, *, prefix: str = "", lang: str | None = None
) -> str:
    """The sentences that hold evidence, in reading order, each piece of it marked and named; `whole`: the whole text.

    prefix: makes the marks' ids (`anchor_of`) for links to jump to; none without. lang: the article's language code.
    """
    marks = _marks(evidence, prefix)
    if whole:
        parts = [_marked(text, 0, min(len(text), LONGEST), marks)] + [" …"] * (len(text) > LONGEST)
    else:
        parts = _sentences(text, marks)
    return f'<div class="sarhad-excerpt" dir="auto"{lang_attribute(lang)}>{"".join(parts)}</div>'


def article_html(article: Article, evidence: Iterable[Evidence], lines: Iterable[str]) -> str:
    """A whole article under its headline and some lines about it, its evidence marked."""
    said = "".join(f'<p class="aside" dir="auto">{html.escape(line)}</p>' for line in lines if line)
    return (
        f'<div class="sarhad-card"><h3 dir="auto"{lang_attribute(article.lang)}>'
        f"{html.escape(article.title or '(no headline)')}</h3>{said}"
        f"{excerpt_html(article.text, evidence, whole=True, lang=article.lang)}</div>"
    )


def lang_attribute(lang: str | None) -> str:
    """` lang="ur"` for a language code, nothing for anything else."""
    return f' lang="{lang}"' if lang and _LANGUAGE.fullmatch(lang) else ""


def keys_html() -> str:
    """What the five tints mean."""
    keys = "".join(
        f'<span class="sarhad-excerpt"><mark class="{group}">{words}</mark></span>' for group, words in KEYS.items()
    )
    return f'<div class="sarhad-keys">{keys}</div>'


def safe_link(url: str | None) -> str | None:
    """The address when it is http or https with a host, else None: nothing else becomes a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host and not set(url) & set("<>\"'` \t\r\n\\") else None


def _sentences(text: str, marks: Sequence[_Mark]) -> list[str]:
    parts: list[str] = []
    last = None
    for number, sentence in enumerate(split_sentences(text)):
        inside = [mark for mark in marks if sentence.start < mark.end and mark.start < sentence.end]
        if not inside:
            continue
        if parts:
            parts.append(" " if number == last + 1 else " … ")
        parts.append(_marked(text, sentence.start, sentence.end, inside))
        last = number
    return parts


def _marks(evidence: Iterable[Evidence], prefix: str) -> list[_Mark]:
    """One mark for every span of words, whatever number of values rests on it; the longer ones first."""
    fields: dict[tuple[int, int], dict[str, None]] = {}
    for item in evidence:
        fields.setdefault((item.span.start, item.span.end), {})[item.field] = None
    return [
        _Mark(start, end, tuple(names), f"{prefix}-{start}-{end}" if prefix else None)
        for (start, end), names in sorted(fields.items(), key=lambda pair: (pair[0][0], -pair[0][1]))[:MOST_MARKS]
    ]


def _marked(text: str, start: int, end: int, marks: Sequence[_Mark]) -> str:
    """text[start:end] with marks nested; one that crosses the end of another is cut there."""
    pieces: list[str] = []
    waiting = [_clipped(mark, start, end) for mark in marks if mark.start < end and start < mark.end]
    at = start
    while waiting:
        mark, *others = waiting
        pieces += [html.escape(text[at : mark.start]), _opening(mark)]
        inside = [other for other in others if other.start < mark.end]
        pieces += [_marked(text, mark.start, mark.end, inside), "</mark>"]
        at = mark.end
        waiting = sorted(
            (_clipped(other, at, end) for other in others if other.end > at), key=lambda mark: (mark.start, -mark.end)
        )
    pieces.append(html.escape(text[at:end]))
    return "".join(pieces)


def _clipped(mark: _Mark, start: int, end: int) -> _Mark:
    anchor = mark.anchor if mark.start >= start else None  # the id stays with the first piece
    return _Mark(max(mark.start, start), min(mark.end, end), mark.fields, anchor)


def _opening(mark: _Mark) -> str:
    names = html.escape(", ".join(FIELD_WORDS.get(field, field) for field in mark.fields))
    group = GROUPS.get(mark.fields[0], "event")
    anchor = f' id="{mark.anchor}" tabindex="-1"' if mark.anchor else ""
    return f'<mark class="{group}"{anchor} title="{names}" aria-description="{names}">'
