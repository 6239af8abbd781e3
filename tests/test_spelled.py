"""Numbers in words, and words that only look like them."""

from __future__ import annotations

from collections import Counter

import pytest

from glossary.checks.spelled import spelled

THAI = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
VIETNAMESE = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def thai(number: int) -> str:
    tens, unit = divmod(number, 10)
    head = {0: "", 1: "สิบ", 2: "ยี่สิบ"}.get(tens, f"{THAI[tens]}สิบ")
    return head + ("เอ็ด" if head and unit == 1 else THAI[unit])


def vietnamese(number: int) -> str:
    tens, unit = divmod(number, 10)
    if not tens:
        return VIETNAMESE[unit]
    head = "mười" if tens == 1 else f"{VIETNAMESE[tens]} mươi"
    tail = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(unit, VIETNAMESE[unit])
    return f"{head} {tail}".strip()


@pytest.mark.parametrize("lang", ["th", "vi"])
def test_every_number_up_to_99_is_read(lang: str) -> None:
    for number in range(1, 100):
        text = f"มี {thai(number)} คน" if lang == "th" else f"có {vietnamese(number)} người"
        assert spelled(text, lang) == Counter([str(number)]), text


@pytest.mark.parametrize(
    ("lang", "text", "numbers"),
    [
        pytest.param("th", "อุตสาหกรรม สามารถ ห้าม เก้าอี้", [], id="th-inside-words"),
        pytest.param("vi", "năm 2024, 5 năm qua, năm nay, đầu tư", [], id="vi-years"),
        pytest.param("vi", "hai mươi năm, mười năm, hai mươi lăm", ["10", "20", "25"], id="vi-ago"),
        pytest.param("vi", "Hai xã và năm huyện", ["2", "5"], id="vi"),
        pytest.param("hi", "सैंतीस लोग, तीसरी बार, दोनों", ["2", "3", "37"], id="hi"),
        pytest.param("hi", "दोपहर एकता तीनपहिया", [], id="hi-inside-words"),
        pytest.param("en", "Thirty-seven of both, the ninth", ["2", "37", "9"], id="en"),
        pytest.param("en", "often, weight, someone", [], id="en-inside-words"),
        pytest.param("fr", "trente-sept", [], id="another-language"),
    ],
)
def test_numbers_are_words_of_their_own(lang: str, text: str, numbers: list[str]) -> None:
    assert sorted(spelled(text, lang).elements()) == numbers
