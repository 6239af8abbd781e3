"""Vectors of what mining compares: candidates, known renderings, glosses, Vietnamese terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aligner.mining.ground import Floats, Ground
from aligner.mining.target import Target
from aligner.model import Embed, Reason, Vectors
from glossary.model import Status, Termbase

LEAD = 2.5
"""By how much the nearest gloss must be nearer than the second to be told, in standard deviations
over the glosses of all concepts. Of the listed Thai and Hindi terms (257 and 226, without
deprecated ones) the nearest gloss is their own in 51 and 66 %; of those that have this lead (27
and 50) in all. 3 % of the phrases of the example corpus and the development articles do."""

NEAR = "≈"
"""Stands before a gloss that is only the nearest."""

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
        self.gloss_of = [c.gloss or c.name for c in termbase]
        own = {(t.concept.id, t.lang): t.known for t in targets}
        listed: dict[tuple[str, str], list[int]] = {}
        for column, concept in enumerate(termbase):
            for term in concept.terms:
                if term.status not in (Status.DEPRECATED, Status.SUPERSEDED):
                    for text in (term.text, *term.forms):
                        listed.setdefault((term.lang, _plain(text)), []).append(column)
        self._listed = listed
        self.known = {
            (c.id, lang): [
                add(text)
                for text in own.get((c.id, lang), tuple(t.text for t in c.in_lang(lang)[:1]))
            ]
            for lang in grounds
            for c in termbase
        }
        self.text: dict[tuple[str, int], str] = {}
        for target in targets:
            for i in target.shortlist.tolist():
                if (target.lang, i) not in self.text:
                    self.text[target.lang, i] = grounds[target.lang].candidates.text(i)
                    add(self.text[target.lang, i])
        self.place = texts
        self.vectors = embed(list(texts))

    def known_groups(self, lang: str) -> list[list[int]]:
        """Vectors of the known renderings of each concept."""
        return [self.known[concept, lang] for concept in self.ids]

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

    def similarities(self, pool: Vectors, groups: Sequence[Sequence[int]]) -> Floats:
        """Best cosine of each row of the pool to each group, shape (pool, groups)."""
        flat = [i for group in groups for i in group]
        if not flat:
            return np.zeros((len(pool), len(groups)))
        out = np.zeros((len(pool), len(groups)))
        if not len(pool):
            return out
        filled = [column for column, group in enumerate(groups) if group]
        starts = np.cumsum([0, *(len(groups[column]) for column in filled[:-1])])
        cosines = self.vectors[flat] @ pool.T
        out[:, filled] = np.maximum.reduceat(cosines, starts, axis=0).T
        return out


def _plain(text: str) -> str:
    return "".join(text.split())


def _stands_out(closeness: Floats, nearest: int) -> bool:
    """Whether one gloss is clearly nearer than all others."""
    others = np.delete(closeness, nearest)
    spread = float(closeness.std())
    if not len(others) or spread < 1e-9:
        return False
    return float(closeness[nearest] - others.max()) >= LEAD * spread


def corrected(similar: Floats, column: int, filled: Sequence[bool]) -> Floats:
    """One column less the mean of the others: what is close to everything is close to nothing."""
    others = [i for i, there in enumerate(filled) if there and i != column]
    if not filled[column]:
        return np.zeros(len(similar))
    if not others:
        return similar[:, column]
    return np.asarray(similar[:, column] - similar[:, others].mean(axis=1))
