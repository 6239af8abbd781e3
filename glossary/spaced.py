"""Terms in languages that space their words: nothing is found inside a word.

Every word that a term holds is one character to the search, whichever of its
spellings stands there, and all other words are another. A text is cut at blanks,
which is fast, and each different token into words once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, compress

from glossary.inflection import same_word, stem
from glossary.normalize import BLANK, INVISIBLE, normalize
from glossary.pattern import Pattern, Raw, automaton
from glossary.words import MARKS

BLOCK = 500_000
"""Characters that are searched at a time, which bounds the memory."""
OVERLAP = 2_000
"""Where a block has no line end, how much of the next is searched with it."""
LONGEST_WORD = 64
"""Characters of a word; a longer one is no term's, and costs no normalising."""
LONGEST_TOKEN = 256
"""Characters of a token that is remembered."""
VOCABULARY = 200_000
"""Tokens that are remembered before all are forgotten."""

_BETWEEN = rf"{BLANK}\-\u2010-\u2015"
_PIECE = re.compile(rf"[\w{MARKS}{INVISIBLE}]+|[{_BETWEEN}]+|[^\w{MARKS}{INVISIBLE}{_BETWEEN}]")
_GAP = re.compile(rf"[{_BETWEEN}]+")
_WORD_CHAR = re.compile(rf"[\w{MARKS}{INVISIBLE}]")
_UNKNOWN = "\x00"


class SpacedSearch:
    """Finds patterns as sequences of words; Hindi words in every nominal form."""

    def __init__(self, patterns: Iterable[Pattern], lang: str) -> None:
        self._lang = lang
        self._is_inflected = lang == "hi"
        self._codes: dict[str, str] = {}
        by_code: dict[str, list[tuple[Pattern, tuple[str, ...]]]] = {}
        for pattern in patterns:
            keys = self._keys(pattern.form)
            if keys:
                code = "".join(map(self._code_of, keys))
                by_code.setdefault(code, []).append((pattern, keys))
        codes = sorted(by_code)
        self._patterns = [by_code[code] for code in codes]
        self._only = [
            each[0][0].rank if len(each) == 1 and not self._is_special(each) else -1
            for each in self._patterns
        ]
        self._contextual = {
            index
            for index, each in enumerate(self._patterns)
            if any(pattern.term.blocked_by for pattern, _ in each)
        }
        self._reach = {
            index: max(
                len(self._keys(context))
                for pattern, _ in self._patterns[index]
                for context in pattern.term.blocked_by
            )
            for index in self._contextual
        }
        self._automaton = automaton(codes)
        self._forget()

    def _forget(self) -> None:
        self._coded: dict[str, str] = {}
        self._lengths: dict[str, bytes] = {}
        self._advances: dict[str, bytes] = {}
        self._rows: dict[str, tuple[int, str, int, int]] = {}
        self._fits: dict[tuple[int, str], tuple[int, ...]] = {}

    def _is_special(self, patterns: Sequence[tuple[Pattern, tuple[str, ...]]]) -> bool:
        """Whether more than the words decides on a hit of one of these patterns."""
        return any(
            self._is_inflected or pattern.term.blocked_by or not all(map(_is_word, keys))
            for pattern, keys in patterns
        )

    def _keys(self, form: str) -> tuple[str, ...]:
        """Keys of the words and marks of a term, without the gaps."""
        lang = self._lang
        return tuple(_key_of(piece, lang) for piece in _PIECE.findall(form) if not _is_gap(piece))

    def _key(self, piece: str) -> str:
        return normalize(piece, self._lang).key

    def _shared(self, key: str) -> str:
        return stem(key) if self._is_inflected else key

    def _code_of(self, key: str) -> str:
        shared = self._shared(key)
        code = self._codes.get(shared)
        if code is None:
            number = 0x100 + len(self._codes)
            code = chr(number if number < 0xD800 else number + 0x800)
            self._codes[shared] = code
        return code

    def _learn(self, token: str) -> None:
        """Cut a token, which holds no space, and remember what it is made of.

        For each of its words: the code, the length, which is 0 for what is no word,
        and how far it is to the next one.
        """
        codes, lengths, advances = [""], [0], [0]
        rows = self._rows
        for piece in _PIECE.findall(token):
            row = rows.get(piece)
            if row is None:
                row = self._row(piece)
                if len(piece) <= LONGEST_WORD:
                    rows[piece] = row
            lead, code, length, advance = row
            advances[-1] += lead
            if code:
                codes.append(code)
                lengths.append(length)
                advances.append(advance)
        advances[-1] += 1  # the space after it
        self._coded[token] = "".join(codes)
        if not advances[0]:
            del lengths[0], advances[0]
        if max(advances) > 255:
            lengths, advances = _in_bytes(lengths, advances)
        self._lengths[token] = bytes(lengths)
        self._advances[token] = bytes(advances)

    def _row(self, piece: str) -> tuple[int, str, int, int]:
        """Of a piece: what lies before its word, the word's code and length, and the way on.

        A gap has no code, and all of it lies before.
        """
        word = "" if _is_gap(piece) else piece.strip(INVISIBLE)
        if not word:
            return len(piece), "", 0, 0
        lead = len(piece) - len(piece.lstrip(INVISIBLE))
        return lead, self._code(word), min(len(word), 255), len(piece) - lead

    def _code(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            return _UNKNOWN
        return self._codes.get(self._shared(self._key(word)), _UNKNOWN)

    def find(self, text: str) -> list[Raw]:
        """Where patterns stand, in no order."""
        found: list[Raw] = []
        start = 0
        while start < len(text):
            end, searched = _block(text, start)
            hits = self._find_in(text[start:searched], start)
            is_torn = start > 0 and _WORD_CHAR.match(text, start - 1) is not None
            if searched > end or is_torn:
                hits = [hit for hit in hits if hit[0] < end and not (hit[0] == start and is_torn)]
            found += hits
            start = end
        return found

    def _find_in(self, text: str, shift: int) -> list[Raw]:
        tokens = text.split(" ")
        coded = self._coded
        if max(len(coded), len(self._rows)) > VOCABULARY:
            self._forget()
            coded = self._coded
        strange = set(tokens).difference(coded)
        for token in strange:
            self._learn(token)
        haystack = "".join(map(coded.__getitem__, tokens))
        hits = self._automaton.find_matches_as_indexes(haystack, overlapping=True)
        found: list[Raw] = []
        if hits:
            lengths = b"".join(map(self._lengths.__getitem__, tokens))
            advances = b"".join(map(self._advances.__getitem__, tokens))
            starts = list(compress(accumulate(advances, initial=0), lengths))
            found = self._placed(hits, text, shift, starts, lengths.replace(b"\0", b""))
        for token in strange:
            if len(token) > LONGEST_TOKEN:
                del coded[token], self._lengths[token], self._advances[token]
        return found

    def _placed(
        self,
        hits: Sequence[tuple[int, int, int]],
        text: str,
        shift: int,
        starts: Sequence[int],
        lengths: Sequence[int],
    ) -> list[Raw]:
        """Hits in words as hits in characters, of the patterns that they are of."""
        only = self._only
        found = [
            (shift + starts[first], -(shift + starts[last - 1] + lengths[last - 1]), only[index])
            for index, first, last in hits
            if only[index] >= 0
        ]
        if len(found) == len(hits):
            return found
        fits = self._fits
        for index, first, last in hits:
            if only[index] >= 0:
                continue
            start, end = starts[first], starts[last - 1] + lengths[last - 1]
            surface = text[start:end]
            ranks = fits.get((index, surface))
            if ranks is None:
                ranks = fits[index, surface] = self._fitting(index, surface)
            if ranks and index in self._contextual:
                reach = self._reach[index]
                around = [
                    self._key(text[starts[at] : starts[at] + lengths[at]])
                    for at in range(max(first - reach, 0), min(last + reach, len(starts)))
                ]
                ranks = self._unblocked(index, ranks, around, min(first, reach), last - first)
            for rank in ranks:
                found.append((shift + start, -shift - end, rank))
        return found

    def _fitting(self, index: int, surface: str) -> tuple[int, ...]:
        """Ranks of the patterns of one code that words of that code are."""
        if len(self._fits) > VOCABULARY:
            self._fits.clear()
        return tuple(
            pattern.rank
            for pattern, keys in self._patterns[index]
            if (all(map(_is_word, keys)) or _gaps(surface) == _gaps(pattern.form))
            and self._equal(keys, self._keys(surface))
        )

    def _unblocked(
        self, index: int, ranks: Sequence[int], around: Sequence[str], at: int, count: int
    ) -> tuple[int, ...]:
        """Ranks that no context blocks where `count` words stand at `at` of those around them."""
        return tuple(
            pattern.rank
            for pattern, _ in self._patterns[index]
            if pattern.rank in ranks
            and not any(
                len(whole) > count and self._equal(whole, around[begin : begin + len(whole)])
                for whole in map(self._keys, pattern.term.blocked_by)
                for begin in range(max(at + count - len(whole), 0), at + 1)
            )
        )

    def _equal(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether keys are of the same words."""
        if len(one) != len(other) or not self._is_inflected:
            return tuple(one) == tuple(other)
        return all(a == b or same_word(a, b) for a, b in zip(one, other, strict=True))


@lru_cache(maxsize=65_536)
def _key_of(piece: str, lang: str) -> str:
    """The key of a word of a term; terms share most of their words."""
    return normalize(piece, lang).key


def _is_gap(piece: str) -> bool:
    return _GAP.match(piece) is not None or not piece.strip(INVISIBLE)


def _is_word(key: str) -> bool:
    return _WORD_CHAR.match(key) is not None


def _gaps(text: str) -> list[bool]:
    """For each word or mark of a text but the first, whether a gap stands before it."""
    found: list[bool] = []
    is_after_gap = False
    for piece in _PIECE.findall(text):
        if _is_gap(piece):
            is_after_gap = True
        else:
            found.append(is_after_gap)
            is_after_gap = False
    return found[1:]


def _in_bytes(lengths: list[int], advances: list[int]) -> tuple[list[int], list[int]]:
    """Lengths and ways to the next word with long ways in several steps of a byte each."""
    short: list[int] = []
    steps: list[int] = []
    for length, advance in zip(lengths, advances, strict=True):
        short.append(length)
        steps.append(min(advance, 255))
        for rest in range(advance - 255, 0, -255):
            short.append(0)
            steps.append(min(rest, 255))
    return short, steps


def _block(text: str, start: int) -> tuple[int, int]:
    """Where a block ends whose hits count, and how far it is searched for them."""
    end = start + BLOCK
    if end >= len(text):
        return len(text), len(text)
    line = text.rfind("\n", start, end) + 1
    if line > start:
        return line, line
    blank = text.rfind(" ", start, end) + 1
    if blank > start:
        end = blank
    return end, min(end + OVERLAP, len(text))
