"""Text in Markdown labels is shown letter for letter."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from views.plain import plain


@given(st.text(max_size=60))
def test_unescaped_it_is_the_same_line(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", plain(text)) == " ".join(text.split())


@given(st.text("[]()!*_`:$<>#|~\\a", max_size=40))
def test_no_character_that_means_something_is_left_bare(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]()!*_`:$<>#|~]", plain(text))


def test_long_text_is_cut() -> None:
    assert plain("x" * 100, 10) == "x" * 9 + "…"
