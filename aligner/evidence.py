"""What segments show beside their meaning: length, how they end, tokens that are kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex

from glossary.numerals import numerals

Floats = npt.NDArray[np.float32]

WEAK, SENTENCE, LINE = 0, 1, 2
"""What ends a segment: a mere space, a sentence's end within a line, the end of a line."""

OTHER_SCRIPTS = frozenset({"th", "hi"})
"""Languages in whose text a Latin word is foreign, and so a translation's as well."""

_LATIN = regex.compile(r"\p{Latin}[\p{Latin}\p{M}\d]+")
_END = regex.compile(r"[.!?।॥…:;]['\"”’»)\]]*\Z")
_LOOK_BACK = 6


def ending(text: str, end: int, following: int) -> int:
    """What stands between a segment that ends at `end` and the next, at `following`."""
    if "\n" in text[end:following] or following >= len(text):
        return LINE
    return SENTENCE if _END.search(text[max(0, end - _LOOK_BACK) : end]) else WEAK


def size(text: str) -> int:
    """How many characters of a text are no white space; 1 for none."""
    return max(1, len(text) - sum(map(str.isspace, text)))


def keys(text: str, lang: str, other: str) -> frozenset[str]:
    """Tokens that a translation into `other` keeps: numbers, dates, words in a foreign script."""
    found = {
        numeral.key.removeprefix("num:").removeprefix("year:") for numeral in numerals(text, lang)
    }
    if not OTHER_SCRIPTS.isdisjoint((lang, other)):
        found |= {word.casefold() for word in _LATIN.findall(text)}
    return frozenset(found)


@dataclass(frozen=True)
class Overlap:
    """Which tokens two texts share, as numbers that can be summed over runs of segments."""

    shared: Floats
    """Shape (n, m): weight of the tokens that both segments hold."""
    source: Floats
    """Shape (n,): weight of each segment's tokens that the other text holds anywhere."""
    target: Floats
    """Shape (m,)."""


def overlap(source: Sequence[frozenset[str]], target: Sequence[frozenset[str]]) -> Overlap:
    """The tokens that segments share, a token's weight falling with how many segments hold it.

    A token that the other text never holds says nothing: numbers are often written out.
    """
    left = Counter(key for keys_ in source for key in keys_)
    right = Counter(key for keys_ in target for key in keys_)
    ids = {key: place for place, key in enumerate(sorted(left.keys() & right.keys()))}
    weights = np.array([1 / math.sqrt(max(left[key], right[key])) for key in ids], dtype=np.float32)
    a, b = _incidence(source, ids), _incidence(target, ids)
    return Overlap(
        np.asarray((a * weights) @ b.T, dtype=np.float32),
        np.asarray(a @ weights, dtype=np.float32),
        np.asarray(b @ weights, dtype=np.float32),
    )


def _incidence(side: Sequence[frozenset[str]], ids: dict[str, int]) -> Floats:
    found = np.zeros((len(side), len(ids)), dtype=np.float32)
    for row, held in enumerate(side):
        found[row, [ids[key] for key in held if key in ids]] = 1.0
    return found
