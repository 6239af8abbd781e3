"""Text to a key in which spellings of one word are equal, with an exact map back.

Offsets of a key are code points of the key; `Normalized.span` turns them into
code points of the text as it was read. Keys are for matching, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add, sub

INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""Soft hyphen, zero-width and direction marks: nobody sees them, so no match may depend on them."""

BLANK = r"\t\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""White space inside a line, for a character class; line ends are never crossed."""


Shifts = tuple[list[int], list[int]]
"""Ascending places, and how far a position is moved: by item n with n places before it.

A place itself is before a position at which a span starts, not one at which a span ends.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One rewriting of a text and where it changed it: four lists in parallel, ascending."""

    key_starts: list[int]
    key_ends: list[int]
    starts: list[int]
    ends: list[int]

    def back_start(self, position: int) -> int:
        """Where the text stands from which the key from `position` on was made."""
        at = bisect_right(self.key_starts, position) - 1
        if at < 0:
            return position
        if position < self.key_ends[at]:
            return self.starts[at]
        return self.ends[at] + position - self.key_ends[at]

    def back_end(self, position: int) -> int:
        """Where the text ends from which the key up to `position` was made."""
        at = bisect_left(self.key_starts, position) - 1
        if at < 0:
            return position
        if position < self.key_ends[at]:
            return self.ends[at]
        return self.ends[at] + position - self.key_ends[at]

    def shifts(self, is_end: bool) -> Shifts:
        """How `back_start` or `back_end` moves positions.

        Args:
            is_end: whether spans end at the positions.
        """
        if self.key_starts == self.key_ends:  # nothing but deletions
            return self.key_starts, [0, *map(sub, self.ends, self.key_ends)]
        keys: list[int] = []
        shifts = [0]
        edits = zip(self.key_starts, self.key_ends, self.starts, self.ends, strict=True)
        for key_start, key_end, start, end in edits:
            for position in range(key_start, key_end):
                keys.append(position)
                shifts.append(end - position - 1 if is_end else start - position)
            if key_start == key_end or not is_end:
                keys.append(key_end)
                shifts.append(end - key_end)
        return keys, shifts


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text, its key and the way back."""

    text: str
    key: str
    steps: tuple[Step, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text that `key[start:end]` stands for.

        Dropped characters at either edge stay outside; a character that was
        rewritten together with its neighbours brings all of them.
        """
        if start >= end:
            raise ValueError(f"a span of a key must not be empty: {start}, {end}")
        for step in reversed(self.steps):
            start, end = step.back_start(start), step.back_end(end)
        return start, end

    def spans(self, starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[int]]:
        """`span` of many; the two lists are in parallel."""
        keys, shifts = self._shifts(False)
        first = [start + shifts[bisect_right(keys, start)] for start in starts]
        keys, shifts = self._shifts(True)
        last = [end + shifts[bisect_left(keys, end)] for end in ends]
        return first, last

    def _shifts(self, is_end: bool) -> Shifts:
        """Those of all steps in one."""
        whole: Shifts = ([], [0])
        for step in reversed(self.steps):
            whole = _joined(whole, step.shifts(is_end), is_end)
        return whole


def _joined(later: Shifts, earlier: Shifts, is_end: bool) -> Shifts:
    """One movement for two, of which that of the later step comes first on the way back."""
    places, moved = later
    if not places or not earlier[0]:
        return earlier if not places else later
    between = list(map(add, places, moved[1:]))
    found = set(places)
    for place in earlier[0]:
        at = bisect_right(between, place)
        found.add(min([place - moved[at], *places[at : at + 1]]))
    ordered = sorted(found)
    bisect, beyond = (bisect_left, 1) if is_end else (bisect_right, 0)
    shifts = [0]
    for place in ordered:
        shift = moved[bisect(places, place + beyond)]
        shifts.append(shift + earlier[1][bisect(earlier[0], place + beyond + shift)])
    return ordered, shifts


Change = Callable[[re.Match[str]], str]


def _rewrite(text: str, pattern: re.Pattern[str], change: Change, steps: list[Step]) -> str:
    """Apply `change` to every match; append the step to `steps` where something changed."""
    pieces: list[str] = []
    step = Step([], [], [], [])
    done = length = 0
    for match in pattern.finditer(text):
        new = change(match)
        start, end = match.span()
        if new == match[0]:
            continue
        length += start - done
        pieces.append(text[done:start])
        pieces.append(new)
        step.key_starts.append(length)
        length += len(new)
        step.key_ends.append(length)
        step.starts.append(start)
        step.ends.append(end)
        done = end
    if not step.starts:
        return text
    pieces.append(text[done:])
    steps.append(step)
    return "".join(pieces)


def _without(text: str, pattern: re.Pattern[str], steps: list[Step]) -> str:
    """Take out every match, which is one character long; append the step to `steps`."""
    pieces = pattern.split(text)
    if len(pieces) == 1:
        return text
    places = list(accumulate(map(len, pieces[:-1])))
    starts = list(map(add, places, range(len(places))))
    steps.append(Step(places, places, starts, [start + 1 for start in starts]))
    return "".join(pieces)


def _nothing(_: re.Match[str]) -> str:
    return ""


def _first(match: re.Match[str]) -> str:
    return match[0][0]


_INVISIBLES = re.compile(f"[{INVISIBLE}]+")
_JOINERS = re.compile(r"(?<=[\u0900-\u097f])[\u200c\u200d]+")
_COMBINING = re.compile(r"[\u0300-\u036f]")
# Eight marks are more than any letter carries; the bound keeps hostile text linear.
_COMPOSABLE = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]{1,8}")
_BLANKS = re.compile(f"[{BLANK}]{{2,}}")
_BLANK_TO_SPACE = {
    ord(c): " "
    for c in "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
}
_DIGITS = {zero + d: chr(48 + d) for zero in (0x0966, 0x0E50, 0xFF10) for d in range(10)}
_SAME_LENGTH = _BLANK_TO_SPACE | _DIGITS | {0x0130: "i"}
_NEEDS_SAME_LENGTH = re.compile("[" + "".join(map(re.escape, map(chr, _SAME_LENGTH))) + "]")


def _translated(text: str, table: dict[int, str], needed: re.Pattern[str]) -> str:
    """`text.translate(table)`, which on long text costs thirty times the few replacements."""
    for char in sorted(set(needed.findall(text))):
        text = text.replace(char, table[ord(char)])
    return text


def without_invisible(text: str) -> str:
    """The text without what nobody sees; what joins letters or keeps them apart stays."""
    return _INVISIBLES.sub("", text)


def _common(text: str, steps: list[Step]) -> str:
    if text.isascii():
        text = text.replace("\t", " ").lower()
        return _rewrite(text, _BLANKS, _first, steps) if "  " in text else text
    if _INVISIBLES.search(text):
        text = _rewrite(text, _INVISIBLES, _nothing, steps)
    if _COMBINING.search(text):
        text = _rewrite(
            text, _COMPOSABLE, lambda match: unicodedata.normalize("NFC", match[0]), steps
        )
    text = _translated(text, _SAME_LENGTH, _NEEDS_SAME_LENGTH).lower()
    if "  " in text:
        text = _rewrite(text, _BLANKS, _first, steps)
    return text


_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
# One space is all that is left of a run of blanks.
_GAP = re.compile(f"(?<=[{_THAI}]) (?=[{_THAI}])")
# Only these gaps bring together what has to be repaired.
_TORN = re.compile(
    "[\u0e40\u0e47-\u0e4e] +[\u0e31-\u0e3a\u0e40\u0e47-\u0e4e]| [\u0e31-\u0e3a\u0e47-\u0e4e]"
)
_TONES = "\u0e48-\u0e4b"
# A tone or killer that stands before the vowel it must follow, or a mark typed twice.
_DISORDER = re.compile(
    f"[{_TONES}\u0e4c-\u0e4e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+"
)
_MARK_ORDER = {mark: order for order, mark in enumerate("ัิีึืฺุู็่้๊๋์ํ๎")}
# A tone after it belongs to it, unless another follows that tone.
_NIKHAHIT_AA = re.compile(
    f"\u0e4d([{_TONES}]*)\u0e32(?:([{_TONES}]+)(?![{_TONES}\u0e4d\u0e33]))?"
    f"|\u0e33([{_TONES}]+)(?![{_TONES}\u0e4d\u0e33])"
)
_DOUBLE_E = re.compile("\u0e40\u0e40")


def _ordered(match: re.Match[str]) -> str:
    return "".join(sorted(set(match[0]), key=_MARK_ORDER.__getitem__))


def _sara_am(match: re.Match[str]) -> str:
    return (match[1] or "") + (match[2] or "") + (match[3] or "") + "\u0e33"


def _repaired_thai(text: str, steps: list[Step]) -> str:
    """Marks in canonical order, ํา as ำ and เเ as แ; what it gives, it leaves as it is."""
    text = _ordered_marks(text, steps)
    if "\u0e4d" in text or any(f"\u0e33{tone}" in text for tone in "\u0e48\u0e49\u0e4a\u0e4b"):
        text = _ordered_marks(_rewrite(text, _NIKHAHIT_AA, _sara_am, steps), steps)
    if "\u0e40\u0e40" in text:
        text = _rewrite(text, _DOUBLE_E, lambda _: "\u0e41", steps)
    return text


def _ordered_marks(text: str, steps: list[Step]) -> str:
    ordered = _rewrite(text, _DISORDER, _ordered, steps)
    # A vowel behind a tone may be the one before it (ี่ี): put in order, it is there twice.
    if ordered != text and any(
        at and ordered[at - 1] == ordered[at] for at in steps[-1].key_starts
    ):
        return _rewrite(ordered, _DISORDER, _ordered, steps)
    return ordered


# Letters with a nukta, whole or in parts, are spelled without it as often as with it;
# so are candra o (कॉमरेड, कामरेड), candra e and candrabindu.
_HINDI_SAME_LENGTH = dict(
    zip(
        (*range(0x0958, 0x0960), 0x0929, 0x0931, 0x0934, 0x0901, 0x090D, 0x0911, 0x0945, 0x0949),
        "कखगजडढफयनरळंएआेा",
        strict=True,
    )
)
_NEEDS_HINDI = re.compile("[" + "".join(map(chr, _HINDI_SAME_LENGTH)) + "]")
_NUKTA = re.compile("([\u0900-\u097f])\u093c+")
# A nasal before a stop of its own place is written as anusvara or in full: केंद्र, केन्द्र.
_HOMORGANIC = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")


def _hindi(text: str, steps: list[Step]) -> str:
    if "\u200c" in text or "\u200d" in text:
        text = _rewrite(text, _JOINERS, _nothing, steps)
    if "\u093c" in text:
        text = _rewrite(text, _NUKTA, lambda match: match[1], steps)
    text = _translated(text, _HINDI_SAME_LENGTH, _NEEDS_HINDI)
    return _rewrite(text, _HOMORGANIC, lambda _: "ं", steps)


# The tone of oa, oe, uy stands on either vowel (hòa, hoà); y and i alternate after these
# consonants when they close the syllable (lý luận, lí luận).
_VI_TONE = re.compile("[ou][àáảãạèéẻẽẹỳýỷỹỵ]")
_PLAIN = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "aaaaaeeeeeyyyyy")
_TONED = {
    vowel + plain: "".join(moved)
    for vowel, toned in (("o", "òóỏõọ"), ("u", "ùúủũụ"))
    for plains in ("àáảãạ", "èéẻẽẹ", "ỳýỷỹỵ")
    for plain, lead in zip(plains, toned, strict=True)
    for moved in [(lead, plain.translate(_PLAIN))]
}
_VI_Y = re.compile(r"(?<!\w)([hklmst])([yỳýỷỹỵ])(?!\w)")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


def _vietnamese(text: str) -> str:
    if "ð" in text:  # Icelandic eth for Vietnamese đ, as old code tables gave it
        text = text.replace("ð", "đ")
    text = _VI_TONE.sub(lambda match: _TONED[match[0]], text)
    return _VI_Y.sub(lambda match: match[1] + match[2].translate(_Y_TO_I), text)


def thai_layers(text: str) -> tuple[Normalized, Normalized]:
    """A Thai text with its characters repaired, and that text without gaps between letters.

    Word boundaries are sought in the first, terms in the second.
    """
    steps: list[Step] = []
    repaired = _repaired_thai(_common(text, steps), steps)
    gaps: list[Step] = []
    key = repaired
    if " " in repaired:
        key = _without(repaired, _GAP, gaps)
        if _TORN.search(repaired):
            key = _repaired_thai(key, gaps)
    return Normalized(text, repaired, tuple(steps)), Normalized(repaired, key, tuple(gaps))


def normalize(text: str, lang: str) -> Normalized:
    """The key of a text in one language.

    Every language: case, composed letters, digits, runs of blanks, invisible
    characters. Thai: blanks between Thai letters are dropped (never a line end),
    marks are put in order, ํา is ำ and เเ is แ. Hindi: nukta, joiners,
    candrabindu and homorganic nasals. Vietnamese: the place of the tone mark and
    i for y.

    Time is linear in the text, and so is memory.
    """
    if lang == "th":
        repaired, joined = thai_layers(text)
        return Normalized(text, joined.key, repaired.steps + joined.steps)
    steps: list[Step] = []
    key = _common(text, steps)
    if lang == "hi":
        key = _hindi(key, steps)
    elif lang == "vi":
        key = _vietnamese(key)
    return Normalized(text, key, tuple(steps))


_DIACRITIC = re.compile(r"[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case without Latin diacritics: ``Đảng bộ`` to ``dang bo``; for slugs and search."""
    parts = unicodedata.normalize("NFD", text.translate({0x0130: "i"}).lower())
    return (
        unicodedata.normalize("NFC", _DIACRITIC.sub("", parts)).replace("đ", "d").replace("ð", "d")
    )
