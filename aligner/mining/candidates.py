"""Phrases of a corpus that may be renderings: word n-grams with clean edges, counted.

An n-gram that cuts a known term in two is none. One that lies inside a known term
is a candidate only for the concepts that this term's concept contains, as *dân
vận* is contained in *công tác dân vận*; but one that is all of a term which aligned
Vietnamese does not account for may render anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.mining.particles import (
    ABOUT,
    EDGES,
    FREEING,
    JOINS,
    LINKS,
    NAMES,
    NOMINALISERS,
    OPENING,
    ORDINAL,
    REPEATING,
)
from aligner.mining.stream import Flags, Ints, Keys, Stream

LONGEST = 7
"""Parts of the longest candidate; a known term and a dictionary compound are one part each.
The longest true variant of the development articles has 6."""

SPREAD = 2
"""How many times as many words as parts a candidate may have."""

SPACED = 4
"""Parts of a Thai phrase that is cut although a space stands in it wherever it is: machine
translation joins what two commas part with one (การนำ กำกับ for lãnh đạo, chỉ đạo)."""

CAP = 200_000
"""Candidates of a language at most; above it the rarest go first."""

PRIME = np.uint64(1_099_511_628_211)


@dataclass(frozen=True)
class Candidates:
    """Phrases with their occurrences, which are sorted by candidate and by place."""

    stream: Stream
    words: Ints
    """Shape (m,), how many words each candidate has."""
    bounds: npt.NDArray[np.int64]
    """Shape (m + 1,): occurrences of candidate i are bounds[i] to bounds[i + 1]."""
    first: Ints
    """Shape (occurrences,), index of the first word in the stream."""
    within: Ints
    """Shape (occurrences,), class of the hit that the occurrence lies in, or -1, as where it is all
    of an unfounded one."""
    joined: Flags
    """Shape (m,), whether a candidate holds a conjunction, or wherever it stands a Thai space."""

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def owner(self) -> Ints:
        """Shape (occurrences,), the candidate of each occurrence."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.bounds))

    @cached_property
    def free(self) -> npt.NDArray[np.int64]:
        """Shape (m,), occurrences outside any known term."""
        return np.bincount(self.owner[self.within < 0], minlength=len(self)).astype(np.int64)

    @cached_property
    def _by_first(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Occurrences in order of their first word, and where each word's begin."""
        order = np.argsort(self.first, kind="stable")
        bounds = np.searchsorted(self.first[order], np.arange(len(self.stream) + 1))
        return order, bounds

    def meeting(self, first: Ints, last: Ints) -> npt.NDArray[np.int64]:
        """Occurrences that share a word with one of the given phrases, ascending."""
        order, bounds = self._by_first
        reach = int(self.words.max(initial=1)) - 1
        found: list[npt.NDArray[np.int64]] = []
        for a, b in zip(first.tolist(), last.tolist(), strict=True):
            near = order[bounds[max(a - reach, 0)] : bounds[b + 1]]
            end = self.first[near] + self.words[self.owner[near]] - 1
            found.append(near[end >= a])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def between(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Occurrences that lie among the words from `first` to before `last`, ascending."""
        order, bounds = self._by_first
        near = order[bounds[first] : bounds[last]]
        found: npt.NDArray[np.int64] = np.sort(
            near[self.first[near] + self.words[self.owner[near]] <= last]
        )
        return found

    @cached_property
    def by_class(self) -> dict[int, npt.NDArray[np.int64]]:
        """Occurrences inside known terms, by the class of the hit."""
        inside = np.flatnonzero(self.within >= 0)
        found: dict[int, npt.NDArray[np.int64]] = {}
        for number in np.unique(self.within[inside]).tolist():
            found[number] = inside[self.within[inside] == number]
        return found

    def text(self, i: int) -> str:
        """The surface that stands most often, of the first 64 occurrences; of equals the first."""
        seen: dict[str, int] = {}
        for place in range(self.bounds[i], min(self.bounds[i + 1], self.bounds[i] + 64)):
            first = int(self.first[place])
            surface = self.stream.surface(first, first + int(self.words[i]) - 1)
            seen[surface] = seen.get(surface, 0) + 1
        return max(seen, key=lambda surface: seen[surface])

    def key(self, i: int) -> tuple[int, ...]:
        """The words of a candidate, as vocabulary indices."""
        first = int(self.first[self.bounds[i]])
        return tuple(int(w) for w in self.stream.word[first : first + int(self.words[i])])


def ranges(
    start: npt.NDArray[np.int64], stop: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The whole numbers of some ranges one after another, and which range each comes from."""
    size = stop - start
    owner = np.repeat(np.arange(len(size)), size)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
    return start[owner] + step, owner


def _flags(stream: Stream, lists: dict[str, frozenset[str]]) -> Flags:
    """Which words of the stream are in the language's list."""
    keys = Keys(stream.lang)
    listed = {keys(word) for word in lists.get(stream.lang, ())}
    by_word = np.array([key in listed for key in stream.vocabulary], dtype=np.bool_)
    return by_word[stream.word] if len(stream) else np.zeros(0, dtype=np.bool_)


def _compounded(stream: Stream) -> Flags:
    """Words of dictionary compounds that say something: ที่ and ประชุม in ที่ประชุม, not ดัง in ดังกล่าว."""
    more = np.append(stream.joint[1:], False) if len(stream) else stream.joint
    found = stream.joint | more
    keys = Keys(stream.lang)
    listed = {keys(word) for of in (EDGES, LINKS) for word in of.get(stream.lang, ())}
    light = np.array([key in listed for key in stream.vocabulary] or [False])[stream.word]
    firsts = np.flatnonzero(more & ~stream.joint)
    lasts = np.flatnonzero(stream.joint & ~more)
    inside = np.concatenate([[0], np.cumsum(~light)])
    empty = inside[lasts + 1] == inside[firsts]
    for first, last in zip(firsts[~empty].tolist(), lasts[~empty].tolist(), strict=True):
        if light[first] or light[last]:
            empty_too = keys(stream.surface(first, last)) in listed
            found[first : last + 1] = not empty_too
    for first, last in zip(firsts[empty].tolist(), lasts[empty].tolist(), strict=True):
        found[first : last + 1] = False
    return found


@dataclass(frozen=True)
class _Cuts:
    """Where phrases of a stream may begin, end and be whole."""

    starts: Flags
    """Shape (n,), words that a phrase may begin with, wherever known terms are."""
    ends: Flags
    opens: Flags
    """Shape (n,), words before which no known term is cut."""
    closes: Flags
    parting: npt.NDArray[np.int64]
    """Shape (n + 1,): words before each that no phrase holds."""
    joining: npt.NDArray[np.int64]
    """The same for conjunctions."""
    parts: npt.NDArray[np.int64]
    """The same for parts of a phrase, see `LONGEST`."""
    gaps: npt.NDArray[np.int64]
    """The same for words with a Thai space before them."""


def _cuts(stream: Stream) -> _Cuts:
    link, join = _flags(stream, LINKS), _flags(stream, JOINS)
    digit = np.array([key[:1].isdigit() for key in stream.vocabulary] or [False])
    digits = digit[stream.word] if len(stream) else link
    compound = _compounded(stream)
    edge = ~(_flags(stream, EDGES) | link | digits) | compound
    # A body is no other one for the province that it is of.
    edge = np.where(stream.owner >= 0, edge, edge & ~stream.places)
    owned = stream.owner >= 0
    opens, closes = ~owned, ~owned
    if len(stream.hits):
        opens[stream.hit_first] = True
        closes[stream.hit_last] = True
    # What makes a noun of what follows ends nothing that a conjunction joins: การ in และการ.
    after_join = np.append(False, join[:-1])[: len(stream)]
    unfinished = after_join & _flags(stream, {stream.lang: NOMINALISERS})
    starts = edge | (_flags(stream, OPENING) & np.append(edge[1:], False)) | _named(stream)
    ends = edge | _numbered(stream, digits) | _repeated(stream, edge)
    # A part begins at each word that neither continues a compound nor lies inside a known term.
    inner = stream.joint.copy()
    inner[1:] |= owned[1:] & (stream.owner[1:] == stream.owner[:-1])
    part_of_term = compound | _subjects(stream)
    return _Cuts(
        starts=starts & (~stream.joint | _freed(stream)),
        ends=ends & ~np.append(stream.joint[1:], False) & ~unfinished,
        opens=opens,
        closes=closes,
        parting=_before(link & ~join & ~part_of_term),
        joining=_before(join),
        parts=_before(~inner),
        gaps=_before(stream.spaced & (stream.lang == "th")),
    )


def _freed(stream: Stream) -> Flags:
    """Words after a function word, with which they may make a compound: เพื่อน in เป็นเพื่อน."""
    light = _flags(stream, EDGES) | _flags(stream, LINKS) | _flags(stream, FREEING)
    return np.append(False, (light & ~stream.joint)[:-1])[: len(stream)]


def _named(stream: Stream) -> Flags:
    """Words that begin a name though they are listed as function words: हो in हो ची मिन्ह."""
    found = np.zeros(len(stream), dtype=np.bool_)
    for pair in NAMES.get(stream.lang, ()):
        one, other = (_flags(stream, {stream.lang: frozenset({word})}) for word in pair)
        found[:-1] |= one[:-1] & other[1:]
    return found


def _numbered(stream: Stream, digits: Flags) -> Flags:
    """Words that make a number of what follows one of the word before: สมัยที่ before 14."""
    ordinal = _flags(stream, ORDINAL)
    return np.asarray(ordinal & np.append(digits[1:], False)[: len(stream)])


def _repeated(stream: Stream, edge: Flags) -> Flags:
    """Marks that repeat a word which a phrase may end with: เล็ก ๆ."""
    return np.asarray(_flags(stream, REPEATING) & np.append(False, edge[:-1])[: len(stream)])


def _before(flags: Flags) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(flags)]).astype(np.int64)


