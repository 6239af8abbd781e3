# ruff: noqa: E501 -- rows of the table of features
"""Scores of beads: the features of every bead between two texts, and their weighted sum.

A score is log-linear in a few named features, so that `aligner.alignment.beads` makes a
semi-Markov conditional random field of them (Sarawagi & Cohen 2004) and the
weights can be fitted by maximum likelihood on hand-aligned text. No feature
depends on the length of the documents.

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
| even | the lesser of both last segments' unfinishedness: where both texts break off, as at semicolons, a bead may end |
| lines, sentences, spaces | ends of such a kind inside the bead, negative |
| edges, line-edges | the last segments end in different kinds, negative |
| three … three-more | segments that are lines or sentences, 1-2, 1-3 and so on, negative |
| encoded | sides whose joined text was encoded |
| match, match-lack | mean highest similarity of a side's pieces to those of the other; what that lacks to the highest in the whole text |
| cover, single-cover | share of the pieces of a side whose match is likely inside; of 1-1 beads, once more |
| bulk-cover | cover times the segments beyond two |
| least-cover, least-match | the lowest cover and match-lack of a segment at an edge of a merge |

Of a segment left out: first or next of a run; its highest similarity, apart for both
(closest); the mean lead of such similarities around it (around); what its own lead lacks to .15
(unlike); its log length over the median (short); whether a mere space ends it (weak); the
weight of tokens that the other text holds (own-keys) and of numbers that it does not (lone-keys);
whether it looks unfinished (open) or the one before it does (after-open); whether Thai words join
it to the next (joint) or the one before to it (after-joint).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from aligner.alignment.anchors import Chain
from aligner.alignment.beads import Lattice, Shape
from aligner.alignment.evidence import LINE, SENTENCE, WEAK, Overlap
from aligner.alignment.matches import FEATURES, Matches, Pieces
from aligner.alignment.similarity import Block, block_vectors, nearness
from aligner.model import Vectors

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.int8]

REACH = 15
"""Segments to either side of the expected place that count as neighbours."""
NEIGHBOURS = 4
"""As in `aligner.alignment.anchors`."""
AROUND = 8
"""Segments to either side over which the local rate of omissions is judged."""

SHAPE_FEATURES = {
    "three": (1, 2),
    "one-three": (1, 3),
    "one-four": (1, 4),
    "two-two": (2, 2),
    "two-three": (2, 3),
}
"""Beads by their number of sentences or lines, the smaller side first."""


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
    """Shape (n,), how much each segment looks unfinished, see `aligner.alignment.evidence.openness`."""
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
    # The median over the sure pairs, drawn towards the whole texts with whether Thai words join it to the next (joint) or the one before to it (after-joint); the weight of 5 pairs.
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


def bead_features(
    both: Pair, shapes: Sequence[Shape], *, matched: bool = False
) -> Iterator[dict[str, Floats]]:
    """Features of all beads of each shape, by name; each broadcasts to (n, m) by last segments.

    Args:
        both: the two texts.
        shapes: of the beads.
        matched: whether to match the pieces too, where both texts have them.
    """
    source, target = both.source, both.target
    tokens = both.tokens
    most = max(a for a, _ in shapes), max(b for _, b in shapes)
    rows = _Runs(source, both.near_source[0], tokens.source, tokens.lone_source, most[0])
    columns = _Runs(target, both.near_target[0], tokens.target, tokens.lone_target, most[1])
    similar = _Similarities(rows, columns)
    shared = _Blocks(tokens.shared())
    structure = _Structure(source, target, rows, columns)
    matches = None
    if matched and source.pieces and target.pieces:
        matches = Matches(source.pieces, target.pieces, most)
    for a, b in shapes:
        s = similar[a, b]
        margin = s - (rows.near[a][:, None] + columns.near[b]) / 2
        ratio = columns.logs[b] - rows.logs[a][:, None] - np.float32(np.log(both.ratio))
        short = np.minimum(rows.sizes[a][:, None] * np.float32(both.ratio), columns.sizes[b])
        common = shared[a, b]
        own = rows.own[a][:, None] + columns.own[b]
        found = {
            "one": np.ones((1, 1), dtype=np.float32),
            "cosine": s,
            "margin": margin,
            "ratio": -np.minimum(np.abs(ratio), 1.5),
            "length": -np.minimum(ratio * ratio * np.sqrt(short) / 4, 4),
            "shared": np.minimum(common, 2),
            "missing": -np.clip(own - 2 * common, 0, 3),
            "thread": rows.joint[a][:, None] + columns.joint[b],
            "severed": -(source.joints[:, None] + target.joints),
            "lone": -np.minimum(rows.lone[a][:, None] + columns.lone[b], 2),
            "weak-cosine": np.minimum(s - 0.4, 0),
            "weak-margin": np.minimum(margin - 0.15, 0),
            "fair-margin": np.minimum(margin - 0.3, 0),
            "far-ratio": -np.clip(np.abs(ratio) - 0.35, 0, 1.5),
            "continued": rows.open[a][:, None] + columns.open[b],
            "broken": -(source.opens[:, None] + target.opens),
            "even": np.minimum(source.opens[:, None], target.opens),
        }
        found |= structure(a, b)
        if a + b == 2:
            found["single-cosine"] = s
            found["single-margin"] = margin
        if a + b > 2:
            gain = similar.gain(a, b)
            found["strays"] = similar.strays(a, b)
            found["bulk"] = np.float32(a + b - 2) * s
            found["bulk-margin"] = np.float32(a + b - 2) * margin
            found["gain"] = gain
            found["loss"] = np.minimum(gain, 0)
            found["encoded"] = rows.known[a][:, None] + columns.known[b]
        if matches:
            found |= matches(a, b)
        yield found


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
    beads = np.zeros((len(shapes), n, m), dtype=np.float32)
    crossing = [
        _crossing(text.barriers, max(shape[side] for shape in shapes))
        for side, text in enumerate((both.source, both.target))
    ]
    each = bead_features(both, shapes, matched=not weights.keys().isdisjoint(FEATURES))
    for t, ((a, b), found) in enumerate(zip(shapes, each, strict=True)):
        for name, values in found.items():
            if weights.get(name):
                beads[t] += np.float32(weights[name]) * values
        beads[t, crossing[0][a - 1]] = -np.inf
        beads[t][:, crossing[1][b - 1]] = -np.inf
    nulls = []
    for count, features in ((n, both.null_source), (m, both.null_target)):
        scores = np.zeros((2, count), dtype=np.float32)
        for name, values in features.items():
            scores += np.float32(null_weights.get(name, 0.0)) * values
        nulls.append(scores)
    return Lattice(tuple(shapes), beads, nulls[0], nulls[1])


def rolling(values: Floats, count: int) -> Floats:
    """Sum over each run of `count`, by its last; runs that would start before 0 are partial."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    i = np.arange(len(values))
    return np.asarray(total[i + 1] - total[np.maximum(i + 1 - count, 0)], dtype=np.float32)


