"""What a format keeps of a termbase, as data for the writers, the tests and the documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.record import grouped

CONCEPT_FIELDS = frozenset(f.name for f in fields(Concept)) - {"id", "terms"}
TERM_FIELDS = frozenset(f.name for f in fields(Term)) - {"lang", "text"}

SAME: Mapping[Status, Status | None] = {status: status for status in Status}


def unchanged(text: str) -> str:
    return text


@dataclass(frozen=True)
class Keeps:
    """What comes back when a termbase went out in a format and was read again."""

    concept: frozenset[str] = CONCEPT_FIELDS
    """Fields of a concept, apart from its id and terms."""
    term: frozenset[str] = TERM_FIELDS
    """Fields of a term, apart from its language and text."""
    statuses: Mapping[Status, Status | None] = field(default_factory=lambda: SAME)
    """What becomes of a status; None where terms that have it are left out."""
    top: bool = True
    """Whether unknown fields at the top of the file stay."""
    pair: bool = False
    """Whether a file holds Vietnamese and one other language only."""
    ids: bool = True
    text: Callable[[str], str] = unchanged
    """What becomes of any text."""
    also: tuple[str, ...] = ()
    """Sentences for the documentation about what else changes."""


@dataclass(frozen=True)
class Codec:
    """What writes a format, reads it, and says what it keeps."""

    write: Callable[[Termbase, str, str], bytes]
    """From a termbase, a language and a profile."""
    read: Callable[[bytes, str, str], Termbase]
    """From content, the name of the file and a language."""
    keep: Callable[[Termbase, str, str], Termbase]
    """As `write`; what `read` makes of what was written."""
    keeps: Keeps


def kept(termbase: Termbase, keeps: Keeps, lang: str = "") -> Termbase:
    """What `keeps` leaves of a termbase, `lang` being the other language of a pair."""
    blank_concept: dict[str, Any] = _blank(Concept, CONCEPT_FIELDS - keeps.concept)
    blank_term: dict[str, Any] = _blank(Term, TERM_FIELDS - keeps.term)
    if not keeps.ids:
        blank_concept["id"] = ""
    text = keeps.text
    concepts = []
    for concept in termbase:
        terms = []
        for term in concept.terms:
            if keeps.pair and term.lang not in (SOURCE_LANG, lang):
                continue
            status = keeps.statuses[term.status]
            if status is None:
                continue
            terms.append(replace(term, status=status, **blank_term))
        concepts.append(replace(concept, terms=tuple(terms), **blank_concept))
    if text is not unchanged:
        concepts = [_cleaned(concept, text) for concept in concepts]
    return grouped(Termbase(tuple(concepts), termbase.extra if keeps.top else {}))


def _blank(kind: type[Any], names: frozenset[str]) -> dict[str, Any]:
    """Defaults of the fields that are not kept; a status that is not kept becomes proposed."""
    empty = kind("", ()) if kind is Concept else kind("", "")
    return {name: getattr(empty, name) for name in names}


def _cleaned(concept: Concept, text: Callable[[str], str]) -> Concept:
    terms = []
    for term in concept.terms:
        if cleaned := text(term.text):
            note, reason, source = text(term.note), text(term.reason), text(term.source)
            terms.append(replace(term, text=cleaned, note=note, reason=reason, source=source))
    return replace(
        concept,
        terms=tuple(terms),
        gloss=text(concept.gloss),
        definition=text(concept.definition),
        subject=text(concept.subject),
        note=text(concept.note),
    )


def one_line(text: str) -> str:
    """White space of any kind as single spaces, none outside."""
    return " ".join(text.split())
