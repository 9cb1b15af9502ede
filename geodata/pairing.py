"""Match two lists of names with each other, each name at most once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from geodata.names import name_key

# Two romanisations of one name score above this; different names of one province stay below.
ALIKE = 0.87

Key = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a key, the group it is compared within (its province), and its names."""

    key: str
    group: str
    names: tuple[str, ...]


def pair(
    left: Sequence[Named],
    right: Sequence[Named],
    least: float = ALIKE,
    keys: Sequence[Key] = (name_key,),
) -> dict[str, str]:
    """Return the right key by the left one, for those whose names are alike.

    Within a group the most alike are paired first, so that a spelling that fits two goes to
    the one it fits better.  Equal scores are settled by the keys: the answer does not depend
    on the order given.

    Parameters
    ----------
    left, right
        The two lists; keys are unique in each.
    least
        The least likeness, 0 to 1.
    keys
        What the names are compared by (Jaro-Winkler), the best one counts.
    """
    groups: Mapping[str, list[Named]] = _by_group(right)
    scored = sorted(
        (-score, one.key, other.key)
        for one in left
        for other in groups.get(one.group, ())
        if (score := likeness(one, other, keys)) >= least
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, one_key, other_key in scored:
        if one_key not in found and other_key not in taken:
            found[one_key] = other_key
            taken.add(other_key)
    return found


def likeness(one: Named, other: Named, keys: Sequence[Key] = (name_key,)) -> float:
    """Return how alike the best-fitting names of two things are, 0 to 1, under the best key."""
    best = 0.0
    for key in keys:
        mine = {key(name) for name in one.names}
        theirs = {key(name) for name in other.names}
        scores = (float(JaroWinkler.similarity(a, b)) for a in mine for b in theirs if a and b)
        best = max(best, *scores, 0.0)
    return best


def _by_group(things: Sequence[Named]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for thing in things:
        found[thing.group].append(thing)
    return found
