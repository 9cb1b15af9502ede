"""Each command that the documents give works as it is written there.

Commands run in a folder laid out as the README's reader would have it: the checkout's own
files, a report of theirs, a table of theirs, boundaries of theirs.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.events.importers.conftest import ACLED, UCDP, write_csv
from tests.events.importers.test_gdelt import ROW as GDELT
from tests.events.llm.fake_endpoint import serving

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("geodata/*.md")])
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\.venv/bin/)?python -m (?:events|geodata) .*$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# What a document writes in place of the reader's own.
FILLED = {"GOLD_DIR": "tests/gold", "FILE": "my_events.csv", "EVENT_ID": "hand-2025-10-12_press-e1"}
FETCHES = "geodata build"  # fetches registry packages; its output is tested in tests/geodata


def commands() -> list[str]:
    """Return every command of the documents once, without its comment."""
    blocks = [b for page in PAGES for b in FENCE.findall(page.read_text(encoding="utf-8"))]
    lines = [line for block in blocks for line in COMMAND.findall(block.replace("\\\n", " "))]
    bare = [re.sub(r"\s+#.*$", "", re.sub(r"\[[^\]]*\]", "", line)).strip() for line in lines]
    return sorted({line for line in bare if FETCHES not in line})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the checkout's files and a reader's own beside them."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("events", "geodata", "tests", "docs"):
        (folder / name).symlink_to(ROOT / name)
    sample = ROOT / "events/samples/reports/2025-10-12_border_night.json"
    report = json.loads(sample.read_text(encoding="utf-8"))["report"]
    (folder / "report.txt").write_text(report["text"], encoding="utf-8")
    for suffix in (".csv", ".claims.csv"):
        copy = (ROOT / f"events/samples/hand_coding_template{suffix}").read_bytes()
        (folder / f"my_events{suffix}").write_bytes(copy)
    square = [[[69.0, 34.3], [69.4, 34.3], [69.4, 34.7], [69.0, 34.7], [69.0, 34.3]]]
    area = {
        "type": "Feature",
        "properties": {"shapeName": "Kabul"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    boundaries = {"type": "FeatureCollection", "features": [area]}
    (folder / "districts.geojson").write_text(json.dumps(boundaries), encoding="utf-8")
    lay_out_data_sets(folder)
    run("python -m events load", folder)
    return folder


def lay_out_data_sets(folder: Path) -> None:
    """Lay invented files of data sets beside the reader's own, by the names that documents use."""
    write_csv(folder / "ucdp_ged.csv", [UCDP], UCDP)
    book = Workbook()
    for row in (ACLED, ACLED.values()):
        book.active.append(list(row))
    book.save(folder / "export.xlsx")
    row = {"incident_no": "1", "date": "10/25/2023", "type": "Battles", "dead": "3"}
    row |= {"latitude": "34.873", "longitude": "71.147"}
    write_csv(folder / "incidents.csv", [row], row)
    page = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    mapping = page.partition("```yaml\n")[2].partition("```")[0]
    (folder / "incidents.yaml").write_text(mapping, encoding="utf-8")
    with zipfile.ZipFile(folder / "20251012.export.CSV.zip", "w") as archive:
        archive.writestr("20251012.export.CSV", "\t".join(GDELT.values()) + "\n")


def run(
    command: str, folder: Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one documented command as its reader would."""
    words = [FILLED.get(word, word) for word in shlex.split(command)]
    env = os.environ | {"CONFLICT_MAP_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    env |= more or {}
    return subprocess.run(
        [sys.executable, *words[1:]],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_documents_give_commands() -> None:
    verbs = {command.split(" -m ")[1].split()[1] for command in commands()}
    assert {"code", "import", "export", "log", "evaluate", "add", "show", "diff"} <= verbs


@pytest.mark.parametrize("command", commands())
def test_command_works_as_written(command: str, desk: Path) -> None:
    if "--coder" in command:  # the reader's own language model, which finds nothing
        pytest.importorskip("pydantic_ai", reason="pip install -r requirements-llm.txt")
        with serving() as fake:
            done = run(command, desk, fake.environment)
    else:
        done = run(command, desk)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing, f"{page.name} links to {missing}, which are not there"


def test_every_target_of_the_readme_is_in_the_makefile() -> None:
    said = set(re.findall(r"\bmake ([a-z][a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert said <= made | {"it", "them"}
