"""What phrases may mean, roughly: from vectors of their words, at no cost for each phrase.

A vector of every phrase of a corpus would take far longer than one of every word of it. How close
the words of a phrase are to a concept says less than the phrase itself would, but enough to
choose those whose own vectors are worth having: what a word list does not know is chosen too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from aligner.mining.ground import Floats, Ground
from aligner.mining.sayings import sayings, spoken
from aligner.mining.senses import readings
from aligner.model import Embed, Vectors
from glossary.model import Concept, Termbase


class Gist:
    """The words of one language of a corpus as vectors, and how close phrases of them are."""

    def __init__(self, termbase: Termbase, ground: Ground, embed: Embed) -> None:
        self._ground = ground
        self._embed = embed
        self._termbase = termbase

    def closeness(self, concept: Concept, known: Sequence[str]) -> tuple[Floats, Floats]:
        """How close each candidate is to what says a concept, or what that may be taken for, and to
        known renderings.

        The mean over its words of their cosines to the nearest of those, less what is close to all
        glosses; rare words count for more, function words for nothing.

        Returns:
            Two of shape (candidates,), -2 to 2; zeros where there is nothing to be close to.
        """
        about = [text for lang in self._others for text in sayings(concept, lang)]
        about += readings(concept.name)
        return self._close_to(about), self._close_to(known)

    def _close_to(self, texts: Sequence[str]) -> Floats:
        best = np.zeros(len(self._ground.candidates))
        if not texts or not len(best):
            return best
        row, word = self._ground.word_pairs
        words, mean = self._words
        cosine = words @ (_centred(self._embed(list(texts)), mean) - self._hub).T
        weighed = cosine.astype(np.float64) * self._rarity[:, None]
        sums = [np.bincount(row, each[word], minlength=len(best)) for each in weighed.T]
        closest: Floats = np.max(sums, axis=0) / self._weight
        return closest

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """Languages but this one in which any concept is said."""
        own = self._ground.stream.lang
        return tuple(lang for lang in spoken(self._termbase) if lang != own)

    @cached_property
    def _words(self) -> tuple[Vectors, Vectors]:
        """Vectors of the words as they first stand, and the mean that was taken off them."""
        s = self._ground.stream
        first = np.zeros(len(s.vocabulary), dtype=np.int64)
        first[s.word[::-1]] = np.arange(len(s))[::-1]
        raw = self._embed([s.surface(place, place) for place in first.tolist()])
        mean: Vectors = raw.mean(axis=0)
        return _centred(raw, mean), mean

    @cached_property
    def _hub(self) -> Vectors:
        """Mean over the glosses and names of all concepts."""
        said = [text for c in self._termbase for text in (c.gloss, c.name) if text]
        found: Vectors = _centred(self._embed(said), self._words[1]).mean(axis=0)
        return found

    @cached_property
    def _rarity(self) -> Floats:
        s = self._ground.stream
        weights: Floats = np.log((len(s) + 1.0) / (s.frequency + 1.0))
        weights[s.light] = 0.0
        return weights

    @cached_property
    def _weight(self) -> Floats:
        """Sum over the words of each candidate."""
        row, word = self._ground.word_pairs
        sums = np.bincount(row, self._rarity[word], minlength=len(self._ground.candidates))
        return np.maximum(sums, 1e-9).astype(np.float64)


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Unit vectors without what all words of a language have in common."""
    rows = vectors - mean
    found: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found
