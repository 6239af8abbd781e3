"""The termbase as data: concepts, their terms, and what was decided about them.

The words are those of ISO 30042 (TBX) and ISO 704: a concept is a unit of
meaning, a term is a designation of it in one language, and a term's status says
how it may be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

SOURCE_LANG = "vi"
"""The language whose terms name the concepts."""


class Status(StrEnum):
    """Administrative status of a term (ISO 30042 ``administrativeStatus``)."""

    PROPOSED = "proposed"
    """Nobody has decided yet; no administrative status in ISO 30042's sense."""
    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    """Forbidden: a mistranslation, or a form that the house does not use."""
    SUPERSEDED = "superseded"
    """Was right once, such as the name of a body that was merged away."""

    @property
    def usable(self) -> bool:
        """Whether a translation may hold the term without a finding."""
        return self in (Status.PREFERRED, Status.ADMITTED, Status.PROPOSED)


@dataclass(frozen=True, slots=True)
class Term:
    """One designation of a concept in one language."""

    lang: str
    """BCP 47 tag, such as ``vi`` or ``th``."""
    text: str
    """NFC, without outer white space."""
    status: Status = Status.PROPOSED
    forms: tuple[str, ...] = ()
    """Look-up forms: spellings and inflections that count as this term, never exported as terms."""
    blocked_by: tuple[str, ...] = ()
    """Longer strings inside which an occurrence is none: ``ฉันทามติ`` for ``มติ``."""
    note: str = ""
    reason: str = ""
    """Why it has its status, for those who are told not to use it."""
    source: str = ""
    """Where the term was found, or who proposed it."""
    part_of_speech: str = ""
    decided_by: str = ""
    """The reviewer who gave the status; empty while nobody did."""
    decided_at: str = ""
    """When, as an ISO 8601 UTC time with seconds, or empty."""
    geographical_usage: str = ""
    """Where it is used, where that is not everywhere (ISO 30042 ``geographicalUsage``)."""
    register: str = ""
    """In what style, such as formal, colloquial or headline (ISO 12620 ``register``)."""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Fields of the file that this version does not know, kept as they were."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A unit of meaning, named by its Vietnamese term."""

    id: str
    """Stable key of lower-case ASCII letters, digits and hyphens: ``dan-van``."""
    terms: tuple[Term, ...]
    gloss: str = ""
    """A few English words that help who reads no Vietnamese."""
    definition: str = ""
    subject: str = ""
    """Subject field, such as ``party`` or ``state``."""
    note: str = ""
    related: tuple[str, ...] = ()
    """Ids of concepts that a reviewer should look at together with this one."""
    broader: str = ""
    """Id of the concept of which this is a kind or a part; empty for none."""
    sources: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def in_lang(self, lang: str) -> tuple[Term, ...]:
        """Terms in one language, in the order of the file."""
        return tuple(term for term in self.terms if term.lang == lang)

    def preferred(self, lang: str) -> Term | None:
        """The preferred term of a language, or None while nobody has chosen one."""
        return next((t for t in self.in_lang(lang) if t.status is Status.PREFERRED), None)

    @property
    def name(self) -> str:
        """The Vietnamese term that names the concept, or its id where it has none."""
        source = self.in_lang(SOURCE_LANG)
        return source[0].text if source else self.id


@dataclass(frozen=True)
class Termbase:
    """All concepts of one file, in the order of the file."""

    concepts: tuple[Concept, ...]
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Top-level fields that this version does not know, kept as they were."""

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Concepts by id; of two with one id, the first."""
        found: dict[str, Concept] = {}
        for concept in self.concepts:
            found.setdefault(concept.id, concept)
        return MappingProxyType(found)

    @cached_property
    def langs(self) -> tuple[str, ...]:
        """Languages that have a term, the source language first, then by tag."""
        seen = {term.lang for concept in self.concepts for term in concept.terms}
        return tuple(sorted(seen, key=lambda lang: (lang != SOURCE_LANG, lang)))

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)
