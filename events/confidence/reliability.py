"""How well the score keeps its word: of the proposals marked so, how many were right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from events.confidence.fitting import Sample
from events.confidence.model import SURE, Model

EDGES = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, SURE, 1.01)


@dataclass(frozen=True, slots=True)
class Band:
    """Proposals marked from ``low`` to below ``high``: how many, their mean score, how many right.

    ``exact`` counts those with all main slots right.
    """

    low: float
    high: float
    count: int
    mean: float
    right: int
    exact: int


def bands(samples: Sequence[Sample], scores: Sequence[float]) -> tuple[Band, ...]:
    """Return the bands of the reliability table, the lowest first; empty ones as well."""
    found = []
    for low, high in pairwise(EDGES):
        inside = [
            (one, score) for one, score in zip(samples, scores, strict=True) if low <= score < high
        ]
        found.append(
            Band(
                low,
                high,
                len(inside),
                sum(score for _, score in inside) / len(inside) if inside else 0.0,
                sum(one.right for one, _ in inside),
                sum(one.exact for one, _ in inside),
            )
        )
    return tuple(found)


def keeps_promise(samples: Sequence[Sample], scores: Sequence[float]) -> bool:
    """Tell whether, of the proposals marked 0.9 or more, nine in ten are right; of none, yes."""
    marked = [one.right for one, score in zip(samples, scores, strict=True) if score >= SURE]
    return not marked or sum(marked) >= SURE * len(marked)


def tables(samples: Sequence[Sample], scores: Sequence[float], model: Model) -> str:
    """Return the reliability tables and the weights as Markdown; ``scores`` are held out."""
    lines: list[str] = []
    for new, title in (
        (True, "Reports that the coder was not written against"),
        (False, "Reports that it was"),
    ):
        chosen = [(o, s) for o, s in zip(samples, scores, strict=True) if o.new is new]
        if chosen:
            reports = len({one.report for one, _ in chosen})
            lines += [f"### {title}: {reports} reports, {len(chosen)} proposals", ""]
            lines += _reliability(bands([o for o, _ in chosen], [s for _, s in chosen]))
    lines += [*_levels(model), "", "### What each doubt takes away", ""]
    return "\n".join([*lines, *_weights(samples, model), ""])


def _levels(model: Model) -> Iterator[str]:
    """Say from what sum on events, and what is only told, are marked 0.9 or more."""
    for what, level in (
        ("An event", model.sure_from),
        ("A statement, a plan or history", model.sure_words_from),
    ):
        if level is None:
            yield (
                f"{what} is never marked 0.9 or more with this fit: too few held-out ones of new "
                "reports were right nine times in ten."
            )
        else:
            yield f"{what} is marked 0.9 or more from a sum of {level:g} on."


def _reliability(found: Sequence[Band]) -> Iterator[str]:
    yield "| marked | proposals | mean score | right | with all main values right |"
    yield "|---|---|---|---|---|"
    for band in found:
        high = "1" if band.high > 1 else f"{band.high:g}"
        span = f"{band.low:g} and more" if band.low >= SURE else f"{band.low:g} to {high}"
        if not band.count:
            yield f"| {span} | 0 | | | |"
            continue
        right, exact = band.right / band.count, band.exact / band.count
        yield (
            f"| {span} | {band.count} | {band.mean:.2f} | {band.right} ({right:.0%}) "
            f"| {band.exact} ({exact:.0%}) |"
        )
    yield ""


def _weights(samples: Sequence[Sample], model: Model) -> Iterator[str]:
    yield "| doubt | weight | proposals with it | of them right |"
    yield "|---|---|---|---|"
    for name, weight in sorted(model.weights.items(), key=lambda item: (item[1], item[0])):
        having = [one.right for one in samples if name in one.cues and one.new]
        share = f"{sum(having) / len(having):.0%}" if having else ""
        yield f"| {model.says.get(name, name)} | {weight:.2f} | {len(having)} | {share} |"
