"""The queue as a reviewer goes through it: stories as one, sorted, filtered, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from events.batches.queue import Queue, Waiting

SORTS = ("Published", "Most doubted", "Most proposals", "Told by most")
LISTINGS = ("Still to decide", "Doubted", "Told by several", "All decided")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the queue: a report, or a story with the report to review next first."""

    report: Waiting
    others: tuple[tuple[Waiting, str], ...] = ()

    @property
    def left(self) -> int:
        """Return how many proposals of all its reports are undecided."""
        return self.report.left + sum(each.left for each, _ in self.others)

    @property
    def doubtful(self) -> int:
        """Return how many of those a check doubts; the score of each stands on the desk."""
        return self.report.doubtful + sum(each.doubtful for each, _ in self.others)


def units(queue: Queue) -> tuple[Unit, ...]:
    """Return the lines of a queue, a story as one, the first published first."""
    by_id = {each.report_id: each for each in queue.reports}
    found = []
    for each in queue.reports:
        story = each.story
        if story is None:
            found.append(Unit(each))
        elif each.report_id == story.lead:
            why = dict(story.others)
            told = [by_id[one] for one in story.reports]
            first = next((one for one in told if one.left), told[0])
            others = tuple(
                (one, why.get(one.report_id, "the first to be published"))
                for one in told
                if one is not first
            )
            found.append(Unit(first, others))
    return tuple(found)


def listed(found: Sequence[Unit], listing: str, sort: str, words: str = "") -> tuple[Unit, ...]:
    """Return the lines of a listing, sorted; ``words`` are looked for in titles and publishers."""
    passing: dict[str, Callable[[Unit], bool]] = {
        LISTINGS[0]: lambda unit: unit.left > 0,
        LISTINGS[1]: lambda unit: unit.doubtful > 0,
        LISTINGS[2]: lambda unit: bool(unit.others) and unit.left > 0,
        LISTINGS[3]: lambda unit: unit.left == 0,
    }
    orders: dict[str, Callable[[Unit], int]] = {
        SORTS[0]: lambda _: 0,
        SORTS[1]: lambda unit: -unit.doubtful,
        SORTS[2]: lambda unit: -unit.left,
        SORTS[3]: lambda unit: -len(unit.others),
    }
    wanted = [
        unit for unit in found if passing[listing](unit) and _holds(unit, words.casefold().split())
    ]
    return tuple(sorted(wanted, key=orders[sort]))


def _holds(unit: Unit, words: Sequence[str]) -> bool:
    told = (unit.report, *(each for each, _ in unit.others))
    text = " ".join(f"{each.title} {each.publisher or ''} {each.item}" for each in told).casefold()
    return all(word in text for word in words)


def after(found: Sequence[Unit], report_id: str) -> Waiting | None:
    """Return the report to review after one: the next in its story, then the next line's."""
    order = [each for unit in found for each in (unit.report, *(one for one, _ in unit.others))]
    at = next((n for n, each in enumerate(order) if each.report_id == report_id), -1)
    return next(
        (each for each in (*order[at + 1 :], *order[: max(at, 0)]) if each.left),
        None,
    )
