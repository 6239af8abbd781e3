"""The check of names: TG202.

Names are found by the Vietnamese surnames that open them. Two spellings are one
name where they differ in tone, vowel length or the letters that transcribers
take for one another, or where one is Latin and its consonants are those of the
other; two persons whose given names sound apart stay two. Beside a source, those
are one name which stand for one of its names, however they are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from glossary.checks.document import ADDRESS, Document, Fault, check, overlaps
from glossary.finding import Severity
from glossary.model import SOURCE_LANG
from glossary.normalize import fold, normalize

_SURNAMES = {
    "th": "เหงียน เหวียน ทราน เจิ่น ตรัน เล ฟาม หวิญ หวิ่ญ ฮวง ฟาน ฝ่าน หวู หวู่ หวอ โว ดัง ดั่ง บุย บุ่ย"
    " โด โด่ โฮ โห่ โง เซือง ลี หลี ไม ดาว ด่าว ดินห์ ดิงห์ ลัม เลิม เจื่อง จวง ตรวง เลือง หลวง กาว เจา",
    "hi": "गुयेन गुएन न्गुयेन नगुयेन ट्रान त्रान ले फाम फ़ाम हुइन्ह होआंग हुआंग होंग फान फ़ान वू वो डांग दांग"
    " बुई डो दो हो न्गो डुओंग दुओंग ली माई मै दाओ डाओ दिन्ह डिन्ह लाम ट्रुओंग लुओंग काओ चाउ",
}
_LATIN_SURNAMES = frozenset(
    (
        *("Nguyen", "Tran", "Le", "Pham", "Huynh", "Hoang", "Phan", "Vu", "Vo", "Dang", "Bui"),
        *("Do", "Ho", "Ngo", "Duong", "Ly", "Mai", "Dao", "Dinh", "Lam", "Truong", "Luong"),
        *("Cao", "Chau"),
    )
)
_LETTERS = {"th": "ก-ฮะ-ฺเ-์", "hi": "\u0900-\u0963"}
_LATIN = "A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
_LONGEST_SYLLABLE = 7


@dataclass(frozen=True, slots=True)
class _Name:
    """The first syllables of a name where it stands."""

    passage: int
    start: int
    end: int
    syllables: tuple[str, ...]
    is_latin: bool


@check("TG202", Severity.WARNING)
def name_spelled_differently(document: Document) -> Iterator[Fault]:
    """A Vietnamese name is spelled in two ways within a document.

    Beside a source, what stands for one of its names is compared, whatever the vowels.
    Without one, spellings count as one name that differ in tone, length or letters of one
    sound, or of which one is Latin: of 82 common given names 70 begin and end as another
    one does (Hưng and Hùng), so that more would take two persons for one.
    """
    if document.lang not in _LETTERS:
        return
    for spellings in _persons(document):
        yield from _differing(document, spellings)


def _persons(document: Document) -> list[list[_Name]]:
    """Names in groups of one person each: those of one name in the source, or alike."""
    persons: dict[str, list[_Name]] = {}
    native: dict[tuple[str, ...], list[_Name]] = {}
    latin: dict[tuple[str, ...], list[_Name]] = {}
    known: dict[tuple[str, ...], set[str]] = {}
    in_source = _in_source(document)
    for name in document.once(_names):
        key = _key(name, document.lang)
        if name in in_source:
            persons.setdefault(in_source[name], []).append(name)
            known.setdefault(key, set()).add(in_source[name])
        else:
            (latin if name.is_latin else native).setdefault(key, []).append(name)
    for key, others in [*native.items(), *latin.items()]:
        if len(known.get(key, ())) == 1:
            persons[next(iter(known[key]))].extend(others)
    native = {key: names for key, names in native.items() if key not in known}
    latin = {key: names for key, names in latin.items() if key not in known}
    alone: list[list[_Name]] = []
    for foreign in latin.values():
        same = next((k for k in native.values() if _is_same(foreign[0], k[0], document.lang)), None)
        if same is not None:
            same.extend(foreign)
        elif any("".join(name.syllables).isascii() for name in foreign):
            alone.append(foreign)  # with and without diacritics; with others it is another person
    return [*persons.values(), *native.values(), *alone]


def _key(name: _Name, lang: str) -> tuple[str, ...]:
    """What two spellings of a name share that are alike without a source to tell."""
    if name.is_latin:
        return tuple(map(fold, name.syllables))
    return tuple(_loose(part, lang) for part in name.syllables)


def _in_source(document: Document) -> dict[_Name, str]:
    """Names with the Vietnamese one that they stand for, as the source of their passage has it.

    A name stands for the one that sounds like it, or else for the only one left there that
    begins with its surname.
    """
    if document.source_lang != SOURCE_LANG:
        return {}
    here: dict[int, dict[tuple[str, ...], list[_Name]]] = {}
    for name in document.once(_names):
        here.setdefault(name.passage, {}).setdefault(name.syllables, []).append(name)
    found: dict[_Name, str] = {}
    for index, spellings in here.items():
        source = document.passages[index].source or ""
        persons = {tuple(source[a:b].lower().split()) for a, b in _latin_names(source)}
        for names, person in _matched(persons, list(spellings.values()), document.lang):
            found.update(dict.fromkeys(names, " ".join(person)))
    return found


def _matched(
    persons: set[tuple[str, ...]], spellings: list[list[_Name]], lang: str
) -> Iterator[tuple[list[_Name], tuple[str, ...]]]:
    """Spellings with the one name of a source that each can be."""
    left, others = [], set(persons)
    for names in spellings:
        alike = [person for person in persons if _sounds_like(person, names[0], lang)]
        if len(alike) == 1:
            others.discard(alike[0])
            yield names, alike[0]
        else:
            left.append(names)
    for names in left:
        alike = [person for person in others if _sounds_like(person[:1], names[0], lang)]
        if len(alike) == 1:
            rivals = [each for each in left if _sounds_like(alike[0][:1], each[0], lang)]
            if len(rivals) == 1:
                yield names, alike[0]


def _differing(document: Document, spellings: list[_Name]) -> Iterator[Fault]:
    counts: dict[tuple[str, ...], list[_Name]] = {}
    for name in spellings:
        counts.setdefault(tuple(_exact(part, document.lang) for part in name.syllables), []).append(
            name
        )
    # Latin letters in Thai or Hindi text are the spelling to change, then the rarer one.
    usual = max(counts.values(), key=lambda names: (not names[0].is_latin, len(names)))
    for names in counts.values():
        if names is usual:
            continue
        name = names[0]
        text = document.passages[name.passage].text
        other = document.passages[usual[0].passage].text[usual[0].start : usual[0].end]
        yield Fault(
            name.passage,
            name.start,
            name.end,
            f"{text[name.start : name.end]!r} is spelled {other!r} elsewhere; keep to one",
            expected=(other,),
        )


def _names(document: Document) -> list[_Name]:
    """All names of the target, in order."""
    names: list[_Name] = []
    native = _native(document.lang)
    for index, passage in enumerate(document.passages):
        addresses = [match.span() for match in ADDRESS.finditer(passage.text)]
        found = []
        text = passage.text
        for is_latin, (start, end) in (
            *((False, match.span()) for match in native.finditer(text)),
            *((True, span) for span in _latin_names(text)),
        ):
            if not overlaps(addresses, start, end):
                syllables = tuple(text[start:end].split()[:3])
                found.append(_Name(index, start, end, syllables, is_latin))
        names += sorted(found, key=lambda name: name.start)
    return names


_SYLLABLE = f"{{1,{_LONGEST_SYLLABLE}}}"


@lru_cache(maxsize=2)
def _native(lang: str) -> re.Pattern[str]:
    """A surname and two syllables; in Thai it may follow a title or office without a blank."""
    letters = _LETTERS[lang]
    names = sorted(_SURNAMES[lang].split(), key=lambda name: (-len(name), name))
    titles = (
        "(?<=นาย)|(?<=นาง)|(?<=สหาย)|(?<=สาว)|(?<=และ)|(?<=กับ)|(?<=ของ)|(?<=โดย)|"
        "(?<=ประธาน)|(?<=จังหวัด)|(?<=หัวหน้า)|(?<=เลขาธิการ)|"
        if lang == "th"
        else ""
    )
    return re.compile(
        rf"(?:{titles}(?<![{letters}]))(?:{'|'.join(map(re.escape, names))})"
        rf"(?:[ \u00a0][{letters}]{_SYLLABLE}){{2}}(?![{letters}])"
    )


# Three words behind one another, for each word that may be their first.
_LATIN_WORDS = re.compile(
    rf"(?<![{_LATIN}])(?=([{_LATIN}]{_SYLLABLE}(?:[ \u00a0][{_LATIN}]{_SYLLABLE}){{2}})"
    rf"(?![{_LATIN}]))"
)


def _latin_names(text: str) -> Iterator[tuple[int, int]]:
    """A surname with any diacritics and two syllables, all with a capital."""
    done = 0
    for match in _LATIN_WORDS.finditer(text):
        start, end = match.span(1)
        first, *others = match[1].split()
        if (
            start >= done
            and fold(first).capitalize() in _LATIN_SURNAMES
            and first[1:].islower()
            and all(part[0].isupper() for part in (first, *others))
        ):
            yield start, end
            done = end


def _exact(part: str, lang: str) -> str:
    return normalize(part, lang).key


def _is_same(latin: _Name, native: _Name, lang: str) -> bool:
    """Whether the consonants of two spellings are those of one name."""
    return _sounds_like(latin.syllables, native, lang)


def _sounds_like(latin: tuple[str, ...], name: _Name, lang: str) -> bool:
    """Whether syllables in Latin letters begin and end as those that open a name."""
    pairs = zip(latin, name.syllables, strict=False)
    if name.is_latin:
        return all(fold(one) == fold(other) for one, other in pairs)
    return all(_sound(one, "latin") & _sound(other, lang) for one, other in pairs)


_TONES = re.compile("[่-๎]")
_ALIKE = {
    "th": str.maketrans("ีืูญภผธฎฏณฬฝฮ", "ิึุยพพทดตนลฟห"),
    "hi": str.maketrans("ीूैौॉँटठडढणक़फ़"[:11], "िुेोोंतथदधन"[:11]),
}


@lru_cache(maxsize=4096)
def _loose(part: str, lang: str) -> str:
    """A syllable without what transcribers disagree about."""
    key = normalize(part, lang).key
    if lang == "th":
        key = _TONES.sub("", key).replace("ะ", "").translate(_ALIKE["th"])
        return re.sub("ห(?=[งยนมรลว])", "", key)
    key = re.sub("^न्?(?=ग)", "", key).translate(_ALIKE["hi"])
    return re.sub("ए|ये", "े", key).replace("न्", "ं")


_INITIALS = {
    "latin": {
        "ngh": "ŋ", "ng": "ŋ", "nh": "ny", "tr": "ct", "ch": "cs", "gi": "yzc", "th": "θt",
        "ph": "f", "kh": "k", "gh": "k", "c": "k", "k": "k", "q": "k", "g": "k", "d": "dyz",
        "x": "s", "s": "s", "v": "v", "l": "l", "m": "m", "n": "n", "b": "b", "h": "h",
        "r": "rz", "p": "p", "t": "t",
    },
    "th": {
        "ทร": "tc", "ตร": "tc", "จร": "c", "ก": "k", "ข": "k", "ค": "k", "ง": "ŋ", "จ": "cz",
        "ฉ": "cs", "ช": "cs", "ซ": "sz", "ญ": "ny", "ด": "d", "ต": "t", "ท": "θt", "ธ": "θ",
        "ถ": "θ", "น": "n", "บ": "b", "ป": "p", "ผ": "p", "ฝ": "f", "พ": "pf", "ฟ": "f", "ภ": "f",
        "ม": "m", "ย": "yz", "ร": "r", "ล": "l", "ว": "v", "ศ": "s", "ส": "s", "ห": "h", "ฮ": "h",
    },
    "hi": {
        "न्ग": "ŋ", "ट्र": "tc", "त्र": "tc", "ग": "kŋ", "क": "k", "ख": "k", "च": "cs", "ज": "zy",
        "ट": "tθ", "ठ": "θ", "त": "tθ", "थ": "θ", "ड": "d", "द": "dz", "न": "n", "प": "p", "फ": "f",
        "ब": "b", "म": "m", "य": "yz", "र": "r", "ल": "l", "व": "v", "श": "s", "स": "s", "ह": "h",
    },
}  # fmt: skip
_FINALS = {
    "latin": {"ng": "ŋ", "nh": "nŋ", "ch": "kt", "n": "n", "m": "m", "p": "p", "t": "t", "c": "k"},
    "th": {
        "ง": "ŋ", "น": "n", "ญ": "nŋ", "ร": "n", "ล": "n", "ม": "m", "ก": "k", "ค": "k",
        "ต": "t", "ด": "t", "ท": "t", "จ": "t", "ช": "t", "ส": "t", "บ": "p", "ป": "p", "พ": "p",
    },
    "hi": {"ंग": "ŋ", "ं": "nŋ", "न": "n", "म": "m", "क": "k", "त": "t", "ट": "t", "प": "p"},
}  # fmt: skip


@lru_cache(maxsize=4096)
def _sound(part: str, lang: str) -> frozenset[str]:
    """What a syllable may begin and end with, as ``initial-final`` pairs."""
    if lang == "latin":
        key = fold(part)
    elif lang == "th":
        key = _TONES.sub("", normalize(part, "th").key).lstrip("เแโใไ")
        key = re.sub("^[หอ](?=[งญยนมรลวก-ฮ])(?=.*[ก-ฮ])(?!ห$)", "", key) if len(key) > 2 else key
        key = re.sub("[ะ-ูเ-็]+$", "", key) or key
    else:
        key = re.sub("[ा-ौ्]+$", "", normalize(part, "hi").key)
    initials, rest = "", key
    for length in (3, 2, 1):
        if key[:length] in _INITIALS[lang]:
            initials, rest = _INITIALS[lang][key[:length]], key[length:]
            break
    finals = "-"
    for length in (2, 1):
        if len(rest) >= length and rest[-length:] in _FINALS[lang]:
            finals = _FINALS[lang][rest[-length:]]
            break
    return frozenset(f"{a}-{b}" for a in initials or "-" for b in finals)
