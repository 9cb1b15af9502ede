"""Twenty sessions at once: how long a change of the filter takes when all of them change it.

    python -m benchmarks.load [EVENTS ...] [--folder FOLDER] [--sessions 20] [--seconds 60]

The load comes from locust (``benchmarks/locustfile.py``), over loopback, on the same two cores.
"""

from __future__ import annotations

import argparse
import csv
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Table, record, show
from benchmarks.page import chromium, drawn, megabytes, served
from benchmarks.synthetic import MILLION, stored

HEADING = ("events", "sessions", "what", "how often", "failed", "median", "p95", "server memory")
SESSIONS, SECONDS = 20, 60
LOCUSTFILE = Path(__file__).with_name("locustfile.py")


def case(count: int, folder: Path, sessions: int, seconds: int) -> list[tuple[str, ...]]:
    """Return the rows of one number of events."""
    home = stored(folder, count)
    os.environ["CONFLICT_MAP_SECRET"] = secrets.token_hex(16)  # both sides sign with it
    with tempfile.TemporaryDirectory() as told, served(home) as (url, pid, _):
        with chromium() as browser:  # the server has read its own scripts and the events
            drawn(browser.new_page(), url)
        command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless"]
        command += ["-H", url, "-u", str(sessions), "-r", "2", "-t", f"{seconds}s"]
        command += ["--csv", f"{told}/load", "--only-summary", "--reset-stats"]
        subprocess.run(command, check=False, cwd=Path(__file__).parents[1])
        with Path(told, "load_stats.csv").open(encoding="utf-8") as file:
            found = [row for row in csv.DictReader(file) if row["Name"] != "Aggregated"]
        return [
            (
                f"{count:,}", str(sessions), row["Name"], row["Request Count"],
                row["Failure Count"], show(float(row["50%"]) / 1000),
                show(float(row["95%"]) / 1000), megabytes(pid),
            )
            for row in found
        ]  # fmt: skip


def measure(
    counts: tuple[int, ...] = (MILLION,),
    folder: Path | None = None,
    sessions: int = SESSIONS,
    seconds: int = SECONDS,
) -> Table:
    """Return the times of all sessions' changes."""
    with tempfile.TemporaryDirectory() as fresh:
        rows = [
            row for count in counts for row in case(count, folder or Path(fresh), sessions, seconds)
        ]
    return Table("load", (HEADING, *rows))


def main() -> None:
    """Measure, and put the table into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="*", default=[MILLION])
    parser.add_argument("--folder", type=Path, help="keep the synthetic stores here")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    args = parser.parse_args()
    record([measure(tuple(args.events), args.folder, args.sessions, args.seconds)])


if __name__ == "__main__":
    main()
