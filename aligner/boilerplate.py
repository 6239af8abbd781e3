"""Text of a page that is no part of the article, found by its shape and its set words.

A page is taken line by line. Its tail is recognised from the end: comment
counter, source line, byline. Only lines with a sign of their own are marked; a
short line between paragraphs is otherwise a heading, and a heading is content.
What is missed is translated text more in the corpus; what is marked wrongly is
lost to it, so in doubt a line is content.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.model import Boilerplate, Mark
from aligner.segment import splits_cluster

_DIGITS = r"[0-9๐-๙०-९.,]+"

_COMMENTS = re.compile(
    rf"(?:(?:การ)?(?:แสดง)?ความ(?:คิด)?เห็น|टिप्पणी|टिप्पणियाँ|टिप्पणियां|bình luận|ý kiến|comments?)"
    rf"\s*(?:[(:]\s*{_DIGITS}\s*\)?)|{_DIGITS}\s*(?:ความคิดเห็น|टिप्पणी|टिप्पणियाँ|bình luận|comments?)"
    r"|การแสดงความคิดเห็น|टिप्पणियाँ|bình luận|comments",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(
    r"(?:แหล่งที่มา|แหล่งข่าว|แหล่งข้อมูล|ที่มา|स्रोत|स्त्रोत|सोर्स|nguồn(?: tin)?|source)\s*(?:[:：]|\Z)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?\s?:\s?//|www\.)", re.IGNORECASE)
_ADDRESS_CHARACTERS = re.compile(r"[\x21-\x7e\s]+")
_SOURCE_INLINE = re.compile(
    r"(?:แหล่งที่มา|ที่มา|स्रोत|nguồn|source)\s*[:：]\s*https?://\S+", re.IGNORECASE
)
_SOURCE_NAME = 60
"""A longer line after ``Nguồn:`` without an address is a sentence."""

_PHOTO = (
    r"(?:ảnh minh họa|ảnh tư liệu|ảnh|hình ảnh|clip|video|đồ họa"
    r"|ภาพประกอบ|ภาพถ่าย|ภาพ|รูปภาพ|รูป|วิดีโอ|คลิป"
    r"|फोटो|फ़ोटो|तस्वीर|चित्र|वीडियो|photos?|image|illustration)"
)
_CREDIT = re.compile(rf"[(\s.।]{_PHOTO}\s*[:：]\s*[^:：]{{2,50}}\Z", re.IGNORECASE)
_PHOTO_LABEL = re.compile(rf"{_PHOTO}\s*[:：]", re.IGNORECASE)
_MEDIA_MARK = re.compile(
    r"[\[(【]\s*(?:video|videos|clip|ảnh|photo|photos|infographic|infographics|podcast|e-?magazine"
    r"|วิดีโอ|วีดีโอ|คลิป|ภาพ|อินโฟกราฟิก|พอดแคสต์|वीडियो|फोटो|फ़ोटो|इन्फोग्राफिक|पॉडकास्ट)"
    r"\s*[\])】]",
    re.IGNORECASE,
)
_SCENE = re.compile(
    r"ภาพ(?:บรรยากาศ|การประชุม|การลงนาม|รวมของ|รวมการ).{0,50}\Z"
    r"|(?:ภาพ(?:การ|รวม|ที่)|บรรยากาศ(?:การ|ใน|ที่)|ทัศนียภาพ|มุมมองการ"
    r"|ผู้แทนที่(?:เข้าร่วม|ร่วม)|ผู้แทนใน|ผู้แทน(?:เข้าร่วม|ร่วม)การ|ผู้เข้าร่วมการ)\S{0,40}\Z"
    r"|(?:quang cảnh|toàn cảnh|khung cảnh)\s.{2,60}\Z"
    r"|(?:các )?đại biểu (?:dự|tham dự|tại) (?:buổi |cuộc |phiên )?\w+(?: \w+)?[.]?\Z"
    r"|.{2,60}का (?:एक )?(?:दृश्य|नज़ारा|नजारा)\s*[।.]?\Z"
    r"|.{4,140}(?:ते|ता|ती) (?:हुए|हुई|हुआ)\s*[।.:]?\Z"
    r"|(?:overview|view|scene|delegates) (?:of|at|attending) .{3,60}\Z",
    re.IGNORECASE,
)
_SCENE_SENTENCE = re.compile(r"[।.?!]\s+\S")
_CAPTION = 220
"""A longer line is a paragraph, whatever it holds."""

_AGENCY = r"(?:[A-ZĐ]{2,6}\d?(?:\.VN|News)?|टीटीएक्सवीएन|वीएनए|วีเอ็นเอ|สำนักข่าว ?[ก-๎]{2,12})"
_TAG = re.compile(
    rf"[\[(]\s*{_AGENCY}(?:\s*[-,/]\s*{_AGENCY})?\s*[\])](?:\s*[-–—](?=\s))?|{_AGENCY}\s*[-–—](?=\s)"
)

_CAPITALISED = r"[A-ZÀ-ÞĂĐĨŨƠƯẠ-Ỹ][\w\u0300-\u036f'’.]*"
_PLACE = re.compile(
    rf"(?:(?:TP\.? ?)?{_CAPITALISED}(?:\s{_CAPITALISED}){{0,3}}"
    r"|[ก-๎]{3,16}(?:\s[ก-๎]{2,9}){0,2}"
    r"|[\u0900-\u0963\u0970-\u097f]{2,12}(?:\s[\u0900-\u0963\u0970-\u097f]{1,12}){0,2})"
    rf"(?:\s*[(,]\s*(?:{_AGENCY}|(?:ngày\s)?\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?)\)?)?\s[-–—](?=\s)"
    # Not Việt Nam - Nhật Bản, which opens a headline.
    rf"(?!\s{_CAPITALISED}\s{_CAPITALISED})"
)

_BYLINE_LABEL = re.compile(
    r"(?i:(?:bài(?: viết)?(?:,| và)? (?:ảnh|và ảnh)|tin(?:,| và)? ảnh|bài|tác giả|thực hiện"
    r"|người viết|biên dịch"
    r"|ผู้เขียน|เขียนโดย|ข่าวและภาพ|เรื่องและภาพ|โดย|लेखक|रिपोर्ट|संवाददाता|by|author|reported by)"
    r"\s*[:：]\s*\S.{1,70}\Z"
    r")|(?:Theo|THEO|ตาม)\s"
    rf"(?:{_AGENCY}|{_CAPITALISED}(?:\s{_CAPITALISED}){{0,3}})\Z"
)
_NAMES = re.compile(
    rf"{_CAPITALISED}(?:\s*[-–—,&]\s*{_CAPITALISED}|\s+{_CAPITALISED}){{0,7}}"
    r"|[ก-๎.]{1,9}(?:(?:\s*[-–—,&]\s*|\s+)[ก-๎.]{1,9}){1,7}"
    r"|[\u0900-\u0963\u0970-\u097f.]{1,9}(?:(?:\s*[-–—,&]\s*|\s+)[\u0900-\u0963\u0970-\u097f.]{1,9}){1,7}"
)
_NAMES_END = re.compile(r"[.।!?…:;]\Z")
_HINDI_GRAMMAR = frozenset("के का की को में से ने पर और है हैं था थे थी हुए लिए".split())  # noqa: SIM905
_SIGNED = 60
"""A longer line signs nothing."""
_TAIL = 600
"""Characters at the end of a paragraph where a joined source line is looked for."""
_BYLINES = 2
"""A page is signed in at most so many lines."""


_INVISIBLE = re.compile("[\u200b\u2060\ufeff]+")
_TAIL_KINDS = (Boilerplate.SOURCE, Boilerplate.COMMENTS)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    """Without white space around it, never empty."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def plain(self) -> str:
        """The form that set words are compared in; its offsets are its own."""
        return unicodedata.normalize("NFC", _INVISIBLE.sub("", self.text))


