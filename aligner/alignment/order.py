"""The order of beads: by the source, and what only the target has behind what it follows there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from aligner.alignment.anchors import heaviest
from aligner.model import Bead, Bitext, Mode


def ordered(beads: Iterable[Bead]) -> Iterator[Bead]:
    """Beads in the order of the source.

    Each insertion follows the bead that holds the nearest paired segment before it in the target,
    and comes first where there is none.
    """
    every = list(beads)
    own = sorted((bead for bead in every if bead.source), key=lambda bead: bead.source)
    place_of = {index: place for place, bead in enumerate(own) for index in bead.target}
    after: dict[int, list[Bead]] = {}
    place = -1
    at = 0
    for bead in sorted((bead for bead in every if not bead.source), key=lambda bead: bead.target):
        while at < bead.target[0]:
            place = place_of.get(at, place)
            at += 1
        after.setdefault(place, []).append(bead)
    yield from after.get(-1, [])
    for place, bead in enumerate(own):
        yield bead
        yield from after.get(place, [])


def moved(bitext: Bitext) -> frozenset[int]:
    """Places of the beads of translations that cross the others, the fewest that do.

    What is no translation is in no order, so that nothing in it was moved.
    """
    if bitext.mode is not Mode.PARALLEL:
        return frozenset()
    paired = [place for place, bead in enumerate(bitext.beads) if bead.source and bead.target]
    targets = np.array([bitext.beads[place].target[0] for place in paired], dtype=np.intp)
    kept = heaviest(targets, np.ones(len(targets), dtype=np.float32))
    return frozenset(paired) - {paired[index] for index in kept.tolist()}
