"""Where a rendering stands in the corpus: its sentence, and the sentence aligned with it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

from aligner.model import Bitext, Document, Occurrence, Segment
from aligner.workspace import Workspace
from glossary.errors import InputError


@dataclass(frozen=True, slots=True)
class Partner:
    """What stands in another document for a sentence."""

    lang: str
    text: str
    """Empty where the bead has nothing on that side."""
    score: float
    """Of the bead, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One occurrence in its sentence."""

    document: str
    """The document's name, for people."""
    lang: str
    text: str
    start: int
    """Of the hit in `text`."""
    end: int
    partner: Partner | None
    """None where the document is aligned with no other."""


class Evidence:
    """Sentences of a workspace, with the documents last used kept at hand."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._document = lru_cache(256)(self._read)
        self._bitexts = lru_cache(256)(self._read_bitexts)

    def _read(self, id_: str) -> tuple[Document, tuple[Segment, ...], list[int]]:
        segments = self._workspace.segments(id_)
        return self._workspace.document(id_), segments, [part.start for part in segments]

    def _read_bitexts(
        self, id_: str
    ) -> tuple[tuple[str, dict[int, tuple[tuple[int, ...], float]]], ...]:
        found = []
        for bitext in self._workspace.bitexts(id_):
            found.append((_other(bitext, id_), _sides(bitext, id_)))
        return tuple(found)

    def sentences(self, occurrences: Sequence[Occurrence]) -> Sentences:
        """The sentence of each occurrence, in the order given, read when it is asked for."""
        return Sentences(self, occurrences)

    def sentence(self, at: Occurrence) -> Sentence:
        """The sentence in which something stands.

        Raises:
            InputError: the workspace no longer has the document, or cannot be read.
        """
        try:
            return self._sentence(at)
        except KeyError as gone:
            raise InputError(
                f"article {gone.args[0]} is no longer in the workspace; 'thuatngu mine' again"
            ) from gone

    def _sentence(self, at: Occurrence) -> Sentence:
        document, segments, starts = self._document(at.document)
        number = max(0, bisect_right(starts, at.start) - 1)
        if not segments:
            begin, end = 0, len(document.text)
        else:
            begin, end = segments[number].start, max(segments[number].end, at.end)
        return Sentence(
            document.name,
            document.lang,
            document.text[begin:end],
            max(0, at.start - begin),
            max(0, min(at.end, end) - begin),
            self._partner(at.document, number),
        )

    def _partner(self, document_id: str, number: int) -> Partner | None:
        best: Partner | None = None
        for other, sides in self._bitexts(document_id):
            document, segments, _ = self._document(other)
            indices, score = sides.get(number, ((), 0.0))
            text = " ".join(
                document.text[segments[n].start : segments[n].end]
                for n in indices
                if n < len(segments)
            )
            found = Partner(document.lang, text, score)
            if best is None or _order(found) > _order(best):
                best = found
        return best


class Sentences(Sequence[Sentence]):
    """The sentences of some occurrences; only those that are looked at are read.

    A term may stand in hundreds of articles, of which a screen shows a handful.
    """

    def __init__(self, evidence: Evidence, occurrences: Sequence[Occurrence]) -> None:
        self._evidence = evidence
        self._occurrences = occurrences
        self._read: dict[int, Sentence] = {}

    def __len__(self) -> int:
        return len(self._occurrences)

    @overload
    def __getitem__(self, place: int) -> Sentence: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sentence]: ...
    def __getitem__(self, place: int | slice) -> Sentence | Sequence[Sentence]:
        if isinstance(place, slice):
            return Sentences(self._evidence, self._occurrences[place])
        found = self._read.get(place)
        if found is None:
            found = self._read[place] = self._evidence.sentence(self._occurrences[place])
        return found


def _order(partner: Partner) -> tuple[bool, bool, float]:
    return bool(partner.text), partner.lang == "vi", partner.score


def _other(bitext: Bitext, id_: str) -> str:
    return bitext.target if bitext.source == id_ else bitext.source


def _sides(bitext: Bitext, id_: str) -> dict[int, tuple[tuple[int, ...], float]]:
    found: dict[int, tuple[tuple[int, ...], float]] = {}
    for bead in bitext.beads:
        here, there = (
            (bead.source, bead.target) if bitext.source == id_ else (bead.target, bead.source)
        )
        for number in here:
            found[number] = there, bead.score
    return found
