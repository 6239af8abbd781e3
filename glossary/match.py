"""Where terms stand in a text: thousands of them in one pass, with exact offsets.

Two searches share one result. Thai is searched as characters of its key, and
each hit must begin and end where words do. Languages that space their words are
searched as words, so nothing is found inside one, and Hindi words match in all
their nominal forms. What is costly is done for hits, not for the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from glossary.boundaries import (
    FOLLOWING,
    LEADING,
    Boundaries,
    Longer,
    is_one_word,
    is_thai,
    longer_words,
)
from glossary.inflection import same_word, stem
from glossary.model import Term, Termbase
from glossary.normalize import BLANK, INVISIBLE, Normalized, normalize, thai_layers
from glossary.words import MARKS


class Hit(NamedTuple):
    """A term in a text."""

    start: int
    end: int
    concept: str
    """Concept id, or the key that `Matcher.of` was given."""
    term: Term
    form: str
    """The term's text, or the look-up form of it that stands there."""
    nested: bool
    """Whether it lies in or overlaps a longer hit, which is the one to count."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One string to look for."""

    rank: int
    """Place among all patterns, by concept, term and form; no two have the same."""
    concept: str
    term: Term
    form: str


Raw = tuple[int, int, int]
"""Start, end negated and the pattern's rank: in the order in which hits are listed.

Numbers only, which the garbage collector need not walk through again and again.
"""


class Matcher:
    """Finds the terms of one language, of every status, and their look-up forms."""

    def __init__(self, termbase: Termbase, lang: str) -> None:
        self._build(
            (
                (concept.id, term, form)
                for concept in termbase
                for term in concept.in_lang(lang)
                for form in (term.text, *term.forms)
            ),
            lang,
        )

    @classmethod
    def of(cls, mapping: Mapping[str, Iterable[str]], lang: str) -> Matcher:
        """A matcher of plain strings by the rules for terms; `Hit.concept` is their key."""
        matcher = cls.__new__(cls)
        matcher._build(
            ((key, Term(lang, text), text) for key, texts in mapping.items() for text in texts),
            lang,
        )
        return matcher

    def _build(self, strings: Iterable[tuple[str, Term, str]], lang: str) -> None:
        ordered = sorted(strings, key=lambda found: (found[0], found[1].text, found[2]))
        patterns = [Pattern(rank, *found) for rank, found in enumerate(ordered)]
        self.lang = lang
        self._ranked = patterns
        self._search: _Characters | _Words = (
            _Characters(patterns) if lang == "th" else _Words(patterns, lang)
        )

    def find(self, text: str) -> list[Hit]:
        """All hits in order of start, the longer first; nested hits are labelled.

        Of overlapping hits the leftmost counts, and of those the longest; several
        terms on one span count all. Time is linear in the text for a given depth
        of nesting.
        """
        found: list[Hit] = []
        outer_start = outer_end = last_start = last_end = -1
        last: Pattern | None = None
        for start, negated, rank in sorted(self._search.find(text)):
            end, pattern = -negated, self._ranked[rank]
            if start >= outer_end:
                outer_start, outer_end = start, end
            if (
                start == last_start
                and end == last_end
                and last is not None
                and last.concept == pattern.concept
                and last.term.text == pattern.term.text
            ):
                continue
            nested = start != outer_start or end != outer_end
            found.append(Hit(start, end, pattern.concept, pattern.term, pattern.form, nested))
            last_start, last_end, last = start, end, pattern
        return found


class _Characters:
    """Thai: Aho-Corasick over the characters of the key, then boundaries for each hit."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_key: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            key = normalize(pattern.form, "th").key.strip()
            if key:
                by_key.setdefault(key, []).append(pattern)
        self._keys = sorted(by_key)
        self._patterns = [by_key[key] for key in self._keys]
        self._automaton = _automaton(self._keys)
        self._foreign = {
            index
            for index, key in enumerate(self._keys)
            if not (is_thai(key[0]) and is_thai(key[-1]))
        }
        self._longer: dict[int, Longer | None] = {}

    def find(self, text: str) -> list[Raw]:
        repaired, joined = thai_layers(text)
        hits = self._bounded(joined)
        starts, ends = repaired.spans(
            *joined.spans([hit[1] for hit in hits], [hit[2] for hit in hits])
        )
        found: list[Raw] = []
        for (index, at, _), start, end in zip(hits, starts, ends, strict=True):
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

    def _bounded(self, joined: Normalized) -> list[tuple[int, int, int]]:
        """Hits in the key that begin and end where words do.

        Both ends must be word boundaries to ICU; for a term of several words it is
        enough that ICU's word falls into two dictionary words there (งานการ before
        ระดม), unless a term that stands on ICU's own boundaries holds it: การระดมมวลชน is
        no part of คณะกรรมการระดมมวลชน. A term of one word must not be part of a longer
        dictionary word that stands on boundaries.
        """
        key = joined.key
        padded = key + "\n\n"  # before the first character, at -1, and after the last
        hits = [
            hit
            for hit in self._automaton.find_matches_as_indexes(key, overlapping=True)
            if padded[hit[2]] not in FOLLOWING
            and padded[hit[1] - 1] not in LEADING
            and not (hit[0] in self._foreign and _torn(padded, hit[1], hit[2]))
        ]
        if not hits:
            return []
        words = Boundaries(joined)
        is_edge, longer = words.at, self._longer
        firm: list[tuple[int, int, int]] = []
        loose: list[tuple[int, int, int]] = []
        for hit in hits:
            index, start, end = hit
            if index not in longer:
                own = self._keys[index]
                longer[index] = longer_words(own) if is_one_word(own) else None
            beyond = longer[index]
            if is_edge(start) and is_edge(end):
                if beyond is None or not (beyond[0] and words.inside(start, end, beyond)):
                    firm.append(hit)
            elif (
                beyond is None
                and (is_edge(start) or words.split(start))
                and (is_edge(end) or words.split(end))
            ):
                loose.append(hit)
        return [*firm, *_outside(loose, firm)] if loose else firm


def _outside(
    hits: Sequence[tuple[int, int, int]], others: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
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


_BETWEEN = rf"{BLANK}\-\u2010-\u2015"
_PIECE = re.compile(rf"[\w{MARKS}{INVISIBLE}]+|[{_BETWEEN}]+|[^\w{MARKS}{INVISIBLE}{_BETWEEN}]")
_LONGEST_WORD = 64
_UNKNOWN = "\x00"
_GAP = " "


class _Words:
    """Spaced languages: every known word is one character, and Aho-Corasick searches those."""

    BLOCK = 500_000
    """Characters that are cut into words at a time, which bounds the memory."""
    OVERLAP = 2_000
    """Where a block has no line end, how much of the next is searched with it."""

    def __init__(self, patterns: Iterable[Pattern], lang: str) -> None:
        self._lang = lang
        self._codes: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._key_of: dict[str, str] = {}
        self._cut: dict[str, tuple[str, ...]] = {}
        by_code: dict[str, list[tuple[Pattern, tuple[str, ...]]]] = {}
        for pattern in patterns:
            pieces = self._pieces(pattern.form)
            if pieces:
                code = "".join(self._code_of(piece) for piece in pieces)
                by_code.setdefault(code, []).append((pattern, pieces))
        keys = sorted(by_code)
        self._patterns = [by_code[key] for key in keys]
        self._ranks = [tuple(pattern.rank for pattern, _ in each) for each in self._patterns]
        self._contextual = {
            index
            for index, each in enumerate(self._patterns)
            if any(pattern.term.blocked_by for pattern, _ in each)
        }
        self._automaton = _automaton(keys)

    def _pieces(self, form: str) -> tuple[str, ...]:
        """Keys of the words of a term; a gap is one blank."""
        if form not in self._cut:
            self._cut[form] = self._cut_up(form)
        return self._cut[form]

    def _cut_up(self, form: str) -> tuple[str, ...]:
        found = [
            _GAP if piece[0] in _GAP_CHARS else self._key(piece) for piece in _PIECE.findall(form)
        ]
        while found and found[0] == _GAP:
            found.pop(0)
        while found and found[-1] == _GAP:
            found.pop()
        return tuple(found)

    def _key(self, piece: str) -> str:
        return normalize(piece, self._lang).key

    def _shared(self, key: str) -> str:
        return stem(key) if self._lang == "hi" else key

    def _code_of(self, key: str) -> str:
        if key == _GAP:
            return _GAP
        shared = self._shared(key)
        code = self._codes.get(shared)
        if code is None:
            number = 0x3400 + len(self._codes)
            code = chr(number if number < 0xD800 else number + 0x800)
            self._codes[shared] = code
        return code

    def _look_up(self, piece: str) -> str:
        if piece[0] in _GAP_CHARS:
            return _GAP
        if len(piece) > _LONGEST_WORD:
            return _UNKNOWN
        key = self._key(piece)
        code = self._codes.get(self._shared(key), _UNKNOWN)
        if code != _UNKNOWN:
            self._key_of[piece] = key
        return code

    def find(self, text: str) -> list[Raw]:
        found: list[Raw] = []
        start = 0
        while start < len(text):
            end, searched = _block(text, start, self.BLOCK, self.OVERLAP)
            block = text[start:searched]
            hits = self._find_in(block, start)
            if searched > end or (start > 0 and _is_word_char(text[start - 1])):
                hits = [
                    hit
                    for hit in hits
                    if hit[0] < end
                    and not (hit[0] == start and start > 0 and _is_word_char(text[start - 1]))
                ]
            found.extend(hits)
            start = end
        return found

    def _find_in(self, text: str, shift: int) -> list[Raw]:
        pieces = _PIECE.findall(text)
        known = self._known
        if len(known) > 200_000:
            known.clear()
            self._key_of.clear()
        for piece in set(pieces).difference(known):
            known[piece] = self._look_up(piece)
        coded = "".join(map(known.__getitem__, pieces))
        hits = self._automaton.find_matches_as_indexes(coded, overlapping=True)
        if not hits:
            return []
        offsets = list(accumulate(map(len, pieces), initial=shift))
        is_padded = _INVISIBLE.search(text) is not None
        is_inflected = self._lang == "hi"
        found: list[Raw] = []
        # Which patterns of one code a surface fits is asked once for each surface.
        fitting: dict[tuple[int, str], tuple[int, ...]] = {}
        for index, first, last in hits:
            start, end = offsets[first], offsets[last]
            ranks = self._ranks[index]
            if is_inflected:
                key = (index, text[start - shift : end - shift])
                fits = fitting.get(key)
                if fits is None:
                    own = pieces[first:last]
                    fits = fitting[key] = tuple(
                        pattern.rank
                        for pattern, keys in self._patterns[index]
                        if self._same(keys, own)
                    )
                ranks = fits
            if is_padded:
                start += _padding(pieces[first])
                end -= _padding(pieces[last - 1][::-1])
            if index in self._contextual:
                ranks = tuple(
                    pattern.rank
                    for pattern, _ in self._patterns[index]
                    if pattern.rank in ranks and not self._blocked(pattern, pieces, first, last)
                )
            for rank in ranks:
                found.append((start, -end, rank))
        return found

    def _same(self, keys: Sequence[str], pieces: Sequence[str]) -> bool:
        key_of = self._key_of
        for key, piece in zip(keys, pieces, strict=True):
            if key != _GAP and key != piece:
                other = key_of[piece]
                if key != other and not same_word(key, other):
                    return False
        return True

    def _blocked(self, pattern: Pattern, pieces: Sequence[str], first: int, last: int) -> bool:
        own = self._pieces(pattern.form)
        for context in pattern.term.blocked_by:
            whole = self._pieces(context)
            for at in range(len(whole) - len(own) + 1):
                begin = first - at
                around = pieces[begin : begin + len(whole)] if begin >= 0 else []
                if (
                    len(own) < len(whole) == len(around)
                    and self._equal(whole[at : at + len(own)], own)
                    and self._equal(
                        whole, [_GAP if p[0] in _GAP_CHARS else self._key(p) for p in around]
                    )
                ):
                    return True
        return False

    def _equal(self, one: Sequence[str], other: Sequence[str]) -> bool:
        if self._lang != "hi":
            return tuple(one) == tuple(other)
        return all(
            a == b or (_GAP not in (a, b) and same_word(a, b))
            for a, b in zip(one, other, strict=True)
        )


_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_IN_GAP = re.compile(f"[{_BETWEEN}]")
_GAP_CHARS = frozenset(char for char in map(chr, range(0x3001)) if _IN_GAP.match(char))
_WORD_CHAR = re.compile(rf"[\w{MARKS}{INVISIBLE}]")


def _is_word_char(char: str) -> bool:
    return _WORD_CHAR.match(char) is not None


def _padding(piece: str) -> int:
    """Invisible characters before the first visible one."""
    return len(piece) - len(piece.lstrip(INVISIBLE))


def _block(text: str, start: int, size: int, overlap: int) -> tuple[int, int]:
    """Where a block ends whose hits count, and how far it is searched for them."""
    end = start + size
    if end >= len(text):
        return len(text), len(text)
    line = text.rfind("\n", start, end) + 1
    if line > start:
        return line, line
    blank = text.rfind(" ", start, end) + 1
    if blank > start:
        end = blank
    return end, min(end + overlap, len(text))


def _automaton(keys: Sequence[str]) -> AhoCorasick:
    return AhoCorasick(keys, implementation=Implementation.ContiguousNFA, store_patterns=False)
