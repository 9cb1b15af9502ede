"""Everything in a store read again, and what is wrong said, record by record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from events.placing import Geography
from events.queries.orphans import orphans
from events.queries.reading import read_files
from events.snapshot import StoreError
from events.store import Store
from events.store.checking import Checked
from events.verifying.finding import Finding
from events.verifying.joins import JoinCheck
from events.verifying.rows import read_rows, row_faults


@dataclass
class Account:
    """What was read: ``files`` and ``rows`` of all kept versions, each once."""

    files: int = 0
    rows: int = 0
    found: int = 0


def verify(store: Store, geography: Geography, account: Account) -> Iterator[Finding]:
    """Read everything in a store again; yield what is wrong, as it is found.

    Parameters
    ----------
    geography : Geography
        The boundaries in force, to which the events should be joined.
    account : Account
        Counts what was read meanwhile.
    """
    for finding in _all(store, geography, account):
        account.found += 1
        yield finding


def _all(store: Store, geography: Geography, account: Account) -> Iterator[Finding]:
    tables: dict[str, Checked] = {}
    for each in store.check_log():
        if isinstance(each, Finding):
            yield each
        else:
            tables[each.table.name] = each
    issues = tables["issues"].paths() if "issues" in tables else ()
    joins = JoinCheck(geography, lambda ids: _doubted(issues, ids))
    readable: dict[str, tuple[str, ...]] = {}
    for name, checked in tables.items():
        good = []
        for file in checked.kept:
            current = joins if name == "events" and file in checked.newest else None
            faults = 0
            for finding in _file(checked, file, current, account):
                faults += finding.rule in {"unreadable", "schema"}
                yield finding
            if not faults and file in checked.newest:
                good.append(file)
        readable[name] = checked.table.folder.files(good)
    yield from joins.rest()
    with TemporaryDirectory() as folder:
        try:
            yield from (Finding(*each) for each in orphans(readable, Path(folder)))
        except StoreError as error:
            yield Finding("all tables", "the files", "unreadable", "", str(error))


def _file(
    checked: Checked, name: str, joins: JoinCheck | None, account: Account
) -> Iterator[Finding]:
    (path,) = checked.table.folder.files([name])
    account.files += 1
    for rows in read_rows(checked.table.name, Path(path), name):
        if isinstance(rows, Finding):
            yield rows
            continue
        account.rows += rows.num_rows
        yield from row_faults(checked.table.name, rows)
        if joins is not None:
            yield from joins.check(rows)


def _doubted(issues: Sequence[str], ids: Sequence[str]) -> Collection[str]:
    """Return which of some events have an issue that says something of their place."""
    found: pa.Table = read_files(issues, "issues", ids, ["record", "field"], by="record")
    return {
        row["record"]
        for row in found.to_pylist()
        if (row["field"] or "").startswith(("place", "adm"))
    }
