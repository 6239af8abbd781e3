"""Rows of a concept: its candidates in order of score, folded where they are one find.

A reader decides on a find and not on a string, so a row has other boundaries beside its best.
"""

from __future__ import annotations

import bisect
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ALTERNATIVES = 3
"""Other boundaries that a row shows: the best string alone is the right one only half the time."""

REPEATED = 2.0
"""What each doubling of a boundary's count, in natural logarithms, adds to its score."""

SAME_PLACE = 3.0
"""What a boundary's score loses when one that differs in the same way, such as to end later, at one
of its places is shown already. With 2 to 4 more development variants are in the first 10 rows where
the word lists know 4 in 10 words (.862, and .855 where such a boundary is never shown), and more
Hindi answers of XQuAD (.81 and .78)."""

FACING = 10.0
"""What a boundary's ``linked`` adds to its score: Hindi answers of XQuAD .81 → .84."""

OWN = (3.0, 0.2, 0.4)
"""A phrase makes a row of its own although it mostly stands on a row's where that row's stands so
many times as often, and its own ``linked`` is higher by the second number, and at least the third:
a single word of it does not take it in (สังคม in ความเรียบร้อยของสังคม). Of the variants of the
training stories .908 are in the first 10 rows instead of .898."""

APART = 3
"""Places with a modifier, and places without, from which the two are renderings of their own."""


@dataclass(frozen=True, slots=True)
class Span:
    """One candidate as rows are made of it."""

    candidate: int
    places: tuple[tuple[int, int], ...]
    """First and last word of occurrences, all or a sample of them."""
    count: int
    """How many places those stand for, at least."""
    core: tuple[int, ...] = ()
    """What is left without function words and words of work (งาน, कार्य); empty for none."""


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with other boundaries of the same find."""

    candidate: int
    score: float
    alternatives: tuple[int, ...] = ()
    within: int = -1
    """Row of the plain rendering where this one has a modifier too, or -1."""


def rows(
    spans: Sequence[Span],
    score: Floats,
    limit: int,
    *,
    head_first: bool = True,
    linked: Floats | None = None,
    whole: Floats | None = None,
) -> list[Row]:
    """Candidates in order of score; one whose occurrences mostly lie on a better one joins its row.

    Not so a rendering with a modifier that stands `APART` times, where the plain one stands
    without it as often: सार्वजनिक सेवा beside सेवा. It makes a row of its own. A head only frames
    (सेवा कार्य), so that row ends as the plain one does on the side of the head; its score is that
    of its best boundary. The thought is that of C-value (Frantzi & Ananiadou 2000): of nested
    phrases each counts for what it has on its own.

    Args:
        spans: one a candidate, in any order.
        score: shape (spans,).
        limit: rows to make.
        head_first: heads stand before what they frame, as in Thai.
        linked: shape (spans,), how far each faces the concept in aligned beads.
        whole: shape (spans,), by which other boundaries are chosen; the score by default.
    """
    order = sorted(range(len(spans)), key=lambda i: (-score[i], spans[i].candidate))
    fold = _Fold(spans, order, limit, head_first, linked)
    for i in order:
        fold.add(i)
    worth = score if whole is None else whole
    if linked is not None:
        worth = worth + FACING * linked
    return [
        Row(
            spans[find.head].candidate,
            float(score[find.best]),
            _boundaries(spans, worth, find.head, find.others),
            find.within,
        )
        for find in fold.finds
    ]


@dataclass(frozen=True, slots=True)
class _Find:
    """A row in the making, of indices into spans."""

    head: int
    best: int
    """The boundary that began it, whose score it has."""
    within: int
    """See `Row.within`."""
    others: list[int]


class _Fold:
    """The finds so far; candidates come in order of score."""

    def __init__(
        self,
        spans: Sequence[Span],
        order: Sequence[int],
        limit: int,
        head_first: bool,
        linked: Floats | None,
    ) -> None:
        self.finds: list[_Find] = []
        self._spans = spans
        self._limit = limit
        self._head_first = head_first
        self._linked = linked
        self._heads: set[int] = set()
        self._of_core: dict[tuple[int, ...], int] = {}
        self._owner: dict[int, int] = {}
        """The find that each word belongs to."""
        self._by_place = {place: i for i, span in enumerate(spans) for place in span.places}
        self._commonest: dict[tuple[int, ...], int] = {}
        for i in order:
            held = self._commonest.setdefault(spans[i].core, i)
            if spans[i].count > spans[held].count or _plainer(spans[i], spans[held], head_first):
                self._commonest[spans[i].core] = i

    def add(self, i: int) -> None:
        """Take up the next candidate: it joins a find, begins one, or is one too many."""
        span = self._spans[i]
        if i in self._heads:
            return
        if span.core and span.core in self._of_core:
            self.finds[self._of_core[span.core]].others.append(i)
            return
        met = self._met(span)
        if met >= 0 and not self._own(met, i):
            whole = self._modified(met, i)
            if whole < 0 or whole in self._heads:
                self.finds[met].others.append(i)
            else:
                self._begin(whole, i, within=met)
        elif len(self.finds) < self._limit:
            self._begin(self._common(i), i)

    def _begin(self, head: int, best: int, within: int = -1) -> None:
        number = len(self.finds)
        self.finds.append(_Find(head, best, within, [best] if best != head else []))
        self._heads.add(head)
        if self._spans[head].core:
            self._of_core[self._spans[head].core] = number
        for first, last in self._spans[head].places:
            self._owner.update(dict.fromkeys(range(first, last + 1), number))

    def _met(self, span: Span) -> int:
        """The find that most occurrences of a phrase lie on, or -1."""
        votes: dict[int, int] = {}
        meeting = 0
        for first, last in span.places:
            met = {self._owner[word] for word in range(first, last + 1) if word in self._owner}
            meeting += bool(met)
            for find in met:
                votes[find] = votes.get(find, 0) + 1
        if 2 * meeting <= len(span.places):
            return -1
        return max(votes, key=lambda find: (votes[find], self.finds[find].within >= 0, -find))

    def _own(self, met: int, i: int) -> bool:
        """Whether aligned beads tell that a phrase on a find's places is one of its own."""
        if self._linked is None:
            return False
        head = self.finds[met].head
        times, lead, least = OWN
        rarer = times * self._spans[i].count <= self._spans[head].count
        return bool(rarer and self._linked[i] >= max(self._linked[head] + lead, least))

    def _common(self, i: int) -> int:
        """The commonest phrase of the same core, where its places are mostly free."""
        if not self._spans[i].core:
            return i
        common = self._commonest[self._spans[i].core]
        places = self._spans[common].places
        taken = sum(any(word in self._owner for word in range(a, b + 1)) for a, b in places)
        return common if 2 * taken <= len(places) else i

    def _modified(self, met: int, i: int) -> int:
        """A find's head with the modifier that a longer phrase has, if it is one of its own.

        Returns:
            Its index, or -1.
        """
        if self.finds[met].within >= 0 or len(self.finds) == self._limit:
            return -1
        plain = self._spans[self.finds[met].head].places
        edge = {(first if self._head_first else last): (first, last) for first, last in plain}
        found: dict[int, int] = {}
        for first, last in self._spans[i].places:
            for word in range(first, last + 1):
                if word not in edge:
                    continue
                a, b = edge[word]
                place = (a, last) if self._head_first else (first, b)
                if first <= a and b <= last and place != (a, b) and place in self._by_place:
                    whole = self._by_place[place]
                    found[whole] = found.get(whole, 0) + 1
        if not found:
            return -1
        whole = max(found, key=lambda at: (found[at], -at))
        inside = len(self._spans[whole].places)
        outside = len(plain) - inside
        enough = min(inside, outside) >= APART and 2 * found[whole] > inside
        return whole if enough else -1


