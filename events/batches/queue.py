"""What waits for review: every coded report with what is left in it, and its story."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.decisions import same_proposal, standing
from events.queries.reading import read, read_files
from events.store import Store
from events.stories.grouping import Story, Told, group
from events.stories.matching import slim
from events.stories.pairing import apart_pairs, kept_apart

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
    """All coded reports, the first published first, the stories among them, what is kept apart.

    ``apart`` are pairs of ids, of reports or of proposals, the latest word of a person first.
    """

    reports: tuple[Waiting, ...]
    stories: tuple[Story, ...]
    apart: tuple[tuple[str, str], ...] = ()

    @property
    def open(self) -> tuple[Waiting, ...]:
        """Return the reports in which something is undecided."""
        return tuple(each for each in self.reports if each.left)


@dataclass(frozen=True, slots=True)
class Coded:
    """One coded report before decisions are held against it.

    ``keys``, ``drawn`` and ``doubted`` go by its proposals: what makes each the same when it is
    coded again, whether it would be drawn, whether it has a doubt.
    """

    waiting: Waiting
    told: Told
    keys: tuple[str, ...]
    drawn: tuple[bool, ...]
    doubted: tuple[bool, ...]


def coded_reports(store: Store) -> tuple[Coded, ...]:
    """Return every report of the queue as it was coded, the first published first.

    It depends on the table of codings alone, and takes a millisecond a report: worth keeping
    for as long as :meth:`events.store.Store.codings` gives the same version.
    """
    columns = ["report_id", "item", "report", "proposals", "issues", "signature"]
    rows = read_files(store.codings()[1], "codings", columns=columns).to_pylist()
    found = [_coded(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.waiting.published, each.waiting.report_id)))


def stories_of(reports: Sequence[Coded], pairings: Iterable[Row]) -> tuple[Story, ...]:
    """Return the stories among coded reports, by what a person said in ``PAIRINGS``."""
    return group((each.told for each in reports), kept_apart(pairings))


def queue(
    store: Store,
    reports: Sequence[Coded] | None = None,
    stories: Callable[[Sequence[Row]], Sequence[Story]] | None = None,
) -> Queue:
    """Return what waits for review in a store; see :class:`Waiting`.

    Parameters
    ----------
    reports : sequence of Coded, optional
        What :func:`coded_reports` gave; read now where it is not at hand.
    stories : callable, optional
        Gives the stories for the rows of ``PAIRINGS``; :func:`stories_of` when not given.
    """
    snapshot = store.snapshot()
    coded = coded_reports(store) if reports is None else reports
    known: dict[str, set[str]] = defaultdict(set)
    for row in standing(read(snapshot, "decisions").to_pylist()):
        if row["verdict"] != "withdrawn":
            known[row["report_id"]].add(same_proposal(json.loads(row["proposal"])))
    pairings = read(snapshot, "pairings").to_pylist()
    told = stories(pairings) if stories else stories_of(coded, pairings)
    of = {report_id: story for story in told for report_id in story.reports}
    waiting = [_waiting(each, known, of.get(each.told.report_id)) for each in coded]
    return Queue(tuple(waiting), tuple(told), apart_pairs(pairings))


def _coded(row: Row) -> Coded:
    report, proposals = json.loads(row["report"]), json.loads(row["proposals"])
    doubted = {record for record, *_, severity in json.loads(row["issues"]) if severity != "note"}
    published = date.fromisoformat(report["published"])
    waiting = Waiting(
        report_id=report["id"],
        title=report["title"],
        publisher=report["publisher"],
        published=published,
        item=row["item"],
        proposals=len(proposals),
        left=0,
        events=0,
        doubtful=0,
        retold=bool(report.get("retold")),
    )
    events = tuple(slim(each) for each in proposals if each["status"] == "event")
    return Coded(
        waiting,
        Told(report["id"], published, events, tuple(row["signature"] or ())),
        tuple(map(same_proposal, proposals)),
        tuple(each["status"] == "event" for each in proposals),
        tuple(each["id"] in doubted for each in proposals),
    )


def _waiting(coded: Coded, known: Mapping[str, set[str]], story: Story | None) -> Waiting:
    decided = known.get(coded.told.report_id, set())
    left = [at for at, key in enumerate(coded.keys) if key not in decided]
    return replace(
        coded.waiting,
        left=len(left),
        events=sum(coded.drawn[at] for at in left),
        doubtful=sum(coded.doubted[at] for at in left),
        story=story,
    )
