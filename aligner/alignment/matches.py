"""Which pieces of one text mean the same as which of the other: evidence of where beads end.

A vector of a sentence blurs its ends, and whether half a sentence more is in it. Its pieces tell:
those of a segment that belongs to a bead find their match inside, and those of one that has no
partner find it nowhere, or here and there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.alignment.beads import Shape
from aligner.alignment.likely import Likely

Floats = npt.NDArray[np.float32]
Exact = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]

SHARP = 20.0
"""How much likelier a match is than another, as the logarithm for 1 of similarity."""
NEAR = 3
"""Segments in a row in which the matches of one that has a partner stand together."""
ROWS = 1_024
"""Pieces of the source whose similarities are held at a time."""


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

    def __init__(self, source: Pieces, target: Pieces, most: Shape) -> None:
        """Match all pieces.

        Args:
            source: pieces of the one text.
            target: of the other.
            most: segments of each side that a bead can have.
        """
        found = best(source, target)
        self._forth = _Way(found.forth, found.links, source.counts, most[1])
        self._back = _Way(found.back, found.links.T, target.counts, most[0])

    def at(self, beads: Likely) -> dict[str, Floats]:
        """The features of k beads, each of shape (k,); 0 where one does not concern a bead."""
        a, b, i, j = beads.a, beads.b, beads.i, beads.j
        forth, back = self._forth(a, i, b, j), self._back(b, j, a, i)
        edges = [*self._forth.edges(a, i, b, j), *self._back.edges(b, j, a, i)]
        least = np.where(a + b == 2, 0, np.minimum.reduce(edges))
        tips = np.stack([*self._forth.tips(a, i, b, j), *self._back.tips(b, j, a, i)])
        match = (forth.match + back.match) / 2
        cover = (forth.cover + back.cover) / 2
        link = 2 * forth.links / (forth.size + back.size)
        tip = tips.min(axis=0)
        bulk, single = a + b - 2, a + b == 2
        found = {
            "match": match,
            "usual": np.full(len(a), (self._forth.usual + self._back.usual) / 2),
            "match-lack": match - (forth.level + back.level) / 2,
            "cover": cover,
            "single-cover": single * cover,
            "bulk-cover": bulk * cover,
            "least-cover": least[0],
            "least-match": np.minimum(least[1], 0),
            "link": link,
            "link-out": -(forth.lost / forth.size + back.lost / back.size),
            "single-link": single * link,
            "bulk-link": bulk * link,
            "least-link": least[2],
            "tip-least": tip,
            "tip-mean": tips.mean(axis=0),
            "single-tip": single * tip,
            "bulk-tip": bulk * tip,
        }
        return {name: np.asarray(values, dtype=np.float32) for name, values in found.items()}

    def alone(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Features of leaving out each segment: of the source, shape (n,) each, and the target."""
        return self._forth.alone(), self._back.alone()


class Best(NamedTuple):
    """What the pieces of n and m segments match best."""

    forth: Floats
    """Shape (source pieces, m): highest similarity to a piece of each target segment."""
    back: Floats
    """Shape (target pieces, n)."""
    links: Floats
    """Shape (n, m): how many pairs of pieces are each other's best in the whole texts."""


def best(source: Pieces, target: Pieces) -> Best:
    """Match the pieces of two texts."""
    n, m = len(source.counts), len(target.counts)
    forth = np.empty((len(source.rows), m), dtype=np.float32)
    back = np.empty((len(target.rows), n), dtype=np.float32)
    starts = [np.cumsum(side.counts) - side.counts for side in (source, target)]
    to = np.empty(len(source.rows), dtype=np.intp)
    high = np.full(len(target.rows), -np.inf, dtype=np.float32)
    fro = np.zeros(len(target.rows), dtype=np.intp)
    first = 0
    while first < n:
        # Whole segments, so that the maximum over each is known at once.
        last = max(first + 1, int(np.searchsorted(starts[0], starts[0][first] + ROWS)))
        begin = int(starts[0][first])
        end = int(starts[0][last]) if last < n else len(source.rows)
        near = source.rows[begin:end] @ target.rows.T
        turned = np.ascontiguousarray(near.T)
        forth[begin:end] = _by_segment(np.maximum, turned, target.counts).T
        back[:, first:last] = _by_segment(np.maximum, near, source.counts[first:last]).T
        to[begin:end] = near.argmax(axis=1)
        top = turned.argmax(axis=1)
        here = near[top, np.arange(near.shape[1])]
        fro[here > high] = top[here > high] + begin
        np.maximum(high, here, out=high)
        first = last
    links = np.zeros((n, m), dtype=np.float32)
    mutual = np.flatnonzero(fro[to] == np.arange(len(to)))
    rows = np.searchsorted(starts[0], mutual, side="right") - 1
    columns = np.searchsorted(starts[1], to[mutual], side="right") - 1
    np.add.at(links, (rows, columns), 1)
    return Best(forth, back, links)


class _Run(NamedTuple):
    """Of runs of segments, each of shape (k,), what their pieces find in runs of the other text."""

    size: Exact
    """How many pieces there are."""
    match: Exact
    """Their mean highest similarity inside."""
    level: Exact
    """The same in the whole text."""
    cover: Exact
    """The share of them whose match is likely inside."""
    links: Exact
    """How many of them have a link inside."""
    lost: Exact
    """How many of them have one outside."""


