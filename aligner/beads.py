"""Beads as paths through a lattice: their probabilities, and the best path.

A path leads from the start of both texts to their ends; a step of shape (a, b)
pairs the next a source segments with the next b target segments, and a step that
uses up one segment of one side is a deletion or an insertion. Scores are
log-linear, so the path is a semi-Markov chain, and forward-backward gives the
probability of every bead.

A deletion or insertion that follows one of its own kind has a score of its own,
for omissions come in runs. Insertions stand after deletions, never before, so
that no two paths mean the same.

Steps that end on one anti-diagonal don't depend on each other, so an
anti-diagonal is one vectorised operation. Sums run over probabilities, each
anti-diagonal with its own scale, rather than over their logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Exact = npt.NDArray[np.float64]
Shape = tuple[int, int]
"""Source and target segments of a bead, neither of them 0."""
Step = tuple[int, int, int, int, float]
"""Source start and end, target start and end, half-open; probability."""


LEAST = 0.02
"""Probability below which a bead is worse than leaving out its segments."""


@dataclass(frozen=True)
class Lattice:
    """The scores of all beads between n source and m target segments."""

    shapes: tuple[Shape, ...]
    beads: Array
    """Shape (shapes, n, m): score of the bead of a shape whose last segments are i and j."""
    deletion: Array
    """Shape (2, n): score of deleting segment i, first or not first of a run."""
    insertion: Array
    """Shape (2, m)."""

    @property
    def size(self) -> Shape:
        """How many segments each side has."""
        return self.deletion.shape[1], self.insertion.shape[1]


@dataclass(frozen=True)
class Posterior:
    """Probabilities of all steps, by anti-diagonal: [d, i] stands for what ends at (i, d - i).

    Positions count segments used up, so 0 is the start of a text.
    """

    lattice: Lattice
    beads: Array
    """Shape (n + m + 1, shapes, n + 1)."""
    deletion: Array
    """Shape (n + m + 1, 2, n + 1), first or not first of a run."""
    insertion: Array
    """Shape (n + m + 1, 2, n + 1)."""
    log_total: float
    """Logarithm of the sum over all paths of exp(score)."""


class _Diagonals:
    """Where the predecessors of an anti-diagonal's cells lie in a padded table."""

    def __init__(self, shapes: Sequence[Shape], size: Shape) -> None:
        n, m = size
        self.rows = n + m + 1
        self.cells = n + 1
        self.pad = max([a + b for a, b in shapes], default=1)
        self.width = self.cells + 2 * self.pad
        self.span = np.array([a + b for a, b in shapes], dtype=np.intp)
        self.shift = np.array([a for a, _ in shapes], dtype=np.intp)
        self.inner = slice(self.pad, self.pad + self.cells)

    def table(self, *kinds: int, fill: float = 0.0) -> Exact:
        """A value for all anti-diagonals, with `pad` rows and cells more at both ends."""
        return np.full((self.rows + 2 * self.pad, *kinds, self.width), fill)

    def windows(self, table: Exact) -> Exact:
        """All stretches of `cells` numbers of a table, by their first place."""
        return np.lib.stride_tricks.sliding_window_view(table.reshape(-1), self.cells)


def _skewed(beads: Array, size: Shape, fill: float) -> Array:
    """[shape, i, j] of last segments to [d, shape, i] of positions."""
    n, m = size
    wide = np.full((len(beads), n + 1, n + m + 2), fill, dtype=np.float32)
    wide[:, 1:, 1 : m + 1] = beads
    kind, row, cell = wide.strides
    # Cell (i, d - i) outside the square falls into the filled right part of some row.
    skewed = np.lib.stride_tricks.as_strided(
        wide, shape=(n + m + 1, len(beads), n + 1), strides=(cell, kind, row - cell)
    )
    return np.ascontiguousarray(skewed)


