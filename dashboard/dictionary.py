"""The field dictionary: what every field of an incident means, for the page. The promise itself is docs/interface.md."""

from __future__ import annotations

FIELDS = {
    "id": "stable identity of the incident",
    "article_id": "from `sarhad extract` only: the article it came from",
    "title": "headline of the first source",
    "event_date": "the day, or the first day of a range (ISO); empty when unknown",
    "event_date_end": "the last day of a range",
    "date_prec": "how exactly the day is known: 1 the day, 2 a range of 2–6 days, 3 the week, 4 the month, 5 the year (UCDP)",
    "event_type": "ACLED's event type",
    "sub_event_type": "ACLED's sub-event type",
    "fatalities": "best total of deaths, attackers included; empty: not stated, 0: stated that none",
    "fatalities_low": "lowest total that a source gives",
    "fatalities_high": "highest total that a source gives",
    "attackers_killed": "those who attacked, among the deaths",
    "civilians_killed": "civilians among the deaths",
    "injured": "people injured, as stated",
    "abducted": "people abducted, as stated",
    "actor1": "who did it, as named",
    "actor2": "who was hit, as named",
    "location": "the most specific place named",
    "admin2": "district (Pakistan) or county (Iran)",
    "admin1": "province",
    "country": "country",
    "lat": "latitude of the point, WGS84 degrees; empty when unplaced",
    "lon": "longitude of the point",
    "wkt": "the same point as text: POINT (lon lat)",
    "where_prec": "how exactly the place is known: 1 exact, 2 near a known point, 3 district, 4 province, 5 vague or along "
    "a line, 6 country, 7 sea or air (UCDP)",
    "uncertainty_km": "radius around the point in which it happened",
    "place_id": "the gazetteer's row of the place",
    "border_km": "geodesic distance of the point to the Pakistan–Iran land border",
    "border_side": "the country the point is in",
    "background": "true when an article only recalls the event: kept, never counted as that article's incident",
    "excerpt": "the sentence or two to quote",
    "evidence": "the exact words behind each field: field, start, end, text, article_id; article.text[start:end] is text",
    "sources": "the articles that report it: article_id, url, title, source, published",
    "outlets": "their outlets",
    "urls": "their addresses",
    "number_of_sources": "how many independent outlets report it; copies of one agency's text are one",
    "status": "machine: as read; confirmed, edited or rejected by a person",
    "report_ids": "the single reports that were merged",
}
REJECT_WORDS = {
    "language_not_read_yet": "the language is not read yet; the article is kept, without incidents",
    "extraction_failed": "reading the article failed; it is kept, without incidents",
}
LANGUAGE_NAMES = {"en": "English", "ur": "Urdu", "fa": "Persian", "bal": "Balochi"}
