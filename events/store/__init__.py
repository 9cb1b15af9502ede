"""The tables of the data folder: who changed what, when and why, and every version.

Delta tables stand under ``<home>/tables``; this package alone knows their format.  The log of
``events`` is the log of the store: each of its commits names the versions of ``reports``,
``decisions``, ``issues`` and ``pairings`` that belong to it, and those are written first, so a
reader never sees an event without its report.  A commit is taken only on top of the version
that it was planned on; when another process was quicker, it is planned again.

``codings``, what a program proposes, has versions of its own: it changes often while a batch
is coded, and nothing of it is on the map.
"""

from events.commits import Batch, Commit, LogEntry, Note
from events.snapshot import StoreError
from events.store.store import Store

__all__ = ["Batch", "Commit", "LogEntry", "Note", "Store", "StoreError"]
