"""From a handed-in report to proposals, and from a person's decision to the store.

The only module of the hand-in page that touches files, models and the store.
"""

from __future__ import annotations


class NotReadableError(ValueError): ...


class NotKeptError(RuntimeError): ...
