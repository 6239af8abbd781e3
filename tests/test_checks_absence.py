"""When the absence of a term is a fault, when a hint, and when nothing at all."""

from __future__ import annotations

import unicodedata

import pytest

from glossary.checks import Checker
from glossary.model import Concept, Status, Term, Termbase

PREFERRED = Status.PREFERRED
BASE = Termbase(
    (
        Concept("dang", (Term("vi", "Đảng"), Term("th", "พรรคคอมมิวนิสต์เวียดนาม", PREFERRED))),
        Concept("quoc-hoi", (Term("vi", "Quốc hội"), Term("th", "สภาแห่งชาติ", PREFERRED))),
        Concept("tinh-uy", (Term("vi", "Tỉnh ủy"), Term("th", "คณะกรรมการพรรคจังหวัด", PREFERRED))),
        Concept(
            "hdnd", (Term("vi", "Hội đồng nhân dân"), Term("th", "สภาประชาชน", PREFERRED))
        ),
        Concept(
            "dong-thuan-xa-hoi",
            (
                Term("vi", "đồng thuận xã hội", forms=("sự đồng thuận",)),
                Term("th", "ฉันทามติทางสังคม", PREFERRED),
            ),
        ),
        Concept(
            "an-ninh-quoc-gia",
            (Term("vi", "an ninh quốc gia"), Term("th", "ความมั่นคงแห่งชาติ", PREFERRED)),
        ),
        Concept(
            "quy-che",
            (
                Term("vi", "quy chế"),
                Term("th", "กฎระเบียบ", PREFERRED),
                Term("th", "ข้อบังคับ"),
            ),
        ),
    )
)  # fmt: skip


def found(source: str, target: str) -> list[str]:
    """Codes and severities of the findings in lines of Thai beside lines of Vietnamese."""
    return [f"{f.code} {f.severity}" for f in Checker(BASE).spans("a", target, "th", source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Quốc hội Anh họp.", [], id="another-country"),
        pytest.param("Quốc hội bang Victoria họp.", [], id="no-vietnamese-syllable"),
        pytest.param("Quốc hội của Ấn Độ họp.", [], id="tied-by-a-word"),
        pytest.param("Đảng Xanh họp.", [], id="longer-name"),
        pytest.param("Quốc hội họp.", ["TG103 info"], id="short-name-alone"),
        pytest.param("Quốc hội Việt Nam họp.", ["TG103 warning"], id="at-home"),
        pytest.param("Ông Trần Đức nói: Quốc hội họp.", ["TG103 warning"], id="a-person"),
        pytest.param("Quốc hội họp ở Anh.", ["TG103 info"], id="country-not-beside-it"),
        pytest.param("Tỉnh ủy Đức Thọ họp.", ["TG103 info"], id="a-place-that-begins-like-germany"),
        pytest.param("Tỉnh ủy Đắk Lắk họp.", ["TG103 info"], id="a-place-of-the-highlands"),
        pytest.param("Tỉnh ủy Pleiku họp.", ["TG103 info"], id="another"),
        pytest.param(
            unicodedata.normalize("NFD", "Quốc hội Việt Nam họp."), ["TG103 warning"], id="nfd"
        ),
        pytest.param(
            unicodedata.normalize("NFD", "Quốc hội Thụy Điển họp."), [], id="nfd-elsewhere"
        ),
        pytest.param("Hội đồng nhân dân họp.", ["TG103 warning"], id="long-name"),
        pytest.param("hội đồng nhân dân họp.", ["TG103 warning"], id="long-name-in-lower-case"),
        pytest.param("Có sự đồng thuận.", ["TG103 info"], id="short-for-the-concept"),
        pytest.param("Có đồng thuận xã hội.", ["TG103 warning"], id="in-full"),
    ],
)
def test_a_missing_term_is_a_fault_as_far_as_its_concept_is_meant(
    source: str, expected: list[str]
) -> None:
    assert found(source, "ฝนตกหนักเมื่อวานนี้") == expected


def test_a_name_has_one_sense_in_a_text_that_says_nothing_of_vietnam() -> None:
    assert found("Quốc hội Anh họp.\nQuốc hội bàn.", "ฝนตก\nแดดออก") == []
    home = "Quốc hội Anh họp.\nQuốc hội bàn.\nViệt Nam dự."
    assert found(home, "ฝนตก\nแดดออก\nลมพัด") == ["TG103 warning"]


def test_a_text_with_a_body_that_only_vietnam_has_is_about_vietnam() -> None:
    assert found("Quốc hội họp.\nHội đồng nhân dân bàn.", "ฝนตก\nสภาประชาชนหารือ") == [
        "TG103 warning"
    ]


def test_a_word_of_a_listed_term_says_that_it_was_put_in_other_words() -> None:
    assert found("Bàn về an ninh quốc gia.", "ประชุมเรื่องความมั่นคง") == ["TG103 info"]
    assert found("Bàn về an ninh quốc gia.", "ประชุมเรื่องอากาศ") == ["TG103 warning"]


def test_in_a_text_about_vietnam_other_words_are_a_fault() -> None:
    source = "Việt Nam bàn về an ninh quốc gia."
    assert found(source, "ประชุมเรื่องความมั่นคง") == ["TG103 warning"]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("Theo quy chế này.", "ตามข้อบังคับนี้", ["TG102 warning"], id="beside-it"),
        pytest.param(
            "Hưởng quy chế đặc biệt." + " Trời mưa to." * 20,
            "ฝนตกหนัก " * 20 + "ตามข้อบังคับ",
            [],
            id="in-another-part-of-a-long-passage",
        ),
    ],
)
def test_a_proposal_renders_what_stands_near_it(
    source: str, target: str, expected: list[str]
) -> None:
    assert found(source, target) == expected
