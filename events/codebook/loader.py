"""The codebook's files put together, with the checks that need more than one row."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable

from events.codebook.files import CodebookError, RowT, folder, read_csv, read_toml, unique
from events.codebook.naming import AliasIndex
from events.codebook.rows import (
    ActorClassRow,
    ActorRow,
    AliasRow,
    ClaimKindRow,
    CountryRow,
    EventTypeRow,
    QualifierRow,
    TermRow,
    VagueNumberRow,
)
from events.codebook.vocabulary import Codebook
from geodata.home import region_folder


@cache
def load() -> Codebook:
    """Return the shipped codebook with the actors of the user's own region; read once a process."""
    own = region_folder()
    return load_from(folder(), *((own,) if own else ()))


def load_from(at: Traversable, *regions: Traversable) -> Codebook:
    """Return the codebook whose files lie in ``at``.

    Parameters
    ----------
    at
        Folder with all files.
    *regions
        Folders with more rows of ``actors.csv`` and ``actor_aliases.csv``; either may be missing.

    Raises
    ------
    CodebookError
        When a file breaks its schema, an id stands twice, or a row names an unknown actor.
    """
    types = read_toml(at, "event_types.toml", "event_type", EventTypeRow)
    actors = _rows(at, regions, "actors.csv", ActorRow)
    aliases = _rows(at, regions, "actor_aliases.csv", AliasRow)
    classes = read_toml(at, "actor_classes.toml", "actor_class", ActorClassRow)
    countries = read_csv(at, "countries.csv", CountryRow)
    kinds = read_toml(at, "claim_kinds.toml", "claim_kind", ClaimKindRow)
    unique(types, "name", "event_types.toml")
    unique(actors, "id", "actors.csv")
    unique(countries, "code", "countries.csv")
    unique(classes, "code", "actor_classes.toml")
    unique(kinds, "name", "claim_kinds.toml")
    named = {row.id: row for row in actors}
    by_code = {row.code: row for row in countries}
    book = Codebook(
        types=types,
        named_actors=named,
        actor_aliases=aliases,
        actor_classes={row.code: row for row in classes},
        countries=by_code,
        claim_kinds={row.name: row for row in kinds},
        vague_numbers=read_toml(at, "vague_numbers.toml", "vague_number", VagueNumberRow),
        qualifiers=read_toml(at, "vague_numbers.toml", "qualifier", QualifierRow),
        terms=read_toml(at, "terms.toml", "term", TermRow),
        index=AliasIndex(named, aliases, classes, by_code),
    )
    _check_links(book)
    return book


def _rows(
    at: Traversable, regions: tuple[Traversable, ...], name: str, model: type[RowT]
) -> tuple[RowT, ...]:
    more = [one for one in regions if one.joinpath(name).is_file()]
    return tuple(row for one in (at, *more) for row in read_csv(one, name, model))


def _check_links(book: Codebook) -> None:
    for row in book.named_actors.values():
        for field in ("predecessor", "successor"):
            other = getattr(row, field)
            if other is not None and not book.is_actor_id(other):
                msg = f"actors.csv: {row.id}: {field} {other!r} is no actor"
                raise CodebookError(msg)
        if row.country is not None and row.country not in book.countries:
            msg = f"actors.csv: {row.id}: country {row.country!r} is not in countries.csv"
            raise CodebookError(msg)
        if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            msg = f"actors.csv: {row.id}: valid_from {row.valid_from} after {row.valid_to}"
            raise CodebookError(msg)
    seen: set[tuple[str, str, str | None]] = set()
    for alias in book.actor_aliases:
        if not book.is_actor_id(alias.actor):
            msg = f"actor_aliases.csv: {alias.alias!r} names {alias.actor!r}, which is no actor"
            raise CodebookError(msg)
        key = (alias.alias, alias.actor, alias.country)
        if key in seen:
            msg = f"actor_aliases.csv: {alias.alias!r} for {alias.actor} stands there twice"
            raise CodebookError(msg)
        seen.add(key)
