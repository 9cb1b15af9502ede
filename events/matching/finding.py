"""The proposals for a version of the store, and the account of what was compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from events.codebook import load as load_codebook
from events.matching.comparing import Tools
from events.matching.places import Areas
from events.matching.proposing import Proposed, propose
from events.matching.rules import Levels
from events.matching.rules import load as load_rules
from events.queries.record_windows import datasets_of
from events.schema import groups_to_table
from events.snapshot import Snapshot
from geodata import boundaries


class MatchingError(ValueError):
    """What was asked for cannot be compared; the message says what can."""


@dataclass(frozen=True)
class Found:
    """What a run proposes: rows of ``GROUPS``, and what the account needs."""

    table: pa.Table
    datasets: tuple[str, ...]
    events: int
    proposed: Proposed

    def account(self, levels: Levels) -> list[str]:
        """Return what was compared, what was not and why, what is proposed."""
        tally, groups = self.proposed.tally, self.proposed.groups
        left = self.events - tally.records
        sure = [each for each in groups if each.score >= levels.sure]
        likely = [each for each in groups if levels.likely <= each.score < levels.sure]
        sizes = Counter(len(each.records) for each in groups if each.kind == "same")
        sums = sum(each.kind == "sum" for each in groups)
        listed = ", ".join(f"{count:,} of {size}" for size, count in sorted(sizes.items()))
        each = tally.candidates / tally.records if tally.records else 0
        compared = (
            f"{self.events:,} events of {', '.join(self.datasets)}: {tally.records:,} compared, "
            f"{left:,} not (no day, no place, or a span too long for one incident)"
        )
        near = (
            f"{tally.candidates:,} pairs near enough in time and place, {each:.1f} a record; "
            f"{tally.possible:,} could be one incident"
        )
        told = (
            f"{len(groups):,} groups proposed: {listed or 'none'} records; "
            f"{sums:,} records that are the sum of others"
        )
        scored = (
            f"score {levels.sure} and more: {len(sure):,}; {levels.likely} to {levels.sure}: "
            f"{len(likely):,}; below: {len(groups) - len(sure) - len(likely):,}"
        )
        lines = [compared, near, told, scored]
        if tally.skipped.crowded:
            lines.append(
                f"{tally.skipped.crowded:,} records known only to a country or border were not "
                "compared: too many records of those days"
            )
        return lines


def find(
    snapshot: Snapshot,
    home: Path | None,
    asked: Sequence[str] = (),
    within: frozenset[str] = frozenset(),
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Found:
    """Return the proposals among the data sets of a version.

    Parameters
    ----------
    asked
        Data sets to compare; all when empty.
    within
        Data sets whose own records are compared too.

    Raises
    ------
    MatchingError
        When a data set is not in the store, or only one is there and not ``within``.
    StoreError
        When the version cannot be read.
    """
    there = datasets_of(snapshot.event_files)
    unknown = sorted({*asked, *within} - there.keys())
    if unknown:
        listed = ", ".join(there) or "none"
        message = f"{', '.join(unknown)}: no such data set; the store has {listed}"
        raise MatchingError(message)
    chosen = tuple(sorted({*(asked or there), *within}))
    if len(chosen) < 2 and not within:  # noqa: PLR2004 - one has nothing to be compared with
        name = chosen[0] if chosen else "no data set"
        message = (
            f"the store has {name} alone; bring in another data set, or compare the records of "
            "one with each other (--within)"
        )
        raise MatchingError(message)
    areas = Areas.of(boundaries.load(2, home=home))
    tools = Tools.of(load_rules(), areas, load_codebook(), within)
    proposed = propose(snapshot.event_files, chosen, tools, told)
    table = groups_to_table(proposed.rows(tools))
    return Found(table, chosen, sum(there[each][0] for each in chosen), proposed)
