"""The words of one language of a corpus as arrays, and which of them belong to a known term.

Mining looks at millions of phrases, so words are numbers here. The longest known
term owns its words: a word inside *Ban Dân vận* is no word of *dân vận*.
"""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import regex

from aligner.mining.particles import EDGES, LIGHT, LINKS, NOMINALISERS
from aligner.model import Document, Occurrence, Segment
from glossary.gazetteer import gazetteer, mentions
from glossary.match import Hit
from glossary.normalize import normalize
from glossary.words import thai_words, words

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

OURS = frozenset(("province", "former", "town", "island"))
"""Kinds of places in Vietnam, see `glossary.gazetteer.Place`."""

BREAK = regex.compile(r"[^\s\p{L}\p{M}\p{N}\u200b\u200c\u200d\u2060'’/&-]")
"""What stands between two words of which no term has both: punctuation, but no hyphen or slash."""


@dataclass(frozen=True)
class Stream:
    """Words of all content of one language; documents follow each other in order of their ids."""

    lang: str
    documents: tuple[Document, ...]
    vocabulary: tuple[str, ...]
    """Keys of the words, sorted: case, spelling and inflection are folded."""
    word: Ints
    """Shape (n,), index into `vocabulary`."""
    document: Ints
    """Shape (n,), index into `documents`."""
    segment: Ints
    """Shape (n,), index of the segment in its document."""
    start: Ints
    """Shape (n,), code points of the document."""
    end: Ints
    run: Ints
    """Shape (n,); no term reaches from one run into the next."""
    owner: Ints
    """Shape (n,), index of the hit that owns the word, or -1."""
    joint: Flags
    """Shape (n,), whether the word continues a compound that the one before it began."""
    spaced: Flags
    """Shape (n,), whether a space stands before the word."""
    hits: tuple[tuple[frozenset[str], int, int, int], ...]
    """Concepts, document index, start and end of each hit that is not nested in another."""
    hit_first: Ints
    """Shape (hits,), index of the first word of the hit."""
    hit_last: Ints
    known: Mapping[str, tuple[Ints, Ints]]
    """First and last words of every hit of a concept, nested ones too, by concept."""

    def __len__(self) -> int:
        return len(self.word)

    @cached_property
    def text_of(self) -> tuple[str, ...]:
        """Texts of the documents."""
        return tuple(document.text for document in self.documents)

    def surface(self, first: int, last: int) -> str:
        """The text from one word to another, both included, with single spaces."""
        text = self.text_of[self.document[first]]
        return " ".join(text[self.start[first] : self.end[last]].split())

    def occurrences(self, first: Ints, last: Ints) -> tuple[Occurrence, ...]:
        """Where the words from each one to another stand, both included."""
        documents = [self.documents[number].id for number in self.document[first].tolist()]
        ends = self.end[last].tolist()
        return tuple(map(Occurrence, documents, self.start[first].tolist(), ends))

    @cached_property
    def classes(self) -> tuple[frozenset[str], ...]:
        """The different sets of concepts that a hit can belong to, in a fixed order."""
        return tuple(sorted({hit[0] for hit in self.hits}, key=sorted))

    @cached_property
    def hit_class(self) -> Ints:
        """Shape (hits,), index into `classes`."""
        number = {concepts: i for i, concepts in enumerate(self.classes)}
        return np.array([number[hit[0]] for hit in self.hits], dtype=np.int32)

    @cached_property
    def light(self) -> Flags:
        """Words that a frame looks through, and that make an edge clean, shape (vocabulary,)."""
        keys = Keys(self.lang)
        lists = (EDGES.get(self.lang, ()), LINKS.get(self.lang, ()), LIGHT)
        listed = {keys(word) for words_of in lists for word in words_of}
        return np.array([key in listed for key in self.vocabulary], dtype=np.bool_)

    @cached_property
    def places(self) -> Flags:
        """Shape (n,), which words belong to the name of a province, town or island of Vietnam.

        Countries are left out, for a body may be named after another one's by mistake.
        """
        found = np.zeros(len(self), dtype=np.bool_)
        bounds = np.searchsorted(self.document, np.arange(len(self.documents) + 1))
        for number, document in enumerate(self.documents):
            words = slice(int(bounds[number]), int(bounds[number + 1]))
            start, end = self.start[words], self.end[words]
            for mention in mentions(document.text, self.lang):
                if gazetteer()[mention.place].kind in OURS:
                    low = words.start + int(np.searchsorted(end, mention.start, side="right"))
                    high = words.start + int(np.searchsorted(start, mention.end))
                    found[low:high] = True
        return found

    @cached_property
    def frequency(self) -> npt.NDArray[np.int64]:
        """Shape (vocabulary,), how often each word stands in the stream."""
        return np.bincount(self.word, minlength=len(self.vocabulary)).astype(np.int64)


