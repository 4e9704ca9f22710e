"""KML 2.2 for Google Earth: one Placemark an incident, with its time span and every column as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from incidents.export.geojson import point
from incidents.export.profiles import Column, columns_of
from incidents.model import Event

NAMESPACE = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char


def write(events: Iterable[Event], file: TextIO, columns: tuple[Column, ...] | None = None) -> int:
    """Write the document, placemark by placemark; those without a place have no geometry. Returns how many."""
    columns = columns or columns_of("sarhad")
    file.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}"><Document><name>Sarhad incidents</name>\n'
    )
    count = 0
    for event in events:
        file.write(placemark(event, columns))
        count += 1
    file.write("</Document></kml>\n")
    return count


def placemark(event: Event, columns: tuple[Column, ...]) -> str:
    """One Placemark. Earth shows a description as HTML, so that the excerpt is escaped for HTML and then for XML."""
    name = getattr(event, "title", "") or event.location or event.event_type or event.id
    parts = [f"<Placemark><name>{xml(name)}</name>"]
    if event.excerpt:
        parts.append(f"<description>{xml(escape(event.excerpt))}</description>")
    parts.append(_time(event))
    parts.append("<ExtendedData>")
    for column in columns:
        value = column.plain(event)
        if value is not None:
            words = str(value).lower() if isinstance(value, bool) else str(value)
            parts.append(f"<Data name={quoteattr(column.name)}><value>{xml(words)}</value></Data>")
    parts.append("</ExtendedData>")
    if place := point(event):
        parts.append(f"<Point><coordinates>{place[0]},{place[1]}</coordinates></Point>")
    parts.append("</Placemark>\n")
    return "".join(parts)


def xml(text: str) -> str:
    """Text for an XML element; what XML cannot hold becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", text))


def _time(event: Event) -> str:
    if event.event_date is None:
        return ""
    if event.event_date_end is None:
        return f"<TimeStamp><when>{event.event_date}</when></TimeStamp>"
    return f"<TimeSpan><begin>{event.event_date}</begin><end>{event.event_date_end}</end></TimeSpan>"
