"""Translations that stand elsewhere: pairs that cross the path, which no path can have.

A path leaves out a line on both sides that was moved far, and takes two that changed places for
one bead. Both are looked for behind it: a pair is believed that is nearer than whatever else stands
around either side of it, by vectors and by pieces, and whose pieces match nearly as well as those
of sure beads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.alignment.beads import Step
from aligner.alignment.scoring import Text
from aligner.alignment.similarity import unit

Floats = npt.NDArray[np.float32]
Run = tuple[int, int]
"""First segment, and the one after the last."""

FAR = 30
"""Segments from where the path stands to what may have been moved there, at most."""
LEADS = 0.15
"""What a moved pair is nearer than anything else around either side, at least, by vectors and by
pieces together, which both must say so. This and the next were set on the lines of
`bench.fitting.development`, of which one in 25 was moved, and on the same where none was."""
MATCH_LACK = 0.1
"""What its pieces may match less than those of sure beads do."""
RIVALS = 4
"""Segments of each side whose pieces are compared with the pair's: the most similar ones."""
SURE = 0.9
"""Probability from which a 1-1 bead tells how well pieces match in these texts."""
SAMPLE = 40
"""So many of them are looked at, at most."""
CHANCE = 0.83
"""Score of a moved pair: so many were right where one line in 25 was moved."""


def with_moved(source: Text, target: Text, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps of a path, with pairs that cross it in place of what it could not pair.

    Args:
        source: with its pieces.
        target: with its pieces.
        steps: the path, in order; each segment is in exactly one.

    Returns:
        Steps in order of the source; each segment is in exactly one.
    """
    both = _Both(source, target, steps)
    found: dict[Step, tuple[Step, ...]] = dict(both.changed_places())
    for lost, added in both.far_apart():
        found[lost] = ((*lost[:2], *added[2:4], CHANCE),)
        found[added] = ()
    return tuple(sorted(new for step in steps for new in found.get(step, (step,))))


class _Both:
    """Two texts with the path through them."""

    def __init__(self, source: Text, target: Text, steps: Sequence[Step]) -> None:
        self.texts = source, target
        self.steps = steps

    def far_apart(self) -> Iterator[tuple[Step, Step]]:
        """A segment left out on each side that are surely a pair, with a bead between them."""
        added = {step[2]: place for place, step in enumerate(self.steps) if step[0] == step[1]}
        paired = np.cumsum([step[1] > step[0] and step[3] > step[2] for step in self.steps])
        for place, step in enumerate(self.steps):
            if not added:
                return
            if step[2] == step[3]:
                i = step[0]
                j, lead = self._best(0, i, step[2])
                there = added.get(j)
                if there is None or paired[place] == paired[there]:
                    continue
                other = self.steps[there]
                back, back_lead = self._best(1, j, other[0])
                if back == i and self._believed((i, i + 1), (j, j + 1), min(lead, back_lead)):
                    del added[j]
                    yield step, other

    def changed_places(self) -> Iterator[tuple[Step, tuple[Step, Step]]]:
        """Beads of which the first half is a pair with the second of the other side, and so on."""
        for step in self.steps:
            a, b, c, d, _ = step
            splits = [
                (self._lead_of_crossing((a, i), (i, b), (c, j), (j, d)), i, j)
                for i in range(a + 1, b)
                for j in range(c + 1, d)
            ]
            if splits and (best := max(splits))[0] >= LEADS:
                _, i, j = best
                yield step, ((a, i, j, d, CHANCE), (i, b, c, j, CHANCE))

    def _best(self, side: int, segment: int, place: int) -> tuple[int, float]:
        """The most similar segment around a place of the other side, and its lead of the next."""
        first = max(0, place - FAR)
        near = self.texts[1 - side].vectors[first : place + FAR + 1]
        similar = near @ self.texts[side].vectors[segment]
        best = int(similar.argmax())
        rest = np.delete(similar, best)
        return first + best, float(similar[best] - rest.max(initial=-1.0))

    def _believed(self, one: Run, other: Run, lead: float) -> bool:
        """Whether pieces say so, too, of a pair that has that lead by vectors."""
        if lead <= 0:
            return False
        match = self._match(one, other)
        if match < self._usual - MATCH_LACK:
            return False
        rivals = [self._match(one, run) for run in self._rivals(0, one[0], other[0])]
        rivals += [self._match(run, other) for run in self._rivals(1, other[0], one[0])]
        more = match - max(rivals, default=-1.0)
        return more > 0 and lead + more >= LEADS

    def _rivals(self, side: int, segment: int, not_this: int) -> Iterator[Run]:
        """The segments around its partner that are most similar to a segment, without that."""
        first = max(0, not_this - FAR)
        near = self.texts[1 - side].vectors[first : not_this + FAR + 1]
        similar = near @ self.texts[side].vectors[segment]
        for k in np.argsort(-similar, kind="stable")[: RIVALS + 1].tolist():
            if first + k != not_this:
                yield first + k, first + k + 1

    def _lead_of_crossing(self, one: Run, two: Run, first: Run, second: Run) -> float:
        """How much nearer halves are crosswise, the less near ones, than straight; 0 if not so.

        By vectors and by pieces together, where both say so.
        """
        rows, columns = (
            np.stack([self._vector(side, run) for run in runs])
            for side, runs in enumerate(((one, two), (first, second)))
        )
        similar = rows @ columns.T
        lead = float(min(similar[0, 1], similar[1, 0]) - max(similar[0, 0], similar[1, 1]))
        if lead <= 0:
            return 0.0
        crosswise = min(self._match(one, second), self._match(two, first))
        more = crosswise - max(self._match(one, first), self._match(two, second))
        if more <= 0 or crosswise < self._usual - MATCH_LACK:
            return 0.0
        return lead + more

    def _vector(self, side: int, run: Run) -> Floats:
        """The mean vector of a run by length, of unit length."""
        text, rows = self.texts[side], slice(*run)
        return np.asarray(unit(text.sizes[None, rows] @ text.vectors[rows])[0])

    @cached_property
    def _usual(self) -> float:
        """How well the pieces of sure beads match; 1, so that nothing is believed, without any."""
        sure = [
            (step[:2], step[2:4])
            for step in self.steps
            if step[1] - step[0] == step[3] - step[2] == 1 and step[4] >= SURE
        ]
        some = sure[:: -(-len(sure) // SAMPLE) or 1]
        return float(np.mean([self._match(*runs) for runs in some])) if some else 1.0

    @cached_property
    def _bounds(self) -> tuple[npt.NDArray[np.intp], ...]:
        """Where the pieces of each segment begin, and where the last ones end."""
        return tuple(
            np.append(0, np.cumsum(text.pieces.counts)) for text in self.texts if text.pieces
        )

    def _match(self, one: Run, other: Run) -> float:
        """Mean of both sides' mean highest similarity of a piece to one of the other run."""
        rows, columns = (
            text.pieces.rows[bounds[run[0]] : bounds[run[1]]]
            for text, bounds, run in zip(self.texts, self._bounds, (one, other), strict=True)
            if text.pieces
        )
        near = rows @ columns.T
        return float((near.max(axis=0).mean() + near.max(axis=1).mean()) / 2)
