"""Which language a text is in, from its script and diacritics."""

from __future__ import annotations

import re

LANGUAGES = ("vi", "th", "hi", "en")
"""What `detect` can tell apart."""

# A mail address is sought from the beginning of a word only: from each of its characters it would
# take quadratic time on a script without spaces.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![!-~])[!-?A-~]{1,64}@[!-~]+\.[!-~]+")
_LETTER = re.compile(r"[^\W\d_]")
_VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ\u0301\u0300\u0309\u0303\u0323]",
    re.IGNORECASE,
)
# Letters of Latin script that no other language in use here shares with Vietnamese.
_ONLY_VIETNAMESE = re.compile(
    "[ăđơưảạằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏọồốổỗộờớởỡợủũụừứửữựỳỷỹỵ\u0309\u0323]", re.IGNORECASE
)
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""A BCP 47 tag, its language in lower case, such as ``th`` or ``zh-Hant``."""
_SAMPLE = 20_000


def detect(text: str) -> str | None:
    """``vi``, ``th``, ``hi`` or ``en``, or None where script and diacritics do not tell.

    Addresses are left out and the first 20,000 characters decide. A page in Thai
    or Hindi may hold Latin names: the script needs a third of the letters. Latin
    text is Vietnamese when it has letters that only Vietnamese has, English when
    it has none beyond ASCII to speak of.
    """
    sample = _ADDRESS.sub(" ", text[:_SAMPLE])
    thai = len(re.findall("[\u0e01-\u0e4e]", sample))
    hindi = len(re.findall("[\u0900-\u0963\u0971-\u097f]", sample))
    latin = len(re.findall("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]", sample))
    every = max(len(_LETTER.findall(sample)), thai + hindi + latin)
    if not every:
        return None
    if max(thai, hindi) * 3 >= every and thai != hindi:
        return "th" if thai > hindi else "hi"
    if latin * 2 < every:
        return None
    marked = len(_VIETNAMESE.findall(sample))
    if len(_ONLY_VIETNAMESE.findall(sample)) * 50 >= latin or (marked and marked * 4 >= latin):
        return "vi"
    foreign = len(re.findall("[\u00c0-\u024f\u1e00-\u1eff]", sample))
    return "en" if foreign * 25 <= latin else None
