"""Persons and places that two segments name, as far as they sound alike.

Who is named tells lines of news apart that are else the same: bylines, who chaired, who came. In
Latin letters a name is two capitalized words or more, the first of which is no word that Vietnamese
offices begin with; Thai and Hindi have no capitals, and there it is what follows a form of address,
or what stands alone after a colon near the beginning of a line. A headline has a colon, too, and
what follows it is long; *นาย* stands in the Thai of June and of prime ministers. What is taken for
a name and is none sounds like nothing in the other text, of a right pair as of a wrong one: the
weights of `aligner.alignment.comparable` are fitted to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
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

_START = r"^[^:]{0,24}:\s*"
_END = r"\s*(?:$|[/|,;()–-])"
_NO_NAMES = (
    "Ban|Bí|Bộ|Phó|Chủ|Tổng|Ủy|Uỷ|Hội|Quốc|Đảng|Trung|Mặt|Nhà|Sở|Phòng|Giải|Viện|Huyện|Tỉnh|Thành|Xã|"
    "Đại|Đoàn|Chính|Nghị|Luật|Trưởng|Thủ|Cục|Văn|Công|Cộng|Liên|Thường|Nhân|Tòa|Học|Trường|Báo|Sông|"
    "Đồng|Theo|Vào|Tại|Ông|Bà|Từ|Ở|Trong|Với|Cùng|Đến"
)
"""What offices and sentences begin with, of which no family has its name."""
_AFTER = "การ|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|หลาย|ทุก|ทั้ง|ที่|และ|คน|อย่าง|ได้|มี|เป็น|ของ|ใน|กับ|จะ|ให้"
"""What follows a form of address where nobody is named."""
_POSTPOSITIONS = "का|की|के|को|ने|में|से|पर|और|एवं|व|तथा|द्वारा|भी|है|हैं|जी|थे|थी|था|तक"
_ADDRESSES = "श्रीमती|श्री|कॉमरेड|सुश्री"
_WORD = rf"(?!(?:{_POSTPOSITIONS}|{_ADDRESSES})(?![\p{{L}}\p{{M}}]))[\p{{Devanagari}}\p{{M}}]+"
_NAME = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}])(?!(?:{_NO_NAMES})(?![\p{{L}}\p{{M}}]))"
    r"\p{Lu}\p{Ll}[\p{Latin}\p{M}]*(?:\s+\p{Lu}\p{Ll}[\p{Latin}\p{M}]*)+"
)
_THAI = regex.compile(
    rf"(?:(?:สหาย|นางสาว|(?<!ถุ)นาย(?!ก(?:[รส\s]|เทศ|องค์|ฯ))|นาง)(?!\s*(?:{_AFTER}))|"
    rf"{_START}(?!สหาย|นาง|นาย)(?=[\p{{Thai}}\p{{M}} ]{{1,24}}{_END}))"
    r"\s*((?:[\p{Thai}\p{Latin}\p{M}]+[ ]?){1,3})"
)
_HINDI = regex.compile(
    rf"(?:(?<![\p{{L}}\p{{M}}])(?:{_ADDRESSES})(?![\p{{L}}\p{{M}}])\s*|"
    rf"{_START}(?={_WORD}(?:[ ]{_WORD}){{0,3}}{_END}))({_WORD}(?:[ ]{_WORD}){{0,2}})"
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
    others: Floats
    """What the likeliest pair of a name in the one and a name in the other lacks to sounding the
    same, negative, to -1; 0 where either has none: only then are they surely somebody else."""


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
        unsaid[place] = min(unsaid[place], min(1.0, score / min(_full(name), LOUD)) - 1)
        counts[place] += 1
    sound = np.clip(alike(*texts), -1.5, 6).astype(np.float32)
    return Said(sound, unsaid, np.minimum(counts, 2), _others(pairs, langs))


def _others(pairs: Sequence[tuple[str, str]], langs: tuple[str, str]) -> Floats:
    """See `Said.others`."""
    held = [
        (place, *both)
        for place, (one, other) in enumerate(pairs)
        for both in product(names(one, langs[0]), names(other, langs[1]))
    ]
    found = common([name for _, name, _ in held], [name for *_, name in held])
    best: dict[int, float] = {}
    for (place, one, other), score in zip(held, found.tolist(), strict=True):
        share = min(1.0, score / min(_full(one), _full(other), LOUD))
        best[place] = max(best.get(place, 0.0), share)
    lacks = np.zeros(len(pairs), dtype=np.float32)
    for place, share in best.items():
        lacks[place] = share - 1
    return lacks


def _full(name: Codes) -> float:
    """What a name scores where it is heard as it is."""
    return float(np.where(name >= VOWELS, 0.5, 1.0).sum())