def _sides(lattice: Lattice, fill: float) -> tuple[Exact, Exact]:
    """Deletions by position, and insertions reversed, so that both run with the cells of a row.

    Position i of the first holds segment i - 1. The second holds target segment j at
    n + m - j: on anti-diagonal d, cell i, target segment d - i - 1 is at n + m + 1 - d + i.
    """
    n, m = lattice.size
    deletion = np.full((2, n + 2), fill)
    deletion[:, 1 : n + 1] = lattice.deletion
    insertion = np.full((2, 2 * n + m + 2), fill)
    insertion[:, n + 1 : n + m + 1] = lattice.insertion[:, ::-1]
    return deletion, insertion


def posterior(lattice: Lattice) -> Posterior:
    """Probability of every step, over all paths.

    Time and memory grow with n × m × the number of shapes.
    """
    n, m = lattice.size
    at = _Diagonals(lattice.shapes, lattice.size)
    pad, width, inner = at.pad, at.width, at.inner
    chance: Exact = np.exp(_skewed(lattice.beads, lattice.size, -np.inf)).astype(np.float64)
    deletion, insertion = (np.exp(side) for side in _sides(lattice, -np.inf))
    last = at.rows - 1 + pad

    total, paired, deleted, inserted = (at.table() for _ in range(4))
    scale = np.zeros(at.rows + 2 * pad)
    windows = at.windows(total)
    total[pad, pad] = paired[pad, pad] = 1.0
    before = slice(pad - 1, pad + n)
    gone = deletion[:, : n + 1]
    for d in range(1, at.rows):
        r = d + pad
        rows = r - at.span
        came = windows[rows * width + pad - at.shift]
        now = np.einsum("t,ti,ti->i", np.exp(scale[rows] - scale[r - 1]), came, chance[d])
        new = insertion[:, n + m + 1 - d :][:, : n + 1]
        lost = paired[r - 1, before] * gone[0] + deleted[r - 1, before] * gone[1]
        added = (paired[r - 1, inner] + deleted[r - 1, inner]) * new[0]
        added += inserted[r - 1, inner] * new[1]
        every = now + lost + added
        top = every.max()
        paired[r, inner] = now / top
        deleted[r, inner] = lost / top
        inserted[r, inner] = added / top
        total[r, inner] = every / top
        scale[r] = scale[r - 1] + np.log(top)
    log_total = float(np.log(total[last, pad + n]) + scale[last])

    b_paired, b_deleted, b_inserted = (at.table() for _ in range(3))
    taken = at.table(len(lattice.shapes))
    b_scale = np.zeros(at.rows + 2 * pad)
    b_windows = at.windows(taken)
    kinds = np.arange(len(lattice.shapes))
    after = slice(pad + 1, pad + n + 2)
    gone = deletion[:, 1:]
    for d in range(at.rows - 1, -1, -1):
        r = d + pad
        if r == last:
            b_paired[r, pad + n] = b_deleted[r, pad + n] = b_inserted[r, pad + n] = 1.0
        else:
            rows = r + at.span
            onward = b_windows[(rows * len(kinds) + kinds) * width + pad + at.shift]
            ahead = np.einsum("t,ti->i", np.exp(b_scale[rows] - b_scale[r + 1]), onward)
            new = insertion[:, n + m - d :][:, : n + 1] * b_inserted[r + 1, inner]
            lost = gone * b_deleted[r + 1, after]
            from_paired = ahead + lost[0] + new[0]
            top = from_paired.max()
            top = max(top, (ahead + lost[1] + new[0]).max(), (ahead + new[1]).max())
            b_paired[r, inner] = from_paired / top
            b_deleted[r, inner] = (ahead + lost[1] + new[0]) / top
            b_inserted[r, inner] = (ahead + new[1]) / top
            b_scale[r] = b_scale[r + 1] + np.log(top)
        taken[r, :, inner] = chance[d] * b_paired[r, inner]

    rows = np.arange(at.rows) + pad
    back = rows[:, None] - at.span
    weight = np.exp(scale[back] + b_scale[rows][:, None] - log_total)
    beads = windows[back * width + pad - at.shift] * taken[pad : last + 1, :, inner]
    beads *= weight[:, :, None]
    weight = np.exp(scale[rows - 1] + b_scale[rows] - log_total)[:, None, None]
    prior = slice(pad - 1, last)
    lost = np.stack([paired[prior, before], deleted[prior, before]], axis=1)
    lost *= deletion[:, : n + 1] * b_deleted[pad : last + 1, None, inner] * weight
    reach = at.windows(insertion.reshape(-1))[
        (insertion.shape[1] * np.arange(2))[None, :] + (n + m + 1 - np.arange(at.rows))[:, None]
    ]
    added = np.stack([paired[prior, inner] + deleted[prior, inner], inserted[prior, inner]], axis=1)
    added *= reach * b_inserted[pad : last + 1, None, inner] * weight
    return Posterior(
        lattice,
        beads.astype(np.float32),
        lost.astype(np.float32),
        added.astype(np.float32),
        log_total,
    )


