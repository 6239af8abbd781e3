"""How close segments are: centred vectors, vectors of merged segments, and neighbourhoods."""

from __future__ import annotations

from collections.abc import Mapping

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


def block_vectors(
    vectors: Vectors, sizes: npt.NDArray[np.float32], count: int, known: Mapping[Block, Vectors]
) -> Vectors:
    """A vector for each run of `count` segments, by its last segment.

    Args:
        vectors: shape (n, dim), centred rows of unit length.
        sizes: shape (n,), lengths in characters.
        count: how many segments a run has.
        known: centred unit vectors of runs whose joined text was encoded; they
            replace the mean, weighted by length, of the single vectors.

    Returns:
        Shape (n, dim), rows of unit length; runs that would start before the text are zeros.
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
    found = unit(sums)
    for (start, end), vector in known.items():
        if end - start == count:
            found[end - 1] = vector
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
