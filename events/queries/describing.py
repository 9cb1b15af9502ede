"""A filter in words, for people who read an export or a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from events.codebook import Codebook
from events.queries.filter import Filter

_NONE: Mapping[str, str] = MappingProxyType({})
_STATUS_WORDS = {
    "event": "events",
    "background": "background",
    "statement": "statements",
    "planned": "plans",
    "withdrawn": "withdrawn rows",
}
_ONCE = {
    "decided": "people's decisions",
    "sure": "people's decisions and what the program is sure of",
    "likely": "people's decisions and what the program finds likely",
}
_MEASURES = {"low": "lowest", "best": "agreed", "high": "highest"}


@dataclass(frozen=True, slots=True)
class Names:
    """How ids read in words; an id that is not listed stands for itself."""

    codebook: Codebook
    areas: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def actor(self, key: str) -> str:
        """Return an actor's name."""
        return self.codebook.actor_label(key)

    def area(self, key: str) -> str:
        """Return the name of a province, a district or a border."""
        return self.areas.get(key, key)

    def country(self, key: str) -> str:
        """Return a country's name."""
        row = self.codebook.countries.get(key)
        return row.name if row else key


def describe(f: Filter, names: Names) -> str:
    """Return a filter as one line of English.

    Examples
    --------
    ``Events from 2025-10-01 to 2025-10-20, actor Tehreek-e-Taliban Pakistan, province Khost``
    """
    head = _any([_STATUS_WORDS[each] for each in f.statuses], " and ") or "all records"
    parts = [head[0].upper() + head[1:] + _dates(f.start, f.end)]
    listed: tuple[tuple[str, tuple[str, ...], Callable[[str], str]], ...] = (
        ("actor", f.actors, names.actor),
        ("against" if f.actors else "actor", f.opponents, names.actor),
        ("country", f.countries, names.country),
        ("province", f.adm1, names.area),
        ("district", f.adm2, names.area),
        ("border", f.borders, names.area),
        ("type", f.event_types, str),
        ("sub-type", f.sub_event_types, str),
        ("data set", f.datasets, str),
        ("source", f.publishers, str),
        ("place precision", f.precisions, str),
    )
    parts += [f"{word} {_any(map(say, values))}" for word, values, say in listed if values]
    if f.min_fatalities > 0:
        parts.append(
            f"at least {f.min_fatalities} killed by the {_MEASURES[f.fatality_measure]} toll"
        )
    if f.words:
        parts.append(f"with the words “{f.words}”")
    if f.retold is not None:
        parts.append("only retold texts" if f.retold else "without retold texts")
    if f.once:
        parts.append(f"each incident once, by {_ONCE[f.once]}")
    return ", ".join(parts)


def _any(values: Iterable[str], joint: str = " or ") -> str:
    return joint.join(values)


def _dates(start: date | None, end: date | None) -> str:
    if start and end:
        return f" on {start}" if start == end else f" from {start} to {end}"
    if start:
        return f" from {start} on"
    return f" up to {end}" if end else " of all dates"
