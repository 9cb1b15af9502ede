"""Which record is the sum of several others: "30 killed in three days" beside three records.

A sum is looked for among the records of one other data set that could each be a part by time,
area and sides; their tolls must come near the sum's.  Without tolls nothing tells a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from events.matching.evidence import Evidence
from events.matching.records import Floats, Ints, Records
from events.matching.rules import SUMS, Rules
from events.matching.scoring import best_other

MOST = 9  # candidates of one sum that are tried, the best fitting ones


@dataclass(frozen=True, slots=True)
class Sum:
    """A record and those that it may be the sum of, as rows; ``finding`` is one of ``SUMS``.

    ``features`` are, in log odds unless said otherwise: how the worst and the average part fit
    without tolls, how well the whole fits one record alone, how well the parts fit other records,
    the best candidate that is left out, the number of parts, the log of the toll, the log of the
    number of sets of this whole that add up.
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
    weights = np.array([getattr(rules.sums, name) for name in FEATURES])
    exactly = np.array([getattr(rules.sums, each) for each in SUMS])
    kept = []
    for tried in every_set(records, found, bare, full, rules.limits.parts):
        logits = rules.base.parts + tried.features @ weights + exactly[tried.finding]
        at = int(logits.argmax())
        kept.append(tried.one(at, float(1 / (1 + np.exp(-logits[at])))))
    return kept


@dataclass(frozen=True)
class Tried:
    """The sets of parts of one whole that add up; ``chosen`` (m, k) of the k pairs near enough."""

    near: _Bundle
    chosen: npt.NDArray[np.bool_]
    features: Floats
    finding: npt.NDArray[np.int64]

    def one(self, at: int, score: float = 0.0) -> Sum:
        """Return one of the sets."""
        told = self.near.others[self.chosen[at]], self.near.rows[self.chosen[at]]
        parts, pairs = (tuple(each.tolist()) for each in told)
        return Sum(
            self.near.whole, parts, pairs, SUMS[self.finding[at]],
            tuple(self.features[at].tolist()), score,
        )  # fmt: skip


@cache
def _combinations(count: int, most: int) -> npt.NDArray[np.bool_]:
    """Return every choice of 2 to ``most`` among so many, one a row."""
    sizes = range(2, min(most, count) + 1)
    rows = [each for size in sizes for each in combinations(range(count), size)]
    table = np.zeros((len(rows), count), dtype=bool)
    for number, row in enumerate(rows):
        table[number, list(row)] = True
    return table


def every_set(
    records: Records, found: Evidence, bare: Floats, full: Floats, most: int
) -> Iterator[Tried]:
    """Yield, of each record that has any, the sets of parts that add up to it."""
    elsewhere = _elsewhere(records, found, full)
    for bundle in _bundles(records, found):
        order = np.argsort(-bare[bundle.rows], kind="stable")[:MOST]
        near = _Bundle(bundle.whole, bundle.rows[order], bundle.others[order])
        total, tolls = records.best[near.whole], records.best[near.others]
        slack = max(1.0, 0.1 * total)
        if tolls.sum() < total - slack:
            continue
        chosen = _combinations(len(order), most)
        gap = np.abs(chosen @ tolls - total)
        chosen, gap = chosen[gap <= slack], gap[gap <= slack]
        if len(chosen):
            single = float(full[bundle.rows].max())
            told = _described(near, chosen, bare, elsewhere, single, total)
            yield Tried(near, chosen, told, (gap > 0).astype(np.int64))


def _described(  # noqa: PLR0917
    near: _Bundle, chosen: npt.NDArray[np.bool_], bare: Floats, elsewhere: Floats, single: float,
    total: float,
) -> Floats:  # fmt: skip
    """Return the features of each set (m, 8)."""
    fit = bare[near.rows]
    # pairs are in the order of their rows: where the part stands in each
    away = elsewhere[near.rows, (near.others > near.whole).astype(int)]
    count = chosen.sum(axis=1)
    size = len(chosen)
    return np.column_stack(
        [
            np.where(chosen, fit, np.inf).min(axis=1), chosen @ fit / count,
            np.full(size, single), chosen @ away / count,
            np.where(chosen, _NONE, fit).max(axis=1), count,
            np.full(size, np.log(total)), np.full(size, np.log(size)),
        ]
    )  # fmt: skip


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
