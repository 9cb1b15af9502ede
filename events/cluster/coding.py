"""Reports coded by a cluster; this process reads them and keeps what comes back.

A report is a few kilobytes and takes a tenth of a second and more: its way over the network is
no matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from events.batches.workers import ManyCoder, Outcome
from events.cluster.answers import in_order
from events.cluster.connecting import check, connected
from events.cluster.stamp import stamp
from events.cluster.tasks import Terms, code_reports
from events.model import Report

T = TypeVar("T")
Task = Callable[[Sequence[Report], Terms], list[Outcome]]
TOGETHER = 4  # reports of a task


@contextmanager
def coding(address: str, home: Path, task: Task = code_reports) -> Iterator[ManyCoder]:
    """Give what codes reports by the cluster at an address, in the order given.

    ``task`` is what a worker does: ``code_reports`` of :mod:`events.cluster.tasks` as for the
    review queue, ``code_plain`` as the verb ``code`` prints.

    Raises
    ------
    ClusterError
        When there is no such cluster, a worker may not take part, or the work is lost.
    """
    terms = Terms(home.absolute(), stamp(home.absolute()))
    with connected(address) as client:
        check(client, terms)

        def coded(reports: Iterable[tuple[T, Report]]) -> Iterator[tuple[T, Report, Outcome]]:
            answers = in_order(
                client,
                task,
                _parts(reports),
                lambda part: (tuple(report for _, report in part), terms),
                lambda part: f"report {part[0][1].id} and those after it",
            )
            for part, outcomes in answers:
                for (key, report), outcome in zip(part, outcomes, strict=True):
                    yield key, report, outcome

        yield coded


def _parts(reports: Iterable[T]) -> Iterator[list[T]]:
    items = iter(reports)
    while part := list(islice(items, TOGETHER)):
        yield part
