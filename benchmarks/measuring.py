"""Take times fairly, and write them where the documents show them."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a measurement as the document shows them; the first row is the heading."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """Return the table in Markdown."""
        heading, *body = self.rows
        lines = [heading, ("---",) * len(heading), *body]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def seconds(function: Callable[[], Any], repeats: int = 3) -> tuple[float, Any]:
    """Return the shortest of some runs' times in seconds, and the last run's answer."""
    best, answer = float("inf"), None
    for _ in range(repeats):
        start = time.perf_counter()
        answer = function()
        best = min(best, time.perf_counter() - start)
    return best, answer


def machine() -> str:
    """Return what the figures were taken on, without the machine's name."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def show(value: float) -> str:
    """Return seconds as people say them: ``84 ms``, ``3.2 s``."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def record(tables: Sequence[Table], document: Path = DOCUMENT) -> None:
    """Print the tables, and put each between its two marks in the document where it has them."""
    text = document.read_text(encoding="utf-8") if document.exists() else ""
    for table in tables:
        print(f"\n{table.name}: {machine()}\n{table.markdown()}")
        marks = re.compile(rf"(<!-- {table.name} -->\n).*?(\n<!-- end {table.name} -->)", re.DOTALL)
        body = f"{machine()}\n\n{table.markdown()}"
        text = marks.sub(lambda m, body=body: m[1] + body + m[2], text)
    if text:
        document.write_text(text, encoding="utf-8")
