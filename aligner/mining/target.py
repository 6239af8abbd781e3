"""One concept in one language: its known occurrences, and the cheap signals of all candidates.

Cheap signals choose the shortlist; vectors are looked at only for that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.mining import association, frames, literal, ranking
from aligner.mining.composition import folded_names, names
from aligner.mining.gist import Gist
from aligner.mining.ground import Floats, Ground
from aligner.mining.links import Links, Said
from aligner.mining.particles import JOINS, NOMINALISERS
from glossary.model import SOURCE_LANG, Concept, Termbase
from glossary.words import words

SHORTLIST = 300
"""Candidates of a concept and language whose vectors are looked at, chosen by the cheap signals."""


@dataclass(frozen=True)
class Target:
    """One concept in one language, before vectors are looked at."""

    concept: Concept
    lang: str
    known: tuple[str, ...]
    """Known renderings, terms before forms."""
    first: npt.NDArray[np.int32]
    """First and last words of its known occurrences."""
    last: npt.NDArray[np.int32]
    head_weights: Floats
    named: tuple[int, ...]
    """Documents whose slug names the concept, as indices of the stream."""
    shortlist: npt.NDArray[np.int64]
    """Candidates, ascending."""
    classes: frozenset[int]
    """Classes of hits inside which its occurrences count."""
    closed: npt.NDArray[np.int64]
    """Occurrences that meet a known one, ascending; they don't count."""
    signals: Mapping[str, Floats]
    """By name, each over the shortlist."""
    faced: bool = False
    """Whether words of aligned beads were looked at: the signals ``linked``."""


def _open_classes(ground: Ground, concept: str, outer: frozenset[str]) -> frozenset[int]:
    """Classes of hits whose inside is open to the concept: those of concepts that contain it."""
    return frozenset(
        i
        for i, concepts in enumerate(ground.stream.classes)
        if concepts & outer and concept not in concepts
    )


