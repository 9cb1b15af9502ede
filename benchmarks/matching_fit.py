"""The weights of matching from a labelled set: a regression of the findings, of rivals, of sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from events.matching import parts, scoring
from events.matching.evidence import KINDS, Evidence
from events.matching.records import Records
from events.matching.rules import FINDINGS, RIVALS, SUMS, Rules

PENALTY = 1.0
FIXED = "words"  # the made notes of the second coder say nothing of real ones
Truth = Mapping[frozenset[str], str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What goes into the data file."""

    weights: dict[tuple[str, str], float]
    base: dict[str, float]
    sums: dict[str, float]


def labels(records: Records, found: Evidence, truth: Truth) -> npt.NDArray[np.object_]:
    """Return the kind of each pair by the truth, "" where it is not one incident."""
    ids = records.ids
    return np.array(
        [truth.get(frozenset((ids[a], ids[b])), "") for a, b in found.pairs], dtype=object
    )


def fit(records: Records, found: Evidence, truth: Truth, rules: Rules) -> Fitted:
    """Return weights fitted to these pairs."""
    label = labels(records, found, truth)
    alone = (label == "same") | (label == "")
    weights = _findings(found, label == "same", alone, rules)
    refit = _with(rules, weights)
    sums = scoring.logits(found.codes, refit)
    base, slope, rival = _rivals(records, found, sums, label, alone)
    told, start = _sums(records, found, sums, refit, truth)
    all_weights = weights | {("rival", code): float(w) for code, w in zip(RIVALS, rival, strict=True)}
    return Fitted(all_weights, {"pair": base, "slope": slope, "parts": start}, told)


def _with(rules: Rules, weights: Mapping[tuple[str, str], float]) -> Rules:
    return Rules(rules.limits, rules.levels, rules.base, rules.sums, rules.says,
                 {**rules.weights, **weights})  # fmt: skip


def _findings(
    found: Evidence, right: npt.NDArray[np.bool_], used: npt.NDArray[np.bool_], rules: Rules
) -> dict[tuple[str, str], float]:
    columns, names = [], []
    for at, kind in enumerate(KINDS):
        if kind != FIXED:
            for number, code in enumerate(FINDINGS[kind]):
                columns.append(found.codes[used, at] == number)
                names.append((kind, code))
    offset = rules.arrays[FIXED][found.codes[used, KINDS.index(FIXED)]]
    _, fitted = regress(np.column_stack(columns).astype(float), right[used], offset)
    return dict(zip(names, map(float, fitted), strict=True))


def _rivals(
    records: Records, found: Evidence, sums: npt.NDArray[np.float64],
    label: npt.NDArray[np.object_], used: npt.NDArray[np.bool_],
) -> tuple[float, float, npt.NDArray[np.float64]]:  # fmt: skip
    code, _ = scoring.rivals(records, found, sums)
    beside = np.column_stack([code == number for number in range(len(RIVALS))]).astype(float)
    table = np.column_stack([sums, beside])[used]
    base, fitted = regress(table, (label == "same")[used], np.zeros(len(table)))
    return base, float(fitted[0]), fitted[1:]


def _sums(
    records: Records, found: Evidence, full: npt.NDArray[np.float64], rules: Rules, truth: Truth
) -> tuple[dict[str, float], float]:
    bare = scoring.without_toll(found.codes, rules)
    rows, right = [], []
    ids = records.ids
    true: dict[str, set[str]] = {}
    for pair, kind in truth.items():
        if kind in {"split", "sum"}:
            for each in pair:
                true.setdefault(each, set()).update(pair - {each})
    for tried in parts.every_set(records, found, bare, full, rules.limits.parts):
        for one in tried:
            rows.append([*one.features, *(one.finding == each for each in SUMS)])
            right.append({ids[each] for each in one.parts} == true.get(ids[one.whole], set()))
    base, fitted = regress(np.array(rows, float), np.array(right), np.zeros(len(rows)))
    names = (*parts.FEATURES, *SUMS)
    return dict(zip(names, map(float, fitted), strict=True)), base


def regress(
    table: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], offset: npt.NDArray[np.float64]
) -> tuple[float, npt.NDArray[np.float64]]:
    """Return base and weights of a logistic regression with an L2 penalty on the weights."""
    sign = np.where(right, 1.0, -1.0)

    def loss(at: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        logit = sign * (at[0] + table @ at[1:] + offset)
        pull = -sign / (1 + np.exp(logit))
        slope = np.concatenate([[pull.sum()], table.T @ pull + PENALTY * at[1:]])
        return float(np.logaddexp(0, -logit).sum() + PENALTY / 2 * (at[1:] ** 2).sum()), slope

    found = minimize(loss, np.zeros(table.shape[1] + 1), jac=True, method="L-BFGS-B")
    return float(found.x[0]), np.asarray(found.x[1:])