def rolled(values: Floats, most: int) -> Floats:
    """Sums as by `rolling`, over runs of 1 to `most`.

    Args:
        values: shape (k, n).
        most: the longest run.

    Returns:
        Shape (k, most, n).
    """
    k, n = values.shape
    total = np.zeros((k, n + 1))
    np.cumsum(values, axis=1, dtype=np.float64, out=total[:, 1:])
    starts = np.maximum(np.arange(1, n + 1) - np.arange(1, most + 1)[:, None], 0)
    return np.asarray(total[:, None, 1:] - total[:, starts], dtype=np.float32)


def _float(flags: Flags) -> Floats:
    return flags.astype(np.float32)


def _crossing(barriers: Flags, most: int) -> Flags:
    """Which runs of 1 to `most` start before the text or cross a barrier.

    Shape (most, n), by last segment.
    """
    counts = np.arange(1, most + 1)[:, None]
    inner = rolled(_float(barriers)[None], most)[0] - barriers
    return np.asarray((inner > 0) | (np.arange(len(barriers)) < counts - 1))


class _Runs:
    """What is true of runs of 1 to `most` segments of one side, by count and last segment."""

    def __init__(self, text: Text, near: Floats, own: Floats, lone: Floats, most: int) -> None:
        counts = range(1, most + 1)
        self.vectors = {
            count: block_vectors(text.vectors, text.sizes, count, text.merged) for count in counts
        }
        singly = {
            "sizes": text.sizes,
            "near": near * text.sizes,
            "own": own,
            "lone": lone,
            "joint": text.joints,
            "open": text.opens,
            **{str(kind): _float(text.ends == kind) for kind in (WEAK, SENTENCE, LINE)},
        }
        sums = dict(zip(singly, rolled(np.stack(list(singly.values())), most), strict=True))
        inner = {name: table - singly[name] for name, table in sums.items()}

        def by_count(table: Floats) -> dict[int, Floats]:
            return dict(zip(counts, table, strict=True))

        self.sizes = by_count(sums["sizes"])
        self.logs = by_count(np.log(sums["sizes"]))
        self.near = by_count(sums["near"] / sums["sizes"])
        self.own = by_count(sums["own"])
        self.lone = by_count(sums["lone"])
        self.inner = {kind: by_count(inner[str(kind)]) for kind in (WEAK, SENTENCE, LINE)}
        self.joint = by_count(inner["joint"])
        self.open = by_count(inner["open"])
        self.sentences = by_count(1 + inner[str(SENTENCE)] + inner[str(LINE)])
        self.known = {count: np.zeros(len(text), dtype=np.float32) for count in counts}
        for start, end in text.merged:
            if end - start in self.known:
                self.known[end - start][end - 1] = 1.0


