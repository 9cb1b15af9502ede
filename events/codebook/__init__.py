"""The coding vocabulary: event types, actors, kinds of claims, number words.

The content stands in the TOML and CSV files of this folder and is checked when it is
loaded; the rules that use it are in ``docs/codebook.md``.
"""

from events.codebook.files import CodebookError
from events.codebook.loader import load
from events.codebook.naming import ActorMatch
from events.codebook.vocabulary import Codebook

__all__ = ["ActorMatch", "Codebook", "CodebookError", "load"]
