"""How well the pieces of two segments cover each other, for pairs that may stand anywhere.

Vectors hardly part a sentence from one that says nearly the same of somebody else; what one of
the two alone says has pieces that find no match in the other. `aligner.alignment.matches` asks
the same of beads, whose places are near each other.

`coverage` compares a pair with its rivals. `course` looks at a pair alone: whether each side
chooses what the other chooses, whether neighbours match neighbours, and whether it is not easier
matched in any text.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.alignment.anchors import NEIGHBOURS
from aligner.alignment.matches import SHARP, Pieces

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

SOFT = 12.0
"""How much likelier a piece of one segment chooses another, as the logarithm for 1 of similarity;
`aligner.mining.links` has the same."""
NEARLY = 0.1
"""What a pair of pieces beside a link may lack to the best of either, to be one, too."""
STEPS = 2
"""Pieces between the matches of two neighbours, at most, that still pass for neighbours."""
ROWS = 1_024
"""Pieces whose similarities to the background are held at a time."""


class Coverage(NamedTuple):
    """Of k pairs of segments, each of shape (k,); both sides are looked at."""

    match: Floats
    """Mean of both sides' mean highest similarity of a piece to one of the other segment."""
    cover: Floats
    """Mean of both sides' share of pieces whose match is likely there, and in no rival."""
    lack: Floats
    """What the match lacks to that with the best rival of each piece, negative."""
    least_lack: Floats
    """The same of the side that lacks more."""


def coverage(source: Pieces, target: Pieces, rows: Indices, columns: Indices) -> Coverage:
    """Look at pairs of segments; each segment's other pairs are its rivals.

    Time and memory grow with the number of pairs, and not with the product of the texts.

    Args:
        source: pieces of the one text.
        target: of the other.
        rows: segments of the source, shape (k,), ascending.
        columns: segments of the target, shape (k,).
    """
    order = np.argsort(columns, kind="stable")
    forth = _one_way(source, target, rows, columns)
    back = np.empty_like(forth)
    back[:, order] = _one_way(target, source, columns[order], rows[order])
    match, cover, lack = (forth + back) / 2
    return Coverage(match, cover, lack, np.minimum(forth[2], back[2]))


def _one_way(own: Pieces, other: Pieces, rows: Indices, columns: Indices) -> Floats:
    """Match, cover and lack of the pieces of the one side; shape (3, k). Rows ascend."""
    found = np.empty((3, len(rows)), dtype=np.float32)
    ends, far_ends = np.cumsum(own.counts), np.cumsum(other.counts)
    bounds = np.flatnonzero(np.diff(rows, prepend=-1, append=-1))
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        row = int(rows[first])
        held = own.rows[ends[row] - own.counts[row] : ends[row]]
        partners = columns[first:last]
        counts = other.counts[partners]
        starts = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(
            far_ends[partners] - other.counts[partners] - starts, counts
        )
        near = np.maximum.reduceat(held @ other.rows[places].T, starts, axis=1)
        top = near.max(axis=1, keepdims=True)
        shares = np.exp(SHARP * (near - top))
        shares /= shares.sum(axis=1, keepdims=True)
        found[:, first:last] = near.mean(axis=0), shares.mean(axis=0), (near - top).mean(axis=0)
    return found


class Course(NamedTuple):
    """Of k pairs of segments, each of shape (k,): how their pieces match among themselves."""

    links: Floats
    """Share of the longer side's pieces that choose a piece that chooses them, each choice soft
    (Dou & Neubig 2021 multiply both softmaxes, too)."""
    spread: Floats
    """Share of the pieces with a link, or with what is nearly one beside a link; of the side that
    has fewer."""
    steady: Floats
    """Share of the pieces whose match is near that of the piece before or after; likewise."""
    order: Floats
    """Correlation of the places of pieces and of their matches, the mean of both sides; -1 to 1."""
    beyond: Floats
    """Share of the pieces that match better here than in the background; the mean of both sides."""


