"""Vectors of what mining compares: candidates, known renderings, glosses, Vietnamese terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aligner.mining.ground import Floats, Ground
from aligner.mining.sayings import REFUSED, sayings, spoken
from aligner.mining.senses import readings
from aligner.mining.target import Target
from aligner.model import Embed, Reason, Vectors
from glossary.model import Termbase

LEAD = 2.5
"""By how much the nearest gloss must be nearer than the second to be told, in standard deviations
over the glosses of all concepts. Of the listed Thai and Hindi terms (257 and 226, without
deprecated ones) the nearest gloss is their own in 51 and 66 %; of those that have this lead (27
and 50) in all. 3 % of the phrases of the example corpus and the development articles do."""

NEAR = "≈"
"""Stands before a gloss that is only the nearest."""

NEIGHBOURS = 10
"""Other concepts, the nearest ones, that closeness to a concept is told from."""

TAKEN_OFF = 0.5
"""How much of the mean closeness to those is taken off: a phrase that is close to many others too
says less. Of the whole and of half the second ranks better in all concepts left out of a fit."""

FEW = 5.0
"""Texts of which the mean is taken off by half; of many it is taken off nearly whole."""

Gloss = tuple[str, tuple[Reason, ...]]
"""A gloss, empty where none is known, and a reason against the concept, if there is one."""


class Space:
    """Vectors of all candidates looked at, of known renderings, glosses and Vietnamese terms."""

    def __init__(
        self,
        termbase: Termbase,
        grounds: Mapping[str, Ground],
        targets: Sequence[Target],
        embed: Embed,
    ) -> None:
        texts: dict[str, int] = {}

        def add(text: str) -> int:
            return texts.setdefault(text, len(texts))

        self.ids = tuple(c.id for c in termbase)
        self.gloss_groups = [[add(t) for t in (c.gloss, c.name) if t] for c in termbase]
        taken = [[add(t) for t in readings(c.name)] for c in termbase]
        said = {of: [[add(t) for t in sayings(c, of)] for c in termbase] for of in spoken(termbase)}
        self.gloss_of = [c.gloss or c.name for c in termbase]
        listed: dict[tuple[str, str], list[int]] = {}
        for column, concept in enumerate(termbase):
            for term in concept.terms:
                if term.status not in REFUSED:
                    for text in (term.text, *term.forms):
                        listed.setdefault((term.lang, _plain(text)), []).append(column)
        self._listed = listed
        self._first = {
            lang: [[add(t.text) for t in c.in_lang(lang)[:1]] for c in termbase] for lang in grounds
        }
        self._known = {(t.concept.id, t.lang): [add(text) for text in t.known] for t in targets}
        self.text: dict[tuple[str, int], str] = {}
        for target in targets:
            for i in target.shortlist.tolist():
                if (target.lang, i) not in self.text:
                    self.text[target.lang, i] = grounds[target.lang].candidates.text(i)
                    add(self.text[target.lang, i])
        self.place = texts
        self.vectors = embed(list(texts))
        self._said = {
            of: (
                centred(self.vectors[[i for group in groups for i in group]]),
                [len(group) for group in groups],
            )
            for of, groups in said.items()
        }
        """By language: what says each concept, one concept after the other, and how much does."""
        self._taken = (
            centred(self.vectors[[i for group in taken for i in group]]),
            [len(group) for group in taken],
        )
        """The same of what each name may be taken for."""

    def known_groups(self, target: Target) -> list[list[int]]:
        """Vectors of the known renderings of a target, and of the first one of each other concept.

        They are the same whatever other targets there are, so that a concept that is ranked again
        alone has the rows that it had among all.
        """
        groups = list(self._first[target.lang])
        groups[self.ids.index(target.concept.id)] = self._known[target.concept.id, target.lang]
        return groups

    def gloss(self, closeness: Floats, column: int, lang: str, text: str) -> Gloss:
        """What a phrase means as far as that is known, and a warning if it is another concept.

        A term of another concept means that. Of any other phrase the nearest gloss is told, after
        ≈, where it is nearer than the second by `LEAD`.

        Args:
            closeness: to the gloss of each concept, corrected for glosses that are close to all.
            column: the concept that the phrase is shown for.
            lang: of the phrase.
            text: the phrase.
        """
        listed = self._listed.get((lang, _plain(text)), ())
        if column in listed:
            return self.gloss_of[column], ()
        if listed:
            told = self.gloss_of[listed[0]]
            return told, self._nearer(closeness, column, listed[0], f"listed as '{told}'")
        nearest = int(np.argmax(closeness))
        if not _stands_out(closeness, nearest):
            return "", ()
        told = self.gloss_of[nearest]
        return f"{NEAR} {told}", self._nearer(closeness, column, nearest, f"closer to '{told}'")

    def listed_gloss(self, closeness: Floats, column: int) -> Gloss:
        """The gloss of the concept that lists a phrase, and a warning if another is nearer."""
        nearest = int(np.argmax(closeness))
        if not _stands_out(closeness, nearest):
            return self.gloss_of[column], ()
        said = f"closer to '{self.gloss_of[nearest]}'"
        return self.gloss_of[column], self._nearer(closeness, column, nearest, said)

    def _nearer(
        self, closeness: Floats, column: int, nearest: int, said: str
    ) -> tuple[Reason, ...]:
        if nearest == column:
            return ()
        lead = round(float(closeness[nearest] - closeness[column]), 4)
        return (Reason("nearer-concept", lead, said),)

    def candidates(self, target: Target) -> Vectors:
        """Vectors of the target's shortlist."""
        places = [self.place[self.text[target.lang, i]] for i in target.shortlist.tolist()]
        return self.vectors[places]

    def said_elsewhere(self, pool: Vectors, column: int, lang: str) -> Floats:
        """How close phrases are to what says a concept in other languages, shape (pool,).

        The mean over the other languages that have a term, or a gloss, of the cosine to the nearest
        less what `near_others` takes off. What all phrases have in common, and what all texts of a
        language have, is taken off first.
        """
        own = centred(pool)
        total, many = np.zeros(len(pool)), 0
        for of, (vectors, sizes) in self._said.items():
            if of != lang and sizes[column]:
                similar = grouped(own, vectors, sizes)
                total += similar[:, column] - near_others(similar, column, list(map(bool, sizes)))
                many += 1
        return total / max(many, 1)

    def misread(self, pool: Vectors, column: int) -> Floats:
        """How close phrases are to what a concept's name may be taken for, shape (pool,).

        The cosine to the nearest reading less what `near_others` takes off; 0 where there is none.
        """
        vectors, sizes = self._taken
        if not sizes[column]:
            return np.zeros(len(pool))
        similar = grouped(centred(pool), vectors, sizes)
        found: Floats = similar[:, column] - near_others(similar, column, list(map(bool, sizes)))
        return found

    def similarities(self, pool: Vectors, groups: Sequence[Sequence[int]]) -> Floats:
        """Best cosine of each row of the pool to each group, shape (pool, groups)."""
        flat = [i for group in groups for i in group]
        return grouped(pool, self.vectors[flat], [len(group) for group in groups])


