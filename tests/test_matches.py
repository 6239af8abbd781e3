"""Matches of pieces against a plain reckoning, and what they say of beads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.likely import Likely
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


def links(one: Pieces, other: Pieces) -> list[tuple[int, int]]:
    """Segments of the pairs of pieces that are each other's best."""
    near = one.rows @ other.rows.T
    owners = [np.repeat(np.arange(len(side.counts)), side.counts) for side in (one, other)]
    return [
        (int(owners[0][i]), int(owners[1][j]))
        for i, j in enumerate(near.argmax(axis=1))
        if near[:, j].argmax() == i
    ]


COUNTS = st.lists(st.integers(1, 7), min_size=1, max_size=6)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(COUNTS, COUNTS, st.integers(0, 99))
def test_what_a_segment_finds_alone_is_that_of_a_plain_reckoning(
    source: list[int], target: list[int], seed: int
) -> None:
    one, other = random_pieces(source, seed), random_pieces(target, seed + 100)
    m = len(target)
    linked = links(one, other)
    found, back = Matches(one, other, (1, 1)).alone()
    assert {len(values) for values in back.values()} == {m}
    levels = [plain(one, other, (i, i + 1), (0, m))[1] for i in range(len(source))]
    usual = plain(one, other, (0, len(source)), (0, m))[1]
    for i, count in enumerate(source):
        runs = {size: [(j, j + size) for j in range(m - size + 1)] for size in (1, min(3, m))}
        focus = {
            size: max(plain(one, other, (i, i + 1), run)[2] for run in of)
            for size, of in runs.items()
        }
        near = [sum(x == i and a <= y < b for x, y in linked) for a, b in runs[min(3, m)]]
        wanted = {
            "level": levels[i],
            "level-lead": levels[i] - usual,
            "links": sum(x == i for x, _ in linked) / count,
            "focus": focus[1],
            "focus-near": focus[min(3, m)],
            "links-near": max(near) / count,
        }
        assert {name: float(values[i]) for name, values in found.items()} == pytest.approx(
            wanted, abs=1e-4
        )


def tip(one: Pieces, other: Pieces, segment: int, to: tuple[int, int], *, first: bool) -> float:
    """The cover of the first or the last third of a segment by a run of the other text."""
    count = int(one.counts[segment])
    third = max(1, count // 3)
    start = int(one.counts[:segment].sum()) + (0 if first else count - third)
    part = Pieces(one.rows[start : start + third], np.array([third], dtype=np.intp))
    return plain(part, other, (0, 1), to)[2]


def bead(source: tuple[int, int], target: tuple[int, int]) -> Likely:
    """One bead of two runs, half-open."""
    values = (0, source[1] - source[0], target[1] - target[0], source[1] - 1, target[1] - 1)
    return Likely(*(np.array([value], dtype=np.intp) for value in values))


def features(
    one: Pieces, other: Pieces, source: tuple[int, int], target: tuple[int, int]
) -> dict[str, float]:
    """Those of one bead."""
    found = Matches(one, other, (3, 3)).at(bead(source, target))
    return {name: float(values[0]) for name, values in found.items()}


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
    run, to = (i - a, i), (j - b, j)
    found = features(one, other, run, to)
    forth, back = plain(one, other, run, to), plain(other, one, to, run)
    linked = links(one, other)
    inside = sum(run[0] <= x < i and to[0] <= y < j for x, y in linked)
    sizes = sum(source[i - a : i]), sum(target[j - b : j])
    tips = [
        tip(one, other, run[0], to, first=True),
        tip(one, other, i - 1, to, first=False),
        tip(other, one, to[0], run, first=True),
        tip(other, one, j - 1, run, first=False),
    ]
    wanted = {
        "match": (forth[0] + back[0]) / 2,
        "usual": (
            plain(one, other, (0, len(source)), (0, len(target)))[1]
            + plain(other, one, (0, len(target)), (0, len(source)))[1]
        )
        / 2,
        "match-lack": (forth[0] + back[0] - forth[1] - back[1]) / 2,
        "cover": (forth[2] + back[2]) / 2,
        "link": 2 * inside / sum(sizes),
        "link-out": (inside - sum(run[0] <= x < i for x, _ in linked)) / sizes[0]
        + (inside - sum(to[0] <= y < j for _, y in linked)) / sizes[1],
        "tip-least": min(tips),
        "tip-mean": sum(tips) / 4,
    }
    for name, of in (("cover", "cover"), ("link", "link"), ("tip", "tip-least")):
        wanted[f"single-{name}"] = wanted[of] if a + b == 2 else 0
        wanted[f"bulk-{name}"] = (a + b - 2) * wanted[of]
    edges = []
    if a > 1:
        for k in (i - a, i - 1):
            held = sum(x == k and to[0] <= y < j for x, y in linked)
            edges.append((*plain(one, other, (k, k + 1), to), held / source[k]))
    if b > 1:
        for k in (j - b, j - 1):
            held = sum(y == k and run[0] <= x < i for x, y in linked)
            edges.append((*plain(other, one, (k, k + 1), run), held / target[k]))
    wanted["least-cover"] = min((edge[2] for edge in edges), default=0)
    wanted["least-match"] = min([0.0, *(edge[0] - edge[1] for edge in edges)])
    wanted["least-link"] = min((edge[3] for edge in edges), default=0)
    assert found == pytest.approx(wanted, abs=1e-5)


def test_the_segment_that_a_bead_lacks_or_has_too_many_shows() -> None:
    one = random_pieces([5, 5, 5, 5], 1)
    # The target says the first two segments in one, and nothing of the third.
    other = Pieces(np.concatenate([one.rows[:10], one.rows[15:]]), np.array([10, 5], dtype=np.intp))
    right, short, long = (features(one, other, (0, count), (0, 1)) for count in (2, 1, 3))
    assert right["cover"] > short["cover"] + 0.1
    assert right["link"] > 0.9 > max(short["link"], long["link"])
    assert right["least-cover"] > 0.9 > 0.7 > long["least-cover"]
    assert right["tip-least"] > 0.9 > 0.7 > max(short["tip-least"], long["tip-least"])


def test_a_segment_without_pieces_matches_nothing() -> None:
    empty = np.zeros((0, 6), dtype=np.int8)
    full = np.eye(6, dtype=np.int8) * 9
    both = pieces([empty, full])
    assert both.counts.tolist() == [1, 6]
    found = best(both, both)
    assert found.forth[0].tolist() == [0.0, 0.0]
    assert found.forth[1:, 1].min() > 0.99
    assert found.links[1, 1] == 6


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
