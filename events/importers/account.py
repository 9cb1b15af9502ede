"""What became of every row of an import: the account, its rejects, what was expected of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from events.commits import Commit
from events.importers.doubts import Example, by_number, in_words
from events.importers.hand_columns import protected
from events.importers.rows import Reject

SHOWN_NAMES = 12
REJECT_COLUMNS = ("file", "line", "column", "value", "rule")


class ExpectationError(ValueError):
    """A file that does not hold what was declared of it; the message gives both numbers."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is declared of an import beforehand; ``most_rejected`` is a share, 0.01 for 1%."""

    least_rows: int = 0
    most_rejected: float | None = None

    def check(self, read: int, rejected: int) -> None:
        """Raise :class:`ExpectationError` when the rows are fewer, or more are rejected."""
        if read < self.least_rows:
            message = (
                f"{read} rows were read, at least {self.least_rows} expected; nothing is stored"
            )
            raise ExpectationError(message)
        if self.most_rejected is not None and rejected > self.most_rejected * read:
            message = (
                f"{rejected} of {read} rows were rejected, at most {self.most_rejected:.2%} "
                "expected; nothing is stored"
            )
            raise ExpectationError(message)


@dataclass(frozen=True)
class Account:
    """What became of the rows of an import; ``read`` is the sum of all others but ``withdrawn``.

    ``left_out`` counts rows that are none of the data set's events, by why they are left out.
    ``withdrawn`` counts stored events that the source has taken back, and ``unknown_actors``
    are names that the codebook does not list, kept as they are written.  ``issues`` counts
    doubts by rule.  ``rejects`` is the file with the reasons of every rejected row.  ``kept``
    says why no event was withdrawn where a whole release was declared.  ``examples`` are the
    first few doubts of each rule.
    """

    files: tuple[str, ...]
    dataset: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    withdrawn: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    issues: Mapping[str, int] = field(default_factory=dict)
    unknown_actors: tuple[str, ...] = ()
    rejects: Path | None = None
    kept: str = ""
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether every row that was read is accounted for."""
        told = self.new + self.changed + self.unchanged + self.rejected
        return self.read == told + sum(self.left_out.values())

    def lines(self) -> list[str]:
        """Return the account in words."""
        parts = [
            f"{self.new:,} new", f"{self.changed:,} changed", f"{self.unchanged:,} unchanged",
            f"{self.rejected:,} rejected",
            *(f"{count:,} {why}" for why, count in self.left_out.items()),
        ]  # fmt: skip
        said = [
            f"{', '.join(self.files)} → {self.dataset}",
            f"{self.read:,} rows read = {' + '.join(parts)}",
        ]
        if self.withdrawn:
            said.append(f"{self.withdrawn:,} stored events marked as withdrawn by the source")
        if self.kept:
            said.append(self.kept)
        if self.issues:
            said.append(f"{sum(self.issues.values()):,} doubts, kept beside the events:")
            said += [_doubts(rule, count) for rule, count in by_number(self.issues)]
        if self.unknown_actors:
            names = "; ".join(self.unknown_actors[:SHOWN_NAMES])
            rest = len(self.unknown_actors) - SHOWN_NAMES
            more = f"; and {rest:,} more" if rest > 0 else ""
            said.append(
                f"{len(self.unknown_actors):,} actors are not in the codebook and keep the names "
                f"that the source gives them: {names}{more}"
            )
        if self.rejected and self.rejects:
            said.append(f"rejected rows, each with its line and reason: {self.rejects}")
        return said


def _doubts(rule: str, count: int) -> str:
    words = in_words(rule)
    return f"  {count:,} {rule}: {words.means} ({words.done})"


@dataclass(frozen=True, slots=True)
class Imported:
    """An import's account, and its commit; None on a dry run."""

    account: Account
    commit: Commit | None


class RejectFile:
    """The reasons of rejected rows as a CSV file, made only when there is one.

    A context manager; ``counts`` are the numbers of reasons by rule.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, name: str, rejects: Iterable[Reject]) -> None:
        """Write the reasons of some rows of a file."""
        for each in rejects:
            self.counts[each.rule] += 1
            cells = (name, str(each.line), each.column, each.value, each.rule)
            self._writer().writerow([protected(cell) for cell in cells])

    def _writer(self) -> Any:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file, lineterminator="\n").writerow(REJECT_COLUMNS)
        return csv.writer(self._file, lineterminator="\n")
