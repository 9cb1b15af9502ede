"""The first sheet of a workbook as rows, read from the file a stretch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import load_workbook

from events.importers.hand_tables import TableError, check_archive, sheet_cell
from events.importers.rows import MAX_COLUMNS, Rows, UnreadableError, checked_header, text_table

STRETCH = 20_000


def opened(path: Path) -> tuple[tuple[str, ...], Iterator[Callable[[], Rows]]]:
    """Return the columns of the first sheet, and its rows.

    Values only: formulas are not calculated.

    Raises
    ------
    UnreadableError
        When it is no workbook that can be read, or has no header.
    """
    try:
        check_archive(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        values = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
        header = [sheet_cell(one) for one in next(values, ())]
    except TableError as problem:
        message = f"{path.name}: {problem}"
        raise UnreadableError(message) from problem
    except Exception as problem:  # openpyxl raises whatever broken XML makes it
        message = f"{path.name}: it is no workbook that can be read ({type(problem).__name__})"
        raise UnreadableError(message) from problem
    while header and not header[-1].strip():
        header.pop()
    keys = checked_header(header, path.name)
    return keys, _stretches(values, keys, path.name)


def _same(rows: Rows) -> Rows:
    return rows


def _stretches(
    values: Iterator[tuple[Any, ...]], keys: tuple[str, ...], name: str
) -> Iterator[Callable[[], Rows]]:
    line = 2
    while True:
        try:
            taken = list(islice(values, STRETCH))
        except Exception as problem:  # as above, met only while reading the sheet
            message = f"{name}, row {line} or later: the sheet is broken; save the workbook anew"
            raise UnreadableError(message) from problem
        if not taken:
            return
        rows = _rows(taken, keys, line)
        line += len(taken)
        yield partial(_same, rows)


def _rows(taken: list[tuple[Any, ...]], keys: tuple[str, ...], line: int) -> Rows:
    filled = [number for number, row in enumerate(taken) if any(cell is not None for cell in row)]
    columns = [
        [
            sheet_cell(taken[number][place]) if place < len(taken[number]) else ""
            for number in filled
        ]
        for place in range(len(keys))
    ]
    return Rows(text_table(keys, columns), np.array(filled, dtype=np.int64) + line)
