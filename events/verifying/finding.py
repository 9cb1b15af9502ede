"""One thing that is wrong in a store."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 120  # letters of a value


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: in which table, of which record or file, by which rule, the value, in words.

    ``rule`` is one of ``log``, ``pin``, ``missing file``, ``size``, ``unreadable``, ``schema``,
    ``no key``, ``hash``, ``duplicate``, ``point``, ``join``, ``unknown area``, ``boundaries``
    and ``orphan``.
    """

    table: str
    record: str
    rule: str
    value: str
    said: str

    def line(self) -> str:
        """Return the finding as a line to read."""
        shown = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        return f"{self.table}, {self.record}: {self.rule}: {shown!r}: {self.said}"
