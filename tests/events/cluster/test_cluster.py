"""A scheduler and two workers as processes: the same result, whoever is killed on the way."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from events import code_command, importing
from events.__main__ import main
from events.batches.run import Source, run_batch
from events.cluster import importing as spread
from events.cluster.coding import coding
from events.cluster.connecting import check, connected
from events.cluster.errors import ClusterError
from events.cluster.stamp import Stamp, stamp
from events.cluster.tasks import Seen, Terms
from events.commits import Note
from events.importers import csv_rows, shares
from events.importers.account import Expectation, ExpectationError
from events.importers.rows import UnreadableError
from events.importing import Order
from events.queries.reading import read, read_files
from events.store import Store
from tests.events.cluster.holding import quick, telling
from tests.events.importers.conftest import UCDP, write_csv

ROOT = Path(__file__).parents[3]
ANN = Note("Ann", "testing", "file.csv")
BARE = ("--no-dashboard",)
PRELOAD = str(Path(__file__).with_name("holding.py"))


@dataclass
class Cluster:
    """A scheduler with workers, each a process; ``place`` holds the files by which they wait."""

    place: Path
    address: str = ""
    running: list[subprocess.Popen] = field(default_factory=list)
    workers: list[subprocess.Popen] = field(default_factory=list)

    def start(self, module: str, *more: str) -> subprocess.Popen:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *BARE, *more]
        env = os.environ | {"CONFLICT_MAP_TEST_HOLD": str(self.place)}
        with (self.place / "log").open("ab") as log:
            made = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        self.running.append(made)
        return made

    def whole(self) -> Cluster:
        """Return the cluster with two workers, none of which waits."""
        (self.place / "hold").unlink(missing_ok=True)
        for mark in self.place.glob("at-*"):
            mark.unlink()
        self.workers = [each for each in self.workers if each.poll() is None]
        while len(self.workers) < 2:
            made = self.start("dask_worker", self.address, "--no-nanny", "--nthreads", "1",
                              "--memory-limit", "0", "--preload", PRELOAD)  # fmt: skip
            self.workers.append(made)
        return self

    def at_work(self) -> int:
        """Wait until a worker waits in a share; its process."""
        return int(until(lambda: next(self.place.glob("at-*"), None)).name.partition("-")[2])


def until(found: Callable[[], Path | None]) -> Path:
    for _ in range(3000):
        there = found()
        if there is not None:
            return there
        time.sleep(0.02)
    pytest.fail("a minute has gone, and nothing happened")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    file = made.place / "scheduler.json"
    try:
        made.start("dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                   "--scheduler-file", str(file))  # fmt: skip
        until(lambda: file if file.exists() and file.stat().st_size else None)
        made.address = json.loads(file.read_text())["address"]
        yield made
    finally:
        for each in made.running:
            each.kill()
            each.wait()


@pytest.fixture
def cluster(started: Cluster) -> Cluster:
    return started.whole()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    """Three files: line breaks in cells, an id twice, values that cannot be read, a ragged row."""
    odd = {"source_article": 'He said "no",\nand more', "side_b": "A Clan; Another"}
    wrong = ({"best": "many"}, {"latitude": "99"}, {"adm_1": "Qwerty"}, {"longitude": "61"})
    paths = []
    for number in range(3):
        rows = [UCDP | {"id": str(1000 * number + row), "side_a": f"Side {row % 7}"}
                | (odd if row % 3 else {}) | (wrong[row // 10 % 4] if row % 10 == 0 else {})
                for row in range(60)]  # fmt: skip
        rows.append(UCDP | {"id": "5", "source_headline": str(number)})
        paths.append(write_csv(tmp_path / f"{number}.csv", rows, UCDP))
    with paths[1].open("a", encoding="utf-8") as file:
        file.write("7,8,9\n")
    return tuple(paths)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into many stretches, and shares of two or three of them."""
    monkeypatch.setattr(csv_rows, "STRETCH", 5000)
    monkeypatch.setattr(shares, "BYTES", 12_000)


def here(store: Store, paths: tuple[Path, ...], **how) -> importing.Imported:
    return importing.run(Order(paths, **how), store, ANN)


