"""An uploaded file becomes a file of the data folder, whatever its sender calls it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from views import uploads


@pytest.mark.parametrize("name", ["../../x.csv", "a/b\\c.CSV", "é\n<b>.csv", f"{'x' * 500}.csv"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    upload = uploads.keep(tmp_path, name, memoryview(b"a,b"))
    assert upload.path.parents[1] == tmp_path / "uploads"
    assert upload.path.read_bytes() == b"a,b"
    assert upload.path.suffix == ".csv"
    uploads.drop(upload)
    assert not upload.path.exists()


def test_other_kinds_and_larger_files_are_refused(tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(ValueError, match=r"'\.exe' is not read"):
        uploads.keep(tmp_path, "x.exe", memoryview(b""))
    monkeypatch.setattr(uploads, "MEGABYTES", 0)
    with pytest.raises(ValueError, match="3 bytes"):
        uploads.keep(tmp_path, "x.csv", memoryview(b"abc"))
    assert not (tmp_path / "uploads").exists()


def test_what_an_ended_session_left_is_deleted_after_a_day(tmp_path: Path) -> None:
    old = uploads.keep(tmp_path, "old.csv", memoryview(b"a"))
    past = time.time() - 2 * uploads.DAY
    os.utime(old.path.parent, (past, past))
    new = uploads.keep(tmp_path, "new.csv", memoryview(b"b"))
    assert new.path.exists()
    assert not old.path.exists()
