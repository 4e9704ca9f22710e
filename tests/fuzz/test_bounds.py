"""The largest inputs the limits of formats held whole let through, and long streams, each in a process of its own: how long it takes, how much memory it needs."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

SECONDS, MEBIBYTES = 60, 768
WORD = b"Two men were killed on Friday when a bomb went off near Turbat, officials said. "
MEASURE = """
import resource, sys, time
from incidents.sources import read
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
count = sum(1 for _ in read(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(count, used.ru_utime + used.ru_stime, peak())
"""
MIB = 1 << 20


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", b" " * 60 * MIB)
    return out.getvalue()


LARGEST = {
    "blank.txt": lambda: b" " * 31 * MIB, "lines.txt": lambda: b"\n" * 31 * MIB + b"x", "latin.txt": lambda: "é".encode("cp1252") * 31 * MIB,
    "words.jsonl": lambda: b'{"text": "' + WORD * 100_000 + b'"}\n', "objects.jsonl": lambda: b'{"text": [' + b"{}," * 600_000 + b"{}]}\n",
    "objects.json": lambda: b"[" + b"{}," * 990_000 + b"{}]", "numbers.json": lambda: b"[" + b"1.5," * 1_990_000 + b"1]",
    "nested.json": lambda: b"[" * 31 * MIB, "quotes.csv": lambda: b"text\n" + b'"' * 31 * MIB, "rows.csv": lambda: b"text\n" + b"word\n" * 500_000,
    "open.csv": lambda: b'text\n"' + b"word\n" * 2_000_000,
    "paragraphs.html": lambda: b"<html><body><article>" + (b"<p>" + WORD + b"</p>") * 29_000 + b"</article></body></html>",
    "text.html": lambda: b"<html><body><p>" + WORD * 90_000 + b"</p></body></html>", "tags.html": lambda: b"<p>" * 60_000,
    "tags.rss": lambda: b"<rss><channel>&nbsp;<item>" + b"<a>" * 290_000, "entries.rss": lambda: b"<rss><channel>" + b"<item><title>a</title></item>" * 70_000,
    "text.rss": lambda: b"<rss><channel><item><description>" + WORD * 390_000 + b"</description></item></channel></rss>",
    "bomb.zip": _zip_bomb,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGEST)
def test_time_and_memory_are_bounded(name, tmp_path, repository):
    path = tmp_path / name
    path.write_bytes(LARGEST[name]())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=repository, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    count, seconds, mebibytes = done.stdout.split()
    print(
        f"{name:16} {path.stat().st_size / MIB:5.1f} MiB  {count:>9} records  {float(seconds):5.1f} s  {mebibytes:>4} MiB"
    )
    assert float(seconds) < SECONDS and int(mebibytes) < MEBIBYTES and int(count) >= 1
