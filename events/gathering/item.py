"""One thing that a batch holds: the report it was read as, or why it was refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from events.model import Issue, Report, Severity
from events.reading import Known, ReadingError, read_bytes

MAX_LABEL = 200


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is taken where an item does not say it, and what a table's columns are called.

    ``columns`` are a field of :data:`events.gathering.columns.FIELDS` and the header that the
    person who hands the batch in named for it.
    """

    published: date | None = None
    publisher: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: ``label`` says where it stands ("week.zip › a.txt", "texts.csv, line 3").

    ``report`` is None where it was refused; ``issues`` then say why.
    """

    label: str
    report: Report | None
    issues: tuple[Issue, ...] = ()


def refused(label: str, value: str, rule: str, message: str) -> Item:
    """Return an item that was not read: where it stands, the offending value, what is accepted."""
    return Item(label, None, (fault(label, value, rule, message),))


def fault(label: str, value: str, rule: str, message: str, severity: Severity = "error") -> Issue:
    """Return an issue on an item; the value is shortened and without control characters."""
    shown = label_of(value)
    return Issue(label, "report", shown, rule, f"{label}: {message}", severity)


def label_of(name: str) -> str:
    """Return a name as it may be shown: one line, no control characters, bounded.

    Names in archives come from outside.  They are labels only: no path is made of one.
    """
    plain = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(each).startswith("C") else each
        for each in name
    )
    clean = plain.encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= MAX_LABEL else f"{clean[: MAX_LABEL - 1]}…"


def read_item(content: bytes, name: str, label: str, defaults: Defaults) -> Item:
    """Return the item of one text, web page or JSON file; never raises on what it holds."""
    base = label_of(name.replace("\\", "/").rpartition("/")[2])
    try:
        return Item(label, _filled(content, base, defaults))
    except ReadingError as error:
        return refused(label, name, "not a report", bare(str(error), base))


def bare(said: str, name: str) -> str:
    """Return a message on a file without the file's name, which the item's label says."""
    return said.removeprefix(name).lstrip(": ")


def _filled(content: bytes, name: str, defaults: Defaults) -> Report:
    """Read a report by what it says itself, then by what is known of the whole batch."""
    try:
        report = read_bytes(content, name, Known())
    except ReadingError:
        published = _day_in(name) or defaults.published
        if published is None:
            raise
        report = read_bytes(content, name, Known(published=published))
    if report.publisher is None and defaults.publisher:
        known = Known(published=report.published, publisher=defaults.publisher)
        report = read_bytes(content, name, known)
    return report


def _day_in(name: str) -> date | None:
    """Return the day that a file's name begins with, such as ``2025-10-12_night.txt``."""
    try:
        return date.fromisoformat(name[:10])
    except ValueError:
        return None
