"""Who may import whom, read from the sources: geodata ← events ← views ← dashboard.py."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("geodata", "events", "views")
PRODUCT = [*ROOT.glob("*.py"), *(path for each in FOLDERS for path in (ROOT / each).rglob("*.py"))]
BROWSER = {"streamlit", "folium", "streamlit_folium", "branca", "starlette"}
NETWORK = {"socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib"}
FILES = {"pathlib", "os", "io", "tempfile", "shutil", "glob"}
CLOCK = {"date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time"}
OPENERS = {"open", "Path"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imported(path: Path) -> set[str]:
    """Every module that a file imports, and for ``from a import b`` both a and a.b."""
    return {each for node in ast.walk(tree(path)) for each in imported_by(node)}


def imported_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def tops(path: Path) -> set[str]:
    return {each.partition(".")[0] for each in imported(path)}


def under(folder: str) -> list[Path]:
    return [path for path in PRODUCT if name(path).startswith(f"{folder}/")]


def importers(module: str) -> set[str]:
    return {name(path) for path in PRODUCT if module in tops(path)}


@pytest.mark.parametrize(
    ("folder", "never"),
    [
        ("geodata", {"events", "views", "dashboard", *BROWSER}),
        ("events", {"views", "dashboard", *BROWSER}),
        ("views", {"dashboard", "tests", "benchmarks"}),
    ],
)
def test_imports_go_one_way(folder, never):
    wrong = {name(path): tops(path) & never for path in under(folder) if tops(path) & never}
    assert wrong == {}
    assert under(folder)


def test_the_product_imports_no_tests_and_no_benchmarks():
    assert importers("tests") | importers("benchmarks") == set()


def test_only_the_store_knows_the_table_format():
    found = importers("deltalake")
    assert found
    assert {each for each in found if not each.startswith("events/store/")} == set()


def test_only_the_cluster_knows_dask_and_is_loaded_when_asked_for():
    found = importers("distributed") | importers("dask")
    assert found
    assert {each for each in found if not each.startswith("events/cluster/")} == set()
    eager = {
        name(path)
        for path in PRODUCT
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(each.startswith("events.cluster") for each in imported_by(node))
    }
    assert {each for each in eager if not each.startswith("events/cluster/")} == set()


def test_only_the_queries_know_sql():
    wrong = {each for each in importers("duckdb") if not each.startswith("events/queries/")}
    assert wrong == set()


def test_nothing_imports_the_network_but_the_pulls_that_a_person_asks_for():
    found = {name(path): imported(path) & NETWORK for path in PRODUCT}
    assert {path for path, names in found.items() if names} == {"events/pulling/web.py"}
    using = {name(path) for path in PRODUCT if any("pulling" in each for each in imported(path))}
    pulls = {"events/pulling/interfaces.py", "events/pulling/pull.py"}
    assert using == {"events/__main__.py", "events/pull_command.py", *pulls}


def test_coding_has_no_clock_and_no_files():
    wrong = []
    for path in under("events/coding"):
        found = imported(path) & (FILES | {"time", "random"})
        if found:
            wrong.append(f"{name(path)} imports {sorted(found)}")
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in OPENERS | CLOCK:
                wrong.append(f"{name(path)}:{node.lineno} calls {called}")
    assert wrong == []


def test_no_module_is_called_utils_or_helpers():
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [name(path) for path in PRODUCT if path.stem in vague] == []


def test_no_import_is_relative():
    nodes = ((path, node) for path in PRODUCT for node in ast.walk(tree(path)))
    wrong = [name(path) for path, node in nodes if isinstance(node, ast.ImportFrom) and node.level]
    assert wrong == []


def test_only_coding_by_a_language_model_asks_an_endpoint():
    asking = {"openai", "pydantic_ai", "tenacity", "httpx2"}
    wrong = {name(path) for path in PRODUCT if tops(path) & asking}
    assert {each for each in wrong if not each.startswith("events/llm/")} == set()
    inner = ("events/llm/transport.py", "events/llm/patience.py", "events/llm/failures.py")
    assert wrong == {"events/llm/client.py", *inner}
    lazily = {f"events.llm.{each}" for each in ("transport", "patience", "failures")}
    eager = {
        name(path)
        for path in PRODUCT
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and name(path) not in inner
        and lazily & imported_by(node)
    }
    assert eager == set()
