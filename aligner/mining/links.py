"""Links: which words of a translation say what a term of the other side says.

The encoder holds of each piece of a sentence what it means there. Each piece of the term looks for
its match among all pieces of the bead's other side, and each of those for its own among all of
the term's sentence (Dou & Neubig 2021, "Word alignment by fine-tuning embeddings on parallel
corpora", take both softmaxes as here). A phrase is linked as far as what the term looks for
lies inside it, and as what it looks for lies inside the term. One bead is enough.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.mining.association import Sides
from aligner.mining.candidates import Candidates
from aligner.mining.stream import Ints
from aligner.model import Segment, Sketch
from aligner.traces import Spans, Traced
from glossary.match import Hit

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

SHARP = 12.0
"""How much likelier a match is than another, as the logarithm for 1 of similarity. Chosen on XQuAD:
of all stretches of up to 7 words of their sentence 55 % of 814 Thai and 59 % of 852 Hindi answers
are matched best by the Vietnamese one, and from 10 to 20 less than two points fewer or more."""

TOUCHED = 1e-3
"""Pieces that a phrase must have: one of characters that no piece stands for has none."""


@dataclass(frozen=True)
class Said:
    """How far phrases are linked to a concept, 0 to 1, each of shape (candidates,)."""

    share: Floats
    """F1 of the two ways at the best of a phrase's places."""
    back: Floats
    """The same of the way back alone: how far the phrase means nothing but the term."""
    looked: bool = False
    """Whether a bead names the concept and has traces; all is 0 where not."""


