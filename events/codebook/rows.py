"""What a row of each codebook file must look like: the check at load."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

ACTOR_CLASSES = (
    "state forces",
    "police",
    "government",
    "rebels",
    "militia",
    "civilians",
    "protesters",
    "rioters",
    "external",
    "unidentified",
)
ActorClassName = Literal[
    "state forces",
    "police",
    "government",
    "rebels",
    "militia",
    "civilians",
    "protesters",
    "rioters",
    "external",
    "unidentified",
]
AliasKind = Literal["name", "short", "unit", "organ", "nickname", "metonym", "spokesman"]


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ActorId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,11}(:[A-Z0-9-]{2,12})?$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
MaybeDate = Annotated[date | None, BeforeValidator(_blank_is_none)]
MaybeActor = Annotated[ActorId | None, BeforeValidator(_blank_is_none)]
MaybeCountry = Annotated[CountryCode | None, BeforeValidator(_blank_is_none)]
TextList = Annotated[tuple[Text, ...], BeforeValidator(_split)]


class Row(BaseModel):
    """A row is frozen and has no key that the reader does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ActorRow(Row):
    """A row of actors.csv; ``absorbs`` lists generic ids that mean this actor in its dates."""

    id: ActorId
    label: Text
    actor_class: ActorClassName = Field(alias="class")
    country: MaybeCountry = None
    valid_from: MaybeDate = None
    valid_to: MaybeDate = None
    predecessor: MaybeActor = None
    successor: MaybeActor = None
    absorbs: Annotated[tuple[ActorId, ...], BeforeValidator(_split)] = ()
    note: str = ""


class AliasRow(Row):
    """A row of actor_aliases.csv; ``country`` limits the alias to reports about that country."""

    alias: Text
    actor: ActorId
    kind: AliasKind
    country: MaybeCountry = None
    case: Literal["exact", "any"] = "any"


class CountryRow(Row):
    """A row of countries.csv: ISO 3166-1 alpha-3, English name, adjectives, capitals."""

    code: CountryCode
    name: Text
    adjectives: TextList = ()
    capitals: TextList = ()


class ActorClassRow(Row):
    """A generic class of actors that any country has."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    name: ActorClassName = Field(alias="class")
    label: Annotated[str, StringConstraints(pattern=r"\{country\}")]
    nouns: tuple[Text, ...] = ()


class SubTypeRow(Row):
    """A sub-event type, with spellings met in exports."""

    name: Text
    note: str = ""
    aliases: tuple[Text, ...] = ()


class EventTypeRow(Row):
    """An event type and its sub-types."""

    name: Text
    note: str = ""
    aliases: tuple[Text, ...] = ()
    sub_event_type: tuple[SubTypeRow, ...] = Field(min_length=1)


class ClaimKindRow(Row):
    """A kind of claim, and whether it counts people or objects."""

    name: Literal[
        "killed",
        "injured",
        "captured",
        "missing",
        "displaced",
        "destroyed",
        "damaged",
        "seized",
        "shot_down",
    ]
    label: Text
    counts: Literal["people", "objects"]
    fatal: bool = False


class VagueNumberRow(Row):
    """Number words that mean a range, inclusive."""

    words: tuple[Text, ...] = Field(min_length=1)
    low: int = Field(ge=0)
    high: int = Field(ge=0)


class QualifierRow(Row):
    """Words that turn a number N into a range."""

    words: tuple[Text, ...] = Field(min_length=1)
    low: Literal["N", "N+1", "0"]
    high: Literal["N", "open"]


class TermRow(Row):
    """A value of one of the codebook's closed lists, with a label and its meaning."""

    list: Literal["status", "date_precision", "place_precision", "stance"]
    value: Text
    label: Text
    meaning: Text
