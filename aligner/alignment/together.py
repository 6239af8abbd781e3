"""Several alignments side by side: what they ask for at one time is computed together.

Tables of a few dozen segments are too small for numpy to be quick with each, and the encoder pads
the texts of a batch to one length. So an alignment is a generator, which yields what it asks for
and finds the answer in it when it goes on.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from aligner.alignment.beads import Lattice, Posterior, Shape, posteriors
from aligner.model import Embed, Vectors

T = TypeVar("T")


@dataclass
class Texts:
    """Asks for vectors of texts."""

    texts: Sequence[str]
    vectors: Vectors = field(default_factory=lambda: np.empty((0, 0), dtype=np.float32))
    """Shape (texts, dim), once they are computed."""


@dataclass
class Lattices:
    """Asks for the probabilities of all steps of lattices."""

    lattices: Sequence[Lattice]
    posteriors: list[Posterior] = field(default_factory=list)
    """Of each, once they are computed."""


Work = Generator[Texts | Lattices, None, T]


def together(works: Sequence[Work[T]], embed: Embed) -> list[T]:
    """What each of them returns, in order."""
    results: dict[int, T] = {}
    going = dict(enumerate(works))
    while going:
        asked: list[Texts | Lattices] = []
        for place, work in list(going.items()):
            try:
                asked.append(next(work))
            except StopIteration as done:
                results[place] = done.value
                del going[place]
        _embed([ask for ask in asked if isinstance(ask, Texts)], embed)
        _compute([ask for ask in asked if isinstance(ask, Lattices)])
    return [results[place] for place in range(len(works))]


def _embed(asked: Sequence[Texts], embed: Embed) -> None:
    if asked:
        rows = embed([text for ask in asked for text in ask.texts])
        ends = np.cumsum([len(ask.texts) for ask in asked])
        for ask, part in zip(asked, np.split(rows, ends[:-1]), strict=True):
            ask.vectors = part


def _compute(asked: Sequence[Lattices]) -> None:
    by_shapes: dict[tuple[Shape, ...], list[tuple[Lattices, Lattice]]] = {}
    for ask in asked:
        for each in ask.lattices:
            by_shapes.setdefault(each.shapes, []).append((ask, each))
    for members in by_shapes.values():
        found = posteriors([each for _, each in members])
        for (ask, _), posterior in zip(members, found, strict=True):
            ask.posteriors.append(posterior)
