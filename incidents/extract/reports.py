"""One report an event, every field with the words it came from, the most salient first and recalled events last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from geodata.model import Toponym, WherePrec
from incidents.extract.actors import Named, find_actors, only_group
from incidents.extract.dates import DateMention
from incidents.extract.drafts import Draft
from incidents.extract.grouping import group
from incidents.extract.kinds import find_kind
from incidents.extract.mentions import PlaceReader, read_sentences
from incidents.extract.recalling import news
from incidents.extract.sentences import Sentence
from incidents.extract.statements import are_same_people, statements_of, tells_of_both
from incidents.extract.tolls import Toll
from incidents.extract.totals import Statement, Total, total
from incidents.extract.where import find_place
from incidents.language import LANGUAGES, Language, load_language
from incidents.model import Article, DatePrec, Evidence, Report, Span

EXCERPT_SENTENCES = 2
TOLD_WITHIN = timedelta(days=3)  # from what happened to whoever says so
LETTERS_LOOKED_AT = 2000
_ARABIC_LETTER = re.compile(r"(?=[\u0600-\u06ff])[^\W\d_]")
BOMBS = ("Suicide bomb", "Remote explosive/landmine/IED")
Quote = Callable[[str, int, int], None]


def can_read(article: Article) -> bool:
    """Whether there are tables for the article's language; Urdu and Persian come later and are never half-read."""
    return language_of(article) is not None


def language_of(article: Article) -> Language | None:
    """The tables to read an article with: those of its language, if most of its letters are of their script."""
    code = (article.lang or LANGUAGES[0])[:2].lower()
    if code not in LANGUAGES:
        return None
    language = load_language(code)
    sample = article.text[:LETTERS_LOOKED_AT]
    if sample.isascii():
        return language if language.script == "Latin" else None
    arabic = len(_ARABIC_LETTER.findall(sample))
    if not arabic and language.script == "Latin":
        return language
    letters = sum(map(str.isalpha, sample))
    foreign = arabic if language.script == "Latin" else letters - arabic
    return language if foreign <= letters / 3 else None


def read_reports(article: Article, places: PlaceReader) -> tuple[Report, ...]:
    """The events an article tells of; () when it tells of none or its language cannot be read yet."""
    language = language_of(article)
    if language is None:
        return ()
    return read_in(language, article, places)


def read_in(language: Language, article: Article, places: PlaceReader) -> tuple[Report, ...]:
    """The events of an article read with the tables of one language, whatever the article says of itself."""
    sentences = read_sentences(article, language, places)
    drafts = group(sentences, article.published)
    days = _days(drafts, sentences)
    ranked = sorted(zip(drafts, days, strict=True), key=lambda pair: _salience(*pair))
    return tuple(
        _report(article, draft, day, rank, sentences, drafts, places) for rank, (draft, day) in enumerate(ranked)
    )


def _group_of_the_only_event(draft: Draft, drafts: list[Draft], sentences: tuple[Sentence, ...]) -> Named | None:
    if draft.background or sum(not other.background for other in drafts) > 1:
        return None
    return only_group(news(sentences, drafts))


def _days(drafts: list[Draft], sentences: tuple[Sentence, ...]) -> list[DateMention | None]:
    """The day of each draft: its own, else that of the event told before it, else the one day the article names."""
    days: list[DateMention | None] = []
    before: DateMention | None = None
    for draft in drafts:
        day = own = draft.day
        tolls = [toll for s in draft.sentences for toll in s.tolls]
        aside = bool(tolls) and all(toll.relative for toll in tolls)
        if not draft.background and not (aside and days):
            day = draft.told_day or before or day or _only_day(sentences)
            if day and day.reporting:  # "seized, he said on Saturday. They disappeared on Thursday."
                told = own if own and not own.reporting else _only_day(news(sentences, drafts))
                day = told if told and timedelta(0) <= day.first - told.first <= TOLD_WITHIN else day
            before = day
        days.append(day)
    return days


def _salience(draft: Draft, day: DateMention | None) -> tuple:
    """Recalled events last; then the larger toll, then the one with a day and a place, then the order told."""
    toll = (draft.count("fatalities") or 0) * 3 + (draft.count("injured") or 0) + (draft.count("abducted") or 0)
    return (draft.background, -toll, day is None, draft.sentences[0].span.start)


def _report(
    article: Article,
    draft: Draft,
    day: DateMention | None,
    rank: int,
    sentences: tuple[Sentence, ...],
    drafts: list[Draft],
    places: PlaceReader,
) -> Report:
    quoted: list[tuple[str, int, int]] = []

    def quote(name: str, start: int, end: int) -> None:
        quoted.append((name, start, end))

    doer, victim = find_actors(draft.sentences)
    harmed = [toll for s in draft.sentences for toll in s.tolls if toll.count]
    hit_themselves = bool(harmed) and all(toll.attackers for toll in harmed)
    if (doer is None or doer.actor.generic) and not hit_themselves:
        doer = _group_of_the_only_event(draft, drafts, sentences) or doer
    if (
        doer
        and victim
        and doer.actor.kind == victim.actor.kind == "force"
        and doer.actor.country == victim.actor.country
    ):
        victim = None  # "detained by the Frontier Corps and other security forces"
    forces_hit, by_forces = (side is not None and side.actor.kind == "force" for side in (victim, doer))
    fields = _kind(draft, forces_hit, by_forces, quote) | _tolls(draft, quote)
    if doer is not None and doer.actor.kind == "force" and fields.get("sub_event_type") in BOMBS:
        doer = None  # whoever shot one of the bombers did not bomb
    fields |= _day(article.published, draft, day, quote)
    place = _place(draft, sentences, drafts, quote)
    fields |= place | (places.join(place) if place else {})
    for name, named in (("actor1", doer), ("actor2", victim)):
        if named is not None:
            fields[name] = named.actor.name
            quote(name, named.start, named.end)
    told = [s for s in draft.sentences if s.tells][:EXCERPT_SENTENCES]
    return Report(
        id=f"{article.id}#{rank}",
        article_id=article.id,
        rank=rank,
        background=draft.background,
        evidence=tuple(
            [
                Evidence(field=name, span=Span(start, end, article.text[start:end]), article_id=article.id)
                for name, start, end in quoted
            ]
        ),
        excerpt=" ".join(sentence.span.text for sentence in told),
        **fields,
    )


