"""Beads that a first judgement leaves possible: few enough to look at each of them closely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.alignment.beads import Posterior

Indices = npt.NDArray[np.intp]


class Likely(NamedTuple):
    """Some of the beads of a lattice, each field of shape (k,)."""

    kind: Indices
    """Place of its shape among those of the lattice."""
    a: Indices
    """How many source segments it has."""
    b: Indices
    """How many target segments."""
    i: Indices
    """Its last source segment."""
    j: Indices
    """Its last target segment."""


def likely(found: Posterior, least: float) -> Likely:
    """The beads of at least that probability, by shape and then in order."""
    diagonal, kind, place = np.nonzero(found.beads >= least)
    order = np.lexsort((diagonal, place, kind))
    diagonal, kind, place = diagonal[order], kind[order], place[order]
    shapes = np.array(found.lattice.shapes, dtype=np.intp)[kind]
    return Likely(kind, shapes[:, 0], shapes[:, 1], place - 1, diagonal - place - 1)
