"""Counts of people as people write them in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importers.columns import NotReadError
from events.importers.counted import read_count


def counted(cell: str) -> tuple[int, int | None] | None:
    found = read_count(cell)
    return found and (found["low"], found["high"])


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("3", (3, 3)), ("3.0", (3, 3)), ("1,200", (1200, 1200)), ("2-4", (2, 4)), ("2 – 4", (2, 4)),
        ("4 or 5", (4, 5)), ("5+", (5, None)), ("5-10+", (5, None)), ("5 or more", (5, None)),
        ("at least 5", (5, None)), (">5", (6, None)), ("≥ 5", (5, None)), ("<5", (0, 4)),
        ("up to 30", (0, 30)), ("~10", (10, 10)), ("four", (4, 4)), ("Twenty-two", (22, 22)),
        ("dozens", (24, 99)), ("4 killed", (4, 4)), ("nil", (0, 0)), ("۵", (5, 5)),
    ],
)  # fmt: skip
def test_a_cell_means_what_the_codebook_says(cell, meant):
    assert counted(cell) == meant


@pytest.mark.parametrize("cell", ["unknown", "N/A", "-", "?", "—", "Not known", "نامعلوم"])
def test_what_nobody_knows_is_no_number(cell):
    assert read_count(cell) is None


@pytest.mark.parametrize(
    "cell", ["many", "2/3", "-5", "5%", "3 (1 child)", "2 police, 1 civilian", "+", "1.200", "10k"]
)
def test_what_cannot_be_read_is_said_with_what_can(cell):
    with pytest.raises(NotReadError, match="at least 5"):
        read_count(cell)


@given(st.text(min_size=1, max_size=40))
def test_no_cell_is_read_as_nonsense(cell):
    try:
        found = read_count(cell)
    except NotReadError:
        return
    if found:
        assert found["low"] >= 0
        assert found["high"] is None or found["high"] >= found["low"]
        assert found["said"] in (None, cell)
