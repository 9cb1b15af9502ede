"""How a rule says that an event breaks it."""

from __future__ import annotations

from events.model import Event, Issue, Severity

SHOWN = 120  # characters of a value that a message repeats


def fault(
    event: Event, field: str, value: object, rule: str, said: str, *, severity: Severity = "warning"
) -> Issue:
    """Return the issue that ``field`` of an event breaks ``rule``."""
    shown = str(value)[:SHOWN]
    return Issue(event.id, field, shown, rule, f"{event.id}, {field}: {shown!r}: {said}", severity)
