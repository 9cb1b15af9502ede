"""What was found wrong, or worth knowing, in a file of areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


class BoundaryError(ValueError):
    """A file or request about areas that cannot be taken; the message says where and the fix."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: ``error`` leaves its area out, ``warning`` and ``note`` do not.

    ``rule`` is the check's short name, ``area`` the area's name or number ("" for the file).
    """

    severity: Severity
    rule: str
    area: str
    message: str

    def __str__(self) -> str:
        """Return the finding as one line for a person."""
        where = f" {self.area}:" if self.area else ""
        return f"{self.severity}: {self.rule}:{where} {self.message}"
