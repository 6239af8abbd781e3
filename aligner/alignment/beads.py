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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

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


Table = TypeVar("Table", Array, Exact)

DELETED, PAIRED, INSERTED = 0, 1, 2
"""What the last step to a cell was."""
OFTEN = 4
"""Anti-diagonals after which probabilities are scaled anew."""


class _Diagonals:
    """Where the predecessors of an anti-diagonal's cells lie in a padded table.

    A table has a row for each anti-diagonal, with `pad` rows more at both ends and one for
    windows that reach beyond; in it a row for each lattice, and in that a cell for each source
    position, with `pad` more at both ends.
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
        self.step = count * self.width

    def table(self, *kinds: int, fill: float = 0.0) -> Exact:
        """A value for all cells of all anti-diagonals, or one of each kind."""
        return np.full((self.rows + 2 * self.pad + 1, *kinds, self.count, self.width), fill)

    def windows(self, table: Table) -> Table:
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


def _skewed(beads: Array, size: Shape) -> Array:
    """[shape, i, j] of last segments to [d, shape, i] of positions, zeros where there are none."""
    n, m = size
    wide = np.zeros((len(beads), n + 1, n + m + 2), dtype=np.float32)
    wide[:, 1:, 1 : m + 1] = beads
    kind, row, cell = wide.strides
    # Cell (i, d - i) outside the square falls into the right part of some row.
    return np.lib.stride_tricks.as_strided(
        wide, shape=(n + m + 1, len(beads), n + 1), strides=(cell, kind, row - cell)
    )


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


def posteriors(lattices: Sequence[Lattice]) -> list[Posterior]:
    """Probability of every step, over all paths of each lattice.

    Time and memory grow with n × m × the number of shapes; several lattices together cost less
    than one by one.

    Args:
        lattices: all of the same shapes.
    """
    found: dict[int, Posterior] = {}
    for places in _groups(lattices):
        group = [lattices[place] for place in places]
        found.update(zip(places, _together(group), strict=True))
    return [found[place] for place in range(len(lattices))]


def _groups(lattices: Sequence[Lattice]) -> Iterator[list[int]]:
    """Which lattices are computed together: those of about one size, as far as memory lets them."""
    order = sorted(range(len(lattices)), key=lambda place: sum(lattices[place].size))
    start = 0
    while start < len(order):
        end, cells = start + 1, 0
        while end < len(order) and end - start < TOGETHER and cells < CELLS:
            cells += lattices[order[end]].beads.size
            end += 1
        yield order[start:end]
        start = end


def _together(lattices: Sequence[Lattice]) -> Iterator[Posterior]:
    n = max(lattice.size[0] for lattice in lattices)
    m = max(lattice.size[1] for lattice in lattices)
    steps = _Steps(lattices, (n, m))
    at, pad = steps.at, steps.at.pad
    before = _forward(steps)
    onward, on_scale = _backward(steps)
    used = slice(pad, pad + at.rows)
    each = np.arange(at.count)
    ends_at = np.array([lattice.size for lattice in lattices])
    final = ends_at.sum(axis=1) + pad
    log_total = np.log(before.total[final, each, pad + ends_at[:, 0]]) + before.sums[final, each]
    weight = np.exp(np.minimum(before.scale + on_scale[used] - log_total, 600.0))
    weight = weight[:, None, :, None]
    for by_kind, kind in (
        (before.beads, PAIRED),
        (before.deletion, DELETED),
        (before.insertion, INSERTED),
    ):
        ahead = (onward[used, kind, None, :, at.inner] * weight).astype(np.float32)
        np.multiply(by_kind, ahead, out=by_kind)
    for place, lattice in enumerate(lattices):
        rows, cells = sum(lattice.size) + 1, lattice.size[0] + 1
        yield Posterior(
            lattice,
            np.ascontiguousarray(before.beads[:rows, :, place, :cells]),
            np.ascontiguousarray(before.deletion[:rows, :, place, :cells]),
            np.ascontiguousarray(before.insertion[:rows, :, place, :cells]),
            float(log_total[place]),
        )


class _Steps:
    """What the steps of several lattices are worth, in tables of one size."""

    def __init__(self, lattices: Sequence[Lattice], size: Shape) -> None:
        shapes = lattices[0].shapes
        self.lattices = lattices
        self.size = size
        self.at = at = _Diagonals(shapes, size, len(lattices))
        self.chance = np.zeros(
            (at.rows + at.pad + 1, len(shapes), at.count, at.cells), dtype=np.float32
        )
        """exp(score) of the beads that end in each cell."""
        for place, lattice in enumerate(lattices):
            rows, columns = lattice.size
            skewed = _skewed(np.exp(lattice.beads), lattice.size)
            self.chance[: rows + columns + 1, :, place, : rows + 1] = skewed
        self.deletion, self.insertion = _sides(lattices, size)

    def cells(self, d: int) -> tuple[int, int]:
        """The first cell of an anti-diagonal, and the one after its last."""
        n, m = self.size
        return max(0, d - m), min(n, d) + 1


class _Before(NamedTuple):
    """What leads to each cell."""

    beads: Array
    """The steps that end there, as shares of their anti-diagonal's highest sum; shape (rows,
    shapes, lattices, cells)."""
    deletion: Array
    """Shape (rows, 2, lattices, cells)."""
    insertion: Array
    scale: Exact
    """Logarithm of what a share of 1 stands for; shape (rows, lattices)."""
    total: Exact
    """The sum over all paths there, padded and divided by what `sums` tells."""
    sums: Exact


def _forward(steps: _Steps) -> _Before:
    """From the start to each cell."""
    at, (n, m) = steps.at, steps.size
    pad, count, kinds = at.pad, at.count, len(at.span)
    by_bead = np.zeros((at.rows, kinds, count, at.cells), dtype=np.float32)
    by_deletion, by_insertion = (
        np.zeros((at.rows, 2, count, at.cells), dtype=np.float32) for _ in range(2)
    )
    tops, by_scale = np.ones((at.rows, count)), np.zeros((at.rows, count))
    ends, total, scale = at.table(3), at.table(), _Scale(at)
    windows = at.windows(total)
    total[pad, :, pad] = ends[pad, PAIRED, :, pad] = 1.0
    starts = at.places(-at.span[:, None], np.arange(count), pad - at.shift[:, None])
    for d in range(1, at.rows):
        r, (low, high) = d + pad, steps.cells(d)
        here, before = slice(pad + low, pad + high), slice(pad + low - 1, pad + high - 1)
        if d % OFTEN == 0:
            scale.renew(slice(d, r), tops[d - 1], ends[d:r], total[d:r])
        by_scale[d] = scale.sums[r] = scale.sums[r - 1]
        came = windows[:, : high - low][starts + (r * at.step + low)]
        came *= steps.chance[d, :, :, low:high]
        lost = ends[r - 1, PAIRED::-1, :, before] * steps.deletion[..., low:high]
        added = ends[r - 1, PAIRED:, :, here].copy()
        added[0] += ends[r - 1, DELETED, :, here]
        added *= steps.insertion[..., n + m + 1 - d + low : n + m + 1 - d + high]
        new = ends[r, :, :, here]
        np.add(lost[0], lost[1], out=new[DELETED])
        came.sum(axis=0, out=new[PAIRED])
        np.add(added[0], added[1], out=new[INSERTED])
        every = new.sum(axis=0, out=total[r, :, here])
        top = every.max(axis=1, out=tops[d])
        top[top == 0] = 1.0
        share = 1 / top[:, None]
        for found, step in ((by_bead, came), (by_deletion, lost), (by_insertion, added)):
            np.multiply(step, share, out=found[d, ..., low:high])
    return _Before(by_bead, by_deletion, by_insertion, by_scale + np.log(tops), total, scale.sums)


def _backward(steps: _Steps) -> tuple[Exact, Exact]:
    """From each cell to the end: the sum over all paths by the step that led there, and its
    scale's logarithms by row."""
    at, (n, m) = steps.at, steps.size
    pad, count, kinds = at.pad, at.count, len(at.span)
    onward, scale = at.table(3), _Scale(at)
    windows, chances = at.windows(onward), at.windows(steps.chance)
    kind, each = np.arange(kinds)[:, None], np.arange(count)
    starts = at.places(at.span[:, None] * 3 + PAIRED, each, pad + at.shift[:, None])
    ways = ((at.span[:, None] * kinds + kind) * count + each) * at.cells + at.shift[:, None]
    last: dict[int, list[int]] = {}
    for place, lattice in enumerate(steps.lattices):
        last.setdefault(sum(lattice.size), []).append(place)
    for d in range(at.rows - 1, -1, -1):
        r, (low, high) = d + pad, steps.cells(d)
        here, after = slice(pad + low, pad + high), slice(pad + low + 1, pad + high + 1)
        if d % OFTEN == 0:
            following = slice(r + 1, r + 1 + pad)
            scale.renew(following, onward[r + 1].max(axis=(0, 2)), onward[following])
        scale.sums[r] = scale.sums[r + 1]
        # Beyond the ends of a row of chances are others, beyond those of states zeros.
        came = windows[:, : high - low][starts + (3 * r * at.step + low)]
        came *= chances[:, : high - low][ways + (d * kinds * count * at.cells + low)]
        ahead = came.sum(axis=0)
        inserted = slice(n + m - d + low, n + m - d + high)
        added = onward[r + 1, INSERTED, :, here] * steps.insertion[..., inserted]
        lost = onward[r + 1, DELETED, :, after] * steps.deletion[..., low + 1 : high + 1]
        new = onward[r, :, :, here]
        np.add(ahead, added[1], out=new[INSERTED])
        ahead += added[0]
        np.add(ahead, lost[0], out=new[PAIRED])
        np.add(ahead, lost[1], out=new[DELETED])
        for place in last.get(d, ()):
            new[:, place, steps.lattices[place].size[0] - low] = 1.0
    return onward, scale.sums


