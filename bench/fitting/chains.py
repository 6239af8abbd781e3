"""Probabilities of the steps of many sparse lattices at once, for fits of the aligner's weights.

`aligner.alignment.beads` computes all beads of a few lattices. A fit looks at the same few beads of
thousands of lattices a hundred times: so what is sparse is kept as lists here, and an anti-diagonal
of all lattices is one operation. Tests hold both against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Exact = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.intp]

DELETED, PAIRED, INSERTED = 0, 1, 2
"""What the last step to a cell was, as in `aligner.alignment.beads`."""
CELLS = 400_000
"""Cells of one group of lattices, about."""


@dataclass(frozen=True)
class Chain:
    """The beads that are possible in a stretch of two texts."""

    size: tuple[int, int]
    """Segments of each side, n and m."""
    a: Counts
    """Source segments of each of k beads, shape (k,)."""
    b: Counts
    """Target segments."""
    i: Counts
    """Last source segment."""
    j: Counts
    """Last target segment."""


@dataclass(frozen=True)
class Steps:
    """A number for each step of all chains, one chain after the other."""

    beads: Exact
    """Shape (all beads,)."""
    deletion: Exact
    """Shape (2 × all source segments,): of a chain those that begin a run, then the others."""
    insertion: Exact
    """The same of target segments."""


class _Group:
    """Chains of about one size, with one place for each step in tables of all of them."""

    def __init__(
        self, chains: Sequence[Chain], places: Counts, starts: npt.NDArray[np.intp]
    ) -> None:
        """Lay them out.

        Args:
            chains: all there are.
            places: which of them are in the group.
            starts: shape (3, chains), where the beads, deletions and insertions of each begin.
        """
        own = [chains[place] for place in places]
        self.chains = places
        self.sizes = np.array([chain.size for chain in own], dtype=np.intp)
        self.n, self.m = self.sizes.max(axis=0).tolist()
        count = len(own)
        which = np.repeat(np.arange(count), [len(chain.i) for chain in own])
        a, b, i, j = (
            np.concatenate([getattr(chain, name) for chain in own]) for name in ("a", "b", "i", "j")
        )
        ends = i + j + 2
        order = np.argsort(ends, kind="stable")
        begins = [np.arange(len(c.i)) + starts[0, p] for c, p in zip(own, places, strict=True)]
        self.beads = np.concatenate(begins)[order]
        self.of = which[order]
        self.span = (a + b)[order]
        width = self.n + 1
        self.end = (ends * count + which)[order] * width + (i + 1)[order]
        self.start = ((ends - a - b) * count + which)[order] * width + (i + 1 - a)[order]
        """Places in tables of shape (anti-diagonals, chains, source positions)."""
        self.ended = np.searchsorted(ends[order], np.arange(self.n + self.m + 2))
        """Where the beads begin that end on each anti-diagonal."""
        self.forward = np.argsort(self.start, kind="stable")
        begun = self.start[self.forward] // (count * width)
        self.begun = np.searchsorted(begun, np.arange(self.n + self.m + 2))
        # Two numbers a segment, in tables of shape (2, chains, segments).
        self.deleted, self.deletions = _laid(self.sizes[:, 0], starts[1, places], self.n)
        self.inserted, self.insertions = _laid(self.sizes[:, 1], starts[2, places], self.m)


def _laid(sizes: Counts, starts: Counts, most: int) -> tuple[Counts, Counts]:
    """Places in a table (2, chains, most), and where the number of each stands among all."""
    places, numbers = [], []
    for row, (size, start) in enumerate(zip(sizes.tolist(), starts.tolist(), strict=True)):
        for kind in (0, 1):
            places.append((kind * len(sizes) + row) * most + np.arange(size))
            numbers.append(start + kind * size + np.arange(size))
    return np.concatenate(places), np.concatenate(numbers)


class Chains:
    """Many chains, whose steps are given scores."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        beads = [len(chain.i) for chain in chains]
        self.of_bead = np.repeat(np.arange(len(chains)), beads)
        """Which chain each bead is of."""
        self.sizes = np.array([chain.size for chain in chains], dtype=np.intp)
        self.of_deletion = np.repeat(np.arange(len(chains)), 2 * self.sizes[:, 0])
        self.of_insertion = np.repeat(np.arange(len(chains)), 2 * self.sizes[:, 1])
        ends = np.cumsum([beads, 2 * self.sizes[:, 0], 2 * self.sizes[:, 1]], axis=1)
        starts = ends - np.array([beads, 2 * self.sizes[:, 0], 2 * self.sizes[:, 1]])
        self._groups = [_Group(chains, places, starts) for places in _grouped(self.sizes)]

    def chances(self, scores: Steps, about: Exact) -> tuple[Exact, Steps]:
        """Logarithm of the sum over all paths of exp(score) of each chain, and all probabilities.

        Args:
            scores: of all steps.
            about: shape (chains,), where those logarithms are looked for. All paths use up all
                segments, so a number for each segment alters no probability, and keeps those that
                are worked with in range.

        Returns:
            Not finite where a chain has no path, or one far from what was said.
        """
        totals = np.empty(len(self.sizes))
        found = Steps(
            *(np.zeros_like(x) for x in (scores.beads, scores.deletion, scores.insertion))
        )
        each = about / self.sizes.sum(axis=1)
        with np.errstate(all="ignore"):
            for group in self._groups:
                _chances(group, scores, each[group.chains], totals, found)
        totals += about
        return totals, found


