"""How close segments are: centred vectors, vectors of merged segments, and neighbourhoods."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.model import Vectors

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Block = tuple[int, int]
"""First segment and the one after the last."""


def unit(rows: Vectors) -> Vectors:
    """The rows at unit length; rows of zeros stay zeros, which are close to nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def centre(vectors: Vectors, prior: Vectors | None, weight: float) -> Vectors:
    """What a language's vectors have in common, which says nothing of their meaning.

    Encoders place each language in a narrow cone of its own; without its axis,
    similarities across languages spread out and means of vectors stay comparable
    with single ones (Mu & Viswanath 2018, "All-but-the-Top").

    Args:
        vectors: shape (n, dim), of one document.
        prior: shape (dim,), the mean of other text, or None where there is none.
        weight: how many segments the prior counts for; without one, the mean is
            shrunk towards zero by as much.

    Returns:
        Shape (dim,).
    """
    total = vectors.sum(axis=0)
    if prior is not None:
        total = total + weight * prior
    return np.asarray(total / (len(vectors) + weight), dtype=np.float32)


def block_vectors(vectors: Vectors, sizes: Floats, count: int) -> Vectors:
    """A vector for each run of `count` segments, by its last segment.

    Args:
        vectors: shape (n, dim), centred rows of unit length.
        sizes: shape (n,), lengths in characters.
        count: how many segments a run has.

    Returns:
        Shape (n, dim), the means of the single vectors, weighted by length, at unit length; runs
        that would start before the text are zeros.
    """
    if count == 1:
        return vectors
    n = len(vectors)
    sums = np.zeros_like(vectors)
    if count > n:
        return sums
    weighted = vectors * sizes[:, None]
    for back in range(count):
        sums[count - 1 :] += weighted[count - 1 - back : n - back]
    return unit(sums)


class Sentences(NamedTuple):
    """One side as its similarities to another need it."""

    vectors: Vectors
    """Shape (n, dim), centred rows of unit length."""
    sizes: Floats
    """Shape (n,), lengths in characters."""
    merged: Mapping[Block, Vectors]
    """Centred unit vectors of runs whose joined text was encoded; they stand for the mean, weighted
    by length, of the single ones."""


class Similarities:
    """Similarity of all runs of a source with all runs of b target segments, by last segments.

    The product of two means is that of their sums, so the sums of the products of single segments
    do for all runs.
    """

    def __init__(self, source: Sentences, target: Sentences, most: tuple[int, int]) -> None:
        """Compute them.

        Args:
            source: n segments.
            target: m segments.
            most: the longest runs of each side.
        """
        n, m = len(source.vectors), len(target.vectors)
        rows, columns = (
            _merged(side, count) for side, count in zip((source, target), most, strict=True)
        )
        products = (
            np.concatenate([source.vectors, *rows.vectors])
            @ np.concatenate([target.vectors, *columns.vectors]).T
        )
        lengths = _lengths(source, most[0]), _lengths(target, most[1])
        made = boxes(products[:n, :m] * source.sizes[:, None] * target.sizes, most)
        made *= 1 / lengths[0][:, None, :, None]
        made *= 1 / lengths[1][:, None, :]
        if len(rows.last):
            known = boxes(products[n:, :m] * target.sizes, (1, most[1]))[0] / lengths[1][:, None]
            made[rows.more, :, rows.last] = known.transpose(1, 0, 2)
        if len(columns.last):
            known = boxes(products[:n, m:] * source.sizes[:, None], (most[0], 1))[:, 0]
            known /= lengths[0][:, :, None]
            made[:, columns.more, :, columns.last] = known.transpose(2, 0, 1)
            pairs = np.ix_(np.arange(len(rows.last)), np.arange(len(columns.last)))
            i, j = pairs
            made[rows.more[i], columns.more[j], rows.last[i], columns.last[j]] = products[n:, m:]
        self._made = made
        self._strays = cache(self._stray)

    def __getitem__(self, shape: tuple[Indices, ...]) -> Floats:
        """Shape (k, n, m), of k shapes of beads, given as a - 1 and b - 1.

        With their last segments, source and target, besides: of k beads, shape (k,).
        """
        return np.asarray(self._made[shape], dtype=np.float32)

    def gain(self, a: int, b: int) -> Floats | None:
        """What the bead loses at least in similarity when one segment at an edge is left out.

        Shape (n, m); None for beads that have no segment to spare.
        """
        if a + b == 2:
            return None
        most: Floats | None = None
        for less, rows, columns in (((a - 1, b), 1, 0), ((a, b - 1), 0, 1)):
            if 0 in less:
                continue
            part = self._made[less[0] - 1, less[1] - 1]
            if most is None:
                most = part.copy()
            else:
                np.maximum(most, part, out=most)
            n, m = part.shape
            np.maximum(
                most[rows:, columns:], part[: n - rows, : m - columns], out=most[rows:, columns:]
            )
        return None if most is None else np.subtract(self._made[a - 1, b - 1], most, out=most)

    def strays(self, a: int, b: int) -> Floats | None:
        """How much closer a merged side's edge segments are to what is beside the bead; negative.

        The edge segment's similarity to the other side of the bead less that to the
        segment before or after it, where that is below 0; the sum over all edges.

        Shape (n, m); None where all are 0.
        """
        n, m = self._made.shape[2:]
        if a + b == 2 or a > n or b > m:
            return None
        found = np.zeros((n, m), dtype=np.float32)
        if a > 1:
            last, first = self._strays(0, b)
            found[:, :-1] += last
            found[a - 1 :, b:] += first[: n - a + 1]
        if b > 1:
            last, first = self._strays(1, a)
            found[:-1] += last
            found[a:, b - 1 :] += first[:, : m - b + 1]
        return found

    def _stray(self, side: int, count: int) -> tuple[Floats, Floats]:
        """Of beads of one segment of a side with `count` of the other: to after, and to before."""
        single = self._made[0, 0]
        n, m = single.shape
        if side == 0:
            block = self._made[0, count - 1]
            pairs = (block[:, :-1], single[:, 1:]), (block[:, count:], single[:, : m - count])
        else:
            block = self._made[count - 1, 0]
            pairs = (block[:-1], single[1:]), (block[count:], single[: n - count])
        last, first = (np.minimum(one - other, 0) for one, other in pairs)
        return last, first


