"""Stretches of a text that may be a sentence, and how near they are to those of another text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.alignment.anchors import NEIGHBOURS
from aligner.alignment.evidence import LINE, WEAK
from aligner.alignment.scoring import Text, rolling
from aligner.alignment.similarity import block_vectors
from aligner.model import Vectors

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

LONGEST = 8
"""Atoms that a sentence may have; texts that are cut into sentences are paired one by one."""
ROWS = 512
"""Runs whose similarities are held at a time."""


@dataclass(frozen=True)
class Runs:
    """Stretches of a text that may be a sentence."""

    start: Indices
    end: Indices
    vectors: Vectors
    sizes: Floats
    own: Floats
    """Weight of their tokens that the other text holds anywhere."""
    ground: Floats
    """Mean similarity to the nearest sentences of the background."""

    def __len__(self) -> int:
        return len(self.start)


def nearest_mean(rows: Vectors, ground: Vectors) -> Floats:
    """Mean similarity of each row to the nearest few of the background; shape (n,)."""
    k = min(NEIGHBOURS, len(ground))
    found = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), ROWS):
        near = rows[start : start + ROWS] @ ground.T
        found[start : start + ROWS] = np.partition(near, len(ground) - k, axis=1)[:, -k:].mean(1)
    return found


def at_spaces(text: Text) -> bool:
    """Whether a text is cut at mere spaces, so that a sentence is several of its segments."""
    return bool(np.mean(text.ends == WEAK) > 0.3)


def runs(text: Text, own: Floats, ground: Vectors) -> Runs:
    """Single segments, and where spaces cut them, up to `LONGEST` in a row within a line."""
    most = LONGEST if at_spaces(text) else 1
    closed = (text.ends == LINE) | text.barriers
    parts = []
    for count in range(1, most + 1):
        last = np.arange(count - 1, len(text))
        inner = rolling(closed.astype(np.float32), count) - closed
        last = last[inner[last] == 0]
        vectors = block_vectors(text.vectors, text.sizes, count)
        parts.append((last, count, vectors[last], rolling(text.sizes, count), rolling(own, count)))
    vectors = np.concatenate([part[2] for part in parts])
    return Runs(
        np.concatenate([last + 1 - count for last, count, *_ in parts]),
        np.concatenate([last + 1 for last, *_ in parts]),
        vectors,
        np.concatenate([sizes[last] for last, _, _, sizes, _ in parts]),
        np.concatenate([held[last] for last, _, _, _, held in parts]),
        nearest_mean(vectors, ground),
    )


def margins(source: Runs, target: Runs, rows: slice) -> tuple[Floats, Floats]:
    """Similarities of some runs to all of the other side, and their margins."""
    cosine = source.vectors[rows] @ target.vectors.T
    margin = cosine - (source.ground[rows, None] + target.ground) / 2
    return cosine, np.asarray(margin, dtype=np.float32)


def crowd(text: Runs, kept: Indices) -> Floats:
    """Similarity of some runs to the nearest of their own text that shares no segment with them."""
    found = np.empty(len(kept), dtype=np.float32)
    for start in range(0, len(kept), ROWS):
        rows = kept[start : start + ROWS]
        same = (text.start < text.end[rows][:, None]) & (text.end > text.start[rows][:, None])
        near = np.where(same, -1.0, text.vectors[rows] @ text.vectors.T)
        found[start : start + ROWS] = near.max(axis=1)
    return found
