"""Bytes to text: the encodings articles of this region come in, and what is refused rather than garbled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.sources.decoding import decode, lines, mojibake, stated
from incidents.sources.record import Input, Limits, Refused

ENGLISH = "Police said “six men” were killed near Málaga – one of them an officer. " * 3
URDU = "بلیدہ میں جمعہ کو بم دھماکے میں چھ اہلکار ہلاک اور ایک زخمی ہوا۔ " * 3
PERSIAN_1256 = "به گزارش خبرگزاري، در پي انفجار يك بمب در زاهدان دو نفر كشته و سه نفر زخمي شدند. " * 3
RUSSIAN = "Взрыв в Захедане: двое погибли, трое ранены, сообщает полиция. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"), (URDU, "utf-8"), (ENGLISH, "utf-8-sig"), (URDU, "utf-8-sig"),
        # as Windows' Notepad saves "Unicode", with its mark and without
        (ENGLISH, "utf-16"), (URDU, "utf-16"), (ENGLISH, "utf-16-le"), (ENGLISH, "utf-16-be"), (URDU, "utf-16-le"), (URDU, "utf-16-be"),
        (ENGLISH, "utf-32"),
        # older pages: Western and Arabic-script Windows; Cyrillic must not be taken for Arabic
        (ENGLISH, "cp1252"), (PERSIAN_1256, "cp1256"), (RUSSIAN, "cp1251"),
        # one accent in a long English line is Western
        ("The man from Córdoba was killed in the attack on the post near the border, police said. " * 5, "cp1252"),
    ],
)  # fmt: skip
def test_decode(text, encoding):
    assert decode(text.encode(encoding)).lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        # a picture, a program, compressed bytes
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "not_text"), (b"\x7fELF\x02\x01\x01" + bytes(60), "not_text"),
    ],
)  # fmt: skip
def test_binary_is_refused(data, code):
    with pytest.raises(Refused) as caught:
        decode(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<html><head><meta charset="windows-1256">', "cp1256"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "iso8859-1"),
        (b"<?xml version='1.0' encoding='windows-1256'?><rss>", "cp1256"),
        # names nobody knows, and none
        (b'<meta charset="klingon-8">', None), (b"<html><body>charset=utf-8</body>", None), (b"", None),
        # only the head of a page speaks for it
        (b"<html>" + b" " * 5000 + b'<meta charset="windows-1256">', None),
    ],
)  # fmt: skip
def test_stated(data, name):
    assert stated(data) == name


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (URDU.encode().decode("cp1252", "replace").replace("\ufffd", ""), True),
        ("".join(chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252") for byte in URDU.encode()), True),
        (URDU.encode().decode("cp1256"), True), (PERSIAN_1256.encode().decode("latin-1"), True),
        # readable text of every script, with the letters that Windows-1256 puts where UTF-8 has its second bytes
        (URDU, False), (PERSIAN_1256, False), ("که گچ پژ ژرف چک ڈڑ ٹک پگ " * 5, False), (ENGLISH, False), (RUSSIAN, False),
        ("Ça a été très dur à l’Élysée, où naïveté et façade ont déçu. " * 4, False), ("", False),
        # a few spoilt quotation marks in a long article are no reason to lose it
        ("He said he didnâ€™t see it. " + "The bomb went off near the market in Turbat on Friday. " * 5, False),
    ],
)  # fmt: skip
def test_mojibake(text, garbled):
    assert (mojibake(text) is not None) is garbled


def numbered(data: bytes, **limits) -> list:
    return [
        (n, line.code if isinstance(line, Refused) else line)
        for n, line in lines(Input.of_bytes(data, "x", Limits(**limits)))
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"a\nb", [(1, "a\n"), (2, "b")]),
        (b"", []),
        # only \n ends a line: JSON strings may hold U+2028, NEL and lone \r
        ("a\u2028b\x85\r\nc".encode(), [(1, "a\u2028b\x85\r\n"), (2, "c")]),
        # a line in another encoding costs at most itself
        (b"ok\n" + "Málaga\n".encode("cp1252") + b"ok", [(1, "ok\n"), (2, "Málaga\n"), (3, "ok")]),
        # the mark is no part of the first line, and wide files are lines too
        ("\ufeffa\nb".encode(), [(1, "a\n"), (2, "b")]), ("a\nb".encode("utf-16"), [(1, "a\n"), (2, "b")]),
    ],
)  # fmt: skip
def test_lines(data, found):
    assert [(n, line.rstrip("\n")) for n, line in numbered(data)] == [(n, line.rstrip("\n")) for n, line in found]


def test_binary_in_the_middle_costs_only_itself():
    got = numbered(b"ok\n" + bytes(range(0x0B, 0x100)) * 2 + b"\nok\n")
    assert got == [(1, "ok\n"), (2, "not_text"), (3, "ok\n")]


def test_a_huge_line_costs_only_itself():
    assert numbered(b"a\n" + b"x" * 5_000_000 + b"\nb\n", line_bytes=1_000) == [
        (1, "a\n"),
        (2, "too_large"),
        (3, "b\n"),
    ]


readable = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"))


@given(readable, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_marked_text_comes_back(text, encoding):
    text = text.lstrip("\ufeff")
    assert decode(text.encode(encoding)).lstrip("\ufeff") == text


@given(st.binary(max_size=2_000))
def test_any_bytes_are_text_or_a_reason(data):
    try:
        assert isinstance(decode(data), str)
    except Refused as refused:
        assert refused.code in ("not_text", "bad_encoding")