COMPOUND = 4
"""Words of the longest dictionary compound that is looked for."""


STEM = "-"
"""What is put behind a stem that looks like a function word."""


class Keys:
    """Words to keys under which their spellings and inflections are one.

    Function words keep their inflection: the stem of कि is that of the genitive की, and that of
    सभी ("all") is that of सभा ("assembly"). A stem that is one of theirs is marked as none of them:
    that of एकता ("unity") is एक ("one").
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._known: dict[str, str] = {}
        self._stem = None
        self._listed: frozenset[str] = frozenset()
        if lang == "hi":
            import Stemmer  # only Hindi pays for it

            self._stem = Stemmer.Stemmer("hindi").stemWord
            listed = EDGES[lang] | LINKS[lang]
            self._listed = frozenset(normalize(word, lang).key for word in listed)

    def __call__(self, word: str) -> str:
        key = self._known.get(word)
        if key is None:
            key = normalize(word, self.lang).key
            if self._stem is not None and key not in self._listed:
                key = self._stem(key)
                if key in self._listed:
                    key += STEM
            self._known[word] = key
        return key


def _top(hits: Iterable[Hit]) -> list[tuple[frozenset[str], int, int]]:
    """Hits that own their text: of overlapping ones the longest, of equals the leftmost."""
    spans: dict[tuple[int, int], set[str]] = {}
    for hit in hits:
        spans.setdefault((hit.start, hit.end), set()).add(str(hit.concept))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        place = bisect.bisect_left(kept, (start, end))
        before = place > 0 and kept[place - 1][1] > start
        after = place < len(kept) and kept[place][0] < end
        if not before and not after:
            kept.insert(place, (start, end))
    return [(frozenset(spans[span]), *span) for span in kept]


def _thai_joints(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each word continues a compound of the dictionary: แบบ in เลียนแบบ.

    ICU's words are shorter than a reader's. Longest compounds first, from the left;
    none begins with or holds a nominaliser, which heads as many compounds as there are verbs.
    """
    dictionary = thai_words()
    joints = [False] * len(spans)
    place = 0
    while place < len(spans):
        step = 1
        for size in range(1, COMPOUND + 1):
            last = place + size - 1
            if last >= len(spans) or (size > 1 and spans[last][0] != spans[last - 1][1]):
                break
            if text[slice(*spans[last])] in NOMINALISERS:
                break
            if text[spans[place][0] : spans[last][1]] in dictionary:
                step = size
        for inner in range(place + 1, place + step):
            joints[inner] = True
        place += step
    return joints


