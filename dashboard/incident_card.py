"""The incident panel as HTML: every value a link to the very words it was read from. Pure: records in, safe HTML out.

Links are plain anchors (`#words-1-20-31`), so they work by mouse, by keyboard and in screen readers without a rerun.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.excerpts import anchor_of, excerpt_html, keys_html, lang_attribute, safe_link
from dashboard.palette import (
    DAY_WORDS,
    FIELD_WORDS,
    PLACE_WORDS,
    STATUS_WORDS,
    TYPE_COLOURS,
    UNKNOWN,
    write_day,
    write_days,
    write_km,
    write_number,
    write_range,
)
from incidents.model import Article, Event, Evidence, Incident, Report, Source

POINTS = (1, 2, 5)  # where_prec of places that a distance can be given for
_PARTS = (("attackers_killed", "attackers"), ("civilians_killed", "civilians"))


def card_html(
    incident: Incident,
    reports: Sequence[Report],
    articles: Mapping[str, Article],
    crossing: tuple[str, float] | None = None,
) -> str:
    """The whole panel of an incident: facts, tolls, then each source with its own figures and its words.

    reports: what each article says of it. articles: by id, those that are kept. crossing: name and km of the nearest one.
    """
    words = _Words(incident)
    return (
        f'<div class="sarhad-card">{_head(incident, words)}{_tolls(incident, words)}{_facts(incident, words, crossing)}'
        f"{_sources(incident, reports, articles, words)}</div>"
    )


def place_chain(event: Event) -> str:
    """Place, district, province, country: what is known of them, each once."""
    return ", ".join(
        dict.fromkeys(name for name in (event.location, event.admin2, event.admin1, event.country) if name)
    )


def place_words(event: Event) -> str:
    """How exactly the place is known: near a known point, within 20 km."""
    if event.where_prec == 1:
        return "exact place"
    known = PLACE_WORDS.get(event.where_prec or 0, "not placed")
    radius = f", within {event.uncertainty_km:g} km" if event.uncertainty_km and event.where_prec in (2, 5) else ""
    return known + radius


def border_words(event: Event, crossing: tuple[str, float] | None) -> str:
    """Distance to the border and to the nearest crossing; none where only a district or province is known."""
    if event.border_km is None:
        return UNKNOWN
    if event.where_prec not in POINTS:
        return f"{UNKNOWN} (the place is {PLACE_WORDS.get(event.where_prec or 0, 'not known')})"
    about = "about " if event.where_prec != 1 else ""
    side = f", in {event.border_side}" if event.border_side else ""
    beside = f"; nearest crossing {crossing[0]}, {write_km(crossing[1])}" if crossing else ""
    return f"{about}{write_km(event.border_km)} from the border{side}{beside}"


def citation(incident: Incident, link: str, today: date) -> str:
    """One line to paste under a text: what, where, when, how many, the outlets, the incident's id and the day it was read."""
    toll = write_range(incident.fatalities, incident.fatalities_low, incident.fatalities_high)
    outlets = "; ".join(
        f"{source.source or 'unnamed outlet'}, {write_day(source.published)}" for source in incident.sources
    )
    days = write_days(incident.event_date, incident.event_date_end, incident.date_prec)
    what = incident.sub_event_type or incident.event_type or "Event"
    return (
        f"{what}, {place_chain(incident) or 'place unknown'}, {days}, killed {toll}. "
        f"Sources: {outlets or UNKNOWN}. Sarhad incident {incident.id}, read {write_day(today)}: {link}"
    )


class _Words:
    """Where in the panel the words of each field are: the article's number in the list of sources, and the span."""

    def __init__(self, incident: Incident) -> None:
        self.numbers = {source.article_id: number for number, source in enumerate(incident.sources, 1)}
        self._evidence = [item for item in incident.evidence if item.article_id in self.numbers]

    def of_article(self, article_id: str) -> list[Evidence]:
        return [item for item in self._evidence if item.article_id == article_id]

    def prefix(self, article_id: str) -> str:
        return f"words-{self.numbers[article_id]}"

    def linked(self, shown: str, *fields: str, article_id: str | None = None) -> str:
        """A value as a link to the first words behind it, with small numbers for the others; escaped text without any."""
        found = [item for item in self._evidence if item.field in fields and article_id in (None, item.article_id)]
        if not found or shown == UNKNOWN:
            return html.escape(shown)
        spans = list(dict.fromkeys((item.article_id, item.span) for item in found))
        name = html.escape(FIELD_WORDS.get(fields[0], fields[0]))
        links = []
        for number, (article, span) in enumerate(spans, 1):
            label = f"{name}: words {number} of {len(spans)}, source {self.numbers[article]}"
            kind, text = ("value", html.escape(shown)) if number == 1 else ("value more", str(number))
            links.append(
                f'<a class="{kind}" href="#{anchor_of(self.prefix(article), span)}" title="{label}: '
                f'“{html.escape(span.text[:120])}”" aria-description="{label}">{text}</a>'
            )
        return "".join(links)


