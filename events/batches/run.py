"""A batch from its files into the queue: read, coded where it was not yet, kept as it goes.

What is kept is never coded again, so a batch that was interrupted goes on where it stood:
at most the last seconds are done twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from events.batches.account import Account, Outcome
from events.batches.coding import Coded, digest, to_row
from events.batches.version import coder_version
from events.batches.workers import Coder, ManyCoder, code_all
from events.commits import Note
from events.gathering.gather import gather
from events.gathering.item import Defaults, Item, fault, refused
from events.model import Issue, Report
from events.queries.reading import read, read_files
from events.schema import Row, codings_to_table
from events.store import Store
from events.stories.text import signature

KEEP_EVERY = 25  # reports
KEEP_AFTER = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder of a batch; ``label`` is what it is called where not by its name."""

    path: Path
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; ``total`` counts the items, ``label`` is the last one done."""

    account: Account
    total: int
    label: str = ""


Tell = Callable[[Progress], None]


@dataclass
class _Batch:
    """A batch under way: what is waiting to be kept, and what was wrong."""

    store: Store
    note: Note
    coder: str
    total: int
    tell: Tell
    known: dict[str, tuple[str, str]]
    account: Account = field(default_factory=Account)
    rows: list[Row] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    kept: float = field(default_factory=time.monotonic)

    def done(self, outcome: Outcome, label: str) -> None:
        self.account = self.account.with_one(outcome)
        self.tell(Progress(self.account, self.total, label))

    def refuse(self, item: Item) -> None:
        self.issues += item.issues
        self.done("refused", item.label)

    def keep(self, *, now: bool = False) -> None:
        late = time.monotonic() - self.kept > KEEP_AFTER
        if self.rows and (now or late or len(self.rows) >= KEEP_EVERY):
            self.store.keep_codings(codings_to_table(self.rows), self.note)
            self.rows, self.kept = [], time.monotonic()


def run_batch(
    sources: Sequence[Source],
    store: Store,
    *,
    who: str,
    defaults: Defaults | None = None,
    processes: int = 1,
    tell: Tell = lambda _: None,
    with_coder: Coder | None = None,
    coding: ManyCoder | None = None,
) -> tuple[Account, tuple[Issue, ...]]:
    """Read and code all reports of a batch that are not in the queue yet.

    ``coding`` codes them where this process and its own do not.

    Returns
    -------
    tuple
        The account, and what was refused or doubtful while reading, item by item.

    Raises
    ------
    events.language.LanguageModelError
        The language model is missing or not the pinned one.
    events.store.StoreError
        The store cannot be written.
    """
    given = defaults or Defaults()
    name = ", ".join(each.label or each.path.name for each in sources)[:200]
    total = sum(1 for each in sources for _ in gather(each.path, given, each.label))
    batch = _Batch(
        store,
        Note(who, f"coded a batch: {name}", name),
        coder_version(store.home),
        total,
        tell,
        _coded_before(store),
    )
    tell(Progress(batch.account, total))
    items = (item for each in sources for item in gather(each.path, given, each.label))
    try:
        waiting = _to_code(items, batch)
        here = partial(code_all, home=store.home, processes=processes, with_coder=with_coder)
        for item, report, got in (coding or here)(waiting):
            if isinstance(got, str):
                said = f"it could not be coded: {got}"
                batch.refuse(refused(item.label, report.title, "not coded", said[:300]))
                continue
            events, issues = got
            coded = Coded(report, item.label, batch.coder, events, issues, signature(report.text))
            batch.rows.append(to_row(coded))
            batch.done("coded", item.label)
            batch.keep()
    finally:
        batch.keep(now=True)
    issues = tuple(dict.fromkeys(batch.issues))
    scope = f"batch {name}"
    if issues or read(store.snapshot(), "issues", [scope], ["issue_id"], by="scope").num_rows:
        store.record_issues(issues, scope, who, f"read a batch: {name}", name)
    return batch.account, issues


def _coded_before(store: Store) -> dict[str, tuple[str, str]]:
    """Return coder and digest of each report in the queue."""
    _, files = store.codings()
    table = read_files(files, "codings", columns=["report_id", "coder", "digest"])
    return {row["report_id"]: (row["coder"], row["digest"]) for row in table.to_pylist()}


def _to_code(items: Iterator[Item], batch: _Batch) -> Iterator[tuple[Item, Report]]:
    """Yield the items that are still to be coded; account for the others."""
    for item in items:
        report = item.report
        if report is None:
            batch.refuse(item)
            continue
        batch.issues += item.issues
        this = digest(report)
        before = batch.seen.setdefault(report.id, this)
        if before != this:
            said = f"another report of this batch has the id {report.id!r}, and another text"
            issue = fault(item.label, report.id, "id twice", said)
            batch.refuse(Item(item.label, None, (issue,)))
        elif batch.known.get(report.id) == (batch.coder, this):
            batch.done("already", item.label)
        else:
            batch.known[report.id] = (batch.coder, this)
            yield item, report
