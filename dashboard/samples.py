"""The bundled sample articles: what to say of them, and whether any of them are in what is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources

from incidents.model import Incident
from incidents.store import Store

SAMPLES = "The sample articles were written for this project from public facts. They are not press texts."


@cache
def sample_titles() -> dict[str, str]:
    """The samples' article ids and headlines."""
    lines = (resources.files("incidents") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record["title"] for record in map(json.loads, lines)}


def holds_samples(incidents: Iterable[Incident]) -> bool:
    """Whether any of these incidents rests on a sample article."""
    known = sample_titles()
    return any(known.get(source.article_id) == source.title for i in incidents for source in i.sources if source.title)


def has_samples(store: Store) -> bool:
    """Whether any sample article is in a store."""
    found = ((title, store.article(key)) for key, title in sample_titles().items())
    return any(article is not None and article.title == title for title, article in found)
