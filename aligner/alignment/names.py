"""Persons and places that two segments name, as far as they sound alike.

Who is named tells lines of news apart that are else the same: bylines, who chaired, who came. In
Latin letters a name is two capitalized words or more; Thai and Hindi have no capitals, and there
it is what follows a form of address, or a colon near the beginning of a line. What is taken for a
name and is none sounds like nothing in the other text, of a right pair as of a wrong one: the
weights of `aligner.alignment.comparable` are fitted to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from aligner.alignment.sounds import MOST, VOWELS, Codes, alike, common, sounds

Floats = npt.NDArray[np.float32]

LEAST, LONGEST = 3, 12
"""Sounds of a name: fewer say nothing, and more are no name but what follows it."""
LOUD = 5.0
"""Sounds of a name, a vowel counting half, that are enough to hear it by."""

_START = r"^[^:]{0,24}:"
_FOLLOWING = r"\s*((?:[\p{%s}\p{M}]+[ ]?){1,3})"
_NAME = regex.compile(r"\p{Lu}\p{Ll}[\p{Latin}\p{M}]*(?:\s+\p{Lu}\p{Ll}[\p{Latin}\p{M}]*)+")
_THAI = regex.compile(rf"(?:สหาย|นางสาว|นาย|นาง|{_START}){_FOLLOWING % 'Thai'}")
_HINDI = regex.compile(
    r"(?:(?<![\p{L}\p{M}])(?:श्रीमती|श्री|कॉमरेड|सुश्री)(?![\p{L}\p{M}])|"
    rf"{_START}){_FOLLOWING % 'Devanagari'}"
)
_PATTERNS = {"th": _THAI, "hi": _HINDI}


class Said(NamedTuple):
    """Of k pairs of segments, each of shape (k,)."""

    sound: Floats
    """How much better than unrelated texts they sound alike, -1.5 to 6, see
    `aligner.alignment.sounds.alike`."""
    unsaid: Floats
    """The share of the sounds of a name that the other segment lacks, negative, of the name that
    it lacks most; 0 where none is."""
    names: Floats
    """How many names are in either, to 2."""


@lru_cache(maxsize=4_096)
def names(text: str, lang: str) -> tuple[Codes, ...]:
    """The sounds of what is taken for a name in a text, in its order."""
    pattern = _PATTERNS.get(lang, _NAME)
    heard = (sounds(name)[:LONGEST] for name in pattern.findall(text[: 4 * MOST]))
    return tuple(each for each in heard if len(each) >= LEAST)


def said(pairs: Sequence[tuple[str, str]], langs: tuple[str, str]) -> Said:
    """Look at the texts of k pairs of segments, in these languages."""
    texts = [[sounds(text) for text in side] for side in zip(*pairs, strict=True)] or [[], []]
    held: list[tuple[int, Codes, Codes]] = [
        (place, name, texts[1 - side][place])
        for place, pair in enumerate(pairs)
        for side in (0, 1)
        for name in names(pair[side], langs[side])
        if len(texts[1 - side][place])
    ]
    found = common([name for _, name, _ in held], [text for _, _, text in held])
    unsaid, counts = np.zeros((2, len(pairs)), dtype=np.float32)
    for (place, name, _), score in zip(held, found.tolist(), strict=True):
        full = float(np.where(name >= VOWELS, 0.5, 1.0).sum())
        unsaid[place] = min(unsaid[place], min(1.0, score / min(full, LOUD)) - 1)
        counts[place] += 1
    sound = np.clip(alike(*texts), -1.5, 6).astype(np.float32)
    return Said(sound, unsaid, np.minimum(counts, 2))
