"""One report an event, every field with the words it came from, the most salient first and recalled events last."""

from __future__ import annotations

import re

from geodata.model import Geocode, Toponym, ToponymRole, WherePrec
from incidents.extract.casualties import Toll
from incidents.extract.grouping import Draft, best_place, group
from incidents.extract.mentions import PlaceReader, Sentence, read_sentences
from incidents.language import LANGUAGES, Trigger, load_language
from incidents.model import Article, DatePrec, Evidence, Report, Span

EXCERPT_SENTENCES = 2
_PRESENT = re.compile(
    r"\b(?:(?:are|is)\s+(?:\w+ly\s+)?(?:killed|injured|wounded|abducted|kidnapped|shot)|explodes?|attacks?\s+a|launches|kills?|"
    r"strikes?|ambush|rams|fires|opens?\s+fire|storms?)\b"
)
_VAGUE = re.compile(r"attack|assailant", re.IGNORECASE)
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
CLASH, ATTACK = ("Battles", "Armed clash"), ("Violence against civilians", "Attack")
DESTRUCTION = "Looting/property destruction"
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")


def can_read(article: Article) -> bool:
    """Whether there are tables for the article's language; Urdu and Persian come later and are never half-read."""
    if article.lang and article.lang[:2].lower() not in LANGUAGES:
        return False
    letters = sum(character.isalpha() for character in article.text[:2000])
    return len(_ARABIC_SCRIPT.findall(article.text[:2000])) <= letters / 3


def read_reports(article: Article, places: PlaceReader) -> tuple[Report, ...]:
    """The events an article tells of; () when it tells of none or its language cannot be read yet."""
    if not can_read(article):
        return ()
    sentences = read_sentences(article, load_language("en"), places)
    drafts = group(sentences, article.published)
    drafts.sort(key=_salience)
    return tuple(_report(article, draft, rank, sentences) for rank, draft in enumerate(drafts))


def _salience(draft: Draft) -> tuple:
    """Recalled events last; then the larger toll, then the one with a day and a place, then the order told."""
    toll = (draft.count("fatalities") or 0) * 3 + (draft.count("injured") or 0) + (draft.count("abducted") or 0)
    return (draft.background, -toll, draft.day is None, draft.sentences[0].span.start)


def _report(article: Article, draft: Draft, rank: int, sentences: tuple[Sentence, ...]) -> Report:
    evidence: list[Evidence] = []

    def quote(name: str, start: int, end: int) -> None:
        evidence.append(Evidence(field=name, span=Span.of(article.text, start, end), article_id=article.id))

    fields: dict = {}
    trigger = _trigger(article, draft)
    if trigger:
        start, end, meant = trigger
        fields |= {"event_type": meant.event_type, "sub_event_type": meant.sub_event_type}
        quote("sub_event_type", start, end)
    elif draft.count("abducted"):
        fields |= dict(zip(("event_type", "sub_event_type"), ABDUCTION, strict=True))
    elif draft.count("fatalities"):
        hostile = any(toll.attackers for s in draft.sentences for toll in s.tolls)
        fields |= dict(zip(("event_type", "sub_event_type"), CLASH if hostile else ATTACK, strict=True))
    fields |= _tolls(draft, quote)
    if fields.get("sub_event_type") == ATTACK[1] and fields.get("attackers_killed"):
        fields |= dict(zip(("event_type", "sub_event_type"), CLASH, strict=True))  # both sides fought
    fields |= _day(article, draft, sentences, quote)
    fields |= _place(draft, sentences, quote)
    fields |= _actors(draft, quote)
    told = [s for s in draft.sentences if s.tells][:EXCERPT_SENTENCES]
    return Report(
        id=f"{article.id}#{rank}",
        article_id=article.id,
        rank=rank,
        background=draft.background,
        evidence=tuple(evidence),
        excerpt=" ".join(sentence.span.text for sentence in told),
        **fields,
    )


def _trigger(article: Article, draft: Draft) -> tuple[int, int, Trigger] | None:
    """The strongest trigger of the sentences with a toll, else of all; "the attack" alone gives way to one that says how."""
    every = [hit for sentence in draft.sentences for hit in sentence.triggers]
    if draft.count("fatalities") and not draft.count("abducted"):
        every = [hit for hit in every if hit[2].sub_event_type != ABDUCTION[1]]
    telling = {hit[:2] for sentence in draft.sentences if sentence.tolls for hit in sentence.triggers}
    hits = [hit for hit in every if hit[:2] in telling]
    if all(_VAGUE.match(article.text, start) for start, _, _ in hits):
        hits = every
    best = min(hits, key=lambda hit: (hit[2].rank, hit[0]), default=None)
    if best is None:
        return None
    harmed = draft.count("fatalities") or draft.count("injured") or draft.count("abducted")
    if best[2].sub_event_type == ATTACK[1] and not harmed:
        return next((hit for hit in every if hit[2].sub_event_type == DESTRUCTION), best)
    suicide = [hit for hit in every if hit[2].rank == 0]
    return suicide[0] if suicide and best[2].event_type == suicide[0][2].event_type else best


