from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.boilerplate import address, mark

HEADING = "ไม่ละเลยหน้าที่การงาน"
THAI = "จังหวัดจัดการประชุมสรุปงานระดมมวลชน ผู้แทนทุกฝ่ายเห็นด้วยกับรายงานและแสดงความคิดเห็นหลายประการ"
HINDI = "सम्मेलन में प्रतिनिधियों ने रिपोर्ट पर चर्चा की और सहमति व्यक्त की।"
VIETNAMESE = "Hội nghị đã thảo luận báo cáo và thống nhất phương hướng thời gian tới."


@pytest.mark.parametrize(
    ("lang", "lines", "expected"),
    [
        pytest.param(
            "th",
            [THAI, "ลัม อันห์", "ที่มา: https://bao.example.org/a", "การแสดงความคิดเห็น (0)"],
            {1: "byline", 2: "source", 3: "comments"},
            id="thai-tail",
        ),
        pytest.param(
            "hi",
            [HINDI, "लाम आन्ह", "स्रोत", "टिप्पणी (12)"],
            {1: "byline", 2: "source", 3: "comments"},
            id="hindi-tail",
        ),
        pytest.param(
            "vi",
            [VIETNAMESE, "Minh Khôi - Thu Trà", "Nguồn: TTXVN", "Bình luận (3)"],
            {1: "byline", 2: "source", 3: "comments"},
            id="vietnamese-tail",
        ),
        pytest.param("vi", [VIETNAMESE, "Hoài An"], {1: "byline"}, id="byline-ends-the-page"),
        pytest.param(
            "vi", [VIETNAMESE, "Bài, ảnh: Hoài An"], {1: "byline"}, id="byline-with-label"
        ),
        pytest.param(
            "th",
            [THAI, "ฮ่อง เจียง", "ทู จุง", "แหล่งที่มา"],
            {1: "byline", 2: "byline", 3: "source"},
            id="two-bylines",
        ),
        pytest.param("vi", ["Hoài An", VIETNAMESE], {}, id="a-name-that-opens-is-a-title"),
        pytest.param("th", [THAI, HEADING, THAI], {}, id="heading"),
        pytest.param("th", [THAI, HEADING, "แหล่งที่มา"], {2: "source"}, id="heading-at-the-end"),
        pytest.param("vi", [VIETNAMESE, "Kết luận hội nghị"], {}, id="vietnamese-last-line"),
        pytest.param("hi", [HINDI, "समिति की बैठक", "स्रोत"], {2: "source"}, id="grammar-is-no-name"),
        pytest.param("vi", [VIETNAMESE, "Theo báo Nhân Dân"], {}, id="according-to"),
        pytest.param("vi", [VIETNAMESE, "Theo TTXVN"], {1: "byline"}, id="taken-from-an-agency"),
        pytest.param("vi", [VIETNAMESE, "Bình luận"], {1: "comments"}, id="no-comments"),
        pytest.param("th", [THAI, "ที่มาของงานนี้คือมติของพรรค"], {}, id="origin-in-a-sentence"),
        pytest.param("vi", ["Bình luận về hội nghị này"], {}, id="comment-in-a-sentence"),
        pytest.param("th", ["ผู้แทนที่เข้าร่วมการประชุม", THAI], {0: "caption"}, id="thai-participants"),
        pytest.param("vi", ["Quang cảnh hội nghị.", VIETNAMESE], {0: "caption"}, id="scene"),
        pytest.param(
            "vi",
            ["Đại biểu thảo luận. (Ảnh: Lan Chi)", VIETNAMESE],
            {0: "caption"},
            id="photo-credit",
        ),
        pytest.param(
            "th",
            ["[วิดีโอ] - นายเหงียน กล่าวสุนทรพจน์ในการประชุม:", THAI],
            {0: "caption"},
            id="media-mark",
        ),
        pytest.param("hi", ["सम्मेलन का दृश्य।", HINDI], {0: "caption"}, id="hindi-scene"),
        pytest.param("vi", [VIETNAMESE + " Ảnh hưởng: lớn. " * 15], {}, id="a-paragraph-is-none"),
        pytest.param("hi", [HINDI, HINDI], {}, id="hindi-sentences"),
    ],
)
def test_lines_of_a_page(lang: str, lines: list[str], expected: dict[int, str]) -> None:
    text = "\r\n".join(lines)
    found = {text[: m.start].count("\n"): str(m.kind) for m in mark(text, lang)}
    assert found == expected
    assert all(text[m.start : m.end] in lines for m in mark(text, lang))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[TTXVN] Sáng 12/9, tỉnh họp.", {"tag": "[TTXVN]"}, id="agency"),
        pytest.param("(TTXVN) - Sáng 12/9, tỉnh họp.", {"tag": "(TTXVN) -"}, id="agency-and-dash"),
        pytest.param("Bình Lâm - Sáng 2/7, tỉnh họp.", {"dateline": "Bình Lâm -"}, id="place"),
        pytest.param(
            "Hà Nội (TTXVN) - Sáng 2/7, tỉnh họp.", {"dateline": "Hà Nội (TTXVN) -"}, id="both"
        ),
        pytest.param("บิ่ญเลิม - เมื่อวันที่ 2 ผู้แทนพบประชาชน", {"dateline": "บิ่ญเลิม -"}, id="thai"),
        pytest.param("Việt Nam - Nhật Bản hợp tác.", {}, id="two-countries"),
        pytest.param("Quốc hội - cơ quan quyền lực cao nhất.", {}, id="apposition"),
        pytest.param("[1] Xem báo cáo.", {}, id="reference"),
        pytest.param(f"{VIETNAMESE}\nBình Lâm - một tỉnh nhỏ.", {}, id="only-where-it-opens"),
    ],
)
def test_what_opens_a_paragraph(text: str, expected: dict[str, str]) -> None:
    assert {str(m.kind): text[m.start : m.end] for m in mark(text, "vi")} == expected


