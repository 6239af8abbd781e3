"""What a term that a reviewer writes may be: parts of what was mined, and words of its sentences.

No screen here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from glossary.words import words

MOST = 9
"""Proposals at once: each has a digit."""
_LONGEST = 6
"""Words of a proposal at most, of those that stand in sentences."""
_HEAD_FIRST = frozenset({"th"})
"""Languages whose names begin with the head: a part that is a name is at the beginning."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term that a reviewer may mean."""

    text: str
    count: int
    """Of the sentences looked at, those that have it."""


class Proposals:
    """Finds what begins as the reviewer types, or what may be meant before."""

    def __init__(self, lang: str, mined: Iterable[str], listed: Collection[str]) -> None:
        """Take in what was mined.

        Args:
            lang: of all texts.
            mined: renderings of the concept, by rank.
            listed: what is a choice already, and is not proposed.
        """
        self._lang = lang
        self._listed = frozenset(listed)
        self._parts = tuple(
            dict.fromkeys(
                part for text in mined for part in parts(text, lang) if part not in self._listed
            )
        )
        self._counts: Counter[str] = Counter()
        self._sorted: Sequence[str] = ()

    def learn(self, sentences: Iterable[str]) -> None:
        """Takes in sentences of the corpus; may run in a thread of its own."""
        counts: Counter[str] = Counter()
        for sentence in sentences:
            counts.update(_phrases(sentence, self._lang))
        self._sorted = sorted(counts)
        self._counts = counts

    def found(self, typed: str) -> tuple[Proposal, ...]:
        """What is proposed, the likeliest first: parts of what was mined, then what is frequent.

        Args:
            typed: what a proposal begins with; empty for the parts alone.
        """
        first = [part for part in self._parts if part.startswith(typed) and part != typed]
        others: list[str] = []
        if typed:
            at = bisect_left(self._sorted, typed)
            known = {*first, typed, *self._listed}
            while at < len(self._sorted) and self._sorted[at].startswith(typed):
                if self._sorted[at] not in known:
                    others.append(self._sorted[at])
                at += 1
            others.sort(key=lambda text: (-self._counts[text], len(text), text))
        return tuple(Proposal(text, self._counts[text]) for text in (first + others)[:MOST])

    def whole(self, typed: str) -> bool:
        """Whether a text stands in the sentences as a word or several, or begins none."""
        return typed in self._counts or not self.found(typed)


def parts(text: str, lang: str) -> tuple[str, ...]:
    """What is left of a rendering without some of its words, from the longest on.

    The head of a name is kept, which Thai puts first and Hindi last.
    """
    spans = words(text, lang)
    if lang in _HEAD_FIRST:
        return tuple(text[spans[0][0] : end] for _, end in reversed(spans[:-1]))
    return tuple(text[start : spans[-1][1]] for start, _ in spans[1:])


def _phrases(sentence: str, lang: str) -> set[str]:
    spans = words(sentence, lang)
    return {
        sentence[spans[first][0] : spans[last][1]]
        for first in range(len(spans))
        for last in range(first, min(first + _LONGEST, len(spans)))
    }
