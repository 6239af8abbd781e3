"""Sketches of pieces: what the network holds of each half-way, in few numbers.

Sentence vectors blur where a sentence ends; which piece of one text means the same as which of
the other tells it. Jalili Sabet et al. (2020, "SimAlign") found that pieces of one meaning are
closest in the eighth of twelve layers. The axes are the main ones of the sentences of
`aligner/alignment/background`, without what the pieces of each language have in common.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from aligner.e5.weights import Floats
from aligner.model import Sketch

LAYER = 7
"""From 0, the one whose states are sketched."""
STEP = 0.04
"""What 1 of a sketch stands for."""


class Basis(NamedTuple):
    """Along what states are measured, and from where."""

    axes: Floats
    """Shape (dimensions, hidden), orthonormal rows."""
    middle: Floats
    """Shape (hidden,)."""


@cache
def basis() -> Basis:
    """The one that ships."""
    with (resources.files("aligner.e5") / "basis.npy").open("rb") as file:
        rows = np.load(file).astype(np.float32)
    return Basis(rows[:-1], rows[-1])


def sketch(states: Floats) -> Sketch:
    """States along the axes as whole numbers; what is too far is cut off."""
    rows: Sketch = np.clip(np.rint(states / STEP), -127, 127).astype(np.int8)
    return rows
