"""Why a report could not be coded by the language model: one line, without the key."""

from __future__ import annotations


class ModelError(RuntimeError):
    """The model's endpoint is not set up, cannot be reached, or gave no answer to work with."""
