"""Tables of probabilities by position, for tests to look into."""

from __future__ import annotations

import numpy as np

from aligner.alignment.beads import Array, Shape


def squared(diagonals: Array, size: Shape) -> Array:
    """[d, kind, i] of positions to [kind, i, j] of positions, both from 0."""
    n, m = size
    i = np.arange(n + 1)[:, None]
    j = np.arange(m + 1)[None, :]
    return np.ascontiguousarray(diagonals[i + j, :, i].transpose(2, 0, 1))
