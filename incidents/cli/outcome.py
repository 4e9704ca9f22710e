"""How a command ends: rejects named on stderr as they come, counted at the end, and the exit code they lead to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import click

from incidents.model import Reject

DONE, NOTHING_DONE, UNUSABLE_ARGUMENTS, SOME_REJECTED = 0, 1, 2, 3


@dataclass
class Outcome:
    """Counts what one run of a command took and refused."""

    taken: int = 0
    rejected: Counter = field(default_factory=Counter)

    def reject(self, reject: Reject) -> None:
        """Name one reject on stderr: file, line, reason."""
        self.rejected[reject.code] += 1
        where = reject.file if reject.line is None else f"{reject.file}, line {reject.line}"
        click.echo(f"rejected: {where}: {reject.reason}", err=True)

    def exit_code(self) -> int:
        """0 when all was taken, 3 when some was rejected, 1 when nothing at all could be done."""
        if not self.rejected:
            return DONE
        return SOME_REJECTED if self.taken else NOTHING_DONE

    def finish(self, noun: str = "articles") -> None:
        """End the command, with a line that counts the rejects when there are any."""
        if self.rejected:
            by_code = ", ".join(f"{count} {code}" for code, count in sorted(self.rejected.items()))
            click.echo(f"{self.taken} {noun} read, {self.rejected.total()} rejected ({by_code})", err=True)
        raise SystemExit(self.exit_code())
