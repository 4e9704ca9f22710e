"""One pass over the article: every sentence with the triggers, tolls, actors, days and places it holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from geodata.model import Geocode, Toponym, ToponymRole, Unresolved
from geodata.names import fold_text
from incidents.extract.casualties import Toll, find_tolls
from incidents.extract.dates import DateMention, find_dates
from incidents.extract.sentences import split_sentences
from incidents.language import Actor, Language, Trigger
from incidents.model import Article, Span


class PlaceReader(Protocol):
    """Whatever finds and places the toponyms of a text; the pipeline's toolbox is one."""

    def find(self, text: str) -> Sequence[tuple[Toponym, Geocode | Unresolved]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and what was found in it; spans are (start, end) in the article's text."""

    span: Span
    triggers: tuple[tuple[int, int, Trigger], ...] = ()
    tolls: tuple[Toll, ...] = ()
    actors: tuple[tuple[int, int, Actor], ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[tuple[Toponym, Geocode], ...] = ()
    cues: frozenset[str] = frozenset()

    @property
    def tells(self) -> bool:
        """Whether it tells of something happening."""
        return bool(self.triggers or self.tolls)

    @property
    def located(self) -> tuple[tuple[Toponym, Geocode], ...]:
        """The places that may locate an event, and the lines between two ("on the Khash-Zahedan road", "from X to Y")."""
        return tuple(pair for pair in self.places if pair[0].role is ToponymRole.PLACE or pair[1].reason == "between")


def read_sentences(article: Article, language: Language, places: PlaceReader) -> tuple[Sentence, ...]:
    """The sentences of an article with their mentions, in reading order."""
    text = article.text
    spans = split_sentences(text)
    starts = [span.start for span in spans]
    folded = fold_text(text)
    found: list[dict[str, list]] = [{"trigger": [], "actor": [], "casualty": [], "cues": []} for _ in spans]
    for start, end, table, value in language.hits(folded.text):
        first, last = folded.original(start, end)
        index = bisect_right(starts, first) - 1
        if index < 0 or last > spans[index].end:
            continue
        if table == "actor" and len(value_text := text[first:last]) <= 5 and not value_text.isupper():
            continue  # "bla", "bra": abbreviations are written in capitals
        if table in ("trigger", "actor"):
            found[index][table].append((first, last, value))
        elif table == "casualty":
            found[index]["casualty"].append(value)
        else:
            found[index]["cues"].append(table)
    located = [[] for _ in spans]
    for toponym, answer in places.find(text):
        index = bisect_right(starts, toponym.start) - 1
        if index >= 0 and isinstance(answer, Geocode):
            located[index].append((toponym, answer))
    dated = [[] for _ in spans]
    for mention in find_dates(text, language, article.published):
        index = bisect_right(starts, mention.start) - 1
        if index >= 0:
            dated[index].append(mention)
    return tuple(
        Sentence(
            span=span,
            triggers=tuple(sorted(hits["trigger"], key=lambda hit: (hit[2].rank, hit[0]))),
            tolls=_sided(find_tolls(span.text, language, span.start), hits["actor"])
            if hits["casualty"] or "nobody_hurt" in hits["cues"]
            else (),
            actors=tuple(_longest(hits["actor"])),
            dates=tuple(days),
            places=tuple(where),
            cues=frozenset(hits["cues"]),
        )
        for span, hits, where, days in zip(spans, found, located, dated, strict=True)
    )


def _sided(tolls: tuple[Toll, ...], actors: list[tuple[int, int, Actor]]) -> tuple[Toll, ...]:
    """Dead "members of the Baloch Liberation Army" are attackers, whatever else they are called."""

    def hostile(toll: Toll) -> bool:
        return any(a.kind == "attacker" and toll.start <= start and end <= toll.end for start, end, a in actors)

    return tuple(replace(t, attackers=True) if t.field == "fatalities" and hostile(t) else t for t in tolls)


def _longest(hits: list[tuple[int, int, Actor]]) -> list[tuple[int, int, Actor]]:
    kept: list[tuple[int, int, Actor]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept
