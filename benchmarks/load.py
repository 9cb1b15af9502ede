"""Twenty sessions at once: how long a change of the filter takes when all of them change it.

    python -m benchmarks.load [EVENTS ...] [--folder FOLDER] [--sessions 20] [--seconds 60]
        [--pause 5 15]

The load comes from locust (``benchmarks/locustfile.py``), over loopback, on the same two cores;
what the server, locust and all others on the machine took of them stands beside the times.
"""

from __future__ import annotations

import argparse
import csv
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import Table, record, show
from benchmarks.page import chromium, drawn, megabytes, served
from benchmarks.synthetic import MILLION, stored

HEADING = (
    "events", "sessions", "what", "how often", "failed", "median", "p95", "server memory",
    "cores' time: server, locust, others",
)  # fmt: skip
SESSIONS, SECONDS, PAUSE = 20, 60, (5.0, 15.0)
LOCUSTFILE = Path(__file__).with_name("locustfile.py")


def busy(pid: int) -> tuple[float, float]:
    """Return the seconds of work of a process, and of the whole machine, up to now."""
    tick = os.sysconf("SC_CLK_TCK")
    own = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    user, nice, system, _idle, _wait, *interrupts = (
        int(each) for each in Path("/proc/stat").read_text("utf-8").split("\n", 1)[0].split()[1:8]
    )
    return (int(own[11]) + int(own[12])) / tick, (user + nice + system + sum(interrupts)) / tick


def shares(before: tuple[float, float], pid: int, started: float, locust: float) -> str:
    """Return what server, locust and others took of all cores since, as shares of the whole."""
    server, machine = (now - then for now, then in zip(busy(pid), before, strict=True))
    whole = (time.monotonic() - started) * (os.cpu_count() or 1)
    others = max(machine - server - locust, 0.0)
    return ", ".join(f"{part / whole:.0%}" for part in (server, locust, others))


def case(
    count: int, folder: Path, sessions: int, seconds: int, pause: Sequence[float]
) -> list[tuple[str, ...]]:
    """Return the rows of one number of events."""
    home = stored(folder, count)
    os.environ["CONFLICT_MAP_SECRET"] = secrets.token_hex(16)  # both sides sign with it
    os.environ["LOAD_PAUSE"] = " ".join(map(str, pause))
    with tempfile.TemporaryDirectory() as told, served(home) as (url, pid, _):
        with chromium() as browser:  # the server has read its own scripts and the events
            drawn(browser.new_page(), url)
        command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless"]
        command += ["-H", url, "-u", str(sessions), "-r", "2", "-t", f"{seconds}s"]
        command += ["--csv", f"{told}/load", "--only-summary", "--reset-stats"]
        before, started, children = busy(pid), time.monotonic(), os.times()
        subprocess.run(command, check=False, cwd=Path(__file__).parents[1])
        after = os.times()
        locust = after.children_user + after.children_system
        locust -= children.children_user + children.children_system
        took = shares(before, pid, started, locust)
        with Path(told, "load_stats.csv").open(encoding="utf-8") as file:
            found = [row for row in csv.DictReader(file) if row["Name"] != "Aggregated"]
        return [
            (
                f"{count:,}", str(sessions), row["Name"], row["Request Count"],
                row["Failure Count"], show(float(row["50%"]) / 1000),
                show(float(row["95%"]) / 1000), megabytes(pid), took,
            )
            for row in found
        ]  # fmt: skip


def measure(
    counts: tuple[int, ...] = (MILLION,),
    folder: Path | None = None,
    sessions: int = SESSIONS,
    seconds: int = SECONDS,
    pause: Sequence[float] = PAUSE,
) -> Table:
    """Return the times of all sessions' changes."""
    with tempfile.TemporaryDirectory() as fresh:
        rows = [
            row
            for count in counts
            for row in case(count, folder or Path(fresh), sessions, seconds, pause)
        ]
    return Table("load", (HEADING, *rows))


def main() -> None:
    """Measure, and put the table into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="*", default=[MILLION])
    parser.add_argument("--folder", type=Path, help="keep the synthetic stores here")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument(
        "--pause", type=float, nargs=2, default=PAUSE, help="least and most seconds"
    )
    args = parser.parse_args()
    chosen = args.sessions, args.seconds, tuple(args.pause)
    record([measure(tuple(args.events), args.folder, *chosen)])


if __name__ == "__main__":
    main()