def test_decomposed_letters_and_invisible_spaces_change_nothing() -> None:
    lines = [VIETNAMESE, "Ảnh: Đỗ Hoài", "Hoài Ân", "Nguồn:\u200b TTXVN", "Bình luận (0)"]
    text = unicodedata.normalize("NFD", "\n".join(lines))
    assert [str(m.kind) for m in mark(text, "vi")] == ["caption", "byline", "source", "comments"]
    opened = unicodedata.normalize("NFD", "Hà Giang - Sáng 2/7, tỉnh họp.")
    assert [opened[m.start : m.end] for m in mark(opened, "vi")] == [
        unicodedata.normalize("NFD", "Hà Giang -")
    ]


def test_a_tail_in_one_line_is_found() -> None:
    text = f"{THAI} ที่มา: https://bao.example.org/a-b-c การแสดงความคิดเห็น (0)"
    assert [text[m.start : m.end] for m in mark(text, "th")] == [
        "ที่มา: https://bao.example.org/a-b-c",
        "การแสดงความคิดเห็น (0)",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Nguồn: https://b.example/x", "https://b.example/x", id="plain"),
        pytest.param("ที่มา: https: //b.example/ x-y .htm", "https://b.example/x-y.htm", id="spaces"),
        pytest.param("ที่มา: https://b.example/x จังหวัด", "https://b.example/x", id="text-after"),
        pytest.param("https://b.example/x", "https://b.example/x", id="bare"),
        pytest.param("ที่มา: https://b.example/x https://c.example", "https://b.example/x", id="two"),
        pytest.param("แหล่งที่มา", "", id="none"),
    ],
)
def test_the_address_of_a_page(line: str, expected: str) -> None:
    text = f"{THAI}\n{line}"
    assert address(text, mark(text, "th")) == expected


def test_real_pages_have_their_boilerplate_marked(shared: Path) -> None:
    kinds = {"source_line": "source", "comment_counter": "comments"}
    for number in ("000", "002"):
        gold = json.loads((shared / f"gold/sentences-{number}.json").read_text("utf-8"))
        text = (shared / "seeds" / gold["file"]).read_bytes().decode()
        expected = {
            (row["start"], row["end"], kinds.get(row["type"], row["type"]))
            for row in gold["boilerplate"]
            if not row["also_sentence"]
        }
        assert {(m.start, m.end, str(m.kind)) for m in mark(text, gold["lang"])} == expected


def test_the_pages_of_the_example_corpus_have_their_boilerplate_marked(root: Path) -> None:
    folder = root / "examples/corpus"
    rows = (folder / "gold/boilerplate.jsonl").read_text("utf-8").splitlines()
    gold = {(row["document"], row["kind"], row["text"]) for row in map(json.loads, rows)}
    found = {
        (path.relative_to(folder).as_posix(), str(m.kind), text[m.start : m.end])
        for path in folder.glob("*/*.txt")
        for text in [path.read_bytes().decode()]
        for m in mark(text, path.name[:2])
    }
    assert sorted(found) == sorted(gold)


LINES = st.lists(
    st.sampled_from(
        [THAI, HINDI, VIETNAMESE, HEADING, "Hoài An", "Nguồn: https://a.example/b c", "(0)", " "]
    )
    | st.text(max_size=12)
    | st.text("[]()-: TXVNảnhภาพः", max_size=20),
    max_size=6,
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(LINES, st.sampled_from(["\n", "\r\n", " "]), st.sampled_from(["vi", "th", "hi", "en"]))
def test_marks_are_in_order_and_hold_no_outer_space(
    lines: list[str], separator: str, lang: str
) -> None:
    text = separator.join(lines)
    last = 0
    for found in mark(text, lang):
        assert last <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()
        last = found.end


@pytest.mark.parametrize(
    "text",
    [
        "ก" * 1_000_000,
        " " * 1_000_000,
        "[" * 300_000,
        "Aa " * 300_000,
        "\n" * 300_000,
        "(" * 300_000,
    ],
    ids=["one-word", "spaces", "brackets", "names", "lines", "parentheses"],
)
def test_a_hostile_page_is_read_at_once(text: str) -> None:
    assert len(mark(text, "th")) <= 1
