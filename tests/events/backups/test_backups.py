"""A copy of a data folder, put back: the same in every version, or refused whole."""

from __future__ import annotations

import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.__main__ import main
from events.backups.manifest import FOLDERS, NAME, BackupError, check_name, read_manifest
from events.backups.restoring import restore
from events.backups.writing import back_up
from events.commits import Note
from events.queries.reading import read
from events.schema import codings_to_table
from events.snapshot import SCHEMAS
from events.store import Store

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def everything(store: Store) -> dict[str, object]:
    """All that can be asked of a store: every version of every table, the log, what changed."""
    versions = range(store.oldest(), store.version() + 1)
    told: dict[str, object] = {"log": store.log(), "codings": store.codings()[0]}
    for number in versions:
        snapshot = store.snapshot(number)
        for name in SCHEMAS.keys() - {"codings"}:
            key = SCHEMAS[name].names[0]
            told[f"{number} {name}"] = read(snapshot, name).sort_by(key).to_pylist()
    told["diffs"] = [store.diff(number, number + 1) for number in versions[:-1]]
    told["history"] = [store.history(each) for each in ("same", "e2", "h0")]
    return told


@pytest.fixture(scope="module")
def copied(scattered_home, tmp_path_factory) -> tuple[Path, dict[str, object]]:
    """An archive of a store with codings, own boundaries and rejects, and all that it holds."""
    home = Path(shutil.copytree(scattered_home, tmp_path_factory.mktemp("copied") / "home"))
    store = Store(home)
    row = dict.fromkeys(("item", "coder", "digest", "report", "proposals", "issues"), "x")
    codings = codings_to_table([row | {"report_id": "r1", "signature": [1]}])
    store.keep_codings(codings, Note("me", "coded"))
    store.compact("Cy")
    for name in ("boundaries/AFG-2.json", "imports/a.rejects.csv", "region/deep/ünï.csv"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(name)
    (home / "conflict-map.log").write_text("not copied")
    (home / "region/link.csv").symlink_to("/etc/hostname")
    archive = home.parent / "a copy.zip"
    done = back_up(store, archive, NOW)
    assert done.left_out == ("conflict-map.log", "staging", "region/link.csv (a link)")
    return archive, everything(store)


def test_what_comes_back_is_what_was_there_in_every_version(copied, tmp_path, make):
    archive, before = copied
    home = tmp_path / "a home*, ünï?#'"
    done = restore(archive, Store(home), NOW)
    store = Store(home)
    assert everything(store) == before
    assert done.manifest.version == store.version()
    assert (home / "region/deep/ünï.csv").read_text() == "region/deep/ünï.csv"
    assert not (home / "region/link.csv").exists()
    store.upsert_events([make("later")], "Di", "goes on")
    assert [each.name for each in tmp_path.iterdir()] == [home.name], "nothing is left beside"


def test_a_copy_made_while_others_write_is_whole(scattered, tmp_path, make):
    going = threading.Event()

    def write() -> None:
        mine, number = Store(scattered.home), 0
        while not going.is_set():
            mine.upsert_events([make("same", notes=f"w{number}")], "Di", "meanwhile")
            mine.compact("Di")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(Store(scattered.home), tmp_path / f"{number}.zip", NOW)
    finally:
        going.set()
        writer.join()
    for number in range(3):
        home = tmp_path / f"back{number}"
        version = restore(tmp_path / f"{number}.zip", Store(home), NOW).manifest.version
        there = read(Store(home).snapshot(), "events").sort_by("event_id")
        assert there.equals(read(scattered.snapshot(version), "events").sort_by("event_id"))


def test_a_folder_that_is_not_empty_is_kept_unless_told(copied, scattered):
    archive, _ = copied
    before, version = everything(scattered), scattered.version()
    with pytest.raises(BackupError, match=r"is not empty; choose another folder, or --replace"):
        restore(archive, scattered, NOW)
    assert everything(scattered) == before
    done = restore(archive, scattered, NOW, replace=True)
    assert Store(scattered.home).version() == version + 1
    assert done.before is not None
    assert everything(Store(done.before)) == before


def test_an_archive_is_not_written_over(copied, scattered):
    archive, _ = copied
    content = archive.read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        back_up(scattered, archive, NOW)
    assert archive.read_bytes() == content


def remade(archive: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write an archive anew after its files and their list were changed."""
    with zipfile.ZipFile(archive) as source:
        files = {each: source.read(each) for each in source.namelist()}
    change(files)
    with zipfile.ZipFile(to, "w") as out:
        for name, content in files.items():
            out.writestr(zipfile.ZipInfo(name), content)
    return to


def listed(files: dict[str, bytes], name: str, content: bytes) -> None:
    """Put a file into an archive as if it belonged there."""
    files[name] = content
    said = json.loads(files[NAME])
    said["files"][name] = [len(content), sha256(content).hexdigest()]
    files[NAME] = json.dumps(said).encode()


def data_file(files: dict[str, bytes]) -> str:
    return next(each for each in files if each.endswith(".parquet") and "dataset=" in each)


def flip(files: dict[str, bytes]) -> None:
    name = data_file(files)
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])


def drop_from_both(files: dict[str, bytes]) -> None:
    name = next(each for each in files if "reports/part-" in each)
    del files[name]
    said = json.loads(files[NAME])
    del said["files"][name]
    files[NAME] = json.dumps(said).encode()


def say_another_version(files: dict[str, bytes]) -> None:
    files[NAME] = json.dumps(json.loads(files[NAME]) | {"version": 3}).encode()


HOSTILE = {
    "a changed file": (flip, "its checksum is another"),
    "a missing file": (lambda f: f.pop(data_file(f)), "1 files of its manifest.json are missing"),
    "an unlisted file": (lambda f: f.update({"tables/x": b"x"}), "not in its manifest"),
    "a file that the log needs": (drop_from_both, "missing file"),
    "another version": (say_another_version, "not 3 as its manifest.json says"),
    "no manifest": (lambda f: f.pop(NAME), "was not made by"),
    "a manifest that is none": (lambda f: f.update({NAME: b"[" * 9000}), "cannot be read"),
    "another format": (lambda f: f.update({NAME: b'{"format": 2}'}), "format 2"),
    "a path upwards": (lambda f: listed(f, "tables/../../evil", b"x"), "no name in a data folder"),
    "a whole path": (lambda f: listed(f, "/etc/evil", b"x"), "no name in a data folder"),
    "another folder": (lambda f: listed(f, "bin/evil", b"x"), "accepted are tables/…"),
    "a backslash": (lambda f: listed(f, "tables/a\\..\\b", b"x"), "no name in a data folder"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_damaged_or_hostile_archive_changes_nothing(copied, tmp_path, case):
    change, said = HOSTILE[case]
    archive = remade(copied[0], tmp_path / "other.zip", change)
    refused(archive, tmp_path, said)


def refused(archive: Path, tmp_path: Path, said: str) -> None:
    with pytest.raises(BackupError, match=said):
        restore(archive, Store(tmp_path / "home"), NOW)
    assert {each.name for each in tmp_path.iterdir()} == {archive.name}


def with_member(archive: Path, to: Path, change: Callable[[zipfile.ZipInfo], None]) -> Path:
    shutil.copy(archive, to)
    with zipfile.ZipFile(to, "a") as out:
        member = zipfile.ZipInfo("tables/evil")
        change(member)
        out.writestr(member, b"\0" * 1_000_000)
    return to


def link(member: zipfile.ZipInfo) -> None:
    member.external_attr = (stat.S_IFLNK | 0o777) << 16


def bomb(member: zipfile.ZipInfo) -> None:
    member.compress_type = zipfile.ZIP_DEFLATED


@pytest.mark.parametrize("change", [link, bomb])
def test_links_and_what_is_compressed_are_refused(copied, tmp_path, change):
    refused(with_member(copied[0], tmp_path / "other.zip", change), tmp_path, "accepted are plain")


def test_members_that_share_their_bytes_are_refused(copied, tmp_path):
    """Many entries of the archive's list point at one and the same file: a bomb all the same."""
    archive = tmp_path / "other.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(zipfile.ZipInfo("tables/a"), b"x" * 10_000)
        for number in range(50):
            twin = zipfile.ZipInfo(f"tables/b{number}")
            for slot in ("header_offset", "CRC", "compress_size", "file_size"):
                setattr(twin, slot, getattr(out.filelist[0], slot))
            twin.create_system, twin.external_attr = 3, 0
            out.filelist.append(twin)
    refused(archive, tmp_path, "more than its own")


@pytest.mark.parametrize("length", [0, 10, 5000])
def test_an_archive_that_is_cut_short_is_refused(copied, tmp_path, length):
    archive = tmp_path / "cut.zip"
    archive.write_bytes(copied[0].read_bytes()[:length])
    refused(archive, tmp_path, "is no whole archive")


@given(st.text(max_size=30) | st.builds("/".join, st.lists(st.sampled_from([*FOLDERS, "..", ""]))))
@settings(max_examples=200)
def test_an_accepted_name_stays_in_the_folder(name):
    try:
        check_name(name)
    except BackupError:
        return
    home = Path("/home/of/data")
    assert (home / name).resolve().is_relative_to(home / name.split("/")[0])


@given(st.binary(max_size=60))
@settings(max_examples=100)
def test_a_manifest_is_read_or_refused(content):
    try:
        assert read_manifest(content).files is not None
    except BackupError as error:
        assert NAME in str(error)  # noqa: PT017


def test_the_command_line_copies_and_puts_back(scattered, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(scattered.home))
    archive = tmp_path / "copy.zip"
    assert main(["backup", str(archive)]) == 0
    assert f"version {scattered.version()}, " in capsys.readouterr().out
    assert main(["restore", str(archive)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["restore", str(archive), "--replace"]) == 0
    assert ".before-" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "none.zip"), "--replace"]) == 1
    assert "none.zip" in capsys.readouterr().err
