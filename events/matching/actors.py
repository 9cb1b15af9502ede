"""Whether the sides of two records can be the same: by id, kinship, class, or because unnamed."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from events.codebook import Codebook
from events.matching.rules import FINDINGS

SAME, KIN, OPEN, OTHER = 3, 2, 1, 0
NONE = -1
Sides = tuple[tuple[str, ...], tuple[str, ...]]
_STATE = {"state forces", "police", "government", "external"}
_ARMED = {"rebels", "militia", "unidentified", None}
_CROWD = {"protesters", "rioters", "civilians"}
_NUMBER = {code: number for number, code in enumerate(FINDINGS["actors"])}
# how the better and the worse side agree, and what that is called
_CODES = {
    (SAME, SAME): "both_sides", (SAME, KIN): "one_side_kin", (SAME, OPEN): "one_side_open",
    (KIN, KIN): "both_kin", (KIN, OPEN): "one_kin_open", (OPEN, OPEN): "one_kin_open",
    (SAME, OTHER): "one_side_only", (KIN, OTHER): "one_kin_only",
}  # fmt: skip


@cache
def kinship() -> frozenset[frozenset[str]]:
    """Return the pairs of actors that sources take for each other (``kin.csv``)."""
    text = files("events.matching").joinpath("kin.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    bad = [row for row in rows if not row["actor"] or not row["kin"] or row["actor"] == row["kin"]]
    if bad:
        message = f"kin.csv: {bad[0]} must name two actors"
        raise ValueError(message)
    return frozenset(frozenset((row["actor"], row["kin"])) for row in rows)


@dataclass
class ActorMatch:
    """Compares sides; each pairing of sides is looked at once."""

    codebook: Codebook
    _known: dict[tuple[Sides, Sides], int] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], int] = field(default_factory=dict)

    def code(self, one: Sides, other: Sides) -> int:
        """Return the number of the finding, -1 where the sides rule one incident out."""
        key = (one, other)
        if key not in self._known:
            self._known[key] = self._compared(one, other)
        return self._known[key]

    def _compared(self, one: Sides, other: Sides) -> int:
        ways = (
            sorted((self._side(one[0], other[0]), self._side(one[1], other[1])), reverse=True),
            sorted((self._side(one[0], other[1]), self._side(one[1], other[0])), reverse=True),
        )
        better, worse = max(map(tuple, ways))
        name = _CODES.get((better, worse))
        return NONE if name is None else _NUMBER[name]

    def _side(self, one: Sequence[str], other: Sequence[str]) -> int:
        if not one or not other:
            return OPEN
        return max(self._actors(a, b) for a in one for b in other)

    def _actors(self, one: str, other: str) -> int:
        key = (one, other)
        if key not in self._pairs:
            self._pairs[key] = self._likeness(one, other)
        return self._pairs[key]

    def _likeness(self, one: str, other: str) -> int:
        if one == other or _bare(one) == _bare(other):
            return SAME
        if frozenset((one, other)) in kinship() or _faction(one, other):
            return KIN
        mine, theirs = self.codebook.actor(one), self.codebook.actor(other)
        classes = {each.actor_class if each else None for each in (mine, theirs)}
        lands = {each.country for each in (mine, theirs) if each and each.country}
        if len(lands) > 1 and not classes <= _ARMED:
            return OTHER
        unnamed = "unidentified" in classes and classes <= _ARMED
        alike = classes <= _STATE or (classes <= _CROWD and len(classes) > 1) or unnamed
        # a tribe's militia under a name that no register has
        tribal = "militia" in classes and None in classes
        return KIN if alike or tribal else OTHER


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.casefold())


def _faction(one: str, other: str) -> bool:
    """Return whether one is named as a part of the other: "TTP - MR" of "TTP"."""
    short, long = sorted((one, other), key=len)
    return long.startswith((f"{short} - ", f"{short}-"))
