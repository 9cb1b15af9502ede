"""What lies on a session's desk: a report, its proposals, where the reviewer stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from events.confidence import Confidence
from events.decisions import Review, Ruling, Verdict
from events.model import Event, Issue, Report
from events.stories.merging import Merge
from views import model_coding, proposals, story

Order = Literal["doubtful first", "as told"]
ORDERS: tuple[Order, ...] = ("doubtful first", "as told")


@dataclass(frozen=True, slots=True)
class Step:
    """One action that can be undone: what was decided before of each proposal it touched."""

    before: Mapping[str, Ruling | None]
    focus: str | None


@dataclass(slots=True)
class Desk:
    """A report under review.  ``focus`` is the proposal that the keys act on."""

    report: Report
    proposed: dict[str, Event]
    issues: tuple[Issue, ...]
    corrected: dict[str, Event] = field(default_factory=dict)
    decided: dict[str, Ruling] = field(default_factory=dict)
    focus: str | None = None
    by: model_coding.Proposed | None = None
    merges: dict[str, Merge] = field(default_factory=dict)
    queued: str | None = None
    order: Order = ORDERS[0]
    steps: list[Step] = field(default_factory=list)
    confidence: dict[str, Confidence | None] = field(default_factory=dict)
    opened: dict[str, datetime] = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)
    since: datetime | None = None

    def __post_init__(self) -> None:
        """Score the proposals as the program made them, once."""
        if not self.confidence:
            found = [self.own(event) for event in self.proposed.values()]
            self.confidence = proposals.confidences(found, self.issues)

    def events(self) -> list[Event]:
        """Return the proposals in the order shown, corrected where a person has."""
        told = [self.corrected.get(key, event) for key, event in self.proposed.items()]
        told.sort(key=lambda event: _told_at(self.own(event)))
        if self.order == "doubtful first":
            told.sort(key=lambda event: self._trust(event.id))
        return told

    def own(self, event: Event) -> Event:
        """Return a proposal as this report alone has it, where it is merged with others."""
        merge = self.merges.get(event.id)
        return merge.own if merge and event.id not in self.corrected else event

    def also(self, event_id: str) -> int:
        """Return how many other reports, or events on the map, a proposal is merged with."""
        merge = self.merges.get(event_id)
        return len(merge.parts) + (merge.into is not None) if merge else 0

    def told(self, event_id: str) -> str:
        """Return which reports tell of a proposal that is merged with theirs, as safe HTML."""
        return story.told_html(self.events(), self.merges.get(event_id), self.issues)

    def keep_apart(self, event_id: str, who: str) -> None:
        """Keep a proposal apart from what other reports tell: it is as this report alone has it."""
        self.proposed[event_id] = story.keep_apart(self.merges.pop(event_id), who)
        self.corrected.pop(event_id, None)

    def _trust(self, event_id: str) -> float:
        known = self.confidence.get(event_id)
        return known.score if known else 0.0

    def open(self) -> list[Event]:
        """Return the proposals that nobody has decided yet."""
        return [event for event in self.events() if event.id not in self.decided]

    def sure(self) -> list[str]:
        """Return the ids of the open proposals that the score marks sure and no check doubts."""
        return [
            event.id
            for event in self.open()
            if (known := self.confidence.get(event.id))
            and known.sure
            and not self.doubts(event)
            and event.id not in self.corrected
        ]

    def doubts(self, event: Event) -> tuple[Issue, ...]:
        """Return what the checks doubt in one of them."""
        return proposals.doubts(self.issues, event)

    def look_at(self, event_id: str | None, now: datetime) -> None:
        """Put a proposal in focus, and count the time of the one before."""
        if self.focus is not None and self.since is not None:
            self.spent[self.focus] = self.spent.get(self.focus, 0.0) + _seconds(self.since, now)
        self.focus, self.since = event_id, now
        if event_id is not None:
            self.opened.setdefault(event_id, now)

    def neighbour(self, steps: int) -> str | None:
        """Return the proposal so many steps below the one in focus, at the ends the last."""
        ids = [event.id for event in self.events()]
        if not ids:
            return None
        at = ids.index(self.focus) if self.focus in ids else 0
        return ids[min(max(at + steps, 0), len(ids) - 1)]

    def next_open(self) -> str | None:
        """Return the open proposal that follows the one in focus, else the first open one."""
        ids = [event.id for event in self.events()]
        at = ids.index(self.focus) if self.focus in ids else 0
        left = [each for each in (*ids[at:], *ids[:at]) if each not in self.decided]
        return left[0] if left else self.focus

    def verdict(self, event_id: str, ruling: Ruling) -> Verdict:
        """Return what is stored: an accepted proposal that was corrected is kept as corrected."""
        review = self.review(event_id)
        if ruling in ("accepted", "corrected") and event_id in self.corrected:
            return Verdict("corrected", self.corrected[event_id], review)
        return Verdict(ruling, review=review)

    def review(self, event_id: str) -> Review:
        """Return when a proposal was opened, how long it was in focus, and its score."""
        known = self.confidence.get(event_id)
        opened = self.opened.get(event_id)
        seconds = round(self.spent.get(event_id, 0.0)) if opened else None
        return Review(opened, seconds, known.score if known else None)

    def decide(self, ids: Sequence[str], ruling: Ruling) -> None:
        """Note a decision that is stored, so that it can be undone."""
        self.steps.append(Step({each: self.decided.get(each) for each in ids}, self.focus))
        self.decided |= dict.fromkeys(ids, ruling)

    def undo(self) -> None:
        """Take the last decision back as the store did."""
        step = self.steps.pop()
        for event_id, before in step.before.items():
            if before is None:
                self.decided.pop(event_id, None)
            else:
                self.decided[event_id] = before


def _seconds(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds())


def _told_at(event: Event) -> int:
    starts: Iterable[int] = (q.start for q in event.evidence if q.start is not None)
    return min(starts, default=0)
