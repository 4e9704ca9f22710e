"""Readers: whatever holds articles in, a stream of articles, coded events and rejects out. One file a format."""

from __future__ import annotations

from incidents.sources.article import canonical_url, content_key, make_article
from incidents.sources.reading import FORMATS, read, read_bytes
from incidents.sources.record import Input, Limits, Record, SourceRecord

__all__ = [
    "FORMATS",
    "Input",
    "Limits",
    "Record",
    "SourceRecord",
    "canonical_url",
    "content_key",
    "make_article",
    "read",
    "read_bytes",
]