class _Way:
    """Matches of the pieces of n segments among m segments of the other text."""

    def __init__(self, near: Floats, links: Floats, counts: Counts, most: int) -> None:
        top = near.max(axis=1)
        shares = np.exp(SHARP * (near - top[:, None]))
        shares /= shares.sum(axis=1, keepdims=True)
        ends = np.cumsum(counts)
        starts = ends - counts
        third = np.maximum(counts // 3, 1)
        total = _before(shares)
        first = (total[starts + third] - total[starts]) / third[:, None]
        last = (total[ends] - total[ends - third]) / third[:, None]
        self._tips = _before(first, 1), _before(last, 1)
        self._cover = _before(np.diff(total[np.append(0, ends)], axis=0), 0, 1)
        self._links = _before(links, 0, 1)
        self._size = np.append(0, ends)
        self._level = _before(top)[self._size]
        self._counts = counts
        self.usual = float(self._level[-1] / self._size[-1])
        """How well all pieces match, on average."""
        self._match = np.empty((most, len(counts) + 1, near.shape[1]))
        """Sums over the pieces of the segments before, by the length of the other's run."""
        highest = near
        for count in range(1, most + 1):
            if count > 1:
                highest = _peaks(near, highest, count)
            self._match[count - 1] = _before(_by_segment(np.add, highest, counts))

    def __call__(self, own: Counts, last: Counts, other: Counts, end: Counts) -> _Run:
        """What runs find.

        Args:
            own: how many segments each run has, shape (k,).
            last: its last segment.
            other: how many segments of the other text.
            end: their last.
        """
        to, start = last + 1, last + 1 - own
        size = self._size[to] - self._size[start]
        match = self._match[other - 1, to, end] - self._match[other - 1, start, end]
        links = _block(self._links, start, to, end + 1 - other, end + 1)
        return _Run(
            size,
            match / size,
            (self._level[to] - self._level[start]) / size,
            _block(self._cover, start, to, end + 1 - other, end + 1) / size,
            links,
            self._links[to, -1] - self._links[start, -1] - links,
        )

    def alone(self) -> dict[str, Floats]:
        """What each segment finds in the whole text, each of shape (n,)."""
        level = np.diff(self._level) / self._counts
        cover, links = (
            np.diff(table, axis=0) / self._counts[:, None] for table in (self._cover, self._links)
        )
        found = {
            "level": level,
            "level-lead": level - self.usual,
            "links": links[:, -1],
            "focus": _highest(cover, 1),
            "focus-near": _highest(cover, NEAR),
            "links-near": _highest(links, NEAR),
        }
        return {name: np.asarray(values, dtype=np.float32) for name, values in found.items()}

    def edges(self, own: Counts, last: Counts, other: Counts, end: Counts) -> Iterator[Exact]:
        """Cover, match less level, and share of links of the first and the last segment of runs.

        Shape (3, k); infinite for runs of one segment.
        """
        for edge in (last + 1 - own, last):
            found = self(np.ones_like(own), edge, other, end)
            values = np.stack([found.cover, found.match - found.level, found.links / found.size])
            yield np.where(own > 1, values, np.inf)

    def tips(self, own: Counts, last: Counts, other: Counts, end: Counts) -> Iterator[Exact]:
        """Cover of the first third of the first segment, and of the last of the last."""
        for table, edge in zip(self._tips, (last + 1 - own, last), strict=True):
            yield table[edge, end + 1] - table[edge, end + 1 - other]


def _highest(total: Exact, count: int) -> Exact:
    """The highest sum of so many numbers in a row, of each row of those before each place.

    Args:
        total: shape (n, m + 1), not falling.
        count: how many; all, where there are fewer.
    """
    count = min(count, total.shape[1] - 1)
    return np.asarray((total[:, count:] - total[:, : total.shape[1] - count]).max(axis=1))


def _by_segment(what: np.ufunc, rows: Floats, counts: Counts) -> Floats:
    """The sum or maximum over the rows of each segment; eight times as fast as `reduceat`."""
    found = np.empty((len(counts), rows.shape[1]), dtype=np.float32)
    start = 0
    for place, count in enumerate(counts.tolist()):
        what.reduce(rows[start : start + count], axis=0, out=found[place])
        start += count
    return found


def _before(values: Floats | Exact, *axes: int) -> Exact:
    """Sums of what stands before each place, along the first axis or the ones that are named."""
    found = np.asarray(values, dtype=np.float64)
    for axis in axes or (0,):
        shape = list(found.shape)
        shape[axis] += 1
        total = np.zeros(shape)
        np.cumsum(found, axis=axis, out=np.moveaxis(np.moveaxis(total, axis, 0)[1:], 0, axis))
        found = total
    return found


def _block(total: Exact, top: Counts, bottom: Counts, left: Counts, right: Counts) -> Exact:
    """Sums over blocks, from those before each place on both axes."""
    return np.asarray(
        total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    )


def _peaks(near: Floats, before: Floats, count: int) -> Floats:
    """The maximum over `count` columns, by the last, from that over one less."""
    found = before.copy()
    back = count - 1
    if back < near.shape[1]:
        np.maximum(found[:, back:], near[:, : near.shape[1] - back], out=found[:, back:])
    return found