class Links:
    """The words of one language that face the terms of the other side."""

    def __init__(
        self,
        candidates: Candidates,
        sides: Sequence[Sides],
        texts: Mapping[str, str],
        segments: Mapping[str, Sequence[Segment]],
        hits: Mapping[str, Sequence[Hit]],
        traced: Traced,
    ) -> None:
        """Nothing is looked at before it is asked for.

        Args:
            candidates: of the language.
            sides: of each bead.
            texts: of all documents, by id.
            segments: by document id.
            hits: known terms of all documents, by document id.
            traced: gives traces of segments.
        """
        self._found = candidates
        self._sides = sides
        self._texts = texts
        self._segments = segments
        self._hits = hits
        self._traced = traced
        self._document = {d.id: i for i, d in enumerate(candidates.stream.documents)}

    def prepare(self) -> None:
        """Reads all traces now, so that no concept waits for them."""
        if self._traces:
            _ = self._middles

    def said(self, concept: str, closed: Places) -> Said:
        """How far each candidate is linked to a concept.

        Args:
            concept: its id.
            closed: occurrences of candidates that don't count, ascending.
        """
        size = len(self._found)
        share, back = np.zeros(size), np.zeros(size)
        beads = self._named.get(concept, {}) if self._traces is not None else {}
        for number, spans in beads.items():
            at = self._inside(number)
            at = at[~_among(at, closed)]
            owner = self._found.owner[at]
            for forth, inverse in self._looked(number, spans, at):
                both = forth + inverse
                joint = np.divide(2 * forth * inverse, both, where=both > 0, out=both * 0)
                np.maximum.at(share, owner, joint)
                np.maximum.at(back, owner, inverse)
        return Said(share, back, bool(beads))

    @cached_property
    def _named(self) -> Mapping[str, Mapping[int, Sequence[tuple[int, int]]]]:
        """For each concept the beads whose other side names it, with where it does."""
        ordered = {
            document: sorted((hit.start, hit.end, hit.concept) for hit in found if not hit.nested)
            for document, found in self._hits.items()
        }
        named: dict[str, dict[int, list[tuple[int, int]]]] = {}
        for number, side in enumerate(self._sides):
            spans = self._segments[side.other]
            start, end = spans[side.facing[0]].start, spans[side.facing[-1]].end
            found = ordered.get(side.other, [])
            for a, b, concept in found[bisect.bisect_left(found, (start,)) :]:
                if a >= end:
                    break
                named.setdefault(concept, {}).setdefault(number, []).append((a, b))
        return named

    @cached_property
    def _traces(self) -> Mapping[tuple[str, int], tuple[Sketch, Spans]] | None:
        """Rows of each segment that is asked for, and where in its document they stand."""
        numbers = sorted({number for beads in self._named.values() for number in beads})
        wanted = dict.fromkeys(
            (document, index)
            for side in map(self._sides.__getitem__, numbers)
            for document, own in ((side.document, side.segments), (side.other, side.facing))
            for index in own
        )
        texts = []
        for document, index in wanted:
            segment = self._segments[document][index]
            texts.append(self._texts[document][segment.start : segment.end])
        found = self._traced(texts) if texts else None
        if found is None:
            return None
        return {
            key: (rows, spans + np.int32(self._segments[key[0]][key[1]].start))
            for key, (rows, spans) in zip(wanted, found, strict=True)
        }

    @cached_property
    def _middles(self) -> tuple[Singles, Singles]:
        """Mean rows of the language's pieces and of the other side's."""
        assert self._traces is not None
        own, other = (
            [
                rows
                for (document, _), (rows, _) in self._traces.items()
                if mine == (document in self._document)
            ]
            for mine in (True, False)
        )
        return _mean(own), _mean(other)

    def _rows(
        self, document: str, indices: Sequence[int], middle: Singles
    ) -> tuple[Singles, Spans]:
        """Centred unit rows of the pieces of some segments, and where they stand."""
        assert self._traces is not None
        parts = [self._traces[document, index] for index in indices]
        rows = np.concatenate([rows for rows, _ in parts]).astype(np.float32) - middle
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        return rows, np.concatenate([spans for _, spans in parts])

    def _inside(self, number: int) -> Places:
        """Occurrences of candidates inside a bead."""
        side, stream = self._sides[number], self._found.stream
        spans, document = self._segments[side.document], self._document[side.document]
        low, high = self._bounds[document : document + 2]
        # Of another type than the words' they would have all of those copied.
        edges = np.array([spans[side.segments[0]].start, spans[side.segments[-1]].end], np.int32)
        first, last = (low + np.searchsorted(stream.start[low:high], edges)).tolist()
        return self._found.between(first, last)

    @cached_property
    def _bounds(self) -> list[int]:
        """Where the words of each document begin, and the last end."""
        documents = np.arange(len(self._document) + 1, dtype=np.int32)
        bounds: list[int] = np.searchsorted(self._found.stream.document, documents).tolist()
        return bounds

    def _looked(
        self, number: int, terms: Sequence[tuple[int, int]], at: Places
    ) -> Iterator[tuple[Floats, Floats]]:
        """What each of the terms finds in occurrences, and they in it; both 0 to 1."""
        side, stream = self._sides[number], self._found.stream
        own, spans = self._rows(side.document, side.segments, self._middles[0])
        other, facing = self._rows(side.other, side.facing, self._middles[1])
        if not len(own) or not len(other):
            return
        near = SHARP * (other @ own.T).astype(np.float64)
        forth, back = (np.exp(near - near.max(axis=way, keepdims=True)) for way in (1, 0))
        forth /= forth.sum(axis=1, keepdims=True)
        back /= back.sum(axis=0, keepdims=True)
        first = self._found.first[at]
        starts = stream.start[first]
        ends = stream.end[first + self._found.words[self._found.owner[at]] - 1]
        size = _between(spans, np.ones(len(own)), starts, ends)
        for start, end in terms:
            term = (facing[:, 0] < end) & (facing[:, 1] > start)
            if term.any():
                found = _between(spans, forth[term].mean(axis=0), starts, ends)
                meant = _between(spans, back[term].sum(axis=0), starts, ends)
                yield found, np.divide(meant, size, where=size > TOUCHED, out=np.zeros(len(size)))


def _among(some: Places, every: Places) -> npt.NDArray[np.bool_]:
    """Which of a few are among many; both ascend."""
    if not len(every):
        return np.zeros(len(some), dtype=np.bool_)
    place = np.minimum(np.searchsorted(every, some), len(every) - 1)
    return np.asarray(every[place] == some)


def _between(spans: Spans, worth: Floats, starts: Ints, ends: Ints) -> Floats:
    """Sum of what pieces are worth inside stretches of text; a cut piece counts in part."""
    total = np.cumsum(worth)
    before = np.stack([total - worth, total], axis=1).ravel()
    edges = spans.ravel()
    sums: Floats = np.interp(ends, edges, before) - np.interp(starts, edges, before)
    return sums


def _mean(rows: Sequence[Sketch]) -> Singles:
    total = np.concatenate(rows) if rows else np.zeros((1, 1), dtype=np.int8)
    return np.asarray(total.mean(axis=0, dtype=np.float64), dtype=np.float32)
