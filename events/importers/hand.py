"""Hand-coded tables: CSV with a file of claims beside it, or a workbook with two sheets.

The format is described in ``docs/hand-coding.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from events.codebook import Codebook, load
from events.fatalities import totals
from events.importers.hand_columns import CLAIM_COLUMNS, EVENT_COLUMNS
from events.importers.hand_rows import Cells, claim_from_row, event_from_row
from events.importers.hand_tables import Row, Table, read_csv, read_xlsx
from events.model import Claim, Event, Issue

EVENTS_SHEET, CLAIMS_SHEET = "events", "claims"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the rows of one table: read is accepted and rejected together."""

    table: str
    read: int
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row."""

    where: str
    record: str | None
    accepted: bool
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class HandImport:
    """The events of a hand-coded table, with an account of every row."""

    events: tuple[Event, ...]
    issues: tuple[Issue, ...]
    account: tuple[Account, ...]
    rows: tuple[RowOutcome, ...]


def read(path: Path, codebook: Codebook | None = None, dataset: str = "hand") -> HandImport:
    """Read a hand-coded table; bad rows are rejected one by one, nothing raises.

    Parameters
    ----------
    path
        ``NAME.csv`` (claims in ``NAME.claims.csv`` beside it, where there are any) or
        ``NAME.xlsx`` (sheets ``events`` and ``claims``).
    codebook
        The vocabulary; the shipped one where none is given.
    dataset
        The table partition that the events go to.
    """
    book = codebook or load()
    events_table, claims_table = _tables(path)
    outcomes, found = _events(events_table.rows, book)
    claim_outcomes, claims = _claims(claims_table.rows, book, set(found))
    events = tuple(
        replace(_with_claims(event, claims.get(event_id, ())), dataset=dataset)
        for event_id, event in found.items()
    )
    rows = (*outcomes, *claim_outcomes)
    issues = (*events_table.issues, *claims_table.issues, *(i for r in rows for i in r.issues))
    account = (_account(EVENTS_SHEET, outcomes), _account(CLAIMS_SHEET, claim_outcomes))
    return HandImport(events, issues, account, rows)


def report_text(imported: HandImport) -> str:
    """Return the import row by row, as text: the account, then each row with something to say."""
    lines = [
        f"{one.table}: {one.read} rows read, {one.accepted} accepted, {one.rejected} rejected"
        for one in imported.account
    ]
    told = {issue for row in imported.rows for issue in row.issues}
    lines += [f"{i.severity}: {i.message}" for i in imported.issues if i not in told]
    for row in imported.rows:
        if row.issues:
            lines.append(f"{row.where} ({row.record or 'no id'}): "
                         f"{'accepted' if row.accepted else 'rejected'}")  # fmt: skip
            lines += [f"  {issue.severity}: {issue.message}" for issue in row.issues]
    return "\n".join(lines) + "\n"


def _tables(path: Path) -> tuple[Table, Table]:
    if path.suffix.casefold() in WORKBOOKS:
        events = read_xlsx(path, EVENTS_SHEET, EVENT_COLUMNS)
        if not events.found:
            said = f"{path.name}: no sheet is called {EVENTS_SHEET}; rename the sheet of events"
            issue = Issue(path.name, "sheet", EVENTS_SHEET, "missing sheet", said, "error")
            return Table(issues=(issue,)), Table()
        if not events.rows:
            return events, Table()
        return events, read_xlsx(path, CLAIMS_SHEET, CLAIM_COLUMNS)
    beside = path.with_suffix(".claims.csv")
    return (
        read_csv(path, EVENT_COLUMNS),
        read_csv(beside, CLAIM_COLUMNS) if beside.exists() else Table(),
    )


def _events(rows: Sequence[Row], book: Codebook) -> tuple[tuple[RowOutcome, ...], dict[str, Event]]:
    outcomes, found = [], dict[str, Event]()
    for row in rows:
        cells = Cells(row, book)
        event = event_from_row(cells)
        if event is not None and event.id in found:
            cells.fault("id", event.id, "twice", "an earlier row has this id; every id once")
            event = None
        if event is not None:
            found[event.id] = event
        accepted = event is not None
        outcomes.append(RowOutcome(row.where, cells.text("id"), accepted, tuple(cells.issues)))
    return tuple(outcomes), found


def _claims(
    rows: Sequence[Row], book: Codebook, events: set[str]
) -> tuple[tuple[RowOutcome, ...], dict[str, tuple[Claim, ...]]]:
    outcomes, found = [], dict[str, list[Claim]]()
    for row in rows:
        cells = Cells(row, book)
        event_id = cells.text("event_id") or ""
        if event_id not in events:
            said = "no accepted row of the events table has this id"
            cells.fault("event_id", event_id, "unknown event", said)
        claim = claim_from_row(cells)
        if claim is not None:
            found.setdefault(event_id, []).append(claim)
        accepted = claim is not None
        outcomes.append(RowOutcome(row.where, event_id or None, accepted, tuple(cells.issues)))
    return tuple(outcomes), {event_id: tuple(claims) for event_id, claims in found.items()}


def _with_claims(event: Event, claims: tuple[Claim, ...]) -> Event:
    low, best, high = totals(claims)
    return replace(
        event, claims=claims, fatalities_low=low, fatalities_best=best, fatalities_high=high
    )


def _account(table: str, rows: Sequence[RowOutcome]) -> Account:
    accepted = sum(row.accepted for row in rows)
    return Account(table, len(rows), accepted, len(rows) - accepted)
