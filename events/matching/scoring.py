"""From findings to a score: a sum of weights, then how a pair stands beside its rivals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from events.matching.evidence import KINDS, Codes, Evidence
from events.matching.records import Floats, Ints, Records
from events.matching.rules import Rules

_CLEAR = 2.0  # log odds between a pair and the next best one
_SHORT = -1.5
_TOLL = KINDS.index("toll")


def logits(codes: Codes, rules: Rules) -> Floats:
    """Return the sum of the weights of each pair's findings (n, kinds)."""
    total = np.zeros(len(codes))
    for at, kind in enumerate(KINDS):
        total += rules.arrays[kind][codes[:, at]]
    return total


def without_toll(codes: Codes, rules: Rules) -> Floats:
    """Return the sums as :func:`logits` without what the tolls say, for parts of a sum."""
    return np.asarray(logits(codes, rules) - rules.arrays["toll"][codes[:, _TOLL]], np.float64)


def rivals(records: Records, found: Evidence, sums: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return how each pair stands beside the best other pair of its records, and by how much.

    Only pairs with the same two data sets are rivals: a third data set's record of the same
    incident takes nothing away.
    """
    margin = np.full(len(found), np.inf)
    count = len(records.names["dataset"])
    for mine, theirs in ((0, 1), (1, 0)):
        one, other = found.pairs[:, mine], found.pairs[:, theirs]
        key = one * count + records.dataset[other]
        margin = np.minimum(margin, sums - best_other(key, sums))
    code = np.select([margin >= _CLEAR, margin >= 0, margin >= _SHORT], [0, 1, 2], 3)
    return code, margin


def best_other(key: Ints, sums: Floats) -> Floats:
    """Return the greatest other value of each row's key, -inf where there is none."""
    order = np.lexsort((-sums, key))
    sorted_key = key[order]
    start = np.flatnonzero(np.diff(sorted_key, prepend=-1) != 0) if len(key) else np.zeros(0, int)
    group = np.cumsum(np.diff(sorted_key, prepend=-1) != 0) - 1
    top = sums[order][start]
    second_at = start + 1
    has = (second_at < len(key)) & (
        sorted_key[np.minimum(second_at, len(key) - 1)] == sorted_key[start]
    )
    second = np.where(has, sums[order][np.minimum(second_at, len(key) - 1)], -np.inf)
    best = np.empty(len(key))
    first = np.zeros(len(key), dtype=bool)
    first[start] = True
    best[order] = np.where(first, second[group], top[group])
    return best


def scores(sums: Floats, rival: npt.NDArray[np.int64], rules: Rules) -> Floats:
    """Return the score of each pair, 0 to 1: the share of such pairs that are one incident."""
    logit = rules.base.pair + rules.base.slope * sums + rules.arrays["rival"][rival]
    return np.asarray(1 / (1 + np.exp(-logit)), np.float64)
