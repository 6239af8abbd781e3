"""Sparse lattices of a fit against those of the aligner."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lattices import squared

from aligner.alignment.beads import Lattice, posteriors
from aligner.alignment.configuration import LINES
from bench.fitting.chains import Chain, Chains, Steps


def drawn(draw: np.random.Generator, n: int, m: int) -> tuple[Chain, Lattice]:
    """A chain with a third of all beads, and the lattice that has the same scores."""
    table = draw.normal(0, 3, (len(LINES), n, m)).astype(np.float32)
    for kind, (a, b) in enumerate(LINES):
        table[kind, : a - 1] = table[kind, :, : b - 1] = -np.inf
    table[draw.random(table.shape) > 1 / 3] = -np.inf
    kinds, i, j = np.nonzero(np.isfinite(table))
    shapes = np.array(LINES)[kinds]
    deletion, insertion = (draw.normal(-1, 2, (2, k)).astype(np.float32) for k in (n, m))
    chain = Chain((n, m), shapes[:, 0], shapes[:, 1], i, j)
    return chain, Lattice(LINES, table, deletion, insertion)


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=6),
    st.integers(0, 2**32),
)
def test_all_chains_at_once_have_the_probabilities_of_each_lattice(
    sizes: list[tuple[int, int]], seed: int
) -> None:
    draw = np.random.default_rng(seed)
    made = [drawn(draw, *size) for size in sizes]
    chains = Chains([chain for chain, _ in made])
    scores = Steps(
        np.concatenate([lattice.beads[np.isfinite(lattice.beads)] for _, lattice in made]).astype(
            float
        ),
        np.concatenate([lattice.deletion.ravel() for _, lattice in made]).astype(float),
        np.concatenate([lattice.insertion.ravel() for _, lattice in made]).astype(float),
    )
    totals, found = chains.chances(scores, draw.normal(0, 5, len(made)))
    beads, deletion, insertion = [], [], []
    for total, (_, lattice) in zip(totals, made, strict=True):
        posterior = posteriors([lattice])[0]
        assert total == pytest.approx(posterior.log_total, abs=1e-4)
        table = squared(posterior.beads, lattice.size)[:, 1:, 1:]
        beads.append(table[np.isfinite(lattice.beads)])
        deletion.append(squared(posterior.deletion, lattice.size).sum(axis=2)[:, 1:].ravel())
        insertion.append(squared(posterior.insertion, lattice.size).sum(axis=1)[:, 1:].ravel())
    assert found.beads == pytest.approx(np.concatenate(beads), abs=1e-4)
    assert found.deletion == pytest.approx(np.concatenate(deletion), abs=1e-4)
    assert found.insertion == pytest.approx(np.concatenate(insertion), abs=1e-4)


def test_a_chain_without_a_path_is_told() -> None:
    nothing = np.zeros(0, dtype=np.intp)
    chains = Chains([Chain((1, 1), nothing, nothing, nothing, nothing)])
    never = np.full(2, -np.inf)
    totals, _ = chains.chances(Steps(np.zeros(0), never, never), np.zeros(1))
    assert totals.tolist() == [-np.inf]