def _kind(draft: Draft, forces_hit: bool, by_forces: bool, quote: Quote) -> dict:
    kind, words = find_kind(draft, forces_hit, by_forces)
    if kind is None or words is None:
        return {}
    quote("sub_event_type", *words)
    return dict(zip(("event_type", "sub_event_type"), kind, strict=True))


def _tolls(draft: Draft, quote: Quote) -> dict:
    fields: dict = {}
    every = statements_of(draft)
    for name in ("fatalities", "injured", "abducted"):
        said = every.get(name)
        if said is None:
            continue
        attackers = total([s for s in said if s.toll.attackers])
        victims = total([s for s in said if not s.toll.attackers])
        if victims is None and attackers is None:
            continue
        if victims and attackers and are_same_people(draft, victims, attackers):
            victims = None
        for toll in (*(victims.words if victims else ()), *(attackers.words if attackers else ())):
            quote(name, toll.start, toll.end)
        sides = [side for side in (victims, attackers) if side]
        if victims and attackers and tells_of_both(victims, attackers, said):
            sides = [victims]
        if victims and victims.words[0].replacing and not (attackers and all(toll.also for toll in attackers.words)):
            sides = [victims]  # "which brought the number of dead to 12": of both sides, unless the bomber "also died"
        firm = [side for side in sides if not side.claimed] or sides
        fields[name] = sum(side.best for side in firm)
        if name == "fatalities":
            fields["fatalities_low"] = sum(side.low for side in firm)
            fields["fatalities_high"] = sum(side.high for side in sides)
            fields |= _sides(said, attackers, quote)
    return fields


def _sides(said: Sequence[Statement], attackers: Total | None, quote: Quote) -> dict:
    """Attackers and civilians among the dead, where the text states them."""
    fields: dict = {}
    parts = [s.toll for s in said if s.toll.part and s.toll.attackers]
    words: tuple[Toll, ...] = attackers.words if attackers else tuple(parts[:1])
    if words:
        fields["attackers_killed"] = attackers.best if attackers else words[0].count
    civil = [s for s in said if s.toll.civilians]
    whole = total(civil)
    counted = whole.words if whole else tuple(s.toll for s in civil)
    if counted:
        fields["civilians_killed"] = whole.best if whole else max(toll.count for toll in counted)
    for name, tolls in (("attackers_killed", words), ("civilians_killed", counted)):
        for toll in tolls:
            quote(name, toll.start, toll.end)
    return fields


def _day(published: date | None, draft: Draft, mention: DateMention | None, quote: Quote) -> dict:
    """The day of the event, else that of publication where the tense says so."""
    if mention is None:
        if draft.background or published is None:
            return {}
        present = draft.sentences[0].cues.get("present")
        if not present:
            return {}
        quote("event_date", *present[0])
        return {"event_date": published, "date_prec": DatePrec.DAYS}  # told in the present tense: news of the day
    if draft.background and published and mention.prec > DatePrec.MONTH:
        return {}
    quote("event_date", mention.start, mention.end)
    return {"event_date": mention.first, "event_date_end": mention.last, "date_prec": mention.prec}


def _only_day(sentences: Sequence[Sentence]) -> DateMention | None:
    every = [mention for s in sentences for mention in s.dates if mention.prec == DatePrec.DAY]
    known = [mention for mention in every if not mention.reporting] or every
    return known[0] if len({mention.first for mention in known}) == 1 else None


def _place(draft: Draft, sentences: tuple[Sentence, ...], drafts: list[Draft], quote: Quote) -> dict:
    chosen = find_place(draft, sentences, drafts)
    if chosen is None:
        return {}
    toponym, answer = chosen
    quote("location", toponym.start, toponym.end)
    for level in ("admin2", "admin1", "country"):
        named = _area_named(draft, level, getattr(answer, level), toponym)
        if named is not None:
            quote(level, named.start, named.end)
    return {
        "location": answer.name,
        "admin2": answer.admin2,
        "admin1": answer.admin1,
        "country": answer.country,
        "lon": answer.lon,
        "lat": answer.lat,
        "where_prec": int(answer.where_prec),
        "uncertainty_km": answer.uncertainty_km,
        "place_id": answer.place_id,
    }


_LEVELS = {"admin2": WherePrec.DISTRICT, "admin1": WherePrec.PROVINCE, "country": WherePrec.COUNTRY}


def _area_named(draft: Draft, level: str, name: str | None, chosen: Toponym) -> Toponym | None:
    """The words that name the district, province or country of the place, where the event's sentences have them."""
    for sentence in draft.sentences:
        for toponym, answer in sentence.places:
            if answer.where_prec == _LEVELS[level] and name and getattr(answer, level) == name:
                return toponym
    return None
