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


TOGETHER = 24
"""Lattices whose anti-diagonals are one operation."""
CELLS = 2_000_000
"""Bead scores in one group beyond which no lattice joins it."""
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
    """Where the predecessors of an anti-diagonal's cells lie in a padded table.

    A table has a row for each anti-diagonal, with `pad` rows more at both ends, in it a row for
    each lattice, and in that a cell for each source position, with `pad` more at both ends.
    """

    def __init__(self, shapes: Sequence[Shape], size: Shape, count: int = 1) -> None:
        n, m = size
        self.rows = n + m + 1
        self.cells = n + 1
        self.count = count
        self.pad = max([a + b for a, b in shapes], default=1)
        self.width = self.cells + 2 * self.pad
        self.span = np.array([a + b for a, b in shapes], dtype=np.intp)
        self.shift = np.array([a for a, _ in shapes], dtype=np.intp)
        self.inner = slice(self.pad, self.pad + self.cells)

    def table(self, *kinds: int, fill: float = 0.0) -> Exact:
        """A value for all cells of all anti-diagonals, or one of each kind."""
        return np.full((self.rows + 2 * self.pad, *kinds, self.count, self.width), fill)

    def windows(self, table: Exact) -> Exact:
        """All stretches of `cells` numbers of a table, by their first place."""
        return np.lib.stride_tricks.sliding_window_view(table.reshape(-1), self.cells)

    def places(
        self,
        row: npt.NDArray[np.intp],
        lattice: npt.NDArray[np.intp] | int,
        cell: npt.NDArray[np.intp],
    ) -> npt.NDArray[np.intp]:
        """Where stretches start, by row of all kinds, lattice and cell."""
        return np.asarray((row * self.count + lattice) * self.width + cell, dtype=np.intp)


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


def _sides(lattices: Sequence[Lattice], size: Shape) -> tuple[Exact, Exact]:
    """Probabilities of deletions by position, and of insertions reversed: both run with the cells.

    Shape (2, lattices, positions). Position i of the first is segment i - 1. In the second,
    target segment j is at n + m - j: on anti-diagonal d, cell i, segment d - i - 1 is at
    n + m + 1 - d + i.
    """
    n, m = size
    deletion = np.zeros((2, len(lattices), n + 2))
    insertion = np.zeros((2, len(lattices), 2 * n + m + 2))
    for place, lattice in enumerate(lattices):
        rows, columns = lattice.size
        deletion[:, place, 1 : rows + 1] = np.exp(lattice.deletion)
        insertion[:, place, n + m + 1 - columns : n + m + 1] = np.exp(lattice.insertion[:, ::-1])
    return deletion, insertion


def posterior(lattice: Lattice) -> Posterior:
    """Probability of every step, over all paths.

    Time and memory grow with n × m × the number of shapes.
    """
    return posteriors([lattice])[0]


def posteriors(lattices: Sequence[Lattice]) -> list[Posterior]:
    """The same for several lattices of the same shapes, which costs less than one by one."""
    found: list[Posterior | None] = [None] * len(lattices)
    order = sorted(range(len(lattices)), key=lambda place: sum(lattices[place].size))
    start = 0
    while start < len(order):
        end, cells = start + 1, 0
        while end < len(order) and end - start < TOGETHER and cells < CELLS:
            cells += lattices[order[end]].beads.size
            end += 1
        group = [lattices[place] for place in order[start:end]]
        for place, each in zip(order[start:end], _together(group), strict=True):
            found[place] = each
        start = end
    return [each for each in found if each is not None]


