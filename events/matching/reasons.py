"""Why two records may be one incident, in plain words, what weighs most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.matching.evidence import KINDS
from events.matching.rules import FINDINGS, RIVALS, Rules

_SILENT = {("name", "no_name"), ("words", "few_words"), ("words", "no_words")}
_NOTHING = {("toll", "no_toll")}  # nothing to compare speaks neither for nor against
_OF_SUMS = {"toll", "rival"}  # of the part alone, which say nothing of a sum


@dataclass(frozen=True, slots=True)
class Told:
    """What was found of one pair: a number of each kind of finding, days and km apart."""

    score: float
    codes: bytes
    rival: int
    days: int
    km: float

    def findings(self) -> tuple[tuple[str, str], ...]:
        """Return the findings by kind and code."""
        found = [(kind, FINDINGS[kind][at]) for kind, at in zip(KINDS, self.codes, strict=True)]
        return (*found, ("rival", RIVALS[self.rival]))


def reasons(
    told: Told, names: Sequence[str], rules: Rules, *, part: bool = False
) -> tuple[str, ...]:
    """Return the findings of a pair as a reader is told them: "+ same day", "- one day apart".

    Parameters
    ----------
    told : Told
    names : sequence of str
        The places' names as the two records write them.
    part : bool
        One is a part of the other: its toll and its rivals say nothing.

    Returns
    -------
    tuple of str
        Each begins with ``+`` where it speaks for one incident, ``-`` where against, ``=`` where
        there is nothing to compare.
    """
    weights: Mapping[tuple[str, str], float] = rules.weights
    listed = sorted(told.findings(), key=lambda each: -abs(weights[each]))
    km = f"{told.km:.0f}" if told.km >= 1 else "less than 1"
    one, other = (name.replace("{", "(")[:60] or "no name" for name in names)
    return tuple(
        f"{'=' if each in _NOTHING else '+' if weights[each] >= 0 else '-'} "
        + rules.says[each].format(days=told.days, km=km, one=one, other=other)
        for each in listed
        if each not in _SILENT and not (part and each[0] in _OF_SUMS)
    )
