"""How well the pieces of two segments cover each other, for pairs that may stand anywhere.

Vectors hardly part a sentence from one that says nearly the same of somebody else; what one of
the two alone says has pieces that find no match in the other. `aligner.alignment.matches` asks
the same of beads, whose places are near each other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.alignment.matches import SHARP, Pieces

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


class Coverage(NamedTuple):
    """Of k pairs of segments, each of shape (k,); both sides are looked at."""

    match: Floats
    """Mean of both sides' mean highest similarity of a piece to one of the other segment."""
    cover: Floats
    """Mean of both sides' share of pieces whose match is likely there, and in no rival."""
    least_cover: Floats
    """The lower of the two shares."""
    lack: Floats
    """What the match lacks to that with the best rival of each piece, negative."""
    least_lack: Floats
    """The same of the side that lacks more."""


def coverage(source: Pieces, target: Pieces, rows: Indices, columns: Indices) -> Coverage:
    """Look at pairs of segments; each segment's other pairs are its rivals.

    Time and memory grow with the number of pairs, and not with the product of the texts.

    Args:
        source: pieces of the one text.
        target: of the other.
        rows: segments of the source, shape (k,), ascending.
        columns: segments of the target, shape (k,).
    """
    order = np.argsort(columns, kind="stable")
    forth = _one_way(source, target, rows, columns)
    back = np.empty_like(forth)
    back[:, order] = _one_way(target, source, columns[order], rows[order])
    (match, cover, lack), least = (forth + back) / 2, np.minimum(forth, back)
    return Coverage(match, cover, least[1], lack, least[2])


def _one_way(own: Pieces, other: Pieces, rows: Indices, columns: Indices) -> Floats:
    """Match, cover and lack of the pieces of the one side; shape (3, k). Rows ascend."""
    found = np.empty((3, len(rows)), dtype=np.float32)
    ends, far_ends = np.cumsum(own.counts), np.cumsum(other.counts)
    bounds = np.flatnonzero(np.diff(rows, prepend=-1, append=-1))
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        row = int(rows[first])
        held = own.rows[ends[row] - own.counts[row] : ends[row]]
        partners = columns[first:last]
        counts = other.counts[partners]
        starts = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(
            far_ends[partners] - other.counts[partners] - starts, counts
        )
        near = np.maximum.reduceat(held @ other.rows[places].T, starts, axis=1)
        top = near.max(axis=1, keepdims=True)
        shares = np.exp(SHARP * (near - top))
        shares /= shares.sum(axis=1, keepdims=True)
        found[:, first:last] = near.mean(axis=0), shares.mean(axis=0), (near - top).mean(axis=0)
    return found
