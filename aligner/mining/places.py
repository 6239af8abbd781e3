"""Where the candidates of a shortlist stand."""

from __future__ import annotations

import numpy as np

from aligner.mining.candidates import ranges
from aligner.mining.ground import Ground
from aligner.mining.stream import Ints
from aligner.mining.target import Target
from aligner.model import Occurrence

LOOKED_AT = 64
"""Places of a candidate, evenly spread, by which rows are told apart."""


class Places:
    """The occurrences of each candidate of a shortlist that are open to its concept.

    Those inside known terms are closed, but for the terms of concepts that contain this one, and
    so are those that meet a known rendering. Candidates go by their place in the shortlist here.
    """

    def __init__(self, ground: Ground, target: Target) -> None:
        found = ground.candidates
        self._stream = ground.stream
        start, stop = found.bounds[target.shortlist], found.bounds[target.shortlist + 1]
        at, owner = ranges(start, stop)
        within = found.within[at]
        good = within < 0
        if target.classes:
            good |= np.isin(within, list(target.classes))
        if len(target.closed):
            next_closed = np.minimum(np.searchsorted(target.closed, at), len(target.closed) - 1)
            good &= target.closed[next_closed] != at
        owner = owner[good]
        self._first = found.first[at[good]]
        self._last = (self._first + found.words[target.shortlist][owner] - 1).astype(np.int32)
        self._bounds = np.searchsorted(owner, np.arange(len(start) + 1))
        self._evidence: dict[int, tuple[Occurrence, ...]] = {}
        self._documents: dict[int, int] = {}

    def of(self, at: int) -> tuple[Ints, Ints]:
        """First and last words of all open places of a candidate, in order."""
        here = slice(self._bounds[at], self._bounds[at + 1])
        return self._first[here], self._last[here]

    def count(self, at: int) -> int:
        """How many places are open."""
        return int(self._bounds[at + 1] - self._bounds[at])

    def sample(self, at: int) -> tuple[tuple[int, int], ...]:
        """First and last words of the open places, `LOOKED_AT` of them at most."""
        first, last = self.of(at)
        if len(first) > LOOKED_AT:
            some = np.linspace(0, len(first) - 1, LOOKED_AT).astype(np.int64)
            first, last = first[some], last[some]
        return tuple(zip(first.tolist(), last.tolist(), strict=True))

    def evidence(self, at: int) -> tuple[Occurrence, ...]:
        """The open places as parts of documents, by document and start."""
        known = self._evidence.get(at)
        if known is None:
            known = self._evidence[at] = self._stream.occurrences(*self.of(at))
        return known

    def documents(self, at: int) -> int:
        """How many documents have an open place."""
        if at not in self._documents:
            own = self._stream.document[self.of(at)[0]]
            self._documents[at] = len(np.unique(own))
        return self._documents[at]
