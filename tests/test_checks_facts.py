"""Numbers, years, dates and words left in Vietnamese, beside their source."""

from __future__ import annotations

import pytest

from glossary.checks import Checker
from glossary.model import Concept, Status, Term, Termbase

BASE = Termbase(
    (Concept("giam-sat", (Term("vi", "giám sát"), Term("th", "การกำกับดูแล", Status.PREFERRED))),)
)


def found(source: str, target: str, lang: str = "th") -> list[str]:
    checker = Checker(BASE)
    findings = (
        checker.spans("a", target, lang, source) if source else checker.text("a", target, lang=lang)
    )
    return [f"{finding.code} {finding.severity}" for finding in findings]


@pytest.mark.parametrize(
    ("source", "target", "start"),
    [
        pytest.param("Có 4 phòng, 5 đầu mối.", "5 แผนก 5 จุด", 0, id="a-number-by-its-rank"),
        pytest.param("Có 5 phòng, 4 đầu mối.", "5 แผนก 5 จุด", 7, id="the-second-number"),
        pytest.param("2021 - 2025 và 2026 - 2030", "2564-2569 2569-2573", 5, id="a-year"),
    ],
)
def test_of_two_that_are_alike_that_one_is_told_of_which_stands_in_place_of_another(
    source: str, target: str, start: int
) -> None:
    (finding,) = Checker(BASE).spans("a", target, "th", source)
    assert finding.start == start


@pytest.mark.parametrize(
    ("lang", "source", "target", "expected"),
    [
        pytest.param("th", "nhiệm kỳ 2024 - 2029", "วาระปี 2567-2572", [], id="a-term"),
        pytest.param(
            "th", "nhiệm kỳ 2024 - 2029", "วาระปี 2567-2563", ["TG201 error"], id="backward"
        ),
        pytest.param(
            "hi", "nhiệm kỳ 2024 - 2029", "कार्यकाल 2024-2020", ["TG201 error"], id="backward-hindi"
        ),
        pytest.param(
            "hi",
            "2021 - 2025, 2026 - 2030",
            "2021-2026 और 2026-2030 की अवधि",
            ["TG201 error"],
            id="a-year-twice",
        ),
        pytest.param(
            "th", "năm 2024, năm 2024", "ปี 2567 และปี 2560", ["TG201 error"], id="one-of-two-alike"
        ),
        pytest.param("th", "năm 2024, cùng năm", "ปี 2567 และปี 2567", [], id="said-again"),
        pytest.param(
            "hi", "2021 - 2025, 2026 - 2030", "2026 से 2030 की अवधि", [], id="one-period-is-left"
        ),
    ],
)
def test_years_are_those_of_the_source(
    lang: str, source: str, target: str, expected: list[str]
) -> None:
    assert found(source, target, lang) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("", "เพิ่ม giám sát แล้ว", ["TG203 warning"], id="a-term-of-the-termbase"),
        pytest.param("ngày công", "แรงงาน ngày công", ["TG203 warning"], id="words-of-the-source"),
        pytest.param("", "กาแฟ à la carte", [], id="french"),
        pytest.param("Ông Lê Nam", "นาย Lê Nam", [], id="a-name"),
        pytest.param("", "“สร้าง nông thôn mới”", ["TG203 warning"], id="among-thai-in-quotes"),
        pytest.param("", "ชนบทใหม่ (nông thôn mới)", [], id="a-gloss"),
    ],
)
def test_words_are_left_in_vietnamese(source: str, target: str, expected: list[str]) -> None:
    assert found(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("Có ba mươi bảy người.\n30 xã", "มี 37 คน\n30 ตำบล", [], id="in-words"),
        pytest.param("Vốn 162 584 triệu đồng.", "ทุน 162,584 ล้าน", [], id="grouped-by-a-blank"),
        pytest.param("Vốn 162 584 triệu đồng.", "ทุน 162,594 ล้าน", ["TG204 warning"], id="other"),
        pytest.param("Có 36 người, hai mươi xã.", "มี 37 คน", ["TG204 warning"], id="other-words"),
        pytest.param("Có 36 người.", "มี 63 คน", ["TG204 warning"], id="digits-swapped"),
        pytest.param("Có 36 người.", "มี 71 คน", [], id="another-thing"),
        pytest.param("Có 4 phòng, 5 đầu mối.", "5 แผนก 5 จุด", ["TG204 warning"], id="twice-five"),
        pytest.param("Có 4 phòng, 5 đầu mối.", "4 แผนก 5 จุด", [], id="each-once"),
        pytest.param("Có 4 phòng, 5 đầu mối.", "สี่แผนก 5 จุด และ 5 จุด", [], id="spelled-out"),
        pytest.param("Có ba xã, 5 phòng.", "3 ตำบล และห้าแผนก", [], id="both-spelled-out"),
        pytest.param(
            "Trong 6 tháng", "ใน 7 เดือนของอุตสาหกรรม", ["TG204 warning"], id="no-number-word"
        ),
        pytest.param(
            "Ngày 24/6, khóa XIV", "วันที่ 24 มิถุนายน ครั้งที่ 24", ["TG204 warning"], id="that-of-a-day"
        ),
    ],
)
def test_a_number_is_that_of_the_source_however_it_is_written(
    source: str, target: str, expected: list[str]
) -> None:
    assert found(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param(
            "Từ 15/10/1930 đến 15/10/2024",
            "15 ตุลาคม 2473 ถึง 15 ตุลาคม 2567",
            [],
            id="one-day-of-two-years",
        ),
        pytest.param(
            "Từ 15/10/1930 đến 15/10/2024",
            "15 ตุลาคม 2473 ถึง 18 ตุลาคม 2567",
            ["TG206 warning"],
            id="the-second-differs",
        ),
        pytest.param("Ngày 3/7 và ngày 5/8", "วันที่ 3 กรกฎาคม", [], id="one-of-two-days-is-left"),
        pytest.param("Ngày 31/12", "วันที่ 31 ธันวาคม", [], id="a-day"),
        pytest.param("Ngày 31/12", "วันที่ 34 ธันวาคม", ["TG206 warning"], id="no-day"),
        pytest.param("Ngày 8/12", "วันที่ 0 ธันวาคม", ["TG206 warning"], id="day-zero"),
    ],
)
def test_dates_are_compared_one_by_one(source: str, target: str, expected: list[str]) -> None:
    assert found(source, target) == expected


