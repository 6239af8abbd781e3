"""What the address of a page tells: the article it belongs to, and its date.

The papers that are translated name a page after the Vietnamese title without
diacritics, and keep that name in the addresses of the translations. The *slug* is
that name without what varies: host, language prefix, numbers of the page,
extension. Documents with one slug are taken to be translations or versions of one
article. That is a hypothesis: an address can belie its text, and alignment has to
confirm it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from glossary.normalize import fold

_WORDS = 3
"""A shorter name is that of a section, such as ``thoi-su`` or ``dan-van``."""
_LONGEST = 2_000
"""Characters of an address that are looked at."""

_EXTENSION = re.compile(
    r"\.(?:[sp]?html?|aspx?|php\d?|jsp|vnp|ldo|amp|epi|tpo|vov|bld)\Z", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[^\w]+|_+")
_NUMBER = re.compile(
    r"(?:"
    r"\d{5,}"  # 3146328, 20250218
    r"|[a-z]{1,5}\d{4,}"  # post48812, d20240626101916807
    r"|[a-z]?\d+(?:[a-z]\d+)+"  # 147968p24c32
    r"|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,}"  # 9c41a07
    r")\Z"
)
_DATES = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]([01]?\d)[-/]([0-3]?\d)(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?:\d{6,11})?(?!\d)"),
)
ORDER = ("vi", "th", "hi", "en")
"""The source comes first; other languages follow by their tags."""


class Addressed(Protocol):
    """A document, or what is known of one without its text."""

    @property
    def id(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def slug(self) -> str: ...


D = TypeVar("D", bound=Addressed)


def slug(url: str) -> str:
    """The name of the article in the address of a page, or "" where it has none.

    ``https://www.bao.example/th/news/147968p24c32/Hoi-nghi-dan-van-2024-post48812.html/?a=1``
    gives ``hoi-nghi-dan-van-2024``.
    """
    best: list[str] = []
    for part in _parts(url):
        words = [word for word in _SEPARATORS.split(fold(_EXTENSION.sub("", part))) if word]
        while words and _NUMBER.match(words[-1]):
            words.pop()
        while words and _NUMBER.match(words[0]):
            words.pop(0)
        if len(words) >= max(_WORDS, len(best)):
            best = words
    return "-".join(best)


def published(url: str) -> str:
    """The day that the address of a page states, as an ISO 8601 date, or ""."""
    path = "/".join(_parts(url))
    for pattern in _DATES:
        for found in pattern.finditer(path):
            try:
                return datetime.date(*map(int, found.groups())).isoformat()
            except ValueError:
                continue
    return ""


def _parts(url: str) -> list[str]:
    try:
        path = urlsplit("".join(url[:_LONGEST].split())).path
    except ValueError:  # such as a host with one bracket
        return []
    return unquote(path, errors="replace").split("/")


def tie(documents: Iterable[D]) -> list[tuple[D, ...]]:
    """Groups of two or more documents with one slug, in order of slug.

    Within a group the order is Vietnamese, Thai, Hindi, English, other languages by
    tag, and by id; a language may have several versions.
    """
    addressed = sorted((d for d in documents if d.slug), key=_key)
    groups = (tuple(group) for _, group in groupby(addressed, key=lambda d: d.slug))
    return [group for group in groups if len(group) > 1]


def pairs(documents: Iterable[D]) -> Iterator[tuple[D, D]]:
    """Each two tied documents of different languages, in the order of `tie`."""
    for group in tie(documents):
        for number, source in enumerate(group):
            for target in group[number + 1 :]:
                if source.lang != target.lang:
                    yield source, target


def _key(document: Addressed) -> tuple[str, int, str, str]:
    lang = document.lang
    place = ORDER.index(lang) if lang in ORDER else len(ORDER)
    return document.slug, place, lang, document.id
