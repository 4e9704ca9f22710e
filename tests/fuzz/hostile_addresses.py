"""Hostile addresses: what canonical_url and fetch make of them, with a name server that knows only numbers."""

from __future__ import annotations

import socket
from random import Random
from unittest.mock import patch

from incidents.model import Reject
from incidents.sources import address as fetching
from incidents.sources import canonical_url, read

SEEDS = (
    "https://news.example.org/a/b?utm_source=x&id=7#top", "http://127.0.0.1:80/x", "http://[::ffff:10.0.0.1]/", "http://2130706433/",
    "http://0x7f.1/", "http://0177.0.0.1", "http://user:pw@169.254.169.254/", "http://[fe80::1%25eth0]/", "http://8.8.8.8/",
    "http://[64:ff9b::a00:1]/", "http://[2002:7f00:1::]/", "http://10.1", "http://xn--p1ai/", "http://بلیدہ.example/", "https://1.1.1.1:443/?a=b",
)  # fmt: skip
PIECES = (
    *":/?#[]@%.0123456789xabcf \t\n\r\\",
    "\x00",
    "\ud800",
    "。",
    "１",
    "②",
    "%00",
    "%2e",
    "localhost",
    "::1",
    "::ffff:",
    "127.",
    "//",
)


def hostile_address(seed: int) -> str:
    """An address after one to four mutations."""
    random = Random(f"address {seed}")
    letters = list(random.choice(SEEDS))
    for _ in range(random.randrange(1, 5)):
        position = random.randrange(len(letters) + 1)
        match random.randrange(3):
            case 0:
                letters.insert(position, random.choice(PIECES))
            case 1:
                del letters[position : position + random.randrange(1, 4)]
            case 2:
                letters[position : position + 1] = random.choice(PIECES)
    return "".join(letters)


def check_address(url: str) -> None:
    """A canonical address is http(s) and stays itself; nothing but a public address would ever be connected to."""
    clean = canonical_url(url)
    if clean is not None:
        assert clean.startswith(("http://", "https://")) and canonical_url(clean) == clean
        clean.encode("utf-8")
    if "://" not in url or "\x00" in url:
        return
    asked: list[str] = []

    def connected(address, *_):
        asked.append(address[1][0])
        raise OSError("no network here")

    with patch.object(fetching, "_connected", connected), patch.object(socket, "getaddrinfo", _numbers_only):
        records = list(read(url))
    assert len(records) == 1 and isinstance(records[0], Reject) and records[0].reason
    assert all(fetching.is_public(ip) for ip in asked), asked


_resolve = socket.getaddrinfo


def _numbers_only(host, port, *_, **__):
    """The numbers that a C library reads out of a host, in any spelling, without asking anybody."""
    return _resolve(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
