from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment.scoring import rolled, rolling


@given(
    st.lists(st.lists(st.integers(-9, 9), min_size=4, max_size=4), min_size=1, max_size=3),
    st.integers(1, 6),
)
def test_sums_over_runs_are_those_of_their_segments(rows: list[list[int]], most: int) -> None:
    values = np.array(rows, dtype=np.float32)
    found = rolled(values, most)
    assert found.shape == (len(rows), most, 4)
    for row, sums in zip(rows, found, strict=True):
        for count in range(1, most + 1):
            wanted = [sum(row[max(0, last + 1 - count) : last + 1]) for last in range(4)]
            assert sums[count - 1].tolist() == wanted
            assert rolling(np.array(row, dtype=np.float32), count).tolist() == wanted
