"""What stands where a term should, and when its absence says nothing."""

from __future__ import annotations

import pytest

from glossary.checks import Checker
from glossary.finding import Finding
from glossary.match import Matcher
from glossary.model import Concept, Status, Term, Termbase
from glossary.termfile import load

PREFERRED = Status.PREFERRED
BASE = Termbase(
    (
        Concept(
            "ban-dan-van",
            (Term("vi", "Ban Dân vận"), Term("th", "คณะกรรมการระดมมวลชน", PREFERRED)),
        ),
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận"),
                Term("th", "การระดมมวลชน", PREFERRED, forms=("ระดมมวลชน",)),
                Term("th", "บริการสาธารณะ", Status.DEPRECATED),
            ),
        ),
        Concept(
            "so-ket",
            (Term("vi", "sơ kết"), Term("th", "การสรุปผลเบื้องต้น", PREFERRED)),
        ),
        Concept(
            "thu-tuc-hanh-chinh",
            (Term("vi", "thủ tục hành chính"), Term("th", "ระเบียบราชการทั่วไป", PREFERRED)),
        ),
    )
)
NEWS = [
    ("Trời mưa.", "ฝนตก"), ("Xe buýt đến muộn.", "รถเมล์มาสาย"), ("Trẻ em đi học.", "เด็กไปเรียน"),
    ("Chợ mở cửa sớm.", "ตลาดเปิดเช้า"), ("Cá rất tươi.", "ปลาสดมาก"), ("Hoa nở đẹp.", "ดอกไม้บานสวย"),
    ("Sông dâng cao.", "แม่น้ำเอ่อสูง"), ("Đường vắng.", "ถนนว่าง"), ("Lúa chín vàng.", "ข้าวสุกเหลือง"),
    ("Gió thổi mạnh.", "ลมพัดแรง"), ("Bà kể chuyện.", "ยายเล่านิทาน"), ("Mèo ngủ.", "แมวนอน"),
]  # fmt: skip


def check(*pairs: tuple[str, str]) -> list[Finding]:
    """Findings in a document of these pairs of Vietnamese and Thai lines."""
    source, target = ("\n".join(side) for side in zip(*pairs, strict=True))
    return Checker(BASE).spans("a", target, "th", source)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([("Họp sơ kết.", "ประชุมวันนี้")], [], id="everyday-alone"),
        pytest.param(
            [("Báo cáo sơ kết.", "รายงานการสรุปผลเบื้องต้น"), ("Họp sơ kết.", "ประชุมวันนี้")],
            [("TG103", 2)],
            id="everyday-and-rendered-before",
        ),
        pytest.param(
            [("Họp sơ kết.", "ประชุมวันนี้"), ("Báo cáo sơ kết.", "รายงานการสรุปผลเบื้องต้น")],
            [],
            id="everyday-and-rendered-after-it",
        ),
        pytest.param(
            [("Báo cáo sơ kết.", "รายงานการสรุปผลเบื้องต้น"), ("Họp sơ kết.", "ประชุมเบื้องต้น")],
            [],
            id="everyday-in-other-words",
        ),
        pytest.param([("Làm dân vận.", "ประชุมวันนี้")], [("TG103", 1)], id="often-mistaken"),
        pytest.param([("Làm thủ tục hành chính.", "ประชุมวันนี้")], [("TG103", 1)], id="long"),
    ],
)
def test_an_everyday_word_is_missed_only_where_the_document_keeps_to_a_term(
    pairs: list[tuple[str, str]], expected: list[tuple[str, int]]
) -> None:
    assert [(f.code, f.line) for f in check(*pairs) if f.severity.fails] == expected


@pytest.mark.parametrize(
    ("source", "target", "found", "reason"),
    [
        pytest.param(
            "Ban Dân vận họp.",
            "ฝ่ายระดมมวลชนประชุม",
            "ฝ่ายระดมมวลชน",
            "holds 'dân vận'",
            id="by-its-part",
        ),
        pytest.param(
            "thủ tục hành chính",
            "แผนราชการทั่วไปใหม่",
            "แผนราชการทั่วไป",
            "like 'ระเบียบราชการทั่วไป'",
            id="by-its-form",
        ),
    ],
)
def test_what_is_like_a_term_is_its_probable_rendering(
    source: str, target: str, found: str, reason: str
) -> None:
    (finding,) = check((source, target))
    assert (finding.code, finding.found) == ("TG107", found)
    assert f"is not listed ({reason}); write" in finding.message


def test_a_name_that_is_left_out_more_often_than_not_is_missed_each_time() -> None:
    pairs = [("Ban Dân vận họp.", "คณะกรรมการระดมมวลชนประชุม")]
    pairs += [("Tỉnh có Ban Dân vận.", "จังหวัดมีเขา"), ("Ban Dân vận nêu.", "เขากล่าว")]
    assert [(f.code, f.line, str(f.severity)) for f in check(*pairs)] == [
        ("TG103", 2, "warning"),
        ("TG103", 3, "warning"),
    ]


def test_less_than_half_of_a_term_is_no_rendering() -> None:
    assert [f.code for f in check(("thủ tục hành chính", "วันหยุดราชการ"))] == ["TG103"]


def test_a_part_that_the_source_names_for_itself_is_no_rendering_of_the_whole() -> None:
    pairs = ("Ban Dân vận bàn về dân vận.", "ประชุมเรื่องการระดมมวลชน")
    assert [f.code for f in check(pairs)] == ["TG103"]


def test_a_phrase_that_always_comes_with_a_concept_is_its_probable_rendering() -> None:
    said = [
        ("Ban Dân vận họp.", "กลุ่มคนดีประชุม"),
        ("Xã có Ban Dân vận.", "ตำบลมีกลุ่มคนดี"),
        ("Ban Dân vận tổng hợp.", "กลุ่มคนดีรวบรวม"),
    ]
    found = check(*said, *NEWS)
    assert [(f.code, f.line, f.found) for f in found] == [
        ("TG107", line, "กลุ่มคนดี") for line in (1, 2, 3)
    ]
    assert "stands in 3 of 3 passages that lack a term for it" in found[0].message


def test_company_is_no_evidence_in_few_passages_or_where_the_phrase_stands_elsewhere() -> None:
    said = [("Ban Dân vận họp.", "กลุ่มคนดีประชุม"), ("Xã có Ban Dân vận.", "ตำบลมีกลุ่มคนดี")]
    assert {f.code for f in check(*said, *NEWS[:5])} == {"TG103"}
    assert {f.code for f in check(*said, *NEWS, ("Người tốt.", "กลุ่มคนดี"))} == {"TG103"}


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        pytest.param("sân vận động và vận động viên", [], id="sport"),
        pytest.param("vận động nhân dân", ["van-dong", "nhan-dan"], id="mobilizing"),
        pytest.param("cơ sở hạ tầng, trên cơ sở đó", [], id="infrastructure"),
        pytest.param("cán bộ cơ sở", ["can-bo", "co-so"], id="grassroots"),
        pytest.param("khóa học, chìa khóa", [], id="lessons-and-keys"),
        pytest.param("Quốc hội khóa XV", ["quoc-hoi", "khoa"], id="ordinal"),
    ],
)
def test_shipped_terms_are_not_found_in_compounds_of_everyday(
    text: str, concepts: list[str], root: object
) -> None:
    hits = Matcher(load(root / "terms.yaml"), "vi").find(text)  # type: ignore[operator]
    assert [hit.concept for hit in hits if not hit.nested] == concepts
