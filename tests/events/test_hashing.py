"""The hash of a row: the same wherever the row stands, another for any other content."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from events.hashing import row_hashes

MARKS = "\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
QUOTE = pa.struct([("text", pa.string()), ("start", pa.int64())])
ROW = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("n", pa.int64()),
        ("words", pa.list_(pa.string())),
        ("claims", pa.list_(pa.struct([("what", pa.string()), ("quote", QUOTE)]))),
    ]
)
text = st.none() | st.text(st.sampled_from(["x", "a", "=", "0", *MARKS]), max_size=3)
number = st.none() | st.integers(0, 2)
quote = st.none() | st.fixed_dictionaries({"text": text, "start": number})
claim = st.none() | st.fixed_dictionaries({"what": text, "quote": quote})
row = st.fixed_dictionaries(
    {
        "a": text,
        "b": text,
        "n": number,
        "words": st.none() | st.lists(text, max_size=2),
        "claims": st.none() | st.lists(claim, max_size=2),
    }
)


def hashes(rows: list[dict]) -> list[str]:
    return row_hashes(pa.Table.from_pylist(rows, ROW)).to_pylist()


@given(st.lists(row, min_size=2, max_size=6))
def test_rows_hash_equally_exactly_when_they_are_equal(rows):
    together = hashes(rows)
    assert together == [hashes([each])[0] for each in rows]
    for one, its in zip(rows, together, strict=True):
        for other, theirs in zip(rows, together, strict=True):
            assert (one == other) == (its == theirs), (one, other)


@given(st.lists(row, min_size=1, max_size=4), st.integers(0, 3))
def test_a_slice_and_another_chunking_hash_as_the_whole(rows, cut):
    table = pa.Table.from_pylist(rows, ROW)
    whole = row_hashes(table).to_pylist()
    assert row_hashes(table.slice(cut)).to_pylist() == whole[cut:]
    assert row_hashes(pa.concat_tables([table, table])).to_pylist() == whole * 2


def test_a_new_column_without_values_changes_no_hash():
    table = pa.table({"a": ["x", None]})
    grown = table.append_column("b", pa.nulls(2, pa.string()))
    assert row_hashes(grown) == row_hashes(table)


def test_the_hash_of_a_row_stays_what_it_is():
    table = pa.table({"a": ["x"], "n": [1]})
    assert row_hashes(table).to_pylist() == ["15649391a90485221313c543634d6d97"]
