"""The ground of mining: what all concepts of one language share, made once.

Known terms are spotted, the words they own are set apart, and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.mining import association, candidates, frames, literal, stream
from aligner.mining.coordination import Coordination
from aligner.mining.particles import JOINS, LIGHT, NOMINALISERS, TIES
from aligner.mining.stream import Keys
from aligner.model import Bitext, Document, Segment
from glossary.match import Hit, Matcher
from glossary.model import Term, Termbase
from glossary.words import thai_words, words

Floats = npt.NDArray[np.float64]

SAID = 0.9
"""Agreement from which the words of a phrase say a concept."""

LONGER = 24
"""Characters after a term in which a word of the dictionary may end that began in it."""

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
    return [hit for hit in kept if document.lang != "th" or not _cuts(document.text, hit)]


def _cuts(text: str, hit: Hit) -> bool:
    """Whether a Thai term ends in a longer word of the dictionary: พรรค in สมาชิกพรรคการเมือง."""
    around = text[hit.start : hit.end + LONGER]
    for a, b in words(around, "th"):
        if a < hit.end - hit.start < b:
            return around[a:b] in thai_words()
    return False


@dataclass(frozen=True)
class Ground:
    """What the concepts of one language share."""

    stream: stream.Stream
    candidates: candidates.Candidates
    heads: frames.Heads
    hits: Mapping[str, Sequence[Hit]]
    """Known terms by document id, of all languages."""
    units: association.Units
    terms: Mapping[str, tuple[frozenset[str], ...]]
    """The words of each known term, by concept."""
    telling: Floats
    """How much each word tells one concept from another, shape (vocabulary,): the log of the
    number of concepts over that of the concepts that have the word in a term."""
    glosses: Mapping[str, tuple[str, str]]
    """English gloss and Vietnamese name of each concept, in the order of the termbase."""

    @cached_property
    def hits_of(self) -> Mapping[str, Sequence[tuple[str, Hit]]]:
        """Document and hit of each known occurrence that is not nested, by concept."""
        found: dict[str, list[tuple[str, Hit]]] = {}
        for document in self.stream.documents:
            for hit in self.hits[document.id]:
                if not hit.nested:
                    found.setdefault(hit.concept, []).append((document.id, hit))
        return found

    @cached_property
    def keys(self) -> Keys:
        """Words to their keys."""
        return Keys(self.stream.lang)

    @cached_property
    def word_of(self) -> Mapping[str, int]:
        """Keys to their indices in the vocabulary."""
        return {key: i for i, key in enumerate(self.stream.vocabulary)}

    @cached_property
    def by_document(self) -> association.ByDocument:
        """How often each candidate stands in each document."""
        return association.by_document(self.candidates)

    @cached_property
    def contexts(self) -> frames.Contexts:
        """Context vectors of the language."""
        return frames.Contexts(self.stream)

    @cached_property
    def word_pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Candidate and word of each word of each candidate."""
        row, place = self._words_of
        return row, self.stream.word[place].astype(np.int64)

    @cached_property
    def heading(self) -> npt.NDArray[np.bool_]:
        """Shape (n,), words of the stream that head the names of bodies or of kinds of work."""
        known = literal.lexicon(self.stream.lang)
        kinds = np.array([entry.kind in "hw" for entry in known.entries] + [False])
        sense = literal.senses(known, self.stream)
        nominal = np.array([key in NOMINALISERS for key in self.stream.vocabulary] or [False])
        found: npt.NDArray[np.bool_] = kinds[np.maximum(sense, literal.UNKNOWN)]
        return found | nominal[self.stream.word] if len(self.stream) else found

    def core(self, i: int) -> tuple[int, ...]:
        """The words of a candidate that are neither function words nor words of work."""
        return tuple(word for word in self.candidates.key(i) if not self._empty[word])

    @cached_property
    def _empty(self) -> npt.NDArray[np.bool_]:
        """Shape (vocabulary,), words that add nothing to a name: function words, งาน, कार्य."""
        known = literal.lexicon(self.stream.lang)
        kinds = np.array([entry.kind == "w" for entry in known.entries] + [False])
        sense = [max(known.sense_of(key), literal.UNKNOWN) for key in self.stream.vocabulary]
        nominal = [key in NOMINALISERS for key in self.stream.vocabulary]
        found: npt.NDArray[np.bool_] = np.array(nominal, dtype=np.bool_)
        found |= self.stream.light | kinds[np.array(sense, dtype=np.int64)]
        return found

    @cached_property
    def parts(self) -> literal.Parts:
        """What the words of the candidates mean."""
        head_first = self.stream.lang in frames.HEAD_FIRST
        return literal.parts_of(literal.lexicon(self.stream.lang), self.candidates, head_first)

    @cached_property
    def says(self) -> literal.Says:
        """Which concept the words of each candidate say."""
        known = literal.lexicon(self.stream.lang)
        return literal.says(known, self.parts, self.glosses.values())

    def says_another(self, concept: str) -> Floats:
        """1 for each candidate whose words say another concept, and better than this one."""
        other = self.says.other(list(self.glosses).index(concept))
        own = literal.agreement(
            literal.lexicon(self.stream.lang), self.parts, *self.glosses[concept]
        )
        return np.where((other >= SAID) & (other > own), 1.0, 0.0)

    @cached_property
    def empty(self) -> npt.NDArray[np.bool_]:
        """Shape (candidates,), those of which no word adds anything to a name."""
        row, word = self.word_pairs
        full = np.bincount(row, ~self._empty[word], minlength=len(self.candidates))
        return np.asarray(full == 0)

    @cached_property
    def loose(self) -> npt.NDArray[np.int64]:
        """Function words inside each candidate that tie no modifier to its head."""
        row, place = self._words_of
        s = self.stream
        loose = s.light & ~np.isin(np.arange(len(s.light)), self._ties)
        found: npt.NDArray[np.int64] = np.bincount(
            row, loose[s.word[place]], minlength=len(self.candidates)
        ).astype(np.int64)
        return found

    @cached_property
    def torn(self) -> Floats:
        """Share of the places of each candidate where the head of its first part stands outside.

        A phrase of two parts with *of* between them is torn where a word that heads bodies stands
        at its head's side, or in Thai a known term without a space: ถาวรของคณะกรรมการพรรค after
        คณะกรรมการ or after รองเลขาธิการ.
        """
        found, s = self.candidates, self.stream
        row, place = self._words_of
        tie = np.isin(s.vocabulary, [self.keys(word) for word in TIES])
        tied = np.bincount(row, tie[s.word[place]], minlength=len(found)) > 0
        known = literal.lexicon(s.lang)
        bodies = np.array([entry.kind == "h" for entry in known.entries] + [False])
        sense = literal.senses(known, s)
        whole = sense[np.arange(len(sense)) - literal.back(sense)]
        body = bodies[np.maximum(whole, literal.UNKNOWN)]
        head_first = s.lang in frames.HEAD_FIRST
        last = found.first + found.words[found.owner] - 1
        edge = found.first if head_first else last
        beside = edge - 1 if head_first else edge + 1
        inside = (beside >= 0) & (beside < len(s))
        safe = np.where(inside, beside, 0)
        heads = body[safe]
        if s.lang == "th":
            heads |= (s.owner[safe] >= 0) & (s.owner[safe] != s.owner[edge]) & ~s.spaced[edge]
        cut = inside & (s.run[safe] == s.run[edge]) & heads & tied[found.owner]
        share = np.bincount(found.owner, cut, minlength=len(found)) / np.diff(found.bounds)
        return share.astype(np.float64)

    @cached_property
    def _ties(self) -> list[int]:
        ties = {self.keys(word) for word in (*TIES, *LIGHT, *JOINS.get(self.stream.lang, ()))}
        return [self.word_of[key] for key in sorted(ties & self.word_of.keys())]

    def spoken_with(self, own: Iterable[str]) -> frozenset[str]:
        """Concepts of which a term has no other words than these."""
        given = frozenset(own)
        return frozenset(
            concept
            for concept, texts in self.terms.items()
            if any(text and text <= given for text in texts)
        )

    @cached_property
    def held(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Candidate and class of hit of each word that a known term owns inside a candidate.

        At its first occurrence; one inside a known term, or all of it, holds none.
        """
        found, s = self.candidates, self.stream
        row, place = self._words_of
        owner = s.owner[place]
        first = found.first[found.bounds[:-1]]
        inside = (s.owner[first] >= 0) & (s.owner[first] == s.owner[first + found.words - 1])
        there = (owner >= 0) & ~inside[row]
        classes = s.hit_class[owner[there]] if len(s.hits) else owner[there]
        return row[there], classes.astype(np.int64)

    @cached_property
    def _words_of(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Candidate and place in the stream of each word of each candidate's first occurrence."""
        found = self.candidates
        row = np.repeat(np.arange(len(found)), found.words)
        start = np.repeat(found.first[found.bounds[:-1]].astype(np.int64), found.words)
        step = np.arange(len(row)) - np.repeat(np.cumsum(found.words) - found.words, found.words)
        return row, start + step

    @cached_property
    def telling_sums(self) -> Floats:
        """Sum of the weights of each candidate's words."""
        row, word = self.word_pairs
        sums = np.bincount(row, self.telling[word], minlength=len(self.candidates))
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

        An edge is clean at the end of a run, and beside a function word, a known term, a word
        that heads bodies or kinds of work (งาน__) or, in Thai, a space.
        """
        found, s = self.candidates, self.stream
        last = found.first + found.words[found.owner] - 1
        light = s.light[s.word]
        head_side = -1 if s.lang in frames.HEAD_FIRST else 1
        sides = []
        for place, edge, step in ((found.first - 1, found.first, -1), (last + 1, last, 1)):
            inside = (place >= 0) & (place < len(s))
            safe = np.where(inside, place, 0)
            same = inside & (s.run[safe] == s.run[edge])
            clean = ~same | light[safe] | ((s.owner[safe] >= 0) & (found.within < 0))
            if step == head_side:
                clean |= self.heading[safe]
            if s.lang == "th":
                gap = s.start[edge] - s.end[safe] if step < 0 else s.start[safe] - s.end[edge]
                clean |= gap > 0
            total = np.diff(found.bounds)
            sides.append(np.bincount(found.owner, clean, minlength=len(found)) / total)
        return np.minimum(*sides)


def spot(corpus: Corpus, termbase: Termbase) -> Mapping[str, Sequence[Hit]]:
    """Known terms in the content of all documents, by document id."""
    langs = sorted({d.lang for d in corpus.documents})
    matchers = {lang: Matcher(termbase, lang) for lang in langs}
    together = {lang: Coordination(termbase, lang) for lang in langs}
    return {
        d.id: together[d.lang].resolved(
            d.text, content_hits(d, corpus.segments[d.id], matchers[d.lang])
        )
        for d in corpus.documents
    }


def survey(
    lang: str, corpus: Corpus, termbase: Termbase, hits: Mapping[str, Sequence[Hit]]
) -> Ground:
    """Words, candidates and frames of one language."""
    read = stream.read(lang, corpus.documents, corpus.segments, hits)
    langs = {document.id: document.lang for document in corpus.documents}
    sides = association.sides_of(read, corpus.bitexts, langs)
    unfounded = association.unfounded(read, sides, corpus.segments, hits, langs)
    found = candidates.find(read, unfounded=unfounded)
    units = association.units(found, sides, corpus.segments, hits, langs)
    terms = lexicon(lang, termbase)
    weights = telling(found.stream, terms)
    glosses = {concept.id: (concept.gloss, concept.name) for concept in termbase}
    return Ground(found.stream, found, frames.heads(found), hits, units, terms, weights, glosses)


def lexicon(lang: str, termbase: Termbase) -> Mapping[str, tuple[frozenset[str], ...]]:
    """The words of each term and form of each concept that has any in the language."""
    keys = Keys(lang)
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for concept in termbase:
        texts = [f for t in concept.in_lang(lang) for f in (t.text, *t.forms)]
        if texts:
            found[concept.id] = tuple(
                frozenset(keys(text[a:b]) for a, b in words(text, lang)) for text in texts
            )
    return found


def telling(read: stream.Stream, terms: Mapping[str, tuple[frozenset[str], ...]]) -> Floats:
    """Weights of the words of a stream by how few concepts have them in a term."""
    place = {key: i for i, key in enumerate(read.vocabulary)}
    having = np.zeros(len(read.vocabulary))
    for texts in terms.values():
        known = frozenset().union(*texts)
        having[[place[key] for key in sorted(known & place.keys())]] += 1.0
    weights: Floats = np.log((len(terms) + 2.0) / (having + 1.0))
    return weights