def _subjects(stream: Stream) -> Flags:
    """Words that tie to a law what it is about: ว่าด้วย."""
    found = np.zeros(len(stream), dtype=np.bool_)
    for pair in ABOUT.get(stream.lang, ()):
        one, other = (_flags(stream, {stream.lang: frozenset({word})}) for word in pair)
        at = np.flatnonzero(one[:-1] & other[1:])
        found[at] = found[at + 1] = True
    return found


@dataclass(frozen=True)
class _Size:
    """The phrases of so many words."""

    size: int
    counts: npt.NDArray[np.int64]
    """Shape (phrases,), places of each."""
    first: Ints
    """Shape (phrases,), first word of the first."""
    kept: Flags
    """Shape (phrases,), those that no Thai space parts."""
    apart: Flags
    """Shape (phrases,), those that stand nowhere without a Thai space inside."""
    owner: Ints
    """Shape (places,), the phrase of each place."""
    places: Ints
    """Shape (places,), the first word of each."""


def _sizes(stream: Stream, cuts: _Cuts, longest: int) -> Iterator[_Size]:
    """Phrases size by size, as all at once take fourteen times the memory."""
    n = len(stream)
    letter = stream.end - stream.start == 1
    rolling = np.zeros(n, dtype=np.uint64)
    for size in range(1, min(longest * SPREAD, n) + 1):
        many = n - size + 1
        rolling = rolling[:many] * PRIME + stream.word[size - 1 :].astype(np.uint64) + np.uint64(1)
        a, b = slice(0, many), slice(size - 1, n)
        same = (stream.owner[a] == stream.owner[b]) & (stream.owner[a] >= 0)
        good = (
            (stream.run[a] == stream.run[b])
            & cuts.starts[a]
            & cuts.ends[b]
            & (cuts.parting[size:] == cuts.parting[:many])
            & (cuts.joining[size:] - cuts.joining[:many] <= 1)
            & (cuts.parts[size:] - cuts.parts[:many] <= longest)
            & (same | (cuts.opens[a] & cuts.closes[b]))
        )
        if size == 1:
            good &= ~letter
        here = np.flatnonzero(good).astype(np.int32)
        _, where, owner, counts = np.unique(
            rolling[here], return_index=True, return_inverse=True, return_counts=True
        )
        first = here[where]
        # A space in Thai parts phrases, unless the same words also stand without it, or few do.
        free = cuts.gaps[size:][here] == cuts.gaps[1 : many + 1][here]
        whole = np.bincount(owner[free], minlength=len(counts)) > 0
        short = cuts.parts[size:][first] - cuts.parts[:many][first] <= SPACED
        once = cuts.gaps[size:][first] - cuts.gaps[1 : many + 1][first] == 1
        yield _Size(
            size=size,
            counts=counts,
            first=first,
            kept=np.asarray(whole | (once & short)),
            apart=np.asarray(~whole),
            owner=owner.astype(np.int32),
            places=here,
        )


