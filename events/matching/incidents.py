"""Which records are of one incident, by what people decided and, where asked, what is proposed.

A person's word goes first.  A proposed group counts only as a whole: one that a decision
contradicts in any pair counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from events.matching.deciding import standing

Pairings = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Incident:
    """Records of one incident (``same``), or (``sum``) a record first and then its parts.

    ``score`` is 1 where people decided it.
    """

    kind: str
    records: tuple[str, ...]
    score: float = 1.0
    decided: bool = False


def decided(pairings: Iterable[Mapping[str, Any]]) -> tuple[Incident, ...]:
    """Return the incidents that people's decisions make.

    A record joins others only where nobody set it apart from any of them.
    """
    rows = standing(pairings)
    apart = {(row["first"], row["second"]) for row in rows if row["verdict"] == "apart"}
    cluster: dict[str, tuple[str, ...]] = {}
    for row in reversed(rows):
        if row["verdict"] != "same":
            continue
        one, other = (cluster.get(row[end], (row[end],)) for end in ("first", "second"))
        if one is other or any(pair in apart for pair in _between(one, other)):
            continue
        joined = tuple(sorted({*one, *other}))
        cluster |= dict.fromkeys(joined, joined)
    same = [Incident("same", each, decided=True) for each in dict.fromkeys(cluster.values())]
    return (*same, *_sums(rows))


def _between(one: Sequence[str], other: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((min(a, b), max(a, b)) for a in one for b in other)


def _sums(rows: Pairings) -> tuple[Incident, ...]:
    parts: dict[str, list[str]] = {}
    for row in rows:
        ends = {"first is the sum": ("first", "second"), "second is the sum": ("second", "first")}
        if row["verdict"] in ends:
            whole, part = (row[end] for end in ends[row["verdict"]])
            parts.setdefault(whole, []).append(part)
    return tuple(
        Incident("sum", (whole, *sorted(told)), decided=True) for whole, told in parts.items()
    )


def incidents(
    groups: Iterable[Mapping[str, Any]], pairings: Pairings, least: float | None
) -> tuple[Incident, ...]:
    """Return the incidents: those decided, and proposed ones from a score on.

    Parameters
    ----------
    groups
        Rows of ``GROUPS``.
    pairings
        Rows of ``PAIRINGS``.
    least
        The least score of a proposed group; None for decided ones alone.
    """
    settled = decided(pairings)
    if least is None:
        return settled
    said = {(row["first"], row["second"]): row["verdict"] for row in standing(pairings)}
    fixed = {each: known for known in settled if known.kind == "same" for each in known.records}
    found = []
    for row in groups:
        records = tuple(row["records"])
        if row["score"] >= least and _agreed(row["kind"], records, said, fixed):
            found.append(Incident(row["kind"], records, row["score"]))
    covered = {frozenset(each.records) for each in settled}
    fresh = [each for each in found if frozenset(each.records) not in covered]
    grown = {each for new in fresh if new.kind == "same" for each in new.records}
    kept = [each for each in settled if each.kind == "sum" or not grown.issuperset(each.records)]
    return (*kept, *fresh)


def _agreed(
    kind: str, records: Sequence[str], said: Mapping[tuple[str, str], str],
    fixed: Mapping[str, Incident],
) -> bool:  # fmt: skip
    """Return whether no decision contradicts a proposed group, in any of its pairs."""
    pairs = [(min(pair), max(pair)) for pair in combinations(records, 2)]
    if kind == "sum":
        whole = records[0]
        pairs = [pair for pair in pairs if whole in pair]
        sums = {(whole, "first is the sum"), (whole, "second is the sum")}
        return all(pair not in said or (said[pair].endswith("the sum") and sums) for pair in pairs)
    if any(said.get(pair, "same") != "same" for pair in pairs):
        return False
    # all of a decided incident or nothing of it
    return all({*fixed[each].records} <= {*records} for each in records if each in fixed)
