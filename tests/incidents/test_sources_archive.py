"""Zip archives: every member read where it lies; bombs, nests and hostile names cost nothing."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from incidents.model import Article
from incidents.sources import Limits, read, read_bytes

TEXT = "Two men were killed on Friday when a bomb went off near Turbat."


def zipped(members: dict[str, bytes | str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return out.getvalue()


def told(data: bytes, **limits) -> list:
    """Texts of articles and (code, file) of rejects."""
    records = read_bytes(data, "a.zip", limits=Limits(**limits))
    return [record.text if isinstance(record, Article) else (record.code, record.file) for record in records]


def test_members_of_every_format_come_in_the_order_of_their_names():
    members = {
        "c.jsonl": '{"text": "from jsonl"}\nbroken\n', "b/a.txt": "from text, in a folder.", "a.csv": "text\nfrom csv\n",
        "d.zip": zipped({"inner.md": "from a zip within."}),
    }  # fmt: skip
    found = told(zipped(members))
    assert found == [
        "from csv",
        "from text, in a folder.",
        "from jsonl",
        ("bad_json", "a.zip!c.jsonl"),
        "from a zip within.",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/escaped.txt", "/tmp/escaped.txt", "C:\\escaped.txt", "..\\..\\escaped.txt", "a/../../escaped.txt",
        "\u202eescaped.txt", "a" * 300 + ".txt", "con.txt", "a\x01.txt",
    ],
)  # fmt: skip
def test_no_name_escapes(name, tmp_path, monkeypatch):
    """Members are read in memory: nothing appears in the working folder, beside it, or anywhere a name points to."""
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    (folder / "a.zip").write_bytes(zipped({name: TEXT}))
    assert [record.text for record in read("a.zip")] == [TEXT]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "deep", "er"]


@pytest.mark.parametrize(
    "name", ["__MACOSX/._a.txt", ".hidden.txt", "a/.git/b.txt", "Thumbs.db", "desktop.ini", "folder/"]
)
def test_what_systems_leave_behind_is_passed_over(name):
    assert told(zipped({name: "rubbish", "a.txt": TEXT})) == [TEXT]


def test_a_bomb_is_cut_by_what_comes_out():
    bomb = zipped({"bomb.txt": b" " * 50_000_000, "z.txt": TEXT})
    assert len(bomb) < 100_000
    before = time.process_time()
    assert told(bomb) == [("archive_bomb", "a.zip!bomb.txt"), TEXT]
    assert time.process_time() - before < 2


def test_a_size_that_lies_is_no_way_round():
    """The headers claim ten bytes; what comes out is counted all the same."""
    bomb = bytearray(zipped({"bomb.txt": b" " * 50_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", bomb, bomb.index(mark) + offset, 10)
    (found,) = told(bytes(bomb))
    assert found[0] in ("archive_bomb", "unreadable", "empty")


def test_archives_in_archives_share_one_budget():
    """Sixty inner archives, each small enough alone, together more than the whole may give."""
    inner = zipped({"a.txt": b"a" * 900_000})
    found = told(zipped({f"{n:02}.zip": inner for n in range(60)}, zipfile.ZIP_STORED))
    texts = [item for item in found if isinstance(item, str)]
    assert 0 < sum(map(len, texts)) <= 1 << 24 and (
        "archive_bomb" in {item[0] for item in found if isinstance(item, tuple)}
    )


def test_nesting_ends():
    data = zipped({"a.txt": TEXT})
    for _ in range(4):
        data = zipped({"a.zip": data})
    assert [code for code, _ in told(data)] == ["too_deep"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable"), (b"PK\x03\x04 and no more", "unreadable"), (zipped({}), "empty"), (zipped({".only": "hidden"}), "empty"),
        # LZMA's headers say how much memory it takes; it is not asked
        (zipped({"a.txt": TEXT}, zipfile.ZIP_LZMA), "unsupported"), (zipped({"a.txt": TEXT}, zipfile.ZIP_BZIP2), "unsupported"),
        # a picture within
        (zipped({"a.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))}), "unknown_format"), (zipped({"a.txt": ""}), "empty"),
    ],
    ids=range(8),
)  # fmt: skip
def test_refused(data, code):
    (found,) = told(data)
    assert found[0] == code


def test_too_many_members():
    ((code, _),) = told(zipped({f"{n}.txt": TEXT for n in range(11)}), archive_entries=10)
    assert code == "too_large"


def test_a_member_with_a_password_is_named_and_the_rest_goes_on():
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": "Two."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert told(bytes(data)) == [("unreadable", "a.zip!a.txt"), "Two."]


def test_a_damaged_member_is_named_and_the_rest_goes_on():
    data = bytearray(zipped({"a.txt": TEXT * 20, "b.txt": "Two."}))
    data[45:60] = bytes(15)
    assert told(bytes(data)) == [("unreadable", "a.zip!a.txt"), "Two."]