def grouped(pool: Vectors, vectors: Vectors, sizes: Sequence[int]) -> Floats:
    """Best cosine of each row of the pool to each of some groups of vectors that follow each other.

    Returns:
        Shape (pool, groups); 0 for an empty group.
    """
    out = np.zeros((len(pool), len(sizes)))
    filled = [column for column, size in enumerate(sizes) if size]
    if filled and len(pool):
        starts = np.cumsum([0, *(sizes[column] for column in filled[:-1])])
        out[:, filled] = np.maximum.reduceat(vectors @ pool.T, starts, axis=0).T
    return out


def centred(vectors: Vectors, of: Vectors | None = None) -> Vectors:
    """Unit vectors without what some, or they themselves, have in common; shape (n, dim)."""
    common = vectors if of is None else of
    if not len(vectors) or not len(common):
        return vectors
    rows = vectors - common.mean(axis=0) * (len(common) / (len(common) + FEW))
    found: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found


def near_others(similar: Floats, column: int, filled: Sequence[bool]) -> Floats:
    """What is taken off the closeness of phrases to a concept for that to its neighbours.

    As in the cross-domain similarity local scaling of Conneau et al. 2018 ("Word translation
    without parallel data"), with `TAKEN_OFF` for the weight of the neighbours.

    Args:
        similar: to each concept, shape (n, concepts).
        column: the concept.
        filled: concepts that there is anything to be close to.

    Returns:
        Shape (n,).
    """
    others = [i for i, there in enumerate(filled) if there and i != column]
    if not others:
        return np.zeros(len(similar))
    some = similar[:, others]
    if len(others) > NEIGHBOURS:
        some = np.partition(some, len(others) - NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    found: Floats = TAKEN_OFF * some.mean(axis=1)
    return found


def _plain(text: str) -> str:
    return "".join(text.split())


def _stands_out(closeness: Floats, nearest: int) -> bool:
    """Whether one gloss is clearly nearer than all others."""
    others = np.delete(closeness, nearest)
    spread = float(closeness.std())
    if not len(others) or spread < 1e-9:
        return False
    return float(closeness[nearest] - others.max()) >= LEAD * spread
