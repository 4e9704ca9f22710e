"""Bytes to text: byte-order marks, UTF-8, UTF-16 without a mark, then detection; never with silent replacement."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from incidents.sources.record import Input, Refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What articles of this region come in; detection chooses among them so that Persian is not read as Greek.
LIKELY = ["utf_8", "cp1256", "cp1252", "iso8859_6", "cp1251", "utf_16_le", "utf_16_be", "cp720", "mac_arabic"]
DETECTION_BYTES = 65_536
LONGEST_PIECE = 1 << 20  # bytes skipped at a time of a line that is too long
GARBLED_SHARE = 0.1  # of a text's characters; a few spoilt quotation marks do not make an article unreadable
_STATED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_ARABIC = frozenset(  # the bytes that are Arabic letters in Windows-1256; its French ones are Cyrillic in Windows-1251
    code for code in range(0x80, 0x100) if "\u0600" <= bytes([code]).decode("cp1256") <= "\u06ff"
)


def encoding_of(data: bytes, hint: str | None = None) -> str:
    """The encoding of some bytes. Raises Refused (bad_encoding) when none fits or they are no text at all."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    if wide := _wide(data):
        return wide
    if _binary(data):
        raise Refused("not_text", "this is a binary file, not text")
    for name in ("utf-8", hint):
        if name and _decodes(data, name):
            return name
    if _mostly_latin(data):
        return "cp1252"
    if _mostly_arabic(data):
        return "cp1256"
    return _detected(data)


def decode(data: bytes, hint: str | None = None) -> str:
    """Text of some bytes. Raises Refused (bad_encoding, not_text)."""
    name = encoding_of(data, hint)
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused("bad_encoding", f"not readable as {name}: {error}; save it as UTF-8") from error


def stated(data: bytes) -> str | None:
    """The encoding that a page's or a feed's own head names, when Python knows it."""
    match = _STATED.search(data[:4096])
    name = (match[1] or match[2]).decode("ascii") if match else None
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def mojibake(text: str) -> str | None:
    """What is wrong with a text that was decoded wrongly before it came here; None for a readable one.

    UTF-8 read as Windows-1252 or Windows-1256 still shows UTF-8's pattern of bytes when it is turned back, which
    readable text of these scripts does not; letters that became U+FFFD are lost.
    """
    long_enough = max(4, GARBLED_SHARE * len(text))
    if text.count("\ufffd") > long_enough:
        return "most letters were lost before this file was written (U+FFFD); take the article from its source again"
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if beyond_ascii < long_enough:
        return None
    for name, bytes_of in _BYTES_OF.items():
        data = text.translate(bytes_of).encode("latin-1", "replace")
        letters = sum(len(match[0]) for match in _UTF8_LETTER.finditer(data))
        if letters > long_enough and letters > 0.8 * beyond_ascii:
            return f"this is UTF-8 that was read as {name} and saved so; take the article from its source again"
    return None


def lines(source: Input) -> Iterator[tuple[int, str | Refused]]:
    """Numbered lines of an input, decoded one by one so that a bad line costs only itself; memory is one line.

    Only \\n ends a line (JSON strings may hold U+2028). A line that is too long or cannot be decoded is a Refused.
    """
    with source.open() as stream:
        head = stream.read(4)
        wide = next((name for mark, name in MARKS if head.startswith(mark) and name != "utf-8-sig"), None)
        if wide is None and b"\x00" in head:
            head += stream.read(DETECTION_BYTES)
            wide = _wide(head)
        if wide:
            data = head + stream.read(source.limits.document_bytes + 1)
            if len(data) > source.limits.document_bytes:
                raise Refused("too_large", f"a {wide} file longer than {source.limits.document_bytes:,} bytes")
            yield from enumerate(decode(data, wide).split("\n"), 1)
            return
        yield from _byte_lines(stream, head, source.limits.line_bytes, source.encoding)


def _byte_lines(stream, head: bytes, limit: int, hint: str | None) -> Iterator[tuple[int, str | Refused]]:
    head = head.removeprefix(codecs.BOM_UTF8)
    number = 0
    while True:
        if head.endswith(b"\n") or b"\n" in head:
            first, _, head = head.partition(b"\n")
            raw = first + b"\n"
        else:
            raw, head = head + stream.readline(limit + 1), b""
        if not raw:
            return
        number += 1
        if len(raw) > limit:
            while (rest := stream.readline(LONGEST_PIECE)) and not rest.endswith(b"\n"):
                pass
            yield number, Refused("too_large", f"a line longer than {limit:,} bytes")
            continue
        try:
            yield number, raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                yield number, decode(raw, hint)
            except Refused as refused:
                yield number, refused


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeError, LookupError):
        return False
    return True


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is the block of a script, 0 for Latin and 6 for Arabic."""
    sample = data[: DETECTION_BYTES & ~1]
    if len(sample) < 2 or b"\x00" not in sample:
        return None
    even, odd = (sum(map(half.count, (0, 6))) / len(half) for half in (sample[0::2], sample[1::2]))
    for blocks, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if blocks > 0.3 and others < 0.05 and len(data) % 2 == 0 and _decodes(data, name):
            text = sample.decode(name, "ignore")
            if len(_CONTROL.findall(text)) * 100 <= len(text):
                return name
    return None


def _binary(data: bytes) -> bool:
    sample = data[:DETECTION_BYTES]
    controls = sum(sample.count(bytes([code])) for code in (*range(0, 9), 11, *range(14, 27), *range(28, 32)))
    return controls > 3 and controls * 100 > len(sample)


def _mostly_latin(data: bytes) -> bool:
    """Windows-1252: accents and quotation marks stand alone, where other scripts write whole words above ASCII."""
    runs = _HIGH.findall(data[:DETECTION_BYTES])
    return bool(runs) and sum(map(len, runs)) < 1.5 * len(runs) and _decodes(data, "cp1252")


def _mostly_arabic(data: bytes) -> bool:
    """Windows-1256: most bytes above ASCII, and nearly all of those are letters of its Arabic block."""
    sample = data[:DETECTION_BYTES].translate(None, bytes(range(0x00, 0x40)))
    high = [byte for byte in sample if byte >= 0x80]
    return len(high) * 2 > len(sample) > 8 and sum(byte in _ARABIC for byte in high) > 0.9 * len(high)


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:DETECTION_BYTES], cp_isolation=LIKELY, preemptive_behaviour=False).best()
    for name in (best.encoding if best else None, "cp1252"):
        if name and _decodes(data, name):
            return name
    raise Refused("bad_encoding", "neither UTF-8 nor any encoding that was tried fits these bytes; save it as UTF-8")


def _bytes_of(name: str) -> dict[int, str]:
    """For str.translate: each character of an 8-bit encoding to the character of its byte's number."""
    table = {}
    for code in range(0x80, 0x100):
        character = bytes([code]).decode(name, "ignore") or chr(code)
        table[ord(character)] = chr(code)
    return table


_BYTES_OF = {name: _bytes_of(name) for name in ("cp1252", "cp1256")}