def course(
    source: Pieces, target: Pieces, rows: Indices, columns: Indices, easy: tuple[Floats, Floats]
) -> Course:
    """Look at pairs of segments by themselves.

    Args:
        source: pieces of the one text.
        target: of the other.
        rows: segments of the source, shape (k,).
        columns: segments of the target, shape (k,).
        easy: what `ease` says of all pieces of both texts.
    """
    found = np.empty((5, len(rows)), dtype=np.float32)
    ends, far_ends = np.cumsum(source.counts), np.cumsum(target.counts)
    for place, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        own = slice(int(ends[row] - source.counts[row]), int(ends[row]))
        other = slice(int(far_ends[column] - target.counts[column]), int(far_ends[column]))
        near = source.rows[own] @ target.rows[other].T
        found[:, place] = _course(near, easy[0][own], easy[1][other])
    return Course(*found)


def ease(own: Pieces, ground: Pieces, asked: Indices) -> Floats:
    """How easily each piece is matched anywhere: shape (pieces,), -1 to 1.

    Its mean similarity to the best piece of the nearest `NEIGHBOURS` sentences of the background.

    Args:
        own: pieces of a text.
        ground: of the background.
        asked: the segments that are asked about; 0 for the pieces of others.
    """
    k = min(NEIGHBOURS, len(ground.counts))
    starts = np.cumsum(ground.counts) - ground.counts
    is_asked = np.zeros(len(own.counts), dtype=np.bool_)
    is_asked[asked] = True
    places = np.flatnonzero(np.repeat(is_asked, own.counts))
    found = np.zeros(len(own.rows), dtype=np.float32)
    for start in range(0, len(places), ROWS):
        some = places[start : start + ROWS]
        near = own.rows[some] @ ground.rows.T
        best = np.maximum.reduceat(near, starts, axis=1)
        found[some] = np.partition(best, -k, axis=1)[:, -k:].mean(axis=1)
    return found


def _course(near: Floats, easy: Floats, far_easy: Floats) -> tuple[float, ...]:
    """The fields of `Course` from the similarities of the pieces of two segments."""
    across, down = near.max(axis=1, keepdims=True), near.max(axis=0)
    odds = np.exp(SOFT * (near - 1))
    chosen = odds * odds / (odds.sum(axis=1, keepdims=True) * odds.sum(axis=0))
    links = (near == across) & (near == down)
    nearly = (near >= across - NEARLY) | (near >= down - NEARLY)
    links |= _beside(links) & nearly
    to, back = near.argmax(axis=1), near.argmax(axis=0)
    beyond = [
        float((1 / (1 + np.exp(-SHARP * (best - usual)))).mean())
        for best, usual in ((across[:, 0], easy), (down, far_easy))
    ]
    return (
        float(chosen.sum()) / max(near.shape),
        float(min(links.any(axis=1).mean(), links.any(axis=0).mean())),
        min(_steady(to), _steady(back)),
        (_ordered(to) + _ordered(back)) / 2,
        sum(beyond) / 2,
    )


def _beside(links: Flags) -> Flags:
    """Which pairs of pieces have a link beside them, across, down or aslant."""
    n, m = links.shape
    wide = np.zeros((n + 2, m + 2), dtype=np.bool_)
    wide[1:-1, 1:-1] = links
    high = wide[:-2] | wide[1:-1] | wide[2:]
    return high[:, :-2] | high[:, 1:-1] | high[:, 2:]


def _steady(to: Indices) -> float:
    """The share of places whose match is within `STEPS` of that of a neighbour."""
    near = np.abs(np.diff(to)) <= STEPS
    return float((np.append(near, False) | np.append(False, near)).mean())


def _ordered(to: Indices) -> float:
    """The correlation of places and matches; 0 where there are too few to tell."""
    if len(to) < 3:
        return 0.0
    places = np.arange(len(to)) - (len(to) - 1) / 2
    matches = to - to.mean()
    spread = float(np.sqrt((places @ places) * (matches @ matches)))
    return float(places @ matches) / spread if spread else 0.0
