"""Where words and characters as people see them begin and end, in each language.

Spans are code points of the text, half-open. The standard library's ``\\b`` and
``\\w`` are not used alone: Thai and Devanagari vowel signs are no word characters
to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
"""Signs that belong to the letter before them, for a character class."""

WORD = rf"[\w{MARKS}]+"
"""A run of letters, signs and digits of any script; a word wherever words are spaced."""

_WORD = re.compile(WORD)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SECOND: itemgetter[int] = itemgetter(1)
_THAI = re.compile(r"[\u0e00-\u0e7f]")


def words(text: str, lang: str) -> list[tuple[int, int]]:
    """Spans of the words of a text, without blanks and punctuation.

    Thai words are those of ICU's dictionary; they are short, and a compound is
    several.
    """
    if lang != "th" or not _THAI.search(text):
        return [match.span() for match in _WORD.finditer(text)]
    spans, start = [], 0
    for end in thai_breaks(text):
        if _WORD.search(text, start, end):
            spans.append((start, end))
        start = end
    return spans


def thai_breaks(text: str) -> Iterator[int]:
    """Ends of what ICU takes for words, blanks and punctuation of a text, ascending."""
    # Reading its data takes 15 ms; a check of a Hindi file need not.
    from icu4py.breakers import WordBreaker

    # The breaker counts UTF-16 units; with no character beyond them these are code points.
    return map(_SECOND, WordBreaker(_ASTRAL.sub("\ufffc", text), "th").segments())


def clusters(text: str) -> list[tuple[int, int]]:
    """Spans of the characters as people see them (extended grapheme clusters)."""
    return [match.span() for match in _cluster().finditer(text)]


@lru_cache(maxsize=1)
def _cluster() -> regex.Pattern[str]:
    import regex  # 10 ms, and only who shows text asks for clusters

    return regex.compile(r"\X")


# Leading vowels belong to the consonant after them, these signs to the one before.
_NEEDS_NEXT = frozenset("เแโใไ")
_NEEDS_PREVIOUS = re.compile(f"[{MARKS}ะาำๅ]")


def is_edge(text: str, offset: int) -> bool:
    """Whether a text may be cut at an offset without tearing a vowel or sign off its letter."""
    if offset <= 0 or offset >= len(text):
        return True
    return text[offset - 1] not in _NEEDS_NEXT and not _NEEDS_PREVIOUS.match(text, offset)


# Compounds of political prose that the list has not, in which shorter terms would be found.
_LACKING = ("ฉันทามติ", "ญัตติ", "แผนก", "เอกฉันท์")


@lru_cache(maxsize=1)
def thai_word_list() -> str:
    """The Thai word list (CC0, 62,000 words), one word a line."""
    from importlib.util import find_spec

    # The package is found but not imported: its import builds a tree of the list.
    spec = find_spec("newmm_tokenizer")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            "newmm-tokenizer, which brings the Thai word list, is not installed"
        )
    text = Path(spec.origin).with_name("words_th.txt").read_text(encoding="utf-8")
    return "\n".join(["", *_LACKING, text.replace("\r", ""), ""])


@lru_cache(maxsize=1)
def thai_words() -> frozenset[str]:
    """The words of `thai_word_list`."""
    return frozenset(thai_word_list().split("\n")) - {""}
