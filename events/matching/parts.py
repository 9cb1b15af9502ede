"""Which record is the sum of several others: "30 killed in three days" beside three records.

A sum is looked for among the records of one other data set that could each be a part by time,
area and sides; their tolls must come near the sum's.  Without tolls nothing tells a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from events.matching.evidence import Evidence
from events.matching.records import Floats, Ints, Records
from events.matching.rules import SUMS, Rules
from events.matching.scoring import best_other

MOST = 9  # candidates of one sum that are tried, the best fitting ones


@dataclass(frozen=True, slots=True)
class Sum:
    """A record and those that it may be the sum of, as rows; ``finding`` is one of ``SUMS``.

    ``features`` are, in log odds unless said otherwise: how the worst and the average part fit without
    tolls, how well the whole fits one record alone, how well the parts fit other records, the best
    candidate that is left out, the number of parts, the log of the toll, the log of the number of
    sets of this whole that add up.
    """

    whole: int
    parts: tuple[int, ...]
    pairs: tuple[int, ...]
    finding: str
    features: tuple[float, ...]
    score: float = 0.0


FEATURES = ("worst", "mean", "single", "elsewhere", "left", "count", "size", "ways")
_NONE = -6.0  # log odds of what is not there


@dataclass(frozen=True)
class _Bundle:
    """A whole with the pairs that may be its parts, of one other data set."""

    whole: int
    rows: Ints
    others: Ints


def sums(records: Records, found: Evidence, bare: Floats, full: Floats, rules: Rules) -> list[Sum]:
    """Return the likeliest set of parts of each record that has one, with its score.

    Parameters
    ----------
    bare, full
        The pairs' sums of weights without and with what their tolls say.
    """
    kept = []
    for tried in every_set(records, found, bare, full, rules.limits.parts):
        best = max(tried, key=lambda one: (logit(one, rules), one.parts))
        kept.append(replace(best, score=float(1 / (1 + np.exp(-logit(best, rules))))))
    return kept


def logit(one: Sum, rules: Rules) -> float:
    """Return the log odds that these are the parts."""
    weights = [getattr(rules.sums, name) for name in FEATURES]
    told = sum(w * x for w, x in zip(weights, one.features, strict=True))
    return float(rules.base.parts + told + getattr(rules.sums, one.finding))


def every_set(
    records: Records, found: Evidence, bare: Floats, full: Floats, most: int
) -> Iterator[list[Sum]]:
    """Yield, of each record that has any, the sets of parts that add up to it."""
    elsewhere = _elsewhere(records, found, full)
    for bundle in _bundles(records, found):
        order = np.argsort(-bare[bundle.rows], kind="stable")[:MOST]
        near = _Bundle(bundle.whole, bundle.rows[order], bundle.others[order])
        tried = list(_adding_up(records, near, most))
        if tried:
            single = float(full[bundle.rows].max())
            yield [
                _described(records, near, chosen, bare, elsewhere, single, len(tried))
                for chosen in tried
            ]


def _adding_up(records: Records, near: _Bundle, most: int) -> Iterator[tuple[int, ...]]:
    total, tolls = records.best[near.whole], records.best[near.others]
    for count in range(2, most + 1):
        for chosen in combinations(range(len(tolls)), count):
            if abs(tolls[list(chosen)].sum() - total) <= max(1.0, 0.1 * total):
                yield chosen


def _described(  # noqa: PLR0917
    records: Records, near: _Bundle, chosen: tuple[int, ...], bare: Floats, elsewhere: Floats,
    single: float, ways: int,
) -> Sum:  # fmt: skip
    at = list(chosen)
    rows, others = near.rows[at], near.others[at]
    total = records.best[near.whole]
    rest = np.delete(bare[near.rows], at)
    # pairs are in the order of their rows: where the part stands in each
    away = elsewhere[rows, (others > near.whole).astype(int)]
    exact = records.best[others].sum() == total
    features = (
        float(bare[rows].min()), float(bare[rows].mean()), single, float(away.mean()),
        float(rest.max(initial=_NONE)), float(len(at)), float(np.log(total)), float(np.log(ways)),
    )  # fmt: skip
    return Sum(
        near.whole, tuple(map(int, others)), tuple(map(int, rows)), SUMS[0 if exact else 1], features
    )


def _elsewhere(records: Records, found: Evidence, full: Floats) -> Floats:
    """Return of each pair's two records how well they fit another one, (n, 2)."""
    count = len(records.names["dataset"])
    ends = []
    for mine, theirs in ((0, 1), (1, 0)):
        key = found.pairs[:, mine] * count + records.dataset[found.pairs[:, theirs]]
        ends.append(np.maximum(best_other(key, full), _NONE))
    return np.column_stack(ends)


def _bundles(records: Records, found: Evidence) -> Iterator[_Bundle]:
    """Yield each record with its pairs in one other data set, where they could be its parts."""
    toll = records.best
    count = len(records.names["dataset"])
    both = np.concatenate([found.pairs, found.pairs[:, ::-1]])
    row = np.tile(np.arange(len(found)), 2)
    whole, part = both[:, 0], both[:, 1]
    # a part costs less than the whole
    fit = np.flatnonzero((toll[whole] > toll[part]) & (toll[part] > 0))
    key = whole[fit] * count + records.dataset[part[fit]]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    for group in np.split(order, cuts):
        if len(group) > 1:
            at = fit[group]
            yield _Bundle(int(whole[at[0]]), row[at], part[at])
