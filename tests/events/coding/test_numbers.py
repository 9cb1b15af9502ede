from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import lexicon
from events.coding import numbers

TABLE = lexicon.load().numbers


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("at least 20 people", 20, None),
        ("no fewer than seven bodies", 7, None),
        ("15 to 20 farmers", 15, 20),
        ("between 40 and 50 passengers", 40, 50),
        ("more than 2,400 members", 2401, None),
        ("over 60 extremists", 61, None),
        ("“more than 60” fighters", 61, None),
        ("up to 30 soldiers", 0, 30),
        ("about 20 rockets", 20, 20),
        ("dozens of rifles", 24, 99),
        ("scores were hurt", 40, 99),
        ("several policemen", 3, 9),
        ("hundreds of soldiers", 200, 999),
        ("Thirty-five families", 35, 35),
        ("two hundred and five men", 205, 205),
        ("1,153 civilians", 1153, 1153),
        ("two thousand sheep", 2000, 2000),
        ("20+ men", 20, None),
    ],
)
def test_what_hedges_make_of_a_number(words, low, high):
    found = numbers.find(words, TABLE)[0]
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("words", ["at 07:10", "$5 million", "5%", "7/8", "nothing here", "a post"])
def test_no_number_of_losses(words):
    assert not numbers.find(words, TABLE)


@given(st.integers(0, 99_999_999))
def test_digits_say_themselves(number):
    for words in (str(number), f"{number:,}"):
        found = numbers.find(f"{words} people", TABLE)
        assert [(n.low, n.high) for n in found] == [(number, number)]


@given(st.text(max_size=200))
def test_any_text_gives_numbers_with_bounds_inside_it(text):
    for found in numbers.find(text, TABLE):
        assert 0 <= found.start <= found.core < found.end <= len(text)
        assert found.high is None or found.low <= found.high