def _head(incident: Incident, words: _Words) -> str:
    colour = TYPE_COLOURS.get(incident.event_type or "", TYPE_COLOURS["Other"])
    what = words.linked(incident.sub_event_type or incident.event_type or "Event", "sub_event_type", "event_type")
    family = incident.event_type if incident.event_type and incident.event_type != incident.sub_event_type else None
    kind = f' <span class="aside">{html.escape(family)}</span>' if family else ""
    recalled = (
        '<p class="aside">Only recalled by the article, which reports something else: kept, and not counted.</p>'
        if incident.background
        else ""
    )
    checked = "" if incident.status == "machine" else f'<p class="aside">{STATUS_WORDS[str(incident.status)]}</p>'
    return (
        f'<h3><span class="kind" style="background:{colour}" aria-hidden="true"></span>{what}{kind}</h3>'
        f'<p class="title" dir="auto">{html.escape(incident.title or "(no headline)")}</p>{recalled}{checked}'
    )


def _tolls(incident: Incident, words: _Words) -> str:
    parts = [
        f"{name} {words.linked(write_number(getattr(incident, field)), field)}"
        for field, name in _PARTS
        if getattr(incident, field) is not None
    ]
    aside = f'<span class="aside">of them {", ".join(parts)}</span>' if parts else ""
    best = incident.fatalities
    killed = write_range(best, incident.fatalities_low, incident.fatalities_high)
    figures = [f"<li><b>{words.linked(killed, 'fatalities')}</b>killed{aside}</li>"]
    figures += [
        f"<li><b>{words.linked(write_number(getattr(incident, field)), field)}</b>{field}</li>"
        for field in ("injured", "abducted")
    ]
    return f'<ul class="tolls">{"".join(figures)}</ul>'


def _facts(incident: Incident, words: _Words, crossing: tuple[str, float] | None) -> str:
    days = write_days(incident.event_date, incident.event_date_end, None)
    precision = (
        "exact day" if incident.date_prec == 1 else f"day {DAY_WORDS[incident.date_prec]}" if incident.date_prec else ""
    )
    rows = (
        ("when", words.linked(days, "event_date"), precision),
        ("where", words.linked(place_chain(incident) or UNKNOWN, "location"), place_words(incident)),
        ("border", html.escape(border_words(incident, crossing)), ""),
        ("by", words.linked(incident.actor1 or UNKNOWN, "actor1"), ""),
        ("against", words.linked(incident.actor2 or UNKNOWN, "actor2"), ""),
    )
    return "<dl>" + "".join(_row(*row) for row in rows) + "</dl>"


def _row(name: str, value: str, aside: str) -> str:
    beside = f'<br><span class="aside">{html.escape(aside)}</span>' if aside else ""
    return f'<dt>{name}</dt><dd dir="auto">{value}{beside}</dd>'


def _sources(incident: Incident, reports: Sequence[Report], articles: Mapping[str, Article], words: _Words) -> str:
    told = f"{len(incident.sources)} reports, {incident.number_of_sources} independent"
    one = "One source" if len(incident.sources) == 1 else told
    own = {report.article_id: report for report in reports}
    blocks = [
        _source(source, own.get(source.article_id), articles.get(source.article_id), words, number)
        for number, source in enumerate(incident.sources, 1)
    ]
    return f"<h3>{one}</h3>{keys_html()}{''.join(blocks)}"


def _source(source: Source, report: Report | None, article: Article | None, words: _Words, number: int) -> str:
    outlet = html.escape(source.source or "unnamed outlet")
    link = safe_link(source.url)
    if link:
        named = f'<a href="{html.escape(link)}" target="_blank" rel="noopener noreferrer">{outlet} ↗</a>'
    else:
        named = outlet
    title = (
        f'<p dir="auto"{lang_attribute(article and article.lang)}>{html.escape(source.title or "(no headline)")}</p>'
    )
    figures = f'<p class="aside">{_own_figures(report, words)}</p>' if report else ""
    return (
        f'<div class="source"><p>{number} · <b>{named}</b> · {write_day(source.published)}</p>{title}{figures}'
        f"{_text(article, words)}</div>"
    )


def _own_figures(report: Report, words: _Words) -> str:
    article = report.article_id
    killed = write_range(report.fatalities, report.fatalities_low, report.fatalities_high)
    figures = [f"killed {words.linked(killed, 'fatalities', article_id=article)}"]
    figures += [
        f"{name} {words.linked(write_number(getattr(report, name)), name, article_id=article)}"
        for name in ("injured", "abducted")
        if getattr(report, name) is not None
    ]
    days = write_days(report.event_date, report.event_date_end, report.date_prec)
    return "says: " + ", ".join(figures) + f"; {words.linked(days, 'event_date', article_id=article)}"


def _text(article: Article | None, words: _Words) -> str:
    if article is None or not article.text.strip():
        return '<p class="aside">No text of this source is kept.</p>'
    evidence = words.of_article(article.id)
    short = excerpt_html(article.text, evidence, prefix=words.prefix(article.id), lang=article.lang) if evidence else ""
    whole = excerpt_html(article.text, evidence, whole=True, lang=article.lang)
    return f"{short}<details><summary>the whole article</summary>{whole}</details>"
