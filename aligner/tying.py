"""Translations found without addresses: by what documents are about, numbers, places and names.

What comes out is a hypothesis, as the tie by address is; alignment confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt
import regex

from aligner.alignment.sides import MEANT
from aligner.model import Document, Embed, Segment, Vectors
from aligner.slugs import ORDER, tie
from glossary.gazetteer import are_apart, places
from glossary.normalize import fold
from glossary.numerals import numerals

NEIGHBOURS = 4
"""Documents of the other side that say how close one is to anything (Artetxe & Schwenk 2019,
"Margin-based parallel corpus mining", with a difference where they take a ratio)."""
CANDIDATES = 8
"""Nearest documents whose numbers are compared."""
CENTRED = 5
"""From so many documents a side, the mean of its language is taken out of its vectors."""
_BLOCK = 1_024
"""Rows of the similarity matrix that are held at once."""

# Set by eye on 100 paragraphs of an encyclopedia in three languages with and without their
# partners: 292 of 300 pairs found, none wrong, and none where no document had a partner. The
# example corpus has second versions whose margin is .05 and whose numbers tell.
_MARGIN = 0.19
_STEEPNESS = 35.0
_CLOSEST = 2.0
"""What vectors alone may add to the logit: articles of one province on one topic are as close as
translations are, and only numbers or names in common tell."""
_SHARED = 0.6
_SHARED_MOST = 12.0
_CONFLICT = 3.0
_CONFLICT_KEYS = 4
_CONFLICT_OVERLAP = 0.1
_APART = 10.0
"""What it takes from the logit that both name places and none in common: the same news from
another province is no translation."""

_Matrix = npt.NDArray[np.float32]
_Indices = npt.NDArray[np.intp]


LIKELY = 0.001
"""Score from which a pair is worth an alignment, which tells for certain."""
_LEAD = 1_500
"""Characters of a document, from its start, that say what it is about: all vectors of a large
corpus would take hours."""
_PLACE = "place:"
_NAME = regex.compile(r"\p{Lu}[\p{Latin}\p{M}]+(?:[ -]\p{Lu}[\p{Latin}\p{M}]+)+")
"""Two capitalised words or more; Thai and Hindi texts often leave names in Latin letters."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two documents that may be translations of each other."""

    source: int
    target: int
    score: float
    """Above .5 more likely than not; 0 to 1, not calibrated."""


def ties(
    documents: Sequence[Document],
    segments: Mapping[str, Sequence[Segment]],
    embed: Embed,
    *,
    least: float = LIKELY,
) -> tuple[tuple[Document, Document, float], ...]:
    """Pairs of documents of different languages that no address ties, but their content does.

    One of the two at least stands alone: it shares its address with no document of another
    language. Only texts' first `_LEAD` characters are embedded, and nothing where no document
    stands alone.

    Args:
        documents: with their text, in any order.
        segments: of each document, by id.
        embed: should keep its vectors, for alignment asks for them again.
        least: pairs with a lower score are left out.

    Returns:
        Pairs and their scores, the languages in the order of `aligner.slugs`; by language and id.
    """
    tied = {
        document.id
        for group in tie(documents)
        if len({each.lang for each in group}) > 1
        for document in group
    }
    if len(tied) == len(documents):
        return ()
    by_lang: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda each: each.id):
        by_lang.setdefault(document.lang, []).append(document)
    rank = {lang: place for place, lang in enumerate(ORDER)}
    langs = sorted(by_lang, key=lambda lang: (rank.get(lang, len(rank)), lang))
    if len(langs) < 2:
        return ()
    vectors = {lang: _abouts(by_lang[lang], segments, embed) for lang in langs}
    kept = {lang: [_keys(each) for each in by_lang[lang]] for lang in langs}
    found = []
    for one, other in combinations(langs, 2):
        keys = _answered(kept[one], kept[other]), _answered(kept[other], kept[one])
        for each in pair_documents(vectors[one], vectors[other], *keys, least=least):
            source, target = by_lang[one][each.source], by_lang[other][each.target]
            if source.id not in tied or target.id not in tied:
                found.append((source, target, each.score))
    return tuple(found)


def _abouts(
    documents: Sequence[Document], segments: Mapping[str, Sequence[Segment]], embed: Embed
) -> Vectors:
    """A vector a document: the mean of its first segments by length; shape (n, dim)."""
    texts: list[str] = []
    bounds = [0]
    for document in documents:
        left = _LEAD
        for part in segments[document.id]:
            text = document.text[part.start : part.end]
            if part.kind is None and text.strip() and left > 0:
                texts.append(text[:MEANT])
                left -= len(text)
        bounds.append(len(texts))
    rows = embed(texts)
    sizes = np.array([len(text) for text in texts], dtype=np.float32)[:, None]
    weighted = rows * sizes
    return np.stack([weighted[a:b].sum(axis=0) for a, b in pairwise(bounds)])


def _keys(document: Document) -> frozenset[str]:
    """Numbers, places, and names in Latin letters by pairs of their words, without diacritics."""
    found = {each.key for each in numerals(document.text, document.lang)}
    found |= {_PLACE + id_ for id_ in places(document.text, document.lang)}
    for name in _NAME.findall(document.text):
        parts = fold(name).replace("-", " ").split()
        found |= {f"name:{one} {other}" for one, other in pairwise(parts)}
    return frozenset(found)


