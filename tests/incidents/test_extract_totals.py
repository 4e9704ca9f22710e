"""What several statements of one toll amount to."""

from __future__ import annotations

import pytest

from incidents.extract.tolls import Toll
from incidents.extract.totals import Statement, total


def statement(count: int, at: int, *, claimed=False, earlier=False, other=False, theirs=False, **toll) -> Statement:
    made = Toll(**({"start": at, "end": at + 5, "field": "fatalities", "count": count} | toll))
    return Statement(made, claimed=claimed, earlier=earlier, other=other, theirs=theirs)


@pytest.mark.parametrize(
    ("said", "best", "low", "high"),
    [
        # told twice
        ([statement(6, 0), statement(6, 50)], 6, 6, 6),
        # a part of it told again
        ([statement(6, 0), statement(2, 50)], 6, 6, 6),
        # one more
        ([statement(6, 0), statement(1, 50, additive=True)], 7, 7, 7),
        # "three others" with nothing before them
        ([statement(3, 0, additive=True)], 3, 3, 3),
        # raised, whatever was added before
        ([statement(6, 0), statement(2, 50, additive=True), statement(8, 60, replacing=True)], 8, 8, 8),
        # hospital officials count otherwise
        ([statement(5, 0), statement(7, 50, other=True)], 5, 5, 7),
        # what was said at first no longer holds
        ([statement(3, 0), statement(6, 50, earlier=True)], 3, 3, 6),
        # somebody else gives a lower toll
        ([statement(128, 0), statement(124, 50, other=True, replacing=True)], 128, 124, 128),
        # "a third" adds to two, not to three, and to five of whom three were children
        ([statement(2, 0), statement(1, 50, additive=True, ordinal=3)], 3, 3, 3),
        ([statement(3, 0), statement(1, 50, additive=True, ordinal=3)], 3, 3, 3),
        ([statement(5, 0), statement(1, 50, additive=True, ordinal=4)], 6, 6, 6),
        # nine, told again in the two parts that make nine
        ([statement(9, 0), statement(7, 50), statement(2, 60, additive=True)], 9, 9, 9),
        # a rival figure, explained: "an official put the toll at three, as one had died since"
        (
            [
                statement(2, 0),
                statement(3, 50, other=True, given=True, replacing=True),
                statement(1, 60, theirs=True, additive=True),
            ],
            2,
            2,
            3,
        ),
        # what officials said at first, and what the group claims
        ([statement(1, 0, earlier=True), statement(4, 50, claimed=True)], 1, 1, 4),
        # "one was killed and a dozen others hurt", and two officers beside them
        (
            [statement(12, 0, field="injured", additive=True), statement(2, 50, field="injured")],
            12,
            12,
            12,
        ),
        # what has become of those counted before
        ([statement(5, 0, additive=True), statement(4, 50, stays=True)], 5, 5, 5),
        # "a twelfth policeman has died", and nothing of the eleven; "a third was killed" after two who were hurt
        ([statement(1, 0, additive=True, ordinal=12)], 12, 12, 12),
        ([statement(1, 0, additive=True, ordinal=3)], 1, 1, 1),
        # the armed group claims more
        ([statement(2, 0), statement(10, 50, claimed=True)], 2, 2, 10),
        # only the armed group counts
        ([statement(10, 0, claimed=True)], 10, 10, 10),
        # a part is no statement of its own
        ([statement(9, 0), statement(3, 20, part=True)], 9, 9, 9),
    ],
)
def test_totals(said, best, low, high):
    found = total(said)
    assert (found.best, found.low, found.high) == (best, low, high)
    assert found.words


def test_nothing_said_is_nothing():
    assert total([]) is None and total([statement(3, 0, part=True)]) is None