def _tolls(draft: Draft, quote) -> dict:
    fields: dict = {}
    for name in ("fatalities", "injured", "abducted"):
        tolls = [toll for sentence in draft.sentences for toll in sentence.tolls if toll.field == name]
        victims, victim_words = _total([toll for toll in tolls if not toll.attackers])
        attackers, attacker_words = _total([toll for toll in tolls if toll.attackers])
        if victims is None and attackers is None:
            continue
        if victims == attackers and victim_words[0].end != attacker_words[0].end:
            victims, victim_words = 0, []  # the same people, called militants once
        for toll in (*victim_words, *attacker_words):
            quote(name, toll.start, toll.end)
        fields[name] = (victims or 0) + (attackers or 0)
        if name == "fatalities":
            fields |= {"fatalities_low": fields[name], "fatalities_high": fields[name]}
            if attackers is not None:
                fields["attackers_killed"] = attackers
                for toll in attacker_words:
                    quote("attackers_killed", toll.start, toll.end)
            civilians, words = _total([toll for toll in tolls if toll.civilians])
            if civilians is not None:
                fields["civilians_killed"] = civilians
                for toll in words:
                    quote("civilians_killed", toll.start, toll.end)
    return fields


def _total(tolls: list[Toll]) -> tuple[int | None, list[Toll]]:
    """What several statements of one toll amount to: a raised toll replaces, "another" adds, repeats do not count."""
    if not tolls:
        return None, []
    replaced = [toll for toll in tolls if toll.replacing]
    if replaced:
        return replaced[-1].count, [replaced[-1]]
    plain = [toll for toll in tolls if not toll.additive]
    if not plain:
        return tolls[0].count, [tolls[0]]
    best = max(plain, key=lambda toll: (toll.count, -toll.start))
    more = [toll for toll in tolls if toll.additive and toll.start > best.start and toll.start - best.end < 200]
    return best.count + (more[0].count if more else 0), [best, *more[:1]]


def _day(article: Article, draft: Draft, sentences: tuple[Sentence, ...], quote) -> dict:
    mention = draft.day
    if mention is None and not draft.background:
        known = [m for s in sentences for m in s.dates if m.prec == 1 and not _is_header(article, m.start)]
        mention = known[0] if len({m.first for m in known}) == 1 else None
    present = _PRESENT.search(draft.sentences[0].span.text)
    if mention is None and not draft.background and article.published and present:
        return {
            "event_date": article.published,
            "date_prec": DatePrec.DAYS,
        }  # told in the present tense: news of the day
    if mention is None or (draft.background and article.published and mention.prec > 4):
        return {}
    quote("event_date", mention.start, mention.end)
    return {"event_date": mention.first, "event_date_end": mention.last, "date_prec": mention.prec}


def _is_header(article: Article, start: int) -> bool:
    return start < 12 and article.text[: start + 12].lstrip().lower().startswith("date ")


def _place(draft: Draft, sentences: tuple[Sentence, ...], quote) -> dict:
    chosen: tuple[Toponym, Geocode] | None = draft.place
    if not draft.background and (chosen is None or chosen[1].where_prec >= WherePrec.PROVINCE):
        rest = best_place([pair for s in sentences if "background" not in s.cues for pair in s.located])
        if rest and (chosen is None or rest[1].where_prec < chosen[1].where_prec):
            chosen = rest
    here = any("dateline_here" in s.cues for s in draft.sentences)
    if chosen is None and here:
        datelines = [pair for s in sentences for pair in s.places if pair[0].role is ToponymRole.DATELINE]
        chosen = datelines[0] if datelines else None
    if chosen is None or (draft.background and chosen[1].where_prec == WherePrec.COUNTRY):
        return {}
    toponym, answer = chosen
    quote("location", toponym.start, toponym.end)
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


def _actors(draft: Draft, quote) -> dict:
    fields: dict = {}
    for sentence in draft.sentences:
        for start, end, actor in sentence.actors:
            name = "actor1" if actor.kind == "attacker" else "actor2"
            if name not in fields:
                fields[name] = actor.name
                quote(name, start, end)
    return fields
