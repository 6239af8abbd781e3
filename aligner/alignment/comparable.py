"""Pairs of sentences in two documents on one topic, most of whose sentences have no partner.

Order says nothing here, and most sentences must be left alone. A pair is two runs of
segments of which each is the other's best by margin against a fixed background of other
text. A logistic function of what `candidates` says of it gives the probability that both say
the same; a second one also knows how many other pairs the documents have by the first, for a
pair that stands alone among strangers is less often right than one of many (the prior of a
document is estimated from the document, as Saerens et al. 2002 do for classifiers).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.alignment.anchors import NEIGHBOURS
from aligner.alignment.beads import Step
from aligner.alignment.configuration import Config
from aligner.alignment.evidence import LINE, WEAK, Overlap
from aligner.alignment.scoring import Text, rolling
from aligner.alignment.similarity import block_vectors
from aligner.model import Vectors

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Chances = npt.NDArray[np.float64]
Numbers = tuple[Sequence[frozenset[str]], Sequence[frozenset[str]]]
"""Numbers and dates of the segments of both sides."""

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


@dataclass(frozen=True)
class Candidates:
    """Pairs of runs of which each is the other's best."""

    source: Indices
    """Indices into the source runs."""
    target: Indices
    features: Mapping[str, Floats]


def candidates(
    source: Runs, target: Runs, tokens: Overlap, numbers: Numbers, ratio: float
) -> Candidates:
    """Pairs that are each other's best by margin against the background, with what speaks for them.

    | feature | is |
    |---|---|
    | margin | similarity less the mean nearness of both to the background |
    | cosine | similarity |
    | gap | what the margin leads that of the best rival of either side by |
    | lead | what the similarity leads that of the most similar rival of either side by |
    | crowd | similarity of either to the nearest other run of its own text: near-copies |
    | length | log ratio of lengths over the documents' own, negative, to 1.5 |
    | size | log length of the shorter, to 5 |
    | shared | weight of the tokens that both hold, to 2 |
    | missing | weight of those that one side lacks, negative, to 3 |
    | differing | numbers that only one side holds, negative, to 3 |
    | apart | -1 where both sides hold numbers and share none |

    Args:
        source: runs of the source.
        target: runs of the target.
        tokens: shared tokens of the segments.
        numbers: numbers of the segments of both sides, whether the other text holds them or not.
        ratio: target characters for one of the source.
    """
    there, back = _best(source, target), _best(target, source)
    kept = np.flatnonzero(back.choice[there.choice] == np.arange(len(source)))
    chosen = there.choice[kept]
    spans = [
        (slice(i, k), slice(j, m))
        for i, k, j, m in zip(
            source.start[kept].tolist(),
            source.end[kept].tolist(),
            target.start[chosen].tolist(),
            target.end[chosen].tolist(),
            strict=True,
        )
    ]
    shared = np.array([tokens.between(i, j) for i, j in spans], dtype=np.float64)
    held = [(_united(numbers[0][i]), _united(numbers[1][j])) for i, j in spans]
    own = source.own[kept] + target.own[chosen]
    length = np.log(target.sizes[chosen] / source.sizes[kept]) - np.log(ratio)
    similar = (source.vectors[kept] * target.vectors[chosen]).sum(axis=1)
    margin = there.margin[kept]
    features = {
        "one": np.ones(len(kept)),
        "margin": margin,
        "cosine": similar,
        "gap": margin - np.maximum(there.rival[kept], back.rival[chosen]),
        "lead": similar - np.maximum(there.similar[kept], back.similar[chosen]),
        "crowd": np.maximum(_crowd(source, kept), _crowd(target, chosen)),
        "length": -np.minimum(np.abs(length), 1.5),
        "size": np.minimum(np.log(np.minimum(source.sizes[kept] * ratio, target.sizes[chosen])), 5),
        "shared": np.minimum(shared, 2),
        "missing": -np.clip(own - 2 * shared, 0, 3),
        "differing": -np.array([min(len(one ^ other), 3) for one, other in held], dtype=float),
        "apart": -np.array([bool(one and other and not one & other) for one, other in held], float),
    }
    return Candidates(
        kept, chosen, {name: values.astype(np.float32) for name, values in features.items()}
    )


def _united(held: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*held)


@dataclass(frozen=True)
class _Best:
    """For each run of one side, shape (n,) each."""

    choice: Indices
    """The best run of the other side."""
    margin: Floats
    rival: Floats
    """Margin of the best that shares no segment with it."""
    similar: Floats
    """Highest similarity to a run that shares no segment with it."""


