"""Gold and predicted events put together one to one, by best assignment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from events.evaluation.rule import SameArea, mismatches
from events.evaluation.slots import alike
from events.model import Event


def pair(
    gold: Sequence[Event], predicted: Sequence[Event], same_area: SameArea
) -> tuple[tuple[int, int], ...]:
    """Return the index pairs of the assignment with the most matches.

    Among assignments with equally many matches, the one whose pairs agree in most slots.
    """
    if not gold or not predicted:
        return ()
    # Each match weighs 1 and its agreement less than one match in all, so matches come first.
    share = 1.0 / (1.0 + min(len(gold), len(predicted)))
    weights = np.zeros((len(gold), len(predicted)))
    for row, event in enumerate(gold):
        for column, other in enumerate(predicted):
            if not mismatches(event, other, same_area):
                weights[row, column] = 1.0 + share * alike(event, other, same_area)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return tuple(
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if weights[row, column] > 0
    )
