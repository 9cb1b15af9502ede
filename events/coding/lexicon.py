"""What the coder knows of words: the schema of the lexicon files, and their compiled form.

The files lie in ``events/coding/data``; :mod:`events.lexicon` reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Pattern
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from events.model import ClaimKind


def _is_pattern(value: str) -> str:
    try:
        re.compile(value.replace("{P}", "x").replace("{nobody}", "x"))
    except re.error as error:
        message = f"{value!r} is no regular expression: {error}"
        raise ValueError(message) from error
    return value


_NAMED = re.compile(r"(?<!\?P)<(\w+)>")  # "<crowd>", but not a named group
Regex = Annotated[str, AfterValidator(_is_pattern)]
Word = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LayoutTable(_Table):
    """layout.toml."""

    skip: tuple[Regex, ...]
    menu_separators: int = Field(ge=1)
    caption: tuple[Regex, ...]
    credit: tuple[Regex, ...]
    caption_tail: Regex
    sections: dict[str, tuple[Word, ...]]
    labels: dict[str, tuple[Word, ...]]


class NumbersTable(_Table):
    """numbers.toml."""

    units: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, tuple[int, int]]
    hedges: dict[str, tuple[Word, ...]]
    ordinals: dict[str, int]


class LossRule(_Table):
    """One kind of loss and the words that tell it."""

    kind: ClaimKind
    passive: tuple[Regex, ...]
    active: tuple[Regex, ...]
    intransitive: tuple[Regex, ...]
    noun: tuple[Regex, ...]
    of: tuple[Regex, ...]
    around: tuple[tuple[Regex, Regex], ...] = ()
    lost: bool = False
    victims: Literal["people", "objects", "aircraft", "households", "positions"] = "people"


class SaidRow(_Table):
    """A way of telling losses without a number: which kinds, in which words."""

    kinds: tuple[ClaimKind, ...]
    pattern: Regex


class LossesTable(_Table):
    """losses.toml."""

    rule: tuple[LossRule, ...]
    words: dict[str, tuple[Word, ...]]
    among: dict[ClaimKind, Regex]
    toll: dict[str, Regex]
    zero: tuple[SaidRow, ...]
    denied: tuple[SaidRow, ...]


class VictimsTable(_Table):
    """victims.toml."""

    persons: frozenset[Word]
    things: frozenset[Word]
    parts: frozenset[Word]
    abstract: frozenset[Word]
    collective: frozenset[Word]
    classes: dict[str, Regex] = Field(alias="class")


class TriggerRow(_Table):
    """Words of one event type."""

    event_type: str
    sub_event_type: str
    rank: int
    generic: bool = False
    patterns: tuple[Regex, ...]


class TriggersTable(_Table):
    """triggers.toml; ``words`` are expressions that patterns name as ``<word>``."""

    words: dict[str, Regex] = {}
    reference: dict[str, tuple[Regex, ...]]
    trigger: tuple[TriggerRow, ...]


class AssertionTable(_Table):
    """Words around a deed that undo it, as lemmas."""

    about: frozenset[Word]
    accuses: frozenset[Word]
    charged: frozenset[Word]
    leads_to: frozenset[Word]
    describes: frozenset[Word]
    protests: frozenset[Word]
    protested_with: frozenset[Word]


class StatusTable(_Table):
    """status.toml."""

    assertion: AssertionTable

    statement: tuple[Regex, ...]
    promise: tuple[Regex, ...]
    denial: tuple[Regex, ...]
    refuted: tuple[Regex, ...]
    planned: tuple[Regex, ...]
    background: tuple[Regex, ...]
    not_conflict: tuple[Regex, ...]
    effected: tuple[Regex, ...]
    unconfirmed: tuple[Regex, ...]
    denied: tuple[Regex, ...]
    reportedly: tuple[Regex, ...]
    aftermath: tuple[Regex, ...]
    ceremony: tuple[Regex, ...]


class ClassRow(_Table):
    """Words of one class of actors or speakers."""

    cls: str = Field(pattern=r"^[A-Z]{3}$")
    words: tuple[Word, ...]


class SpeechTable(_Table):
    """speech.toml."""

    verbs: tuple[Word, ...]
    weak: tuple[Word, ...]
    unnamed: tuple[Word, ...]
    according: tuple[Word, ...]
    outlets: tuple[Word, ...]
    listeners: tuple[Word, ...]
    classes: tuple[ClassRow, ...] = Field(alias="class")


class ClassesTable(_Table):
    """classes.toml."""

    classes: tuple[ClassRow, ...] = Field(alias="class")
    definite: dict[str, tuple[Word, ...]]


class PlacesTable(_Table):
    """places.toml."""

    units: dict[str, tuple[Word, ...]]
    prepositions: dict[str, tuple[Word, ...]]
    elsewhere: dict[str, tuple[Regex, ...]]
    names: dict[str, tuple[Word, ...]]
    lines: dict[str, str]
    seats: dict[str, tuple[Word, ...]]
    also_called: dict[str, str]
    second_level: dict[str, tuple[Word, ...]]


class PartiesTable(_Table):
    """parties.toml."""

    patterns: dict[str, tuple[Regex, ...]]


class ReferencesTable(_Table):
    """references.toml."""

    patterns: dict[str, tuple[Regex, ...]]
    nouns: dict[str, tuple[Word, ...]]
    meanings: dict[str, tuple[Word, ...]]


TABLES: dict[str, type[_Table]] = {
    "layout": LayoutTable,
    "numbers": NumbersTable,
    "losses": LossesTable,
    "victims": VictimsTable,
    "triggers": TriggersTable,
    "status": StatusTable,
    "speech": SpeechTable,
    "classes": ClassesTable,
    "places": PlacesTable,
    "parties": PartiesTable,
    "references": ReferencesTable,
}


def any_of(patterns: tuple[str, ...]) -> Pattern[str]:
    """One expression that matches any of ``patterns``, without regard to case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.IGNORECASE)


