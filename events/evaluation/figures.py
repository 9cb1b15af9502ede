"""Precision, recall and F1, with an interval by drawing the reports anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SEED = 20251012
DRAWS = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were right, of how many in gold and predicted; ``interval`` is that of F1."""

    right: int
    gold: int
    predicted: int
    interval: tuple[float, float] | None = None

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 1 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of gold that was found; 1 where gold has nothing."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where both are empty."""
        return f1(self.right, self.gold, self.predicted)


def f1(right: float, gold: float, predicted: float) -> float:
    """Return 2·right / (gold + predicted), 1 where there is nothing on either side."""
    return 2.0 * right / (gold + predicted) if gold + predicted else 1.0


def rate(counts: Sequence[tuple[int, int, int]]) -> Rate:
    """Return the rate over reports, each given as (right, gold, predicted).

    The interval holds 95% of the F1 of 2,000 samples of reports drawn with replacement
    (percentile bootstrap, fixed seed, so the same codings give the same figures).
    """
    table = np.asarray(counts, dtype=np.int64).reshape(-1, 3)
    right, gold, predicted = (int(total) for total in table.sum(axis=0))
    if len(table) <= 1:  # one report says nothing about how reports differ
        return Rate(right, gold, predicted)
    drawn = np.random.default_rng(SEED).integers(0, len(table), size=(DRAWS, len(table)))
    sums = table[drawn].sum(axis=1)
    both = sums[:, 1] + sums[:, 2]
    scores = np.where(both > 0, 2.0 * sums[:, 0] / np.maximum(both, 1), 1.0)
    low, high = np.quantile(scores, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Rate(right, gold, predicted, (float(low), float(high)))
