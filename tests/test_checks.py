"""Faults that are reported, and text that must be let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.checks import CHECKS, Checker, Config
from glossary.errors import InputError
from glossary.finding import Finding, Severity
from glossary.model import Concept, Status, Term, Termbase

PREFERRED, ADMITTED, DEPRECATED = Status.PREFERRED, Status.ADMITTED, Status.DEPRECATED

BASE = Termbase(
    (
        Concept(
            "dan-van",
            (
                Term("vi", "dân vận", forms=("công tác dân vận",)),
                Term("th", "การระดมมวลชน", PREFERRED, forms=("ระดมมวลชน",)),
                Term("th", "งานมวลชน", ADMITTED),
                Term("th", "การรณรงค์มวลชน"),
                Term("th", "บริการสาธารณะ", DEPRECATED, reason="means public service."),
                Term("hi", "जन लामबंदी", PREFERRED),
                Term("hi", "सार्वजनिक सेवा", DEPRECATED),
            ),
            related=("dich-vu-cong",),
        ),
        Concept(
            "dich-vu-cong",
            (
                Term("vi", "dịch vụ công"),
                Term("th", "บริการสาธารณะ", PREFERRED),
                Term("hi", "सार्वजनिक सेवा", PREFERRED),
            ),
        ),
        Concept(
            "ban-dan-van",
            (
                Term("vi", "Ban Dân vận"),
                Term("th", "คณะกรรมการระดมมวลชน", PREFERRED),
                Term("th", "คณะกรรมการบริการ", DEPRECATED, reason="means a services committee"),
            ),
            broader="dan-van",
        ),
        Concept(
            "ban-thuong-vu",
            (Term("vi", "Ban Thường vụ"), Term("hi", "स्थायी समिति", PREFERRED)),
            related=("thuong-truc",),
        ),
        Concept(
            "thuong-truc",
            (Term("vi", "Thường trực"), Term("hi", "स्थायी कार्यालय", PREFERRED)),
        ),
        Concept(
            "can-bo",
            (Term("vi", "cán bộ"), Term("th", "แกนนำ"), Term("th", "เจ้าหน้าที่")),
        ),
    )
)


def check(target: str, source: str | None = None, lang: str = "th") -> list[Finding]:
    checker = Checker(BASE)
    if source is None:
        return checker.text("a.txt", target, lang=lang)
    return checker.spans("a.txt", target, lang, source)


@pytest.mark.parametrize(
    ("lang", "source", "target", "expected"),
    [
        pytest.param("th", None, "คณะกรรมการบริการประชุม", ["TG101"], id="deprecated"),
        pytest.param("th", None, "คณะกรรมการระดมมวลชนประชุม", [], id="preferred"),
        pytest.param("th", None, "งานบริการสาธารณะคืบหน้า", [], id="right-for-another-concept"),
        pytest.param(
            "th", "công tác dân vận", "งานบริการสาธารณะคืบหน้า", ["TG101"], id="source-decides"
        ),
        pytest.param("th", "dịch vụ công", "งานบริการสาธารณะคืบหน้า", [], id="source-names-the-other"),
        pytest.param("hi", "dân vận", "सार्वजनिक सेवाओं का", ["TG101"], id="hindi-inflected"),
        pytest.param("th", "dân vận", "การรณรงค์มวลชน", ["TG102"], id="only-proposed"),
        pytest.param("th", "dân vận", "งานมวลชน", [], id="admitted"),
        pytest.param("th", None, "การรณรงค์มวลชน", [], id="a-proposal-alone-is-no-fault"),
        pytest.param("th", "cán bộ", "แกนนำ", [], id="nobody-decided"),
        pytest.param("th", "cán bộ", "ประชาชน", [], id="nobody-decided-and-missing"),
        pytest.param("th", "dân vận", "การประชุมวันนี้", ["TG103"], id="missing"),
        pytest.param("th", "họp hôm nay", "การประชุมวันนี้", [], id="not-in-the-source"),
        pytest.param("th", "Ban Dân vận", "คณะกรรมการระดมมวลชน", [], id="nested-in-the-source"),
        pytest.param("th", None, "แกนนำและเจ้าหน้าที่ และแกนนำ", ["TG104"], id="two-renderings"),
        pytest.param("th", None, "การระดมมวลชน ระดมมวลชน", [], id="two-forms-of-one-term"),
        pytest.param("hi", "Ban Thường vụ", "स्थायी कार्यालय ने", ["TG105"], id="collision"),
        pytest.param(
            "hi",
            "Ban Thường vụ và Thường trực",
            "स्थायी समिति और स्थायी कार्यालय",
            [],
            id="both-in-the-source",
        ),
        pytest.param(
            "th", "Bí thư Đảng ủy", "เลขาธิการพรรคคอมมิวนิสต์จีน", ["TG106"], id="invented-body"
        ),
        pytest.param(
            "th", "Đảng Cộng sản Trung Quốc", "พรรคคอมมิวนิสต์จีน", [], id="body-in-the-source"
        ),
        pytest.param(
            "hi", "Đảng ủy Khối", "चीनी कम्युनिस्ट पार्टी के", ["TG106"], id="invented-body-hindi"
        ),
        pytest.param("th", "năm 2024", "ในปี 2567", [], id="both-eras"),
        pytest.param("th", "năm 2024", "ในปี 2024", [], id="common-era-in-thai"),
        pytest.param("th", "năm 2024", "ในปี 2566", ["TG201"], id="another-year"),
        pytest.param("th", None, "พ.ศ. 2024", ["TG201"], id="common-year-under-the-buddhist-mark"),
        pytest.param("hi", None, "वर्ष 2567 में", ["TG201"], id="buddhist-year-in-hindi"),
        pytest.param("hi", None, "2567 लोग", [], id="a-quantity"),
        pytest.param("th", "năm nay", "ในปี 2567", [], id="a-year-spelled-out"),
        pytest.param("th", "Ban Dân vận", "ฝ่ายระดมมวลชนแถลง", ["TG107"], id="unlisted-by-its-form"),
        pytest.param("th", "Ban Dân vận", "คณะกรรมการกลางแถลง", ["TG103"], id="only-a-common-head"),
        pytest.param("hi", "dân vận", "लोक लामबंदी का", ["TG107"], id="unlisted-in-hindi"),
        pytest.param("hi", "dân vận", "जन का लाभ", ["TG103"], id="only-a-common-word-in-hindi"),
        pytest.param("th", None, "ปี 2567 และปี 2024", ["TG207"], id="two-eras"),
        pytest.param("th", None, "ปี 2567 และ ค.ศ. 2024", [], id="two-eras-with-a-mark"),
        pytest.param("th", "ngày 26/6", "วันที่ 27 มิถุนายน", ["TG206"], id="another-day"),
        pytest.param("hi", "ngày 2-9", "2 सितंबर को", [], id="the-same-day"),
        pytest.param("th", "ngày 26/6", "วันพุธ", [], id="a-day-of-the-week"),
        pytest.param("th", "họp 15 xã", "ประชุม 16 ตำบล", ["TG204"], id="another-number"),
        pytest.param("th", "1,5 triệu", "1.5 ล้าน", [], id="the-same-amount"),
        pytest.param("hi", "1,5 triệu người", "15 लाख लोग", [], id="the-same-amount-in-lakh"),
        pytest.param("th", "lần thứ XIV", "ครั้งที่ 14", [], id="roman"),
        pytest.param(
            "th", "Nghị quyết 43/NQ-HĐND", "มติ 43/NQ-HDND", [], id="document-without-the-bar"
        ),
        pytest.param(
            "th", "Nghị quyết 43/NQ-HĐND", "มติ 34/NQ-HDND", ["TG205"], id="another-document"
        ),
        pytest.param("th", None, "การประชุม công tác dân vận ที่นี่", ["TG203"], id="left-vietnamese"),
        pytest.param("th", None, "นาย Nguyễn Đức Dũng กล่าว", [], id="a-name"),
        pytest.param("th", None, "การระดมมวลชน (công tác dân vận)", [], id="in-brackets"),
        pytest.param("th", None, "https://example.com/công-tác dân vận", [], id="an-address"),
        pytest.param("hi", None, "COVID and other words", [], id="english"),
        pytest.param("th", None, "เหงียน ดึ๊ก ดุง และเหงียน ดึก ดุง", ["TG202"], id="a-tone"),
        pytest.param(
            "th", None, "เหงียน ดึ๊ก ดุง และประธานเหงียน ดึก ดุง", ["TG202"], id="after-an-office"
        ),
        pytest.param("th", None, "เหงียน วัน นาม และเหงียน วัน ฮุง", [], id="two-persons"),
        pytest.param("th", None, "Mai Van Tuat และนายไม วัน ต๊วต", ["TG202"], id="latin-and-thai"),
        pytest.param(
            "th", None, "Mai Van Tuat และ Mai Văn Tuất", ["TG202"], id="without-diacritics"
        ),
        pytest.param("th", None, "Mai Văn Nam และ Mai Văn Năm", [], id="other-diacritics"),
        pytest.param("th", None, "Do Viet Anh และนายไม วัน ต๊วต", [], id="latin-and-another"),
        pytest.param("hi", None, "गुयेन लोंग बिएन और न्गुयेन लोंग बिएन", ["TG202"], id="a-name-in-hindi"),
        pytest.param("hi", None, "गुयेन वान नाम और गुयेन वान हुंग", [], id="two-persons-in-hindi"),
        pytest.param("hi", None, "Bui Huu Nhan और बुई हुउ न्हान", ["TG202"], id="latin-and-hindi"),
        pytest.param("th", "2 việc", "การแสดงความคิดเห็น (0)", [], id="a-counter-of-comments"),
    ],
)
def test_what_is_reported(lang: str, source: str | None, target: str, expected: list[str]) -> None:
    assert [finding.code for finding in check(target, source, lang)] == expected


def test_a_finding_says_where_what_and_what_instead() -> None:
    text = "ข่าว\nคณะกรรมการ บริการประชุม\n"
    assert check(text) == [
        Finding(
            file="a.txt",
            line=2,
            column=1,
            start=5,
            end=22,
            code="TG101",
            severity=Severity.ERROR,
            concept="ban-dan-van",
            found="คณะกรรมการ บริการ",
            expected=("คณะกรรมการระดมมวลชน",),
            message=(
                "'คณะกรรมการบริการ' is deprecated for 'Ban Dân vận': means a services committee; "
                "write 'คณะกรรมการระดมมวลชน'"
            ),
        )
    ]


@pytest.mark.parametrize(
    ("source", "target", "message", "expected"),
    [
        pytest.param(
            "dân vận",
            "การรณรงค์มวลชน",
            "'การรณรงค์มวลชน' is only proposed for 'dân vận'; write 'การระดมมวลชน' or 'งานมวลชน'",
            ("การระดมมวลชน", "งานมวลชน"),
            id="TG102",
        ),
        pytest.param(
            "dân vận",
            "ประชุม",
            "no rendering of 'dân vận'; expected 'การระดมมวลชน' or 'งานมวลชน'",
            ("การระดมมวลชน", "งานมวลชน"),
            id="TG103",
        ),
        pytest.param(
            None,
            "งานมวลชน การระดมมวลชน งานมวลชน",
            "'dân vận' is 'งานมวลชน' here (2 times) and 'การระดมมวลชน' elsewhere (once); "
            "keep to one",
            ("การระดมมวลชน",),
            id="TG104",
        ),
        pytest.param(
            "năm 2024",
            "ปี 2566",
            "'2566' is 2023, and the source says 2024",
            ("2567",),
            id="TG201",
        ),
        pytest.param(
            "15 xã", "16 ตำบล", "'16' stands here, and the source says 15", ("15",), id="TG204"
        ),
        pytest.param(
            None,
            "พ.ศ. 2024",
            "'2024' after พ.ศ. is a year of the Common Era; write 2567",
            ("2567",),
            id="TG201-era",
        ),
    ],
)
def test_messages_are_said_in_full(
    source: str | None, target: str, message: str, expected: tuple[str, ...]
) -> None:
    (finding,) = check(target, source)
    assert (finding.message, finding.expected) == (message, expected)


def test_what_is_missing_is_shown_at_the_passage() -> None:
    (finding,) = check("\nประชุมวันนี้\nแล้ว", "dân vận")
    assert (finding.found, finding.start, finding.end) == ("", 1, 13)


def test_lines_are_paired_where_both_texts_have_as_many() -> None:
    source = "dân vận\n\nhọp hôm nay\n"
    assert [f.line for f in check("การประชุม\nงานมวลชน\n", source)] == [1]
    assert check("งานมวลชน\nการประชุม\nและ\n", source) == []


def test_given_beads_are_kept_to() -> None:
    source, target = "dân vận. Họp.", "ประชุมแล้ว งานมวลชน"
    beads = [((0, 8), (0, 10)), ((9, 13), (11, 19)), (None, (10, 11)), ((8, 9), None)]
    found = Checker(BASE).spans("a", target, "th", source, "vi", beads)
    assert [(f.code, f.start, f.end) for f in found] == [("TG103", 0, 10)]


def test_pairs_point_into_their_file(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text('msgid "dân vận"\nmsgstr "\\"งาน\\" บริการสาธารณะ"\n', encoding="utf-8")
    (finding,) = Checker(BASE).file(path)
    text = path.read_text(encoding="utf-8")
    assert (finding.code, finding.line, text[finding.start : finding.end]) == (
        "TG101",
        2,
        "บริการสาธารณะ",
    )


def test_every_entry_of_a_dump_is_a_document_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "แกนนำ"}\n{"text": "เจ้าหน้าที่"}\n', encoding="utf-8")
    assert Checker(BASE).file(path) == []


def test_renderings_that_differ_between_files_are_reported_once() -> None:
    checker = Checker(BASE)
    files = [("a.txt", "แกนนำ แกนนำ"), ("b.txt", "เจ้าหน้าที่"), ("c.txt", "แกนนำ")]
    assert [f.code for name, text in files for f in checker.text(name, text)] == []
    assert [(f.file, f.code, f.found) for f in checker.across(files)] == [
        ("b.txt", "TG104", "เจ้าหน้าที่")
    ]
    assert checker.across([("a.txt", "แกนนำ แกนนำ เจ้าหน้าที่")]) == []


def test_a_name_that_two_files_spell_apart_is_reported_across_them() -> None:
    checker = Checker(BASE)
    one, other = "นายเหงียน ดึ๊ก ดุง กล่าว", "นายเหงียน ดึก ดุง กล่าว"
    files = [("a.txt", f"{one} {one}"), ("b.txt", other)]
    assert [f.code for name, text in files for f in checker.text(name, text)] == []
    assert [(f.file, f.code) for f in checker.across(files)] == [("b.txt", "TG202")]
    assert checker.across([("a.txt", f"{one} {one} {other}")]) == []
    assert Checker(BASE, Config(off=frozenset({"TG202"}))).across(files) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"a\n\xff", "{}:2: byte 2 is not UTF-8; save the file as UTF-8", id="latin-1"),
        pytest.param("งาน".encode("utf-16"), "{}: is UTF-16; save the file as UTF-8", id="utf-16"),
        pytest.param(b" \n", "{}: is empty; there is nothing to check", id="empty"),
        pytest.param(
            b"a\nPK\0",
            "{}: is no text: line 2 holds a NUL; save it as UTF-8 text",
            id="binary",
        ),
        pytest.param(
            "党的群众".encode(),
            "{}: its language cannot be told; name it with --lang",
            id="another-language",
        ),
    ],
)
def test_a_file_that_cannot_be_checked_is_refused(
    tmp_path: Path, data: bytes, message: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        Checker(BASE).file(path)
    assert str(error.value) == message.format(path)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "a.xlf",
            '<xliff version="9.9"><file/></xliff>',
            "has no pair of a text and its translation; see that it is the translated file",
            id="xliff",
        ),
        pytest.param(
            "a.po",
            '#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
            "has no pair of a text and its translation; see that it is the translated file",
            id="po-all-fuzzy",
        ),
        pytest.param(
            "a.tsv",
            "vi\tth\n",
            "has no pair of a text and its translation; see that it is the translated file",
            id="tsv-only-its-header",
        ),
        pytest.param(
            "a.html",
            "<html><head><title>งาน</title></head><body><nav>เมนู</nav></body></html>",
            "no article text found in it; save its text as .txt",
            id="html",
        ),
        pytest.param(
            "a.jsonl",
            '{"text": ""}\n{"text": " \\n"}\n',
            'no entry has any text; write it under "text"',
            id="jsonl",
        ),
    ],
)
def test_a_file_that_says_nothing_does_not_pass_for_a_clean_one(
    name: str, text: str, message: str
) -> None:
    checker = Checker(BASE)
    for check in (lambda: checker.content(name, text), lambda: checker.across([(name, text)])):
        with pytest.raises(InputError) as error:
            check()
        assert str(error.value) == f"{name}: {message}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.po", 'msgid "cán bộ"\nmsgstr ""\n', id="po-not-translated-yet"),
        pytest.param("a.jsonl", '{"text": ""}\n{"text": "แกนนำ"}\n', id="one-entry-with-text"),
        pytest.param("a.html", "<p>แกนนำ</p>", id="page-without-an-article"),
    ],
)
def test_a_file_that_says_little_is_checked(name: str, text: str) -> None:
    assert Checker(BASE).content(name, text, lang="th") == []


def test_a_language_is_known_by_its_tag_or_refused() -> None:
    checker = Checker(BASE)
    assert [f.code for f in checker.text("a", "คณะกรรมการบริการ", lang="th-TH")] == ["TG101"]
    with pytest.raises(InputError) as error:
        checker.text("a", "comité", lang="fr")
    assert str(error.value) == ("no check knows the language 'fr'; name one of en, hi, th, vi")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Checker(BASE).file(tmp_path / "none.txt")


def test_a_check_can_be_off_or_of_another_severity() -> None:
    text = "คณะกรรมการบริการ แกนนำและเจ้าหน้าที่"
    config = Config(severities={"TG104": Severity.INFO}, off=frozenset({"TG101"}))
    found = Checker(BASE, config).text("a", text, lang="th")
    assert [(f.code, f.severity) for f in found] == [("TG104", Severity.INFO)]


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_every_check_says_in_one_sentence_what_it_reports(check: object) -> None:
    sentence = check.sentence  # type: ignore[attr-defined]
    assert sentence.endswith(".")
    assert len(sentence) <= 100
