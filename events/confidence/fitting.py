"""Weights and a calibrated curve from proposals that are known to be right or wrong.

A logistic regression whose doubts may only lower the logit (L2 penalty), then Platt's two
parameters on logits of reports that were held out [1]_, then the rule for 0.9: the lowest logit
from which on the held-out proposals are right nine times in ten by the lower end of an interval.

References
----------
.. [1] J. Platt, "Probabilistic outputs for support vector machines", 1999.
.. [2] E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from events.confidence.model import SURE, Model

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PENALTY = 2.0
TUNED_WEIGHT = 0.25  # of a report that the coder was written against, beside 1 for a new one
LEAST = 20  # proposals, below which no share says anything of 0.9
LEAST_REPORTS = 5
ONE_SIDED = 0.8416  # 80% of a normal distribution lie below
FOLDS = 10  # groups of reports, each held out in turn
FEW_NEW = 40  # new proposals, below which those of tuned reports must stand in for them


@dataclass(frozen=True, slots=True)
class Sample:
    """One proposal of a gold report.

    ``right`` by the event match of :mod:`events.evaluation.rule`, ``exact`` when all main slots
    agree too; ``new`` when the coder was not written against its report.
    """

    report: str
    cues: frozenset[str]
    right: bool
    exact: bool = False
    new: bool = True


def fit(samples: Sequence[Sample], names: Sequence[str], kinds: frozenset[str]) -> Model:
    """Return the model of these samples, its curve made on reports that were held out.

    Raises
    ------
    ValueError
        When there are fewer than two reports.
    """
    if len({one.report for one in samples}) < 2:  # noqa: PLR2004 - one to hold out, one to fit to
        message = "a fit needs at least two reports with proposals"
        raise ValueError(message)
    data = _Data.of(samples, names)
    free = np.array([name in kinds for name in names])
    held = _held_logits(data, free)
    slope, shift = _platt(held, data.right, _judges(data))
    words: Flags = np.asarray((data.doubts[:, free] > 0).any(axis=1), dtype=np.bool_)
    sure = _sure_from(held, data, np.logical_not(words))
    sure_words = _sure_from(held, data, words)
    base, weights = _regress(data, free, np.ones(len(samples), dtype=bool))
    known = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) > 0.005}  # noqa: PLR2004
    return Model(
        round(base, 3),
        round(slope, 3),
        round(shift, 3),
        sure,
        known,
        kinds=kinds,
        sure_words_from=sure_words,
    )


def held_out_scores(
    samples: Sequence[Sample], names: Sequence[str], kinds: frozenset[str]
) -> tuple[float, ...]:
    """Return for each sample the score by a model that knows nothing of its report.

    Weights, curve and the rule for 0.9 are all made without the report that is scored.
    """
    scores = [0.0] * len(samples)
    fold = _folds([one.report for one in samples])
    for out in sorted(set(fold)):
        others = [one for one, at in zip(samples, fold, strict=True) if at != out]
        model = fit(others, names, kinds)
        for index, (one, at) in enumerate(zip(samples, fold, strict=True)):
            if at == out:
                scores[index] = model.score(one.cues)
    return tuple(scores)


def _folds(reports: Sequence[str]) -> list[int]:
    """Return for each sample the group that its report is held out with."""
    known = {report: i % FOLDS for i, report in enumerate(sorted(set(reports)))}
    return [known[report] for report in reports]


def lower_end(right: int, of: int, quantile: float = ONE_SIDED) -> float:
    """Return the lower end of Wilson's one-sided interval for a share [2]_; 0 of none."""
    if not of:
        return 0.0
    share, square = right / of, quantile * quantile / of
    middle = share + square / 2
    spread = quantile * math.sqrt(share * (1 - share) / of + square / of / 4)
    return max(0.0, (middle - spread) / (1 + square))


