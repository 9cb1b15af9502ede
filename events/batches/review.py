"""A report of the queue laid out for review: its open proposals, merged with their story's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from events.batches.coding import Coded, from_row
from events.commits import Batch, Note
from events.decisions import Verdict, decision_rows, standing, undecided
from events.jsonl import event_from_text
from events.model import Event, Issue, Report
from events.queries.reading import read, read_events, read_files
from events.schema import decisions_to_table, events_to_table, pairings_to_table, table_to_events
from events.store import Store
from events.stories.grouping import Story
from events.stories.merging import Merge, differences, merged, merges, without
from events.stories.pairing import Word, kept_apart, pairing_row


@dataclass(frozen=True, slots=True)
class Laid:
    """What a reviewer gets: the report, its open proposals as merged, doubts, and the merges."""

    report: Report
    proposals: tuple[Event, ...]
    issues: tuple[Issue, ...]
    merges: dict[str, Merge] = field(default_factory=dict)


def lay_out(store: Store, report_id: str, story: Story | None = None) -> Laid | None:
    """Return a report of the queue with its open proposals; None where it is not in the queue.

    Parameters
    ----------
    story : Story, optional
        The story that it is one of: what other reports tell of the same events is merged in,
        unless a person keeps it apart.
    """
    ids = story.reports if story else (report_id,)
    coded = _coded(store, ids)
    if report_id not in coded:
        return None
    snapshot = store.snapshot()
    decisions = read(snapshot, "decisions", list(ids), by="report_id").to_pylist()
    open_ones = {
        each: undecided(coded[each].proposals, [d for d in decisions if d["report_id"] == each])
        for each in ids
        if each in coded
    }
    this, own = coded[report_id], open_ones[report_id]
    issues = _renamed(this.issues, this.proposals, own)
    if story is None:
        return Laid(this.report, own, issues)
    others = [(coded[each].report, open_ones[each]) for each in open_ones if each != report_id]
    elsewhere = [each for each in ids if each != report_id]
    stored = table_to_events(read(snapshot, "events", elsewhere, by="source_report_id"))
    apart = kept_apart(read(snapshot, "pairings").to_pylist())
    accepted = [each for each in stored if each.dataset == "reports"]
    found = merges(own, others, sorted(accepted, key=lambda each: each.id), apart)
    shown = tuple(merged(found[each.id]) if each.id in found else each for each in own)
    doubts = tuple(issue for merge in found.values() for issue in differences(merge))
    return Laid(this.report, shown, (*issues, *doubts), found)


def _coded(store: Store, ids: Sequence[str]) -> dict[str, Coded]:
    rows = read_files(store.codings()[1], "codings", list(ids)).to_pylist()
    there = {row["report_id"]: row for row in rows}
    kept = {each: from_row(there[each]) for each in ids if each in there}
    return {each: coded for each, coded in kept.items() if coded is not None}


def _renamed(
    issues: Sequence[Issue], coded: Sequence[Event], own: Sequence[Event]
) -> tuple[Issue, ...]:
    """Return the issues under the ids that open proposals have where theirs was taken."""
    bare = {replace(each, id=""): each.id for each in coded}
    ids = {bare.get(replace(each, id="")): each.id for each in own}
    return tuple(replace(each, record=ids.get(each.record, each.record)) for each in issues)


def say_of_pair(
    store: Store, pairs: Sequence[tuple[str, str]], word: Word, *, who: str, when: datetime
) -> None:
    """Keep what a person says of pairs of reports or proposals: the same, or apart."""
    rows = [pairing_row(one, other, word, who=who, when=when) for one, other in pairs]
    why = f"said that {len(pairs)} pairs are {'the same' if word == 'same' else 'kept apart'}"
    store.commit(Batch(pairings=pairings_to_table(rows)), Note(who, why))


def take_apart(
    store: Store, event_id: str, telling_id: str, *, who: str, when: datetime
) -> Event | None:
    """Take one report's telling out of a merged event; its proposal is open again, kept apart.

    Returns
    -------
    Event or None
        The event as it is now; None where there is no such event or telling.
    """
    snapshot = store.snapshot()
    found = read_events(snapshot, [event_id])
    telling = next((t for each in found for t in each.also if t.event_id == telling_id), None)
    if telling is None:
        return None
    left = without(found[0], telling_id)
    report_id = telling.source.report_id or ""
    rows = read(snapshot, "decisions", [telling_id], by="event_id").to_pylist()
    proposals = [event_from_text(row["proposal"]) for row in standing(rows)]
    back = decision_rows(
        report_id,
        [each for each in proposals if each],
        {telling_id: Verdict("withdrawn")},
        (),
        who=who,
        when=when,
    )
    batch = Batch(
        events=events_to_table([left]),
        decisions=decisions_to_table(back),
        pairings=pairings_to_table(
            [pairing_row(event_id, telling_id, "apart", who=who, when=when)]
        ),
    )
    name = telling.source.publisher or telling.source.title or report_id
    store.commit(batch, Note(who, f"took the report of {name} out of {event_id}", report_id))
    return left
