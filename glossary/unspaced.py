"""Terms in Thai, which puts no blanks between words.

What is searched is the characters of the key; each hit must then begin and end
where words do. What is costly is done for hits, not for the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from glossary.boundaries import (
    FOLLOWING,
    LEADING,
    Boundaries,
    Longer,
    blocks,
    is_one_word,
    is_thai,
    longer_words,
)
from glossary.normalize import Normalized, normalize, thai_layers
from glossary.pattern import Pattern, Raw, automaton

WINDOW = 300_000
"""Characters that are searched at once; the search keeps some 30 bytes of each."""

_Hit = tuple[int, int, int]
"""Index of the key, start and end in the text's key."""


class UnspacedSearch:
    """Aho-Corasick over the characters of the key, then boundaries for each hit."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_key: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            key = normalize(pattern.form, "th").key.strip()
            if key:
                by_key.setdefault(key, []).append(pattern)
        self._keys = sorted(by_key)
        self._patterns = [by_key[key] for key in self._keys]
        self._only = [
            each[0].rank if len(each) == 1 and not each[0].term.blocked_by else -1
            for each in self._patterns
        ]
        self._automaton = automaton(self._keys)
        self._foreign = {
            index
            for index, key in enumerate(self._keys)
            if not (is_thai(key[0]) and is_thai(key[-1]))
        }
        self._longer: dict[int, Longer | None] = {}

    def find(self, text: str) -> list[Raw]:
        """Where patterns stand, in no order."""
        if len(text) <= WINDOW:
            return self._find(text)
        found: list[Raw] = []
        for start, end, left, right in blocks(text, WINDOW):
            found += [
                (at + left, negated - left, rank)
                for at, negated, rank in self._find(text[left:right])
                if start <= at + left < end
            ]
        return found

    def _find(self, text: str) -> list[Raw]:
        repaired, joined = thai_layers(text)
        hits = self._bounded(joined)
        starts, ends = repaired.spans(
            *joined.spans([hit[1] for hit in hits], [hit[2] for hit in hits])
        )
        found: list[Raw] = []
        only = self._only
        for (index, at, _), start, end in zip(hits, starts, ends, strict=True):
            rank = only[index]
            if rank >= 0:
                found.append((start, -end, rank))
                continue
            for pattern in self._patterns[index]:
                if not (pattern.term.blocked_by and self._blocked(pattern, joined.key, index, at)):
                    found.append((start, -end, pattern.rank))
        return found

    def _blocked(self, pattern: Pattern, key: str, index: int, start: int) -> bool:
        return any(
            start >= offset and key.startswith(whole, start - offset)
            for context in pattern.term.blocked_by
            for whole, offset in _places(context, self._keys[index])
        )

    def _bounded(self, joined: Normalized) -> list[_Hit]:
        """Hits in the key that begin and end where words do.

        Both ends must be word boundaries to ICU; for a term of several words it is
        enough that ICU's word falls into two dictionary words there (งานการ before
        ระดม), unless a term that stands on ICU's own boundaries holds it: การระดมมวลชน is
        no part of คณะกรรมการระดมมวลชน. A term of one word must not be part of a longer
        dictionary word that stands on boundaries.
        """
        key = joined.key
        padded = key + "\n\n"  # before the first character, at -1, and after the last
        foreign = self._foreign
        hits = [
            hit
            for hit in self._automaton.find_matches_as_indexes(key, overlapping=True)
            if padded[hit[2]] not in FOLLOWING
            and padded[hit[1] - 1] not in LEADING
            and not (hit[0] in foreign and _torn(padded, hit[1], hit[2]))
        ]
        if not hits:
            return []
        words = Boundaries(joined)
        edges, is_edge, longer = words.edges, words.at, self._longer_than(hit[0] for hit in hits)
        firm: list[_Hit] = []
        loose: list[_Hit] = []
        for hit in hits:
            index, start, end = hit
            beyond = longer[index]
            if (edges[start] or is_edge(start)) and (edges[end] or is_edge(end)):
                if beyond is None or not (beyond[0] and words.inside(start, end, beyond)):
                    firm.append(hit)
            elif (
                beyond is None
                and (is_edge(start) or words.split(start))
                and (is_edge(end) or words.split(end))
            ):
                loose.append(hit)
        return [*firm, *_outside(loose, firm)] if loose else firm

    def _longer_than(self, indexes: Iterable[int]) -> Mapping[int, Longer | None]:
        """Dictionary words that hold these keys, by index; None for a key of several words."""
        known = self._longer
        new = {index for index in indexes if index not in known}
        known |= dict.fromkeys(new)
        single = [index for index in sorted(new) if is_one_word(self._keys[index])]
        known |= zip(single, longer_words([self._keys[index] for index in single]), strict=True)
        return known


def _outside(hits: Sequence[_Hit], others: Sequence[_Hit]) -> list[_Hit]:
    """Those of `hits` that no one of `others` holds."""
    starts: list[int] = []
    furthest: list[int] = []
    for _, start, end in sorted(others, key=itemgetter(1)):
        starts.append(start)
        furthest.append(max(end, furthest[-1]) if furthest else end)
    left = []
    for hit in hits:
        before = bisect_right(starts, hit[1])
        if not before or furthest[before - 1] < hit[2]:
            left.append(hit)
    return left


def _torn(padded: str, start: int, end: int) -> bool:
    """Whether a hit would tear a number or a Latin word apart."""
    first, last = padded[start], padded[end - 1]
    return (not is_thai(first) and first.isalnum() and _joins(padded[start - 1])) or (
        not is_thai(last) and last.isalnum() and _joins(padded[end])
    )


def _joins(char: str) -> bool:
    return char.isalnum() and not is_thai(char)


@lru_cache(maxsize=8192)
def _places(context: str, part: str) -> tuple[tuple[str, int], ...]:
    """Each offset at which a key stands in the longer key of a Thai context, with that key."""
    whole = normalize(context, "th").key.strip()
    if len(part) >= len(whole):
        return ()
    return tuple((whole, at) for at in range(len(whole)) if whole.startswith(part, at))
