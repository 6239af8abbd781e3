"""Scores of beads against plain reckonings, segment by segment."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lattices import squared

from aligner.alignment.anchors import anchors
from aligner.alignment.beads import posteriors
from aligner.alignment.configuration import FROZEN, Weights
from aligner.alignment.evidence import LINE, SENTENCE, WEAK, overlap
from aligner.alignment.features import Beads, rolled
from aligner.alignment.likely import Likely, likely
from aligner.alignment.matches import Pieces
from aligner.alignment.scoring import (
    Floats,
    Pair,
    Text,
    closer_lattice,
    lattice,
    pair,
    rolling,
)
from aligner.alignment.similarity import Block, Sentences, Similarities, boxes, unit
from aligner.model import Vectors

SHAPES = ((1, 1), (2, 1), (1, 3), (2, 2), (4, 1))


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


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.integers())
def test_sums_over_blocks_are_those_of_their_cells(
    n: int, m: int, most_rows: int, most_columns: int, seed: int
) -> None:
    matrix = np.random.default_rng(abs(seed)).integers(-9, 9, size=(n, m)).astype(np.float32)
    found = boxes(matrix, (most_rows, most_columns))
    for (a, b, i, j), total in np.ndenumerate(found):
        block = matrix[max(0, i - a) : i + 1, max(0, j - b) : j + 1]
        assert total == block.sum()


def sentences(n: int, seed: int, merged: tuple[Block, ...] = ()) -> Sentences:
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 90, size=n).astype(np.float32)
    return Sentences(vectors(n, draw), sizes, dict(zip(merged, vectors(9, draw), strict=False)))


def vectors(n: int, draw: np.random.Generator) -> Vectors:
    return unit(draw.normal(size=(n, 5)).astype(np.float32))


def meant(side: Sentences, start: int, end: int) -> Vectors:
    """The vector of a run: that of its joined text, or the mean."""
    if (start, end) in side.merged:
        return side.merged[start, end]
    return unit((side.vectors * side.sizes[:, None])[start:end].sum(axis=0, keepdims=True))[0]


@pytest.mark.parametrize(
    "merged",
    [
        pytest.param(((), ()), id="means"),
        pytest.param((((0, 2), (2, 5)), ()), id="source-encoded"),
        pytest.param(((), ((1, 3),)), id="target-encoded"),
        pytest.param((((0, 2), (2, 5), (0, 5)), ((1, 3), (0, 2))), id="both-encoded-and-one-long"),
    ],
)
def test_similarities_of_runs_are_those_of_their_vectors(
    merged: tuple[tuple[Block, ...], tuple[Block, ...]],
) -> None:
    one, other = sentences(5, 1, merged[0]), sentences(4, 2, merged[1])
    similar = Similarities(one, other, (3, 2))
    for a in (1, 2, 3):
        for b in (1, 2):
            table = similar[np.array([a - 1]), np.array([b - 1])][0]
            for i in range(a, 6):
                for j in range(b, 5):
                    wanted = meant(one, i - a, i) @ meant(other, j - b, j)
                    assert table[i - 1, j - 1] == pytest.approx(wanted, abs=1e-5)
    single = one.vectors @ other.vectors.T
    strays, gain = similar.strays(2, 1), similar.gain(2, 1)
    assert strays is not None
    assert gain is not None
    for i in range(2, 5):
        for j in range(2, 4):
            beside = (
                single[i - 2, j - 1] - single[i - 2, j - 2],
                single[i - 1, j - 1] - single[i - 1, j],
            )
            assert strays[i - 1, j - 1] == pytest.approx(
                sum(min(float(each), 0) for each in beside), abs=1e-5
            )
            whole = meant(one, i - 2, i) @ other.vectors[j - 1]
            less = max(single[i - 2, j - 1], single[i - 1, j - 1])
            assert gain[i - 1, j - 1] == pytest.approx(whole - less, abs=1e-5)
    assert similar.gain(1, 1) is None
    assert similar.strays(1, 1) is None


def text(n: int, seed: int, ends: tuple[int, ...]) -> Text:
    draw = np.random.default_rng(seed)
    side = sentences(n, seed, ((0, 2), (1, 4)))
    counts = draw.integers(1, 4, size=n)
    return Text(
        side.vectors,
        side.sizes,
        draw.choice(ends, size=n).astype(np.int8),
        draw.random(n, dtype=np.float32),
        draw.random((3, n), dtype=np.float32),
        draw.random(n) < 0.2,
        draw.random(n, dtype=np.float32),
        side.merged,
        Pieces(vectors(int(counts.sum()), draw), counts),
    )


def texts(ends: tuple[int, ...], held: tuple[str, ...]) -> Pair:
    source, target = text(6, 3, ends), text(7, 4, ends)
    keys = [frozenset(held[k % len(held) :]) if held else frozenset[str]() for k in range(7)]
    tokens = overlap(keys[:6], keys[::-1])
    return pair(source, target, tokens, anchors(source.vectors, target.vectors))


def every_feature(both: Pair) -> list[dict[str, Floats]]:
    """Features of all beads of each shape, by name; each broadcasts to (n, m) by last segments."""
    beads = Beads(both, SHAPES)
    return [
        {name: make().value()[0] for name, make in beads.features(slice(place, place + 1)).items()}
        for place in range(len(SHAPES))
    ]


@pytest.mark.parametrize("cells", [1, 100, 10_000])
@pytest.mark.parametrize(
    ("ends", "held", "weights"),
    [
        pytest.param((LINE,), (), FROZEN.line_means, id="lines-without-tokens"),
        pytest.param((LINE,), ("12", "Asean"), FROZEN.lines, id="lines-with-tokens"),
        pytest.param((WEAK, SENTENCE, LINE), ("12", "3"), FROZEN.atoms, id="atoms"),
    ],
)
def test_a_score_is_the_weighted_sum_of_its_features(
    ends: tuple[int, ...],
    held: tuple[str, ...],
    weights: Weights,
    cells: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("aligner.alignment.features.CELLS", cells)
    both = texts(ends, held)
    scores = lattice(both, SHAPES, weights.bead, weights.null).beads
    named = every_feature(both)
    assert weights.bead.keys() <= named[0].keys()
    possible = 0
    for found, table in zip(named, scores, strict=True):
        wanted = sum(weight * found[name] for name, weight in weights.bead.items())
        there = np.isfinite(table)
        np.testing.assert_allclose(
            table[there], np.broadcast_to(wanted, table.shape)[there], atol=1e-4
        )
        possible += int(there.sum())
    assert possible > 50


def every_third(both: Pair) -> Likely:
    """Some beads of all shapes."""
    cells = [
        (kind, a, b, i, j)
        for kind, (a, b) in enumerate(SHAPES)
        for i in range(a - 1, len(both.source))
        for j in range(b - 1, len(both.target))
    ]
    return Likely(*np.array(cells[::3], dtype=np.intp).T)


@pytest.mark.parametrize("cells", [1, 100, 10_000])
@pytest.mark.parametrize(
    "ends", [pytest.param((LINE,), id="lines"), pytest.param((WEAK, SENTENCE, LINE), id="atoms")]
)
def test_features_of_some_beads_are_those_of_all(
    ends: tuple[int, ...], cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aligner.alignment.features.CELLS", cells)
    both = texts(ends, ("12", "Asean"))
    named = every_feature(both)
    names = list(named[0])
    beads = every_third(both)
    found = Beads(both, SHAPES).at(beads, names)
    size = len(both.source), len(both.target)
    for row, (kind, _, _, i, j) in zip(found, zip(*beads, strict=True), strict=True):
        wanted = [float(np.broadcast_to(named[kind][name], size)[i, j]) for name in names]
        assert row.tolist() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "with_pieces", "known"),
    [
        pytest.param("cosine", False, True, id="of-segments"),
        pytest.param("match", True, True, id="of-pieces"),
        pytest.param("match", False, False, id="of-pieces-where-there-are-none"),
        pytest.param("no such feature", True, False, id="none"),
    ],
)
def test_a_feature_that_is_not_there_is_an_error(name: str, with_pieces: bool, known: bool) -> None:
    both = texts((LINE,), ())
    if not with_pieces:
        both = replace(both, source=replace(both.source, pieces=None))
    asked = Beads(both, SHAPES)
    if known:
        assert asked.at(every_third(both), [name]).any()
    else:
        with pytest.raises(KeyError, match=name):
            asked.at(every_third(both), [name])


@pytest.mark.parametrize(
    "stage",
    ["line_means", "lines", "lines_matched", "atom_means", "atoms", "atoms_matched"],
)
def test_every_weight_is_that_of_a_feature(stage: str) -> None:
    both = texts((WEAK, SENTENCE, LINE), ("12",))
    weights: Weights = getattr(FROZEN, stage)
    if weights.layer is not None:
        Beads(both, SHAPES).nulls(tuple(weights.null))
        assert weights.bead.keys() == set(weights.layer.features)
        Beads(both, SHAPES).at(every_third(both), weights.layer.features)
    else:
        assert weights.null.keys() <= both.null_source.keys()
        assert weights.bead.keys() <= every_feature(both)[0].keys()


def test_a_bead_that_is_not_likely_is_impossible_and_the_others_have_their_score() -> None:
    both = texts((LINE,), ("12",))
    beads = every_third(both)
    weights = FROZEN.lines_matched
    layer = weights.layer
    assert layer is not None
    found = closer_lattice(both, SHAPES, beads, weights)
    values = Beads(both, SHAPES).at(beads, layer.features)
    for row, kind, i, j in zip(values.tolist(), beads.kind, beads.i, beads.j, strict=True):
        held = dict(zip(layer.features, row, strict=True))
        score = sum(weights.bead[name] * value for name, value in held.items())
        for unit_, outer in enumerate(layer.outer):
            inner = sum(each[unit_] * value for each, value in zip(layer.inner, row, strict=True))
            score += outer * math.tanh(inner)
        assert found.beads[kind, i, j] == pytest.approx(score, rel=1e-3, abs=1e-3)
    assert np.isfinite(found.beads).sum() == len(beads.kind)
    left_out = Beads(both, SHAPES).nulls(tuple(weights.null))
    for total, each in zip((found.deletion, found.insertion), left_out, strict=True):
        assert total == pytest.approx(each @ np.array(list(weights.null.values())), abs=1e-5)


def test_what_is_told_of_segments_left_out_is_told_of_both_sides() -> None:
    both = texts((LINE,), ())
    source, target = Beads(both, SHAPES).nulls(("first", "level"))
    assert source.shape == (2, len(both.source), 2)
    assert target.shape == (2, len(both.target), 2)
    assert np.array_equal(source[:, :, 0], both.null_source["first"])
    assert np.array_equal(source[0, :, 1], source[1, :, 1])
    with pytest.raises(KeyError, match="level"):
        Beads(replace(both, source=replace(both.source, pieces=None)), SHAPES).nulls(("level",))


def test_the_likely_beads_are_those_of_some_probability() -> None:
    both = texts((LINE,), ())
    (found,) = posteriors([lattice(both, SHAPES, FROZEN.line_means.bead, FROZEN.line_means.null)])
    chances = squared(found.beads, found.lattice.size)[:, 1:, 1:]
    beads = likely(found, 0.01)
    assert chances[beads.kind, beads.i, beads.j].min() >= 0.01
    assert len(beads.kind) == (chances >= 0.01).sum()
    assert np.array_equal(np.sort(beads.kind), beads.kind)
    assert [SHAPES[kind] for kind in beads.kind] == list(zip(beads.a, beads.b, strict=True))
