"""A file without some of its rows holds all the others, in their order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from events.rewriting import BATCH, without

ROWS = 2 * BATCH + 7


@settings(max_examples=15)
@given(st.sets(st.integers(0, ROWS - 1), max_size=50))
def test_the_other_rows_stay_as_they_are(gone):
    table = pa.table({"n": np.arange(ROWS), "words": [[str(n % 7)] for n in range(ROWS)]})
    with TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.parquet", Path(folder) / "new.parquet"
        pq.write_table(table, old, row_group_size=BATCH - 3)
        done = without(str(old), np.array(sorted(gone), dtype=np.int64), new)
        kept = np.setdiff1d(np.arange(ROWS), list(gone))
        assert done.rows == len(kept)
        assert pq.read_table(new).equals(table.take(pa.array(kept)))


def test_nothing_is_written_where_no_row_is_left(tmp_path):
    pq.write_table(pa.table({"n": [1, 2]}), tmp_path / "old.parquet")
    done = without(str(tmp_path / "old.parquet"), np.array([0, 1]), tmp_path / "new.parquet")
    assert (done.new, done.rows) == (None, 0)
    assert not (tmp_path / "new.parquet").exists()
