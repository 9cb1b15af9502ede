"""The account of a batch: what was read is coded, was coded before, or was refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Outcome = Literal["coded", "already", "refused"]


@dataclass(frozen=True, slots=True)
class Account:
    """How many items came to what; ``read`` is always the sum of the other three."""

    coded: int = 0
    already: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """Return how many items were read."""
        return self.coded + self.already + self.refused

    def with_one(self, outcome: Outcome) -> Account:
        """Return the account with one more item."""
        return replace(self, **{outcome: getattr(self, outcome) + 1})

    def __str__(self) -> str:
        return (
            f"read {self.read} = coded {self.coded} + already coded {self.already} "
            f"+ refused {self.refused}"
        )