class _Scale:
    """Logarithms of what the rows of tables were divided by, so that none runs out of range."""

    def __init__(self, at: _Diagonals) -> None:
        self.sums = np.zeros((at.rows + 2 * at.pad + 1, at.count))

    def renew(self, rows: slice, top: Exact, *tables: Exact) -> None:
        """Divide tables by the highest value of each lattice.

        Args:
            rows: anti-diagonals that the tables are of.
            top: shape (lattices,); 0 for one that has no value yet.
            tables: lattice and cell are their last dimensions.
        """
        top = np.where(top > 0, top, 1.0)
        for table in tables:
            np.divide(table, top[:, None], out=table)
        self.sums[rows] += np.log(top)


def best_paths(found: Sequence[Posterior], toll: float, null_toll: float) -> list[tuple[Step, ...]]:
    """The path of each lattice whose steps have the highest sum of probability less toll.

    The expected number of right beads less the toll for each bead: with a toll of
    half the F1 that is reached, the path of the highest expected F1.

    Args:
        found: probabilities of all steps, of lattices of the same shapes.
        toll: what each bead costs, 0 to 1.
        null_toll: what each deletion or insertion costs.

    Returns:
        The steps of each in order; each segment is in exactly one.
    """
    paths: list[tuple[Step, ...]] = [()] * len(found)
    for places in _groups([each.lattice for each in found]):
        group = [found[place] for place in places]
        for place, path in zip(places, _paths(group, toll, null_toll), strict=True):
            paths[place] = path
    return paths


