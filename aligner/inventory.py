"""What a workspace tells of what it holds, without the texts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding documents."""

    new: tuple[str, ...]
    """Ids of the documents that were not there, in the order given."""
    known: tuple[str, ...]
    """Ids of those that were."""
    dropped: tuple[str, ...] = ()
    """Ids of former versions, which no file holds any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What there is to know of a document without loading its text."""

    id: str
    name: str
    lang: str
    url: str
    slug: str
    published: str
    length: int
    """In code points."""
    segments: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was mined for one concept in one language."""

    concept: str
    lang: str
    renderings: int
    occurrences: int
    listed: int = 0
    """Occurrences of renderings that are terms or forms of terms, whatever their status."""
    repair: float = 0.0
    """How many of these a decision may change.

    Those that differ from a second one drawn at random (Simpson 1949, "Measurement of
    diversity"), and those of deprecated terms: `listed` * (1 - sum of squared shares) + deprecated.
    """


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the workspace holds."""

    documents: Mapping[str, int] = field(default_factory=dict)
    """By language, in order of its tag."""
    segments: int = 0
    bitexts: int = 0
    vectors: int = 0
    renderings: int = 0
    decisions: int = 0
    stale: bool = False
    """Whether documents came or went, or were aligned, since the renderings were mined."""
