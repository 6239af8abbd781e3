"""Names across scripts: how they sound, and which a segment lacks."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.comparable import _addresses
from aligner.alignment.names import names, said
from aligner.alignment.sounds import CLASSES, GROWTH, MOST, USUAL, alike, sounds
from bench import formulas


def read(text: str) -> str:
    return "".join(CLASSES[code - 1] for code in sounds(text).tolist())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Minh Đăng", "MiNTaN", id="latin"),
        pytest.param("มินห์ ดัง", "MiNTaN", id="thai-with-a-silent-letter"),
        pytest.param("मिन्ह डांग", "MiNTaN", id="devanagari"),
        pytest.param("เหงียน", "NiiZN", id="thai-vowel-before-its-consonant"),
        pytest.param("फ़ोन क़लम बड़ा ज़िला", "FuNKLMPRaZiLa", id="dots-below"),
        pytest.param("Nghị quyết", "NiKViiT", id="letters-that-go-together"),
        pytest.param("สหาย Lò Thanh", "SHaZLuTaN", id="latin-within-thai"),
        pytest.param("https://bao.example/a-b ๑๒ 34 ơi", "ui", id="no-address-no-digits"),
        pytest.param("新華社", "", id="another-script"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_how_a_text_sounds(text: str, expected: str) -> None:
    assert read(text) == expected


def test_what_is_long_is_heard_to_its_beginning() -> None:
    assert len(sounds("ba" * 500_000)) == MOST


def closeness(one: str, other: str) -> float:
    return float(alike([sounds(one)], [sounds(other)])[0])


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        pytest.param("Tin, ảnh: Minh Đăng", "समाचार, फोटो: मिन्ह डांग", True, id="byline"),
        pytest.param("Tin, ảnh: Minh Đăng", "लेख, फोटो: लो थान", False, id="of-another"),
        pytest.param("สหายเหงียน วัน บิ่ญ", "कॉमरेड न्गुयेन वान बिन्ह", True, id="person"),
        pytest.param("สหายเหงียน วัน บิ่ญ", "कॉमरेड ले डुक थो", False, id="another-person"),
        pytest.param("Thu Hà", "", False, id="nothing-to-hear"),
    ],
)
def test_names_sound_alike_in_every_script(one: str, other: str, is_alike: bool) -> None:
    assert (closeness(one, other) > 1) is is_alike
    assert closeness(one, other) == pytest.approx(closeness(other, one), abs=1e-5)


CODES = st.lists(st.integers(1, len(CLASSES)), min_size=1, max_size=12)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=5))
def test_pairs_are_heard_together_as_alone(held: list[tuple[list[int], list[int]]]) -> None:
    one, other = ([np.array(pair[side], dtype=np.int8) for pair in held] for side in (0, 1))
    alone = [alike([a], [b])[0] for a, b in zip(one, other, strict=True)]
    assert alike(one, other).tolist() == pytest.approx(alone, abs=1e-4)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(CODES)
def test_a_text_sounds_most_like_itself(codes: list[int]) -> None:
    own = np.array(codes, dtype=np.int8)
    full = sum(0.5 if CLASSES[code - 1].islower() else 1.0 for code in codes)
    usual = USUAL + GROWTH * 2 * np.log(len(codes))
    assert alike([own], [own])[0] == pytest.approx(full - usual, abs=1e-4)
    assert alike([own], [own[::-1]])[0] <= full - usual + 1e-4


@pytest.mark.parametrize(
    ("text", "lang", "count"),
    [
        pytest.param("Đến dự có ông Trần Văn Tám.", "vi", 1, id="capitals"),
        pytest.param("Hội nghị bàn việc chung.", "vi", 0, id="a-sentence-begins"),
        pytest.param("สหายเหงียน วัน บิ่ญ กล่าวปิด", "th", 1, id="after-an-address"),
        pytest.param("ข่าวและภาพ: โล ทัญ", "th", 1, id="after-a-colon"),
        pytest.param("ที่ประชุมปิดลง", "th", 0, id="thai-none"),
        pytest.param("นาย Pham Van Tam กล่าว", "th", 1, id="latin-within-thai"),
        pytest.param("วันที่ 9 มิถุนายน นายกรัฐมนตรีเปิดงาน", "th", 0, id="june-and-prime-minister"),
        pytest.param("เลือกสหายสองคนเข้ารับหน้าที่", "th", 0, id="two-comrades"),
        pytest.param("บักนิญ: สวนส้มใหม่ของหมู่บ้านริมแม่น้ำสายเก่า", "th", 0, id="a-headline"),
        pytest.param("हाई फोंग: नदी के किनारे नया बाग", "hi", 0, id="a-headline-in-hindi"),
        pytest.param("फोटो: फाम वान ताम", "hi", 1, id="a-caption"),
        pytest.param("कॉमरेड फाम वान ताम ने कहा", "hi", 1, id="before-a-postposition"),
        pytest.param("दो कॉमरेड को चुना गया।", "hi", 0, id="nobody-after-an-address"),
        pytest.param("Phó Chủ tịch nói với Ban Bí thư.", "vi", 0, id="offices"),
        pytest.param("Theo Phạm Văn Tám, mùa này được giá.", "vi", 1, id="after-a-capital"),
        pytest.param("श्रीमती लान थी के साथ श्री फाम आए।", "hi", 2, id="two"),
        pytest.param("सम्मेलन समाप्त हुआ।", "hi", 0, id="hindi-none"),
    ],
)
def test_what_is_taken_for_a_name(text: str, lang: str, count: int) -> None:
    assert len(names(text, lang)) == count


def test_a_name_that_the_other_lacks() -> None:
    pairs = [
        ("Ảnh: Lò Thanh", "ภาพ: โล ทัญ"),
        ("Ảnh: Lò Thanh", "ภาพ: มินห์ ดึ๊ก"),
        ("Cuộc họp kết thúc", "ปิดประชุม"),
        ("Ảnh: Lò Thanh", "12"),
    ]
    found = said(pairs, ("vi", "th"))
    assert found.names.tolist() == [2, 2, 0, 0]
    assert found.unsaid[0] > -0.3
    assert found.unsaid[1] < -0.6
    assert found.unsaid[2:].tolist() == [0, 0]
    assert found.sound[0] > found.sound[1] + 1
    assert found.others[0] > -0.3
    assert found.others[1] < -0.6
    assert found.others[2:].tolist() == [0, 0]
    assert [each.shape for each in said([], ("vi", "th"))] == [(0,)] * 4


def test_nobody_is_somebody_else_where_one_side_names_none() -> None:
    pairs = [
        ("Đến dự có ông Trần Văn Tám.", "ที่ประชุมปิดลง"),
        ("Đến dự có ông Trần Văn Tám.", "นายฝ่าม ดึ๊ก หลง มาร่วมงาน"),
        ("Ông Trần Văn Tám, bà Lò Thị Mai.", "นางโล ถิ มาย มาร่วมงาน"),
    ]
    found = said(pairs, ("vi", "th"))
    assert found.unsaid[0] < -0.3
    assert found.others[0] == 0
    assert found.others[1] < -0.3
    assert found.others[2] > -0.3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Nguồn: https://bao.example/tin-1.html", 1, id="a-source"),
        pytest.param("Xem www.bao.example hoặc gọi tổng đài của sở", 0, id="a-sentence-with-one"),
        pytest.param("Nguồn: Báo Nhân dân", 0, id="none"),
    ],
)
def test_a_line_that_is_an_address(text: str, count: int) -> None:
    assert len(_addresses(text)) == count


@pytest.mark.parametrize("langs", [("vi", "th"), ("th", "hi"), ("hi", "vi")])
def test_formulas_keep_names_and_numbers_across_languages(langs: tuple[str, str]) -> None:
    every = range(len(formulas.sentences()))
    lines = formulas.drawn(langs, every, random.Random(1))
    assert lines == formulas.drawn(langs, every, random.Random(1))
    assert not any("{" in text for pair in lines for text in pair)
    for one, other in lines:
        assert sorted(filter(str.isdigit, one)) == sorted(filter(str.isdigit, other))
    others = formulas.drawn(langs, every, random.Random(2))
    right = [closeness(one, other) for one, other in lines if "https" not in one]
    wrong = [
        closeness(one, other)
        for (one, _), (_, other) in zip(lines, others, strict=True)
        if "https" not in one
    ]
    assert np.mean(right) > np.mean(wrong) + 1
