"""The browser files: what they are made from, and their own tests."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "static" / "src").iterdir())


def test_the_lock_file_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {path: known for path, known in json.loads(text)["packages"].items() if path}
    assert packages
    assert all("integrity" in known for known in packages.values())
    assert not any("resolved" in known for known in packages.values())
    assert "registry" not in text


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_our_scripts_never_read_text_as_markup_or_code(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    sinks += r"|bindPopup|bindTooltip"
    assert not re.search(sinks, text)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)


def test_the_scripts_pass_their_own_tests() -> None:
    if not (ROOT / "node_modules").is_dir():
        pytest.fail("no node_modules: run `npm ci`")
    npm = shutil.which("npm")
    assert npm, "npm is needed: see README"
    done = subprocess.run([npm, "test"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
