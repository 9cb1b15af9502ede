"""What is refused of an answer, and how that is said: listed, never dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.model import Issue, Severity

SHOWN = 120  # characters of a refused value that a message repeats

NOT_FOUND = "not in the text"
TO_PROGRAM = "addressed to a program"
NO_NUMBER = "no number in the words"
NO_ACTOR = "names no actor"
NO_DATE = "date not read"
NO_TYPE = "type refused"
TOO_MANY = "too many"
UNSUPPORTED = "event refused"

_SAID = {
    NOT_FOUND: "these words do not stand in the sentences that the model gives for them; dropped",
    TO_PROGRAM: "these words speak to the program and report nothing; refused",
    NO_NUMBER: "no number of a loss is read in these words; the claim is dropped",
    NO_ACTOR: "the actor register knows nobody by these words; dropped",
    NO_DATE: "the date rules do not read these words; the event is dated as one without date words",
    NO_TYPE: "the codebook has no such type; refused",
    UNSUPPORTED: "no sentence of the report supports it; the event is refused",
    TOO_MANY: "more than are read of one report; the rest is refused",
}
RULES = frozenset(_SAID)


@dataclass(slots=True)
class Refused:
    """Collects what is refused of one record; ``record`` is its id, or the report's."""

    record: str
    issues: list[Issue] = field(default_factory=list)

    def add(self, name: str, value: str, rule: str, severity: Severity = "warning") -> None:
        """Note that a value is refused, under the rule's short name."""
        shown = " ".join(value.split())[:SHOWN]
        said = f"{self.record}, {name}: {shown!r}: {_SAID[rule]}"
        self.issues.append(Issue(self.record, name, shown, rule, said, severity))
