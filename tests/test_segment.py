# ruff: noqa: SIM905 -- pieces of text read better in one string than as a list.
from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.boilerplate import mark
from aligner.model import Boilerplate, Mark, Segment
from aligner.segment import segment, segment_lines


def cut(text: str, lang: str) -> list[str]:
    return [text[part.start : part.end] for part in segment(text, lang)]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["จังหวัดจัดประชุม", "ผู้แทนเห็นด้วย"], id="space"),
        pytest.param(["ดำเนินนโยบายได้ดี...", "ส่งผลให้ก้าวหน้า"], id="ellipsis"),
        pytest.param(["เป็นเชิงรุก;", "เข้มงวดวินัย"], id="semicolon"),
        pytest.param(["เป็นอย่างไร?", "ไม่ทราบ"], id="question"),
        pytest.param(["ในช่วง 6 เดือนสุดท้ายของปี 2567", "คณะกรรมการมุ่งเน้น"], id="unit-and-year"),
        pytest.param(["ในปี ๒๕๖๗", "จังหวัดมุ่งเน้น"], id="thai-digits"),
        pytest.param(["วันที่ 26 มิถุนายน 2567", "สหายประชุม"], id="date"),
        pytest.param(["มีผู้แทน 120 คน", "เข้าร่วม"], id="counted"),
        pytest.param(["ร้อยละ 97.3", "คณะกรรมการมุ่งเน้น"], id="no-classifier"),
        pytest.param(["คณะกรรมการ 2 คณะ", "ประชุม"], id="classifier"),
        pytest.param(["ระหว่าง 10 ถึง 20 จังหวัด", "และอื่นๆ"], id="range"),
        pytest.param(["ช่วงปี 2566 - 2568", "กำกับงาน"], id="years"),
        pytest.param(["สหาย", "Mai Van Tuat", "เป็นประธาน"], id="latin-name"),
        pytest.param(["กล่าวว่า", "“งานสำเร็จ และ ก้าวหน้า”", "อย่างดี"], id="quotes"),
        pytest.param(["องค์กร (พรรค แนวร่วม สมาคม)", "ในจังหวัด"], id="parentheses"),
        pytest.param(["มีสองข้อ", "(1)", "ข้อแรก", "(ก)", "ข้อย่อย"], id="enumerated"),
        pytest.param(["พรรค, แนวร่วม, และสมาคม", "ในจังหวัด"], id="commas"),
        pytest.param(["นายโด๋ คั้ก ฮึง", "เลขาธิการ", "นางเล ถิ มาย ลาน", "ประธาน"], id="names"),
        pytest.param(["นายกรัฐมนตรี", "และ", "ทนายความ", "มาถึง"], id="titles-without-names"),
        pytest.param(["หน่วยงานต่าง ๆ", "ดำเนินการ"], id="repeat"),
        pytest.param(["กรุงเทพ ฯ", "จัดงาน"], id="abbreviated-name"),
        pytest.param(["ความมั่นคง - ความสงบ"], id="dash"),
        pytest.param(["พบ", "ดร. สมชาย"], id="title"),
        pytest.param(["ดู", "https://a.example/x?a=1;b=2"], id="address"),
    ],
)
def test_thai_atoms(expected: list[str]) -> None:
    assert cut(" ".join(expected), "th") == expected


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["समिति ने बैठक की।", "सचिव ने कहा।"], id="danda"),
        pytest.param(["समिति ने बैठक की|", "सचिव ने कहा|"], id="typed-danda"),
        pytest.param(["क्या हुआ?", "काम हुआ!", "ठीक है।"], id="question"),
        pytest.param(["कार्य जोड़ा है ...", "परिणाम प्राप्त किए।"], id="ellipsis"),
        pytest.param(["आयोग के प्रमुख;", "उपाध्यक्ष ने अध्यक्षता की।"], id="semicolon"),
        pytest.param(["डॉ. शर्मा ने रु. 500 दिए।"], id="abbreviations"),
        pytest.param(["श्री के. पी. शर्मा और एम. के. गांधी आए।"], id="initials"),
        pytest.param(["जी. के. पिल्लई और आई. के. गुजराल आए।"], id="initials-that-are-words"),
        pytest.param(["सभा में आए गांधी जी.", "मीरा भी आई.", "सब गए."], id="words-that-are-letters"),
        pytest.param(["अवधि 2021-2026 है.", "बैठक समाप्त हुई."], id="full-stop"),
        pytest.param(["दर 2.5 प्रतिशत है।"], id="decimal"),
        pytest.param(["1. समिति का कार्य"], id="ordinal"),
        pytest.param(["उसने कहा, “काम हुआ।”", "वह गया।"], id="closing-quote"),
        pytest.param(["पार्टी | राज्य"], id="bar"),
    ],
)
def test_hindi_sentences(expected: list[str]) -> None:
    assert cut(" ".join(expected), "hi") == expected


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["Hội nghị kết thúc.", "Đại biểu ra về."], id="full-stop"),
        pytest.param(["Tại TP. Hồ Chí Minh, Th.S Nguyễn Văn A phát biểu."], id="city"),
        pytest.param(["PGS. TS. Trần B. và GS. Lê C. cùng dự."], id="titles"),
        pytest.param(
            ["Ông sang Ý.", "Họ tìm ra gen.", "Bà Đ. Hoa về."], id="words-that-are-letters"
        ),
        pytest.param(["Đ/c. Nguyễn Văn A chủ trì."], id="comrade"),
        pytest.param(["Gồm gạo, ngô, v.v. và muối."], id="and-so-on"),
        pytest.param(["Gồm gạo, ngô, v.v.", "Hội nghị kết thúc."], id="and-so-on-ends"),
        pytest.param(["Kinh tế, xã hội... của tỉnh phát triển."], id="ellipsis-inside"),
        pytest.param(["Kinh tế phát triển…", "Hội nghị kết thúc."], id="ellipsis-ends"),
        pytest.param(["Đúng không?", "Đúng!"], id="question"),
        pytest.param(["Giữ vững an ninh;", "phát triển kinh tế."], id="semicolon"),
        pytest.param(["Tăng 2.500 đồng, đạt 3.5 điểm."], id="numbers"),
        pytest.param(["1. Nội dung của hội nghị"], id="ordinal"),
        pytest.param(["Năm 2024.", "Hội nghị kết thúc."], id="year-ends"),
        pytest.param(["Ông nói: “Tốt.”", "Mọi người vỗ tay."], id="closing-quote"),
        pytest.param(["Xem tại baochi.example.org/tin.html nhé."], id="address"),
    ],
)
def test_vietnamese_sentences(expected: list[str]) -> None:
    assert cut(" ".join(expected), "vi") == expected