class _Columns:
    """What is known of each word so far, one array a fact.

    Arrays and no lists: a corpus has millions of words, and a number of Python's has 28 bytes.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.keys = Keys(lang)
        self.vocabulary: dict[str, int] = {}
        self.word, self.document, self.segment = array("i"), array("i"), array("i")
        self.start, self.end, self.run = array("i"), array("i"), array("i")
        self.owner = array("i")
        self.joint, self.spaced = bytearray(), bytearray()
        self.hits: list[tuple[frozenset[str], int, int, int]] = []
        self.hit_first, self.hit_last = array("i"), array("i")
        self.runs = 0

    def add(
        self, number: int, document: Document, pieces: Sequence[Segment], hits: Iterable[Hit]
    ) -> None:
        """Take up the words of a document, `number` among those that are read."""
        top = _Top(number, _top(hits))
        reach = -1
        for index, piece in enumerate(pieces):
            if piece.kind is not None:
                reach = -1
                continue
            between = document.text[reach : piece.start] if reach >= 0 else ""
            # Thai atoms end at spaces, which machine translation also puts inside terms.
            joins = self.lang == "th" and between == " "
            self.runs += not joins
            before = len(self.word)
            self._segment(document.text[piece.start : piece.end], piece.start, joins, top)
            new = len(self.word) - before
            self.document.extend([number] * new)
            self.segment.extend([index] * new)
            reach = piece.end

    def _segment(self, text: str, offset: int, joins: bool, top: _Top) -> None:
        spans = words(text, self.lang)
        joints = _thai_joints(text, spans) if self.lang == "th" else [False] * len(spans)
        before = 0
        for (low, high), continues in zip(spans, joints, strict=True):
            surface = text[low:high]
            if not any(map(str.isalnum, surface)):
                continue
            if BREAK.search(text, before, low):
                self.runs += 1
            before = high
            self.owner.append(self._owned(low + offset, high + offset, top))
            self.word.append(self.vocabulary.setdefault(self.keys(surface), len(self.vocabulary)))
            self.spaced.append(joins or text[low - 1 : low].isspace())
            joins = False
            self.start.append(low + offset)
            self.end.append(high + offset)
            self.run.append(self.runs)
            self.joint.append(continues)
        if BREAK.search(text, before):
            self.runs += 1

    def _owned(self, start: int, end: int, top: _Top) -> int:
        """Index of the hit that the next word, which stands there, lies in, or -1."""
        hit = top.over(start, end)
        if hit is None:
            return -1
        if not self.hits or self.hits[-1] != hit:
            self.hits.append(hit)
            self.hit_first.append(len(self.word))
            self.hit_last.append(len(self.word))
        self.hit_last[-1] = len(self.word)
        return len(self.hits) - 1

    def known(
        self, documents: Sequence[Document], hits: Mapping[str, Sequence[Hit]]
    ) -> dict[str, tuple[Ints, Ints]]:
        """First and last words of every hit of each concept."""
        spans: dict[str, set[tuple[int, int]]] = {}
        bounds = np.searchsorted(ints(self.document), np.arange(len(documents) + 1)).tolist()
        for document, (low, high) in zip(documents, pairwise(bounds), strict=True):
            for hit in hits.get(document.id, ()):
                first = bisect.bisect_right(self.end, hit.start, low, high)
                last = bisect.bisect_left(self.start, hit.end, low, high) - 1
                if first <= last:
                    spans.setdefault(str(hit.concept), set()).add((first, last))
        return {
            concept: (
                ints(array("i", (first for first, _ in sorted(found)))),
                ints(array("i", (last for _, last in sorted(found)))),
            )
            for concept, found in sorted(spans.items())
        }

    def ordered(self) -> tuple[tuple[str, ...], Ints]:
        """The vocabulary, sorted, and the words as indices into it."""
        order = sorted(self.vocabulary)
        place = np.zeros(len(order), dtype=np.int32)
        place[[self.vocabulary[key] for key in order]] = np.arange(len(order))
        return tuple(order), place[ints(self.word)] if self.word else ints(self.word)


class _Top:
    """Hits that own their text, passed once from the left."""

    def __init__(self, document: int, hits: Sequence[tuple[frozenset[str], int, int]]) -> None:
        self._document = document
        self._hits = hits
        self._next = 0

    def over(self, start: int, end: int) -> tuple[frozenset[str], int, int, int] | None:
        """The hit that a word lies in, as `Stream.hits` has it; words are asked for in order."""
        while self._next < len(self._hits) and self._hits[self._next][2] <= start:
            self._next += 1
        if self._next == len(self._hits) or self._hits[self._next][1] >= end:
            return None
        concepts, low, high = self._hits[self._next]
        return concepts, self._document, low, high


def read(
    lang: str,
    documents: Sequence[Document],
    segments: Mapping[str, Sequence[Segment]],
    hits: Mapping[str, Sequence[Hit]],
) -> Stream:
    """The content words of the documents of one language.

    Args:
        lang: documents of other languages are left out.
        documents: in any order.
        segments: by document id; boilerplate is left out.
        hits: known terms found in each document, by document id.
    """
    chosen = tuple(sorted((d for d in documents if d.lang == lang), key=lambda d: d.id))
    columns = _Columns(lang)
    for number, document in enumerate(chosen):
        columns.add(number, document, segments[document.id], hits.get(document.id, ()))
    vocabulary, word = columns.ordered()
    return Stream(
        lang=lang,
        documents=chosen,
        vocabulary=vocabulary,
        word=word,
        document=ints(columns.document),
        segment=ints(columns.segment),
        start=ints(columns.start),
        end=ints(columns.end),
        run=ints(columns.run),
        owner=ints(columns.owner),
        joint=np.frombuffer(columns.joint, dtype=np.bool_),
        spaced=np.frombuffer(columns.spaced, dtype=np.bool_),
        hits=tuple(columns.hits),
        hit_first=ints(columns.hit_first),
        hit_last=ints(columns.hit_last),
        known=columns.known(chosen, hits),
    )


def ints(values: array[int]) -> Ints:
    """The numbers as an array of numpy's, without a copy."""
    return np.frombuffer(values, dtype=np.int32) if values else np.zeros(0, dtype=np.int32)
