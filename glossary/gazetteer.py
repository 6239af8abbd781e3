"""Places that Vietnamese political news names, and where a text names them.

The provinces of Vietnam before and since 1 July 2025, its larger towns, islands and seas, and the
countries of the world, in Vietnamese, Thai, Hindi and English, with the spellings that news has for
them: `places.tsv`, which `docs/gazetteer.md` describes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from glossary.normalize import INVISIBLE, normalize
from glossary.pattern import automaton
from glossary.words import WORD, is_edge, thai_breaks

LANGS = ("vi", "th", "hi", "en")
"""Languages in which every place has a name."""

HOME = "vn"
"""The country whose news this is about."""

_FILE = Path(__file__).with_name("places.tsv")


@dataclass(frozen=True, slots=True)
class Place:
    """A place, with its names."""

    id: str
    kind: str
    """``province``, ``former`` (a province to 30 June 2025), ``town``, ``island``, ``water``,
    ``region``, ``country``, or ``capital`` and ``city`` abroad."""
    within: str
    """Id of the province it has been in since 1 July 2025, or of its country; empty for none."""
    names: Mapping[str, tuple[str, ...]]
    """By language, the usual one first."""
    origin: str
    """Where the names are from: ``own``, ``cldr`` or both."""


class Mention(NamedTuple):
    """A place where a text names it."""

    start: int
    """Offset in code points."""
    end: int
    place: str
    """Its id."""


@lru_cache(maxsize=1)
def gazetteer() -> Mapping[str, Place]:
    """All places by id; read once, at the first call."""
    _, *rows = _FILE.read_text(encoding="utf-8").splitlines()
    found = {}
    for row in rows:
        id_, kind, within, *names, origin = row.split("\t")
        by_lang = {lang: tuple(cell.split("|")) for lang, cell in zip(LANGS, names, strict=True)}
        found[id_] = Place(id_, kind, within, by_lang, origin)
    return found


@lru_cache(maxsize=1)
def digest() -> str:
    """Eight hexadecimal digits that change with every name, for signatures of what it decides."""
    return sha256(_FILE.read_bytes()).hexdigest()[:8]


def mentions(text: str, lang: str) -> tuple[Mention, ...]:
    """The places that a text names, in order; of names that overlap the longest.

    Names in Latin letters are found in Thai and Hindi texts, too. Text in a language that the
    gazetteer has no names in names none.

    Args:
        text: of any length; time is linear in it.
        lang: BCP 47 tag.
    """
    if lang not in LANGS:
        return ()
    text = _SURROGATE.sub("\ufffd", text)  # half a character, as damaged text may hold
    found: list[Mention] = []
    if lang in ("th", "hi"):
        found += _search(lang).find(text)
    if lang in ("vi", "en") or _LATIN.search(text):
        found += _latin(text, lang)
    return tuple(_longest(found))


def places(text: str, lang: str) -> frozenset[str]:
    """Ids of the places that a text names."""
    return frozenset(mention.place for mention in mentions(text, lang))


def are_apart(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two texts that translate each other would not name these places.

    Both name one at least, and none that the other does. Vietnam, which a translator adds for
    readers abroad, counts for nothing, and so do seas and regions, which have many names.
    """
    first, second = _firm(one), _firm(other)
    return bool(first and second and not first & second)


def _firm(ids: Iterable[str]) -> frozenset[str]:
    known = gazetteer()
    return frozenset(
        id_ for id_ in ids if id_ != HOME and known[id_].kind not in ("region", "water")
    )


_SURROGATE = re.compile("[\ud800-\udfff]")
_LATIN = re.compile("[A-Za-z]{2}")

# Names of one syllable that are words or given names as well: chị Nga, Ý kiến, Anh ấy.
_AMBIGUOUS = frozenset(
    ("Anh", "Ý", "Áo", "Đức", "Pháp", "Nga", "Mỹ", "Úc", "Bỉ", "Nhật", "Lào", "Huế", "Séc")
)
_MAY_BEGIN = frozenset(("Mỹ", "Nga", "Lào", "Úc", "Bỉ", "Huế"))
"""Of these, those that begin a sentence more often as a place than as a word."""
_PERSONS = frozenset(("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cụ", "bé"))
_COMPOUND = re.compile(
    " (?:ấy|ta|em|chị|hùng|dũng|trai|kiến|nghĩa|thức|tưởng|chí|luật|lệnh|lý|chế|danh|nhân|thuật"
    r"|phẩm|mãn|quan|học|hạnh|tính|độ|báo|ký|trình|dài|quần|giáp|mưa)(?!\w)"
)
"""What follows them in words that are no place: Ý kiến, Pháp luật, Mỹ thuật."""
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_BEGINS = re.compile(r"(?:^|[.!?…:;\n“\"(–-])\s*$")


