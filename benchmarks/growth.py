"""How the cost of the page grows with the number of events: a table, and a plot of it.

    python -m benchmarks.growth [--upto 10000000] [--folder FOLDER]

Each number of events is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import altair as alt
import pandas as pd

from benchmarks.measuring import Table, record, seconds, show
from benchmarks.queries import FILTERS, VIEW, ZOOM, panels
from benchmarks.synthetic import MILLION, stored

PLOT = Path(__file__).parents[1] / "docs" / "pictures" / "growth.svg"
HEADING = ("events", "laid out", "opened again", "all panels", "with words", "pan", "memory")
_MEGABYTE = 1_000_000


def one(home: Path) -> dict[str, float]:
    """Return the seconds and bytes of one number of events, in this process."""
    from events.queries import Questions  # noqa: PLC0415  its import is no cost of the events
    from events.queries.loading import CACHE  # noqa: PLC0415
    from events.store import Store  # noqa: PLC0415

    snapshot = Store(home).snapshot()
    shutil.rmtree(home / CACHE, ignore_errors=True)
    laid, _ = seconds(lambda: Questions(snapshot), 1)
    opened, ask = seconds(lambda: Questions(snapshot), 1)
    ask.index_words()

    def panned() -> float:
        moved = (VIEW[0] + (1 << 15), VIEW[1], VIEW[2] + (1 << 15), VIEW[3])
        start = time.perf_counter()
        ask.cells(FILTERS["no filter"], moved, ZOOM)
        return time.perf_counter() - start

    def changed(name: str) -> float:
        def once() -> None:
            ask.forget()
            panels(ask, FILTERS[name])

        return seconds(once, 5)[0]

    words, plain = changed("words"), changed("no filter")
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    held = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1000
    return {
        "laid out": laid, "opened again": opened, "all panels": plain, "with words": words,
        "pan": panned(), "memory": held,
    }  # fmt: skip


def plot(found: dict[int, dict[str, float]], to: Path) -> None:
    """Draw seconds and memory over the number of events, both on scales of powers of ten."""
    rows = [
        {"events": count, "what": what, "value": value / (_MEGABYTE if what == "memory" else 1)}
        for count, values in found.items()
        for what, value in values.items()
    ]
    frame = pd.DataFrame(rows)
    across = alt.X("events:Q", title="events").scale(type="log").axis(format="~s", tickCount=4)

    def lines(kept: pd.DataFrame, title: str) -> alt.Chart:
        up = alt.Y("value:Q", title=title).scale(type="log").axis(format="~g")
        base = alt.Chart(kept).encode(across, up, alt.Color("what:N", title=None))
        return base.mark_line(point=True).properties(width=330, height=260)

    time_, held = frame[frame["what"] != "memory"], frame[frame["what"] == "memory"]
    alt.hconcat(lines(time_, "seconds"), lines(held, "megabytes held")).save(str(to))


def measure(upto: int = MILLION, folder: Path | None = None, picture: Path = PLOT) -> Table:
    """Measure 10,000 events and ten times as many each time; draw the plot."""
    found: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as fresh:
        count = 10_000
        while count <= upto:
            home = stored(folder or Path(fresh), count)
            command = [sys.executable, "-m", "benchmarks.growth", "--one", str(home)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[count] = json.loads(done.stdout)
            count *= 10
    plot(found, picture)
    rows = [
        (f"{count:,}", *(show(values[each]) for each in HEADING[1:-1]),
         f"{values['memory'] / _MEGABYTE:,.0f} MB")
        for count, values in found.items()
    ]  # fmt: skip
    return Table("growth", (HEADING, *rows))


def main() -> None:
    """Measure, draw, and put the table into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upto", type=int, default=MILLION)
    parser.add_argument("--folder", type=Path, help="keep the synthetic stores here")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(one(args.one)))
    else:
        record([measure(args.upto, args.folder)])


if __name__ == "__main__":
    main()
