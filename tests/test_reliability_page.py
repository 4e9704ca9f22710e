"""docs/reliability.md names a test for each promise: all of them exist, and no promise stands without one."""

from __future__ import annotations

import re

import pytest


def promises(repository):
    page = (repository / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = page.partition("\n## Long runs")[0].splitlines()
    return [row for row in rows if row.startswith("| ") and not row.startswith("| promise")]


def test_every_promise_has_a_test_that_exists(repository):
    rows = promises(repository)
    assert len(rows) >= 20
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, f"nothing proves: {row}"
        for path, test in named:
            file = repository / path
            assert file.is_file(), f"{path} is gone: {row}"
            assert re.search(rf"^def {test}\(", file.read_text(encoding="utf-8"), re.M), f"{path} has no {test}: {row}"


@pytest.mark.parametrize("target", ["test-kill", "test-filters", "load", "fuzz"])
def test_the_long_runs_it_records_can_be_repeated(repository, target):
    assert re.search(rf"^{target}:.*## ", (repository / "Makefile").read_text(encoding="utf-8"), re.M)
    assert f"make {target}" in (repository / "docs" / "reliability.md").read_text(encoding="utf-8")