def there(cluster: Cluster, store: Store, paths: tuple[Path, ...], **how) -> importing.Imported:
    order = Order(paths, **how)
    with spread.filling(cluster.address, order, store.home) as filling:
        return importing.run(order, store, ANN, filling)


def content(store: Store) -> dict[str, list[dict]]:
    snapshot = store.snapshot()
    keys = {"events": "event_id", "issues": "issue_id"}
    return {name: read(snapshot, name).sort_by(key).to_pylist() for name, key in keys.items()}


def nothing_left(store: Store) -> bool:
    return not any((store.home / "staging").iterdir())


def test_a_cluster_gives_what_one_process_gives(cluster, files, short, tmp_path):
    assert len(list(shares.shares(files, importing.FORMATS["ucdp"]))) == 6
    one, many = Store(tmp_path / "one"), Store(tmp_path / "many")
    mine, theirs = here(one, files), there(cluster, many, files)
    assert theirs.commit == mine.commit
    assert mine.account.rejected > 10
    assert replace(theirs.account, rejects=None) == replace(mine.account, rejects=None)
    assert theirs.account.rejects.read_bytes() == mine.account.rejects.read_bytes()
    assert content(many) == content(one)
    assert content(one)["issues"]
    assert (many.version(), nothing_left(many)) == (1, True)
    with files[0].open("a", encoding="utf-8") as file:
        file.write(files[0].read_text().splitlines()[-1].replace("5,", "99,", 1) + "\n")
    assert there(cluster, many, files).commit == here(one, files).commit
    assert content(many) == content(one)


def test_a_file_that_is_no_plain_text_is_one_share(cluster, files, short, tmp_path):
    wide = tmp_path / "wide.csv"
    wide.write_bytes(files[0].read_text(encoding="utf-8").encode("utf-16"))
    one, many = Store(tmp_path / "one"), Store(tmp_path / "many")
    assert there(cluster, many, (wide,)).commit == here(one, (wide,)).commit
    assert content(many) == content(one)


def test_a_worker_that_is_killed_costs_no_row(cluster, files, short, tmp_path):
    one, many = Store(tmp_path / "one"), Store(tmp_path / "many")
    (cluster.place / "hold").touch()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(there, cluster, many, files)
        os.kill(cluster.at_work(), signal.SIGKILL)
        (cluster.place / "hold").unlink()
        assert done.result(60).commit == here(one, files).commit
    assert content(many) == content(one)
    named = {Path(each).name for each in many.snapshot().event_files}
    held = {each.name for each in (many.tables / "events").rglob("part-*.parquet")}
    assert (held, nothing_left(many)) == (named, True)


def test_a_killed_driver_leaves_the_table_as_it_was(cluster, files, tmp_path):
    store = Store(tmp_path / "home")
    here(store, files[:1])
    before = content(store)
    (cluster.place / "hold").touch()
    command = [sys.executable, "-m", "events", "import", "ucdp", *map(str, files),
               "--scheduler", cluster.address]  # fmt: skip
    env = os.environ | {"CONFLICT_MAP_HOME": str(store.home)}
    driver = subprocess.Popen(command, cwd=ROOT, env=env)
    cluster.at_work()
    driver.kill()
    driver.wait()
    (cluster.place / "hold").unlink()
    assert (store.version(), content(store)) == (1, before)
    assert not nothing_left(store)
    assert there(cluster, store, files).commit.version == 2
    assert nothing_left(store)


def test_what_keeps_one_process_from_storing_keeps_a_cluster_too(cluster, files, tmp_path):
    store = Store(tmp_path / "home")
    with pytest.raises(ExpectationError, match="at least 999"):
        there(cluster, store, files, expected=Expectation(999))
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableError, match=r"other\.csv: as ucdp it needs the columns"):
        there(cluster, store, (files[0], other), format="ucdp")
    assert (store.version(), nothing_left(store)) == (0, True)


