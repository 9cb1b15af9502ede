"""An import in one process beside one on a Dask cluster of two workers, on the same machine.

    python -m benchmarks.scaling [ROWS ...]

The file is that of :mod:`benchmarks.importing`.  Each size is imported by one process, by a
cluster whose workers have done nothing yet, and by the same cluster again into another store.
"Work" is the processor time of all processes that take part, but for starting the cluster.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.importing import RUN, write
from benchmarks.measuring import Table, record, show

SIZES = (100_000, 1_000_000)
WORKERS = 2
DOCUMENT = Path(__file__).parents[1] / "docs" / "scaling.md"
HEADING = (
    "rows", "file", "one process", "its work", "two new workers", "work", "the same workers again",
    "work", "of it the driver's", "memory of a worker", "of the driver",
)  # fmt: skip


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[psutil.Process]]]:
    """Give the address of a scheduler, and its processes, the scheduler's first."""
    file = folder / "scheduler.json"
    bare = ["--no-dashboard", "--scheduler-file", str(file)]
    started: list[subprocess.Popen[bytes]] = []

    def start(module: str, *more: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *bare, *more]
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))

    try:
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        while not (file.exists() and file.stat().st_size):
            time.sleep(0.1)
        for _ in range(WORKERS):
            start("dask_worker", "--no-nanny", "--nthreads", "1", "--memory-limit", "0")
        time.sleep(8)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        yield address, [psutil.Process(each.pid) for each in started]
    finally:
        for each in started:
            each.kill()
            each.wait()


def run(path: Path, home: Path, *more: str) -> tuple[float, float, float]:
    """Return the seconds, the processor's seconds and the highest memory in MB of an import."""
    program = RUN.replace("sys.argv[1]]", "*sys.argv[1:]]")
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), *more],
        capture_output=True, text=True, check=True,
        env=os.environ | {"CONFLICT_MAP_HOME": str(home)},
    )  # fmt: skip
    code, took, work, memory = json.loads(done.stdout.splitlines()[-1])
    if code:
        message = f"the import ended with {code}: {done.stdout} {done.stderr}"
        raise RuntimeError(message)
    return took, work, memory


def _spent(processes: list[psutil.Process]) -> float:
    times = [each.cpu_times() for each in processes]
    return sum(one.user + one.system for one in times)


def case(count: int) -> tuple[str, ...]:
    """Return a row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "acled.csv"
        write(path, count)
        took, work, _ = run(path, folder / "one")
        cells = [f"{count:,}", f"{path.stat().st_size / 1e6:,.0f} MB", show(took), show(work)]
        highest = driver = own = 0.0
        with cluster(folder) as (address, processes):
            for home in ("first", "again"):
                before = _spent(processes)
                took, own, driver = run(path, folder / home, "--scheduler", address)
                cells += [show(took), show(own + _spent(processes) - before)]
            status = (Path(f"/proc/{each.pid}/status").read_text() for each in processes[1:])
            peaks = (text.split("VmHWM:")[1].split()[0] for text in status)
            highest = max(int(peak) / 1024 for peak in peaks)
            cells.append(show(own))
        return (*cells, f"{highest:,.0f} MB", f"{driver:,.0f} MB")


def measure(sizes: tuple[int, ...] = SIZES) -> Table:
    """Return the table of imports in one process and on a cluster."""
    return Table("scaling", (HEADING, *(case(count) for count in sizes)))


if __name__ == "__main__":
    record([measure(tuple(map(int, sys.argv[1:])) or SIZES)], DOCUMENT)
