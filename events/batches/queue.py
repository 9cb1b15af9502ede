"""What waits for review: every coded report with what is left in it, and its story."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.decisions import same_proposal, standing
from events.queries.reading import read, read_files
from events.store import Store
from events.stories.grouping import Story, Told, group
from events.stories.matching import slim
from events.stories.pairing import kept_apart

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One report of the queue: how many proposals it has, are undecided, are doubtful.

    ``events`` counts the undecided ones that would be drawn; ``doubtful`` the undecided ones
    with a doubt; ``story`` names the other reports of its story.
    """

    report_id: str
    title: str
    publisher: str | None
    published: date
    item: str
    proposals: int
    left: int
    events: int
    doubtful: int
    retold: bool = False
    story: Story | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """All coded reports, the first published first, and the stories among them."""

    reports: tuple[Waiting, ...]
    stories: tuple[Story, ...]

    @property
    def open(self) -> tuple[Waiting, ...]:
        """Return the reports in which something is undecided."""
        return tuple(each for each in self.reports if each.left)


def queue(store: Store) -> Queue:
    """Return what waits for review in a store; see :class:`Waiting`."""
    snapshot = store.snapshot()
    columns = ["report_id", "item", "report", "proposals", "issues", "signature"]
    rows = read_files(store.codings()[1], "codings", columns=columns).to_pylist()
    decisions: dict[str, list[Row]] = defaultdict(list)
    for row in standing(read(snapshot, "decisions").to_pylist()):
        if row["verdict"] != "withdrawn":
            decisions[row["report_id"]].append(row)
    read_ = [_read(row, decisions[row["report_id"]]) for row in rows]
    apart = kept_apart(read(snapshot, "pairings").to_pylist())
    stories = group((told for _, told in read_), apart)
    of = {report_id: story for story in stories for report_id in story.reports}
    waiting = [replace(each, story=of.get(each.report_id)) for each, _ in read_]
    waiting.sort(key=lambda each: (each.published, each.report_id))
    return Queue(tuple(waiting), stories)


def _read(row: Row, decisions: Iterable[Row]) -> tuple[Waiting, Told]:
    report, proposals = json.loads(row["report"]), json.loads(row["proposals"])
    known = {same_proposal(json.loads(each["proposal"])) for each in decisions}
    left = [each for each in proposals if same_proposal(each) not in known]
    doubted = {record for record, *_, severity in json.loads(row["issues"]) if severity != "note"}
    published = date.fromisoformat(report["published"])
    waiting = Waiting(
        report_id=report["id"],
        title=report["title"],
        publisher=report["publisher"],
        published=published,
        item=row["item"],
        proposals=len(proposals),
        left=len(left),
        events=sum(each["status"] == "event" for each in left),
        doubtful=sum(each["id"] in doubted for each in left),
        retold=bool(report.get("retold")),
    )
    events = tuple(slim(each) for each in proposals if each["status"] == "event")
    return waiting, Told(report["id"], published, events, tuple(row["signature"] or ()))