def test_a_full_stop_without_its_space_still_ends_a_sentence() -> None:
    assert cut("Kinh tế phát triển.Hội nghị kết thúc.", "vi") == [
        "Kinh tế phát triển.",
        "Hội nghị kết thúc.",
    ]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["The congress ended.", "Delegates left."], id="full-stop"),
        pytest.param(["Mr. Smith met Dr. J. R. Brown."], id="titles"),
        pytest.param(["See No. 5 of the list."], id="number"),
        pytest.param(["He said no.", "She left."], id="no-ends"),
        pytest.param(["The U.S. envoy came."], id="initials"),
        pytest.param(["They paid 3.5 million, e.g. in cash."], id="lower-case"),
    ],
)
def test_english_sentences(expected: list[str]) -> None:
    assert cut(" ".join(expected), "en") == expected


def test_boilerplate_is_a_segment_of_its_kind() -> None:
    text = "Bình Lâm - Tỉnh họp. Ông A nói.\r\n\r\n Hoài An \r\n"
    marks = (Mark(0, 10, Boilerplate.DATELINE), Mark(36, 43, Boilerplate.BYLINE))
    assert segment(text, "vi", marks) == (
        Segment(0, 10, Boilerplate.DATELINE),
        Segment(11, 20),
        Segment(21, 31),
        Segment(36, 43, Boilerplate.BYLINE),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("a", [(0, 1)], id="one"),
        pytest.param("a\n", [(0, 1)], id="ended"),
        pytest.param(" a. b \r\n\n\tc", [(1, 5), (8, 8), (10, 11)], id="blank-line-counts"),
        pytest.param("\n\n", [(0, 0), (1, 1)], id="blank-lines"),
        pytest.param("\ufeffa\nb", [(1, 2), (3, 4)], id="byte-order-mark"),
        pytest.param("a\u2028b", [(0, 3)], id="only-line-feeds"),
    ],
)
def test_lines_as_segments(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(part.start, part.end) for part in segment_lines(text)] == expected


