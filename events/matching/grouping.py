"""Groups from scored pairs: no record joins a group unless it fits every record in it.

The surest pairs and sums come first.  Of one data set a record has at most one counterpart, for
a data set tells its own records apart; so "A is like B, B is like C" never makes one of A and C.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of records, or a whole with its parts; the greater the score, the sooner it counts."""

    score: float
    records: tuple[str, ...]  # the whole first
    kind: str = "same"  # or "sum"


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one incident, or (``sum``) a record and those that it is the sum of.

    ``score`` is that of the weakest link that holds the group together.
    """

    kind: str
    records: tuple[str, ...]
    score: float


def grouped(
    links: Iterable[Link], dataset: Mapping[str, str], scores: Mapping[Pair, float]
) -> tuple[Group, ...]:
    """Return the groups, the surest first.

    Parameters
    ----------
    links
        In any order.
    dataset
        Of each record.
    scores
        Of every pair that was compared and could be one incident, ids in order.
    """
    taken: dict[tuple[str, str], str] = {}
    cluster: dict[str, list[str]] = {}
    weakest: dict[str, float] = {}
    sums: list[Group] = []
    for link in sorted(links, key=lambda each: (-each.score, each.kind, each.records)):
        if not _free(link, dataset, taken):
            continue
        if link.kind == "sum":
            sums.append(Group("sum", link.records, link.score))
            _take(link, dataset, taken)
            continue
        one, other = (cluster.get(each, [each]) for each in link.records)
        if one is other or not _fits(one, other, dataset, scores):
            continue
        joined = sorted([*one, *other])
        low = min(link.score, weakest.get(one[0], 1.0), weakest.get(other[0], 1.0))
        for each in joined:
            cluster[each] = joined
            weakest[each] = low
        _take(link, dataset, taken)
    same = {id(each): each for each in cluster.values()}.values()
    groups = [Group("same", tuple(each), weakest[each[0]]) for each in same]
    return tuple(sorted([*groups, *sums], key=lambda each: (-each.score, each.records)))


def _free(link: Link, dataset: Mapping[str, str], taken: Mapping[tuple[str, str], str]) -> bool:
    """Return whether none of its records has a counterpart in the other's data set already."""
    whole, *parts = link.records
    sides = [(whole, dataset[parts[0]]), *((each, dataset[whole]) for each in parts)]
    return not any(side in taken for side in sides)


def _take(link: Link, dataset: Mapping[str, str], taken: dict[tuple[str, str], str]) -> None:
    whole, *parts = link.records
    taken[whole, dataset[parts[0]]] = parts[0]
    for each in parts:
        taken[each, dataset[whole]] = whole


def _fits(
    one: Sequence[str],
    other: Sequence[str],
    dataset: Mapping[str, str],
    scores: Mapping[Pair, float],
) -> bool:
    """Return whether every record of one cluster could be the same as every one of the other."""
    for mine in one:
        for theirs in other:
            if dataset[mine] == dataset[theirs] and len(one) + len(other) > 2:  # noqa: PLR2004
                return False
            if (min(mine, theirs), max(mine, theirs)) not in scores:
                return False
    return True