def test_a_worker_that_differs_is_named_before_work_starts(cluster, files, tmp_path):
    home = tmp_path / "home"
    good = Terms(home, stamp(home), (Seen.of(files[0]),), tmp_path)
    with connected(cluster.address) as client:
        check(client, good)
        for name in ("program", "libraries", "codebook", "boundaries"):
            other = replace(good, stamp=replace(good.stamp, **{name: "another"}))
            with pytest.raises(ClusterError, match=rf"worker tcp://.* its {name} is .*another"):
                check(client, other)
        with pytest.raises(ClusterError, match=r"gone\.csv: it cannot read it"):
            check(client, replace(good, files=(Seen(tmp_path / "gone.csv", 1, ""),)))
        with pytest.raises(ClusterError, match="is another file there"):
            check(client, replace(good, files=(replace(good.files[0], ends="00"),)))
        with pytest.raises(ClusterError, match="a drive that all workers share"):
            check(client, replace(good, folder=tmp_path / "none" / "here"))


def test_where_no_scheduler_answers_the_address_is_named(monkeypatch):
    monkeypatch.setattr("events.cluster.connecting.PATIENCE", 0.5)
    with (
        pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler answers"),
        connected("tcp://127.0.0.1:1"),
    ):
        pass


def test_a_batch_is_coded_by_the_cluster_in_the_order_of_its_reports(cluster, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for day in range(1, 12):
        (folder / f"2025-10-{day:02} a.txt").write_text(
            f"Text {day}{' odd' * (day == 4)}.\n\nMore."
        )
    kept = []
    for name, spreading in (("one", False), ("many", True)):
        store = Store(tmp_path / name)
        if spreading:
            with coding(cluster.address, store.home) as many:
                done = run_batch([Source(folder)], store, who="Ann", coding=many)
        else:
            done = run_batch([Source(folder)], store, who="Ann",
                             with_coder=_quick)  # fmt: skip
        rows = read_files(store.codings()[1], "codings").sort_by("report_id").to_pylist()
        kept.append((done[0], rows))
    assert kept[0] == kept[1]
    assert (kept[0][0].coded, kept[0][0].refused) == (10, 1)


@pytest.fixture
def reports(tmp_path: Path) -> list[str]:
    """A folder in a folder, a file that cannot be read among others, and one at the very end."""
    for day in range(1, 22):
        file = tmp_path / "reports" / ("later" if day > 9 else ".") / f"{day:02}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Text {day}{' odd' * (day == 4)}.\n\nMore.")
    (tmp_path / "reports" / "05 broken.pdf").write_bytes(b"%PDF")
    (tmp_path / "alone.txt").write_text("Alone.")
    return [str(tmp_path / each) for each in ("reports", "alone.txt", "none.txt")]


def test_files_are_coded_by_the_cluster_to_the_same_bytes_in_the_same_order(
    cluster, reports, tmp_path, monkeypatch, capsys
):
    known = {"published": date(2025, 10, 12), "publisher": "A Daily"}
    mine, told = io.StringIO(), io.StringIO()
    with monkeypatch.context() as only_here:
        only_here.setattr(code_command, "code_one", lambda report, _: telling(report))
        assert code_command.run(reports, **known, out=mine, err=told) == 1
    assert len(mine.getvalue().splitlines()) == 21
    assert len(told.getvalue().splitlines()) == 21 + 3
    monkeypatch.setattr(code_command, "code_one", None)  # not in this process
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "home"))
    verb = ["code", *reports, "--published", "2025-10-12", "--publisher", "A Daily",
            "--scheduler", cluster.address]  # fmt: skip
    assert main(verb) == 1
    assert capsys.readouterr() == (mine.getvalue(), told.getvalue())
    out = tmp_path / "codings.jsonl"
    assert main([*verb, "--out", str(out)]) == 1
    assert out.read_text(encoding="utf-8") == mine.getvalue()


def test_where_coding_breaks_off_the_file_is_as_it_was(cluster, reports, tmp_path, monkeypatch):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("events.cluster.coding.stamp", lambda _: Stamp("other", "", "", ""))
    out = tmp_path / "codings.jsonl"
    out.write_text("before")
    verb = ["code", *reports, "--scheduler", cluster.address, "--out", str(out)]
    assert main(verb) == 1
    assert (out.read_text(), list(tmp_path.glob("*.part"))) == ("before", [])
    assert main([*verb, "--coder", "llm"]) == 1


def _quick(report):
    found = quick("", report)
    if isinstance(found, str):
        raise ValueError(found)
    return found