def _latin(text: str, lang: str) -> Iterator[Mention]:
    """Names in Latin letters, which begin with a capital where the place's name does."""
    for written in ("vi",) if lang == "vi" else ("en", "vi"):
        for mention in _search(written).find(text):
            name = text[mention.start : mention.end]
            listed = gazetteer()[mention.place].names[written]
            if name[0].islower() and all(each[0].isupper() for each in listed):
                continue
            if written == "vi" and name in _AMBIGUOUS and not _is_place(text, mention):
                continue
            yield mention


def _is_place(text: str, mention: Mention) -> bool:
    """Whether an ambiguous name is that of the place, as far as its neighbours tell."""
    name = text[mention.start : mention.end]
    before = text[max(0, mention.start - 20) : mention.start]
    after = text[mention.end : mention.end + 2]
    if _BEGINS.search(before):
        return name in _MAY_BEGIN and not _COMPOUND.match(text, mention.end)
    word = _WORD_BEFORE.search(before)
    if word is not None:
        is_first = _BEGINS.search(before[: word.start()])
        if word[1].lower() in _PERSONS or (word[1][0].isupper() and not is_first):
            return False
    is_longer = after[:1] in " -" and after[1:].isupper()
    return not is_longer and not _COMPOUND.match(text, mention.end)


def _longest(found: Sequence[Mention]) -> Iterator[Mention]:
    """Of overlapping mentions the leftmost and, of those, the longest."""
    end = 0
    for mention in sorted(set(found), key=lambda each: (each.start, -each.end, each.place)):
        if mention.start >= end:
            yield mention
            end = mention.end


class _Search:
    """Names of one language that spaces its words."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        names = _spelled(lang)
        self._places = list(names.values())
        self._automaton = automaton([name.replace("-", " ") for name in names])

    def find(self, text: str) -> Iterator[Mention]:
        """Where names stand, whatever the case; a hyphen counts as a blank."""
        normalized = normalize(text, self._lang)
        key = normalized.key.replace("-", " ")
        for index, start, end in self._automaton.find_matches_as_indexes(key, overlapping=True):
            if not (_INSIDE.match(key, start - 1) if start else None) and not _INSIDE.match(
                key, end
            ):
                yield Mention(*normalized.span(start, end), self._places[index])


_INSIDE = re.compile(WORD)


def _spelled(lang: str) -> dict[str, str]:
    """Places by the keys of their names."""
    spelled = [(id_, name) for id_, place in gazetteer().items() for name in place.names[lang]]
    # All at once, because each text that is normalised costs some microseconds.
    keys = normalize("\n".join(name for _, name in spelled), lang).key.split("\n")
    return dict(zip(keys, (id_ for id_, _ in spelled), strict=True))


_TONES = re.compile("[\u0e47-\u0e4b]")
_IRREGULAR = re.compile(
    f"[{INVISIBLE}\u200c\u200d\u00a0\u0e4d]|\u0e40\u0e40|[\u0e31\u0e34-\u0e3a]{{2}}"
)
"""What normalising changes in Thai beside tones, blanks and case."""
_LONG, _LOOSE = 6, 7
"""Letters from which a foreign name in Thai is found wherever it stands; and whatever its tones."""


class _Thai:
    """Names in Thai, which ICU's dictionary of Thai words tears anywhere and glues to others.

    A long name needs no word boundary, and its tone marks, on which transcribers do not agree,
    count for nothing; a short one must be as it is listed, and stand between boundaries.
    """

    def __init__(self) -> None:
        self._exact = _spelled("th")
        loose: dict[str, str] = {}
        for key, id_ in self._exact.items():
            loose.setdefault(_TONES.sub("", key), id_)
        self._places = list(loose.values())
        self._automaton = automaton(list(loose))

    def find(self, text: str) -> Iterator[Mention]:
        """Where names stand."""
        bare = _TONES.sub("", text.replace(" ", ""))
        if not _IRREGULAR.search(text) and not self._automaton.find_matches_as_indexes(bare):
            return  # what follows takes ten times as long, and most text names no place
        normalized = normalize(text, "th")
        key = normalized.key
        hits = self._automaton.find_matches_as_indexes(_TONES.sub("", key), overlapping=True)
        if not hits:
            return
        # Where each character that is left stands in the key.
        left = [at for at, char in enumerate(key) if not "\u0e47" <= char <= "\u0e4b"]
        left.append(len(key))
        breaks: frozenset[int] | None = None
        for index, first, last in hits:
            start, end = left[first], left[last]
            place = self._exact.get(key[start:end])
            if place is None and last - first >= _LOOSE:
                place = self._places[index]
            if place is None or not (is_edge(key, start) and is_edge(key, end)):
                continue
            span = normalized.span(start, end)
            if last - first < _LONG:
                if breaks is None:
                    breaks = frozenset([0, *thai_breaks(text)])
                if not breaks.issuperset(span):
                    continue
            yield Mention(*span, place)


@lru_cache(maxsize=len(LANGS))
def _search(lang: str) -> _Search | _Thai:
    return _Thai() if lang == "th" else _Search(lang)