def _plainer(one: Span, other: Span, head_first: bool) -> bool:
    """Whether a phrase is another one without a head that adds nothing: सेवा beside सेवा कार्य."""
    if not one.count == other.count > 1 or len(one.places) != len(other.places):
        return False
    if head_first:
        return all(
            a > x and b == y for (a, b), (x, y) in zip(one.places, other.places, strict=True)
        )
    return all(a == x and b < y for (a, b), (x, y) in zip(one.places, other.places, strict=True))


def _boundaries(
    spans: Sequence[Span], score: Floats, head: int, others: Sequence[int]
) -> tuple[int, ...]:
    """The best other boundaries of a row.

    One that differs from it in the same way as one that is taken, such as to end later, and at one
    of its places, counts for less: three that all add one head would tell a reader little. What
    the text repeats is likelier to be a term's boundary.
    """
    places = sorted(spans[head].places)
    worth = {i: float(score[i]) + REPEATED * math.log(spans[i].count) for i in others}
    ways: dict[int, set[tuple[int, int, int]]] = {}
    for i in others:
        ways[i] = set()
        for first, last in spans[i].places:
            at = bisect.bisect_right(places, (last, sys.maxsize)) - 1
            if at >= 0 and places[at][1] >= first:
                met = places[at]
                ways[i].add((_sign(first - met[0]), _sign(last - met[1]), at))
    taken: list[int] = []
    left = sorted(others, key=lambda i: (-worth[i], spans[i].candidate))
    while left and len(taken) < ALTERNATIVES:
        shown = set().union(*(ways[i] for i in taken))
        best = max(left, key=lambda i: worth[i] - SAME_PLACE * bool(ways[i] & shown))
        taken.append(best)
        left.remove(best)
    return tuple(spans[i].candidate for i in taken)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