def clusters(text: str) -> set[int]:
    return {0, *(found.end() for found in regex.finditer(r"\X", text))}


PIECES = st.lists(
    st.sampled_from(
        "การ|ประชุม|2567|ๆ|ฯ|ำ|้|...|…|;|?|!|।|.|”|“|(|)|-|–|हैं|डॉ|्|ि|A|B|TP|v.v|Ông|nói|5|\n|\r\n"
        "|\ufeff|[TTXVN]|Nguồn: https://a.example/b|Hà Nội - |Ảnh:|\u200b|\u200d|\u0301|👍🏽|🇻🇳"
        "|\u0600|\x0b|\u2029|\xa0".split("|")
    )
    | st.just(" ")
    | st.characters(),
    max_size=30,
)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(PIECES, st.sampled_from(["vi", "th", "hi", "en"]))
def test_segments_tile_the_text(pieces: list[str], lang: str) -> None:
    text = "".join(pieces)
    parts = segment(text, lang, mark(text, lang))
    assert parts == segment(text, lang, mark(text, lang))
    last = 1 if text.startswith("\ufeff") else 0
    edges = {*clusters(text), last}
    for part in parts:
        assert last <= part.start < part.end
        gap = text[last : part.start]
        assert not gap or gap.isspace()
        assert {part.start, part.end} <= edges
        last = part.end
    assert not text[last:] or text[last:].isspace()


@pytest.mark.parametrize("lang", ["th", "hi", "vi"])
@pytest.mark.parametrize(
    "unit", ["ก", " ", ".", "。.", "a b", '"a ', "( ", "...ก", "; ", "? ", "1. ", "\n", "A.", "न।"]
)
def test_time_is_linear_in_the_length(lang: str, unit: str) -> None:
    text = unit * (60_000 // len(unit))
    begun = time.perf_counter()
    segment(text, lang)
    # A quadratic scan of such a text takes minutes.
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("lang", ["th", "hi", "vi"])
def test_a_million_characters_without_a_break_are_one_segment(lang: str) -> None:
    assert segment("ก" * 1_000_000, lang) == (Segment(0, 1_000_000),)
    assert segment(" " * 1_000_000, lang) == ()


def test_atoms_begin_wherever_a_real_thai_sentence_begins(shared: Path) -> None:
    gold = json.loads((shared / "gold/sentences-000.json").read_text("utf-8"))
    text = (shared / "seeds" / gold["file"]).read_bytes().decode()
    starts = {part.start for part in segment(text, "th", mark(text, "th"))}
    assert {start for start, _ in gold["sentences"]} <= starts
    spaced = {start for start, _ in gold["clauses"] if start == 0 or text[start - 1].isspace()}
    assert spaced <= starts


def test_sentences_of_the_example_corpus_begin_and_end_with_segments(root: Path) -> None:
    folder = root / "examples/corpus"
    spans: dict[str, set[tuple[int, int]]] = {}
    for row in map(json.loads, (folder / "gold/beads.jsonl").read_text("utf-8").splitlines()):
        for side in ("source", "target"):
            if row[f"{side}_span"]:
                spans.setdefault(row[side], set()).add(tuple(row[f"{side}_span"]))
    for name, expected in spans.items():
        text = (folder / name).read_bytes().decode()
        lang = name.split("/")[1][:2]
        parts = segment(text, lang, mark(text, lang))
        assert {start for start, _ in expected} <= {part.start for part in parts}, name
        assert {end for _, end in expected} <= {part.end for part in parts}, name
        # Two segments of a sentence at most, but for Thai atoms.
        assert len(parts) < (6 if lang == "th" else 2) * len(expected) + 4, name


def test_real_hindi_sentences_are_found(shared: Path) -> None:
    gold = json.loads((shared / "gold/sentences-002.json").read_text("utf-8"))
    text = (shared / "seeds" / gold["file"]).read_bytes().decode()
    found = {
        (part.start, part.end) for part in segment(text, "hi", mark(text, "hi")) if not part.kind
    }
    expected = {tuple(span) for span in gold["sentences"]}
    # One sentence of the page is broken by a semicolon and a line break.
    assert len(found & expected) == 7
    assert len(found) == 9
    assert {start for start, _ in expected} <= {start for start, _ in found}
