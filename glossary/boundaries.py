"""Where Thai words begin and end in a text, for terms found in it.

The text is a key without gaps between letters; the words are those of the key
with gaps, since a gap is a boundary and helps to see the words around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from glossary.normalize import Normalized
from glossary.pattern import automaton
from glossary.words import thai_breaks, thai_word_list, thai_words

BLOCK = 100_000
"""Characters that ICU reads at a time, up to a line end where there is one."""
MARGIN = 200
"""Read on either side of a cut within a line: ICU looks a few words ahead."""
# The word list holds phrases too; after these words a noun is still a word of its own.
_LINKS = frozenset({"การ", "ความ", "ทาง", "ประจำ", "ด้าน", "ฝ่าย", "ภาค", "หน่วยงาน", "ปัญหา"})

_MANY = 32
"""Keys for which one pass over the word list costs less than one search each."""

LEADING = frozenset("เแโใไ")
"""Vowels that are written before their consonant."""
FOLLOWING = frozenset("ะาำๅ\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a") | frozenset(
    map(chr, (*range(0x0E47, 0x0E4F), *range(0x0300, 0x0370)))
)
"""Vowels and signs that belong to the letter before them."""


def is_thai(char: str) -> bool:
    """Whether a character is of the Thai block."""
    return "\u0e00" <= char <= "\u0e7f"


class Boundaries:
    """The word boundaries of one key."""

    def __init__(self, joined: Normalized) -> None:
        self._key = joined.key
        gaps = joined.steps[0] if joined.steps else None
        edges = _edges(joined.text)
        if gaps is None:
            self.edges, self._gaps = edges, frozenset[int]()
        elif len(joined.steps) == 1:
            # The flags lose the gaps just as the text did.
            pieces, done = [], 0
            for start, end in zip(gaps.starts, gaps.ends, strict=True):
                pieces.append(edges[done:start])
                done = end
            pieces.append(edges[done:])
            self.edges = b"".join(pieces)
            self._gaps = frozenset(gaps.key_starts)
        else:
            # Characters that met over a gap were repaired: rare, and read as it is now.
            self.edges, self._gaps = _edges(self._key), frozenset()

    def at(self, offset: int) -> bool:
        """Whether a word may begin or end at an offset of the key."""
        if self.edges[offset]:
            return True
        return offset in (0, len(self._key)) or not (
            is_thai(self._key[offset - 1]) and is_thai(self._key[offset])
        )

    def split(self, offset: int) -> bool:
        """Whether ICU's word around an offset falls into two dictionary words there."""
        first = self.edges.rfind(1, 0, offset)
        last = self.edges.find(1, offset + 1)
        last = len(self._key) if last < 0 else last
        dictionary = thai_words()
        return (
            self._key[max(first, 0) : offset] in dictionary and self._key[offset:last] in dictionary
        )

    def inside(self, start: int, end: int, longer: Longer) -> bool:
        """Whether a stretch is part of one of some longer words that stands on boundaries."""
        words, left, right = longer
        key, edges = self._key, self.edges
        starts = [start]
        if start not in self._gaps:
            at, least = start, max(start - left, 0)
            while (at := edges.rfind(1, least, at)) >= 0:
                starts.append(at)
                if at in self._gaps:
                    break
        ends = [end]
        if end not in self._gaps:
            at, most = end, min(end + right, len(key)) + 1
            while (at := edges.find(1, at + 1, most)) >= 0:
                ends.append(at)
                if at in self._gaps:
                    break
        for first in starts:
            for last in ends:
                if key[first:last] in words and not (last == end and key[first:start] in _LINKS):
                    return True
        return False


Longer = tuple[frozenset[str], int, int]
"""Dictionary words that hold a word, and how far they reach beyond it on either side."""


def longer_words(keys: Sequence[str]) -> list[Longer]:
    """The dictionary words that hold each of some keys and more."""
    words = thai_word_list()
    found: list[set[str]] = [set() for _ in keys]
    left, right = [0] * len(keys), [0] * len(keys)
    for index, start, end in _standing(keys, words):
        first = words.rfind("\n", 0, start) + 1
        last = words.find("\n", end)
        if last - first > end - start:
            found[index].add(words[first:last])
            left[index] = max(left[index], start - first)
            right[index] = max(right[index], last - end)
    return list(zip(map(frozenset, found), left, right, strict=True))


def _standing(keys: Sequence[str], text: str) -> Iterator[tuple[int, int, int]]:
    """Where keys stand in a text: the index of the key, start and end."""
    if len(keys) >= _MANY:
        yield from automaton(keys).find_matches_as_indexes(text, overlapping=True)
        return
    for index, key in enumerate(keys):
        at = text.find(key)
        while at >= 0:
            yield index, at, at + len(key)
            at = text.find(key, at + 1)


@lru_cache(maxsize=16384)
def is_one_word(key: str) -> bool:
    """Whether ICU sees one word in a key."""
    return len(list(thai_breaks(key))) == 1


def _edges(text: str) -> bytes:
    """One byte for each offset of a text, its end included: 1 where a word may begin or end."""
    pieces = []
    for start, end, left, right in blocks(text, BLOCK):
        edges = bytearray(right - left + 1)
        edges[0] = 1
        for edge in thai_breaks(text[left:right]):
            edges[edge] = 1
        pieces.append(edges[start - left : end - left])
    return b"".join([*pieces, b"\1"])


def blocks(text: str, size: int) -> Iterator[tuple[int, int, int, int]]:
    """Where blocks of a text begin and end, and from where to where one is to be read.

    A block ends with a line, and has `size` characters at most. One that tears a line is
    read with a margin, in which the words of it and of its neighbour come out the same.
    """
    start = 0
    while start < len(text):
        end = min(start + size, len(text))
        if end < len(text):
            line = text.rfind("\n", start, end) + 1
            end = line if line > start else end
        left = start if start == 0 or text[start - 1] == "\n" else start - MARGIN
        right = end if end == len(text) or text[end - 1] == "\n" else min(end + MARGIN, len(text))
        yield start, end, max(left, 0), right
        start = end