def _paths(found: Sequence[Posterior], toll: float, null_toll: float) -> Iterator[tuple[Step, ...]]:
    shapes = found[0].lattice.shapes
    count, kinds = len(found), len(shapes)
    n, m = (max(each.lattice.size[side] for each in found) for side in (0, 1))
    at = _Diagonals(shapes, (n, m), count)
    pad = at.pad
    # What each step gains: beads of all shapes, then deletions and insertions.
    gain = np.full((at.rows, kinds + 2, count, at.cells), -np.inf, dtype=np.float32)
    unlikely = -at.span[:, None].astype(np.float32)
    for place, each in enumerate(found):
        rows, cells = len(each.beads), each.beads.shape[2]
        here = gain[:rows, :, place, :cells]
        here[:, :kinds] = np.where(each.beads >= LEAST, each.beads - np.float32(toll), unlikely)
        here[:, kinds] = each.deletion.sum(axis=1) - np.float32(null_toll)
        here[:, kinds + 1] = each.insertion.sum(axis=1) - np.float32(null_toll)
        j = np.arange(rows)[:, None] - np.arange(cells)
        here.transpose(0, 2, 1)[(j < 0) | (j > each.lattice.size[1])] = -np.inf
    best = at.table(fill=-np.inf).astype(np.float32)
    best[pad, :, pad] = 0.0
    windows = at.windows(best)
    back = at.places(
        -np.append(at.span, [1, 1])[:, None],
        np.arange(count),
        pad - np.append(at.shift, [1, 0])[:, None],
    )
    choice = np.zeros((at.rows, count, at.cells), dtype=np.int8)
    for d in range(1, at.rows):
        low, high = max(0, d - m), min(n, d) + 1
        options = windows[:, : high - low][back + (d + pad) * at.step + low]
        options += gain[d, :, :, low:high]
        choice[d, :, low:high] = options.argmax(axis=0)
        options.max(axis=0, out=best[d + pad, :, pad + low : pad + high])
    for place, each in enumerate(found):
        yield _traced(each, choice[:, place])


def _traced(found: Posterior, choice: npt.NDArray[np.integer[Any]]) -> tuple[Step, ...]:
    """The steps that were chosen, from the end to the start and turned round."""
    shapes = (*found.lattice.shapes, (1, 0), (0, 1))
    kinds = len(shapes) - 2
    steps: list[Step] = []
    i, j = found.lattice.size
    while i or j:
        pick = int(choice[i + j, i])
        a, b = shapes[pick]
        if pick < kinds:
            chance = found.beads[i + j, pick, i]
        else:
            chance = (found.deletion, found.insertion)[pick - kinds][i + j, :, i].sum()
        steps.append((i - a, i, j - b, j, float(chance)))
        i, j = i - a, j - b
    return tuple(reversed(steps))
