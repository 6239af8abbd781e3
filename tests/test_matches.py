"""Matches of pieces against a plain reckoning, and what they say of beads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.matches import SHARP, Matches, Pieces, best, pieces


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
    matches = Matches(one, other, (3, 3))
    bead = a - 1, b - 1, i - 1, j - 1
    forth = plain(one, other, (i - a, i), (j - b, j))
    back = plain(other, one, (j - b, j), (i - a, i))
    assert matches.match[bead] == pytest.approx((forth[0] + back[0]) / 2, abs=1e-5)
    levels = matches.levels[0][a - 1, i - 1] + matches.levels[1][b - 1, j - 1]
    assert levels == pytest.approx((forth[1] + back[1]) / 2, abs=1e-5)
    assert matches.cover[bead] == pytest.approx((forth[2] + back[2]) / 2, abs=1e-5)
    cover, match = matches.least_cover(a, b), matches.least_match(a, b)
    if cover is None or match is None:
        assert a == b == 1
        return
    edges = []
    if a > 1:
        edges += [plain(one, other, (k, k + 1), (j - b, j)) for k in (i - a, i - 1)]
    if b > 1:
        edges += [plain(other, one, (k, k + 1), (i - a, i)) for k in (j - b, j - 1)]
    assert cover[i - 1, j - 1] == pytest.approx(min(edge[2] for edge in edges), abs=1e-5)
    assert match[i - 1, j - 1] == pytest.approx(
        min(0.0, *(edge[0] - edge[1] for edge in edges)), abs=1e-5
    )


def test_the_segment_that_a_bead_lacks_or_has_too_many_shows() -> None:
    one = random_pieces([5, 5, 5, 5], 1)
    # The target says the first two segments in one, and nothing of the third.
    other = Pieces(np.concatenate([one.rows[:10], one.rows[15:]]), np.array([10, 5], dtype=np.intp))
    matches = Matches(one, other, (3, 1))
    right, short, long = (matches.cover[count - 1, 0, count - 1, 0] for count in (2, 1, 3))
    assert right > short + 0.1
    assert right > long
    edges = [matches.least_cover(count, 1) for count in (2, 3)]
    assert edges[0] is not None
    assert edges[1] is not None
    assert edges[0][1, 0] > 0.9 > 0.7 > edges[1][2, 0]


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
