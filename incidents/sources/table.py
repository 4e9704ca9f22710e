"""CSV and TSV: articles, coded events, or Sarhad's own export, told apart by the columns of the header."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator

from incidents.sources import own
from incidents.sources.article import NAMES, make_article
from incidents.sources.coded import coder_of
from incidents.sources.decoding import lines
from incidents.sources.record import Input, Record, Refused

DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"sep=(.)\s*$", re.I)  # Excel's own first line
_MADE_HARMLESS = re.compile("''*(?:[\\s\u00a0\ufeff]*[=+\\-@＝＋－＠|%]|[\\t\\r\\n])")  # by our own CSV export


def read(source: Input) -> Iterator[Record]:
    """One record a row, streaming. Rejects carry the line on which the row begins.

    A quotation mark that is never closed costs its own line: those it swallowed are read again. A row with more cells
    than the header was cut at a stray delimiter, and is refused rather than half-read.
    """
    csv.field_size_limit(source.limits.line_bytes)
    feed = _Lines(source)
    header = _header(feed)
    delimiter = max(DELIMITERS, key=header.count)
    if match := _SEPARATOR.match(header):
        delimiter, header = match[1], _header(feed)
    if "\r" in header.rstrip("\r\n"):
        raise Refused(
            "bad_csv", "the header does not end where its line does; save the table with Windows or Unix line ends"
        )
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    make, count = _maker(source, names), 0
    for line, row in _rows(feed, delimiter):
        if isinstance(row, Refused):
            yield source.reject(row.code, str(row), line)
            count += 1
        elif any(cell.strip() for cell in row) and not row[0].startswith("#event+"):  # a row of HXL hashtags
            count += 1
            try:
                if any(cell.strip() for cell in row[len(names) :]):
                    raise Refused("bad_csv", _too_many(len(row), len(names), delimiter, len(feed.taken)))
                yield make(dict(zip(names, row, strict=False)))
            except Refused as refused:
                yield source.reject(refused.code, str(refused), line)
    if not count:
        yield source.reject("empty", "the table has no row below its header")


class _Lines:
    """The lines of an input for csv.reader, which remembers those of the row being read and can be put back."""

    def __init__(self, source: Input):
        self._lines = lines(source)
        self._again: deque[tuple[int, str]] = deque()
        self.taken: list[tuple[int, str]] = []  # of the row being read
        self.cut = False  # the input ended within that row
        self.broken: list[tuple[int, Refused]] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while True:
            try:
                number, line = self._again.popleft() if self._again else next(self._lines)
            except StopIteration:
                self.cut = bool(self.taken)
                raise
            if isinstance(line, Refused):
                self.broken.append((number, line))
                continue
            self.taken.append((number, line))
            return line.replace("\x00", "\ufffd")

    def put_back(self) -> None:
        """Read all but the first line of this row again."""
        self._again.extendleft(reversed(self.taken[1:]))


def _rows(feed: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | Refused]]:
    """(line, row), in order; what cannot be a row is a Refused with its line."""
    while True:
        feed.taken, feed.cut = [], False
        error = None
        try:
            row = next(csv.reader(feed, delimiter=delimiter), None)
        except csv.Error as caught:
            row, error = [], caught
        yield from feed.broken
        feed.broken = []
        if row is None:
            return
        line = feed.taken[0][0]
        if error or feed.cut:
            feed.put_back()
            yield line, Refused("bad_csv", f"not readable as CSV: {error or 'a quotation mark here is never closed'}")
        elif row:
            yield line, row


def _too_many(cells: int, names: int, delimiter: str, taken: int) -> str:
    where = f" in the {taken} lines from here" if taken > 1 else ""
    return f"{cells} cells{where} under a header of {names}; quote the cells that hold {delimiter!r}"


def _header(feed: _Lines) -> str:
    header = next((line for line in feed if line.strip("\ufeff \r\n")), None)
    if header is None:
        raise Refused("empty", "the table has no header row")
    return header.lstrip("\ufeff")


def _maker(source: Input, names: list[str]) -> Callable[[dict[str, str]], Record]:
    if own.is_row(names):
        return lambda row: own.from_row({name: _bare(cell) for name, cell in row.items()})
    if coder := coder_of(names):
        return coder.record
    if not set(NAMES["text"]) & set(names):
        raise Refused("unknown_table", "neither a column 'text' nor the columns of UCDP GED, ACLED or GTD are here")
    return lambda row: make_article(row, url=source.url)


def _bare(cell: str) -> str:
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell
