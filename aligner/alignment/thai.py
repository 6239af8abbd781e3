"""Where Thai, which has no full stop, may end a sentence: the odds at every space.

A logistic regression on what stands on the two sides of a space. It was fitted on those spaces of
XQuAD's paragraphs of which the alignments with Hindi and with Vietnamese say alike whether a
sentence ends (4,900 spaces, 790 ends), and on the beads of `examples/corpus` (340 and 55). Fitted
on every second paragraph alone, it puts an end above another space in 84 of 100 cases in the other
paragraphs, and in 92 in `examples/corpus`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import regex

from aligner.alignment.evidence import WEAK

Floats = npt.NDArray[np.float32]

_BEGINNINGS = (
    (r"อย่างไรก็", 3.6),
    (r"นอกจาก", 2.1),
    (r"ตัวอย่าง", 2.7),
    (r"ใน(?!ขณะ|ทาง)", 1.1),
    (r"เมื่อ", 1.1),
    (r"หลัง", 0.7),
    (r"แม้", 0.9),
    (r"ดังนั้น|เพราะฉะนั้น|ด้วยเหตุ|ทั้งนี้", -1.2),
    (r"ต่อมา|จากนั้น|ปัจจุบัน|ขณะนี้|ล่าสุด|ก่อนหน้า|ทุกวันนี้", 1.4),
    (r"มี(?=การ|ผู้|ความ)", 1.6),
    (r"เขา|พวกเขา|เธอ|พวกเธอ|พวกเรา", 1.7),
    (r"การ", 0.4),
    (r"ความ", 0.7),
    (r"ผู้", 0.5),
    (r"นาย|นาง|นัก|สหาย|ดร\.", 1.0),
    (r"คณะ|กระทรวง|รัฐ|สำนัก|ศูนย์|สถา|กรม|องค์|สมาชิก|ประชาชน|หน่วย|จังหวัด|อำเภอ|ตำบล|เทศบาล", 0.4),
    (r"ข้อ|มาตรา", 1.2),
    (r"สิ่ง|นี่|นั่น", 1.3),
    (r"พื้นที่|แนว|ระบบ|โครงการ|แผน|งาน|กิจกรรม|ผล|กฎ|กลุ่ม", 0.4),
    (r"ตั้งแต่|นับ", 0.5),
    (r"ถ้า|หาก", 0.4),
    (r"ต่าง|บาง|หลาย|อื่น|อีก|ทุก", 0.2),
    (r"ด้าน|ระดับ|ประเทศ|เมือง", 0.9),
    (r"สำหรับ", -1.0),
    (r"แต่", -1.3),
    (r"ขณะ|ในขณะ", -1.2),
    (r"ทำ", -1.9),
    (r"จน", -2.3),
    (r"เพราะ", -2.4),
    (r"เช่น|อย่างเช่น|คือ", -1.7),
    (r"ก็|จึง", -2.4),
    (r"ไม่", -1.2),
    (r"อาจ|จะ|ควร|ต้อง|สามารถ|ยัง|คง|เคย", -1.2),
    (r"แล้ว", -1.8),
    (r"มา|ไป|ขึ้น|ลง|เข้า|ออก", -2.3),
    (r"มี", -0.6),
    (r"ถูก", -1.0),
    (r"รวม|ตลอดจน|พร้อม", -3.1),
    (r"เลขาธิการ|ประธาน|รองประธาน|ผู้อำนวยการ|หัวหน้า|รอง|กรรมการ", -0.7),
    (r"และ", -3.4),
    (r"ซึ่ง", -3.6),
    (r"โดย(?!เฉพาะ|รวม|ทั่วไป)", -2.0),
    (r"โดยเฉพาะ", -1.6),
    (r"ของ", -3.0),
    (r"ที่(?!ประชุม|ปรึกษา|ดิน|ทำการ|พัก|ราบ|ตั้ง|นี่)", -2.8),
    (r"ได้", -3.3),
    (r"หรือ", -2.8),
    (r"ว่า", -2.0),
    (r"เพื่อ", -2.4),
    (r"ให้|ด้วย|กับ|แห่ง", -2.7),
    (r"เป็น", -2.0),
    (r"[ๆฯ]", -4.0),
)
"""Beginnings of what follows the space, and what each adds to the log odds; the first that fits."""
_ENDS = (
    (r"ทั้งหมด|ทั้งสิ้น|ทั้งปวง", 2.1),
    (r"ขึ้น|ลง", 0.7),
    (r"ไป|มา|ไว้|อยู่", 0.4),
    (r"นี้|นั้น|ดังกล่าว", 0.2),
    (r"ที่สุด|มาก|ยิ่ง|น้อย", 1.0),
    (r"กัน|ด้วย|เอง", 0.3),
    (r"ตาม", -2.2),
    (r"การ|ความ", -1.6),
    (r"มี", -1.5),
    (r"ทั้ง|ต่อ|ถึง|แก่|สู่|ตั้งแต่|ระหว่าง|สำหรับ|ยัง|เมื่อ|ของ|แห่ง", -1.8),
    (r"และ|หรือ|แต่", -1.5),
    (r"ว่า", -2.8),
    (r"ใน|จาก|โดย|กับ|เพื่อ|ให้", -2.4),
    (r"คือ|เป็น|เช่น|อาทิ|ได้แก่|ซึ่ง", -3.3),
    (r"(?<!สถาน|หน้า|พื้น|ทัน)ที่", -2.7),
)
"""The same for the end of what precedes it."""
_BEGINNING = regex.compile("|".join(f"({pattern})" for pattern, _ in _BEGINNINGS))
_END = regex.compile("(?:" + "|".join(f"({pattern})" for pattern, _ in _ENDS) + r")\Z")
_LOOK_BACK = 14
"""Characters among which such an end is sought."""

_LATIN = regex.compile(r"\p{Latin}")
_LATIN_WORD = regex.compile(r"[A-Za-z.&'’-]+,?")
_OPENING = frozenset("\"'“‘«")
_CLOSING = frozenset(")]}\"'”’»")

_ALONE = -4.9
"""Log odds of a space of which nothing else is known."""
_USUAL = -1.7
"""Log odds of the mean space: one in six."""
_MOST = 4.0
"""Beyond these log odds, more are worth no more."""


def log_odds(before: str, after: str, gap: int) -> float:
    """Log odds that a sentence ends between two pieces of Thai text.

    Args:
        before: from the space before, or from the start of the line; not empty.
        after: to the next space or to the end of the line; not empty.
        gap: characters of white space between them.
    """
    found = _ALONE + 0.73 * math.log(min(len(before), 60))
    found += 0.49 * math.log(min(len(after), 60))
    if _LATIN.match(after):
        found -= 1.0
    if _LATIN_WORD.fullmatch(before):
        found += 0.6
    if before[-1].isdigit():
        found -= 0.4
    if after[0] in _OPENING:
        found -= 2.1
    if before[-1] in _CLOSING:
        found += 0.3
    if gap > 1:
        found += 1.6
    if (match := _BEGINNING.match(after)) and match.lastindex:
        found += _BEGINNINGS[match.lastindex - 1][1]
    if (match := _END.search(before[-_LOOK_BACK:])) and match.lastindex:
        found += _ENDS[match.lastindex - 1][1]
    return found


def joints(strings: Sequence[str], ends: Sequence[int], gaps: Sequence[int]) -> Floats:
    """How much more than usual words join each Thai segment to the next; shape (n,), -2 to 2.

    Half of the log odds against a sentence's end there, over those of the mean space; 0 where more
    than a mere space stands between the two. It is evidence and cuts nothing.

    Args:
        strings: segments in order, none empty.
        ends: what ends each of them, see `aligner.alignment.evidence.ending`.
        gaps: characters of white space after each of them.
    """
    found = np.zeros(len(strings), dtype=np.float32)
    for place in range(len(strings) - 1):
        if ends[place] == WEAK:
            odds = log_odds(strings[place], strings[place + 1], gaps[place])
            found[place] = min(max(_USUAL - odds, -_MOST), _MOST) / 2
    return found