def _answered(
    mine: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]
) -> list[frozenset[str]]:
    """Without the names that no text of the other side holds: those are written out there."""
    there: frozenset[str] = frozenset().union(*theirs)
    return [
        frozenset(key for key in keys if key in there or not key.startswith("name:"))
        for keys in mine
    ]


def pair_documents(
    source: Vectors,
    target: Vectors,
    source_keys: Sequence[Collection[str]],
    target_keys: Sequence[Collection[str]],
    *,
    least: float = 0.5,
) -> tuple[Tie, ...]:
    """Find the documents of one language that translate those of another.

    A pair needs vectors that are closer than those of the nearest other documents, or
    numbers and names in common that are rare elsewhere. Several versions of
    one article are each paired.

    Args:
        source: shape (n, dim), a row a document, such as the mean of its segments.
        target: shape (m, dim).
        source_keys: what each source document holds that no translation changes, such
            as the keys of `glossary.numerals.numerals`, and ids of places after ``place:``.
        target_keys: the same for the targets.
        least: pairs with a lower score are left out.

    Returns:
        In order of source and target.

    Raises:
        ValueError: the sides differ in dimension, or keys are not one set a document.
    """
    if len(source_keys) != len(source) or len(target_keys) != len(target):
        raise ValueError("one set of keys is needed for each document")
    if not len(source) or not len(target):
        return ()
    rows, columns = _centred(source), _centred(target)
    if rows.shape[1] != columns.shape[1]:
        raise ValueError(f"vectors of {rows.shape[1]} and {columns.shape[1]} dimensions")
    near_rows, near_columns = _nearest(rows, columns), _nearest(columns, rows)
    weights = _weights(source_keys, target_keys)
    candidates = {(i, int(j)) for i, js in enumerate(near_rows[0]) for j in js}
    candidates |= {(int(i), j) for j, js in enumerate(near_columns[0]) for i in js}
    found = []
    for i, j in sorted(candidates):
        similarity = float(rows[i] @ columns[j])
        around = (_around(near_rows, i, j) + _around(near_columns, j, i)) / 2
        evidence = _evidence(source_keys[i], target_keys[j], weights)
        closeness = min(_CLOSEST, _STEEPNESS * (similarity - around - _MARGIN))
        score = _probability(closeness + evidence)
        if score >= least:
            found.append(Tie(i, j, score))
    return tuple(_best_of_either(found))


def _centred(vectors: Vectors) -> _Matrix:
    rows = vectors.astype(np.float32)
    if len(rows) >= CENTRED:
        rows = rows - rows.mean(axis=0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: _Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


def _nearest(rows: _Matrix, columns: _Matrix) -> tuple[_Indices, _Matrix]:
    """Indices and similarities of the nearest columns of each row, nearest first."""
    wanted = min(CANDIDATES, len(columns))
    indices = np.empty((len(rows), wanted), dtype=np.intp)
    similarities = np.empty((len(rows), wanted), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK] @ columns.T
        # Stable, so that of equal ones the first comes first on every machine.
        nearest = np.argsort(-block, axis=1, kind="stable")[:, :wanted]
        indices[start : start + _BLOCK] = nearest
        similarities[start : start + _BLOCK] = np.take_along_axis(block, nearest, axis=1)
    return indices, similarities


def _around(near: tuple[_Indices, _Matrix], row: int, column: int) -> float:
    """Mean similarity of a row to its nearest columns but one; 0 where there is no other."""
    indices, similarities = near
    others = similarities[row][indices[row] != column][:NEIGHBOURS]
    return float(others.mean()) if len(others) else 0.0


def _weights(*sides: Sequence[Collection[str]]) -> Mapping[str, float]:
    """Weight of each key: the logarithm of how rare it is among all documents."""
    counts = Counter(key for side in sides for keys in side for key in set(keys))
    total = sum(map(len, sides)) + 1
    return {key: log(total / count) for key, count in counts.items()}


def _evidence(
    source: Collection[str], target: Collection[str], weights: Mapping[str, float]
) -> float:
    """What the keys add to the logit: common rare ones much, none in common something against.

    Places that both name and that are apart are much against.
    """
    mine, theirs = set(source), set(target)
    if are_apart(_places(mine), _places(theirs)):
        return -_APART
    common = mine & theirs
    overlap = 0.0
    if common:
        lengths = (sqrt(sum(weights[key] ** 2 for key in sorted(keys))) for keys in (mine, theirs))
        product = next(lengths) * next(lengths)
        overlap = sum(weights[key] ** 2 for key in sorted(common)) / product if product else 0.0
    if min(len(mine), len(theirs)) >= _CONFLICT_KEYS and overlap < _CONFLICT_OVERLAP:
        return -_CONFLICT
    shared = sum(weights[key] for key in sorted(common))
    return _SHARED * min(shared, _SHARED_MOST) * overlap


def _places(keys: Collection[str]) -> list[str]:
    return [key.removeprefix(_PLACE) for key in keys if key.startswith(_PLACE)]


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-60.0, min(60.0, logit))))


def _best_of_either(ties: Sequence[Tie]) -> Iterator[Tie]:
    """Those that are the best of their source or of their target."""
    best: dict[tuple[str, int], float] = {}
    for each in ties:
        for side in (("source", each.source), ("target", each.target)):
            best[side] = max(best.get(side, 0.0), each.score)
    for each in ties:
        if each.score in (best["source", each.source], best["target", each.target]):
            yield each
