"""Where two codings of one report differ: events that one has alone, and values that are not alike.

Events are paired by the rule of ``docs/evaluation.md``; what is left over, and statements,
plans and background, by the sentences that both rest on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import linear_sum_assignment

from events.evaluation.claims import claim_key
from events.evaluation.pairing import pair
from events.evaluation.rule import SameArea, same_name
from events.evaluation.words import letters
from events.model import Claim, Event

Result = Literal["same", "differ", "only rules", "only llm"]
_WAY = "and side, subset"
NOTHING = "—"
Label = Callable[[str], str]
Slot = Callable[[Event, Label], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value on which two codings of an event do not agree, as a reader sees it."""

    field: str
    rules: str
    llm: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One event as the rules code it and as the model does; one of them may be missing."""

    rules: Event | None
    llm: Event | None
    differences: tuple[Difference, ...] = ()

    @property
    def result(self) -> Result:
        """``same``, ``differ``, ``only rules`` or ``only llm``."""
        if self.rules is None:
            return "only llm"
        if self.llm is None:
            return "only rules"
        return "differ" if self.differences else "same"

    @property
    def shown(self) -> Event | None:
        """The event that stands for both: the rules' own where there is one."""
        return self.rules or self.llm

    @property
    def first(self) -> int:
        """Where its words begin in the report."""
        found = [e for e in (self.rules, self.llm) if e]
        return min((q.start or 0 for e in found for q in e.evidence), default=0)


def compare(
    rules: Sequence[Event],
    llm: Sequence[Event],
    text: str,
    same_area: SameArea,
    actor: Label = str,
) -> tuple[Compared, ...]:
    """Return every event of both codings once, in the order of their words.

    Parameters
    ----------
    rules, llm
        Two codings of one report.
    text
        The report's text.
    same_area
        Tells whether two names mean one area (``Gazetteer.same_area``).
    actor
        How an actor's id is written for the reader.
    """
    pairs = _pairs(rules, llm, text, same_area)
    both = [
        Compared(rules[i], llm[j], tuple(_differences(rules[i], llm[j], same_area, actor)))
        for i, j in pairs
    ]
    mine, theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    both += [Compared(event, None) for i, event in enumerate(rules) if i not in mine]
    both += [Compared(None, event) for j, event in enumerate(llm) if j not in theirs]
    return tuple(sorted(both, key=lambda one: one.first))


def _pairs(
    rules: Sequence[Event], llm: Sequence[Event], text: str, same_area: SameArea
) -> list[tuple[int, int]]:
    """Pair by the rule of evaluation, then by shared words, events of one status first."""
    drawn = [[i for i, e in enumerate(side) if e.status == "event"] for side in (rules, llm)]
    ruled = pair([rules[i] for i in drawn[0]], [llm[j] for j in drawn[1]], same_area)
    pairs = [(drawn[0][i], drawn[1][j]) for i, j in ruled]
    for alike in (True, False):
        left = [i for i in range(len(rules)) if i not in {a for a, _ in pairs}]
        right = [j for j in range(len(llm)) if j not in {b for _, b in pairs}]
        pairs += _by_words(rules, llm, left, right, text, alike=alike)
    return pairs


def _by_words(
    rules: Sequence[Event],
    llm: Sequence[Event],
    left: Sequence[int],
    right: Sequence[int],
    text: str,
    *,
    alike: bool,
) -> list[tuple[int, int]]:
    if not left or not right:
        return []
    theirs = {j: letters(llm[j], text) for j in right}
    shared = np.zeros((len(left), len(right)))
    for row, i in enumerate(left):
        mine = letters(rules[i], text)
        for column, j in enumerate(right):
            if not alike or rules[i].status == llm[j].status:
                shared[row, column] = len(mine & theirs[j])
    rows, columns = linear_sum_assignment(shared, maximize=True)
    return [
        (left[row], right[column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if shared[row, column] > 0
    ]


def _differences(
    rules: Event, llm: Event, same_area: SameArea, actor: Label
) -> Iterable[Difference]:
    for name, value in _SLOTS.items():
        one, other = value(rules, actor), value(llm, actor)
        if one != other and not _alike(name, rules, llm, same_area):
            yield Difference(name, one or NOTHING, other or NOTHING)
    theirs = Counter(claim_key(claim, _WAY) for claim in llm.claims)
    mine = Counter(claim_key(claim, _WAY) for claim in rules.claims)
    for claim in _over(rules.claims, theirs):
        yield Difference("claim", claim_text(claim, actor), NOTHING)
    for claim in _over(llm.claims, mine):
        yield Difference("claim", NOTHING, claim_text(claim, actor))


def _over(claims: Iterable[Claim], others: Counter[tuple[object, ...]]) -> Iterable[Claim]:
    """Yield the claims that the others lack, each counted once."""
    left = Counter(others)
    for claim in claims:
        key = claim_key(claim, _WAY)
        if left[key]:
            left[key] -= 1
        else:
            yield claim


def _alike(name: str, rules: Event, llm: Event, same_area: SameArea) -> bool:
    """Tell whether two spellings mean one thing: sides in another order, an area's other name."""
    one, other = rules.place, llm.place
    if name == "sides":
        return _sides(rules) == _sides(llm)
    if one is None or other is None:
        return False
    if name == "place":
        return same_name(one.name, other.name)
    level = {"province": 1, "district": 2}.get(name)
    names = (one.adm1, other.adm1) if level == 1 else (one.adm2, other.adm2)
    return bool(
        level and all(names) and same_area(names[0] or "", names[1] or "", level, one.country)
    )


def _sides(event: Event) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(sorted(side)) for side in (event.side_a, event.side_b))


def claim_text(claim: Claim, actor: Label = str) -> str:
    """Return a claim in one line: what, how many, whose, and who says so."""
    high = "or more" if claim.high is None else f"to {claim.high}"
    number = str(claim.low) if claim.low == claim.high else f"{claim.low} {high}"
    of = f" of {actor(claim.side)}" if claim.side else ""
    stance = "" if claim.stance == "asserted" else f", {claim.stance}"
    part = ", part of another" if claim.subset else ""
    who = actor(claim.claimant) if claim.claimant else "the report"
    return f"{claim.kind} {number}{of}, says {who}{stance}{part}"


def _days(event: Event, _: Label) -> str:
    if event.date_start is None:
        return ""
    days = dict.fromkeys(str(day) for day in (event.date_start, event.date_end) if day)
    return " to ".join(days)


def _who(event: Event, actor: Label) -> str:
    sides = (", ".join(map(actor, side)) or NOTHING for side in (event.side_a, event.side_b))
    return " / ".join(sides)


def _at(key: str) -> Slot:
    return lambda event, _: str(getattr(event.place, key, None) or "")


_SLOTS: dict[str, Slot] = {
    "status": lambda e, _: e.status,
    "type": lambda e, _: e.event_type or "",
    "sub-type": lambda e, _: e.sub_event_type or "",
    "days": _days,
    "date precision": lambda e, _: e.date_precision or "",
    "sides": _who,
    "place": _at("name"),
    "place precision": _at("precision"),
    "country": _at("country"),
    "province": _at("adm1"),
    "district": _at("adm2"),
}
