"""What a program read one report of a batch as, and the row of the queue that keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from events.json_reading import events_from_json
from events.json_writing import event_to_json, report_to_json
from events.model import Event, Issue, Report
from events.schema import Row


@dataclass(frozen=True, slots=True)
class Coded:
    """One report as it was coded: ``item`` says where in its batch it stood."""

    report: Report
    item: str
    coder: str
    proposals: tuple[Event, ...]
    issues: tuple[Issue, ...]
    signature: tuple[int, ...] = ()


def digest(report: Report) -> str:
    """Return a hash of all that a report is; another text under the same id hashes otherwise."""
    return hashlib.sha256(_packed(report_to_json(report)).encode()).hexdigest()[:24]


def to_row(coded: Coded) -> Row:
    """Return the row of ``CODINGS``: the same bytes for the same coding, with no time in it."""
    return {
        "report_id": coded.report.id,
        "item": coded.item,
        "coder": coded.coder,
        "digest": digest(coded.report),
        "report": _packed(report_to_json(coded.report)),
        "proposals": _packed([event_to_json(each, coded.report) for each in coded.proposals]),
        "issues": _packed([astuple(issue) for issue in coded.issues]),
        "signature": list(coded.signature),
    }


def from_row(row: Mapping[str, Any]) -> Coded | None:
    """Return what a row holds; None where its report cannot be read any more."""
    content = {"report": json.loads(row["report"]), "events": json.loads(row["proposals"])}
    report, events, _ = events_from_json(content, row["report_id"])
    if report is None:
        return None
    issues = tuple(Issue(*each) for each in json.loads(row["issues"]))
    signature = tuple(row["signature"] or ())
    return Coded(report, row["item"], row["coder"], events, issues, signature)


def _packed(content: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
