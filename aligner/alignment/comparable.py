"""Pairs of sentences in two documents on one topic, most of whose sentences have no partner.

Order says nothing here, and most sentences must be left alone. A pair is two runs of
segments of which each is the other's best by margin against a fixed background of other
text; a logistic function of its margins, lengths and tokens gives the probability that
they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.alignment.anchors import NEIGHBOURS
from aligner.alignment.beads import Step
from aligner.alignment.evidence import LINE, WEAK, Overlap
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


def runs(text: Text, own: Floats, ground: Vectors) -> Runs:
    """Single segments, and where spaces cut them, up to `LONGEST` in a row within a line."""
    most = LONGEST if np.mean(text.ends == WEAK) > 0.3 else 1
    closed = (text.ends == LINE) | text.barriers
    parts = []
    for count in range(1, most + 1):
        last = np.arange(count - 1, len(text))
        inner = rolling(closed.astype(np.float32), count) - closed
        last = last[inner[last] == 0]
        vectors = block_vectors(text.vectors, text.sizes, count, {})
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


@dataclass(frozen=True)
class Candidates:
    """Pairs of runs of which each is the other's best."""

    source: Indices
    """Indices into the source runs."""
    target: Indices
    features: Mapping[str, Floats]


def candidates(source: Runs, target: Runs, tokens: Overlap, ratio: float) -> Candidates:
    """Pairs that are each other's best by margin against the background, with what speaks for them.

    Args:
        source: runs of the source.
        target: runs of the target.
        tokens: shared tokens of the segments.
        ratio: target characters for one of the source.
    """
    choice, value, second = _best(source, target)
    back, _, back_second = _best(target, source)
    kept = np.flatnonzero(back[choice] == np.arange(len(source)))
    chosen = choice[kept]
    shared = np.array(
        [
            tokens.between(slice(i, k), slice(j, m))
            for i, k, j, m in zip(
                source.start[kept].tolist(),
                source.end[kept].tolist(),
                target.start[chosen].tolist(),
                target.end[chosen].tolist(),
                strict=True,
            )
        ],
        dtype=np.float64,
    )
    own = source.own[kept] + target.own[chosen]
    length = np.log(target.sizes[chosen] / source.sizes[kept]) - np.log(ratio)
    similar = (source.vectors[kept] * target.vectors[chosen]).sum(axis=1)
    features = {
        "one": np.ones(len(kept)),
        "margin": value[kept],
        "cosine": similar,
        "gap": value[kept] - np.maximum(second[kept], back_second[chosen]),
        "length": -np.minimum(np.abs(length), 1.5),
        "size": np.minimum(np.log(np.minimum(source.sizes[kept] * ratio, target.sizes[chosen])), 5),
        "shared": np.minimum(shared, 2),
        "missing": -np.clip(own - 2 * shared, 0, 3),
    }
    return Candidates(
        kept, chosen, {name: values.astype(np.float32) for name, values in features.items()}
    )


def _best(source: Runs, target: Runs) -> tuple[Indices, Floats, Floats]:
    """For each source run the best target run, its margin, and that of the next best elsewhere."""
    n = len(source)
    choice = np.empty(n, dtype=np.intp)
    value, second = np.empty(n, dtype=np.float32), np.empty(n, dtype=np.float32)
    for start in range(0, n, ROWS):
        rows = slice(start, min(start + ROWS, n))
        margin = source.vectors[rows] @ target.vectors.T
        margin -= (source.ground[rows, None] + target.ground) / 2
        best = margin.argmax(axis=1)
        choice[rows] = best
        value[rows] = margin[np.arange(len(best)), best]
        # A run that shares a segment with the best is no rival of it.
        same = (target.start < target.end[best][:, None]) & (
            target.end > target.start[best][:, None]
        )
        second[rows] = np.where(same, -1.0, margin).max(axis=1)
    return choice, value, second


def align_loose(
    source: Text,
    target: Text,
    tokens: Overlap,
    source_ground: Vectors,
    target_ground: Vectors,
    weights: Mapping[str, float],
    least: float,
) -> list[Step]:
    """Pairs that say the same, with their probabilities; each segment is in one at most.

    Args:
        source: at least one segment.
        target: at least one segment.
        tokens: what translations keep.
        source_ground: shape (k, dim), other sentences of the source's language, centred alike.
        target_ground: the same for the target.
        weights: of the features of `candidates`.
        least: the lowest probability that is worth showing.
    """
    one = runs(source, tokens.source, target_ground)
    other = runs(target, tokens.target, source_ground)
    ratio = float(np.median(other.sizes) / np.median(one.sizes))
    found = candidates(one, other, tokens, ratio)
    score = sum(
        (np.float64(weights.get(name, 0.0)) * values for name, values in found.features.items()),
        start=np.zeros(len(found.source)),
    )
    chance = 1 / (1 + np.exp(-score))
    order = np.lexsort((found.target, found.source, -chance))
    used = np.zeros(len(source), dtype=bool), np.zeros(len(target), dtype=bool)
    return sorted(_free(found, chance, order, one, other, used, least))


def _free(
    found: Candidates,
    chance: npt.NDArray[np.float64],
    order: Indices,
    one: Runs,
    other: Runs,
    used: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
    least: float,
) -> Iterator[Step]:
    for place in order.tolist():
        if chance[place] < least:
            return
        p, q = found.source[place], found.target[place]
        i = slice(int(one.start[p]), int(one.end[p]))
        j = slice(int(other.start[q]), int(other.end[q]))
        if not used[0][i].any() and not used[1][j].any():
            used[0][i] = used[1][j] = True
            yield i.start, i.stop, j.start, j.stop, float(chance[place])