def best_path(found: Posterior, toll: float, null_toll: float) -> tuple[Step, ...]:
    """The path whose steps have the highest sum of probability less toll.

    The expected number of right beads less the toll for each bead: with a toll of
    half the F1 that is reached, the path of the highest expected F1.

    Args:
        found: probabilities of all steps.
        toll: what each bead costs, 0 to 1.
        null_toll: what each deletion or insertion costs.

    Returns:
        The steps in order; each segment is in exactly one.
    """
    lattice = found.lattice
    n, m = lattice.size
    at = _Diagonals(lattice.shapes, lattice.size)
    pad, width, inner = at.pad, at.width, at.inner
    best = at.table(fill=-np.inf)
    best[pad, pad] = 0.0
    windows = at.windows(best)
    gain = found.beads.astype(np.float64)
    gain = np.where(gain >= LEAST, gain - toll, -at.span[:, None])
    lost = found.deletion.sum(axis=1, dtype=np.float64) - null_toll
    added = found.insertion.sum(axis=1, dtype=np.float64) - null_toll
    choice = np.zeros((at.rows, n + 1), dtype=np.int16)
    j = np.arange(at.rows)[:, None] - np.arange(n + 1)
    inside = (j >= 0) & (j <= m)
    options = np.empty((len(lattice.shapes) + 2, n + 1))
    cells = np.arange(n + 1)
    for d in range(1, at.rows):
        r = d + pad
        options[:-2] = windows[(r - at.span) * width + pad - at.shift] + gain[d]
        options[-2] = best[r - 1, pad - 1 : pad + n] + lost[d]
        options[-1] = best[r - 1, inner] + added[d]
        choice[d] = pick = options.argmax(axis=0)
        best[r, inner] = np.where(inside[d], options[pick, cells], -np.inf)
    steps: list[Step] = []
    i, j_ = n, m
    while i or j_:
        pick = int(choice[i + j_, i])
        if pick < len(lattice.shapes):
            a, b = lattice.shapes[pick]
            chance = found.beads[i + j_, pick, i]
        elif pick == len(lattice.shapes):
            a, b, chance = 1, 0, found.deletion[i + j_, :, i].sum()
        else:
            a, b, chance = 0, 1, found.insertion[i + j_, :, i].sum()
        steps.append((i - a, i, j_ - b, j_, float(chance)))
        i, j_ = i - a, j_ - b
    return tuple(reversed(steps))


def squared(diagonals: Array, size: Shape) -> Array:
    """[d, kind, i] of positions to [kind, i, j] of positions, both from 0."""
    n, m = size
    i = np.arange(n + 1)[:, None]
    j = np.arange(m + 1)[None, :]
    return np.ascontiguousarray(diagonals[i + j, :, i].transpose(2, 0, 1))
