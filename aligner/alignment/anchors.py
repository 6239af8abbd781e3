"""Where in the other text a segment should be sought: a chain of sure pairs, in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.model import Vectors

Indices = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]

NEIGHBOURS = 4
"""Neighbours of the margin (Artetxe & Schwenk 2019, who found 4 best, and little difference)."""
ROWS = 512
"""Source segments whose similarities are held at a time."""
FLOOR = 0.1
"""Margin below which a pair adds nothing to a chain; unrelated centred vectors have about 0."""


@dataclass(frozen=True)
class Chain:
    """Pairs of segments that run in one order through both texts."""

    source: Indices
    """Shape (p,), ascending."""
    target: Indices
    """Shape (p,), ascending."""
    margin: Floats
    """Shape (p,)."""
    size: tuple[int, int]
    """Segments of both texts."""

    def forward(self) -> Indices:
        """Shape (n,): the place in the target at which each source segment is expected."""
        return _expected(self.source, self.target, *self.size)

    def backward(self) -> Indices:
        """Shape (m,): the place in the source at which each target segment is expected."""
        n, m = self.size
        return _expected(self.target, self.source, m, n)


def anchors(source: Vectors, target: Vectors) -> Chain:
    """The heaviest chain of pairs of which each is the other's best by margin.

    Memory grows with the longer text alone; time with n × m.

    Args:
        source: shape (n, dim), centred unit rows, n > 0.
        target: shape (m, dim), m > 0.
    """
    left, right, margin = mutual(source, target)
    kept = heaviest(right, margin - FLOOR)
    return Chain(left[kept], right[kept], margin[kept], (len(source), len(target)))


def mutual(
    source: Vectors, target: Vectors, near: tuple[Floats, Floats] | None = None
) -> tuple[Indices, Indices, Floats]:
    """Pairs of which each is the other's best by margin, and their margins.

    Args:
        source: shape (n, dim), unit rows, n > 0.
        target: shape (m, dim), m > 0.
        near: mean similarity of the source segments, shape (n,), and of the target segments,
            shape (m,), to their nearest neighbours; in the other text when None.

    Returns:
        Source indices, ascending; target indices; similarity less the mean of the two
        nearnesses, about 0 for no relation.
    """
    near_source, near_target = near if near is not None else nearest(source, target)
    n, m = len(source), len(target)
    choice = np.empty(n, dtype=np.intp)
    value = np.empty(n, dtype=np.float32)
    back = np.full(m, -np.inf, dtype=np.float32)
    back_choice = np.zeros(m, dtype=np.intp)
    for start in range(0, n, ROWS):
        part = source[start : start + ROWS] @ target.T
        part -= (near_source[start : start + ROWS, None] + near_target) / 2
        choice[start : start + ROWS] = part.argmax(axis=1)
        value[start : start + ROWS] = part.max(axis=1)
        top = part.max(axis=0)
        better = top > back
        back_choice[better] = part.argmax(axis=0)[better] + start
        back[better] = top[better]
    kept = np.flatnonzero(back_choice[choice] == np.arange(n))
    return kept, choice[kept], value[kept]


def nearest(source: Vectors, target: Vectors, skip: int = 0) -> tuple[Floats, Floats]:
    """Mean similarity of the segments of both sides to the nearest few of the other.

    Args:
        source: shape (n, dim), n > 0.
        target: shape (m, dim), m > 0.
        skip: how many of the very nearest don't count; where no others are, the mean is -1.

    Returns:
        Shapes (n,) and (m,).
    """
    return _nearest(source, target, skip), _nearest(target, source, skip)


def _nearest(source: Vectors, target: Vectors, skip: int) -> Floats:
    n, m = len(source), len(target)
    k = min(NEIGHBOURS + skip, m)
    if k <= skip:
        return np.full(n, -1.0, dtype=np.float32)
    found = np.empty(n, dtype=np.float32)
    for start in range(0, n, ROWS):
        part = source[start : start + ROWS] @ target.T
        top = np.partition(part, m - k, axis=1)[:, m - k :]
        found[start : start + ROWS] = np.sort(top, axis=1)[:, : k - skip].mean(axis=1)
    return found


def heaviest(target: Indices, weight: Floats) -> Indices:
    """The heaviest ascending subsequence.

    Args:
        target: shape (p,), no two alike, not negative.
        weight: shape (p,); those of no positive weight are left out.

    Returns:
        Indices into `target`, ascending.
    """
    # A Fenwick tree of the best chain that ends at or before each target position.
    size = int(target.max()) + 1 if len(target) else 0
    none = (0.0, -1)
    tree = [none] * (size + 1)
    before = [-1] * len(target)
    best = none
    for index, (place, gain) in enumerate(zip(target.tolist(), weight.tolist(), strict=True)):
        if gain <= 0:
            continue
        found = none
        at = place
        while at > 0:
            found = max(found, tree[at])
            at &= at - 1
        before[index] = found[1]
        mine = (found[0] + gain, index)
        best = max(best, mine)
        at = place + 1
        while at <= size:
            tree[at] = max(tree[at], mine)
            at += at & -at
    kept = []
    index = best[1]
    while index >= 0:
        kept.append(index)
        index = before[index]
    return np.array(kept[::-1], dtype=np.intp)


def _expected(source: Indices, target: Indices, size: int, other: int) -> Indices:
    xs = np.concatenate([[-1], source, [size]])
    ys = np.concatenate([[-1], target, [other]])
    places = np.rint(np.interp(np.arange(size), xs, ys)).astype(np.intp)
    return np.asarray(places.clip(0, max(other - 1, 0)))
