"""Cut a text into sentences, offsets kept. Abbreviations, initials, numbers and datelines do not end one."""

from __future__ import annotations

import re

from incidents.model import Span

_END = re.compile(
    r"(?<=[.!?۔؟])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9\u0600-\u06ff])|(?<=[a-z]{3}\.)(?=[A-Z][a-z])|\n\s*\n|\n(?=\S)"
)
_NOT_AN_END = re.compile(
    r"(?:\b(?:Gen|Maj|Col|Lt|Brig|Capt|Sgt|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|vs|Jr|Sr|Hon|Gov|Sen|Rep|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept|Sep|Oct|Nov|Dec|km|approx|etc|i\.e|e\.g|Ltd|Inc|Co|Insp|Supt|Const|Muhd|Mohd)|\b[A-Z]|\b[A-Z]\.[A-Z])\.\s*\Z"
)


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences in reading order, blank ones left out; `text[s.start:s.end] == s.text`."""
    sentences = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _NOT_AN_END.search(text, max(start, match.start() - 8), match.start()):
            continue
        start = _append(sentences, text, start, match.start())
        start = match.end()
    _append(sentences, text, start, len(text))
    return tuple(sentences)


def _append(sentences: list[Span], text: str, start: int, end: int) -> int:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    trimmed = piece.strip()
    if trimmed:
        sentences.append(Span(start + lead, start + lead + len(trimmed), trimmed))
    return end
