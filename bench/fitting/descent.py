"""A minimum of a smooth function of many numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Exact = npt.NDArray[np.float64]

KEPT = 10
"""Last steps by which the curvature is known."""
LEAST = 1e-4
"""Share of what the slope promises that a step must bring (Armijo 1966)."""
HALVINGS = 30


def descended(
    function: Callable[[Exact], tuple[float, Exact]], start: Exact, steps: int
) -> tuple[Exact, float]:
    """The place where so many steps of L-BFGS lead (Liu & Nocedal 1989), and the value there.

    Args:
        function: the value and the gradient at a place; infinite or not a number where it has none.
        start: where it has a value.
        steps: at most; fewer when nothing is gained any more.
    """
    at, (value, slope) = start, function(start)
    kept: deque[tuple[Exact, Exact]] = deque(maxlen=KEPT)
    for _ in range(steps):
        if not slope.any():
            break
        way = -_scaled(slope, kept)
        promised = float(slope @ way)
        if promised >= 0:  # the curvature that is known misleads
            kept.clear()
            way, promised = -slope, -float(slope @ slope)
        length = 1.0 if kept else min(1.0, 1 / float(np.abs(slope).sum()))
        for _ in range(HALVINGS):
            there = at + length * way
            found, steep = function(there)
            if np.isfinite(found) and found <= value + LEAST * length * promised:
                break
            length /= 2
        else:
            break
        moved, bent = there - at, steep - slope
        if float(moved @ bent) > 1e-10 * float(bent @ bent):
            kept.append((moved, bent))
        gained = value - found
        at, value, slope = there, found, steep
        if gained < 1e-9 * max(1.0, abs(value)):
            break
    return at, value


def _scaled(slope: Exact, kept: deque[tuple[Exact, Exact]]) -> Exact:
    """The slope times the inverse curvature, as the last steps tell it."""
    found, shares = slope.copy(), []
    for moved, bent in reversed(kept):
        share = float(moved @ found) / float(moved @ bent)
        found -= share * bent
        shares.append(share)
    if kept:
        moved, bent = kept[-1]
        found *= float(moved @ bent) / float(bent @ bent)
    for (moved, bent), share in zip(kept, reversed(shares), strict=True):
        found += moved * (share - float(bent @ found) / float(moved @ bent))
    return found
