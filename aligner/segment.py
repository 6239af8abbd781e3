# ruff: noqa: SIM905 -- words of a language read better in one string than as a list.
"""Segments of a text: sentences, or for Thai, which has no full stop, atoms.

An atom is meant to be smaller than a sentence: the aligner merges atoms, and can't
cut what was not cut. Joined Thai articles aligned to Hindi kept 94.0 % of their
characters in the right pairs with the atoms below, and 77–87 % with published Thai
sentence splitters.

All is linear in the length of the text: candidates for a break are found by
one scan, and each is judged by a bounded stretch around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import regex

from aligner.model import Boilerplate, Mark, Segment

Cuts = Callable[[str], Iterator[int]]
"""Offsets in one line at which a segment ends, ascending, in a language's own manner."""

_CLOSERS = "\"'”’»›)\\]}」』"
_LOOK_BACK = 16
"""Characters before a full stop that can be its abbreviation."""

_STICKS = regex.compile(r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}]")
"""What makes one cluster with the character before it (Unicode Annex 29, GB9 and GB9a)."""
_PULLS = regex.compile(r"\p{GCB=Prepend}")
"""What makes one cluster with the character after it (GB9b)."""


def segment(text: str, lang: str, marks: Sequence[Mark] = ()) -> tuple[Segment, ...]:
    """Cut a text into segments.

    Args:
        text: as read.
        lang: Thai and Hindi have rules of their own; all others are cut as Vietnamese
            and English are, with the abbreviations of both.
        marks: boilerplate, in order, not overlapping; each is one segment of its kind.

    Returns:
        In order, not overlapping, none empty; between them stands only white space, and
        before them a byte order mark if the text has one.
    """
    cuts = _CUTS.get(lang, _latin_cuts)
    return tuple(_segments(text, cuts, marks))


def segment_lines(text: str) -> tuple[Segment, ...]:
    """One segment for each line, so that a segment's index is its line's, from 0.

    Lines end with LF or CR LF. White space around a line is left out; an
    empty line is an empty segment.
    """
    found: list[Segment] = []
    start = 1 if text.startswith("\ufeff") else 0
    for line in text[start:].removesuffix("\n").split("\n") if text else ():
        first, last = _trimmed(text, start, start + len(line))
        found.append(Segment(first, max(first, last)))
        start += len(line) + 1
    return tuple(found)


def _segments(text: str, cuts: Cuts, marks: Iterable[Mark]) -> Iterator[Segment]:
    done = 1 if text.startswith("\ufeff") else 0
    for mark in marks:
        yield from _content(text, done, mark.start, cuts)
        yield from _piece(text, mark.start, mark.end, mark.kind)
        done = mark.end
    yield from _content(text, done, len(text), cuts)


def _content(text: str, start: int, end: int, cuts: Cuts) -> Iterator[Segment]:
    for line in text[start:end].splitlines(keepends=True):
        yield from _line(text, start, line, cuts)
        start += len(line)


def _line(text: str, start: int, line: str, cuts: Cuts) -> Iterator[Segment]:
    """Segments of one line; what holds no letter or digit belongs to the segment before it."""
    held: Segment | None = None
    speaks = False
    last = 0
    for cut in (*cuts(line), len(line)):
        if splits_cluster(line, cut):
            continue
        first, end = _trimmed(text, start + last, start + cut)
        last = cut
        if first >= end:
            continue
        if held is None:
            held, speaks = Segment(first, end), _has_words(text, first, end)
        elif speaks and _has_words(text, first, end):
            yield held
            held = Segment(first, end)
        else:
            speaks = speaks or _has_words(text, first, end)
            held = Segment(held.start, end)
    if held is not None:
        yield held


