"""The codebook as one frozen object: types, actors, kinds of claims, number words, terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from events.codebook.naming import ActorMatch, AliasIndex
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

GENERIC_ID = re.compile(r"^(?P<country>[A-Z]{3}):(?P<code>[A-Z]{3})$")
ACRONYM_ID = re.compile(r"^([A-Z]{3}:)?[A-Z][A-Z0-9-]{1,11}$")


@dataclass(frozen=True)
class Codebook:
    """All that coding, checking and showing need to know of the vocabulary.

    ``event_types`` maps each event type to its sub-types, in the codebook's order.
    """

    types: tuple[EventTypeRow, ...]
    named_actors: dict[str, ActorRow]
    actor_aliases: tuple[AliasRow, ...]
    actor_classes: dict[str, ActorClassRow]
    countries: dict[str, CountryRow]
    claim_kinds: dict[str, ClaimKindRow]
    vague_numbers: tuple[VagueNumberRow, ...]
    qualifiers: tuple[QualifierRow, ...]
    terms: tuple[TermRow, ...]
    index: AliasIndex

    @property
    def event_types(self) -> dict[str, tuple[str, ...]]:
        """Each event type with its sub-event types."""
        return {row.name: tuple(sub.name for sub in row.sub_event_type) for row in self.types}

    def event_type_of(self, sub_event_type: str) -> str | None:
        """Return the event type that a sub-type belongs to, by its name or a known alias."""
        wanted = sub_event_type.casefold()
        for row in self.types:
            for sub in row.sub_event_type:
                if wanted in {name.casefold() for name in (sub.name, *sub.aliases)}:
                    return row.name
        return None

    def values(self, list_name: str) -> tuple[str, ...]:
        """Return the accepted values of a closed list, such as ``status``."""
        return tuple(term.value for term in self.terms if term.list == list_name)

    def actor(self, actor_id: str) -> ActorRow | None:
        """Return the actor of an id, named or generic (``CCC:CLASS`` of any country); else None."""
        if named := self.named_actors.get(actor_id):
            return named
        parts = GENERIC_ID.match(actor_id)
        if not parts or parts["country"] not in self.countries:
            return None
        group = self.actor_classes.get(parts["code"])
        if group is None:
            return None
        label = group.label.format(country=self.countries[parts["country"]].name)
        return ActorRow.model_validate(
            {"id": actor_id, "label": label, "class": group.name, "country": parts["country"]}
        )

    def is_actor_id(self, text: str) -> bool:
        """Return whether ``text`` is an id of this codebook."""
        return self.actor(text) is not None

    def is_acronym(self, text: str) -> bool:
        """Return whether ``text`` could be the id of a group that this codebook does not list.

        "Any other named group goes by its usual acronym in capitals" (codebook, section 4).
        """
        prefix, colon, _ = text.partition(":")
        return bool(ACRONYM_ID.match(text)) and (not colon or prefix in self.countries)

    def actor_label(self, actor_id: str, on: date | None = None) -> str:  # noqa: ARG002
        """Return the label of an actor id; an id that is not listed is its own label.

        ``on`` is there for actors whose name changed under one id; none has yet.
        """
        found = self.actor(actor_id)
        return found.label if found else actor_id

    def actor_class(self, actor_id: str, country: str | None = None) -> str | None:
        """Return the class of an actor; state forces outside their own country are external."""
        found = self.actor(actor_id)
        if found is None:
            return None
        abroad = country is not None and found.country is not None and found.country != country
        if found.actor_class == "state forces" and abroad:
            return "external"
        return found.actor_class

    def valid_on(self, actor_id: str, start: date, end: date | None = None) -> bool:
        """Return whether the actor exists on some day of the span; unknown ids always do."""
        found = self.actor(actor_id)
        if found is None:
            return True
        after = found.valid_from is None or (end or start) >= found.valid_from
        before = found.valid_to is None or start <= found.valid_to
        return after and before

    def find_actor(
        self, text: str, on: date | None = None, country: str | None = None
    ) -> tuple[ActorMatch, ...]:
        """Return the actors that ``text`` can mean, best first.

        Parameters
        ----------
        text
            Words of a report ("Pakistani troops", "the FC", "201 Khalid bin Walid Corps").
        on
            The day spoken of; actors outside their dates rank last and say so.
        country
            ISO alpha-3 of the country that the words are about, for aliases that need one
            ("security forces", "militants").
        """
        return self.index.find(text, on, country)

    def resolve(self, actor_id: str, on: date | None = None) -> str:
        """Return whom an id means on a day: AFG:MIL is AFG:IEA from 2021-08-15, AFG:GOV before."""
        return self.index.resolve(actor_id, on)[0]
