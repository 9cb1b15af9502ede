"""Time and memory of matching, and how many pairs are compared a record, on synthetic records.

The records are those of :mod:`benchmarks.synthetic`: 40 provinces, 15 years, three data sets, a
third known only to an area.  A million of them lie denser than real ones: 180 a day there.
The run has a process of its own, whose highest memory is read from the system.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Table, show
from benchmarks.synthetic import fill

RUN = """
import json, resource, sys, time
from pathlib import Path
from events.matching.finding import find
from events.store import Store
start = time.perf_counter()
found = find(Store(Path(sys.argv[1])).snapshot(), Path(sys.argv[1]))
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
tally = found.proposed.tally
print(json.dumps([took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
                  tally.records, tally.candidates, tally.possible, found.table.num_rows]))
"""
HEADING = (
    "records", "pairs near enough", "a record", "could be one incident", "groups proposed", "took",
    "work of both cores", "memory at its highest",
)  # fmt: skip


def table(count: int) -> Table:
    """Return the measurement of so many records."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), count)
        done = subprocess.run(
            [sys.executable, "-c", RUN, folder], check=True, capture_output=True, text=True
        )
    took, work, memory, *counts = json.loads(done.stdout.splitlines()[-1])
    records, near, possible, groups = counts
    row = (
        f"{records:,}", f"{near:,}", f"{near / records:.1f}", f"{possible:,}", f"{groups:,}",
        show(took), show(work), f"{memory:,.0f} MB",
    )  # fmt: skip
    return Table("matching size", (HEADING, row))
