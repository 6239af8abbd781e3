"""Frames and contexts: what stands beside a phrase.

The frame of a Thai or Vietnamese phrase is the head before it (คณะกรรมการ__), that of a
Hindi one the head after it (__आयोग). Its context is all words near it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.mining.candidates import Candidates, ranges
from aligner.mining.stream import Ints, Stream

HEAD_FIRST = frozenset({"th", "vi"})
"""Languages whose head precedes its modifier; in the others it follows."""

WINDOW = 4
"""Words on either side that make a context."""

WIDTH = 96
"""Dimensions of a context vector."""

SAMPLE = 64
"""Occurrences of a candidate, evenly spread, from which its context is taken."""

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Heads:
    """Which heads stand beside each candidate, and how often."""

    row: Ints
    """Shape (pairs,), candidate; ascending."""
    head: Ints
    """Shape (pairs,), vocabulary index."""
    count: Ints
    """Shape (pairs,)."""


def beside(stream: Stream, first: Ints, last: Ints) -> Ints:
    """The head next to each phrase, as a vocabulary index, or -1 where its run ends there.

    One function word in between is looked through: งาน(การ)ระดมพล.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int32)
    step = -1 if stream.lang in HEAD_FIRST else 1
    edge = first if step < 0 else last
    see_through = stream.light

    def word_at(place: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        inside = (place >= 0) & (place < len(stream))
        safe = np.where(inside, place, 0)
        same = inside & (stream.run[safe] == stream.run[edge])
        return np.where(same, stream.word[safe], -1)

    near = word_at(edge.astype(np.int64) + step)
    far = word_at(edge.astype(np.int64) + 2 * step)
    skip = (near >= 0) & see_through[np.maximum(near, 0)]
    head = np.where(skip, far, near)
    head = np.where((head >= 0) & see_through[np.maximum(head, 0)], -1, head)
    return head.astype(np.int32)


def heads(candidates: Candidates) -> Heads:
    """The heads beside all candidates."""
    stream = candidates.stream
    length = candidates.words[candidates.owner]
    head = beside(stream, candidates.first, candidates.first + length - 1)
    there = head >= 0
    size = len(stream.vocabulary) + 1
    pair = candidates.owner[there].astype(np.int64) * size + head[there]
    unique, count = np.unique(pair, return_counts=True)
    return Heads(
        row=(unique // size).astype(np.int32),
        head=(unique % size).astype(np.int32),
        count=count.astype(np.int32),
    )


def head_weights(stream: Stream, first: Ints, last: Ints) -> Floats:
    """How strongly each word heads the given phrases, shape (vocabulary,).

    The positive log ratio of its rate beside them to its rate in the stream, each
    smoothed by half an occurrence, times the share of the phrases that it heads.
    """
    weights = np.zeros(len(stream.vocabulary))
    head = beside(stream, first, last)
    head = head[head >= 0]
    if not len(head):
        return weights
    seen, count = np.unique(head, return_counts=True)
    rate = (count + 0.5) / (len(head) + 1.0)
    base = (stream.frequency[seen] + 0.5) / (len(stream) + 1.0)
    weights[seen] = np.maximum(np.log(rate / base), 0.0) * np.sqrt(count / len(head))
    return weights


def frame_scores(found: Heads, weights: Floats, total: npt.NDArray[np.int64]) -> Floats:
    """How much a candidate stands in the frames that `weights` favours, shape (candidates,).

    Args:
        total: occurrences of each candidate.
    """
    share = np.sqrt(found.count / total[found.row])
    return np.bincount(found.row, weights[found.head] * share, minlength=len(total)).astype(
        np.float64
    )


def frame_scores_of(
    found: Heads, weights: Floats, total: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
) -> Floats:
    """The same for some candidates only, given ascending."""
    low, high = pairs_of(found, rows)
    pair, which = ranges(low, high)
    share = np.sqrt(found.count[pair] / total[found.row[pair]])
    scores = np.bincount(which, weights[found.head[pair]] * share, minlength=len(rows))
    return scores.astype(np.float64)


def pairs_of(
    found: Heads, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the pairs of candidates begin and end."""
    own = rows.astype(found.row.dtype)  # else all pairs are copied as numbers of this type
    return np.searchsorted(found.row, own), np.searchsorted(found.row, own, side="right")


def best_head(found: Heads, weights: Floats, row: int) -> int:
    """The head that speaks most for a candidate, as a vocabulary index, or -1."""
    a, b = (int(side[0]) for side in pairs_of(found, np.array([row])))
    if a == b:
        return -1
    gain = weights[found.head[a:b]] * np.sqrt(found.count[a:b])
    best = int(np.argmax(gain))
    return int(found.head[a + best]) if gain[best] > 0 else -1


class Contexts:
    """Context vectors by random indexing, so that time is linear in the text.

    Each word has a fixed random vector, weighted by its inverse frequency; a context
    is their sum over a window (Kanerva, Kristoferson & Holst 2000, "Random indexing").
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        rng = np.random.default_rng(20_000)
        size = len(stream.vocabulary)
        signs = rng.standard_normal((size, WIDTH)).astype(np.float32)
        rarity = np.log((len(stream) + 1.0) / (stream.frequency + 1.0)).astype(np.float32)
        rarity[stream.light] = 0.0
        signs *= rarity[:, None]
        self._signs = signs
        self._known: dict[int, Singles] = {}

    def total(self, first: Ints, last: Ints) -> Singles:
        """Sum of the contexts of the given phrases, shape (WIDTH,)."""
        window = np.arange(1, WINDOW + 1)
        left = first.astype(np.int64)[:, None] - window
        right = last.astype(np.int64)[:, None] + window
        place = np.concatenate([left[left >= 0], right[right < len(self.stream)]])
        words = self.stream.word[place]
        if len(words) > len(self._signs):  # then to count all is faster than to sort
            counts = np.bincount(words, minlength=len(self._signs))
            word = np.flatnonzero(counts)
            count = counts[word]
        else:
            word, count = np.unique(words, return_counts=True)
        sums: Singles = count.astype(np.float32) @ self._signs[word]
        return sums

    def of(self, first: Ints, last: Ints) -> Singles:
        """Unit vector of the joint context of the given phrases, shape (WIDTH,)."""
        return unit(self.total(first, last))

    def matrix(self, candidates: Candidates, rows: Sequence[int]) -> Singles:
        """Context vectors of some candidates, shape (rows, WIDTH)."""
        out = np.zeros((len(rows), WIDTH), dtype=np.float32)
        for i, row in enumerate(rows):
            if row in self._known:
                out[i] = self._known[row]
                continue
            a, b = int(candidates.bounds[row]), int(candidates.bounds[row + 1])
            places = np.linspace(a, b - 1, min(b - a, SAMPLE)).astype(np.int64)
            first = candidates.first[places]
            out[i] = self._known[row] = self.of(first, first + candidates.words[row] - 1)
        return out


def unit(total: Singles) -> Singles:
    """A vector at unit length; zero stays zero."""
    norm = float(np.linalg.norm(total))
    return np.asarray(total / norm if norm else total, dtype=np.float32)
