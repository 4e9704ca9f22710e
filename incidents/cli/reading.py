"""Inputs named on the command line as one stream of records; what cannot be taken is named and counted as it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from incidents.cli.outcome import Outcome
from incidents.model import ReadError, Reject

if TYPE_CHECKING:
    from incidents.model import Article
    from incidents.sources import Record, SourceRecord

allow_private_option = click.option(
    "--allow-private", is_flag=True, help="Also fetch http(s) addresses of this machine and its own network."
)


def records_of(names: Iterable[str], *, allow_private: bool = False) -> Iterator[Record]:
    """The records of all inputs in order, rejects among them; a name that names nothing is one too."""
    from incidents.sources import read

    for name in names:
        try:
            yield from read(name, allow_private=allow_private)
        except ReadError as error:
            yield Reject(file=name, reason=str(error), code="missing_file")


def taken_of(records: Iterable[Record], outcome: Outcome) -> Iterator[Article | SourceRecord]:
    """The records without the rejects, both counted."""
    for record in records:
        if isinstance(record, Reject):
            outcome.reject(record)
        else:
            outcome.taken += 1
            yield record