HUNG, OTHER = "Ông Trần Quốc Hưng họp.", "Ông Trần Quốc Hùng nói."


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param(
            [HUNG, HUNG], ["ตรัน ก๊วก ฮึง", "ตรัน ก๊วก ฮุง"], ["TG202 warning"], id="one-person"
        ),
        pytest.param([HUNG, OTHER], ["ตรัน ก๊วก ฮึง", "ตรัน ก๊วก ฮุง"], [], id="two-persons"),
        pytest.param([], ["ตรัน ก๊วก ฮึง", "ตรัน ก๊วก ฮุง"], [], id="no-source-to-tell"),
        pytest.param([HUNG, OTHER], ["ตรัน ก๊วก ฮึ้ง", "ตรัน ก๊วก ฮึง"], [], id="two-that-would-be-alike"),
        pytest.param([], ["ตรัน ก๊วก ฮึ้ง", "ตรัน ก๊วก ฮึง"], ["TG202 warning"], id="alike"),
        pytest.param(
            [HUNG, "Trời mưa."], ["ตรัน ก๊วก ฮึง", "ตรัน ก๊วก ฮึ้ง"], ["TG202 warning"], id="added"
        ),
        pytest.param(
            [HUNG, HUNG], ["ตรัน ก๊วก ฮึง", "ตรัน กวาง ฮุง"], ["TG202 warning"], id="by-its-surname"
        ),
        pytest.param(
            [HUNG, "Ông Trần Văn Nam và ông Trần Quang Vinh."],
            ["ตรัน ก๊วก ฮึง", "ตรัน วัน นัม และนายตรัน กวาง วิญ"],
            [],
            id="surnames-that-many-have",
        ),
        pytest.param([HUNG, HUNG], ["ตรัน ก๊วก ฮึง", "Tran Quoc Hung"], ["TG202 warning"], id="latin"),
    ],
)
def test_names_of_the_source_are_spelled_in_one_way(
    source: list[str], target: list[str], expected: list[str]
) -> None:
    assert found("\n".join(source), "\n".join(f"นาย{name}" for name in target)) == expected
