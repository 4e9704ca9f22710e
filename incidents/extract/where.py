"""Where an event was, when its own sentences say no more than a province: the dateline, the rest of the article, a road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geodata.gazetteer import REGION
from geodata.model import Geocode, Toponym, ToponymRole, WherePrec
from incidents.extract.drafts import BETWEEN, Draft, best_in_region, best_place, coarseness, local_dateline
from incidents.extract.joining import days_differ
from incidents.extract.recalling import news
from incidents.extract.sentences import Sentence

ROAD_KM = 50.0  # an event on the road to a town may be this far from it


def find_place(draft: Draft, sentences: tuple[Sentence, ...], drafts: list[Draft]) -> tuple[Toponym, Geocode] | None:
    """The place of an event among those of the article: its own, else the dateline's, else one that no other event has."""
    chosen: tuple[Toponym, Geocode] | None = draft.place
    vague = chosen is None or chosen[1].where_prec == WherePrec.COUNTRY or _named_in_passing(draft, chosen)
    if vague and not draft.background and draft.sentences[0] is sentences[0]:
        chosen = local_dateline(sentences) or chosen
    wide = chosen is None or (
        chosen[1].where_prec >= WherePrec.PROVINCE and not chosen[1].admin2 and chosen[1].reason != BETWEEN
    )
    if not draft.background and wide:
        told = news(sentences, drafts)
        placed = [d for d in drafts if d is not draft and not d.background and d.place]
        rest = best_place([pair for s in _not_of(placed, told, draft) for pair in s.located if _in_region(pair)])
        of_other_days = [other for other in placed if days_differ(draft, other)]
        rest = rest or best_in_region([pair for s in _not_of(of_other_days, told, draft) for pair in s.located])
        if rest and (chosen is None or coarseness(rest[1]) < coarseness(chosen[1])):
            chosen = rest
    if not draft.background and (chosen is None or chosen[1].where_prec >= WherePrec.COUNTRY):
        chosen = _in_the_dateline(draft, sentences) or chosen
    if chosen is None and not draft.background:
        chosen = _on_a_road(draft) or _only_district(sentences)
    if chosen is not None and draft.background and chosen[1].where_prec == WherePrec.COUNTRY:
        return None
    return chosen


def _named_in_passing(draft: Draft, chosen: tuple[Toponym, Geocode]) -> bool:
    """Whether only a road is named, and not where people were harmed: "traders blocked the Quetta-Jacobabad highway"."""
    first = draft.sentences[0]
    told = any(chosen[0] is toponym for s in draft.sentences if s.tolls or s is first for toponym, _ in s.located)
    return chosen[1].reason == BETWEEN and not told


def _in_the_dateline(draft: Draft, sentences: tuple[Sentence, ...]) -> tuple[Toponym, Geocode] | None:
    """The town of the dateline, where the event's sentences speak of "the city" or name it ("a hospital in Quetta")."""
    here = any("dateline_here" in s.cues for s in draft.sentences)
    for toponym, answer in (pair for s in sentences for pair in s.places if pair[0].role is ToponymRole.DATELINE):
        if here or any(toponym.text.casefold() in s.names for s in draft.sentences if s.tells):
            return toponym, answer
    return None


def _not_of(events: Sequence[Draft], sentences: Sequence[Sentence], draft: Draft) -> list[Sentence]:
    """The sentences that do not tell of other events, unless of this one too."""
    taken = {s.span.start for event in events for s in event.sentences} - {s.span.start for s in draft.sentences}
    return [s for s in sentences if s.span.start not in taken]


def _in_region(pair: tuple[Toponym, Geocode]) -> bool:
    """Whether a place lies in a known district of the provinces at the border."""
    return pair[1].admin1 in REGION and pair[1].admin2 is not None


def _only_district(sentences: tuple[Sentence, ...]) -> tuple[Toponym, Geocode] | None:
    """The best place of an article all of whose places, recalled ones included, lie in one district at the border."""
    named = [pair for s in sentences for pair in s.places if pair[1].where_prec < WherePrec.PROVINCE]
    one = len({answer.admin2 for _, answer in named}) == 1 and all(map(_in_region, named))
    return best_place(named) if one else None


def _on_a_road(draft: Draft) -> tuple[Toponym, Geocode] | None:
    """ "On the Noshki highway": somewhere around the town it is named after, when nothing else is named."""
    roads = [pair for s in draft.sentences for pair in s.places if pair[0].role is ToponymRole.ROAD]
    if not roads:
        return None
    toponym, answer = roads[0]
    wide = max(answer.uncertainty_km, ROAD_KM)
    return toponym, replace(answer, where_prec=WherePrec.VAGUE, uncertainty_km=wide, reason="road_named_after_it")