def _best(source: Runs, target: Runs) -> _Best:
    n = len(source)
    choice = np.empty(n, dtype=np.intp)
    value, rival, similar = np.empty((3, n), dtype=np.float32)
    for start in range(0, n, ROWS):
        rows = slice(start, min(start + ROWS, n))
        cosine = source.vectors[rows] @ target.vectors.T
        margin = cosine - (source.ground[rows, None] + target.ground) / 2
        best = margin.argmax(axis=1)
        choice[rows] = best
        value[rows] = margin[np.arange(len(best)), best]
        # A run that shares a segment with the best is no rival of it.
        same = (target.start < target.end[best][:, None]) & (
            target.end > target.start[best][:, None]
        )
        rival[rows] = np.where(same, -1.0, margin).max(axis=1)
        similar[rows] = np.where(same, -1.0, cosine).max(axis=1)
    return _Best(choice, value, rival, similar)


def _crowd(text: Runs, kept: Indices) -> Floats:
    """Similarity of some runs to the nearest of their own text that shares no segment with them."""
    found = np.empty(len(kept), dtype=np.float32)
    for start in range(0, len(kept), ROWS):
        rows = kept[start : start + ROWS]
        same = (text.start < text.end[rows][:, None]) & (text.end > text.start[rows][:, None])
        near = np.where(same, -1.0, text.vectors[rows] @ text.vectors.T)
        found[start : start + ROWS] = near.max(axis=1)
    return found


def align_loose(
    source: Text,
    target: Text,
    tokens: Overlap,
    numbers: Numbers,
    source_ground: Vectors,
    target_ground: Vectors,
    config: Config,
    *,
    alike: bool = False,
) -> list[Step]:
    """Pairs that say the same, with their probabilities; each segment is in one at most.

    Args:
        source: at least one segment.
        target: at least one segment.
        tokens: what translations keep.
        numbers: of each segment of both sides.
        source_ground: shape (k, dim), other sentences of the source's language, centred alike.
        target_ground: the same for the target.
        config: the weights of what `candidates` says, and the lowest probability worth showing.
        alike: whether both are of one language.
    """
    weights = config.loose_atoms if at_spaces(source) or at_spaces(target) else config.loose
    one = runs(source, tokens.source, target_ground)
    other = runs(target, tokens.target, source_ground)
    ratio = float(np.median(other.sizes) / np.median(one.sizes))
    found = candidates(one, other, tokens, numbers, ratio)
    start = weights.alike if alike else 0.0
    first = _chance(found, weights.first, start)
    chosen = list(_free(found, first, one, other, (len(source), len(target))))
    second = _chance(
        found, weights.second, start + weights.second["company"] * company(first, chosen)
    )
    return sorted(
        (
            int(one.start[found.source[place]]),
            int(one.end[found.source[place]]),
            int(other.start[found.target[place]]),
            int(other.end[found.target[place]]),
            float(second[place]),
        )
        for place in chosen
        if second[place] >= weights.least
    )


def company(chance: Chances, chosen: Sequence[int]) -> Chances:
    """How many other pairs the documents have, for each pair; shape (p,).

    The logarithm of the sum of the others' probabilities over their number, drawn towards
    one in ten, so that a short document says little.

    Args:
        chance: of each pair.
        chosen: those that share no segment with each other.
    """
    others = chance[np.asarray(chosen, dtype=np.intp)].sum() - chance
    return np.asarray(np.log((np.maximum(others, 0) + 1) / (len(chosen) + 10)))


def _chance(found: Candidates, weights: Mapping[str, float], more: Chances | float) -> Chances:
    score = np.zeros(len(found.source)) + more
    for name, values in found.features.items():
        score += weights[name] * values.astype(np.float64)
    return np.asarray(1 / (1 + np.exp(-score)))


def _free(
    found: Candidates, chance: Chances, one: Runs, other: Runs, lengths: tuple[int, int]
) -> Iterator[int]:
    """The likeliest pairs that share no segment, the likeliest first."""
    used = np.zeros(lengths[0], dtype=bool), np.zeros(lengths[1], dtype=bool)
    for place in np.lexsort((found.target, found.source, -chance)).tolist():
        p, q = found.source[place], found.target[place]
        i = slice(int(one.start[p]), int(one.end[p]))
        j = slice(int(other.start[q]), int(other.end[q]))
        if not used[0][i].any() and not used[1][j].any():
            used[0][i] = used[1][j] = True
            yield place
