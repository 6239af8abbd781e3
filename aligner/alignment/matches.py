"""Which pieces of one text mean the same as which of the other: evidence of where beads end.

A vector of a sentence blurs its ends, and whether half a sentence more is in it. Its pieces tell:
those of a segment that belongs to a bead find their match inside, and those of one that has no
partner find it nowhere, or here and there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.intp]

SHARP = 20.0
"""How much likelier a match is than another, as the logarithm for 1 of similarity."""
ROWS = 1_024
"""Pieces of the source whose similarities are held at a time."""

FEATURES = (
    "match",
    "match-lack",
    "cover",
    "single-cover",
    "bulk-cover",
    "least-cover",
    "least-match",
)


@dataclass(frozen=True)
class Pieces:
    """The pieces of one text, segment by segment."""

    rows: Floats
    """Shape (pieces, dimensions), centred, of unit length."""
    counts: Counts
    """Shape (n,), pieces of each segment, at least 1."""

    def part(self, start: int, end: int) -> Pieces:
        """Segments from start to end."""
        first = int(self.counts[:start].sum())
        last = first + int(self.counts[start:end].sum())
        return Pieces(self.rows[first:last], self.counts[start:end])


def pieces(sketches: Sequence[npt.NDArray[np.int8]]) -> Pieces:
    """The pieces of a text from the sketch of each segment, of shape (pieces, dimensions).

    What the pieces of the text have in common, its language foremost, is taken away.
    """
    counts = np.array([len(each) for each in sketches], dtype=np.intp)
    found = np.concatenate(sketches).astype(np.float32)
    found -= found.mean(axis=0) if len(found) else 0
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    # A segment that has none is given one that matches nothing.
    held = np.maximum(counts, 1)
    rows = np.zeros((int(held.sum()), found.shape[1]), dtype=np.float32)
    rows[np.repeat(counts > 0, held)] = found
    return Pieces(rows, held)


class Matches:
    """How well runs of up to A source and B target segments match, by their last segments.

    `aligner.alignment.scoring` says what the features are that come of it.
    """

    def __init__(self, source: Pieces, target: Pieces, most: tuple[int, int]) -> None:
        """Match all pieces.

        Args:
            source: pieces of the one text.
            target: of the other.
            most: segments of each side that a bead can have, A and B.
        """
        forth, back = best(source, target)
        self._forth = _Way(forth, source.counts, most)
        self._back = _Way(back, target.counts, (most[1], most[0]))
        turned = (1, 0, 3, 2)
        self.match = _half(self._forth.match + self._back.match.transpose(turned))
        """Mean highest similarity of the pieces of both sides to the other: shape (A, B, n, m)."""
        self.cover = _half(self._forth.cover + self._back.cover.transpose(turned))
        """Share of them whose match is likely inside: shape (A, B, n, m)."""
        self.levels = _half(self._forth.level), _half(self._back.level)
        """Half of what `match` would be in the whole other text: shapes (A, n) and (B, m)."""

    def least_cover(self, a: int, b: int) -> Floats | None:
        """The lowest cover of a segment at an edge of a merged side: shape (n, m), at most 1.

        None for beads of one segment with one.
        """
        return self._least(self._forth.cover[0, b - 1], self._back.cover[0, a - 1], a, b, 1.0)

    def least_match(self, a: int, b: int) -> Floats | None:
        """What the match of such a segment lacks to its highest at most, negative."""
        ways = self._forth, self._back
        one, other = (
            way.match[0, count - 1] - way.level[0][:, None]
            for way, count in zip(ways, (b, a), strict=True)
        )
        return self._least(one, other, a, b, 0.0)

    def _least(self, one: Floats, other: Floats, a: int, b: int, most: float) -> Floats | None:
        if a + b == 2:
            return None
        found = np.full(one.shape, most, dtype=np.float32)
        for lowest, values, count in ((found, one, a), (found.T, other, b)):
            if count > 1:
                n = len(values)
                np.minimum(lowest, values, out=lowest)
                first = values[: max(0, n - count + 1)]
                np.minimum(lowest[count - 1 :], first, out=lowest[count - 1 :])
        return found


def best(source: Pieces, target: Pieces) -> tuple[Floats, Floats]:
    """Highest similarity of each piece of one text to those of each segment of the other.

    Returns:
        Shapes (source pieces, m) and (target pieces, n).
    """
    n, m = len(source.counts), len(target.counts)
    forth = np.empty((len(source.rows), m), dtype=np.float32)
    back = np.empty((len(target.rows), n), dtype=np.float32)
    starts = np.cumsum(source.counts) - source.counts
    first = 0
    while first < n:
        # Whole segments, so that the maximum over each is known at once.
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + ROWS)))
        begin = int(starts[first])
        end = int(starts[last]) if last < n else len(source.rows)
        near = source.rows[begin:end] @ target.rows.T
        turned = np.ascontiguousarray(near.T)
        forth[begin:end] = _by_segment(np.maximum, turned, target.counts).T
        back[:, first:last] = _by_segment(np.maximum, near, source.counts[first:last]).T
        first = last
    return forth, back


class _Way:
    """Matches of the pieces of n segments among m segments of the other text.

    Of runs of own segments and runs of others, by their last: shape (own, other, n, m).
    """

    def __init__(self, near: Floats, counts: Counts, most: tuple[int, int]) -> None:
        top = near.max(axis=1)
        shares = np.exp(SHARP * (near - top[:, None]))
        shares /= shares.sum(axis=1, keepdims=True)
        match = np.empty((most[1], len(counts), near.shape[1]), dtype=np.float32)
        cover = np.empty_like(match)
        cover[0] = _by_segment(np.add, shares, counts)
        highest = near
        for back in range(most[1]):
            if back:
                highest = _peaks(near, highest, back)
                cover[back] = cover[back - 1]
                cover[back, :, back:] += cover[0, :, : max(0, near.shape[1] - back)]
            match[back] = _by_segment(np.add, highest, counts)
        sizes = _over_runs(counts.astype(np.float32), most[0])
        levels = np.add.reduceat(top, np.cumsum(counts) - counts)
        self.level = _over_runs(levels, most[0]) / sizes
        """Mean highest similarity to the whole other text: shape (own, n)."""
        self.match = _over_runs(match, most[0]) / sizes[:, None, :, None]
        self.cover = _over_runs(cover, most[0]) / sizes[:, None, :, None]


def _by_segment(what: np.ufunc, rows: Floats, counts: Counts) -> Floats:
    """The sum or maximum over the rows of each segment; eight times as fast as `reduceat`."""
    found = np.empty((len(counts), rows.shape[1]), dtype=np.float32)
    start = 0
    for place, count in enumerate(counts.tolist()):
        what.reduce(rows[start : start + count], axis=0, out=found[place])
        start += count
    return found


def _half(values: Floats) -> Floats:
    return np.asarray(values / 2, dtype=np.float32)


def _over_runs(values: Floats, most: int) -> Floats:
    """Sums over runs of 1 to `most` segments, by the last; of fewer at the start.

    Args:
        values: shape (n,) or (k, n, m).
        most: the longest run.

    Returns:
        One more dimension before the others.
    """
    axis = 0 if values.ndim == 1 else 1
    found = np.empty((most, *values.shape), dtype=np.float32)
    found[0] = values
    turned, plain = np.moveaxis(found, axis + 1, 0), np.moveaxis(values, axis, 0)
    for back in range(1, most):
        found[back] = found[back - 1]
        turned[back:, back] += plain[: max(0, len(plain) - back)]
    return found


def _peaks(near: Floats, before: Floats, back: int) -> Floats:
    """The maximum over a column and `back` before it, from that over one less."""
    found = before.copy()
    if back < near.shape[1]:
        np.maximum(found[:, back:], near[:, : near.shape[1] - back], out=found[:, back:])
    return found