def _together(lattices: Sequence[Lattice]) -> list[Posterior]:
    shapes = lattices[0].shapes
    count = len(lattices)
    n = max(lattice.size[0] for lattice in lattices)
    m = max(lattice.size[1] for lattice in lattices)
    at = _Diagonals(shapes, (n, m), count)
    pad, inner, kinds = at.pad, at.inner, len(shapes)
    chance = np.zeros((at.rows, kinds, count, at.cells))
    for place, lattice in enumerate(lattices):
        rows, columns = lattice.size
        skewed = _skewed(lattice.beads, lattice.size, -np.inf)
        chance[: rows + columns + 1, :, place, : rows + 1] = np.exp(skewed, dtype=np.float32)
    deletion, insertion = _sides(lattices, (n, m))
    each = np.arange(count)

    total, paired, deleted, inserted = (at.table() for _ in range(4))
    scale = np.zeros((at.rows + 2 * pad, count))
    windows = at.windows(total)
    total[pad, :, pad] = paired[pad, :, pad] = 1.0
    before = slice(pad - 1, pad + n)
    gone = deletion[..., : n + 1]
    for d in range(1, at.rows):
        r = d + pad
        back = r - at.span
        came = windows[at.places(back[:, None], each, pad - at.shift[:, None])]
        factor = np.exp(scale[back] - scale[r - 1])
        now = np.einsum("tc,tci,tci->ci", factor, came, chance[d])
        new = insertion[..., n + m + 1 - d :][..., : n + 1]
        lost = paired[r - 1, :, before] * gone[0] + deleted[r - 1, :, before] * gone[1]
        added = (paired[r - 1, :, inner] + deleted[r - 1, :, inner]) * new[0]
        added += inserted[r - 1, :, inner] * new[1]
        every = now + lost + added
        top = every.max(axis=1)
        top[top == 0] = 1.0
        share = 1 / top[:, None]
        paired[r, :, inner] = now * share
        deleted[r, :, inner] = lost * share
        inserted[r, :, inner] = added * share
        total[r, :, inner] = every * share
        scale[r] = scale[r - 1] + np.log(top)

    b_paired, b_deleted, b_inserted = (at.table() for _ in range(3))
    taken = at.table(kinds)
    b_scale = np.zeros((at.rows + 2 * pad, count))
    b_windows = at.windows(taken)
    kind = np.arange(kinds)[:, None]
    after = slice(pad + 1, pad + n + 2)
    gone = deletion[..., 1:]
    ends: dict[int, list[int]] = {}
    for place, lattice in enumerate(lattices):
        ends.setdefault(sum(lattice.size), []).append(place)
    for d in range(at.rows - 1, -1, -1):
        r = d + pad
        ahead_rows = r + at.span
        onward = b_windows[
            at.places(ahead_rows[:, None] * kinds + kind, each, pad + at.shift[:, None])
        ]
        ahead = np.einsum("tc,tci->ci", np.exp(b_scale[ahead_rows] - b_scale[r + 1]), onward)
        new = insertion[..., n + m - d :][..., : n + 1] * b_inserted[r + 1, :, inner]
        lost = gone * b_deleted[r + 1, :, after]
        states = np.stack([ahead + lost[0] + new[0], ahead + lost[1] + new[0], ahead + new[1]])
        for place in ends.get(d, ()):
            states[:, place, lattices[place].size[0]] = 1.0
        top = states.max(axis=(0, 2))
        top[top == 0] = 1.0
        states /= top[:, None]
        b_paired[r, :, inner], b_deleted[r, :, inner], b_inserted[r, :, inner] = states
        b_scale[r] = b_scale[r + 1] + np.log(top)
        taken[r, :, :, inner] = chance[d] * states[0]

    result = []
    for place, lattice in enumerate(lattices):
        n_here, m_here = lattice.size
        last = n_here + m_here + pad
        log_total = float(np.log(total[last, place, pad + n_here]) + scale[last, place])
        span = np.arange(pad, last + 1)
        back = span[:, None] - at.span
        cells = slice(pad, pad + n_here + 1)
        weight = np.exp(scale[back, place] + b_scale[span, place][:, None] - log_total)
        came = windows[at.places(back, place, pad - at.shift)][..., : n_here + 1]
        beads = came * taken[pad : last + 1, :, place, cells] * weight[:, :, None]
        weight = np.exp(scale[span - 1, place] + b_scale[span, place] - log_total)[:, None, None]
        prior = slice(pad - 1, last)
        left = slice(pad - 1, pad + n_here)
        lost = np.stack([paired[prior, place, left], deleted[prior, place, left]], axis=1)
        lost *= (
            deletion[:, place, : n_here + 1]
            * b_deleted[pad : last + 1, None, place, cells]
            * weight
        )
        reach = np.lib.stride_tricks.sliding_window_view(insertion[:, place], n_here + 1, axis=1)
        reach = reach[:, n + m + 1 - np.arange(n_here + m_here + 1)].transpose(1, 0, 2)
        fresh = paired[prior, place, cells] + deleted[prior, place, cells]
        added = np.stack([fresh, inserted[prior, place, cells]], axis=1)
        added *= reach * b_inserted[pad : last + 1, None, place, cells] * weight
        result.append(
            Posterior(
                lattice,
                beads.astype(np.float32),
                lost.astype(np.float32),
                added.astype(np.float32),
                log_total,
            )
        )
    return result


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
    best = at.table(fill=-np.inf)[:, 0]
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
