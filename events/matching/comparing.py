"""Records in, scored links out: candidates, findings, weights, sums, in this order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from events.codebook import Codebook
from events.matching import evidence, parts, scoring
from events.matching.actors import ActorMatch
from events.matching.candidates import Skipped, candidates
from events.matching.evidence import Evidence
from events.matching.grouping import Link
from events.matching.places import Areas
from events.matching.records import Floats, Records
from events.matching.rules import Rules

AT_ONCE = 400_000  # pairs whose findings are made at once


@dataclass(frozen=True)
class Tools:
    """What comparing needs beside the records; made once."""

    rules: Rules
    areas: Areas
    actors: ActorMatch
    within: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rules: Rules, areas: Areas, codebook: Codebook, within: frozenset[str]) -> Tools:
        """Return the tools for a codebook's actors."""
        return cls(rules, areas, ActorMatch(codebook), within)


@dataclass
class Tally:
    """How much was compared: ``candidates`` were near, ``possible`` not ruled out by anything."""

    records: int = 0
    candidates: int = 0
    possible: int = 0
    skipped: Skipped = field(default_factory=Skipped)


@dataclass(frozen=True)
class Compared:
    """The possible pairs of some records: findings, their place beside rivals, scores, sums."""

    records: Records
    found: Evidence
    rival: np.ndarray
    scores: Floats
    sums: tuple[parts.Sum, ...]

    def links(self, floor: float) -> Iterator[Link]:
        """Yield the pairs and sums with at least this score."""
        ids = self.records.ids
        for at in np.flatnonzero(self.scores >= floor).tolist():
            one, other = self.found.pairs[at]
            yield Link(float(self.scores[at]), (ids[one], ids[other]))
        for each in self.sums:
            if each.score >= floor:
                told = (ids[each.whole], *(ids[part] for part in each.parts))
                yield Link(each.score, told, "sum")


def possible(records: Records, tools: Tools, tally: Tally) -> Evidence:
    """Return the findings of all pairs of the records that could be one incident."""
    made = []
    limits = tools.rules.limits
    for pairs in candidates(records, limits, tools.within, tally.skipped):
        tally.candidates += len(pairs)
        for start in range(0, len(pairs), AT_ONCE):
            part = pairs[start : start + AT_ONCE]
            made.append(evidence.find(records, part, limits, tools.areas, tools.actors))
    tally.records += len(records)
    found = evidence.joined(made)
    tally.possible += len(found)
    return found


def compare(records: Records, tools: Tools, tally: Tally) -> Compared:
    """Return the scored pairs and sums of some records."""
    found = possible(records, tools, tally)
    full = scoring.logits(found.codes, tools.rules)
    rival, _ = scoring.rivals(records, found, full)
    scores = scoring.scores(full, rival, tools.rules)
    bare = scoring.without_toll(found.codes, tools.rules)
    told = parts.sums(records, found, bare, full, tools.rules)
    return Compared(records, found, rival, scores, tuple(told))