def find(
    stream: Stream, *, unfounded: Flags | None = None, longest: int = LONGEST, cap: int = CAP
) -> Candidates:
    """All n-grams of the stream that may be a rendering.

    Args:
        stream: words of one language.
        unfounded: shape (hits,), known terms that are candidates like any other phrase, since
            nothing that they stand for is named there; none by default.
        longest: parts of the longest n-gram.
        cap: candidates to keep; when there are more, the smallest counts go first.
    """
    cuts = _cuts(stream)
    sizes = list(_sizes(stream, cuts, longest))
    none = np.zeros(0, dtype=np.int32)
    if not sizes:
        free = np.zeros(0, dtype=np.bool_)
        return Candidates(stream, none, np.zeros(1, dtype=np.int64), none, none, free)
    counts = np.concatenate([each.counts for each in sizes])
    first = np.concatenate([each.first for each in sizes])
    length = np.repeat(
        np.array([each.size for each in sizes], dtype=np.int32), [len(s.counts) for s in sizes]
    )
    least = 1
    while np.count_nonzero(counts >= least) > cap:
        least += 1
    # Candidates in the order of their first place, shorter first, so that nothing hangs on hashes.
    order = np.flatnonzero((counts >= least) & np.concatenate([each.kept for each in sizes]))
    order = order[np.lexsort((length[order], first[order]))]
    number = np.full(len(counts), -1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    mine, place = [none], [none]
    before = 0
    for each in sizes:
        own = number[before : before + len(each.counts)][each.owner]
        before += len(each.counts)
        mine.append(own[own >= 0])
        place.append(each.places[own >= 0])
    whose, chosen = np.concatenate(mine), np.concatenate(place)
    chosen = chosen[np.lexsort((chosen, whose))]
    words = np.repeat(length[order], counts[order])
    apart = np.concatenate([each.apart for each in sizes])
    return Candidates(
        stream=stream,
        words=length[order],
        bounds=np.concatenate([[0], np.cumsum(counts[order])]).astype(np.int64),
        first=chosen,
        within=_within(stream, chosen, chosen + words - 1, unfounded),
        joined=(cuts.joining[first[order] + length[order]] > cuts.joining[first[order]])
        | apart[order],
    )


def _within(stream: Stream, first: Ints, last: Ints, unfounded: Flags | None) -> Ints:
    """Class of the known term that each phrase lies in, or -1; see `Candidates.within`."""
    if not len(stream.hits):
        return np.full(len(first), -1, dtype=np.int32)
    hit = stream.owner[first]
    inside = (hit >= 0) & (hit == stream.owner[last])
    hit = np.maximum(hit, 0)
    if unfounded is not None:
        inside &= ~(
            unfounded[hit] & (first == stream.hit_first[hit]) & (last == stream.hit_last[hit])
        )
    found: Ints = np.where(inside, stream.hit_class[hit], -1).astype(np.int32)
    return found