def mark(text: str, lang: str) -> tuple[Mark, ...]:
    """Find the boilerplate of a page.

    Args:
        text: as read, a paragraph a line.
        lang: of the article; the set words of all languages are looked for, because
            pages keep parts of another language.

    Returns:
        In order, not overlapping; a mark is a whole line without outer white
        space, but for tags and datelines, which open a paragraph.
    """
    lines = list(_lines(text))
    kinds = [_whole_line(line.plain) for line in lines]
    for number in _bylines(lines, kinds, lang):
        kinds[number] = Boilerplate.BYLINE
    found: list[Mark] = []
    opened = False
    for line, kind in zip(lines, kinds, strict=True):
        if kind is not None:
            found.append(Mark(line.start, line.end, kind))
        else:
            inside = (*_opening(line, first=not opened), *_closing(line))
            found += [
                part
                for part in inside
                if not (splits_cluster(text, part.start) or splits_cluster(text, part.end))
            ]
            opened = True
    return tuple(found)


def address(text: str, marks: tuple[Mark, ...]) -> str:
    """The address in the source line of a page, without white space, or "".

    Machine translation puts spaces into addresses; where the rest of the line holds nothing
    else, they are taken out.
    """
    for found in marks:
        if found.kind is not Boilerplate.SOURCE:
            continue
        line = text[found.start : found.end]
        start = _ADDRESS.search(line)
        if start is None:
            continue
        rest = line[start.start() :]
        if not _ADDRESS_CHARACTERS.fullmatch(rest) or len(_ADDRESS.findall(rest)) > 1:
            rest = rest.split()[0]
        return "".join(rest.split())
    return ""


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        # A byte order mark is no part of the first line.
        stripped = line.lstrip() if start else line.lstrip("\ufeff").lstrip()
        if inner := stripped.rstrip():
            yield _Line(start + len(line) - len(stripped), inner)
        start += len(line)


