"""What a person says of records: one incident, apart, or one the sum of others; and undoing it.

Decisions stand in the table of pairings, one row a pair, apart from what the program proposes;
a later word on a pair takes the place of the earlier one, which stays in the table's versions.
They hold whatever is imported afterwards.  Each row keeps a digest of both records as the
person saw them, so that a record that has changed since is shown again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import combinations
from typing import Any, Literal

from events.model import Event
from events.schema import Row
from events.stories.pairing import pairing_id

# of two records in the order of their ids; "withdrawn" takes the word before back
Word = Literal["same", "apart", "first is the sum", "second is the sum", "withdrawn"]
_SEEN = (
    "status", "event_type", "sub_event_type", "date_start", "date_end", "side_a", "side_b",
    "fatalities_low", "fatalities_best", "fatalities_high", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a group: the records that stand together, the others each for themselves.

    ``whole`` is the record that the others of ``together`` are parts of; None where all of
    them tell of the same.
    """

    together: tuple[str, ...]
    apart: tuple[str, ...] = ()
    whole: str | None = None


def digest(event: Event) -> str:
    """Return what stands for all of a record that a person compares."""
    place = event.place
    where = (
        (place.name, place.precision, place.adm1, place.adm2, place.lat, place.lon) if place else ()
    )
    seen = [getattr(event, name) for name in _SEEN]
    text = json.dumps([*seen, *where], default=str, ensure_ascii=True)
    return blake2b(text.encode(), digest_size=12).hexdigest()


def pairs_of(ruling: Ruling) -> dict[tuple[str, str], Word]:
    """Return the word on each pair of a ruling's records, ids in order.

    Of the parts of a sum nothing is said among each other: they are told apart already.
    """
    words: dict[tuple[str, str], Word] = {}
    for one, other in combinations(sorted(ruling.together), 2):
        if ruling.whole is None:
            words[one, other] = "same"
        elif ruling.whole in (one, other):
            words[one, other] = "first is the sum" if ruling.whole == one else "second is the sum"
    for lone in ruling.apart:
        for other in (*ruling.together, *ruling.apart):
            if other != lone:
                words[min(lone, other), max(lone, other)] = "apart"
    return words


def pairing_rows(
    words: Mapping[tuple[str, str], Word], records: Mapping[str, Event], *, who: str, when: datetime
) -> tuple[Row, ...]:
    """Return the rows of ``PAIRINGS`` for these words.

    Raises
    ------
    KeyError
        When a record is not among those that the person saw.
    """
    return tuple(
        {
            "pairing_id": pairing_id(one, other),
            "first": one,
            "second": other,
            "verdict": word,
            "who": who,
            "decided": when.isoformat(timespec="seconds"),
            "first_digest": digest(records[one]),
            "second_digest": digest(records[other]),
        }
        for (one, other), word in words.items()
    )


def standing(pairings: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Return the decisions on stored records that are in force, the latest first."""
    said = [row for row in pairings if row.get("first_digest") and row["verdict"] != "withdrawn"]
    return tuple(sorted(said, key=lambda row: (row["decided"], row["pairing_id"]), reverse=True))


def changed_since(row: Mapping[str, Any], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return the records of a decision that are otherwise than when it was made, or gone.

    Parameters
    ----------
    now
        The digest of each record as it is; one that is gone is missing.
    """
    return tuple(
        row[end] for end in ("first", "second") if now.get(row[end]) != row[f"{end}_digest"]
    )


def undoing(
    words: Iterable[tuple[str, str]], before: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], Word]:
    """Return the words that bring pairs back to what was said of them before."""
    earlier = {(row["first"], row["second"]): row["verdict"] for row in before}
    return {pair: earlier.get(pair, "withdrawn") for pair in words}
