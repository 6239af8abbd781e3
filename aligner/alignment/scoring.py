# ruff: noqa: E501 -- rows of the table of features
"""Scores of beads: the features of every bead between two texts, and their weighted sum.

A score is log-linear in a few named features, so that `aligner.alignment.beads` makes a
semi-Markov conditional random field of them (Sarawagi & Cohen 2004) and the
weights can be fitted by maximum likelihood on hand-aligned text. No feature
depends on the length of the documents.

Where the encoder tells its pieces, the beads that this leaves possible, two or three for a
segment, are looked at again: with what their pieces say, and with hidden units
between all features and the score (Do & Artieres 2010, "Neural conditional random fields").

Of a bead (similarities are cosines of centred vectors):

| feature | is |
|---|---|
| one | 1, so its weight is what any bead is worth |
| cosine, weak-cosine | similarity of both sides; what it lacks to .4 |
| margin, weak-margin, fair-margin | similarity less the mean of both sides' nearest neighbours around their places; what it lacks to .15 and .3 |
| single-cosine, single-margin | cosine and margin of 1-1 beads, once more |
| bulk, bulk-margin | cosine and margin times the segments beyond two: a bead that stands for more counts for more |
| gain, loss | what the similarity loses at least when a segment at an edge is left out; its negative part |
| ratio, far-ratio | log ratio of lengths over the documents' own, negative, to 1.5; beyond .35 |
| length | its square times the root of the length: Gale & Church's (1993) deviation, to 4 |
| shared, missing | weight of numbers, dates and words in a foreign script that both sides hold; that one side lacks |
| thread, severed | places inside at which Thai words say that a sentence goes on; the last of each side, negative |
| lone | weight of numbers that the other text holds nowhere, negative |
| continued, broken | how unfinished the segments inside look; the last of each side, negative |
| unended, titled, paused | the same apart for each way to end without a full stop, see `aligner.alignment.endings.breaks`; inside |
| unended-last and so on, unended-both and so on | of the last of each side, negative; the lesser of both last segments' |
| even | the lesser of both last segments' unfinishedness: where both texts break off, as at semicolons, a bead may end |
| lines, sentences, spaces | ends of such a kind inside the bead, negative |
| edges, line-edges | the last segments end in different kinds, negative |
| three … three-more | segments that are lines or sentences, 1-2, 1-3 and so on, negative |
| encoded | sides whose joined text was encoded |
| match, match-lack | mean highest similarity of a side's pieces to those of the other; what that lacks to the highest in the whole text |
| usual | mean highest similarity of all pieces of both texts, the same for all beads: how literal the translation is |
| cover, single-cover | share of the pieces of a side whose match is likely inside; of 1-1 beads, once more |
| bulk-cover | cover times the segments beyond two |
| least-cover, least-match, least-link | the lowest cover, match-lack and share of links of a segment at an edge of a merge |
| link, single-link, bulk-link | share of the pieces that are each other's best with a piece of the other side; of 1-1 beads, once more; times the segments beyond two |
| link-out | the share of those whose partner is outside of the bead, of both sides, negative |
| tip-mean, tip-least, single-tip, bulk-tip | cover of the first and the last third of the segments at the edges of both sides, their mean; the least, of 1-1 beads once more, and times the segments beyond two |

Of a segment left out: first or next of a run; its highest similarity, apart for both
(closest); the mean lead of such similarities around it (around); what its own lead lacks to .15
(unlike); its log length over the median (short); whether a mere space ends it (weak); the
weight of tokens that the other text holds (own-keys) and of numbers that it does not (lone-keys);
how well its pieces match at all (level), and compared with all others of its text (level-lead); the
share of them that are each other's best with one of the other text (links), most of those and of
all matches within three segments in a row (links-near, focus-near) and within one (focus);
whether it looks unfinished (open) or the one before it does (after-open), and both apart for each way
(unended, after-unended and so on); whether Thai words join
it to the next (joint) or the one before to it (after-joint).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from aligner.alignment.anchors import Chain
from aligner.alignment.beads import Lattice, Shape
from aligner.alignment.configuration import Weights
from aligner.alignment.endings import BREAKS
from aligner.alignment.evidence import WEAK, Overlap
from aligner.alignment.features import Beads, Sum, rolled
from aligner.alignment.likely import Likely
from aligner.alignment.matches import Pieces
from aligner.alignment.similarity import Block, nearness
from aligner.model import Vectors

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.int8]

REACH = 15
"""Segments to either side of the expected place that count as neighbours."""
NEIGHBOURS = 4
"""As in `aligner.alignment.anchors`."""
HIGHEST = np.float32(60)
"""Score of a bead, at most: units may add up where nothing was fitted, and exp(88) is infinite."""
AROUND = 8
"""Segments to either side over which the local rate of omissions is judged."""


@dataclass(frozen=True)
class Text:
    """One side as the scores see it."""

    vectors: Vectors
    """Shape (n, dim), centred rows of unit length."""
    sizes: Floats
    """Shape (n,), characters."""
    ends: Kinds
    """Shape (n,), what ends each segment: WEAK, SENTENCE or LINE."""
    opens: Floats
    """Shape (n,), how much each segment looks unfinished, see `aligner.alignment.endings.openness`."""
    breaks: Floats
    """Shape (3, n), how each segment ends without a full stop, see `aligner.alignment.endings.breaks`."""
    barriers: Flags
    """Shape (n,), whether a bead may not hold both the segment and the next."""
    joints: Floats
    """Shape (n,), how much more than usual words join the segment to the next, see `aligner.alignment.thai.joints`."""
    merged: Mapping[Block, Vectors] = field(default_factory=dict)
    """Centred unit vectors of runs whose joined text was encoded."""
    pieces: Pieces | None = None
    """Those of all segments; None where the encoder does not tell them."""

    def __len__(self) -> int:
        return len(self.sizes)

    def part(self, start: int, end: int) -> Text:
        """Segments from start to end."""
        merged = {
            (first - start, last - start): vector
            for (first, last), vector in self.merged.items()
            if first >= start and last <= end
        }
        rows = slice(start, end)
        return Text(
            self.vectors[rows],
            self.sizes[rows],
            self.ends[rows],
            self.opens[rows],
            self.breaks[:, rows],
            self.barriers[rows],
            self.joints[rows],
            merged,
            self.pieces and self.pieces.part(start, end),
        )


@dataclass(frozen=True)
class Pair:
    """Two texts and what can be said of their segments one by one."""

    source: Text
    target: Text
    near_source: Floats
    """Shape (2, n): mean similarity to the nearest around its place, and the highest."""
    near_target: Floats
    """Shape (2, m)."""
    tokens: Overlap
    ratio: float
    """Target characters for one of the source."""
    null_source: Mapping[str, Floats]
    """Features of leaving out each source segment, see `null_features`."""
    null_target: Mapping[str, Floats]

    def part(self, i: slice, j: slice) -> Pair:
        """Some segments of both sides, with the neighbourhoods that they have in the whole."""
        return Pair(
            self.source.part(i.start, i.stop),
            self.target.part(j.start, j.stop),
            self.near_source[:, i],
            self.near_target[:, j],
            self.tokens.part(i, j),
            self.ratio,
            {name: values[:, i] for name, values in self.null_source.items()},
            {name: values[:, j] for name, values in self.null_target.items()},
        )


def pair(source: Text, target: Text, tokens: Overlap, chain: Chain) -> Pair:
    """Two texts with the neighbourhood of each segment around its expected place."""
    near_source = nearness(source.vectors, target.vectors, chain.forward(), REACH, NEIGHBOURS)
    near_target = nearness(target.vectors, source.vectors, chain.backward(), REACH, NEIGHBOURS)
    whole = np.log(target.sizes.sum() / source.sizes.sum())
    single = np.log(target.sizes[chain.target] / source.sizes[chain.source])
    # The median over the sure pairs, drawn towards the whole texts with the weight of 5 pairs.
    middle = np.median(single) if len(single) else whole
    ratio = (len(single) * middle + 5 * whole) / (len(single) + 5)
    return Pair(
        source,
        target,
        near_source,
        near_target,
        tokens,
        float(np.exp(ratio)),
        null_features(source, near_source, tokens.source, tokens.lone_source),
        null_features(target, near_target, tokens.target, tokens.lone_target),
    )


def null_features(text: Text, near: Floats, own: Floats, lone: Floats) -> dict[str, Floats]:
    """Features of leaving out each segment: each of shape (2, n), first or next of a run."""
    n = len(text)
    first = np.array([[1.0], [0.0]], dtype=np.float32)
    window = 2 * AROUND + 1
    places = np.minimum(np.arange(n) + AROUND, n - 1)
    closeness = rolling(near[1] - near[0], window)[places]
    counts = rolling(np.ones(n, dtype=np.float32), window)[places]
    found = {
        "first": first,
        "next": 1 - first,
        "unlike": np.minimum(near[1] - near[0] - 0.15, 0)[None],
        "closest": first * near[1],
        "closest-next": (1 - first) * near[1],
        "around": (closeness / counts)[None],
        "short": (np.log(text.sizes) - np.log(np.median(text.sizes)))[None],
        "weak": _float(text.ends == WEAK)[None],
        "open": text.opens[None],
        "after-open": np.append(0, text.opens[:-1]).astype(np.float32)[None],
        **{kind: values[None] for kind, values in zip(BREAKS, text.breaks, strict=True)},
        **{
            f"after-{kind}": np.append(0, values[:-1]).astype(np.float32)[None]
            for kind, values in zip(BREAKS, text.breaks, strict=True)
        },
        "joint": text.joints[None],
        "after-joint": np.append(0, text.joints[:-1]).astype(np.float32)[None],
        "own-keys": np.minimum(own, 2)[None],
        "lone-keys": np.minimum(lone, 2)[None],
    }
    return {name: np.broadcast_to(values, (2, n)) for name, values in found.items()}


def lattice(
    both: Pair,
    shapes: Sequence[Shape],
    weights: Mapping[str, float],
    null_weights: Mapping[str, float],
) -> Lattice:
    """The score of every bead, deletion and insertion."""
    n, m = len(both.source), len(both.target)
    scores = np.empty((len(shapes), n, m), dtype=np.float32)
    crossing = [
        _crossing(text.barriers, max(shape[side] for shape in shapes))
        for side, text in enumerate((both.source, both.target))
    ]
    beads = Beads(both, shapes)
    for chunk in beads.chunks():
        weighted = Sum()
        for name, make in beads.features(chunk).items():
            if weights.get(name):
                weighted.add(weights[name], make())
        weighted.write(scores[chunk])
    for t, (a, b) in enumerate(shapes):
        scores[t, crossing[0][a - 1]] = -np.inf
        scores[t][:, crossing[1][b - 1]] = -np.inf
    return Lattice(tuple(shapes), scores, *_nulls(both, null_weights))


def closer_lattice(both: Pair, shapes: Sequence[Shape], beads: Likely, weights: Weights) -> Lattice:
    """The score of some beads by all that is known of them; no other bead is possible.

    Args:
        both: the two texts.
        shapes: of beads.
        beads: those of them that may be right.
        weights: with a layer.
    """
    layer = weights.layer
    assert layer is not None
    every = Beads(both, shapes)
    found = every.at(beads, layer.features)
    scores = found @ np.array([weights.bead.get(name, 0.0) for name in layer.features], np.float32)
    scores += layer.score(found)
    np.minimum(scores, HIGHEST, out=scores)
    n, m = len(both.source), len(both.target)
    table = np.full((len(shapes), n, m), -np.inf, dtype=np.float32)
    table[beads.kind, beads.i, beads.j] = scores
    null = np.array(list(weights.null.values()), dtype=np.float32)
    left_out = every.nulls(tuple(weights.null))
    return Lattice(tuple(shapes), table, *(values @ null for values in left_out))


def _nulls(both: Pair, weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """The scores of leaving out the segments of each side."""
    found = []
    for features in (both.null_source, both.null_target):
        total = np.zeros_like(features["first"], dtype=np.float32)
        for name, values in features.items():
            total += np.float32(weights.get(name, 0.0)) * values
        found.append(total)
    return found[0], found[1]


def rolling(values: Floats, count: int) -> Floats:
    """Sum over each run of `count`, by its last; runs that would start before 0 are partial."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    i = np.arange(len(values))
    return np.asarray(total[i + 1] - total[np.maximum(i + 1 - count, 0)], dtype=np.float32)


def _float(flags: Flags) -> Floats:
    return flags.astype(np.float32)


def _crossing(barriers: Flags, most: int) -> Flags:
    """Which runs of 1 to `most` start before the text or cross a barrier.

    Shape (most, n), by last segment.
    """
    counts = np.arange(1, most + 1)[:, None]
    inner = rolled(_float(barriers)[None], most)[0] - barriers
    return np.asarray((inner > 0) | (np.arange(len(barriers)) < counts - 1))
