"""Association of phrases with a concept: over aligned beads, and over documents by their slug.

Both are tables of two by two (with or without the phrase, with or without the
concept), scored by the log-likelihood ratio of Dunning 1993, "Accurate methods
for the statistics of surprise and coincidence".
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.mining.candidates import Candidates
from aligner.mining.stream import Ints, Stream
from aligner.model import Bitext, Segment
from glossary.match import Hit
from glossary.model import SOURCE_LANG

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

TRUSTED = 3
"""Aligned occurrences from which the ratio is trusted: in development text a variant seen
three times was in its top 10 in 96 % of trials, seen twice in 73 %, seen once never."""


def llr(both: Floats, phrase: Floats, concept: Floats, total: Floats) -> Floats:
    """Signed log-likelihood ratio; negative where phrase and concept shun each other.

    Args:
        both: how often phrase and concept meet.
        phrase: how often the phrase stands anywhere.
        concept: how often the concept stands anywhere.
        total: of all units.
    """
    table = [both, phrase - both, concept - both, total - phrase - concept + both]
    expected = [
        phrase * concept / total,
        phrase * (total - concept) / total,
        (total - phrase) * concept / total,
        (total - phrase) * (total - concept) / total,
    ]
    ratio = np.zeros(np.broadcast(*table).shape)
    for seen, due in zip(table, expected, strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio += np.where((seen > 0) & (due > 0), seen * np.log(seen / due), 0.0)
    sign = np.where(both * total >= phrase * concept, 2.0, -2.0)
    return sign * np.maximum(ratio, 0.0)


class Sides(NamedTuple):
    """Where a bead stands."""

    document: str
    """Of the language that is mined."""
    segments: tuple[int, ...]
    other: str
    """The document on the other side."""
    facing: tuple[int, ...]
    """Its segments."""


@dataclass(frozen=True)
class Units:
    """Beads in which the phrases of one language stand, with what their other side names."""

    row: Ints
    """Shape (pairs,), candidate; ascending."""
    unit: Ints
    """Shape (pairs,), a bead that holds the candidate."""
    count: int
    """Number of beads that have both sides."""
    naming: Mapping[str, Ints]
    """Beads whose other side names a concept, by concept; ascending."""
    knowing: Mapping[str, Ints]
    """Beads whose own side has a known rendering of a concept wherever the other side names it, by
    concept; ascending."""
    sourced: Flags
    """Shape (count,), beads whose other side is Vietnamese, which tells what is not named too."""
    outside: Floats
    """Shape (candidates,), occurrences of each that are in no bead."""
    sides: tuple[Sides, ...] = ()
    """Of each bead."""


def unfounded(
    stream: Stream,
    sides: Sequence[Sides],
    segments: Mapping[str, Sequence[Segment]],
    hits: Mapping[str, Sequence[Hit]],
    langs: Mapping[str, str],
) -> Flags:
    """Known terms of the stream that stand for nothing which the Vietnamese of their bead names.

    รัฐสภา is a term of Quốc hội, but where the Vietnamese says nothing of it, it renders something
    else. What no bead holds, or none with Vietnamese, is taken for what it says.

    Returns:
        Shape (hits,).
    """
    found = np.zeros(len(stream.hits), dtype=np.bool_)
    if not len(found) or not sides:
        return found
    named = _named(((side.other, side.facing) for side in sides), segments, hits)
    at = beads(stream, sides)
    for number, (concepts, *_) in enumerate(stream.hits):
        bead = int(at[stream.hit_first[number]])
        if bead >= 0 and langs[sides[bead].other] == SOURCE_LANG:
            found[number] = not any(bead in named.get(concept, ()) for concept in concepts)
    return found


def units(
    candidates: Candidates,
    sides: Sequence[Sides],
    segments: Mapping[str, Sequence[Segment]],
    hits: Mapping[str, Sequence[Hit]],
    langs: Mapping[str, str],
) -> Units:
    """The beads of a language's documents.

    Args:
        candidates: of the language.
        sides: as `sides_of` gives them.
        segments: by document id.
        hits: known terms of all documents, by document id.
        langs: language of each document, by id.
    """
    stream = candidates.stream
    count = len(sides)
    every = np.diff(candidates.bounds).astype(np.float64)
    none = np.zeros(0, dtype=np.int32)
    if not count:
        return Units(none, none, 0, {}, {}, np.zeros(0, dtype=np.bool_), every)
    at = beads(stream, sides)[candidates.first]
    there_is = at >= 0
    pair = np.unique(candidates.owner[there_is].astype(np.int64) * count + at[there_is])
    inside = np.bincount(candidates.owner[there_is], minlength=len(candidates))
    named = _named(((side.other, side.facing) for side in sides), segments, hits)
    known = _named(((side.document, side.segments) for side in sides), segments, hits)
    nothing: dict[int, int] = {}
    return Units(
        row=(pair // count).astype(np.int32),
        unit=(pair % count).astype(np.int32),
        count=count,
        naming={c: _ints(of) for c, of in named.items()},
        knowing={
            c: _ints(bead for bead in of if known.get(c, nothing).get(bead, 0) >= of[bead])
            for c, of in named.items()
        },
        sourced=np.array([langs[side.other] == SOURCE_LANG for side in sides], dtype=np.bool_),
        outside=every - inside,
        sides=tuple(sides),
    )


def sides_of(
    stream: Stream, bitexts: Sequence[Bitext], langs: Mapping[str, str]
) -> tuple[Sides, ...]:
    """The beads of each document in one bitext: the Vietnamese, which names the concepts, where
    there is one, else the first by its other id.

    Args:
        stream: of the language.
        bitexts: all of the corpus.
        langs: language of each document, by id.
    """
    return tuple(_sides(stream, bitexts, langs))


def _sides(stream: Stream, bitexts: Sequence[Bitext], langs: Mapping[str, str]) -> Iterator[Sides]:
    own = {document.id for document in stream.documents}
    partner: dict[str, tuple[bool, str, Bitext]] = {}
    for bitext in bitexts:
        for mine, other in ((bitext.source, bitext.target), (bitext.target, bitext.source)):
            if mine in own and other in langs and langs[other] != stream.lang:
                rank = (langs[other] != SOURCE_LANG, other, bitext)
                if mine not in partner or rank[:2] < partner[mine][:2]:
                    partner[mine] = rank
    for mine in sorted(partner):
        _, other, bitext = partner[mine]
        for bead in bitext.beads:
            if bead.source and bead.target:
                here, there = bead.source, bead.target
                if bitext.source != mine:
                    here, there = there, here
                yield Sides(mine, here, other, there)


def beads(stream: Stream, sides: Sequence[Sides]) -> npt.NDArray[np.int64]:
    """Shape (words,), the bead that each word of the stream stands in, or -1."""
    own = {document.id: number for number, document in enumerate(stream.documents)}
    widest = int(stream.segment.max(initial=0)) + 1
    table = np.full(len(stream.documents) * widest, -1, dtype=np.int64)
    for bead, side in enumerate(sides):
        for index in side.segments:
            if index < widest:
                table[own[side.document] * widest + index] = bead
    places = stream.document.astype(np.int64) * widest + stream.segment
    return np.asarray(table[places])


def _named(
    places: Iterable[tuple[str, Sequence[int]]],
    segments: Mapping[str, Sequence[Segment]],
    hits: Mapping[str, Sequence[Hit]],
) -> dict[str, dict[int, int]]:
    """How often each concept is named in which bead, by the document and segments of each bead."""
    by_document: dict[str, dict[int, Counter[str]]] = {}
    found: dict[str, dict[int, int]] = {}
    for bead, (document, indices) in enumerate(places):
        if document not in by_document:
            by_document[document] = _concepts(segments[document], hits.get(document, ()))
        for index in indices:
            for concept, many in by_document[document].get(index, {}).items():
                beads = found.setdefault(concept, {})
                beads[bead] = beads.get(bead, 0) + many
    return found


def _ints(beads: Iterable[int]) -> Ints:
    return np.fromiter(beads, dtype=np.int32)


def _concepts(segments: Sequence[Segment], hits: Sequence[Hit]) -> dict[int, Counter[str]]:
    """Concepts that each content segment names, and how often, by its index."""
    starts = [segment.start for segment in segments]
    found: dict[int, Counter[str]] = {}
    for hit in hits:
        index = bisect.bisect_right(starts, hit.start) - 1
        if index >= 0 and segments[index].kind is None:
            found.setdefault(index, Counter())[hit.concept] += 1
    return found


def unexplained(found: Units, concept: str, size: int) -> Floats:
    """LLR of each candidate with the beads that name the concept and have no known rendering of it.

    Below `TRUSTED` such beads the ratio counts in proportion: a phrase seen once with
    the concept is one of all that stand in that sentence.

    Returns:
        Shape (size,), 0 where the candidate is not associated.
    """
    if concept not in found.naming:
        return np.zeros(size)
    open_units = np.zeros(max(found.count, 1), dtype=np.bool_)
    open_units[found.naming[concept]] = True
    if concept in found.knowing:
        open_units[found.knowing[concept]] = False
    total = float(open_units.sum())
    if not total:
        return np.zeros(size)
    met = open_units[found.unit]
    both = np.bincount(found.row[met], minlength=size).astype(np.float64)
    alone = np.bincount(found.row, minlength=size).astype(np.float64)
    ratio = llr(both, alone, np.full(size, total), np.full(size, float(found.count)))
    return np.where(both > 0, np.maximum(ratio, 0.0) * np.minimum(both / TRUSTED, 1.0), 0.0)


def elsewhere(found: Units, concept: str, size: int) -> Floats:
    """Share of each candidate's places in beads whose Vietnamese does not name the concept.

    What stands there renders something else. A place in no bead, or in one that names the
    concept, says nothing.

    Returns:
        Shape (size,), 0 to 1.
    """
    if not found.count:
        return np.zeros(size)
    silent = found.sourced.copy()
    if concept in found.naming:
        silent[found.naming[concept]] = False
    beads = np.bincount(found.row, minlength=size)
    apart = np.bincount(found.row[silent[found.unit]], minlength=size)
    share: Floats = apart / np.maximum(beads + found.outside, 1.0)
    return share


@dataclass(frozen=True)
class ByDocument:
    """How often candidates stand in documents."""

    row: Ints
    """Shape (pairs,), candidate; the pairs in order of their document."""
    count: Ints
    """Shape (pairs,)."""
    bounds: Ints
    """Shape (documents + 1,): pairs of document d are bounds[d] to bounds[d + 1]."""
    sizes: Floats
    """Shape (documents,), in words."""
    total: Floats
    """Shape (candidates,), in all documents."""


def by_document(candidates: Candidates) -> ByDocument:
    """Counts the candidates of each document."""
    stream = candidates.stream
    many = max(len(candidates), 1)
    document = stream.document[candidates.first].astype(np.int64)
    pair, count = np.unique(document * many + candidates.owner, return_counts=True)
    documents = len(stream.documents)
    return ByDocument(
        row=(pair % many).astype(np.int32),
        count=count.astype(np.int32),
        bounds=np.searchsorted(pair // many, np.arange(documents + 1)).astype(np.int32),
        sizes=np.bincount(stream.document, minlength=documents).astype(np.float64),
        total=np.diff(candidates.bounds).astype(np.float64),
    )


def slug_keyness(found: ByDocument, named: Sequence[int]) -> Floats:
    """How much a candidate belongs to the documents whose slug names the concept.

    Each such document is held against all documents that are not, and the best
    counts: pooled, they would find what articles of one day share.

    Args:
        named: documents (indices of the stream) whose slug names the concept.

    Returns:
        Shape (candidates,), log-likelihood ratio, 0 where the candidate is not key.
    """
    best = np.zeros(len(found.total))
    if not named or not len(best):
        return best
    parts = [slice(found.bounds[n], found.bounds[n + 1]) for n in named]
    elsewhere = found.total.copy()
    for part in parts:
        elsewhere[found.row[part]] -= found.count[part]
    rest = float(found.sizes.sum() - found.sizes[list(named)].sum())
    for number, part in zip(named, parts, strict=True):
        row, here = found.row[part], found.count[part].astype(np.float64)
        size = np.full(len(row), found.sizes[number])
        if len(row):
            ratio = llr(here, here + elsewhere[row], size, size + rest)
            best[row] = np.maximum(best[row], ratio)
    return best