def _counts(
    ground: Ground, classes: frozenset[int], closed: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Occurrences of each candidate that are open to a concept."""
    found = ground.candidates
    count = found.free.copy()
    for number in classes:
        inside = found.by_class.get(number)
        if inside is not None:
            np.add.at(count, found.owner[inside], 1)
    shut = closed[(found.within[closed] < 0) | np.isin(found.within[closed], list(classes))]
    np.subtract.at(count, found.owner[shut], 1)
    return count


def _own(ground: Ground, concept: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """First and last words of the hits of a concept, nested ones too."""
    none = np.zeros(0, dtype=np.int32)
    return ground.stream.known.get(concept, (none, none))


def _holding(ground: Ground, first: npt.NDArray[np.int32], last: npt.NDArray[np.int32]) -> Floats:
    """1 for each candidate that has one of the given phrases at its modifier's place, else 0."""
    found, s = ground.candidates, ground.stream
    flag = np.zeros(len(found))
    if not len(first):
        return flag
    begin = found.first
    end = found.first + found.words[found.owner] - 1
    edge_of = np.full(len(s), -1, dtype=np.int64)
    if s.lang in frames.HEAD_FIRST:
        edge_of[last] = first
        good = (edge_of[end] >= 0) & (begin < edge_of[end])
    else:
        edge_of[first] = last
        good = (edge_of[begin] >= 0) & (end > edge_of[begin])
    flag[found.owner[good & (found.within < 0)]] = 1.0
    return flag


def sibling_heads(ground: Ground, termbase: Termbase, concept: Concept) -> Floats:
    """How strongly each word heads the renderings of concepts with the same Vietnamese head.

    Ban Tổ chức tells of Ban Dân vận that it may begin with คณะกรรมการ. The log ratio of a
    word's rate among those heads to its rate in the stream, shape (vocabulary,).
    """
    s = ground.stream
    weights = np.zeros(len(s.vocabulary))
    all_names = {name for c in termbase for name in names(c)}
    heading = {
        parts[0]
        for parts in (name.split() for name in all_names)
        if len(parts) > 1 and " ".join(parts[1:]) in all_names
    }
    heads_vi = {name.split()[0] for name in names(concept)} & heading
    if not heads_vi:
        return weights
    keys, place = ground.keys, ground.word_of
    seen: dict[int, float] = {}
    total = 0.0
    for other in termbase:
        if not any(n.split()[0] in heads_vi and len(n.split()) > 1 for n in names(other)):
            continue
        for term in other.in_lang(s.lang):
            for text in (term.text, *term.forms):
                parts = [keys(text[a:b]) for a, b in words(text, s.lang)]
                if len(parts) < 2:
                    continue
                head = parts[0] if s.lang in frames.HEAD_FIRST else parts[-1]
                if s.lang in frames.HEAD_FIRST and head in NOMINALISERS:
                    head = parts[1]
                total += 1.0
                if head in place:
                    seen[place[head]] = seen.get(place[head], 0.0) + 1.0
    for word, count in seen.items():
        base = (s.frequency[word] + 0.5) / (len(s) + 1.0)
        weights[word] = max(math.log((count + 0.5) / (total + 1.0) / base), 0.0)
    return weights


def _forms(ground: Ground, known: Sequence[str]) -> npt.NDArray[np.int64]:
    """Candidates that are known renderings but for inflection and spelling, ascending."""
    found, s = ground.candidates, ground.stream
    first = found.first[found.bounds[:-1]]
    same = np.zeros(len(found), dtype=np.bool_)
    for text in known:
        key = [ground.word_of.get(ground.keys(text[a:b]), -1) for a, b in words(text, s.lang)]
        if not key or -1 in key:
            continue
        own = np.flatnonzero(found.words == len(key))
        for place, word in enumerate(key):
            own = own[s.word[first[own] + place] == word]
        same[own] = True
    return np.flatnonzero(same)


def _kinds(
    parts: literal.Parts, lexicon: literal.Lexicon, known: Sequence[str], lang: str
) -> Floats:
    """-1 for each candidate whose head names a body where the known renderings' does not, or the
    other way round; else 0."""
    told = {lexicon.heads_bodies(text, lang in frames.HEAD_FIRST) for text in known} - {-1}
    if len(told) != 1:
        return np.zeros(len(parts.heading))
    unlike = (parts.heading >= 0) & (parts.heading != told.pop())
    return np.where(unlike, -1.0, 0.0)


def names_two(concept: Concept, known: Sequence[str], lang: str) -> bool:
    """Whether a term or the gloss of a concept holds a conjunction, so that renderings may too."""
    texts = [
        (SOURCE_LANG, name.replace("-", " và ").replace(",", " và ")) for name in names(concept)
    ]
    texts += [("en", concept.gloss.lower()), *((lang, text) for text in known)]
    return any(text[a:b] in JOINS.get(of, ()) for of, text in texts for a, b in words(text, of))


def _named(ground: Ground, concept: Concept) -> tuple[int, ...]:
    """Documents whose slug names the concept, as indices of the stream."""
    parts = [f"-{name.replace(' ', '-')}-" for name in folded_names(concept)]
    slugs = [f"-{document.slug}-" for document in ground.stream.documents]
    return tuple(i for i, slug in enumerate(slugs) if any(part in slug for part in parts))


def _edge_words(ground: Ground) -> npt.NDArray[np.int32]:
    """The word of the stream that each candidate has where heads stand, a nominaliser left out."""
    found, s = ground.candidates, ground.stream
    first = found.first[found.bounds[:-1]]
    edge = first if s.lang in frames.HEAD_FIRST else first + found.words - 1
    nominal = np.isin(
        s.word[edge], [ground.word_of[k] for k in NOMINALISERS if k in ground.word_of]
    )
    after = np.minimum(edge + 1, len(s) - 1)
    return np.where(nominal & (found.words > 1), after, edge)


def _composed(ground: Ground, modifier: str, weak: Sequence[tuple[int, int]]) -> Floats:
    """1 for each candidate with a known rendering of the modifier at its place, less with a new."""
    holding = np.zeros(len(ground.candidates))
    if modifier:
        if weak:
            spans = np.array(sorted(set(weak)), dtype=np.int32)
            holding = 0.5 * _holding(ground, spans[:, 0], spans[:, 1])
        holding = np.maximum(holding, _holding(ground, *_own(ground, modifier)))
    return holding


class _Worded:
    """What the words of the candidates tell of a concept."""

    def __init__(self, ground: Ground, concept: Concept, known: Sequence[str]) -> None:
        self._ground = ground
        self._concept = concept
        self._known = known
        keys, place, lang = ground.keys, ground.word_of, ground.stream.lang
        self._in_known = np.zeros(len(ground.stream.vocabulary))
        self._total = 0.0
        for text in known:
            parts = {place.get(keys(text[a:b]), -1) for a, b in words(text, lang)} - {-1}
            self._in_known[list(parts)] = 1.0
            self._total = max(self._total, float(ground.telling[list(parts)].sum()))

    @property
    def headed(self) -> npt.NDArray[np.bool_]:
        """Candidates whose head is a word of a known rendering."""
        return np.asarray(self._in_known[self._ground.stream.word[_edge_words(self._ground)]] > 0)

    def signals(self, inner: frozenset[str]) -> dict[str, Floats]:
        """By name; `inner` are the concepts that this one contains."""
        ground, concept = self._ground, self._concept
        lexicon = literal.lexicon(ground.stream.lang)
        says = literal.agreement(lexicon, ground.parts, concept.gloss, concept.name)
        misread = literal.misreading(lexicon, ground.parts, concept.name)
        return {
            "literal": says,
            "sense": np.maximum(misread - says, 0.0),
            "another": -ground.says_another(concept.id),
            "everyday": -ground.parts.everyday,
            "kind": _kinds(ground.parts, lexicon, self._known, ground.stream.lang),
            "foreign": -self._foreign(inner),
            "shared-words": self._shared(),
        }

    def _shared(self) -> Floats:
        ground = self._ground
        row, word = ground.word_pairs
        size = len(ground.candidates)
        shared = np.bincount(row, ground.telling[word] * self._in_known[word], minlength=size)
        union = ground.telling_sums + self._total - shared
        return np.where(shared > 0, shared / np.maximum(union, 1e-9), 0.0)

    def _foreign(self, inner: frozenset[str]) -> Floats:
        """Share of the words that terms of concepts own which are no part of this one."""
        ground, s = self._ground, self._ground.stream
        held_row, held_class = ground.held
        own_words = {s.vocabulary[i] for i in np.flatnonzero(self._in_known)}
        akin = inner | {self._concept.id} | ground.spoken_with(own_words)
        foreign = np.array([not c & akin for c in s.classes] or [False], dtype=np.float64)
        held = np.bincount(held_row, foreign[held_class], minlength=len(ground.candidates))
        found: Floats = held / ground.candidates.words
        return found


def _of_place(
    ground: Ground, concept: Concept, weights: Floats, named: tuple[int, ...], said: Said
) -> dict[str, Floats]:
    """What the places of the candidates tell."""
    found, units = ground.candidates, ground.units
    return {
        "frame": frames.frame_scores(ground.heads, weights, np.maximum(np.diff(found.bounds), 1)),
        "slug": np.log1p(np.maximum(association.slug_keyness(ground.by_document, named), 0.0)),
        "llr": np.sqrt(association.unexplained(units, concept.id, len(found))),
        "linked": said.share,
        "linked-back": said.back,
        "elsewhere": -association.elsewhere(units, concept.id, len(found)),
    }


def _of_shape(
    ground: Ground, concept: Concept, known: Sequence[str], count: npt.NDArray[np.int64]
) -> dict[str, Floats]:
    """What tells a whole phrase from a part, or from two."""
    joined = ground.candidates.joined.astype(np.float64)
    two = names_two(concept, known, ground.stream.lang)
    expected = np.median([len(text) for text in known]) if known else 2.2 * len(concept.name)
    return {
        "loose": -ground.loose.astype(np.float64),
        "torn": -ground.torn,
        "joined": np.zeros(len(joined)) if two else -joined,
        "clean": ground.edges,
        "length": -np.abs(np.log(ground.characters / expected)),
        "frequency": np.log(np.maximum(count, 1)),
    }


def aim(
    ground: Ground,
    termbase: Termbase,
    concept: Concept,
    outer: frozenset[str],
    inner: frozenset[str],
    modifier: str,
    weak: Sequence[tuple[int, int]] = (),
    gist: Gist | None = None,
    links: Links | None = None,
    *,
    size: int = SHORTLIST,
) -> Target:
    """Cheap signals of one concept, and the candidates whose vectors are worth looking at.

    With the gist of the words these are chosen by what they may mean too.
    """
    found, s = ground.candidates, ground.stream
    terms = concept.in_lang(s.lang)
    known = tuple(dict.fromkeys([t.text for t in terms] + [f for t in terms for f in t.forms]))
    classes = _open_classes(ground, concept.id, outer)
    first, last = _own(ground, concept.id)
    closed = found.meeting(first, last)
    count = _counts(ground, classes, closed)
    pool = np.flatnonzero(count > 0)
    weights = frames.head_weights(s, first, last)
    named = _named(ground, concept)
    nothing = np.zeros(len(found))
    said = links.said(concept.id, closed) if links else Said(nothing, nothing)
    worded = _Worded(ground, concept, known)
    head = sibling_heads(ground, termbase, concept)[s.word[_edge_words(ground)]]
    cheap = {
        **worded.signals(inner),
        **_of_place(ground, concept, weights, named, said),
        **_of_shape(ground, concept, known, count),
        "head": np.where(found.words > 1, head, 0.0),
        "composed": np.where(
            (head > 0) | worded.headed | (ground.parts.heading == 1),
            _composed(ground, modifier, weak),
            0.0,
        ),
    }
    meaning = cheap["literal"]
    pool = pool[~ground.empty[pool] | (meaning[pool] > 0)]
    pool = np.setdiff1d(pool, _forms(ground, known))
    cheap = {name: values[pool] for name, values in cheap.items()}
    worth = ranking.scores(cheap, len(first))
    for near in gist.closeness(concept, known) if gist else ():
        worth = worth + ranking.zscores(near[pool])
    order = np.argsort(-worth, kind="stable")[:size]
    chosen = np.sort(order)
    return Target(
        concept=concept,
        lang=s.lang,
        known=known,
        first=first,
        last=last,
        head_weights=weights,
        named=named,
        shortlist=pool[chosen],
        classes=classes,
        closed=closed,
        signals={name: values[chosen] for name, values in cheap.items()},
        faced=said.looked,
    )
