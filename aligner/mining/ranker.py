"""Ranking the candidates of one concept again and again, as a reviewer accepts and rejects rows."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import cached_property

import numpy as np

from aligner.mining import folding, frames, ranking, reasons
from aligner.mining.ground import SAID, Floats, Ground
from aligner.mining.literal import lexicon
from aligner.mining.places import Places
from aligner.mining.space import NEAR, Space, centred, grouped, near_others
from aligner.mining.target import Target
from aligner.model import Occurrence, Reason, Rendering

NEW = "new"
"""Status of a rendering that is not listed."""

ACCEPTED = "proposed"
"""Status of a row that was accepted; the termbase may give it another."""

GAIN = 0.5
"""What counts of a row's rise or fall since the first ranking: with 1 what is known at last would
rank alone, and where the first order was good it was better than that."""

SEEDS = 6
"""New rows of a modifier that may compose the name of a body: บริการ in คณะกรรมการบริการ."""


class Ranker:
    """The candidates of one concept and language, ranked by what is known so far.

    What does not change is worked out once: vectors, contexts, places, words, and which candidates
    make a row. `accept` takes a text as known, so that rows like it rise; `reject` takes one out.
    Either way its row goes, with all boundaries, and the others stay as they are but for their
    order. Only the shortlist is looked at. To make a ranker takes some tenths of a second.

    One thread at a time ranks; another that asks meanwhile waits. Renderings that were given stay
    as they are. Rankers of one `Field` may work in several threads at once, one each.
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
        self.texts = [space.text[target.lang, i] for i in self._candidates]
        """The shortlist, as it stands in the text."""
        self._pool = space.candidates(target)
        self._places = Places(ground, target)
        groups = space.known_groups(target)
        self._centred = centred(self._pool)
        listed = centred(space.vectors[[i for group in groups for i in group]], self._pool)
        to_known = grouped(self._centred, listed, [len(group) for group in groups])
        filled = [bool(group) for group in groups]
        self._others = near_others(to_known, self._column, filled)
        self._best = to_known[:, self._column] if filled[self._column] else None
        self._elsewhere = space.said_elsewhere(self._pool, self._column, target.lang)
        self._misread = space.misread(self._pool, self._column)
        self._to_gloss = space.similarities(self._pool, space.gloss_groups)
        self._hubs = self._to_gloss.mean(axis=0) if len(self._pool) else np.zeros(len(space.ids))
        self._contexts = ground.contexts.matrix(ground.candidates, self._candidates)
        self._around = ground.contexts.total(target.first, target.last)
        self._first, self._last = target.first, target.last
        self._cheap = dict(target.signals)
        self._lock = threading.RLock()
        self._gone = np.zeros(len(self._candidates), dtype=np.bool_)
        self._rejected = np.zeros(len(self._candidates))
        self._accepted: list[Rendering] = []
        self._known = known_rows(ground, target, space, self._hubs)
        self._first_score: Floats | None = None
        self._rows: list[folding.Row] = []
        self._shown: set[int] = set()
        self._told: dict[tuple[str, int], str] = {}

    def rows(self) -> list[Rendering]:
        """The known renderings by count, then the new ones by score, improbable ones left out."""
        with self._lock:
            return self._ranked()

    def _fold(self) -> None:
        """Makes the rows, once, of what is known at first."""
        if self._first_score is None:
            signals = self.signals()
            self._first_score = ranking.scores(signals, self.seen)
            parts = ranking.shares(signals, self.seen)
            self._rows = folding.rows(
                [self._span(at) for at in range(len(self._candidates))],
                self._first_score,
                self._limit,
                head_first=self.target.lang in frames.HEAD_FIRST,
                linked=self._cheap["linked"],
                whole=self._first_score
                - np.sum([parts[name] for name in ranking.OF_PARTS], axis=0),
            )

    def _ranked(self) -> list[Rendering]:
        self._fold()
        signals = self.signals()
        share = ranking.shares(signals, self.seen)
        score = self._score(signals)
        known = sorted([*self._known, *self._accepted], key=lambda r: (-r.count, r.text))
        made = [replace(row, rank=i + 1) for i, row in enumerate(known)]
        chance = {
            number: ranking.probability(row, self.prior, faced=self.target.faced)
            for number, row in self._standings(score).items()
        }
        left = list(chance)
        for number in left:
            row = self._rows[number]
            if (
                chance[number] >= self._least
                or row.within in self._shown
                or self._placed(row, share)
            ):
                self._shown.add(number)  # what a reviewer has seen does not vanish by itself
        for number in left:
            if number in self._shown:
                row = self._rows[number]
                made.append(self._rendering(row, chance[number], signals, share, len(made) + 1))
        return made

    @cached_property
    def prior(self) -> float:
        """What is known of the concept at first adds this to the log odds of each row."""
        units, concept = self.ground.units, self.target.concept.id
        named = units.naming.get(concept, ())
        explained = len(named) > 0 and np.isin(named, units.knowing.get(concept, ())).all()
        nothing = 0.0 if self.target.known else ranking.NOTHING_KNOWN
        none_left = ranking.NONE_LEFT if self.target.faced else ranking.EXPLAINED
        return nothing + (none_left if explained else 0.0)

    def _placed(self, row: folding.Row, share: dict[str, Floats]) -> bool:
        """Whether a row is shown for its place."""
        faced = self.target.faced
        return any(ranking.placed(share, at, faced=faced) for at in self._boundaries(row))

    def _score(self, signals: dict[str, Floats]) -> Floats:
        return ranking.scores(signals, self.seen) - ranking.zscores(self._rejected)

    def standings(self) -> list[tuple[tuple[str, ...], ranking.Standing]]:
        """The boundaries of each row that is left, shown or not, and how it stands; in order."""
        with self._lock:
            self._fold()
            found = self._standings(self._score(self.signals()))
            return [
                (tuple(self.texts[at] for at in self._boundaries(self._rows[number])), row)
                for number, row in found.items()
            ]

    def _standings(self, score: Floats) -> dict[int, ranking.Standing]:
        """How each row that is left stands, by its number; in order."""
        worth = self._worth(score)
        left = [
            number
            for number, row in enumerate(self._rows)
            if not self._gone[self._place(row.candidate)]
        ]
        left.sort(key=lambda number: (-worth[number], number))
        best = max((worth[number] for number in left), default=0.0)
        found = {}
        for before, number in enumerate(left):
            own = self._boundaries(self._rows[number])
            found[number] = ranking.Standing(
                worth[number],
                best,
                before,
                float(self._cheap["linked"][own].max()),
                float(self._cheap["linked-back"][own].max()),
                bool(self._cheap["literal"][own[0]] >= SAID),
            )
        return found

    def _worth(self, score: Floats) -> list[float]:
        """The score of each row: its first, and what its best boundary has gained since."""
        assert self._first_score is not None
        gain = []
        for row in self._rows:
            own = self._boundaries(row)
            gain.append(float(score[own].max() - self._first_score[own].max()))
        return [row.score + GAIN * more for row, more in zip(self._rows, gain, strict=True)]

    def _boundaries(self, row: folding.Row) -> list[int]:
        return [self._place(candidate) for candidate in (row.candidate, *row.alternatives)]

    def accept(self, text: str) -> list[Rendering]:
        """Takes a row's text, or one of its alternatives, as known, and ranks the others again.

        Raises:
            KeyError: no candidate has that text.
        """
        with self._lock:
            self._fold()
            self._accept(self._at(text), text)
            return self._ranked()

    def _accept(self, at: int, text: str) -> None:
        first, last = self._places.of(at)
        self._accepted.append(
            Rendering(
                concept=self.target.concept.id,
                lang=self.target.lang,
                text=text,
                status=ACCEPTED,
                count=self._places.count(at),
                documents=self._places.documents(at),
                score=0.0,
                rank=0,
                gloss=self._space.gloss_of[self._column],
                evidence=self._places.evidence(at),
            )
        )
        cosine = (self._centred @ self._centred[at]).astype(np.float64)
        self._best = cosine if self._best is None else np.maximum(self._best, cosine)
        self._around = self._around + self.ground.contexts.total(first, last)
        self._first = np.concatenate([self._first, first])
        self._last = np.concatenate([self._last, last])
        self._cheap["frame"] = frames.frame_scores_of(
            self.ground.heads,
            frames.head_weights(self.ground.stream, self._first, self._last),
            np.diff(self.ground.candidates.bounds),
            self.target.shortlist,
        )
        self._cheap["shared-words"] = np.maximum(self._cheap["shared-words"], self._in_common(at))
        self._leave(at)

    def reject(self, text: str) -> list[Rendering]:
        """Takes a row out by its text, or one of its alternatives alone, and ranks again.

        Rows that have words in common with it fall.

        Raises:
            KeyError: no candidate has that text.
        """
        with self._lock:
            self._fold()
            at = self._at(text)
            if any(row.candidate == self._candidates[at] for row in self._rows):
                self._leave(at)
            self._gone[at] = True
            self._rejected = np.maximum(self._rejected, self._in_common(at))
            return self._ranked()

    def _leave(self, at: int) -> None:
        """Takes the row of a candidate out, with all its boundaries."""
        self._gone[at] = True
        for row in self._rows:
            own = self._boundaries(row)
            if at in own:
                self._gone[own] = True

    def best_places(self) -> tuple[tuple[int, int], ...]:
        """Where the first new rows of the last ranking stand, as words of the stream."""
        return tuple(
            where
            for row in self._rows[:SEEDS]
            for i in (row.candidate, *row.alternatives)
            for where in self._places.sample(self._place(i))
        )

    def _at(self, text: str) -> int:
        for at, own in enumerate(self.texts):
            if own == text and not self._gone[at]:
                return at
        raise KeyError(text)

    def _place(self, candidate: int) -> int:
        """Of a candidate in the shortlist."""
        return int(np.searchsorted(self.target.shortlist, candidate))

    def _span(self, at: int) -> folding.Span:
        places = self._places
        core = self.ground.core(self._candidates[at])
        return folding.Span(self._candidates[at], places.sample(at), places.count(at), core)

    @property
    def seen(self) -> int:
        """How often known renderings stand in the text."""
        return len(self._first)

    def signals(self) -> dict[str, Floats]:
        """What is known of each candidate of the shortlist, by signal; each of shape (n,)."""
        signals = dict(self._cheap)
        zero = np.zeros(len(self._candidates))
        signals["known-similarity"] = zero if self._best is None else self._best - self._others
        signals["gloss-similarity"] = self._elsewhere
        signals["sense-similarity"] = self._misread
        signals["context"] = (self._contexts @ frames.unit(self._around)).astype(np.float64)
        return signals

    def _in_common(self, at: int) -> Floats:
        """The words that each candidate has in common with one, as a share of those of both."""
        telling = self.ground.telling
        own = self._words[at]
        total = float(telling[list(own)].sum())
        shared = np.zeros(len(self._words))
        for other, words in enumerate(self._words):
            both = float(sum(telling[word] for word in words & own))
            if both:
                union = total + float(telling[list(words)].sum()) - both
                shared[other] = both / union
        return shared

    @cached_property
    def _words(self) -> list[frozenset[int]]:
        """Of each candidate, as vocabulary indices."""
        key = self.ground.candidates.key
        return [frozenset(key(candidate)) for candidate in self._candidates]

    def _tell(self, name: str, at: int) -> str:
        """What a signal of a candidate says, for people."""
        if (name, at) not in self._told:
            candidate = self._candidates[at]
            self._told[name, at] = reasons.text(name, self.ground, self.target, candidate)
        return self._told[name, at]

    def _rendering(
        self,
        row: folding.Row,
        chance: float,
        signals: dict[str, Floats],
        share: dict[str, Floats],
        rank: int,
    ) -> Rendering:
        at = self._place(row.candidate)
        closeness = self._to_gloss[at] - self._hubs
        lang, text = self.target.lang, self.texts[at]
        gloss, nearer = self._space.gloss(closeness, self._column, lang, text)
        if not gloss or gloss.startswith(NEAR):
            words = lexicon(lang).told(text)
            gloss = "; ".join(part for part in (gloss, f"'{words}'" if words else "") if part)
        told = [
            Reason(name, round(float(signals[name][at]), 4), self._tell(name, at))
            for name in sorted(signals, key=lambda name: (-share[name][at], name))
            if share[name][at] > 0 and signals[name][at] != 0
        ]
        return Rendering(
            concept=self.target.concept.id,
            lang=lang,
            text=text,
            status=NEW,
            count=self._places.count(at),
            documents=self._places.documents(at),
            score=round(chance, 4),
            rank=rank,
            reasons=(*told, *nearer),
            alternatives=tuple(
                self._space.text[lang, i]
                for i in row.alternatives
                if not self._gone[self._place(i)]
            ),
            gloss=gloss,
            evidence=self._places.evidence(at),
        )


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
