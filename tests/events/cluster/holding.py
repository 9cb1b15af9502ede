"""What test workers load first: shares wait while a file says so, and coding is quick."""

from __future__ import annotations

import os
import time
from pathlib import Path

from events.cluster import tasks
from events.importers.shares import Done, Share, work
from events.model import Event, Issue, Report


def quick(_home: str, report: Report) -> str | tuple[tuple, tuple]:
    """Code no event; of one report say why it could not be coded."""
    return "odd text" if "odd" in report.text else ((), ())


def telling(report: Report) -> str | tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """Code one event, with a doubt; of an odd report say why it could not be coded."""
    if "odd" in report.text:
        return "odd text"
    event = Event(id=f"{report.id}-1", status="event", notes=report.text)
    return (event,), (Issue(event.id, "notes", report.text, "plain", "a doubt", "warning"),)


def dask_setup(worker: object) -> None:
    place = Path(os.environ["CONFLICT_MAP_TEST_HOLD"])

    def held(share: Share, *rest: object) -> Done:
        (place / f"at-{os.getpid()}").touch()
        while (place / "hold").exists():
            time.sleep(0.02)
        return work(share, *rest)

    tasks.work = held
    tasks.code_one = quick
    tasks.code_command.code_one = telling
