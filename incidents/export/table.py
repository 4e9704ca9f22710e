"""CSV with lat, lon and WKT, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any, TextIO

from incidents.export.profiles import Column, Hashtagged, columns_of
from incidents.model import Event

# What Excel, LibreOffice and Google Sheets may take for a formula, also behind spaces or as full-width signs (OWASP).
_FORMULA = re.compile("'*(?:[\\s\u00a0\ufeff]*[=+\\-@＝＋－＠|%]|[\\t\\r\\n])")
_NUL = re.compile("\x00")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet could run; `bare` takes it off again."""
    return f"'{text}" if _FORMULA.match(text) else text


def bare(cell: str) -> str:
    """The text that `harmless` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def cell(column: Column, event: Event) -> Any:
    """One value as CSV and workbooks write it: ISO days, true and false, harmless text, None for unknown."""
    value = column.plain(event) if column.kind != "json" else column.of(event)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(_NUL.sub("\ufffd", value))
    return value


def write(events: Iterable[Event], file: TextIO, columns: tuple[Column, ...] | None = None) -> int:
    """Rows of a profile's columns under one header, or two for hxl. Unknown is an empty cell."""
    columns = columns or columns_of("sarhad")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow([column.name for column in columns])
    if is_hxl(columns):
        rows.writerow([column.tag for column in columns])
    count = 0
    for event in events:
        rows.writerow(["" if (value := cell(column, event)) is None else value for column in columns])
        count += 1
    return count


def is_hxl(columns: tuple[Column, ...]) -> bool:
    """Whether a row of hashtags follows the header."""
    return isinstance(columns, Hashtagged)
