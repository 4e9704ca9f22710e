"""CSV and TSV of articles: every dialect people have, and no row half-read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model import Article
from incidents.sources import Limits, read_bytes


def told(data, name="a.csv", **limits) -> list:
    """(id, text) of articles and (code, line) of rejects, in order."""
    data = data.encode() if isinstance(data, str) else data
    return [
        (record.id, record.text) if isinstance(record, Article) else (record.code, record.line)
        for record in read_bytes(data, name, limits=Limits(**limits))
    ]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("id,text\na,one\nb,two\n", [("a", "one"), ("b", "two")]),
        # Excel in Europe, tabs, bars; Excel's own first line; the byte-order mark
        ("id;text\na;one, or two\n", [("a", "one, or two")]), ("id\ttext\na\tone\n", [("a", "one")]), ("id|text\na|one\n", [("a", "one")]),
        ("sep=;\r\nid;text\r\na;one\r\n", [("a", "one")]), ("\ufeffid,text\na,one\n", [("a", "one")]),
        # quoted cells hold delimiters, quotes and lines; line ends of Windows; blank lines
        ('id,text\na,"one, ""two""\nthree"\n\nb,four\n', [("a", 'one, "two"\nthree'), ("b", "four")]),
        ('id,text\r\na,"one\r\ntwo"\r\n', [("a", "one\r\ntwo")]),
        # names in any case, with blanks, as other tools call them; columns nobody asked for
        (" ID , Headline , Body ,x\na,T,one,2\n", [("a", "one")]),
        # a stray quotation mark inside a cell is a letter
        ('id,text\na,a 6" gun\nb,two\n', [("a", 'a 6" gun'), ("b", "two")]),
        # one that is never closed costs its own line: what it swallowed is read again
        ('id,text\na,"one\nb,two\nc,three\n', [("bad_csv", 2), ("b", "two"), ("c", "three")]),
        # a file cut off within an article: better refused than half-read
        ('id,text\na,one\nb,"Two men were ki', [("a", "one"), ("bad_csv", 3)]),
        # more cells than columns: the text was cut at a comma
        ("id,text\na,Two men, one woman\nb,two\n", [("bad_csv", 2), ("b", "two")]),
        # trailing delimiters are nothing
        ("id,text\na,one,,\n", [("a", "one")]),
        # no text, an impossible day, each with its line; the rest goes on
        ("id,text,date\na,,\nb,two,2020-02-30\nc,three,2020-05-12\n", [("missing_field", 2), ("bad_date", 3), ("c", "three")]),
        ('id,text\na,"one\ntwo"\nb,\n', [("a", "one\ntwo"), ("missing_field", 4)]),
        # nothing to read
        ("", [("empty", None)]), ("\n\n", [("empty", None)]), ("id,text\n", [("empty", None)]), ("id,text\n,\n \n", [("empty", None)]),
        # no table of ours
        ("name,age\nx,5\n", [("unknown_table", None)]), ("id,text\ra,one\r", [("bad_csv", None)]),
    ],
)  # fmt: skip
def test_tables(table, found):
    assert told(table) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    table = "id,text\na,Málaga “so”\nb,two\n"
    assert told(table.encode(encoding)) == [("a", "Málaga “so”"), ("b", "two")]


def test_a_huge_line_and_a_huge_cell_cost_themselves():
    table = "id,text\na,one\nb," + "x" * 5000 + '\nc,"' + "y\n" * 3000 + '"\nd,four\n'
    found = told(table, line_bytes=2000)
    assert found[:2] == [("a", "one"), ("too_large", 3)] and ("bad_csv", 4) in found and found[-1] == ("d", "four")


def test_numbers_are_text_and_nul_is_no_letter():
    assert told("id,text\n5,17\n6,a\x00b\n") == [("5", "17"), ("6", "a\ufffdb")]


rows = st.lists(
    st.tuples(
        st.integers(0, 99), st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n"), min_size=1)
    ),
    max_size=8,
)


@given(rows, st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_csv_writer_writes_comes_back(rows, delimiter):
    """Every row that has a text comes back with exactly that text, in order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["id", "text"])
    writer.writerows(rows)
    kept = [(str(number), text) for number, text in rows if text.strip("\x00 \t\r\n\u00a0\ufeff\u200b")]
    assert [item for item in told(out.getvalue()) if not isinstance(item[1], int | None)] == kept