class _Structure:
    """Features that follow from what ends the segments of a bead."""

    def __init__(self, source: Text, target: Text, rows: _Runs, columns: _Runs) -> None:
        self._source, self._target = source, target
        self._rows, self._columns = rows, columns
        self._plain = all(bool((text.ends == LINE).all()) for text in (source, target))

    def __call__(self, a: int, b: int) -> dict[str, Floats]:
        if self._plain:
            # Lines only, as where segments were given: one number stands for all beads.
            one, other = (np.full(1, count, dtype=np.float32) for count in (a, b))
            none = np.zeros((1, 1), dtype=np.float32)
            found = {"lines": -(one + other - 2)[None], "sentences": none, "spaces": none}
            found |= {"edges": none, "line-edges": none}
        else:
            one, other = self._rows.sentences[a], self._columns.sentences[b]
            inner = self._rows.inner, self._columns.inner
            ends = self._source.ends[:, None], self._target.ends
            found = {
                name: -(inner[0][kind][a][:, None] + inner[1][kind][b])
                for name, kind in (("lines", LINE), ("sentences", SENTENCE), ("spaces", WEAK))
            }
            found["edges"] = -_float((ends[0] >= SENTENCE) != (ends[1] >= SENTENCE))
            found["line-edges"] = -_float((ends[0] == LINE) != (ends[1] == LINE))
        high, low = np.maximum(one[:, None], other), np.minimum(one[:, None], other)
        found["one-more"] = -_float((low == 1) & (high > 4))
        found["two-more"] = -_float((low == 2) & (high > 3))
        found["three-more"] = -_float(low > 2)
        for name, (less, more) in SHAPE_FEATURES.items():
            found[name] = -_float((low == less) & (high == more))
        return found


class _Similarities:
    """Similarity of all runs of a source with all runs of b target segments."""

    def __init__(self, rows: _Runs, columns: _Runs) -> None:
        left, right = (
            np.concatenate([side.vectors[count] for count in sorted(side.vectors)])
            for side in (rows, columns)
        )
        a, b = len(rows.vectors), len(columns.vectors)
        # One product, not one for each shape: between threads a small one mostly waits.
        table = (left @ right.T).reshape(a, len(left) // a, b, len(right) // b)
        self._made = np.ascontiguousarray(table.transpose(0, 2, 1, 3))

    def __getitem__(self, shape: Shape) -> Floats:
        a, b = shape
        return np.asarray(self._made[a - 1, b - 1], dtype=np.float32)

    def gain(self, a: int, b: int) -> Floats:
        """What the bead loses at least in similarity when one segment at an edge is left out."""
        whole = self[a, b]
        least = np.full_like(whole, np.inf)
        if a > 1:
            less = self[a - 1, b]
            np.minimum(least, whole - less, out=least)
            np.minimum(least[1:], whole[1:] - less[:-1], out=least[1:])
        if b > 1:
            less = self[a, b - 1]
            np.minimum(least, whole - less, out=least)
            np.minimum(least[:, 1:], whole[:, 1:] - less[:, :-1], out=least[:, 1:])
        return least

    def strays(self, a: int, b: int) -> Floats:
        """How much closer a merged side's edge segments are to what is beside the bead; negative.

        The edge segment's similarity to the other side of the bead less that to the
        segment before or after it, where that is below 0; the sum over all edges.
        """
        single = self[1, 1]
        n, m = single.shape
        found = np.zeros((n, m), dtype=np.float32)
        if a > n or b > m:
            return found
        if a > 1:
            block = self[1, b]
            found[:, :-1] += np.minimum(block[:, :-1] - single[:, 1:], 0)
            first = np.minimum(block[:, b:] - single[:, : m - b], 0)
            found[a - 1 :, b:] += first[: n - a + 1]
        if b > 1:
            block = self[a, 1]
            found[:-1] += np.minimum(block[:-1] - single[1:], 0)
            first = np.minimum(block[a:] - single[: n - a], 0)
            found[a:, b - 1 :] += first[:, : m - b + 1]
        return found


class _Blocks:
    """Sums over blocks of a × b cells, by last row and column."""

    def __init__(self, matrix: Floats) -> None:
        n, m = matrix.shape
        self._empty = not matrix.any()
        self._total = np.zeros((n + 1, m + 1))
        if not self._empty:
            self._total[1:, 1:] = matrix.cumsum(0, dtype=np.float64).cumsum(1)

    def __getitem__(self, shape: Shape) -> Floats:
        if self._empty:
            return np.zeros((1, 1), dtype=np.float32)
        total = self._total
        a, b = shape
        i = np.maximum(np.arange(1, total.shape[0]) - a, 0)
        j = np.maximum(np.arange(1, total.shape[1]) - b, 0)
        block = total[1:, 1:] - total[i, 1:] - total[1:, j] + total[i[:, None], j]
        return np.asarray(block, dtype=np.float32)
