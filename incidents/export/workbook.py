"""XLSX: a sheet of incidents, a sheet of their sources; real dates, filters in the header, no cell that is a formula."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from incidents.export.profiles import Column
from incidents.export.table import cell as table_cell
from incidents.export.table import harmless, is_hxl
from incidents.model import Event, ExportError

LARGEST_SHEET = 1_048_576  # rows, Excel's own limit
LONGEST_CELL = 32_767  # characters, Excel's own limit
CUT = "… [cut: longer than a cell can be; see GeoJSON or CSV]"
WIDTHS = {"date": 12, "int": 10, "real": 10, "degrees": 11, "bool": 8, "json": 20, "text": 22}
SOURCES = ("incident_id", "article_id", "title", "source", "url", "published")


def write(events: Iterable[Event], path: Path, columns: tuple[Column, ...]) -> int:
    """Write the workbook; returns how many incidents. Raises ExportError beyond Excel's 1,048,576 rows a sheet."""
    book = Workbook(write_only=True)
    sheet, sources = book.create_sheet("incidents"), book.create_sheet("sources")
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = WIDTHS[column.kind]
    heads = 2 if is_hxl(columns) else 1
    sheet.freeze_panes, sources.freeze_panes = f"B{heads + 1}", "A2"
    sheet.append(_header(sheet, [column.name for column in columns]))
    if is_hxl(columns):
        sheet.append([_text(sheet, column.tag) for column in columns])
    sources.append(_header(sources, SOURCES))
    try:
        count = _fill(sheet, sources, events, columns, heads)
    except BaseException:
        for unfinished in (sheet, sources):  # or openpyxl complains about them when they are thrown away
            unfinished.close()
        raise
    sheet.auto_filter.ref = f"A{heads}:{get_column_letter(len(columns))}{count + heads}"
    book.save(path)
    return count


def _fill(sheet, sources, events: Iterable[Event], columns: tuple[Column, ...], heads: int) -> int:
    """Write the rows of both sheets; returns how many incidents."""
    count = rows = 0
    for event in events:
        count += 1
        sheet.append([_cell(sheet, column, event) for column in columns])
        for source in getattr(event, "sources", ()):
            rows += 1
            words = (event.id, source.article_id, source.title, source.source, source.url)
            sources.append([*(_text(sources, harmless(word)) if word else None for word in words), source.published])
        if max(count + heads, rows + 1) > LARGEST_SHEET:
            raise ExportError(f"a sheet holds {LARGEST_SHEET:,} rows at most; narrow the filter or choose CSV")
    return count


def _header(sheet, names: Iterable[str]) -> list[WriteOnlyCell]:
    cells = [_text(sheet, name) for name in names]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _cell(sheet, column: Column, event: Event) -> Any:
    if column.kind == "date":
        value = column.of(event)
        return value if value is None or isinstance(value, date) else _text(sheet, str(value))
    value = column.of(event) if column.kind == "bool" else table_cell(column, event)
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet, words: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with: openpyxl alone would make a formula of a leading `=`."""
    words = ILLEGAL_CHARACTERS_RE.sub("\ufffd", words.encode("utf-8", "replace").decode("utf-8"))
    words = words.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    if len(words.encode("utf-16-le")) // 2 > LONGEST_CELL:
        words = words[: LONGEST_CELL // 2 - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, value="")
    cell.value = words
    cell.data_type = "s"
    return cell
