"""One report an event, every field with the words it came from, the most salient first and recalled events last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from geodata.gazetteer import REGION
from geodata.model import Geocode, Toponym, ToponymRole, WherePrec
from incidents.extract.actors import PEOPLE, Named, find_actors, only_group
from incidents.extract.dates import DateMention
from incidents.extract.drafts import BETWEEN, Draft, best_in_region, best_place, coarseness, local_dateline
from incidents.extract.grouping import group
from incidents.extract.joining import days_differ
from incidents.extract.kinds import find_kind
from incidents.extract.mentions import PlaceReader, read_sentences
from incidents.extract.sentences import CLAIM_GOES_ON, Sentence
from incidents.extract.tolls import Toll
from incidents.extract.totals import Statement, Total, total
from incidents.language import LANGUAGES, Language, load_language
from incidents.model import Article, DatePrec, Evidence, Report, Span

EXCERPT_SENTENCES = 2
TOLD_WITHIN = timedelta(days=3)  # from what happened to whoever says so
ROAD_KM = 50.0  # an event on the road to a town may be this far from it
LETTERS_LOOKED_AT = 2000
SAID_WITHIN = 30  # characters from whoever speaks to "said"
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
    return only_group(_news(sentences, drafts))


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
                told = own if own and not own.reporting else _only_day(_news(sentences, drafts))
                day = told if told and timedelta(0) <= day.first - told.first <= TOLD_WITHIN else day
            before = day
        days.append(day)
    return days


def _news(sentences: Sequence[Sentence], drafts: list[Draft]) -> list[Sentence]:
    """What does not look back."""
    recalled = {s.span.start for draft in drafts if draft.background for s in draft.sentences}
    return [s for s in sentences if "background" not in s.cues and s.span.start not in recalled]


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
    every = _statements(draft)
    for name in ("fatalities", "injured", "abducted"):
        said = every.get(name)
        if said is None:
            continue
        attackers = total([s for s in said if s.toll.attackers])
        victims = total([s for s in said if not s.toll.attackers])
        if victims is None and attackers is None:
            continue
        if victims and attackers and _same_people(draft, victims, attackers):
            victims = None
        for toll in (*(victims.words if victims else ()), *(attackers.words if attackers else ())):
            quote(name, toll.start, toll.end)
        sides = [side for side in (victims, attackers) if side]
        if victims and attackers and _tells_of_both(victims, attackers, said):
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


def _tells_of_both(victims: Total, attackers: Total, said: Sequence[Statement]) -> bool:
    """ "The battle left six people dead. … Two officers and four attackers were killed": the six are all of them."""
    rest = victims.best - attackers.best
    return victims.words[0].anybody and any(s.toll.count == rest > 0 and not s.toll.attackers for s in said)


def _statements(draft: Draft) -> dict[str, list[Statement]]:
    """The tolls of a draft by field, in reading order."""
    every: dict[str, list[Statement]] = {}
    for sentence in draft.sentences:
        before = {name for name, said in every.items() if said}
        for toll in sentence.tolls:
            said = every.setdefault(toll.field, [])
            earlier = "withdrawn" in sentence.cues or any(
                at < toll.end for at, _ in sentence.cues.get("earlier_account", ())
            )
            raised = (
                toll.replacing and not toll.given and toll.field not in before
            )  # "two died, bringing the toll to nine"
            other = bool(said) and not raised and _of_others(sentence, toll)
            theirs = (
                bool(said) and said[-1].other and said[-1].toll.given and sentence.span.start <= said[-1].toll.start
            )
            said.append(Statement(toll, _claimed(sentence, toll), earlier, other, theirs))
    return every


def _of_others(sentence: Sentence, toll: Toll) -> bool:
    """Whether another source counts: doctors, witnesses, or whoever "gave a lower toll of 124"."""
    return "other_source" in sentence.cues or (toll.given and toll.replacing)


def _claimed(sentence: Sentence, toll: Toll) -> bool:
    """Whether an armed group gives the figure: it claims, or its spokesman says, and no force speaks in the sentence."""
    if toll.given and _given_by_a_group(sentence, toll):
        return True
    if CLAIM_GOES_ON in sentence.cues:
        return toll.given or "other_source" not in sentence.cues
    claims, speakers = sentence.cues.get("claim", ()), sentence.cues.get("spokesman", ())
    if _a_group_says(sentence, toll):
        return True
    if not (claims or speakers or toll.given):
        return False
    claim = any(at < toll.start for at, _ in claims)
    spoken = toll.given or any(at < toll.start for at, _ in speakers)
    others = any(at < toll.start for at, _ in sentence.cues.get("other_source", ()))
    if "no_claim" in sentence.cues or others or not (claim or spoken):
        return False
    said = min((at for at, _ in (*claims, *speakers)), default=toll.start)
    forces = [end for _, end, actor in sentence.actors if actor.kind == "force" and end <= said < end + 40]
    groups = [actor for _, _, actor in sentence.actors if actor.is_armed_group]
    return not forces and bool(groups or claim)


def _a_group_says(sentence: Sentence, toll: Toll) -> bool:
    """ "Militant group Jaish al-Adl said that at least 30 had been killed": armed groups are first named, and report."""
    groups = takewhile(lambda actor: actor[2].is_armed_group or actor[2].kind == "attacker", sentence.actors)
    ends = [end for _, end, actor in groups if actor.is_armed_group]
    said = [at for at, _ in sentence.cues.get("reporting", ()) if at < toll.start]
    return any(end <= at <= end + SAID_WITHIN for end in ends for at in said)


def _given_by_a_group(sentence: Sentence, toll: Toll) -> bool:
    """Whether an armed group stands right before its figure: "…, the army said, while the BLF put the dead at eight"."""
    before = [actor for _, end, actor in sentence.actors if end <= toll.start]
    claims = "claim" in sentence.cues and any(actor.is_armed_group for actor in before)
    return claims or (bool(before) and before[-1].is_armed_group)


def _same_people(draft: Draft, victims: Total, attackers: Total) -> bool:
    """The same dead, called people in one sentence and militants in another."""
    one, two = victims.words[0], attackers.words[0]
    if victims.best != attackers.best:
        return False
    for sentence in draft.sentences:
        both = sentence.span.start <= min(one.start, two.start) and max(one.end, two.end) <= sentence.span.end
        named = any(
            actor.kind != "attacker" and actor.name != PEOPLE and one.start <= start and end <= one.end
            for start, end, actor in sentence.actors
        )
        if both or named:
            return False
    return True


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
    chosen: tuple[Toponym, Geocode] | None = draft.place
    vague = chosen is None or chosen[1].where_prec == WherePrec.COUNTRY or _named_in_passing(draft, chosen)
    if vague and not draft.background and draft.sentences[0] is sentences[0]:
        chosen = local_dateline(sentences) or chosen
    wide = chosen is None or (
        chosen[1].where_prec >= WherePrec.PROVINCE and not chosen[1].admin2 and chosen[1].reason != BETWEEN
    )
    if not draft.background and wide:
        news = _news(sentences, drafts)
        placed = [d for d in drafts if d is not draft and not d.background and d.place]
        rest = best_place([pair for s in _not_of(placed, news, draft) for pair in s.located if _in_region(pair)])
        of_other_days = [other for other in placed if days_differ(draft, other)]
        rest = rest or best_in_region([pair for s in _not_of(of_other_days, news, draft) for pair in s.located])
        if rest and (chosen is None or coarseness(rest[1]) < coarseness(chosen[1])):
            chosen = rest
    if not draft.background and (chosen is None or chosen[1].where_prec >= WherePrec.COUNTRY):
        chosen = _in_the_dateline(draft, sentences) or chosen
    if chosen is None and not draft.background:
        chosen = _on_a_road(draft) or _only_district(sentences)
    if chosen is None or (draft.background and chosen[1].where_prec == WherePrec.COUNTRY):
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
    """The best place of an article all of whose places, recalled ones included, lie in one district."""
    named = [pair for s in sentences for pair in s.places if pair[1].where_prec < WherePrec.PROVINCE]
    return best_in_region(named) if len({answer.admin2 for _, answer in named}) == 1 else None


def _on_a_road(draft: Draft) -> tuple[Toponym, Geocode] | None:
    """ "On the Noshki highway": somewhere around the town it is named after, when nothing else is named."""
    roads = [pair for s in draft.sentences for pair in s.places if pair[0].role is ToponymRole.ROAD]
    if not roads:
        return None
    toponym, answer = roads[0]
    wide = max(answer.uncertainty_km, ROAD_KM)
    return toponym, replace(answer, where_prec=WherePrec.VAGUE, uncertainty_km=wide, reason="road_named_after_it")


_LEVELS = {"admin2": WherePrec.DISTRICT, "admin1": WherePrec.PROVINCE, "country": WherePrec.COUNTRY}


def _area_named(draft: Draft, level: str, name: str | None, chosen: Toponym) -> Toponym | None:
    """The words that name the district, province or country of the place, where the event's sentences have them."""
    for sentence in draft.sentences:
        for toponym, answer in sentence.places:
            if answer.where_prec == _LEVELS[level] and name and getattr(answer, level) == name:
                return toponym
    return None
