"""What segments show beside their meaning: length, and tokens that are kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from glossary.gazetteer import places
from glossary.normalize import without_invisible
from glossary.numerals import numerals

Floats = npt.NDArray[np.float32]

WEAK, SENTENCE, LINE = 0, 1, 2
"""What ends a segment: a mere space, a sentence's end within a line, the end of a line."""

OTHER_SCRIPTS = frozenset({"th", "hi"})
"""Languages in whose text a Latin word is foreign, and so a translation's as well."""

PLACE = "@"
"""Before the id of a place, which tells it from a word."""

_LATIN = regex.compile(r"\p{Latin}[\p{Latin}\p{M}\d]+")
_NAME = regex.compile(r"\p{Lu}[\p{Latin}\p{M}]{3,}")
"""What may be a name; one that both texts hold is, in two languages that are not alike."""


def size(text: str) -> int:
    """How many characters of a text are seen; 1 for none."""
    text = without_invisible(text)
    return max(1, len(text) - sum(map(str.isspace, text)))


def keys(text: str, lang: str, other: str) -> frozenset[str]:
    """Tokens that a translation into `other` keeps: numbers, dates, words in a foreign script.

    Where both languages are written in Latin letters, names; words with a capital pass for them.
    Places that the gazetteer knows, in either script, as ``@quang-ninh``.
    """
    found = {*_numbers(text, lang), *_places(text, lang)}
    script = _LATIN if not OTHER_SCRIPTS.isdisjoint((lang, other)) else _NAME
    found |= {word.casefold() for word in script.findall(text)}
    return frozenset(found)


@lru_cache(maxsize=4_096)
def _places(text: str, lang: str) -> frozenset[str]:
    return frozenset(map(PLACE.__add__, places(text, lang)))


@lru_cache(maxsize=4_096)
def _numbers(text: str, lang: str) -> frozenset[str]:
    """The numbers and dates of a text; a document is often in several pairs."""
    return frozenset(
        "".join(filter(str.isdigit, numeral.key))  # 1,435 or 1.435: by whose custom is not known
        if numeral.other
        else numeral.key.removeprefix("num:").removeprefix("year:")
        for numeral in numerals(text, lang)
    )


@dataclass(frozen=True)
class Overlap:
    """Which tokens two texts share, and what each of them weighs."""

    source_keys: tuple[frozenset[str], ...]
    """Those of each source segment that the other text holds anywhere."""
    target_keys: tuple[frozenset[str], ...]
    weights: Mapping[str, float]
    source: Floats
    """Shape (n,): weight of each source segment's tokens."""
    target: Floats
    """Shape (m,)."""
    lone_source: Floats
    """Shape (n,): weight of each source segment's numbers that the other text holds nowhere."""
    lone_target: Floats
    """Shape (m,)."""

    def part(self, i: slice, j: slice) -> Overlap:
        """Some segments of both sides."""
        return Overlap(
            self.source_keys[i],
            self.target_keys[j],
            self.weights,
            self.source[i],
            self.target[j],
            self.lone_source[i],
            self.lone_target[j],
        )

    def shared(self) -> Floats:
        """Shape (n, m): weight of the tokens that two segments share."""
        found = np.zeros((len(self.source), len(self.target)), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for j, held in enumerate(self.target_keys):
            for key in held:
                places.setdefault(key, []).append(j)
        for i, held in enumerate(self.source_keys):
            for key in sorted(key for key in held if key in places):
                found[i, places[key]] += self.weights[key]
        return found

    def between(self, i: slice, j: slice) -> float:
        """Weight of the tokens that two runs of segments share."""
        one: frozenset[str] = frozenset().union(*self.source_keys[i])
        other: frozenset[str] = frozenset().union(*self.target_keys[j])
        return sum(self.weights[key] for key in sorted(one & other))


def overlap(source: Sequence[frozenset[str]], target: Sequence[frozenset[str]]) -> Overlap:
    """The tokens that segments share, a token's weight falling with how many segments hold it.

    A word that the other text never holds says nothing. A number is kept apart, for it can be
    written out there, or have been left out with its sentence.
    """
    left = Counter(key for held in source for key in held)
    right = Counter(key for held in target for key in held)
    weights = {key: 1 / math.sqrt(max(left[key], right[key])) for key in left.keys() & right.keys()}
    # Not `held & weights.keys()`, which takes time for all that the texts hold.
    sides = [
        tuple(frozenset(key for key in held if key in weights) for held in side)
        for side in (source, target)
    ]
    own = [
        np.array([sum(weights[key] for key in sorted(held)) for held in side], dtype=np.float32)
        for side in sides
    ]
    lone = [
        np.array(
            [
                sum(
                    _alone(key, counts[key])
                    for key in sorted(key for key in held if key not in weights)
                )
                for held in side
            ],
            dtype=np.float32,
        )
        for side, counts in ((source, left), (target, right))
    ]
    return Overlap(sides[0], sides[1], weights, *own, *lone)


def _alone(key: str, count: int) -> float:
    """Weight of a token that the other text lacks, by how many segments hold it."""
    if not key.replace(".", "").isdigit():
        return 0.0
    return (0.5 if len(key) == 1 else 1.0) / math.sqrt(count)
