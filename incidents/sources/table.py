"""CSV and TSV: articles, coded events, or Sarhad's own export, told apart by the columns of the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from incidents.sources import own
from incidents.sources.article import NAMES, make_article
from incidents.sources.coded import coder_of
from incidents.sources.decoding import lines
from incidents.sources.record import Input, Record, Refused

_MADE_HARMLESS = re.compile("''*(?:[\\s\u00a0\ufeff]*[=+\\-@＝＋－＠|%]|[\\t\\r\\n])")  # by our own CSV export


def read(source: Input) -> Iterator[Record]:
    """One record a row, streaming. Rejects carry the line on which the row ends."""
    broken: list[tuple[int, Refused]] = []

    def good_lines() -> Iterator[str]:
        for number, line in lines(source):
            if isinstance(line, Refused):
                broken.append((number, line))
            else:
                yield line.replace("\x00", "\ufffd")

    csv.field_size_limit(source.limits.line_bytes)
    feed = good_lines()
    header = next((line for line in feed if line.strip("\ufeff \r\n")), None)
    if header is None:
        raise Refused("empty", "the table has no header row")
    header = header.lstrip("\ufeff")
    delimiter = max(",;\t|", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
    make = _maker(source, names)
    rows, count = csv.reader(feed, delimiter=delimiter), 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield source.reject("bad_csv", f"not readable as CSV: {error}", rows.line_num + 1)
            continue
        while broken:
            number, refused = broken.pop(0)
            yield source.reject(refused.code, str(refused), number)
        if row is None:
            break
        if not any(cell.strip() for cell in row) or row[0].startswith("#event+"):
            continue
        count += 1
        try:
            yield make(dict(zip(names, row, strict=False)))
        except Refused as refused:
            yield source.reject(refused.code, str(refused), rows.line_num + 1)
    if not count:
        yield source.reject("empty", "the table has no row below its header")


def _maker(source: Input, names: list[str]):
    if own.is_row(names):
        return lambda row: own.from_row({name: _bare(cell) for name, cell in row.items()})
    if coder := coder_of(names):
        return coder.record
    if not set(NAMES["text"]) & set(names):
        raise Refused("unknown_table", "neither a column 'text' nor the columns of UCDP GED, ACLED or GTD are here")
    return lambda row: make_article(row, url=source.url)


def _bare(cell: str) -> str:
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell
