"""Where terms stand in a text: thousands of them in one pass, with exact offsets.

Two searches share one result. Thai is searched as characters of its key, and
each hit must begin and end where words do. Languages that space their words are
searched as words, so nothing is found inside one, and Hindi words match in all
their nominal forms. What is costly is done for hits, not for the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation

from glossary.inflection import same_word, stem
from glossary.model import Term, Termbase
from glossary.normalize import BLANK, INVISIBLE, normalize, thai_layers
from glossary.words import MARKS, is_edge, thai_boundaries, thai_words


@dataclass(frozen=True, slots=True)
class Hit:
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

    concept: str
    term: Term
    form: str


Raw = tuple[int, int, Pattern]


class Matcher:
    """Finds the terms of one language, of every status, and their look-up forms."""

    def __init__(self, termbase: Termbase, lang: str) -> None:
        self._build(
            (
                Pattern(concept.id, term, form)
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
            (
                Pattern(key, Term(lang, text), text)
                for key, texts in mapping.items()
                for text in texts
            ),
            lang,
        )
        return matcher

    def _build(self, patterns: Iterable[Pattern], lang: str) -> None:
        self.lang = lang
        self._search: _Characters | _Words = (
            _Characters(patterns) if lang == "th" else _Words(patterns, lang)
        )

    def find(self, text: str) -> list[Hit]:
        """All hits in order of start, the longer first; nested hits are labelled.

        Of overlapping hits the leftmost counts, and of those the longest; several
        terms on one span count all. Time is linear in the text for a given depth
        of nesting.
        """
        hits = sorted(
            self._search.find(text),
            key=lambda hit: (hit[0], -hit[1], hit[2].concept, hit[2].term.text, hit[2].form),
        )
        found: list[Hit] = []
        outer = (-1, -1)
        last = (-1, -1, "", "")
        for start, end, pattern in hits:
            if start >= outer[1]:
                outer = (start, end)
            this = (start, end, pattern.concept, pattern.term.text)
            if this == last:
                continue
            last = this
            nested = (start, end) != outer
            found.append(Hit(start, end, pattern.concept, pattern.term, pattern.form, nested))
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

    def find(self, text: str) -> Iterator[Raw]:
        repaired, joined = thai_layers(text)
        key = joined.key
        words = _ThaiWords(repaired.key)
        for index, start, end in self._automaton.find_matches_as_indexes(key, overlapping=True):
            if _torn(key, start) or _torn(key, end):
                continue
            own = self._keys[index]
            inner = joined.span(start, end)
            if not words.bound(own, *inner):
                continue
            span = repaired.span(*inner)
            for pattern in self._patterns[index]:
                if not any(
                    start >= offset and key.startswith(whole, start - offset)
                    for context in pattern.term.blocked_by
                    for whole, offset in _places(normalize(context, "th").key.strip(), own)
                ):
                    yield (*span, pattern)


def _torn(key: str, offset: int) -> bool:
    """Whether a cut would tear a sign off its letter, or a number or Latin word apart."""
    if offset <= 0 or offset >= len(key):
        return False
    if not is_edge(key, offset):
        return True
    before, after = key[offset - 1], key[offset]
    return before.isalnum() and after.isalnum() and not (_is_thai(before) or _is_thai(after))


def _is_thai(char: str) -> bool:
    return "\u0e00" <= char <= "\u0e7f"


@lru_cache(maxsize=8192)
def _places(whole: str, part: str) -> tuple[tuple[str, int], ...]:
    """Each offset at which `part` stands in a longer `whole`, with `whole`."""
    if len(part) >= len(whole):
        return ()
    return tuple((whole, at) for at in range(len(whole)) if whole.startswith(part, at))


class _ThaiWords:
    """The word boundaries of one text, found as far as somebody asks."""

    CHUNK = 20_000
    MARGIN = 200
    """Around a chunk; ICU looks a few words ahead, so that a chunk breaks as the line would."""
    REACH = 20
    """Longest stretch on either side in which a dictionary word may hold a hit."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = (0, -1)
        self._chunk = (0, -1)
        self._edges: frozenset[int] = frozenset()

    def bound(self, key: str, start: int, end: int) -> bool:
        """Whether a hit of `key` begins and ends where words do.

        Both ends must be word boundaries to ICU; for a term of several words it is
        enough that ICU's word falls into two dictionary words there (งานการ before
        ระดม). A term of one word must not be part of a longer dictionary word that
        begins and ends on ICU's boundaries.
        """
        if _is_one_word(key):
            return (
                self._is_boundary(start)
                and self._is_boundary(end)
                and not self._inside_word(start, end)
            )
        return all(self._is_boundary(at) or self._falls_apart(at) for at in (start, end))

    def _is_boundary(self, offset: int) -> bool:
        text = self._text
        if offset == 0 or offset == len(text):
            return True
        if not (_is_thai(text[offset - 1]) and _is_thai(text[offset])):
            return True
        if not self._chunk[0] <= offset < self._chunk[1]:
            self._read(offset)
        return offset in self._edges

    def _read(self, offset: int) -> None:
        text = self._text
        first, last = self._line
        if not first <= offset <= last:
            first = text.rfind("\n", 0, offset) + 1
            last = text.find("\n", offset)
            last = len(text) if last < 0 else last
            self._line = (first, last)
        start = offset - (offset - first) % self.CHUNK
        end = min(start + self.CHUNK, last + 1)
        left = max(start - self.MARGIN, first)
        right = min(end + self.MARGIN, last)
        self._chunk = (start, end)
        self._edges = frozenset(left + edge for edge in thai_boundaries(text[left:right]))

    def _falls_apart(self, offset: int) -> bool:
        first = next(at for at in range(offset - 1, -1, -1) if self._is_boundary(at))
        last = next(at for at in range(offset + 1, len(self._text) + 1) if self._is_boundary(at))
        dictionary = thai_words()
        return self._text[first:offset] in dictionary and self._text[offset:last] in dictionary

    def _inside_word(self, start: int, end: int) -> bool:
        text = self._text
        dictionary = thai_words()
        starts = [
            at
            for at in range(start, max(start - self.REACH, -1), -1)
            if self._is_boundary(at) and not _torn(text, at)
        ]
        ends = [
            at
            for at in range(end, min(end + self.REACH, len(text)) + 1)
            if self._is_boundary(at) and not _torn(text, at)
        ]
        return any(
            (first, last) != (start, end)
            and text[first:last] in dictionary
            and not (last == end and text[first:start] in _LINKS)
            for first in starts
            for last in ends
        )


# The word list holds phrases too; after these words a noun is still a word of its own.
_LINKS = frozenset({"การ", "ความ", "ทาง", "ประจำ", "ด้าน", "ฝ่าย", "ภาค", "หน่วยงาน", "ปัญหา"})


@lru_cache(maxsize=16384)
def _is_one_word(key: str) -> bool:
    return len(thai_boundaries(key)) == 2


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
        by_code: dict[str, list[tuple[Pattern, tuple[str, ...]]]] = {}
        for pattern in patterns:
            pieces = self._pieces(pattern.form)
            if pieces:
                code = "".join(self._code_of(piece) for piece in pieces)
                by_code.setdefault(code, []).append((pattern, pieces))
        keys = sorted(by_code)
        self._lengths = [len(key) for key in keys]
        self._patterns = [by_code[key] for key in keys]
        self._automaton = _automaton(keys)

    def _pieces(self, form: str) -> tuple[str, ...]:
        """Keys of the words of a term; a gap is one blank."""
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
        return self._codes.get(self._shared(self._key(piece)), _UNKNOWN)

    def find(self, text: str) -> Iterator[Raw]:
        start = 0
        while start < len(text):
            end, searched = _block(text, start, self.BLOCK, self.OVERLAP)
            for first, last, pattern in self._find_in(text[start:searched]):
                if start + first < end and not (
                    first == 0 and start > 0 and _is_word_char(text[start - 1])
                ):
                    yield start + first, start + last, pattern
            start = end

    def _find_in(self, text: str) -> Iterator[Raw]:
        pieces = _PIECE.findall(text)
        known = self._known
        if len(known) > 200_000:
            known.clear()
        for piece in set(pieces).difference(known):
            known[piece] = self._look_up(piece)
        coded = "".join(map(known.__getitem__, pieces))
        hits = self._automaton.find_matches_as_indexes(coded, overlapping=True)
        if not hits:
            return
        offsets = list(accumulate(map(len, pieces), initial=0))
        for index, first, last in hits:
            own = pieces[first:last]
            for pattern, keys in self._patterns[index]:
                if self._lang == "hi" and not self._same(keys, own):
                    continue
                if pattern.term.blocked_by and self._blocked(pattern, pieces, first, last):
                    continue
                start, end = offsets[first], offsets[last]
                yield start + _padding(own[0]), end - _padding(own[-1][::-1]), pattern

    def _same(self, keys: Sequence[str], pieces: Sequence[str]) -> bool:
        return all(
            key == _GAP or same_word(key, self._key(piece))
            for key, piece in zip(keys, pieces, strict=True)
        )

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
