"""Ranking the candidates of one concept again and again, as a reviewer accepts and rejects rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from aligner.mining import frames, ranking, reasons
from aligner.mining.ground import Floats, Ground
from aligner.mining.literal import lexicon
from aligner.mining.space import NEAR, Space, corrected
from aligner.mining.target import Target
from aligner.model import Occurrence, Reason, Rendering

NEW = "new"
"""Status of a rendering that is not listed."""

ACCEPTED = "proposed"
"""Status of a row that was accepted; the termbase may give it another."""

SEEDS = 6
"""New rows of a modifier that may compose the name of a body: บริการ in คณะกรรมการบริการ."""


LOOKED_AT = 64
"""Places of a candidate, evenly spread, by which rows are told apart."""


class Ranker:
    """The candidates of one concept and language, ranked by what is known so far.

    What does not change is worked out once: vectors, contexts, places. `accept` takes a row as
    known, so that what is like it rises; `reject` takes it out. Both take a few milliseconds
    whatever the size of the corpus: only the shortlist is looked at.
    """

    def __init__(
        self,
        ground: Ground,
        target: Target,
        space: Space,
        limit: int = 30,
        least: float = ranking.LEAST,
    ) -> None:
        self.ground = ground
        self.target = target
        self._space = space
        self._limit = limit
        self._least = least
        self._column = space.ids.index(target.concept.id)
        self._candidates: list[int] = target.shortlist.tolist()
        self._texts = [space.text[target.lang, i] for i in self._candidates]
        self._pool = space.candidates(target)
        self._spans = [span_of(ground, target, i) for i in self._candidates]
        groups = space.known_groups(target.lang)
        to_known = space.similarities(self._pool, groups)
        filled = [bool(group) for group in groups]
        others = [i for i, there in enumerate(filled) if there and i != self._column]
        self._mean = to_known[:, others].mean(axis=1) if others else np.zeros(len(self._pool))
        self._best = to_known[:, self._column] if filled[self._column] else None
        self._to_gloss = space.similarities(self._pool, space.gloss_groups)
        self._hubs = self._to_gloss.mean(axis=0) if len(self._pool) else np.zeros(len(space.ids))
        self._own_gloss = corrected(
            self._to_gloss, self._column, [bool(g) for g in space.gloss_groups]
        )
        self._contexts = ground.contexts.matrix(ground.candidates, self._candidates)
        self._first, self._last = target.first, target.last
        self._weights = target.head_weights
        self._cheap = dict(target.signals)
        self._taken = np.zeros(len(ground.stream) + 1, dtype=np.int64)
        self._gone = np.zeros(len(self._candidates), dtype=np.bool_)
        self._accepted: list[Rendering] = []
        self._known = known_rows(ground, target, space, self._hubs)
        self._rows: list[ranking.Row] = []

    def rows(self) -> list[Rendering]:
        """The known renderings by count, then the new ones by score, improbable ones left out."""
        signals = self._signals()
        share = ranking.shares(signals)
        score = ranking.scores(signals)
        left = np.flatnonzero(~self._gone)
        found = ranking.rows(
            [self._spans[i] for i in left],
            score[left],
            self._limit,
            head_first=self.target.lang in frames.HEAD_FIRST,
        )
        self._rows = found
        known = sorted([*self._known, *self._accepted], key=lambda r: (-r.count, r.text))
        made = [_ranked(row, i + 1) for i, row in enumerate(known)]
        shown: list[bool] = []
        for row in found:
            chance = ranking.probability(row.score, found[0].score)
            at = int(np.searchsorted(self.target.shortlist, row.candidate))
            shown.append(
                chance >= self._least
                or (row.within >= 0 and shown[row.within])
                or ranking.placed(share, at)
            )
            if shown[-1]:
                made.append(self._rendering(row, chance, signals, share, len(made) + 1))
        return made

    def accept(self, text: str) -> list[Rendering]:
        """Takes a row's text, or one of its alternatives, as known, and ranks again.

        Raises:
            KeyError: no candidate has that text.
        """
        at = self._at(text)
        places = self._places(at)
        evidence = self._evidence(at)
        self._accepted.append(
            Rendering(
                concept=self.target.concept.id,
                lang=self.target.lang,
                text=text,
                status=ACCEPTED,
                count=len(evidence),
                documents=len({o.document for o in evidence}),
                score=0.0,
                rank=0,
                gloss=self._space.gloss_of[self._column],
                evidence=evidence,
            )
        )
        cosine = (self._pool @ self._pool[at]).astype(np.float64)
        self._best = cosine if self._best is None else np.maximum(self._best, cosine)
        self._first = np.concatenate([self._first, places[:, 0]])
        self._last = np.concatenate([self._last, places[:, 1]])
        self._weights = frames.head_weights(self.ground.stream, self._first, self._last)
        self._share_words(at)
        self._mask(places)
        return self.rows()

    def reject(self, text: str) -> list[Rendering]:
        """Takes a text out and ranks again.

        Raises:
            KeyError: no candidate has that text.
        """
        self._gone[self._at(text)] = True
        return self.rows()

    def best_places(self) -> tuple[tuple[int, int], ...]:
        """Where the first new rows of the last ranking stand, as words of the stream."""
        place = {candidate: at for at, candidate in enumerate(self._candidates)}
        return tuple(
            where
            for row in self._rows[:SEEDS]
            for i in (row.candidate, *row.alternatives)
            for where in self._spans[place[i]].places
        )

    def _at(self, text: str) -> int:
        for at, own in enumerate(self._texts):
            if own == text and not self._gone[at]:
                return at
        raise KeyError(text)

    def _signals(self) -> dict[str, Floats]:
        signals = dict(self._cheap)
        zero = np.zeros(len(self._candidates))
        signals["known-similarity"] = zero if self._best is None else self._best - self._mean
        signals["gloss-similarity"] = self._own_gloss
        context = self.ground.contexts.of(self._first, self._last)
        signals["context"] = (self._contexts @ context).astype(np.float64)
        if self._accepted:
            signals["frame"] = frames.frame_scores_of(
                self.ground.heads,
                self._weights,
                np.diff(self.ground.candidates.bounds),
                self.target.shortlist,
            )
        return signals

    def _share_words(self, at: int) -> None:
        """Raises the words in common with what is known to those with the accepted row."""
        telling = self.ground.telling
        own = set(self.ground.candidates.key(self._candidates[at]))
        total = float(sum(telling[word] for word in own))
        shared = self._cheap["shared-words"].copy()
        for other, candidate in enumerate(self._candidates):
            words = set(self.ground.candidates.key(candidate))
            both = float(sum(telling[word] for word in words & own))
            if both:
                union = total + float(sum(telling[word] for word in words)) - both
                shared[other] = max(shared[other], both / union)
        self._cheap["shared-words"] = shared

    def _mask(self, taken: npt.NDArray[np.int32]) -> None:
        """Leaves the other candidates only the places that do not meet the taken ones."""
        owned = np.diff(self._taken)
        for first, last in taken.tolist():
            owned[first : last + 1] = 1
        self._taken[1:] = np.cumsum(owned)
        for at, span in enumerate(self._spans):
            if any(self._taken[b + 1] > self._taken[a] for a, b in span.places):
                places = self._places(at)
                self._spans[at] = _span(span.candidate, places, span.core)
                self._gone[at] |= not len(places)

    def _places(self, at: int) -> npt.NDArray[np.int32]:
        """All open places of a candidate that do not meet an accepted row."""
        places = open_places(self.ground, self.target, self._candidates[at])
        free = self._taken[places[:, 1] + 1] == self._taken[places[:, 0]]
        left: npt.NDArray[np.int32] = places[free]
        return left

    def _evidence(self, at: int) -> tuple[Occurrence, ...]:
        found = (self.ground.stream.occurrence(a, b) for a, b in self._places(at).tolist())
        return tuple(sorted(found, key=lambda o: (o.document, o.start)))

    def _rendering(
        self,
        row: ranking.Row,
        chance: float,
        signals: dict[str, Floats],
        share: dict[str, Floats],
        rank: int,
    ) -> Rendering:
        at = int(np.searchsorted(self.target.shortlist, row.candidate))
        evidence = self._evidence(at)
        closeness = self._to_gloss[at] - self._hubs
        lang, text = self.target.lang, self._texts[at]
        gloss, nearer = self._space.gloss(closeness, self._column, lang, text)
        if not gloss or gloss.startswith(NEAR):
            words = lexicon(lang).told(text)
            gloss = "; ".join(part for part in (gloss, f"'{words}'" if words else "") if part)
        told = [
            Reason(
                name,
                round(float(signals[name][at]), 4),
                reasons.text(name, self.ground, self.target, row.candidate),
            )
            for name in sorted(signals, key=lambda name: (-share[name][at], name))
            if share[name][at] > 0 and signals[name][at] != 0
        ]
        return Rendering(
            concept=self.target.concept.id,
            lang=lang,
            text=text,
            status=NEW,
            count=len(evidence),
            documents=len({o.document for o in evidence}),
            score=round(chance, 4),
            rank=rank,
            reasons=(*told, *nearer),
            alternatives=tuple(self._space.text[lang, i] for i in row.alternatives),
            gloss=gloss,
            evidence=evidence,
        )


def _ranked(row: Rendering, rank: int) -> Rendering:
    return replace(row, rank=rank)


def open_places(ground: Ground, target: Target, i: int) -> npt.NDArray[np.int32]:
    """First and last words of the occurrences of a candidate that are open to the concept."""
    found = ground.candidates
    a, b = int(found.bounds[i]), int(found.bounds[i + 1])
    within = found.within[a:b]
    good = within < 0
    if target.classes:
        good |= np.isin(within, list(target.classes))
    closed = target.closed[slice(*np.searchsorted(target.closed, [a, b]))]
    good[closed - a] = False
    first = found.first[a:b][good]
    return np.stack([first, first + found.words[i] - 1], axis=1)


def span_of(ground: Ground, target: Target, i: int) -> ranking.Span:
    """A candidate with its open places, as rows are made of it."""
    return _span(i, open_places(ground, target, i), ground.core(i))


def _span(candidate: int, places: npt.NDArray[np.int32], core: tuple[int, ...]) -> ranking.Span:
    if len(places) > LOOKED_AT:
        places = places[np.linspace(0, len(places) - 1, LOOKED_AT).astype(np.int64)]
    return ranking.Span(candidate, tuple((a, b) for a, b in places.tolist()), len(places), core)


def known_rows(ground: Ground, target: Target, space: Space, hubs: Floats) -> list[Rendering]:
    """The known renderings that the corpus has, by count; their score is 0."""
    places: dict[str, list[Occurrence]] = {}
    status: dict[str, str] = {}
    for document, hit in ground.hits_of.get(target.concept.id, ()):
        places.setdefault(hit.term.text, []).append(Occurrence(document, hit.start, hit.end))
        status[hit.term.text] = str(hit.term.status)
    order = sorted(places, key=lambda text: (-len(places[text]), text))
    column = space.ids.index(target.concept.id)
    pool = space.vectors[[space.place[text] for text in order]]
    to_gloss = space.similarities(pool, space.gloss_groups)
    made = []
    for i, text in enumerate(order):
        gloss, nearer = space.listed_gloss(to_gloss[i] - hubs, column)
        made.append(
            Rendering(
                concept=target.concept.id,
                lang=target.lang,
                text=text,
                status=status[text],
                count=len(places[text]),
                documents=len({o.document for o in places[text]}),
                score=0.0,
                rank=i + 1,
                reasons=nearer,
                gloss=gloss,
                evidence=tuple(sorted(places[text], key=lambda o: (o.document, o.start))),
            )
        )
    return made
