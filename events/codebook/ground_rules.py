"""What the name of a rule, as a ground carries it, means to a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import Field

from events.codebook.files import CodebookError, folder, read_toml
from events.codebook.rows import Row

NAME = "ground_rules.toml"
Slot = Literal["status", "event_type", "date", "place", "area", "side", "claim"]
_SIDES = {"side_a": "side", "side_b": "side", "sub_event_type": "event_type"}


class _Rule(Row):
    """One rule: of which field, its name (``x: *`` for all that begin so), and its plain words."""

    field: Slot
    name: str = Field(min_length=1)
    says: str = Field(min_length=3, max_length=80)
    default: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """A rule in plain words; ``default``: it goes by no words of the value's own."""

    says: str
    default: bool = False


@cache
def load() -> dict[tuple[str, str], Meaning]:
    """Return the shipped meanings by field and name; read once a process."""
    return load_from(folder())


def load_from(at: Traversable) -> dict[tuple[str, str], Meaning]:
    """Return the meanings that a folder's file gives.

    Raises
    ------
    CodebookError
        An entry breaks the schema, or a rule stands there twice.
    """
    found: dict[tuple[str, str], Meaning] = {}
    for row in read_toml(at, NAME, "rule", _Rule):
        key = (row.field, row.name)
        if key in found:
            message = f"{NAME}: {row.name!r} of {row.field} stands there twice"
            raise CodebookError(message)
        found[key] = Meaning(row.says, row.default)
    return found


def meaning(field: str, rule: str) -> Meaning | None:
    """Return what a rule of a field means, None where the file does not say."""
    slot, told = _SIDES.get(field, field), load()
    for name in _names(rule):
        if (slot, name) in told:
            return told[slot, name]
    return None


def _names(rule: str) -> Iterable[str]:
    """Yield the rule's name, then the beginnings that stand for all that share them."""
    yield rule
    for mark in (": ", ":"):
        head, found, _ = rule.partition(mark)
        if found:
            yield f"{head}{mark}*"
