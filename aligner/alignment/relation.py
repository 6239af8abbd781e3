"""Whether two documents are translations of each other, or merely on one topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.alignment.anchors import heaviest, mutual, nearest
from aligner.alignment.comparable import nearest_mean
from aligner.alignment.evidence import WEAK
from aligner.alignment.scoring import Text
from aligner.alignment.similarity import unit
from aligner.model import Mode, Vectors

COVERED = 0.115
"""Share of a text's characters in sure pairs of one order from which the two are parallel."""
COVERED_ALIKE = 0.4
"""The same for two texts of one language, whose stock phrases are close to each other: two versions
of one translation cover .73 and more, seed articles that are none of each other up to .16."""
ORDERED = 0.6
"""Share of the sure pairs that must run in one order: of a reversed text it is one pair."""
SURE = 0.25
"""Margin against the background from which a pair of segments is sure."""


@dataclass(frozen=True)
class Relation:
    """How two texts relate, and on what ground."""

    mode: Mode
    covered: float
    """Share of a text's characters, of the higher side, that stand in sure pairs of one order."""
    ordered: float
    """Share of all sure pairs, by weight, that run in one order."""


def relation(
    source: Text,
    target: Text,
    source_ground: Vectors,
    target_ground: Vectors,
    *,
    alike: bool = False,
) -> Relation:
    """Judge by the sure pairs that run in one order through both texts.

    Args:
        source: centred by the same mean as `source_ground`.
        target: likewise.
        source_ground: shape (k, dim), other sentences of the source's language.
        target_ground: the same for the target.
        alike: whether both are of one language.
    """
    source, target = grouped(source, target), grouped(target, source)
    within = nearest(source.vectors, target.vectors, skip=1)
    near = (
        np.maximum(within[0], nearest_mean(source.vectors, target_ground)),
        np.maximum(within[1], nearest_mean(target.vectors, source_ground)),
    )
    left, right, margin = mutual(source.vectors, target.vectors, near)
    sure = float(np.maximum(margin - SURE, 0).sum())
    kept = heaviest(right, margin - SURE)
    ordered = float((margin[kept] - SURE).sum()) / sure if sure else 0.0
    covered = max(
        float(text.sizes[places].sum() / text.sizes.sum())
        for text, places in ((source, left[kept]), (target, right[kept]))
    )
    enough = COVERED_ALIKE if alike else COVERED
    mode = Mode.PARALLEL if covered >= enough and ordered >= ORDERED else Mode.COMPARABLE
    return Relation(mode, covered, ordered)


def grouped(text: Text, other: Text) -> Text:
    """The text in pieces about as long as the other's: atoms are too short to be told apart."""
    enough = 0.7 * float(np.median(other.sizes))
    starts, held = [0], 0.0
    for place, (size, end) in enumerate(zip(text.sizes.tolist(), text.ends.tolist(), strict=True)):
        held += size
        if (held >= enough or end != WEAK) and place + 1 < len(text):
            starts.append(place + 1)
            held = 0.0
    sums = np.add.reduceat(text.vectors * text.sizes[:, None], starts)
    last = np.array([*starts[1:], len(text)]) - 1
    return Text(
        unit(sums),
        np.add.reduceat(text.sizes, starts),
        text.ends[last],
        text.opens[last],
        text.barriers[last],
    )
