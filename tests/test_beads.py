from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lattices import squared

from aligner.alignment.beads import Lattice, best_paths, posteriors

SHAPES = ((1, 1), (1, 2), (2, 1), (3, 1))


def lattice(n: int, m: int, seed: int) -> Lattice:
    draw = np.random.default_rng(seed)
    beads = draw.normal(size=(len(SHAPES), n, m)).astype(np.float32)
    for t, (a, b) in enumerate(SHAPES):
        beads[t, : a - 1] = -np.inf
        beads[t, :, : b - 1] = -np.inf
    deletion, insertion = (draw.normal(size=(2, k)).astype(np.float32) for k in (n, m))
    return Lattice(SHAPES, beads, deletion, insertion)


def every_path(scores: Lattice) -> tuple[float, Counter[tuple[str | int, ...]]]:
    """Sum over all paths one by one, and of those that hold each step."""
    n, m = scores.size
    total, held = 0.0, Counter[tuple[str | int, ...]]()

    def walk(i: int, j: int, last: str, score: float, steps: list[tuple[str | int, ...]]) -> None:
        nonlocal total
        if (i, j) == (n, m):
            total += math.exp(score)
            held.update(dict.fromkeys(steps, math.exp(score)))
            return
        for t, (a, b) in enumerate(SHAPES):
            if i + a <= n and j + b <= m:
                value = float(scores.beads[t, i + a - 1, j + b - 1])
                walk(i + a, j + b, "", score + value, [*steps, (t, i + a, j + b)])
        if i < n and last != "insertion":
            k = int(last == "deletion")
            value = float(scores.deletion[k, i])
            walk(i + 1, j, "deletion", score + value, [*steps, ("deletion", k, i + 1, j)])
        if j < m:
            k = int(last == "insertion")
            value = float(scores.insertion[k, j])
            walk(i, j + 1, "insertion", score + value, [*steps, ("insertion", k, i, j + 1)])

    walk(0, 0, "", 0.0, [])
    return total, held


@pytest.mark.parametrize("size", [(1, 1), (3, 4), (4, 2), (1, 3), (0, 2), (2, 0), (4, 4)])
def test_probabilities_are_those_of_all_paths_one_by_one(size: tuple[int, int]) -> None:
    scores = lattice(*size, seed=1)
    total, held = every_path(scores)
    found = posteriors([scores])[0]
    assert found.log_total == pytest.approx(math.log(total), abs=1e-4)
    tables = {
        "deletion": squared(found.deletion, size),
        "insertion": squared(found.insertion, size),
    }
    beads = squared(found.beads, size)
    for (kind, *where), weight in held.items():
        chance = tables[kind][tuple(where)] if isinstance(kind, str) else beads[kind, *where]
        assert chance == pytest.approx(weight / total, abs=1e-5)
    everything = sum(float(table.sum()) for table in (beads, *tables.values()))
    assert everything == pytest.approx(sum(held.values()) / total, abs=1e-4)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 999), st.floats(0, 0.9))
def test_a_path_uses_each_segment_once(n: int, m: int, seed: int, toll: float) -> None:
    steps = best_paths(posteriors([lattice(n, m, seed)]), toll, toll)[0]
    assert [k for a, b, *_ in steps for k in range(a, b)] == list(range(n))
    assert [k for _, _, c, d, _ in steps for k in range(c, d)] == list(range(m))
    assert all(0 <= chance <= 1.0001 for *_, chance in steps)


def test_scores_far_apart_neither_overflow_nor_vanish() -> None:
    n = 300
    beads = np.full((1, n, n), -80, dtype=np.float32)
    beads[0, range(n), range(n)] = 20
    nulls = np.full((2, n), -50, dtype=np.float32)
    found = posteriors([Lattice(((1, 1),), beads, nulls, nulls)])[0]
    assert found.log_total == pytest.approx(20 * n)
    steps = best_paths([found], 0.4, 0.4)[0]
    assert [(a, c) for a, _, c, *_ in steps] == [(k, k) for k in range(n)]
    assert min(chance for *_, chance in steps) == pytest.approx(1.0)


def test_omissions_in_a_run_are_likelier_than_apart() -> None:
    """Two segments of four have a partner; the run of two that is left out is the cheaper one."""
    beads = np.zeros((1, 4, 2), dtype=np.float32)
    deletion = np.array([[-4] * 4, [-1] * 4], dtype=np.float32)
    insertion = np.full((2, 2), -9, dtype=np.float32)
    found = posteriors([Lattice(((1, 1),), beads, deletion, insertion)])[0]
    apart = squared(found.deletion, (4, 2))[0].sum()
    following = squared(found.deletion, (4, 2))[1].sum()
    assert following > 0.75 * apart


def test_lattices_together_give_what_each_gives_alone() -> None:
    sizes = [(5, 7), (3, 3), (0, 2), (8, 4), (1, 1), (2, 0)]
    together = posteriors([lattice(*size, seed=k) for k, size in enumerate(sizes)])
    for k, (size, found) in enumerate(zip(sizes, together, strict=True)):
        alone = posteriors([lattice(*size, seed=k)])[0]
        assert found.lattice.size == size
        assert found.log_total == pytest.approx(alone.log_total, abs=1e-6)
        for name in ("beads", "deletion", "insertion"):
            np.testing.assert_allclose(getattr(found, name), getattr(alone, name), atol=1e-6)
