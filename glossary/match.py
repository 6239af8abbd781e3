"""Where terms stand in a text: thousands of them in one pass, with exact offsets.

Two searches share one result: Thai is searched as characters (`unspaced`), and
languages that space their words as words (`spaced`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from glossary.collecting import paused
from glossary.model import Term, Termbase
from glossary.pattern import Pattern
from glossary.spaced import SpacedSearch
from glossary.unspaced import UnspacedSearch

LONG = 100_000
"""Characters of a text that has so many hits that the garbage collector would matter."""


class Hit(NamedTuple):
    """A term in a text."""

    start: int
    end: int
    concept: str
    """Concept id, or the key that `Matcher.of` was given."""
    term: Term
    form: str
    """The term's text, or the look-up form of it that stands there."""
    nested: bool
    """Whether it lies in or overlaps a longer hit, which is the one to count."""


class Matcher:
    """Finds the terms of one language, of every status, and their look-up forms."""

    def __init__(self, termbase: Termbase, lang: str) -> None:
        self._build(
            (
                (concept.id, term, form)
                for concept in termbase
                for term in concept.in_lang(lang)
                for form in (term.text, *term.forms)
            ),
            lang,
        )

    @classmethod
    def of(cls, mapping: Mapping[str, Iterable[str]], lang: str) -> Matcher:
        """A matcher of plain strings by the rules for terms; `Hit.concept` is their key."""
        matcher = cls.__new__(cls)
        matcher._build(
            ((key, Term(lang, text), text) for key, texts in mapping.items() for text in texts),
            lang,
        )
        return matcher

    def _build(self, strings: Iterable[tuple[str, Term, str]], lang: str) -> None:
        ordered = sorted(strings, key=lambda found: (found[0], found[1].text, found[2]))
        patterns = [Pattern(rank, *found) for rank, found in enumerate(ordered)]
        self.lang = lang
        self._ranked = ordered
        self._search: UnspacedSearch | SpacedSearch = (
            UnspacedSearch(patterns) if lang == "th" else SpacedSearch(patterns, lang)
        )

    def find(self, text: str) -> list[Hit]:
        """All hits in order of start, the longer first; nested hits are labelled.

        Of overlapping hits the leftmost counts, and of those the longest; several
        terms on one span count all. Time is linear in the text for a given depth
        of nesting.
        """
        if len(text) < LONG:
            return self._find(text)
        with paused():
            return self._find(text)

    def _find(self, text: str) -> list[Hit]:
        found: list[Hit] = []
        append, new, ranked = found.append, tuple.__new__, self._ranked
        outer_start = outer_end = last_start = last_end = last_rank = -1
        for start, negated, rank in sorted(self._search.find(text)):
            end = -negated
            if start >= outer_end:
                outer_start, outer_end = start, end
                nested = False
            elif start == last_start and end == last_end and self._same_term(rank, last_rank):
                continue
            else:
                nested = start != outer_start or end != outer_end
            concept, term, form = ranked[rank]
            append(new(Hit, (start, end, concept, term, form, nested)))
            last_start, last_end, last_rank = start, end, rank
        return found

    def _same_term(self, one: int, other: int) -> bool:
        first, second = self._ranked[one], self._ranked[other]
        return first[0] == second[0] and first[1].text == second[1].text
