"""Pairs in comparable documents: what pieces tell, by a plain reckoning, and what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_alignment import DIM, direction, embed, pairs, sentences, upper

from aligner.alignment import align_segments, side
from aligner.alignment.comparable import _others
from aligner.alignment.configuration import FROZEN
from aligner.alignment.coverage import course, coverage, ease
from aligner.alignment.matches import SHARP, Pieces, pieces
from aligner.model import Mode, Sketch

COUNTS = st.lists(st.integers(1, 5), min_size=1, max_size=6)


def drawn(counts: list[int], seed: int) -> Pieces:
    draw = np.random.RandomState(seed)
    return pieces([draw.randint(-90, 90, size=(count, 6)).astype(np.int8) for count in counts])


def plain(one: Pieces, other: Pieces, i: int, rivals: list[int], j: int) -> tuple[float, ...]:
    """Match, cover and lack of the pieces of a segment in one of its partners."""
    near = one.part(i, i + 1).rows @ other.rows.T
    owner = np.repeat(np.arange(len(other.counts)), other.counts)
    match, cover, lack = 0.0, 0.0, 0.0
    for row in near:
        best = {k: float(row[owner == k].max()) for k in rivals}
        shares = {k: np.exp(SHARP * value) for k, value in best.items()}
        match += best[j]
        cover += shares[j] / sum(shares.values())
        lack += best[j] - max(best.values())
    return match / len(near), cover / len(near), lack / len(near)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(COUNTS, COUNTS, st.integers(0, 99), st.data())
def test_coverage_is_what_a_plain_reckoning_gives(
    left: list[int], right: list[int], seed: int, data: st.DataObject
) -> None:
    one, other = drawn(left, seed), drawn(right, seed + 1)
    every = [(i, j) for i in range(len(left)) for j in range(len(right))]
    cells = sorted(data.draw(st.sets(st.sampled_from(every), min_size=1)))
    rows, columns = (np.array(each, dtype=np.intp) for each in zip(*cells, strict=True))
    found = coverage(one, other, rows, columns)
    for place, (i, j) in enumerate(cells):
        forth = plain(one, other, i, [b for a, b in cells if a == i], j)
        back = plain(other, one, j, [a for a, b in cells if b == j], i)
        mean = [(a + b) / 2 for a, b in zip(forth, back, strict=True)]
        least = [min(a, b) for a, b in zip(forth, back, strict=True)]
        expected = (mean[0], mean[1], mean[2], least[2])
        assert [float(each[place]) for each in found] == pytest.approx(expected, abs=1e-4)


def looked(near: Sequence[Sequence[int]], usual: float = 0.0) -> dict[str, float]:
    """The course of two segments whose pieces have these similarities, in tenths."""
    table = np.array(near, dtype=np.float32) / 10
    n, m = table.shape
    one = Pieces(table, np.array([n]))
    other = Pieces(np.eye(m, dtype=np.float32), np.array([m]))
    none = np.zeros(1, dtype=np.intp)
    easy = np.full(n, usual, dtype=np.float32), np.full(m, usual, dtype=np.float32)
    found = course(one, other, none, none, easy)
    return {name: float(values[0]) for name, values in found._asdict().items()}


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        pytest.param(
            9 * np.eye(6, dtype=int),
            {"links": 1, "spread": 1, "steady": 1, "order": 1, "beyond": 1},
            id="word-for-word",
        ),
        pytest.param(
            9 * np.eye(6, dtype=int)[::-1],
            {"links": 1, "spread": 1, "steady": 1, "order": -1},
            id="turned-round",
        ),
        pytest.param(
            9 * np.eye(9, dtype=int)[[0, 4, 8, 3, 7, 2, 6, 1, 5]],
            {"links": 1, "spread": 1, "steady": 0},
            id="scattered",
        ),
        pytest.param(
            [[9, 2, 1, 1], [7, 0, 1, 1], [6, 0, 1, 1], [5, 0, 1, 1]],
            {"spread": 0.5},
            id="beside-a-link-and-no-farther",
        ),
        pytest.param([[5]], {"order": 0, "steady": 0, "links": 1}, id="one-piece-each"),
    ],
)
def test_the_course_of_two_segments(
    near: Sequence[Sequence[int]], expected: dict[str, float]
) -> None:
    found = looked(near)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("usual", "expected"),
    [
        pytest.param(0.0, 1.0, id="nothing-like-it-anywhere"),
        pytest.param(0.9, 0.5, id="as-close-anywhere"),
        pytest.param(1.4, 0.0, id="closer-anywhere"),
    ],
)
def test_what_any_text_matches_as_well_says_little(usual: float, expected: float) -> None:
    found = looked(9 * np.eye(4, dtype=int), usual)["beyond"]
    assert found == pytest.approx(expected, abs=0.01)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(COUNTS, COUNTS, st.integers(0, 99))
def test_the_course_is_the_same_from_both_sides_and_in_its_range(
    left: list[int], right: list[int], seed: int
) -> None:
    one, other = drawn(left, seed), drawn(right, seed + 1)
    every = [np.arange(len(each.counts)) for each in (one, other)]
    easy = ease(one, other, every[0]), ease(other, one, every[1])
    rows = np.repeat(np.arange(len(left)), len(right))
    columns = np.tile(np.arange(len(right)), len(left))
    forth = course(one, other, rows, columns, easy)
    back = course(other, one, columns, rows, easy[::-1])
    for name, these, those in zip(forth._fields, forth, back, strict=True):
        np.testing.assert_allclose(these, those, atol=1e-5, err_msg=name)
        assert these.max() <= 1 + 1e-5
        assert these.min() >= (-1 if name == "order" else 0) - 1e-5


def test_a_piece_is_as_easy_as_its_match_in_the_nearest_sentences() -> None:
    ground = Pieces(np.eye(6, dtype=np.float32), np.array([1, 1, 2, 1, 1]))
    own = Pieces(np.array([[0.9, 0.8, 0.7, 0.6, 0.5, 0.4]], dtype=np.float32), np.array([1]))
    assert ease(own, ground, np.array([0])).tolist() == pytest.approx([(0.9 + 0.8 + 0.7 + 0.5) / 4])
    few = Pieces(ground.rows[:2], np.array([1, 1]))
    assert ease(own, few, np.array([0])).tolist() == pytest.approx([0.85])


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        pytest.param([[0.5, 0.2, 0.4]], [0.4, 0.5, 0.5], id="the-best-has-the-second"),
        pytest.param([[0.5, 0.5, 0.4]], [0.5, 0.5, 0.5], id="equals-are-rivals"),
        pytest.param([[-0.5], [0.3, 0.1]], [0.0, 0.1, 0.3], id="alone-there-is-none"),
    ],
)
def test_the_best_of_the_others_of_a_group(
    groups: list[list[float]], expected: list[float]
) -> None:
    values = np.array([value for group in groups for value in group], dtype=np.float32)
    starts = np.cumsum([0, *map(len, groups)])[:-1].astype(np.intp)
    assert _others(values, starts).tolist() == pytest.approx(expected)


def sketches(texts: Sequence[str]) -> list[Sketch]:
    """A piece a word, the same in both languages of `embed`."""
    return [
        np.array(
            [np.clip(direction(word.casefold())[: DIM // 4] * 400, -127, 127) for word in t.split()]
        ).astype(np.int8)
        for t in texts
    ]


def paired(source: Sequence[str], target: Sequence[str], *, told: bool = True) -> list[object]:
    found = align_segments(
        side(source, "en"),
        side(target, "vi"),
        embed,
        mode=Mode.COMPARABLE,
        sketches=sketches if told else None,
    )
    return [(s, t) for s, t in pairs(found) if s and t]


LINES = sentences(12, seed=7)


def turned(line: str, *, words: int) -> str:
    """The line with other words at its end: one of its near-copies."""
    held = line.split()
    return " ".join([*held[:-words], *(f"x{word}" for word in held[-words:])])


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param(LINES, upper(LINES[::-1]), [(k, 11 - k) for k in range(12)], id="reversed"),
        pytest.param(LINES, upper(sentences(12, seed=8)), [], id="strangers"),
        pytest.param(LINES[:1], upper(LINES[1:2]), [], id="one-line-each-and-strangers"),
        pytest.param(
            [*LINES, LINES[0]], upper(LINES), [(k, k) for k in range(12)], id="a-line-that-is-twice"
        ),
        pytest.param(
            [turned(LINES[0], words=2), *LINES],
            upper([LINES[0], *sentences(11, seed=9)]),
            [(1, 0)],
            id="the-line-and-not-its-near-copy",
        ),
        pytest.param(
            [f"{line} Paris" for line in LINES],
            upper([f"{line} London" for line in LINES]),
            [],
            id="the-same-of-another-place",
        ),
        pytest.param(
            [f"{line} Paris" for line in LINES],
            upper([f"{line} Paris" for line in LINES]),
            [(k, k) for k in range(12)],
            id="the-same-of-the-same-place",
        ),
    ],
)
def test_pairs_of_lines_whose_pieces_are_known(
    source: Sequence[str], target: Sequence[str], expected: list[tuple[int, int]]
) -> None:
    assert paired(source, target) == [((i,), (j,)) for i, j in expected]


def test_without_pieces_vectors_decide_and_places() -> None:
    assert paired(LINES, upper(LINES), told=False) == [((k,), (k,)) for k in range(12)]
    here, there = ([f"{line} {place}" for line in LINES] for place in ("Paris", "London"))
    assert paired(here, upper(here), told=False) == [((k,), (k,)) for k in range(12)]
    assert paired(here, upper(there), told=False) == []


def test_the_sum_and_the_units_weigh_the_same_features() -> None:
    loose = FROZEN.loose_matched
    assert loose.layer is not None
    assert set(loose.layer.features) == set(loose.first)


def test_nothing_is_paired_twice_and_texts_of_any_length_are_taken() -> None:
    long = sentences(600, seed=10)
    target = upper([*long[300:], *sentences(300, seed=11)])
    found: npt.NDArray[np.intp] = np.array(paired(long, target)).reshape(-1, 2)
    assert len(np.unique(found[:, 0])) == len(np.unique(found[:, 1])) == len(found)
    assert np.array_equal(found[:, 0] - 300, found[:, 1])
    assert len(found) > 280
