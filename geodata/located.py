"""What a text says of a place, and what is found of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol


class Stated(Protocol):
    """What a report says of a place; :class:`events.model.Place` is one."""

    @property
    def name(self) -> str | None:
        """The name as written."""

    @property
    def precision(self) -> str:
        """How exactly the text says where it was (codebook, section 5)."""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-3."""

    @property
    def adm1(self) -> str | None:
        """The province, by any of its names."""

    @property
    def adm2(self) -> str | None:
        """The district, by any of its names."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be found, or contradicts: ``rule``, the field, its value, and a sentence."""

    rule: str
    field: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Located:
    """A place with its area's ids; ``lat`` and ``lon`` (degrees) for exact and near only."""

    name: str | None
    precision: str
    country: str | None = None
    adm1: str | None = None
    adm1_id: str | None = None
    adm2: str | None = None
    adm2_id: str | None = None
    border: str | None = None
    lat: float | None = None
    lon: float | None = None
    method: str = "stated"
    resolved: bool = True
    rivals: tuple[str, ...] = ()
    issues: tuple[Problem, ...] = ()


def smallest(found: Located, *, resolved: bool = False) -> Located:
    """Take the precision of the smallest area known (codebook, section 5)."""
    finest = "district" if found.adm2 else "province" if found.adm1 else "country"
    order = ("country", "province", "district", "near", "exact")
    precision = min(finest, found.precision, key=order.index)
    return replace(found, precision=precision, lat=None, lon=None, resolved=resolved)


def told(found: Located, rule: str, field: str, value: str, text: str) -> Located:
    """Return the place with one more problem said."""
    return replace(found, issues=(*found.issues, Problem(rule, field, value, text)))
