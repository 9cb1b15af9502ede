"""The weights of matching from a labelled set: regressions of findings, of rivals, of sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from events.matching import parts, scoring
from events.matching.evidence import KINDS, Evidence
from events.matching.records import Records
from events.matching.rules import FINDINGS, RIVALS, SUMS, Rules

PENALTY = 1.0
# set by hand: the second coder's made notes say nothing of real ones, and the set has no far types
FIXED = ("words", "type")
FILE = Path(__file__).parents[1] / "events/matching/weights.toml"
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
    all_weights = weights | {
        ("rival", code): float(w) for code, w in zip(RIVALS, rival, strict=True)
    }
    return Fitted(all_weights, {"pair": base, "slope": slope, "parts": start}, told)


def _with(rules: Rules, weights: Mapping[tuple[str, str], float]) -> Rules:
    return Rules(rules.limits, rules.levels, rules.base, rules.sums, rules.says,
                 {**rules.weights, **weights})  # fmt: skip


# Findings in an order that reason gives: a later one never weighs more than an earlier one.
CHAINS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "days": (FINDINGS["days"],),
    "place": (
        ("same_point", "few_km", "some_km", "stretched"),
        ("near_point", "near_few", "near_some", "near_far", "near_stretched"),
        ("in_district", "by_district"), ("in_province",), ("same_district", "same_province"),
        ("same_country",),
    ),
    "name": (("same_name", "alike_name", "other_name"), ("no_name",)),
    "actors": (
        ("both_sides", "one_side_kin", "both_kin"), ("one_side_open", "one_kin_open"),
        ("one_side_only", "one_kin_only"),
    ),
    "toll": (("same_toll", "close_toll", "double_toll", "far_toll"), ("in_range",), ("no_toll",)),
}  # fmt: skip


def _findings(
    found: Evidence, right: npt.NDArray[np.bool_], used: npt.NDArray[np.bool_], rules: Rules
) -> dict[tuple[str, str], float]:
    """Return the weight of each finding, nought on the average of all pairs of its kind."""
    columns, falling = [], []
    for kind, chains in CHAINS.items():
        code = found.codes[used, KINDS.index(kind)]
        for chain in chains:
            numbers = [FINDINGS[kind].index(each) for each in chain]
            for at in range(len(chain)):
                columns.append(np.isin(code, numbers[at:]))
                falling.append(at > 0)
    offset = np.zeros(int(used.sum()))
    for kind in FIXED:
        offset += rules.arrays[kind][found.codes[used, KINDS.index(kind)]]
    table = np.column_stack(columns).astype(float)
    _, fitted = regress(table, right[used], offset, np.array(falling))
    weights, steps = {}, iter(fitted.tolist())
    for kind, chains in CHAINS.items():
        for chain in chains:
            total = 0.0
            for code in chain:
                total += next(steps)
                weights[kind, code] = total
    return _centred(weights, found, used)


def _centred(
    weights: dict[tuple[str, str], float], found: Evidence, used: npt.NDArray[np.bool_]
) -> dict[tuple[str, str], float]:
    shifted = {}
    for kind in CHAINS:
        own = np.array([weights[kind, code] for code in FINDINGS[kind]])
        mean = own[found.codes[used, KINDS.index(kind)]].mean()
        shifted |= {
            (kind, code): float(w - mean) for code, w in zip(FINDINGS[kind], own, strict=True)
        }
    return shifted


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
        for one in map(tried.one, range(len(tried.chosen))):
            rows.append([*one.features, *(one.finding == each for each in SUMS)])
            right.append({ids[each] for each in one.parts} == true.get(ids[one.whole], set()))
    base, fitted = regress(np.array(rows, float), np.array(right), np.zeros(len(rows)))
    names = (*parts.FEATURES, *SUMS)
    return dict(zip(names, map(float, fitted), strict=True)), base


def regress(
    table: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], offset: npt.NDArray[np.float64],
    falling: npt.NDArray[np.bool_] | None = None,
) -> tuple[float, npt.NDArray[np.float64]]:  # fmt: skip
    """Return base and weights of a logistic regression with an L2 penalty on the weights.

    Weights that are ``falling`` are at most 0.
    """
    sign = np.where(right, 1.0, -1.0)

    def loss(at: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        logit = sign * (at[0] + table @ at[1:] + offset)
        pull = -sign / (1 + np.exp(logit))
        slope = np.concatenate([[pull.sum()], table.T @ pull + PENALTY * at[1:]])
        return float(np.logaddexp(0, -logit).sum() + PENALTY / 2 * (at[1:] ** 2).sum()), slope

    limits = np.zeros(table.shape[1], dtype=bool) if falling is None else falling
    bounds = [(None, None), *((None, 0.0) if each else (None, None) for each in limits)]
    start = np.zeros(table.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), np.asarray(found.x[1:])


def save(fitted: Fitted) -> None:
    """Put the fitted numbers into the data file; its words and limits stay."""
    out, where, finding = [], "", {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(" = ")
        if line.startswith("["):
            where, finding = line.strip("[]"), {}
        finding[name] = value.strip('"')
        number = {
            "base": fitted.base.get(name), "sums": fitted.sums.get(name),
            "finding": fitted.weights.get((finding.get("kind", ""), finding.get("code", "")))
            if name == "weight" else None,
        }.get(where)  # fmt: skip
        out.append(line if number is None else f"{name} = {number:.3f}")
    FILE.write_text("\n".join(out) + "\n", encoding="utf-8")
