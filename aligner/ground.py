"""The ground of mining: what all concepts of one language share, made once.

Known terms are spotted, the words they own are set apart, and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner import association, candidates, frames, stream
from aligner.model import Bitext, Document, Segment
from glossary.match import Hit, Matcher
from glossary.model import Term, Termbase

Floats = npt.NDArray[np.float64]

Known = Mapping[tuple[str, str], Sequence[str]]
"""For a concept and language the only strings to take as known."""


@dataclass(frozen=True)
class Corpus:
    """What is mined."""

    documents: tuple[Document, ...]
    segments: Mapping[str, tuple[Segment, ...]]
    """By document id."""
    bitexts: tuple[Bitext, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """Documents by id."""
        return {document.id: document for document in self.documents}


def known_terms(termbase: Termbase, known: Known | None) -> Termbase:
    """The termbase with the terms of a concept and language restricted to the strings given."""
    if not known:
        return termbase
    concepts = []
    for concept in termbase:
        terms: list[Term] = []
        for lang in dict.fromkeys(
            [*(t.lang for t in concept.terms), *(lg for cid, lg in known if cid == concept.id)]
        ):
            listed = concept.in_lang(lang)
            given = known.get((concept.id, lang))
            if given is None:
                terms.extend(listed)
                continue
            for text in given:
                same = next((t for t in listed if text == t.text or text in t.forms), None)
                if same is None:
                    terms.append(Term(lang, text))
                else:
                    terms.append(replace(same, text=text, forms=()))
        concepts.append(replace(concept, terms=tuple(terms)))
    return Termbase(tuple(concepts), termbase.extra)


def content_hits(document: Document, segments: Sequence[Segment], matcher: Matcher) -> list[Hit]:
    """Known terms in the content of a document; boilerplate is left out."""
    spans = [(s.start, s.end) for s in segments if s.kind is None]
    kept = []
    place = 0
    for hit in sorted(matcher.find(document.text), key=lambda h: (h.start, -h.end, str(h.concept))):
        while place < len(spans) and spans[place][1] <= hit.start:
            place += 1
        if place < len(spans) and spans[place][0] <= hit.start:
            kept.append(hit)
    return kept


@dataclass(frozen=True)
class Ground:
    """What the concepts of one language share."""

    stream: stream.Stream
    candidates: candidates.Candidates
    heads: frames.Heads
    hits: Mapping[str, Sequence[Hit]]
    """Known terms by document id, of all languages."""
    units: association.Units

    @cached_property
    def contexts(self) -> frames.Contexts:
        """Context vectors of the language."""
        return frames.Contexts(self.stream)

    @cached_property
    def word_pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Candidate and word of each word of each candidate."""
        found = self.candidates
        row = np.repeat(np.arange(len(found)), found.words)
        start = np.repeat(found.first[found.bounds[:-1]].astype(np.int64), found.words)
        step = np.arange(len(row)) - np.repeat(np.cumsum(found.words) - found.words, found.words)
        return row, self.stream.word[start + step].astype(np.int64)

    @cached_property
    def rarity(self) -> Floats:
        """Weight of each word: log of its inverse rate, shape (vocabulary,)."""
        rate: Floats = np.log((len(self.stream) + 1.0) / (self.stream.frequency + 1.0))
        return rate

    @cached_property
    def rarity_sums(self) -> Floats:
        """Sum of the weights of each candidate's words."""
        row, word = self.word_pairs
        sums = np.bincount(row, self.rarity[word], minlength=len(self.candidates))
        return sums.astype(np.float64)

    @cached_property
    def characters(self) -> npt.NDArray[np.int64]:
        """Length of each candidate in code points, at its first occurrence."""
        found, s = self.candidates, self.stream
        first = found.first[found.bounds[:-1]]
        length: npt.NDArray[np.int64] = (s.end[first + found.words - 1] - s.start[first]).astype(
            np.int64
        )
        return length

    @cached_property
    def edges(self) -> Floats:
        """Share of a candidate's edges, of both sides, the worse side counting, that are clean.

        An edge is clean at the end of a run, and beside a function word, a known term or, in
        Thai, a space.
        """
        found, s = self.candidates, self.stream
        last = found.first + found.words[found.owner] - 1
        light = frames.function_words(s)[s.word]
        sides = []
        for place, edge, step in ((found.first - 1, found.first, -1), (last + 1, last, 1)):
            inside = (place >= 0) & (place < len(s))
            safe = np.where(inside, place, 0)
            same = inside & (s.run[safe] == s.run[edge])
            clean = ~same | light[safe] | ((s.owner[safe] >= 0) & (found.within < 0))
            if s.lang == "th":
                gap = s.start[edge] - s.end[safe] if step < 0 else s.start[safe] - s.end[edge]
                clean |= gap > 0
            total = np.diff(found.bounds)
            sides.append(np.bincount(found.owner, clean, minlength=len(found)) / total)
        return np.minimum(*sides)


def spot(corpus: Corpus, termbase: Termbase) -> Mapping[str, Sequence[Hit]]:
    """Known terms in the content of all documents, by document id."""
    matchers = {
        lang: Matcher(termbase, lang) for lang in sorted({d.lang for d in corpus.documents})
    }
    return {
        d.id: content_hits(d, corpus.segments[d.id], matchers[d.lang]) for d in corpus.documents
    }


def survey(lang: str, corpus: Corpus, hits: Mapping[str, Sequence[Hit]]) -> Ground:
    """Words, candidates and frames of one language."""
    found = candidates.find(stream.read(lang, corpus.documents, corpus.segments, hits))
    langs = {document.id: document.lang for document in corpus.documents}
    units = association.units(found, corpus.bitexts, corpus.segments, hits, langs)
    return Ground(found.stream, found, frames.heads(found), hits, units)