class _Merged(NamedTuple):
    """Runs whose joined text was encoded."""

    vectors: list[Vectors]
    """Shape (1, dim) each."""
    more: Indices
    """How many segments each has beyond one."""
    last: Indices
    """The last segment of each."""


def _merged(side: Sentences, most: int) -> _Merged:
    runs = [run for run in side.merged if run[1] - run[0] <= most]
    ends = np.array(runs, dtype=np.intp).reshape(-1, 2)
    vectors = [side.merged[run][None] for run in runs]
    return _Merged(vectors, ends[:, 1] - ends[:, 0] - 1, ends[:, 1] - 1)


def _lengths(side: Sentences, most: int) -> Floats:
    """Lengths of the sums of the vectors of runs, weighted by size; shape (most, n), never 0."""
    n = len(side.sizes)
    found = np.empty((most, n), dtype=np.float32)
    found[0] = side.sizes
    weighted = side.vectors * side.sizes[:, None]
    sums = weighted.copy()
    for count in range(2, most + 1):
        if count <= n:
            sums[count - 1 :] += weighted[: n - count + 1]
        found[count - 1] = np.sqrt(np.einsum("nd,nd->n", sums, sums))
    return np.maximum(found, 1e-9)


def boxes(matrix: Floats, most: tuple[int, int]) -> Floats:
    """Sums over all blocks of up to so many rows and columns of a matrix.

    Args:
        matrix: shape (n, m).
        most: the highest block, A × B.

    Returns:
        Shape (A, B, n, m), a block by its last row and column; [0, 0] is the matrix. Those that
        would start before it are partial.
    """
    n, m = matrix.shape
    found = np.empty((*most, n, m), dtype=np.float32)
    found[0, 0] = matrix
    for a in range(1, most[0]):
        found[a, 0] = found[a - 1, 0]
        found[a, 0, a:] += matrix[: max(0, n - a)]
    rows = found[:, 0]
    for b in range(1, most[1]):
        found[:, b] = found[:, b - 1]
        found[:, b, :, b:] += rows[:, :, : max(0, m - b)]
    return found


def nearness(source: Vectors, target: Vectors, around: Indices, reach: int, k: int) -> Floats:
    """Mean similarity of each source segment to the k nearest target segments around its place.

    The denominator of margin scores (Artetxe & Schwenk 2019), over a window rather than
    the document, so that it does not change with the document's length.

    Args:
        source: shape (n, dim).
        target: shape (m, dim), m > 0.
        around: shape (n,), the place in the target where each source segment is expected.
        reach: how many segments to either side of it count.
        k: how many neighbours.

    Returns:
        Shape (n,) of means, then shape (n,) of the highest similarity: stacked, (2, n).
    """
    m = len(target)
    offsets = np.arange(-reach, reach + 1)
    places = around[:, None] + offsets
    inside = (places >= 0) & (places < m)
    found = np.empty((2, len(source)), dtype=np.float32)
    for start in range(0, len(source), 256):
        rows = slice(start, start + 256)
        near = np.einsum("nd,nwd->nw", source[rows], target[places[rows].clip(0, m - 1)])
        near = np.where(inside[rows], near, -np.inf)
        top = -np.sort(-near, axis=1)[:, :k]
        valid = np.isfinite(top)
        found[0, rows] = np.where(valid, top, 0).sum(axis=1) / np.maximum(valid.sum(axis=1), 1)
        found[1, rows] = top[:, 0]
    found[~np.isfinite(found)] = 0.0
    return found