def _whole(patterns: tuple[str, ...], named: dict[str, str]) -> Pattern[str]:
    """One expression over whole words, with the named words put in."""

    def named_word(match: re.Match[str]) -> str:
        return named.get(match[1], match.group())

    body = "|".join(_NAMED.sub(named_word, pattern) for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def words_of(words: tuple[str, ...], flags: int = re.IGNORECASE) -> Pattern[str]:
    """One expression that matches any of ``words`` whole, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
    return re.compile(rf"(?<!\w)(?:{body or '(?!)'})(?!\w)", flags)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexicon files, checked; ``patterns`` holds their expressions, compiled, by name."""

    layout: LayoutTable
    numbers: NumbersTable
    losses: LossesTable
    victims: VictimsTable
    triggers: tuple[tuple[TriggerRow, Pattern[str]], ...]
    status: StatusTable
    speech: SpeechTable
    classes: ClassesTable
    places: PlacesTable
    parties: PartiesTable
    references: ReferencesTable
    patterns: dict[str, Pattern[str]]


def compile_lexicon(tables: dict[str, object]) -> Lexicon:
    """Check the parsed files and compile their patterns.

    Parameters
    ----------
    tables
        Parsed content of each file, by its name without ending (the keys of :data:`TABLES`).

    Raises
    ------
    pydantic.ValidationError
        A file breaks its schema; the error names the key.
    """
    checked = {name: model.model_validate(tables[name]) for name, model in TABLES.items()}
    layout = LayoutTable.model_validate(checked["layout"])
    status = StatusTable.model_validate(checked["status"])
    places = PlacesTable.model_validate(checked["places"])
    triggers = TriggersTable.model_validate(checked["triggers"])
    speech = SpeechTable.model_validate(checked["speech"])
    classes = ClassesTable.model_validate(checked["classes"])
    patterns = {
        field: any_of(getattr(status, field))
        for field in StatusTable.model_fields
        if field != "assertion"
    }
    parties = PartiesTable.model_validate(checked["parties"])
    references = ReferencesTable.model_validate(checked["references"])
    for table in (parties, references):
        patterns |= {name: any_of(rows) for name, rows in table.patterns.items()}
    patterns |= {name: any_of(rows) for name, rows in triggers.reference.items()}
    patterns["skip"] = any_of(layout.skip)
    patterns["caption"] = any_of(layout.caption)
    patterns["credit"] = any_of(layout.credit)
    patterns["caption_tail"] = any_of((layout.caption_tail,))
    patterns["total"] = words_of(places.names["total"])
    patterns["border"] = words_of(places.names["border"])
    patterns["verbs"] = words_of(speech.verbs)
    return Lexicon(
        layout=layout,
        numbers=NumbersTable.model_validate(checked["numbers"]),
        losses=LossesTable.model_validate(checked["losses"]),
        victims=VictimsTable.model_validate(checked["victims"]),
        triggers=tuple((row, _whole(row.patterns, triggers.words)) for row in triggers.trigger),
        status=status,
        speech=speech,
        classes=classes,
        places=places,
        parties=parties,
        references=references,
        patterns=patterns,
    )
