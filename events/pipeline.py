"""The stages in their order: check, locate, join, check again, store.

Nothing is decided here; each stage's rules stand in its own module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from events.checks import check, check_together
from events.codebook import Codebook
from events.codebook import load as load_codebook
from events.commits import Batch, Commit, Note
from events.decisions import Verdict, ruled, undecided
from events.importers import hand
from events.jsonl import read_jsonl
from events.model import Event, Issue, Report
from events.placing import Geography, join_events, place_events
from events.queries.reading import read, read_issues
from events.schema import (
    decisions_to_table,
    events_to_table,
    issues_to_table,
    reports_to_table,
    table_to_events,
    table_to_issues,
)
from events.store import Store
from events.stories import deciding
from events.stories.deciding import Merges

SAMPLES = Path(__file__).with_name("samples")


@dataclass(frozen=True, slots=True)
class Import:
    """What a file came to.

    ``commit`` is None on a dry run.  ``account`` tells of the file row by row; ``issues`` are
    what checking and placing found besides.
    """

    commit: Commit | None
    events: tuple[Event, ...]
    issues: tuple[Issue, ...]
    account: str = ""


def prepare(
    events: Sequence[Event],
    geography: Geography,
    codebook: Codebook | None = None,
    reports: Iterable[Report] = (),
) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """Check events, find their places and areas, and check them again.

    Checks come before locating, since a gazetteer hides mistakes behind plausible
    coordinates, and after joining, since only then a point can be compared with its province.

    Returns
    -------
    tuple
        The same events in the same order, and every issue once.
    """
    book = codebook or load_codebook()
    texts = {report.id: report for report in reports}
    issues = [issue for event in events for issue in _checked(event, book, texts)]
    placed, doubts = place_events(events, geography, book)
    issues += [*doubts, *(issue for event in placed for issue in _checked(event, book, texts))]
    issues += check_together(placed)
    return placed, tuple(dict.fromkeys(issues))


def _checked(event: Event, book: Codebook, texts: dict[str, Report]) -> tuple[Issue, ...]:
    return check(event, book, texts.get(event.source.report_id or ""))


def import_hand(
    path: Path, store: Store, note: Note, *, dry_run: bool = False, dataset: str = "hand"
) -> Import:
    """Read a hand-coded table, prepare its events and store them as one version.

    Importing the same file again changes nothing.  ``dry_run`` stores nothing.
    """
    codebook = load_codebook()
    told = hand.read(path, codebook, dataset)
    events, found = prepare(told.events, Geography.load(store.home), codebook)
    batch = _batch(events, (), (*told.issues, *found), path.name)
    commit = None if dry_run else store.commit(batch, note)
    return Import(commit, events, found, hand.report_text(told))


def load_shipped(store: Store) -> Import:
    """Store the shipped events and retold reports; doing it again changes nothing."""
    codebook, file = load_codebook(), SAMPLES / "border_clashes.csv"
    told = hand.read(file, codebook)
    events, found = prepare(told.events, Geography.load(store.home), codebook)
    codings, doubts = read_jsonl(SAMPLES / "reports")
    reports = tuple(coding.report for coding in codings if coding.report)
    issues = (*told.issues, *found, *doubts)
    note = Note("shipped data", "the events and reports that come with the program", file.name)
    commit = store.commit(_batch(events, reports, issues, file.name), note)
    return Import(commit, events, (*found, *doubts), hand.report_text(told))


def rejoin(store: Store, note: Note) -> Import:
    """Find every stored event's areas again, after boundaries were added or removed."""
    geography = Geography.load(store.home)
    there = table_to_events(read(store.snapshot(), "events"))
    events, found = join_events(there, geography, again=True)
    told = {*open_issues(store)} - {*_of_scope(store, "boundaries")}
    issues = tuple(issue for issue in found if issue not in told)
    commit = store.commit(_batch(events, (), issues, "boundaries"), note)
    account = f"{len(events)} events joined to boundaries {geography.version}\n"
    return Import(commit, events, issues, account)


def decide(
    store: Store,
    report: Report,
    proposals: Sequence[Event],
    verdicts: Mapping[str, Verdict],
    *,
    who: str,
    when: datetime,
    geography: Geography | None = None,
    merges: Merges | None = None,
) -> Import:
    """Store a report, what a person decided of its proposals, and the events accepted.

    Parameters
    ----------
    proposals : sequence of Event
        What the program proposed, by :func:`open_proposals`; kept with each decision.
    verdicts : mapping of str to Verdict
        By the proposal's id; proposals without one stay undecided.
    when : datetime
        The time of the decision.
    merges : mapping of str to Merge, optional
        By the proposal's id, what other reports propose of the same event: they are decided
        with it, and their reports stored.

    Raises
    ------
    ValueError
        When a verdict is about no proposal, or a correction brings no event.
    StoreError
        When the store cannot be written.
    """
    together = {key: each for key, each in (merges or {}).items() if key in verdicts}
    accepted, gone = deciding.entering(*ruled(proposals, verdicts), together)
    accepted = tuple(replace(each, dataset="reports") for each in accepted)
    told = {part.report.id: part.report for each in together.values() for part in each.parts}
    reports = (report, *(each for key, each in told.items() if key != report.id))
    there = geography or Geography.load(store.home)
    events, found = prepare(accepted, there, reports=reports)
    decided = {*verdicts}
    kept = [issue for issue in _of_scope(store, report.id) if issue.record not in decided]
    batch = replace(
        _batch(events, reports, (*kept, *found), report.id),
        removed=gone,
        decisions=decisions_to_table(
            deciding.merge_rows(
                report.id, proposals, verdicts, events, together, who=who, when=when
            )
        ),
    )
    back = all(each.ruling == "withdrawn" for each in verdicts.values())
    did = "took back the decision on" if back and verdicts else "decided on"
    note = Note(who, f"{did} {len(verdicts)} proposed events of {report.title}", report.id)
    return Import(store.commit(batch, note), events, found)


def open_proposals(store: Store, report_id: str, proposals: Sequence[Event]) -> tuple[Event, ...]:
    """Return the proposals of a report that nobody has decided yet."""
    rows = read(store.snapshot(), "decisions", [report_id], by="report_id").to_pylist()
    return undecided(proposals, rows)


def _batch(
    events: Sequence[Event], reports: Sequence[Report], issues: Sequence[Issue], scope: str
) -> Batch:
    return Batch(
        events=events_to_table(events),
        reports=reports_to_table(reports),
        issues=issues_to_table(issues, scope),
        issue_scope=scope,
    )


def _of_scope(store: Store, scope: str) -> tuple[Issue, ...]:
    return table_to_issues(read(store.snapshot(), "issues", [scope], by="scope"))


def open_issues(store: Store) -> tuple[Issue, ...]:
    """Return what is doubtful in the newest version."""
    return read_issues(store.snapshot())
