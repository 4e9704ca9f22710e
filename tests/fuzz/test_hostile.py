"""Hostile inputs, a few hundred a reader; `make fuzz` runs a hundred thousand. Every failure names its seed."""

from __future__ import annotations

import pytest
from fuzz.hostile import READERS, check, hostile, nothing_but_memory, seeds_of
from fuzz.hostile_addresses import check_address, hostile_address
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.extract import can_read
from incidents.model import Article
from incidents.pipeline import read_article
from incidents.sources import read_bytes

some = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
seeds = st.integers(0, 1 << 40)


@pytest.fixture(scope="module")
def valid() -> dict[str, list[bytes]]:
    return {reader: seeds_of(reader) for reader in READERS}


@pytest.mark.parametrize("reader", READERS)
def test_valid_seeds_are_taken(reader, valid):
    """What the fuzzer spoils was good before: at least one record of every seed is no reject."""
    for data in valid[reader]:
        assert check(reader, data) >= 1
        assert any(not hasattr(record, "reason") for record in read_bytes(data, f"a.{reader.partition('-')[0]}"))


@pytest.mark.parametrize("reader", READERS)
@given(seed=seeds)
@some
def test_spoilt_inputs(reader, valid, seed):
    check(reader, hostile(reader, seed, valid[reader]))


@pytest.mark.parametrize("reader", READERS)
@given(data=st.binary(max_size=600))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(reader, data):
    check(reader, data)


@given(seed=seeds)
@settings(max_examples=500)
def test_addresses(seed):
    check_address(hostile_address(seed))


@given(seed=seeds)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_read_can_be_extracted(toolbox, valid, seed):
    """Every value of an article that came out of a spoilt file still has its exact words behind it."""
    for record in read_bytes(hostile("txt", seed, valid["txt"]), "a.txt"):
        if isinstance(record, Article) and can_read(record):
            for report in read_article(record, toolbox):
                assert all(record.text[e.span.start : e.span.end] == e.span.text for e in report.evidence)


def test_the_watch_sees_what_it_should(tmp_path):
    """The guard itself can fail: a file written, an address looked up, a process started are all found."""
    import socket
    import subprocess

    for reach_out in (
        lambda: (tmp_path / "x").write_text("x"),
        lambda: socket.getaddrinfo("127.0.0.1", 80),
        lambda: subprocess.run(["true"], check=True),
    ):
        with pytest.raises(AssertionError, match="reached out"), nothing_but_memory():
            reach_out()
