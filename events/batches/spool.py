"""A batch that was handed in on the page: its files, its progress, whether it goes on.

It is a folder ``<home>/batches/<id>`` with the files under numbers of ours, never under the
names they came with, and is run by ``python -m events.batches.spool FOLDER``: a process of
its own, so that the page stays quick and a batch outlives the page.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from events.batches.account import Account
from events.gathering.item import Defaults, label_of
from events.model import Issue
from events.store import Store

_BATCH, _PROGRESS = "batch.json", "progress.json"
_LISTED = 200  # refused items that the page lists; all are among the store's issues
_STALE = 20.0  # seconds without a word after which a batch is taken to have stopped
_BEAT = 0.5


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in: the name it came with, and what it holds."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class State:
    """How a batch stands: ``state`` is "waiting", "running", "stopped", "done" or "failed"."""

    folder: Path
    name: str
    who: str
    state: str
    account: Account = field(default_factory=Account)
    total: int = 0
    label: str = ""
    error: str = ""
    issues: tuple[Issue, ...] = ()


def spool(home: Path, files: Sequence[Handed], *, who: str, defaults: Defaults) -> Path:
    """Keep handed-in files as a batch to be run; return its folder."""
    made = home / "batches" / f"{time.time_ns():x}"
    made.mkdir(parents=True)
    for number, each in enumerate(files):
        (made / f"{number}.bin").write_bytes(each.content)
    published = defaults.published.isoformat() if defaults.published else None
    said = {
        "who": who,
        "names": [label_of(each.name) for each in files],
        "published": published,
        "publisher": defaults.publisher,
        "columns": dict(defaults.columns),
    }
    _write(made / _BATCH, said)
    return made


def states(home: Path) -> tuple[State, ...]:
    """Return how every batch of a data folder stands, the newest first."""
    folders = sorted((home / "batches").glob("*/"), reverse=True)
    return tuple(state(each) for each in folders if (each / _BATCH).is_file())


def state(folder: Path) -> State:
    """Return how a batch stands."""
    said = _read(folder / _BATCH)
    name = ", ".join(said.get("names", ()))
    progress = folder / _PROGRESS
    if not progress.is_file():
        return State(folder, name, said.get("who", ""), "waiting")
    told = _read(progress)
    running = told.get("state") == "running"
    stale = running and time.time() - progress.stat().st_mtime > _STALE
    return State(
        folder,
        name,
        said.get("who", ""),
        "stopped" if stale else told.get("state", "running"),
        Account(**told.get("account", {})),
        told.get("total", 0),
        told.get("label", ""),
        told.get("error", ""),
        tuple(Issue(*each) for each in told.get("issues", ())),
    )


def run(folder: Path) -> int:
    """Code a spooled batch, writing its progress as it goes; 0, or 1 where it failed."""
    from events.batches.run import Progress, Source, run_batch  # noqa: PLC0415

    said = _read(folder / _BATCH)
    published = date.fromisoformat(said["published"]) if said["published"] else None
    sources = [Source(folder / f"{n}.bin", name) for n, name in enumerate(said["names"])]
    tell = _teller(folder)
    tell({"state": "running"})
    last = Progress(Account(), 0)

    def progressed(progress: Progress) -> None:
        nonlocal last
        last = progress
        tell(_told("running", progress.account, progress.total, progress.label), often=True)

    try:
        account, issues = run_batch(
            sources,
            Store(folder.parents[1]),
            who=said["who"],
            defaults=Defaults(published, said["publisher"], said["columns"]),
            tell=progressed,
        )
    except Exception as error:  # noqa: BLE001 -- the page has no other way to hear of it
        tell(_told("failed", last.account, last.total) | {"error": f"{error}"[:400]})
        return 1
    listed = [
        [each.record, each.field, each.value, each.rule, each.message, each.severity]
        for each in issues[:_LISTED]
    ]
    tell(_told("done", account, last.total) | {"issues": listed})
    for each in folder.glob("*.bin"):
        each.unlink()
    return 0


def _told(state_: str, account: Account, total: int, label: str = "") -> dict[str, Any]:
    return {"state": state_, "account": asdict(account), "total": total, "label": label}


def _teller(folder: Path) -> Callable[..., None]:
    said = 0.0

    def tell(told: dict[str, Any], *, often: bool = False) -> None:
        nonlocal said
        if often and time.monotonic() - said < _BEAT:
            return
        said = time.monotonic()
        _write(folder / _PROGRESS, told)

    return tell


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file whole or not at all: a reader never sees half of it."""
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(content, ensure_ascii=True), "utf-8")
    beside.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content


if __name__ == "__main__":
    os.nice(5)  # the page goes first
    sys.exit(run(Path(sys.argv[1])))
