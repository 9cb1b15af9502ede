"""What waits for a person: proposed groups, decisions on records that have changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from events.commits import Batch, Note
from events.matching.deciding import Word, changed_since, digest, pairing_rows, standing
from events.matching.incidents import decided
from events.model import Event
from events.queries.reading import read, read_events
from events.schema import pairings_to_table
from events.snapshot import Snapshot
from events.store import Store

MOST_CHECKED = 20_000  # decided records that are held against what they are now


@dataclass(frozen=True, slots=True)
class Item:
    """Records to look at together: ``kind`` is same, sum (the whole first) or apart.

    ``score`` is None where a person decided; ``changed`` are records that are otherwise since.
    """

    kind: str
    records: tuple[str, ...]
    score: float | None = None
    changed: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The records' ids, in order."""
        return "\n".join(sorted(self.records))


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to decide, the surest first; what to look at again; what is decided."""

    open: tuple[Item, ...]
    again: tuple[Item, ...]
    decided: tuple[Item, ...]


def queue(snapshot: Snapshot) -> Queue:
    """Return what waits in a version, and what is decided."""
    pairings = read(snapshot, "pairings").to_pylist()
    rows = standing(pairings)
    said = {(row["first"], row["second"]) for row in rows}
    groups = read(snapshot, "groups", columns=["kind", "records", "score"]).to_pylist()
    waiting = [
        Item(row["kind"], tuple(row["records"]), row["score"])
        for row in groups
        if not _pairs(row["kind"], row["records"]) <= said
    ]
    waiting.sort(key=lambda item: (-(item.score or 0), item.records))
    settled = [Item(each.kind, each.records) for each in decided(pairings)]
    apart = [
        Item("apart", (row["first"], row["second"])) for row in rows if row["verdict"] == "apart"
    ]
    return Queue(tuple(waiting), _again(snapshot, rows), (*settled, *apart))


def _pairs(kind: str, records: Sequence[str]) -> set[tuple[str, str]]:
    pairs = (
        ((records[0], part) for part in records[1:]) if kind == "sum" else combinations(records, 2)
    )
    return {(min(pair), max(pair)) for pair in pairs}


def _again(snapshot: Snapshot, rows: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
    ids = tuple(dict.fromkeys(row[end] for row in rows for end in ("first", "second")))
    now = {each.id: digest(each) for each in read_events(snapshot, ids[:MOST_CHECKED])}
    kept = set(ids[:MOST_CHECKED])
    found = []
    for row in rows:
        if {row["first"], row["second"]} <= kept and (changed := changed_since(row, now)):
            kind = "apart" if row["verdict"] == "apart" else "same"
            found.append(Item(kind, (row["first"], row["second"]), None, changed))
    return tuple(found)


def told_of(snapshot: Snapshot, item: Item) -> tuple[Mapping[str, Any], ...]:
    """Return the pairs of a proposed group with their scores and reasons."""
    rows = read(snapshot, "groups", [item.key], ["group_id", "pairs"]).to_pylist()
    return tuple(rows[0]["pairs"]) if rows else ()


def say(
    store: Store,
    words: Mapping[tuple[str, str], Word],
    records: Mapping[str, Event],
    *,
    who: str,
    when: datetime,
) -> tuple[Mapping[str, Any], ...]:
    """Keep what a person says of pairs of records; return what stood there before.

    Raises
    ------
    StoreError
        When the store cannot be written.
    """
    rows = pairing_rows(words, records, who=who, when=when)
    ids = [row["pairing_id"] for row in rows]
    before = tuple(read(store.snapshot(), "pairings", ids).to_pylist())
    what = ", ".join(sorted({f"{word}" for word in words.values()}))
    names = ", ".join(sorted({each for pair in words for each in pair}))[:200]
    store.commit(Batch(pairings=pairings_to_table(rows)), Note(who, f"said of {names}: {what}"))
    return before
