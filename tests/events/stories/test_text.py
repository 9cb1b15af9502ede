from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from events.stories.text import ALIKE, Copies, shared, signature

RETOLD = Path(__file__).parent / "retold"
WORDS = st.lists(st.sampled_from(["fire", "fell", "near", "gate", "two", "died"]), max_size=60)


def text_of(name: str) -> str:
    return json.loads((RETOLD / name).read_text("utf-8"))["report"]["text"]


def test_a_cut_copy_is_found_and_a_retelling_in_other_words_is_not():
    copy = text_of("2025-10-12_wire_copy.json")
    words = copy.split()
    found = Copies()
    found.add("whole", signature(copy))
    found.add("other", signature(text_of("2025-10-12_other_story.json")))
    assert set(found.of(signature(" ".join(words[: len(words) * 3 // 4])))) == {"whole"}
    assert found.of(signature(text_of("2025-10-12_daily_retelling.json"))) == {}


def test_a_headline_before_a_text_changes_little_and_shuffled_words_all():
    copy = text_of("2025-10-12_wire_copy.json")
    mine = signature(copy)
    assert shared(mine, signature(f"BREAKING NEWS from our desk\n\n{copy}")) > 0.8
    assert shared(mine, signature(" ".join(sorted(copy.split())))) < ALIKE


@given(WORDS, WORDS)
def test_likeness_is_the_same_either_way_and_whole_for_the_same_words(one, other):
    first, second = signature(" ".join(one)), signature(" ".join(other))
    assert shared(first, second) == shared(second, first)
    assert signature(" ".join(one).upper()) == first
    assert shared(first, first) == (1.0 if len(one) > 3 else 0.0)


def test_a_signature_is_the_same_on_every_machine():
    assert (
        signature("two people were killed in the city")[:3]
        == (signature("Two people, were killed: in the city!")[:3])
    )
    assert signature("too short a") == ()
