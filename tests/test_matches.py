"""Matches of pieces against a plain reckoning, and what they say of beads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.matches import FEATURES, SHARP, Matches, Pieces, best, pieces


def random_pieces(counts: list[int], seed: int) -> Pieces:
    draw = np.random.RandomState(seed)
    return pieces([draw.randint(-90, 90, size=(count, 6)).astype(np.int8) for count in counts])


def plain(
    one: Pieces, other: Pieces, run: tuple[int, int], to: tuple[int, int]
) -> tuple[float, ...]:
    """Of a run of segments: match inside another run, match anywhere, cover."""
    near = one.part(*run).rows @ other.rows.T
    owner = np.repeat(np.arange(len(other.counts)), other.counts)
    best_of = np.array(
        [[row[owner == segment].max() for segment in range(len(other.counts))] for row in near]
    )
    shares = np.exp(SHARP * best_of)
    shares /= shares.sum(axis=1, keepdims=True)
    inside = slice(*to)
    return (
        float(best_of[:, inside].max(axis=1).mean()),
        float(best_of.max(axis=1).mean()),
        float(shares[:, inside].sum(axis=1).mean()),
    )


COUNTS = st.lists(st.integers(1, 4), min_size=1, max_size=6)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(COUNTS, COUNTS, st.integers(0, 99), st.data())
def test_features_are_those_of_a_plain_reckoning(
    source: list[int], target: list[int], seed: int, data: st.DataObject
) -> None:
    one, other = random_pieces(source, seed), random_pieces(target, seed + 100)
    a = data.draw(st.integers(1, min(3, len(source))))
    b = data.draw(st.integers(1, min(3, len(target))))
    i = data.draw(st.integers(a, len(source)))
    j = data.draw(st.integers(b, len(target)))
    found = {
        name: values[i - 1, j - 1] for name, values in Matches(one, other, (3, 3))(a, b).items()
    }
    forth = plain(one, other, (i - a, i), (j - b, j))
    back = plain(other, one, (j - b, j), (i - a, i))
    assert found["match"] == pytest.approx((forth[0] + back[0]) / 2, abs=1e-5)
    assert found["match-lack"] == pytest.approx(
        (forth[0] + back[0] - forth[1] - back[1]) / 2, abs=1e-5
    )
    assert found["cover"] == pytest.approx((forth[2] + back[2]) / 2, abs=1e-5)
    if a + b == 2:
        assert found["single-cover"] == found["cover"]
        return
    assert found["bulk-cover"] == pytest.approx((a + b - 2) * found["cover"], abs=1e-5)
    edges = []
    if a > 1:
        edges += [plain(one, other, (k, k + 1), (j - b, j)) for k in (i - a, i - 1)]
    if b > 1:
        edges += [plain(other, one, (k, k + 1), (i - a, i)) for k in (j - b, j - 1)]
    assert found["least-cover"] == pytest.approx(min(edge[2] for edge in edges), abs=1e-5)
    assert found["least-match"] == pytest.approx(
        min(0.0, *(edge[0] - edge[1] for edge in edges)), abs=1e-5
    )


def test_the_segment_that_a_bead_lacks_or_has_too_many_shows() -> None:
    one = random_pieces([5, 5, 5, 5], 1)
    # The target says the first two segments in one, and nothing of the third.
    other = Pieces(np.concatenate([one.rows[:10], one.rows[15:]]), np.array([10, 5], dtype=np.intp))
    matches = Matches(one, other, (3, 1))
    right, short, long = (matches(count, 1) for count in (2, 1, 3))
    assert right["cover"][1, 0] > short["cover"][0, 0] + 0.1
    assert right["least-cover"][1, 0] > 0.9 > 0.7 > long["least-cover"][2, 0]
    assert set(FEATURES) == {*right, "single-cover"}


def test_a_segment_without_pieces_matches_nothing() -> None:
    empty = np.zeros((0, 6), dtype=np.int8)
    full = np.eye(6, dtype=np.int8) * 9
    both = pieces([empty, full])
    assert both.counts.tolist() == [1, 6]
    forth, _ = best(both, both)
    assert forth[0].tolist() == [0.0, 0.0]
    assert forth[1:, 1].min() > 0.99


def test_many_pieces_are_matched_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = random_pieces([3, 1, 4, 2], 5), random_pieces([2, 2, 5], 6)
    whole = best(one, other)
    monkeypatch.setattr("aligner.alignment.matches.ROWS", 2)
    for found, expected in zip(best(one, other), whole, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_part_holds_the_pieces_of_its_segments() -> None:
    whole = random_pieces([2, 3, 1], 0)
    part = whole.part(1, 3)
    assert part.counts.tolist() == [3, 1]
    assert np.array_equal(part.rows, whole.rows[2:])
