"""What is shown of a concept: its row in the queue, and its page with the choices there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from aligner.model import Rendering
from glossary.model import Concept, Status, Term
from glossary.normalize import normalize

if TYPE_CHECKING:
    from glossary.merge import Conflict


class State(StrEnum):
    """Where a concept stands in the review."""

    OPEN = "open"
    CONFLICT = "conflict"
    """A merge left two versions of something; waits, as open ones do."""
    DECIDED = "decided"
    """Each language in review has a preferred term."""
    SKIPPED = "skipped"
    FLAGGED = "flagged"

    @property
    def waits(self) -> bool:
        """Whether somebody is still to decide."""
        return self in (State.OPEN, State.CONFLICT)


@dataclass(frozen=True, slots=True)
class Item:
    """A concept in the queue."""

    concept: str
    """Concept id."""
    name: str
    gloss: str
    subject: str
    occurrences: int
    """Of its listed renderings, in all languages."""
    repair: float
    """How many occurrences a decision may change; the order of the queue."""
    state: State
    conflicts: int = 0
    """How many things a merge left in two versions."""
    remark: str = ""
    """Who flagged it, or skipped it for a reason, where that is its state."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A term or a rendering that a reviewer can decide on."""

    lang: str
    text: str
    status: Status | None
    """None for a rendering that is not listed."""
    count: int
    share: float
    """Of the occurrences of all listed renderings in this language, 0 to 1; 0 for a new one."""
    term: Term | None = None
    renderings: tuple[Rendering, ...] = ()
    """What was mined of it: the term itself and its look-up forms, or the rendering."""
    places: tuple[int, ...] = ()
    """Of each of these among the renderings of its concept and language, from 0."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is shown of one concept."""

    concept: Concept
    state: State
    choices: Mapping[str, tuple[Choice, ...]]
    """By language: listed terms in the termbase's order, then new renderings by rank."""
    starred: Mapping[str, str]
    """By language, the text that approving prefers; a language without a usable term has none."""
    conflicts: tuple[Conflict, ...] = ()
    """What a merge left in two versions."""
    remark: str = ""
    """Who flagged it, or skipped it for a reason, where that is its state."""


def conflicts_of(concept: Concept) -> tuple[Conflict, ...]:
    """What a merge left in two versions; what reads it is imported where there is something."""
    if not concept.extra:
        return ()
    from glossary import merge

    return merge.conflicts_of(concept)


def star(terms: Sequence[Term]) -> Term | None:
    """The term that approving prefers: what a person chose or proposed, never what is frequent."""
    for status in (Status.PREFERRED, Status.ADMITTED, Status.PROPOSED):
        for term in terms:
            if term.status is status:
                return term
    return None


@lru_cache(16_384)
def key(text: str, lang: str) -> str:
    """What two spellings of one text have in common; kept at hand."""
    return normalize(text, lang).key


def choices_of(
    concept: Concept, lang: str, rows: Sequence[tuple[int, Rendering]]
) -> tuple[Choice, ...]:
    """The choices of one language: its terms, then what was mined and is no term.

    Args:
        concept: as it stands.
        lang: the language.
        rows: renderings with their place among all of the concept and language, by rank.
    """
    terms = concept.in_lang(lang)
    owner: dict[str, Term] = {}
    for term in terms:
        for text in (term.text, *term.forms):
            owner.setdefault(key(text, lang), term)
    mined: dict[str, list[tuple[int, Rendering]]] = {term.text: [] for term in terms}
    new: list[tuple[int, Rendering]] = []
    for place, row in rows:
        known = owner.get(key(row.text, lang))
        (mined[known.text] if known else new).append((place, row))
    total = sum(row.count for found in mined.values() for _, row in found)

    def choice(text: str, term: Term | None, found: Sequence[tuple[int, Rendering]]) -> Choice:
        count = sum(row.count for _, row in found)
        share = count / total if total and term else 0.0
        places, renderings = tuple(n for n, _ in found), tuple(row for _, row in found)
        return Choice(
            lang, text, term.status if term else None, count, share, term, renderings, places
        )

    return (
        *(choice(term.text, term, mined[term.text]) for term in terms),
        *(choice(row.text, None, [(place, row)]) for place, row in new),
    )