def _piece(text: str, start: int, end: int, kind: Boilerplate | None = None) -> Iterator[Segment]:
    first, last = _trimmed(text, start, end)
    if first < last:
        yield Segment(first, last, kind)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space around it, but for a space that a mark stands on."""
    piece = text[start:end]
    stripped = piece.lstrip()
    first = end - len(stripped)
    last = first + len(stripped.rstrip())
    if start < first < last and splits_cluster(text, first):
        first -= 1
    if first < last < end and splits_cluster(text, last):
        last += 1
    return first, last


def splits_cluster(text: str, at: int) -> bool:
    """Whether a cut at an offset would go through what readers see as one character."""
    if not 0 < at < len(text):
        return False
    return _joins(text[at - 1], text[at])


@lru_cache(maxsize=65_536)
def _joins(before: str, after: str) -> bool:
    """Whether two characters are of one cluster, as far as a break could stand between them."""
    if before in _CONTROLS or after in _CONTROLS:
        return False
    return bool(_STICKS.match(after) or _PULLS.match(before))


_CONTROLS = frozenset(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029)))
"""White space and other characters that join with nothing (GB4 and GB5)."""


def _has_words(text: str, start: int, end: int) -> bool:
    return _WORDS.search(text, start, end) is not None


_WORDS = re.compile(r"[^\W_]")

# Thai.

_THAI_CANDIDATES = re.compile(rf"\s+|(?:\.\.+|[…;?!])[.…?!]*[{_CLOSERS}]*")
_DASHES = frozenset("-–—−")
_BEFORE_REPEAT = frozenset("ๆฯ")
_OPEN = {"(": ")", "[": "]", "“": "”", "‘": "’", "«": "»", "{": "}"}
_QUOTED = 200
"""A longer stretch in quotes or parentheses is a speech, and is cut like any text."""
_THAI_DIGITS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙")
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_THAI_COUNTED = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน "
    "ธันวาคม ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค. "
    "น. นาฬิกา นาที ชั่วโมง วัน สัปดาห์ เดือน ไตรมาส ปี สมัย วาระ ครั้ง รอบ รุ่น ระยะ "
    "% เปอร์เซ็นต์ เท่า จุด คะแนน เสียง สิบ ร้อย พัน หมื่น แสน ล้าน พันล้าน บาท ดอง ดอลลาร์ "
    "กม. ตร.กม. กิโลเมตร เมตร ตารางเมตร ตาราง เฮกตาร์ ไร่ ตัน กิโลกรัม ลิตร "
    "คน ราย ท่าน กลุ่ม ชุด ทีม หน่วย หน่วยงาน องค์กร ฝ่าย แผนก สาขา ระดับ ด้าน ประเภท ประเด็น "
    "แห่ง หลัง สาย เส้น คัน ข้อ ประการ เรื่อง ฉบับ มาตรา บท คำ ชิ้น โครงการ กิจกรรม รูปแบบ แบบ "
    "จังหวัด อำเภอ ตำบล เขต เมือง หมู่บ้าน ชุมชน ครัวเรือน ครอบครัว"
).split()
_THAI_COUNTS = re.compile(
    "|".join(map(re.escape, sorted(_THAI_COUNTED, key=len, reverse=True)))
    + r"|คณะ(?!กรรม)|(?:ถึง|และ|หรือ)\s?[0-9๐-๙]"
)
"""What goes on with a number: its unit, its month, what it counts, the other end of a range."""
_THAI_YEAR = re.compile(r"(?:ปี|ศ\.|คม|ยน|พันธ์|[คยพ]\.|ช่วง|วาระ|[-–/])\s?(?:[0-9]{4}|[๐-๙]{4})\Z")
"""A year counts nothing: what follows it is a new phrase."""
_THAI_ABBREVIATION = re.compile(r"(?:(?<![ก-๛])|\.)[ก-๎]{1,5}\.\Z")
_ENUMERATED = re.compile(r"\((?:[0-9๐-๙]{1,3}|[A-Za-zก-ฮ])\)")
_THAI_NAME = re.compile(
    r"(?:(?<!ท)(?<!เจ้า)นาย(?!ก|อำเภอ|ทหาร|จ้าง|พล|ทุน|หน้า|แพทย์|ทะเบียน)|นาง(?!สาว\s)|สหาย|ดร\.|พล\.อ\.)[ก-๛]{1,14}"
    r"(?: [ก-๛]{1,6}){0,2}\Z"
)
"""A title and the first parts of a name: Vietnamese names are written in Thai with their spaces."""
_THAI_SYLLABLES = re.compile(r"[ก-๛]{1,7}(?=[\s,]|\Z)")
_NAME = 28
"""Characters before a space that can be such a title and name."""


def _thai_cuts(line: str) -> Iterator[int]:
    """Always at ``...``, ``;``, ``?`` and ``!``; at a space unless it stands inside a phrase."""
    quoted = _quoted(line)
    inside = next(quoted, None)
    for found in _THAI_CANDIDATES.finditer(line):
        start, end = found.span()
        while inside is not None and inside[1] <= start:
            inside = next(quoted, None)
        if not found[0].isspace():
            if not line[end : end + 1].isascii() or not line[end : end + 1].isalnum():
                yield end
        elif not _joins_thai(line, start, end) and (inside is None or start < inside[0]):
            yield start


def _joins_thai(line: str, start: int, end: int) -> bool:
    """Whether a space holds together what stands on its two sides."""
    if start == 0 or end == len(line):
        return False
    before, after = line[start - 1], line[end]
    if before in _DASHES or after in _DASHES or after in _BEFORE_REPEAT:
        return True
    if after in _THAI_DIGITS or before == ",":
        return True
    if after == "(" and not _ENUMERATED.match(line, end):
        return True
    if _THAI_NAME.search(line, max(0, start - _NAME), start) and _THAI_SYLLABLES.match(line, end):
        return True
    if before in _THAI_DIGITS:
        context = line[max(0, start - _LOOK_BACK) : start]
        return bool(_THAI_COUNTS.match(line, end)) and not _THAI_YEAR.search(context)
    if _LATIN_LETTER.match(before) and _LATIN_LETTER.match(after):
        return True
    return before == "." and bool(
        _THAI_ABBREVIATION.search(line[max(0, start - _LOOK_BACK) : start])
    )


def _quoted(line: str) -> Iterator[tuple[int, int]]:
    """Spans in quotes or parentheses, outermost, in order, up to `_QUOTED` characters."""
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for found in _QUOTES.finditer(line):
        mark, at = found[0], found.start()
        while stack and at - stack[-1][1] > _QUOTED:
            stack.pop()
        if stack and stack[-1][0] == mark:
            opened = stack.pop()[1]
            while spans and spans[-1][0] > opened:
                spans.pop()
            spans.append((opened, at + 1))
        elif mark in _OPEN:
            stack.append((_OPEN[mark], at))
        elif mark == '"':
            stack.append((mark, at))
    return iter(spans)


_QUOTES = re.compile(r"[()\[\]{}“”‘’«»\"]")

# Hindi.

_HINDI_CANDIDATES = re.compile(rf"(?:[।॥|…;?!]|\.)[.…?!।]*[{_CLOSERS}]*")
_HINDI_ABBREVIATIONS = frozenset(
    "डॉ डा प्रो पं श्री सुश्री कु स्व मो मि इंजी एड चौ जन ब्रि कै सै रु रू लि प्रा क्र सं नं पृ ई दि ता जि तह पो "
    "मी किमी सेमी मिमी ग्रा किग्रा मिग्रा उदा संपा अनु वि".split()
)
_HINDI_LETTER_NAMES = frozenset(
    "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड".split()
)

_HINDI_WORDS_TOO = frozenset("जी आई ले".split())
"""Letters that are also words which end a sentence: initials only beside another one."""
_HINDI_INITIAL = re.compile(rf"\s*(?:{'|'.join(sorted(_HINDI_LETTER_NAMES, key=len)[::-1])})\.")


def _hindi_cuts(line: str) -> Iterator[int]:
    """At a danda, ``?``, ``!``, an ellipsis, ``;``, and a full stop that abbreviates nothing."""
    for found in _HINDI_CANDIDATES.finditer(line):
        start, end = found.span()
        after = line[end : end + 1]
        mark = found[0]
        if mark[0] in "।॥":
            yield end
        elif mark[0] == "|":
            # A typewriter's danda, not the bar of a list.
            if start and "\u0900" <= line[start - 1] <= "\u097f" and (not after or after.isspace()):
                yield end
        elif after and not after.isspace() and not (len(mark) > 1 and after.isalpha()):
            continue
        elif mark != "." or not _abbreviates_hindi(line, start):
            yield end


def _abbreviates_hindi(line: str, stop: int) -> bool:
    token = _token_before(line, stop)
    if token in _HINDI_WORDS_TOO:
        before = line[max(0, stop - len(token) - _LOOK_BACK) : stop - len(token)]
        return bool(_HINDI_INITIAL.match(line, stop + 1) or before.rstrip().endswith("."))
    if not token or token in _HINDI_ABBREVIATIONS or token in _HINDI_LETTER_NAMES:
        return True
    if "." in token or (len(token) == 1 and token.isalpha()):
        return True
    return token.isdigit() and not line[: stop - len(token)].strip()


# Vietnamese, English, and whatever else is written with full stops.

_LATIN_CANDIDATES = re.compile(rf"(?:[…;?!。]|\.)[.…?!]*[{_CLOSERS}]*")
_LATIN_ABBREVIATIONS = frozenset(
    "tp gs ts pgs ths th.s bs ks ls cn nsnd nsưt ths.bs đ/c đc ô tx tt tw nxb vd sn st tr ub "
    "no nos vs art fig vol pp ca".split()
)
_LATIN_TITLES = frozenset(
    "Mr Mrs Ms Dr Prof Gen Col Lt Capt Rev Hon Gov Sen Rep Jr "
    "Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec".split()
)
"""Abbreviations in this spelling only: *gen* is a gene."""
_BEFORE_NUMBER = frozenset("no nos art fig vol pp ca tr vs".split())
"""Abbreviations only where a number follows; else ``No.`` ends a sentence."""


def _latin_cuts(line: str) -> Iterator[int]:
    """At ``?``, ``!``, ``…``, ``;`` before a space, and full stops that abbreviate nothing."""
    for found in _LATIN_CANDIDATES.finditer(line):
        start, end = found.span()
        mark = found[0]
        after = line[end : end + 1]
        if after and not after.isspace():
            if mark == "." and _is_glued(line, start):
                yield end
            continue
        following = line[end : end + 4].lstrip()[:1]
        if mark[0] in ".…" and following.islower():
            continue
        if mark != "." or not _abbreviates_latin(line, start, following):
            yield end


def _abbreviates_latin(line: str, stop: int, following: str) -> bool:
    word = _token_before(line, stop)
    lowered = word.lower()
    if lowered in _BEFORE_NUMBER:
        return following.isdigit()
    if lowered in _LATIN_ABBREVIATIONS or word in _LATIN_TITLES:
        return True
    if len(word) == 1 and word.isupper() and (word.isascii() or word == "Đ"):  # not Ý, Italy
        return True
    if "." in word and word.replace(".", "").isupper():
        return len(word) > 2 and following.isupper() and len(word.split(".")[-1]) == 1
    return word.isdigit() and not line[: stop - len(word)].strip()


def _is_glued(line: str, stop: int) -> bool:
    """Whether a full stop lacks only its space: ``phát triển.Hội nghị``, not ``baochi.Vn/``."""
    before, after = line[max(0, stop - 2) : stop], line[stop + 1 : stop + 3]
    return (
        len(before) == 2
        and before.islower()
        and before.isalpha()
        and after.istitle()
        and after.isalpha()
        and len(after) == 2
        and _token_before(line, stop).lower() not in _LATIN_ABBREVIATIONS
    )


_TOKEN = re.compile(r"[^\s\"'“”‘’«»(),;:!?\[\]{}।-]+\Z")


def _token_before(line: str, stop: int) -> str:
    found = _TOKEN.search(line[max(0, stop - _LOOK_BACK) : stop])
    return found[0] if found else ""


_CUTS: dict[str, Cuts] = {"th": _thai_cuts, "hi": _hindi_cuts}
