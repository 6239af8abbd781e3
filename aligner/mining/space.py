"""Vectors of what mining compares: candidates, known renderings, glosses, Vietnamese terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aligner.mining.ground import Floats, Ground
from aligner.mining.target import Target
from aligner.model import Embed, Reason, Vectors
from glossary.model import Termbase


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

    def gloss(self, closeness: Floats, column: int) -> tuple[str, tuple[Reason, ...]]:
        """The gloss of the concept that a phrase is nearest to, and a warning if that is another.

        Args:
            closeness: to the gloss of each concept, corrected for glosses that are close to all.
            column: the concept that the phrase is shown for.
        """
        nearest = int(np.argmax(closeness))
        told = f"≈ {self.gloss_of[nearest]}"
        if nearest == column:
            return told, ()
        lead = round(float(closeness[nearest] - closeness[column]), 4)
        return told, (Reason("nearer-concept", lead, f"closer to '{self.gloss_of[nearest]}'"),)

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


def corrected(similar: Floats, column: int, filled: Sequence[bool]) -> Floats:
    """One column less the mean of the others: what is close to everything is close to nothing."""
    others = [i for i, there in enumerate(filled) if there and i != column]
    if not filled[column]:
        return np.zeros(len(similar))
    if not others:
        return similar[:, column]
    return np.asarray(similar[:, column] - similar[:, others].mean(axis=1))
