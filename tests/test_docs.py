"""Each command that the documents give works as it is written there.

Commands run in a folder laid out as the README's reader would have it: the checkout's own
files, a report of theirs, a table of theirs, boundaries of theirs.  The README's commands run in
processes of their own, as a newcomer runs them; the rest as the same module in this one, which
then loads parser and gazetteer once.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

import events.__main__
import geodata.__main__
from tests.events.importers.conftest import ACLED, UCDP, write_csv
from tests.events.importers.test_gdelt import ROW as GDELT
from tests.events.llm.fake_endpoint import serving

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("geodata/*.md")])
FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\.venv/bin/)?python -m (?:events|geodata) .*$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# What a document writes in place of the reader's own.
FILLED = {"GOLD_DIR": "gold", "FILE": "my_events.csv", "EVENT_ID": "hand-2025-10-12_press-e1"}
MAINS = {"events": events.__main__.main, "geodata": geodata.__main__.main}
FETCHES = "geodata build"  # fetches registry packages; its output is tested in tests/geodata
FITS = "events calibrate"  # codes all gold reports; run in tests/events/confidence/test_promise.py


def commands(pages: Sequence[Path] = PAGES) -> list[str]:
    """Return every command of some documents once, without its comment and its environment."""
    blocks = [b for page in pages for b in FENCE.findall(page.read_text(encoding="utf-8"))]
    lines = [line for block in blocks for line in COMMAND.findall(block.replace("\\\n", " "))]
    bare = [re.sub(r"\s+#.*$", "", re.sub(r"\[[^\]]*\]", "", line)).strip() for line in lines]
    plain = {" ".join(line.removeprefix(".venv/bin/").split()) for line in bare}
    return sorted(line for line in plain if FETCHES not in line and FITS not in line)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the checkout's files and a reader's own beside them."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("events", "geodata", "tests", "docs"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "gold").mkdir()
    (folder / "gold" / "01.json").symlink_to(next(iter(sorted((ROOT / "tests/gold").glob("01*")))))
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
    run_here("python -m events load", folder, {})
    return folder


def lay_out_data_sets(folder: Path) -> None:
    """Lay invented files of data sets beside the reader's own, by the names that documents use."""
    write_csv(folder / "ucdp_ged.csv", [UCDP], UCDP)
    book = Workbook()
    for row in (ACLED, ACLED.values()):
        book.active.append(list(row))
    book.save(folder / "export.xlsx")
    row = {"incident_no": "1", "date": "10/25/2023", "type": "Battles", "dead": "3", "story": ""}
    row |= {"latitude": "34.873", "longitude": "71.147"}
    write_csv(folder / "incidents.csv", [row], row)
    page = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    mapping = page.partition("```yaml\n")[2].partition("```")[0]
    (folder / "incidents.yaml").write_text(mapping, encoding="utf-8")
    with zipfile.ZipFile(folder / "20251012.export.CSV.zip", "w") as archive:
        archive.writestr("20251012.export.CSV", "\t".join(GDELT.values()) + "\n")


def run(command: str, folder: Path, more: Mapping[str, str]) -> tuple[int, str, str]:
    """Run one documented command as its reader would; how it ended and what it said."""
    done = subprocess.run(
        [sys.executable, *words_of(command)[1:]],
        cwd=folder,
        env=os.environ | surroundings(folder) | more,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def run_here(command: str, folder: Path, more: Mapping[str, str]) -> tuple[int, str, str]:
    """Run the module of a documented command in this process."""
    module, *words = words_of(command)[2:]
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        for name, value in (surroundings(folder) | more).items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = MAINS[module](words)
    return code, out.getvalue(), err.getvalue()


def words_of(command: str) -> list[str]:
    return [FILLED.get(word, word) for word in shlex.split(command)]


def surroundings(folder: Path) -> dict[str, str]:
    return {"CONFLICT_MAP_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}


def test_the_documents_give_commands() -> None:
    verbs = {command.split(" -m ")[1].split()[1] for command in commands()}
    assert {"code", "import", "export", "log", "evaluate", "add", "show", "diff"} <= verbs


@pytest.mark.parametrize("command", commands())
def test_command_works_as_written(command: str, desk: Path) -> None:
    runner = run if command in commands([README]) else run_here
    if "--coder" in command:  # the reader's own language model, which finds nothing
        pytest.importorskip("pydantic_ai", reason="pip install -r requirements-llm.txt")
        with serving() as fake:
            code, out, err = runner(command, desk, fake.environment)
    else:
        code, out, err = runner(command, desk, {})
    assert code == 0, f"{command}\n{out[-2000:]}\n{err[-2000:]}"
    assert "Traceback" not in err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing, f"{page.name} links to {missing}, which are not there"


def test_every_target_of_the_readme_is_in_the_makefile() -> None:
    said = set(re.findall(r"\bmake ([a-z][a-z-]+)", README.read_text("utf-8")))
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert said <= made | {"it", "them"}
