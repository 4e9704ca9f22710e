"""A brief for paper: one HTML file with the filter in words, a map, counts, and every incident with its sources. Pure.

The file stands alone: no script, nothing fetched (its own policy forbids it), and every text of an article escaped.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from dashboard.excerpts import safe_link
from dashboard.incident_card import place_chain, place_words
from dashboard.palette import TYPE_COLOURS, UNKNOWN, write_day, write_days, write_km, write_number, write_range
from incidents.model import Incident, Source

LISTED = 1000  # incidents; a longer list is for a spreadsheet
COUNTED = 18  # rows of a table of counts
MONTHS = 18  # months with incidents that are counted one by one; more are counted by year
UNDATED = "no day known"
CREDIT = "© OpenStreetMap contributors (ODbL) · GeoNames (CC BY 4.0) · Natural Earth"
STYLE = """
@page { size: A4; margin: 16mm 15mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "Source Sans 3", "Noto Sans", "Helvetica Neue", Arial, "Noto Naskh Arabic", sans-serif; color: #222;
  max-width: 190mm; margin: 0 auto; padding: 8mm 4mm; background: #fff; }
h1 { font-size: 17pt; margin: 0 0 1mm; } h2 { font-size: 12pt; margin: 7mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; } .quiet { color: #666; font-size: 9pt; }
.figures { display: flex; flex-wrap: wrap; gap: 3mm 9mm; margin: 4mm 0; } .figures b { display: block; font-size: 16pt; line-height: 1.1; }
svg { width: 100%; height: auto; border: 1px solid #ddd; }
.keys { font-size: 8.5pt; margin: 1.5mm 0 0; } .keys span { white-space: nowrap; margin-right: 4mm; } i { font-style: normal; }
.counts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 6mm; align-items: start; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; } th { font-weight: 600; }
th, td { text-align: left; padding: .6mm 1mm; border-bottom: 1px solid #e5e2da; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
article { break-inside: avoid; border-top: 1px solid #ddd; padding: 2.5mm 0; } article h3 { font-size: 10.5pt; margin: 0; }
article h3 i { display: inline-block; width: 2.6mm; height: 2.6mm; border-radius: 50%; margin-right: 1.5mm; }
blockquote { margin: 1mm 0; padding-inline-start: 3mm; border-inline-start: 2px solid #ccc; overflow-wrap: anywhere; }
a { color: #0b4f7a; overflow-wrap: anywhere; } footer { margin-top: 8mm; border-top: 1px solid #999; padding-top: 2mm; }
@media print { body { padding: 0; max-width: none; } }
@media (max-width: 600px) { .counts { grid-template-columns: 1fr; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def brief_html(
    incidents: Iterable[Incident],
    *,
    filter_words: str,
    total: int,
    made_on: date,
    map_svg: str = "",
    link: str | None = None,
    notes: Sequence[str] = (),
) -> str:
    """A whole HTML document about the filtered incidents.

    filter_words: the filter as a sentence. total: how many incidents there are without it. map_svg: an `svg` element of
    `map_svg`, the only thing taken as it is. link: the page's address of this view. notes: what else to say at the end.
    """
    listed = sorted(incidents, key=lambda incident: (incident.event_date or date.max, incident.id))
    counted = [incident for incident in listed if not incident.background]
    said = html.escape(filter_words)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>Sarhad brief · {said}</title>'
        f"<style>{STYLE}</style></head><body>"
        f'<h1>Incidents along the Pakistan–Iran border</h1><p dir="auto">{said}</p>'
        f"{_figures(listed, counted, total, made_on)}"
        f"{_map(map_svg, listed)}{_counts(counted)}{_list(listed)}{_foot(link, notes)}</body></html>"
    )


def _figures(listed: Sequence[Incident], counted: Sequence[Incident], total: int, made_on: date) -> str:
    days = [incident.event_date for incident in listed if incident.event_date]
    span = f"{write_day(min(days))} – {write_day(max(days))}" if days else UNKNOWN
    stated = [incident for incident in counted if incident.fatalities is not None]
    killed = write_number(sum(incident.fatalities for incident in stated)) if stated else UNKNOWN
    lows = sum(_least(incident) for incident in stated)
    highs = sum(_most(incident) for incident in stated)
    told = f" ({write_number(lows)}–{write_number(highs)} by the lowest and highest reports)" if lows != highs else ""
    silent = len(counted) - len(stated)
    unstated = f"; {_number_of(silent, 'incident states', 'incidents state')} no toll" if silent else ""
    recalled = len(listed) - len(counted)
    beside = f" · of them {write_number(recalled)} only recalled, and not counted below" if recalled else ""
    return (
        f'<div class="figures"><div><b>{write_number(len(listed))}</b>of {write_number(total)} incidents</div>'
        f"<div><b>{killed}</b>killed</div><div><b>{html.escape(span)}</b>first and last day</div></div>"
        f'<p class="quiet">Killed: the best figure of each incident, attackers included{told}{unstated}{beside}. '
        f"Made on {write_day(made_on)}.</p>"
    )


def _number_of(count: int, one: str, several: str) -> str:
    return f"{write_number(count)} {one if count == 1 else several}"


def _least(incident: Incident) -> int:
    return min(n for n in (incident.fatalities_low, incident.fatalities) if n is not None)


def _most(incident: Incident) -> int:
    return max(n for n in (incident.fatalities_high, incident.fatalities) if n is not None)


def _map(map_svg: str, listed: Sequence[Incident]) -> str:
    if not map_svg:
        return ""
    keys = " ".join(f'<span><i style="color:{colour}">●</i> {name}</span>' for name, colour in TYPE_COLOURS.items())
    unplaced = sum(incident.lon is None or incident.where_prec in (6, 7) for incident in listed)
    off = f" {_number_of(unplaced, 'incident has', 'incidents have')} no place that could be drawn." if unplaced else ""
    return (
        f'<h2>Where</h2>{map_svg}<p class="keys">{keys}</p><p class="quiet">Size: people killed. Ring: known to that '
        f"radius only. Shaded with a number: known to the district or province only.{off} {CREDIT}. Boundaries are drawn "
        "for orientation and imply no endorsement.</p>"
    )


def _counts(counted: Sequence[Incident]) -> str:
    if not counted:
        return ""
    months = len({(i.event_date.year, i.event_date.month) for i in counted if i.event_date})
    span, form = ("By year", "%Y") if months > MONTHS else ("By month", "%Y-%m")
    tables = (
        ("By type", lambda i: i.event_type or "Other", False),
        ("By district", lambda i: ", ".join(filter(None, (i.admin2, i.country))) or "not known", False),
        (span, lambda i: i.event_date.strftime(form) if i.event_date else UNDATED, True),
    )
    made = "".join(_table(title, counted, of, in_order) for title, of, in_order in tables)
    return f'<h2>How many</h2><div class="counts">{made}</div>'


def _table(title: str, counted: Sequence[Incident], of: Callable[[Incident], str], in_order: bool) -> str:
    """Counts and deaths by a key: the latest key first, else the most frequent one; the last rows added up."""
    number = Counter(of(incident) for incident in counted)
    deaths: Counter = Counter()
    for incident in counted:
        deaths[of(incident)] += incident.fatalities or 0
    keys = sorted(number, key=lambda key: (-number[key], key))
    if in_order:
        keys = sorted(number, key=lambda key: (key != UNDATED, key), reverse=True)
    rows = [(key, number[key], deaths[key]) for key in keys[:COUNTED]]
    if rest := keys[COUNTED:]:
        rows.append((f"{len(rest)} others", sum(number[key] for key in rest), sum(deaths[key] for key in rest)))
    body = "".join(
        f'<tr><td dir="auto">{html.escape(key)}</td><td class="n">{write_number(n)}</td>'
        f'<td class="n">{write_number(killed)}</td></tr>'
        for key, n, killed in rows
    )
    return f'<table><tr><th>{title}</th><th class="n">incidents</th><th class="n">killed</th></tr>{body}</table>'


def _list(listed: Sequence[Incident]) -> str:
    if not listed:
        return "<h2>Incidents</h2><p>No incident matches this filter.</p>"
    rest = len(listed) - LISTED
    more = f"<p>{write_number(rest)} more are left out here; export them as a table.</p>" if rest > 0 else ""
    return f"<h2>Incidents and their sources</h2>{''.join(map(_entry, listed[:LISTED]))}{more}"


def _entry(incident: Incident) -> str:
    colour = TYPE_COLOURS.get(incident.event_type or "", TYPE_COLOURS["Other"])
    what = html.escape(incident.sub_event_type or incident.event_type or "Event")
    days = html.escape(write_days(incident.event_date, incident.event_date_end, incident.date_prec))
    place = html.escape(f"{place_chain(incident) or UNKNOWN} ({place_words(incident)})")
    near = ""
    if incident.border_km is not None and incident.where_prec in (1, 2, 5):
        near = f" · {write_km(incident.border_km)} from the border"
    tolls = [f"killed {write_range(incident.fatalities, incident.fatalities_low, incident.fatalities_high)}"]
    tolls += [
        f"{name} {write_number(getattr(incident, name))}"
        for name in ("injured", "abducted")
        if getattr(incident, name) is not None
    ]
    who = f"by {html.escape(incident.actor1 or UNKNOWN)} against {html.escape(incident.actor2 or UNKNOWN)}"
    recalled = " · recalled only" if incident.background else ""
    quote = f'<blockquote dir="auto">{html.escape(incident.excerpt)}</blockquote>' if incident.excerpt.strip() else ""
    sources = "; ".join(map(_source, incident.sources)) or UNKNOWN
    return (
        f'<article><h3><i style="background:{colour}"></i>{days} · {what}{recalled}</h3><p dir="auto">{place}{near}</p>'
        f'<p dir="auto">{", ".join(tolls)} · {who}</p>{quote}'
        f'<p class="quiet" dir="auto">{sources} · incident {html.escape(incident.id)}</p></article>'
    )


def _source(source: Source) -> str:
    outlet = html.escape(source.source or "unnamed outlet")
    title = f" “{html.escape(source.title)}”" if source.title else ""
    link = safe_link(source.url)
    named = f'<a href="{html.escape(link)}" rel="noopener noreferrer">{outlet}</a>' if link else outlet
    return f"{named}, {write_day(source.published)}{title}"


def _foot(link: str | None, notes: Sequence[str]) -> str:
    lines = [
        "Made by Sarhad from the articles that were added to it; a district without incidents may only be one without "
        "articles. Every value was read by rules from the words of an article and can be checked on the page.",
        *notes,
    ]
    if link:
        lines.append(f"This view: {link}")
    return "<footer>" + "".join(f'<p class="quiet">{html.escape(line)}</p>' for line in lines) + "</footer>"
