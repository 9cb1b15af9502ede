"""What the model is asked for: the codebook's records, with the report's words as their values.

Kinds, statuses and stances are those of :mod:`events.model`; days, numbers, actors and places
are words of the report, which our own resolvers read.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from events import codebook
from events.model import ClaimKind, Stance, Status

MOST_BYTES = 2_000_000  # of one reply; an honest one has some tens of thousands
MOST_EVENTS, MOST_CLAIMS, MOST_WORDS = 200, 100, 60  # of an answer, an event, a list of names


def _types(schema: dict[str, Any]) -> None:
    schema["enum"] = [*codebook.load().event_types, ""]


def _sub_types(schema: dict[str, Any]) -> None:
    schema["enum"] = [sub for subs in codebook.load().event_types.values() for sub in subs] + [""]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class SaidLoss(_Said):
    """One loss that somebody states; every text is copied letter for letter from the report."""

    kind: ClaimKind
    quote: str = Field(description="The words of one sentence that state the loss.")
    number: str = Field(
        description="The number as written inside the quote, such as '58', 'more than 200', "
        "'dozens', 'a', 'no'. Where somebody does not confirm or denies a number of another "
        "sentence, that number. Empty where a person is only named or a denial has no number."
    )
    victims: str = Field(description="Who or what was lost, as written; empty if not said.")
    side: str = Field(description="Whose loss it is, as written; empty if not said.")
    claimant: str = Field(
        description="Who says so, as written, never a pronoun; empty where the report says it."
    )
    stance: Stance
    subset: bool = Field(description="Counted within another claim of the same claimant.")


class SaidPlace(_Said):
    """A place as written, and the larger areas that the text puts it in."""

    name: str
    within: list[str] = Field(description="Larger areas as written, the smallest first.")


class SaidEvent(_Said):
    """One event, statement, plan or piece of background."""

    status: Status
    event_type: Annotated[str, Field(json_schema_extra=_types)]
    sub_event_type: Annotated[str, Field(json_schema_extra=_sub_types)]
    evidence: list[str] = Field(
        description="Whole sentences, letter for letter: every one that this record takes "
        "words from."
    )
    date: str = Field(description="The words that say when, as written; empty if none do.")
    side_a: list[str] = Field(description="Actors of one side, as written.")
    side_b: list[str] = Field(description="Actors of the other side, or civilians hit.")
    places: list[SaidPlace] = Field(description="Where it was, the main place first.")
    claims: list[SaidLoss]


class Answer(_Said):
    """All that the model finds in one report."""

    events: list[SaidEvent]