def _whole_line(line: str) -> Boilerplate | None:
    if len(line) <= _SOURCE_NAME and _COMMENTS.fullmatch(line):
        return Boilerplate.COMMENTS
    if _ADDRESS.match(line) and _ADDRESS_CHARACTERS.fullmatch(line):
        return Boilerplate.SOURCE
    if label := _SOURCE_LABEL.match(line):
        rest = line[label.end() :].strip()
        if len(rest) <= _SOURCE_NAME or _ADDRESS.match(rest):
            return Boilerplate.SOURCE
    if len(line) <= _SIGNED and _BYLINE_LABEL.fullmatch(line):
        return Boilerplate.BYLINE
    if len(line) <= _CAPTION and _is_caption(line):
        return Boilerplate.CAPTION
    return None


def _is_caption(line: str) -> bool:
    if _MEDIA_MARK.match(line) or _PHOTO_LABEL.match(line):
        return True
    if _CREDIT.search(line.rstrip(" )].")):
        return True
    return bool(_SCENE.match(line)) and not _SCENE_SENTENCE.search(line)


def _bylines(lines: list[_Line], kinds: list[Boilerplate | None], lang: str) -> Iterator[int]:
    """Lines that sign the article, before the tail of the page or at its end."""
    last = len(lines) - 1
    while last >= 0 and kinds[last] in _TAIL_KINDS:
        last -= 1
    tail = last < len(lines) - 1
    for number in range(last, max(last - _BYLINES, 0), -1):
        if kinds[number] is not None or not _is_byline(lines[number].plain, lang, tail=tail):
            return
        yield number


def _is_byline(line: str, lang: str, *, tail: bool) -> bool:
    if len(line) > _SIGNED:
        return False
    if not _NAMES.fullmatch(line) or (_NAMES_END.search(line) and len(line) > 4):
        return False
    words = line.replace("-", " ").split()
    if lang == "hi" and any(word in _HINDI_GRAMMAR for word in words):
        return False
    return tail or len(words) > 1


def _opening(line: _Line, *, first: bool) -> Iterator[Mark]:
    at = 0
    if tag := _TAG.match(line.text):
        yield Mark(line.start, line.start + tag.end(), Boilerplate.TAG)
        at = tag.end() + len(line.text[tag.end() :]) - len(line.text[tag.end() :].lstrip())
    if first and (place := _PLACE.match(line.text, at)):
        yield Mark(line.start + at, line.start + place.end(), Boilerplate.DATELINE)


def _closing(line: _Line) -> Iterator[Mark]:
    """The tail of a page whose lines were joined."""
    before = max(0, len(line.text) - _TAIL)
    source = _SOURCE_INLINE.search(line.text, before)
    if source is None:
        return
    yield Mark(line.start + source.start(), line.start + source.end(), Boilerplate.SOURCE)
    rest = line.text[source.end() :].lstrip()
    if _COMMENTS.fullmatch(rest):
        yield Mark(line.end - len(rest), line.end, Boilerplate.COMMENTS)
