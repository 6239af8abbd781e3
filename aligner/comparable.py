"""Pairs of sentences in two documents on one topic, most of whose sentences have no partner."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aligner.beads import Step
from aligner.configuration import Config
from aligner.evidence import Overlap
from aligner.model import Vectors
from aligner.scoring import Text

Floats = npt.NDArray[np.float32]

NEIGHBOURS = 4
"""Neighbours of the margin (Artetxe & Schwenk 2019)."""


def nearest_mean(rows: Vectors, ground: Vectors) -> Floats:
    """Mean similarity of each row to the nearest few of the background."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    k = min(NEIGHBOURS, len(ground))
    near = rows @ ground.T
    return np.asarray(
        np.partition(near, near.shape[1] - k, axis=1)[:, near.shape[1] - k :].mean(axis=1)
    )


def align_loose(
    source: Text,
    target: Text,
    tokens: Overlap,
    source_ground: Vectors,
    target_ground: Vectors,
    config: Config,
) -> list[Step]:
    """Sentences that are each other's best by margin, with the probability that they pair."""
    near_source = nearest_mean(source.vectors, target_ground)
    near_target = nearest_mean(target.vectors, source_ground)
    similar = source.vectors @ target.vectors.T
    margin = similar - (near_source[:, None] + near_target) / 2
    choice = margin.argmax(axis=1)
    back = margin.argmax(axis=0)
    found: list[Step] = []
    for i, j in enumerate(choice.tolist()):
        if back[j] != i:
            continue
        chance = float(1 / (1 + np.exp(-(margin[i, j] - 0.45) * 20)))
        if chance >= 0.5:
            found.append((i, i + 1, j, j + 1, chance))
    return found