@dataclass(frozen=True, slots=True)
class _Data:
    """Samples as arrays: doubts (samples × names), right, new, the report's number and group."""

    doubts: Floats
    right: Floats
    new: Flags
    report: NDArray[np.int64]
    fold: NDArray[np.int64]

    @classmethod
    def of(cls, samples: Sequence[Sample], names: Sequence[str]) -> _Data:
        numbers = {r: i for i, r in enumerate(sorted({one.report for one in samples}))}
        return cls(
            np.array([[name in one.cues for name in names] for one in samples], dtype=np.float64),
            np.array([one.right for one in samples], dtype=np.float64),
            np.array([one.new for one in samples], dtype=bool),
            np.array([numbers[one.report] for one in samples], dtype=np.int64),
            np.array(_folds([one.report for one in samples]), dtype=np.int64),
        )


def _judges(data: _Data) -> Flags:
    """Return the samples that the curve is made on: those of new reports where there are enough."""
    return data.new if data.new.sum() >= FEW_NEW else np.ones(len(data.new), dtype=bool)


def _held_logits(data: _Data, free: Flags) -> Floats:
    """Return each sample's logit by weights of the other reports."""
    held = np.zeros(len(data.right))
    for number in np.unique(data.fold):
        out = data.fold == number
        base, weights = _regress(data, free, ~out)
        held[out] = base + data.doubts[out] @ weights
    return held


def _regress(data: _Data, free: Flags, chosen: Flags) -> tuple[float, Floats]:
    doubts, right = data.doubts[chosen], data.right[chosen]
    weight = np.where(data.new[chosen], 1.0, TUNED_WEIGHT)

    def loss(x: Floats) -> tuple[float, Floats]:
        logit = x[0] + doubts @ x[1:]
        cost = weight @ (np.logaddexp(0.0, logit) - right * logit) + PENALTY / 2 * x[1:] @ x[1:]
        slope = weight * (1 / (1 + np.exp(-logit)) - right)
        return float(cost), np.r_[slope.sum(), doubts.T @ slope + PENALTY * x[1:]]

    bounds = [(-6.0, 6.0), *((None, None) if f else (None, 0.0) for f in free)]
    found = minimize(loss, np.zeros(1 + doubts.shape[1]), jac=True, bounds=bounds)
    return float(found.x[0]), np.asarray(found.x[1:], dtype=np.float64)


def _platt(logits: Floats, right: Floats, judges: Flags) -> tuple[float, float]:
    """Return slope (0 or more) and shift of the curve, by Platt's smoothed targets."""
    x, y = logits[judges], right[judges]
    many, few = y.sum(), len(y) - y.sum()
    target = np.where(y > 0, (many + 1) / (many + 2), 1 / (few + 2))

    def loss(ab: Floats) -> float:
        logit = ab[0] * x + ab[1]
        return float((np.logaddexp(0.0, logit) - target * logit).sum())

    found = minimize(loss, np.array([1.0, 0.0]), bounds=[(0.0, 3.0), (-6.0, 6.0)])
    return float(found.x[0]), float(found.x[1])


def _sure_from(logits: Floats, data: _Data, chosen: Flags) -> float | None:
    """Return the lowest logit from which on the chosen held-out proposals keep the promise of 0.9.

    Events, and what is only told, each have a level of their own: they are right for other reasons.

    Not only all from there on: any level above it keeps the promise as well, as far as at
    least ``LEAST`` proposals of ``LEAST_REPORTS`` reports stand there.
    """
    judges = _judges(data) & chosen
    x, y, reports = logits[judges], data.right[judges], data.report[judges]
    sure: float | None = None
    for level in sorted(set(x.tolist()), reverse=True):
        above = x >= level
        if above.sum() < LEAST or len(np.unique(reports[above])) < LEAST_REPORTS:
            continue
        if lower_end(int(y[above].sum()), int(above.sum())) >= SURE:
            sure = math.ceil(level * 1000) / 1000
        elif sure is None and y[above].mean() < SURE:
            break
    return sure
