"""Phrases of a corpus that may be renderings: word n-grams with clean edges, counted.

An n-gram that cuts a known term in two is none. One that lies inside a known term
is a candidate only for the concepts that this term's concept contains, as *dân
vận* is contained in *công tác dân vận*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.mining.particles import EDGES, JOINS, LINKS
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
    """Shape (occurrences,), class of the hit that the occurrence lies in, or -1."""
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


def find(stream: Stream, *, longest: int = LONGEST, cap: int = CAP) -> Candidates:
    """All n-grams of the stream that may be a rendering.

    Args:
        stream: words of one language.
        longest: words of the longest n-gram.
        cap: candidates to keep; when there are more, the smallest counts go first.
    """
    n = len(stream)
    link = _flags(stream, LINKS)
    digit = np.array([key[:1].isdigit() for key in stream.vocabulary] or [False])
    letter = stream.end - stream.start == 1
    edge = ~(_flags(stream, EDGES) | link | (digit[stream.word] if n else link))
    edge |= _compounded(stream)
    # A body is no other one for the province that it is of.
    edge = np.where(stream.owner >= 0, edge, edge & ~stream.places)
    join = _flags(stream, JOINS)
    parting = np.concatenate([[0], np.cumsum(link & ~join)])
    joining = np.concatenate([[0], np.cumsum(join)])
    owned = stream.owner >= 0
    opens = ~owned
    closes = ~owned
    starts = edge & ~stream.joint
    ends = edge & ~np.append(stream.joint[1:], False)
    if len(stream.hits):
        opens[stream.hit_first] = True
        closes[stream.hit_last] = True
    # A part begins at each word that neither continues a compound nor lies inside a known term.
    inner = stream.joint.copy()
    inner[1:] |= owned[1:] & (stream.owner[1:] == stream.owner[:-1])
    parts = np.concatenate([[0], np.cumsum(~inner)])
    phrases = 0
    seen: list[npt.NDArray[np.int64]] = []
    tight: list[Flags] = []
    apart: list[Flags] = []
    firsts: list[Ints] = []
    lengths: list[Ints] = []
    owners: list[Ints] = []
    places: list[Ints] = []
    gaps = np.concatenate([[0], np.cumsum(stream.spaced & (stream.lang == "th"))])
    rolling = np.zeros(n, dtype=np.uint64)
    for size in range(1, min(longest * SPREAD, n) + 1):
        many = n - size + 1
        rolling = rolling[:many] * PRIME + stream.word[size - 1 :].astype(np.uint64) + np.uint64(1)
        a, b = slice(0, many), slice(size - 1, n)
        same = (stream.owner[a] == stream.owner[b]) & owned[a]
        good = (
            (stream.run[a] == stream.run[b])
            & starts[a]
            & ends[b]
            & (parting[size:] == parting[:many])
            & (joining[size:] - joining[:many] <= 1)
            & (parts[size:] - parts[:many] <= longest)
            & (same | (opens[a] & closes[b]))
        )
        if size == 1:
            good &= ~letter
        here = np.flatnonzero(good).astype(np.int32)
        # Size by size, as all n-grams at once take fourteen times the memory.
        _, where, of_phrase, counts = np.unique(
            rolling[here], return_index=True, return_inverse=True, return_counts=True
        )
        free = gaps[size:][here] == gaps[1 : many + 1][here]
        seen.append(counts)
        # A space in Thai parts phrases, unless the same words also stand without it, or few do.
        whole = np.bincount(of_phrase[free], minlength=len(counts)) > 0
        at = here[where]
        short = parts[size:][at] - parts[:many][at] <= SPACED
        once = gaps[size:][at] - gaps[1 : many + 1][at] == 1
        tight.append(whole | (once & short))
        apart.append(~whole)
        firsts.append(here[where])
        lengths.append(np.full(len(counts), size, dtype=np.int32))
        owners.append((of_phrase + phrases).astype(np.int32))
        places.append(here)
        phrases += len(counts)
    if not phrases:
        none = np.zeros(0, dtype=np.int32)
        return Candidates(
            stream, none, np.zeros(1, dtype=np.int64), none, none, np.zeros(0, dtype=np.bool_)
        )
    counts, first, length = np.concatenate(seen), np.concatenate(firsts), np.concatenate(lengths)
    least = 1
    while np.count_nonzero(counts >= least) > cap:
        least += 1
    # Candidates in the order of their first place, shorter first, so that nothing hangs on hashes.
    order = np.flatnonzero((counts >= least) & np.concatenate(tight))
    order = order[np.lexsort((length[order], first[order]))]
    number = np.full(len(counts), -1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    mine, place = [], []
    for owner, here in zip(owners, places, strict=True):
        kept = number[owner] >= 0
        mine.append(number[owner[kept]])
        place.append(here[kept])
    whose, chosen = np.concatenate(mine), np.concatenate(place)
    chosen = chosen[np.lexsort((chosen, whose))]
    within = np.full(len(chosen), -1, dtype=np.int32)
    if len(stream.hits):
        words = np.repeat(length[order], counts[order])
        hit = stream.owner[chosen]
        inside = (hit >= 0) & (hit == stream.owner[chosen + words - 1])
        within = np.where(inside, stream.hit_class[np.maximum(hit, 0)], -1)
    return Candidates(
        stream=stream,
        words=length[order],
        bounds=np.concatenate([[0], np.cumsum(counts[order])]).astype(np.int64),
        first=chosen,
        within=within.astype(np.int32),
        joined=(joining[first[order] + length[order]] > joining[first[order]])
        | np.concatenate(apart)[order],
    )
