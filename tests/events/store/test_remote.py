"""Tables on object storage: what a folder gives, several writers, and what is refused."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from events import importing
from events.backups.restoring import restore
from events.backups.writing import back_up
from events.commits import Note
from events.importing import Order
from events.queries import Filter, open_events
from events.queries.reading import read_events, read_files
from events.store import Store, StoreError
from events.store.remote import RemoteFolder
from tests.events.importers.conftest import UCDP, write_csv

SERVER = Path(__file__).with_name("s3_server.py")
NOW = datetime(2026, 1, 2, tzinfo=UTC)
ANN = Note("Ann", "testing")
SECRET = "a-secret-of-the-tests"  # noqa: S105  the server takes any


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the S3 protocol on loopback; its address."""
    root = tmp_path_factory.mktemp("buckets")
    (root / "bucket").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(SERVER), str(root), str(port)]
    with (root / "log").open("ab") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        while running.poll() is None:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.URLError:
                continue
        yield address
    finally:
        running.kill()
        running.wait()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of tables that only this test has, named by the environment."""
    told = {
        "AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": server, "AWS_ALLOW_HTTP": "true",
        "CONFLICT_MAP_TABLES": f"s3://bucket/{tmp_path.name}",
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return told["CONFLICT_MAP_TABLES"]


def rows(store: Store) -> list[dict]:
    files = store.snapshot().event_files
    return read_files(files, "events").sort_by("event_id").to_pylist()


def test_object_storage_gives_what_a_folder_gives(bucket, tmp_path):
    here, there = Store(tmp_path / "here", ""), Store(tmp_path / "there")
    for ids in (("1", "2"), ("2", "3")):
        changes = [UCDP | {"id": each, "best": ids[0], "low": "1", "high": "9"} for each in ids]
        order = Order((write_csv(tmp_path / "file.csv", changes, UCDP),))
        mine, theirs = importing.run(order, here, ANN), importing.run(order, there, ANN)
        assert theirs.commit == mine.commit
    assert rows(there) == rows(here)
    assert there.diff(1, 2) == here.diff(1, 2)
    assert [each.why for each in there.log()] == [each.why for each in here.log()]
    assert open_events(there).headline(Filter()).shown == 3
    other = Store(tmp_path / "another machine")
    assert (other.version(), rows(other)) == (2, rows(here))
    assert not (tmp_path / "there/tables").exists()
    assert [each for each in there.check_log() if hasattr(each, "rule")] == []


def test_writers_at_once_lose_nothing(bucket, tmp_path, make):
    def write(writer: int) -> None:
        store = Store(tmp_path / f"writer {writer}")
        for number in range(3):
            store.upsert_events([make(f"e{writer}-{number}")], f"writer {writer}", "at once")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    store = Store(tmp_path / "reader")
    ids = [f"e{writer}-{number}" for writer in range(3) for number in range(3)]
    assert len(read_events(store.snapshot(), ids)) == 9
    assert sum(entry.added for entry in store.log()) == 9


def test_small_files_are_put_together_and_old_ones_removed(bucket, tmp_path, make):
    store = Store(tmp_path / "home")
    for number in range(3):
        store.upsert_events([make(f"e{number}")], "Ann", "one by one")
    store.compact("Ann")
    assert len(store.snapshot().event_files) == 1
    done = store.vacuum(datetime.now(UTC) + timedelta(days=9), ANN, 1)
    assert sum(each.files for each in done.tables) >= 3
    assert len(rows(Store(tmp_path / "another machine"))) == 3
    with pytest.raises(StoreError, match="no longer kept"):
        store.snapshot(1)


def test_a_copy_goes_from_a_folder_to_object_storage_and_back(
    bucket, scattered, tmp_path, make, monkeypatch
):
    scattered, mine = Store(scattered.home, ""), tmp_path / "mine.zip"
    back_up(scattered, mine, NOW)
    there = Store(tmp_path / "there")
    assert restore(mine, there, NOW).manifest.version == scattered.version()
    assert rows(there) == rows(scattered)
    assert there.diff(2, scattered.version()) == scattered.diff(2, scattered.version())
    with pytest.raises(StoreError, match="there is something already; choose another address"):
        restore(mine, Store(tmp_path / "a third"), NOW)
    assert not (tmp_path / "a third").exists()
    assert rows(Store(tmp_path / "a fourth")) == rows(scattered)
    there.upsert_events([make("later")], "Di", "goes on")
    theirs = tmp_path / "theirs.zip"
    back_up(Store(tmp_path / "elsewhere"), theirs, NOW)
    assert not (tmp_path / "elsewhere/fetched").exists(), "a copy fetches no second one"
    monkeypatch.delenv("CONFLICT_MAP_TABLES")
    here = Store(tmp_path / "here")
    assert restore(theirs, here, NOW).manifest.version == scattered.version() + 1
    assert rows(here) == rows(there)
    assert [each.why for each in here.log()] == [each.why for each in there.log()]


def test_what_was_written_of_a_copy_that_fails_is_taken_away(
    bucket, scattered, tmp_path, monkeypatch
):
    scattered, mine = Store(scattered.home, ""), tmp_path / "mine.zip"
    back_up(scattered, mine, NOW)
    put, count = RemoteFolder.put, itertools.count()

    def other_bytes(folder: RemoteFolder, name: str, file: Path) -> None:
        if next(count) == 5:
            file = tmp_path / "other"
            file.write_bytes(b"x")
        put(folder, name, file)

    with monkeypatch.context() as once:
        once.setattr(RemoteFolder, "put", other_bytes)
        with pytest.raises(StoreError, match="what was written reads otherwise"):
            restore(mine, Store(tmp_path / "there"), NOW)
    assert not (tmp_path / "there").exists()
    assert restore(mine, Store(tmp_path / "there"), NOW).manifest.version == scattered.version()


@pytest.mark.parametrize(
    "address",
    ["/a/folder", "s3://", "ftp://bucket/x", f"s3://key:{SECRET}@bucket/x", f"s3://b/x?k={SECRET}"],
)
def test_an_address_that_cannot_be_used_is_refused_and_no_secret_told(address, tmp_path):
    with pytest.raises(StoreError, match="accepted is s3://BUCKET/PREFIX") as said:
        Store(tmp_path, address)
    assert SECRET not in str(said.value)


def test_a_storage_that_does_not_answer_is_named_without_the_secret(bucket, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_RETRIES", "0")
    with pytest.raises(StoreError, match=r"s3://bucket/.*events: cannot be used") as said:
        Store(tmp_path / "home", f"{bucket}-2").upsert_events([], "Ann", "no network")
    assert SECRET not in str(said.value)