def _grouped(sizes: Counts) -> Iterator[Counts]:
    """Places of chains that are computed together."""
    order = np.lexsort((sizes[:, 1], sizes.sum(axis=1)))
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order):
            n, m = sizes[order[start : end + 1]].max(axis=0).tolist()
            if (end - start) * (n + 1) * (n + m + 1) > CELLS:
                break
            end += 1
        yield order[start:end]
        start = end


def _chances(group: _Group, scores: Steps, less: Exact, totals: Exact, found: Steps) -> None:
    """Put the chances of a group's chains where they belong."""
    n, m, count = group.n, group.m, len(group.chains)
    width, rows = n + 1, n + m + 1
    weight = np.exp(scores.beads[group.beads] - group.span * less[group.of])
    deletion, insertion = np.zeros((2, count, n)), np.zeros((2, count, m))
    deletion.reshape(-1)[group.deleted] = np.exp(scores.deletion[group.deletions])
    insertion.reshape(-1)[group.inserted] = np.exp(scores.insertion[group.insertions])
    once = np.exp(-less)[:, None]
    deletion *= once
    # Reversed, so that on an anti-diagonal it runs with the source: segment j at m - 1 - j.
    insertion = np.ascontiguousarray((insertion * once)[:, :, ::-1])

    ends = np.zeros((rows, 3, count, width))
    every = np.zeros((rows, count, width))
    ends[0, PAIRED, :, 0] = every[0, :, 0] = 1.0
    flat = every.reshape(-1)
    for d in range(1, rows):
        low, high = max(0, d - m), min(n, d) + 1
        here = ends[d]
        beads = slice(group.ended[d], group.ended[d + 1])
        came = flat[group.start[beads]] * weight[beads]
        inside = group.end[beads] - d * count * width
        here[PAIRED] = np.bincount(inside, came, count * width).reshape(count, width)
        up = slice(max(low, 1), high)
        back = slice(up.start - 1, high - 1)
        here[DELETED, :, up] = (
            ends[d - 1, PAIRED, :, back] * deletion[0, :, back]
            + ends[d - 1, DELETED, :, back] * deletion[1, :, back]
        )
        # The last target segment of cell i is d - i - 1; there is one below d.
        own = slice(low, min(n, d - 1) + 1)
        of = slice(m - d + own.start, m - d + own.stop)
        here[INSERTED, :, own] = (every[d - 1, :, own] - ends[d - 1, INSERTED, :, own]) * insertion[
            0, :, of
        ] + ends[d - 1, INSERTED, :, own] * insertion[1, :, of]
        here.sum(axis=0, out=every[d])

    last = group.sizes.sum(axis=1)
    each = np.arange(count)
    total = every[last, each, group.sizes[:, 0]]
    totals[group.chains] = np.log(total)
    onward = np.zeros((rows + 1, 3, count, width))
    onward_flat = onward.reshape(-1)
    # A cell of `every` in the states of `onward` after a bead.
    end = group.end + ((group.end // (count * width)) * 2 + PAIRED) * count * width
    finals: dict[int, list[int]] = {}
    for row, d in enumerate(last.tolist()):
        finals.setdefault(d, []).append(row)
    lost, added = np.zeros_like(deletion), np.zeros_like(insertion)
    for d in range(rows - 1, -1, -1):
        low, high = max(0, d - m), min(n, d) + 1
        beads_ = group.forward[group.begun[d] : group.begun[d + 1]]
        ahead = onward_flat[end[beads_]] * weight[beads_]
        inside = group.start[beads_] - d * count * width
        here = onward[d]
        here[:] = np.bincount(inside, ahead, count * width).reshape(count, width)
        if d + 1 < rows:
            own = slice(low, min(n - 1, d) + 1)
            after = slice(own.start + 1, own.stop + 1)
            begun = deletion[0, :, own] * onward[d + 1, DELETED, :, after]
            more = deletion[1, :, own] * onward[d + 1, DELETED, :, after]
            here[PAIRED, :, own] += begun
            here[DELETED, :, own] += more
            lost[0, :, own] += ends[d, PAIRED, :, own] * begun
            lost[1, :, own] += ends[d, DELETED, :, own] * more
            # The next target segment of cell i is d - i; there is one where that is below m.
            own = slice(max(low, d - m + 1), high)
            of = slice(m - 1 - d + own.start, m - 1 - d + own.stop)
            begun = insertion[0, :, of] * onward[d + 1, INSERTED, :, own]
            more = insertion[1, :, of] * onward[d + 1, INSERTED, :, own]
            here[PAIRED, :, own] += begun
            here[DELETED, :, own] += begun
            here[INSERTED, :, own] += more
            added[0, :, of] += (every[d, :, own] - ends[d, INSERTED, :, own]) * begun
            added[1, :, of] += ends[d, INSERTED, :, own] * more
        for row in finals.get(d, ()):
            here[:, row, group.sizes[row, 0]] = 1.0

    found.beads[group.beads] = flat[group.start] * weight * onward_flat[end] / total[group.of]
    lost /= total[:, None]
    added /= total[:, None]
    found.deletion[group.deletions] = lost.reshape(-1)[group.deleted]
    found.insertion[group.insertions] = added[:, :, ::-1].reshape(-1)[group.inserted]
