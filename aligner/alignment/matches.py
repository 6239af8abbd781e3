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
    """Features of beads between two texts; `aligner.alignment.scoring` says what each is."""

    def __init__(self, source: Pieces, target: Pieces, most: tuple[int, int]) -> None:
        """Match all pieces.

        Args:
            source: pieces of the one text.
            target: of the other.
            most: segments of each side that a bead can have.
        """
        forth, back = best(source, target)
        self._forth = _Way(forth, source.counts, most)
        self._back = _Way(back, target.counts, (most[1], most[0]))

    def __call__(self, a: int, b: int) -> dict[str, Floats]:
        """Features of the beads of a with b segments: shape (n, m), by last segments."""
        forth, back = self._forth, self._back
        match = _half(forth.run(forth.match, a, b) + back.run(back.match, b, a).T)
        cover = _half(forth.run(forth.cover, a, b) + back.run(back.cover, b, a).T)
        level = _half(forth.level[a][:, None] + back.level[b])
        found = {"match": match, "match-lack": match - level, "cover": cover}
        if a + b == 2:
            return found | {"single-cover": cover}
        least = np.ones(cover.shape, dtype=np.float32)
        lack = np.zeros(match.shape, dtype=np.float32)
        if a > 1:
            forth.edges(least, lack, a, b)
        if b > 1:
            back.edges(least.T, lack.T, b, a)
        return found | {
            "bulk-cover": np.float32(a + b - 2) * cover,
            "least-cover": least,
            "least-match": lack,
        }


def best(source: Pieces, target: Pieces) -> tuple[Floats, Floats]:
    """Highest similarity of each piece of one text to those of each segment of the other.

    Returns:
        Shapes (source pieces, m) and (target pieces, n).
    """
    n, m = len(source.counts), len(target.counts)
    forth = np.empty((len(source.rows), m), dtype=np.float32)
    back = np.empty((len(target.rows), n), dtype=np.float32)
    starts = [np.cumsum(side.counts) - side.counts for side in (source, target)]
    first = 0
    while first < n:
        # Whole segments, so that the maximum over each is known at once.
        last = max(first + 1, int(np.searchsorted(starts[0], starts[0][first] + ROWS)))
        begin = int(starts[0][first])
        end = int(starts[0][last]) if last < n else len(source.rows)
        near = source.rows[begin:end] @ target.rows.T
        forth[begin:end] = np.maximum.reduceat(near, starts[1], axis=1)
        back[:, first:last] = _by_segment(np.maximum, near, source.counts[first:last]).T
        first = last
    return forth, back


class _Way:
    """Matches of the pieces of n segments among m segments of the other text."""

    def __init__(self, near: Floats, counts: Counts, most: tuple[int, int]) -> None:
        size = counts.astype(np.float32)
        own, other = range(1, most[0] + 1), range(1, most[1] + 1)
        top = near.max(axis=1)
        shares = np.exp(SHARP * (near - top[:, None]))
        shares /= shares.sum(axis=1, keepdims=True)
        shares = _by_segment(np.add, shares, counts)
        self.match: dict[int, Floats] = {}
        """Sum over each segment's pieces of the highest similarity to a run, by its last."""
        self.cover: dict[int, Floats] = {}
        """How many pieces of each segment match in a run."""
        highest = near
        for count in other:
            if count > 1:
                highest = _peaks(near, highest, count)
            self.match[count] = _by_segment(np.add, highest, counts)
            self.cover[count] = _sums(shares.T, count).T
        self._size = size
        self._sizes = {count: _sums(size[:, None], count) for count in own}
        levels = np.add.reduceat(top, np.cumsum(counts) - counts)
        self._single = levels / size
        self.level = {
            count: (_sums(levels[:, None], count) / self._sizes[count])[:, 0] for count in own
        }

    def run(self, values: dict[int, Floats], a: int, b: int) -> Floats:
        """The mean over the pieces of runs of a segments."""
        return np.asarray(_sums(values[b], a) / self._sizes[a], dtype=np.float32)

    def edges(self, least: Floats, lack: Floats, a: int, b: int) -> None:
        """Lower both to what the first or the last of a segments has, where that is less."""
        size = self._size[:, None]
        n = len(size)
        for values, lowest in (
            (self.cover[b] / size, least),
            (self.match[b] / size - self._single[:, None], lack),
        ):
            np.minimum(lowest, values, out=lowest)
            if a <= n:
                np.minimum(lowest[a - 1 :], values[: n - a + 1], out=lowest[a - 1 :])


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


def _sums(rows: Floats, count: int) -> Floats:
    """Sums of `count` rows, by the last; of fewer at the start."""
    found = rows.copy()
    for back in range(1, min(count, len(rows))):
        found[back:] += rows[: len(rows) - back]
    return found


def _peaks(near: Floats, before: Floats, count: int) -> Floats:
    """The maximum over `count` columns, by the last, from that over one less."""
    found = before.copy()
    back = count - 1
    if back < near.shape[1]:
        np.maximum(found[:, back:], near[:, : near.shape[1] - back], out=found[:, back:])
    return found
