"""The ``batch`` verb: files in, the queue out, progress on the terminal's error stream."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from events.batches.coding import from_row
from events.batches.run import Progress, Source, run_batch
from events.batches.workers import Coder, ManyCoder
from events.gathering.columns import FIELDS
from events.gathering.gather import gather
from events.gathering.item import Defaults
from events.jsonl import Coding, write_jsonl
from events.queries.reading import read_files
from events.store import Store
from events.telling import issue_lines, plain

_EVERY = 5.0  # seconds between lines where the stream is no terminal


class Teller:
    """Says how far a batch is: one line that is written over, or a line every few seconds."""

    def __init__(self, err: IO[str]) -> None:
        self._err, self._begun = err, time.monotonic()
        self._over, self._said = err.isatty(), -_EVERY

    def __call__(self, progress: Progress) -> None:
        """Tell of a batch's progress, not too often."""
        spent = time.monotonic() - self._begun
        last = progress.account.read == progress.total
        if not last and spent - self._said < (0.1 if self._over else _EVERY):
            return
        self._said = spent
        pace = progress.account.coded / spent if spent > 1 else 0.0
        line = f"{progress.account.read} of {progress.total}: {progress.account}"
        line += f", {pace:.1f} a second" if pace else ""
        self._err.write(f"\r{line:<100}" if self._over else f"{line}\n")
        if last and self._over:
            self._err.write("\n")
        self._err.flush()


def columns_of(named: Sequence[str]) -> dict[str, str]:
    """Return fields and headers of ``text=Body``.

    Raises
    ------
    ValueError
        A part is not FIELD=HEADER; the message names it.
    """
    found = {}
    for each in named:
        name, _, header = each.partition("=")
        if name not in FIELDS or not header.strip():
            message = (
                f"--column {each!r}: accepted is FIELD=HEADER, FIELD one of {', '.join(FIELDS)}"
            )
            raise ValueError(message)
        found[name] = header
    return found


def run(
    sources: Sequence[Source],
    store: Store,
    *,
    who: str,
    defaults: Defaults,
    processes: int = 1,
    out: Path | None = None,
    with_coder: Coder | None = None,
    scheduler: str | None = None,
) -> int:
    """Code a batch into the queue, and say what came of it.

    Parameters
    ----------
    scheduler
        Address of the cluster that codes; this machine when not given.

    Returns
    -------
    int
        0; 1 where an item was refused or nothing was read; 130 where it was interrupted.
    """
    say, err = sys.stdout, sys.stderr
    try:
        with _coding(scheduler, store.home) as coding:
            account, issues = run_batch(
                sources,
                store,
                who=who,
                defaults=defaults,
                processes=processes,
                tell=Teller(err),
                with_coder=with_coder,
                coding=coding,
            )
    except KeyboardInterrupt:
        err.write("\ninterrupted: what was coded is kept; the same command goes on from here\n")
        return 130
    for line in issue_lines(issues):
        err.write(f"{plain(line)}\n")
    say.write(f"{account}\n")
    if out is not None:
        say.write(f"{write_batch(sources, store, defaults, out)} codings in {out}\n")
    return int(account.refused > 0 or not account.read)


@contextmanager
def _coding(scheduler: str | None, home: Path) -> Iterator[ManyCoder | None]:
    if scheduler is None:
        yield None
        return
    # Dask is needed by nobody else
    from events.cluster.coding import coding  # noqa: PLC0415

    with coding(scheduler, home) as found:
        yield found


def write_batch(sources: Sequence[Source], store: Store, defaults: Defaults, out: Path) -> int:
    """Write the codings of a batch as JSON Lines, in its own order; return how many."""
    _, files = store.codings()
    ids: dict[str, None] = {}
    for source in sources:
        for item in gather(source.path, defaults, source.label):
            if item.report is not None:
                ids.setdefault(item.report.id)
    rows = {row["report_id"]: row for row in read_files(files, "codings", list(ids)).to_pylist()}
    kept = (from_row(rows[each]) for each in ids if each in rows)
    with out.open("w", encoding="utf-8") as stream:
        return write_jsonl((Coding(each.report, each.proposals) for each in kept if each), stream)
