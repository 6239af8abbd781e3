"""Whether two documents are translations of each other, or merely on one topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.alignment.anchors import heaviest, mutual, nearest
from aligner.alignment.evidence import WEAK
from aligner.alignment.runs import nearest_mean
from aligner.alignment.scoring import Text
from aligner.alignment.similarity import unit
from aligner.model import Mode, Vectors

AGREED = 0.1
"""Agreement from which two texts are parallel. Of 720 pairs of short paragraphs in two languages
98 % of the translations reach it, 1.5 % of neighbouring paragraphs of one article, most of these a
sentence long, and no two real articles on one topic."""
AGREED_ALIKE = 0.2
"""The same for two texts of one language, whose stock phrases are close to each other: two versions
of one translation have .28 and more, other articles .12, neighbouring paragraphs at most .22."""
ORDERED = 0.6
"""Share of the pairs that must run in one order: of a reversed text it is one pair."""
MOST = 0.4
"""Margin of a pair beyond which it counts for no more."""


@dataclass(frozen=True)
class Relation:
    """How two texts relate, and on what ground."""

    mode: Mode
    agreement: float
    """Margin of the pairs that run in one order, to `MOST`, over all characters of both texts."""
    ordered: float
    """Share of all pairs, by margin, that run in one order."""
    enough: float
    """Agreement from which the two are parallel."""

    def reason(self) -> str:
        """Why, in one line for people."""
        if self.mode is Mode.PARALLEL:
            how = "at least"
        elif self.agreement < self.enough:
            how = "less than"
        else:
            return f"only {self.ordered:.0%} of what agrees stands in one order"
        return f"agreement in one order {self.agreement:.2f}, {how} {self.enough}"


def relation(
    source: Text,
    target: Text,
    source_ground: Vectors,
    target_ground: Vectors,
    *,
    alike: bool = False,
) -> Relation:
    """Judge by the pairs that are each other's best and run in one order through both texts.

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
    kept = heaviest(right, margin)
    every = float(np.maximum(margin, 0).sum())
    ordered = float(margin[kept].sum()) / every if every else 0.0
    worth = np.minimum(margin[kept], MOST)
    agreement = sum(
        float((worth * text.sizes[places]).sum() / text.sizes.sum()) / 2
        for text, places in ((source, left[kept]), (target, right[kept]))
    )
    enough = AGREED_ALIKE if alike else AGREED
    parallel = agreement >= enough and ordered >= ORDERED
    mode = Mode.PARALLEL if parallel else Mode.COMPARABLE
    return Relation(mode, agreement, ordered, enough)


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
        text.breaks[:, last],
        text.barriers[last],
        text.joints[last],
    )
