"""The aligner's data: documents, segments, beads, bitexts and renderings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]
    Sketch = npt.NDArray[np.int8]
else:
    # The review reads renderings and never a vector: it must not wait for numpy.
    Vectors = Sketch = Any
"""Shape (n, dim), one row a text, rows of unit length. A sketch is of one text: shape (pieces,
dimensions), what an encoder holds of each piece in few numbers."""

Embed = Callable[[Sequence[str]], Vectors]
"""Texts to their vectors, in order; usually `aligner.vectors.Cached.embed`, which keeps them."""

Sketches = Callable[[Sequence[str]], "Sequence[Sketch] | None"]
"""Texts to their sketches, or None where there are none; `aligner.vectors.Cached.sketches`."""

Progress = Callable[[int, int], None]
"""Called with (done, total) as long work goes on; never from two threads at once."""


class Boilerplate(StrEnum):
    """Text of a page that is no part of the article."""

    BYLINE = "byline"
    SOURCE = "source"
    """A line such as ``ที่มา: URL``, ``แหล่งที่มา`` or ``स्रोत``."""
    COMMENTS = "comments"
    """The comment counter: ``การแสดงความคิดเห็น (0)``."""
    CAPTION = "caption"
    """A photo or video caption."""
    TAG = "tag"
    """An agency or media mark such as ``[TTXVN]``."""
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document that is boilerplate."""

    start: int
    end: int
    kind: Boilerplate


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or for Thai an atom that the aligner may merge, with its span."""

    start: int
    end: int
    kind: Boilerplate | None = None
    """None for content."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read."""

    id: str
    """16 hexadecimal digits of the SHA-256 of language, URL and text."""
    name: str
    """For people: the path as given, with ``#id`` for an entry of a dump."""
    lang: str
    text: str
    """As read; all offsets count its code points."""
    url: str = ""
    """Source URL without white space, or empty."""
    slug: str = ""
    """Key that translations of one article share, from the URL; empty without one."""
    published: str = ""
    """ISO 8601 date where the page or its URL states one."""
    marks: tuple[Mark, ...] = ()
    """In order of `start`, not overlapping."""
    units: tuple[Segment, ...] = ()
    """Segments that the file itself gives, such as those of a PO file; else empty."""


def document_id(lang: str, url: str, text: str) -> str:
    """What `Document.id` must be: the same content has the same id, wherever it lies."""
    return sha256(f"{lang}\n{url}\n{text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Bead:
    """n source segments paired with m target segments."""

    source: tuple[int, ...]
    """Segment indices, ascending and contiguous; empty for an insertion."""
    target: tuple[int, ...]
    """Segment indices, ascending and contiguous; empty for a deletion."""
    score: float
    """Probability that the bead is right, 0 to 1."""


class Mode(StrEnum):
    """How two documents relate."""

    PARALLEL = "parallel"
    """Translations of each other: beads run in one order through both, but for what was moved."""
    COMPARABLE = "comparable"
    """One topic: most segments have no partner, and order says nothing."""


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two aligned documents."""

    source: str
    """Document id."""
    target: str
    """Document id."""
    mode: Mode
    beads: tuple[Bead, ...]
    """Each segment of each side is in exactly one bead; in source order, insertions in between."""
    signature: str
    """What made it: version, encoder, parameters."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where something stands."""

    document: str
    """Document id."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rendering is shown: one named signal with its number."""

    name: str
    """Such as ``gloss-similarity``, ``frame``, ``slug``, ``llr``."""
    value: float
    text: str = ""
    """For people, such as ``same head: คณะกรรมการ__``."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A string that the corpus was seen to use, or may have used, for a concept."""

    concept: str
    """Concept id."""
    lang: str
    text: str
    """As it stands most often in the corpus."""
    status: str
    """The term's status where it is listed, else ``new``."""
    count: int
    documents: int
    """In how many documents it stands."""
    score: float
    rank: int
    """Place among its concept and language, from 1: the known by count, then the new by score."""
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[str, ...] = ()
    """Up to three other boundaries of the same find."""
    gloss: str = ""
    """For who does not read the language; empty where nothing is known."""
    evidence: tuple[Occurrence, ...] = ()
    """All occurrences, in order of document id and start."""
