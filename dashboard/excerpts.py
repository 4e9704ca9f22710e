"""Article excerpts with the very words behind each value marked. Pure: text and evidence in, safe HTML out.

The only HTML of the page that holds article text is made here; every character of it goes through html.escape.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable
from urllib.parse import urlsplit

from dashboard.palette import FIELD_WORDS
from incidents.extract.sentences import split_sentences
from incidents.model import Evidence

GROUPS = {
    "event_date": "date", "location": "place", "fatalities": "toll", "attackers_killed": "toll", "injured": "toll",
    "civilians_killed": "toll", "abducted": "toll", "actor1": "actor", "actor2": "actor", "sub_event_type": "event",
    "event_type": "event",
}  # fmt: skip
STYLE = """<style>
.sarhad-excerpt{line-height:1.6;font-size:.92rem;border-left:2px solid #d9d4c7;padding-left:.7rem;margin:.3rem 0 .8rem;
  font-family:inherit,"Noto Nastaliq Urdu","Noto Naskh Arabic"}
.sarhad-excerpt mark{color:inherit;padding:0 .12em;border-radius:2px;background:#eee;border-bottom:2px solid #777}
.sarhad-excerpt mark.toll{background:#f6d9cf;border-bottom:2px solid #b23a1e}
.sarhad-excerpt mark.date{background:#d5e6f3;border-bottom:2px dashed #0072B2}
.sarhad-excerpt mark.place{background:#d3ebe2;border-bottom:2px dotted #009E73}
.sarhad-excerpt mark.actor{background:#eedfea;border-bottom:3px double #a8538b}
.sarhad-excerpt mark.event{background:#f8e7c6;border-bottom:2px solid #c98a00}
@media (prefers-color-scheme: dark){.sarhad-excerpt mark{color:#111}}
</style>"""


def excerpt_html(text: str, evidence: Iterable[Evidence], whole: bool = False) -> str:
    """The sentences that hold evidence, in reading order, each piece of it marked and named; `whole`: every sentence."""
    items = sorted(evidence, key=lambda item: (item.span.start, item.span.end))
    parts = []
    last = None
    for number, sentence in enumerate(split_sentences(text)):
        inside = [i for i in items if sentence.start < i.span.end and i.span.start < sentence.end]
        if not inside and not whole:
            continue
        if last is not None and number != last + 1:
            parts.append(" … ")
        elif parts:
            parts.append(" ")
        parts.append(_marked(text, sentence.start, sentence.end, inside))
        last = number
    return f'<div class="sarhad-excerpt" dir="auto">{"".join(parts)}</div>'


def safe_link(url: str | None) -> str | None:
    """The address when it is http or https with a host, else None: nothing else becomes a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and not set(url) & set("<>\"' \n") else None


def _marked(text: str, start: int, end: int, items: list[Evidence]) -> str:
    cuts = sorted({start, end} | {min(max(edge, start), end) for i in items for edge in (i.span.start, i.span.end)})
    pieces = []
    for left, right in itertools.pairwise(cuts):
        words = html.escape(text[left:right], quote=True)
        fields = [i.field for i in items if i.span.start <= left and right <= i.span.end]
        if fields:
            names = ", ".join(dict.fromkeys(FIELD_WORDS.get(field, field) for field in fields))
            group = GROUPS.get(fields[0], "event")
            pieces.append(f'<mark class="{group}" title="{names}" aria-label="{names}: {words}">{words}</mark>')
        else:
            pieces.append(words)
    return "".join(pieces)
