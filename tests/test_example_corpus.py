"""The example corpus is what its README says, and its gold agrees with its pages."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent.parent / "examples" / "corpus"
STORIES = {
    "so-ket-dan-van": {"vi", "th", "hi", "th-2"},
    "dai-hoi-mat-tran": {"vi", "th", "hi", "hi-2"},
    "hop-nhat-ban-dang": {"vi", "th", "hi"},
    "tiep-xuc-cu-tri": {"vi", "th", "hi"},
    "nong-thon-moi": {"vi", "th", "hi"},
    "dan-chu-co-so": {"vi", "th", "hi"},
    "chuyen-doi-so-an-phu": {"th"},
    "chuyen-doi-so-thach-son": {"hi"},
}
PAGES = sorted(f"{story}/{page}.txt" for story, pages in STORIES.items() for page in pages)
SCRIPTS = {"vi": "LATIN", "th": "THAI", "hi": "DEVANAGARI"}

Row = dict[str, Any]
Span = tuple[int, int]


def gold(name: str) -> list[Row]:
    lines = (CORPUS / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


BEADS, RENDERINGS, BOILERPLATE = gold("beads"), gold("renderings"), gold("boilerplate")
TEXTS = {page: (CORPUS / page).read_text(encoding="utf-8") for page in PAGES}
PAIRS = {
    pair: list(rows)
    for pair, rows in groupby(BEADS, key=lambda row: (row["source"], row["target"]))
}


def lang(page: str) -> str:
    return page.split("/")[1][:2]


def boilerplate(page: str) -> list[Span]:
    return [(row["start"], row["end"]) for row in BOILERPLATE if row["document"] == page]


def spans(rows: list[Row], side: str) -> list[Span]:
    return [(row[side][0], row[side][1]) for row in rows if row[side] is not None]


def left_over(text: str, taken: list[Span]) -> str:
    """What no span takes, without white space; spans must be in order and apart."""
    rest, at = [], 0
    for start, end in taken:
        assert at <= start < end <= len(text)
        rest.append(text[at:start])
        at = end
    rest.append(text[at:])
    return "".join("".join(rest).split())


def address(page: str) -> str:
    found = re.search(r"https?://\S+", TEXTS[page])
    return found.group() if found else ""


def slug(page: str) -> str:
    """The path without host, language, page number and ending."""
    path = re.sub(r"^https?://[^/]+/(?:th/|hi/)?|/+$", "", address(page))
    longest = max(path.split("/"), key=len)
    return re.sub(r"-(?:post)?(?=[0-9a-f]*\d)[0-9a-f]{5,}$", "", re.sub(r"\.html?$", "", longest))


def renderings(page: str, concept: str) -> set[str]:
    rows = (row for row in RENDERINGS if (row["document"], row["concept"]) == (page, concept))
    return {row["text"] for row in rows}


def test_the_folder_holds_the_pages_that_the_table_names() -> None:
    found = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*.txt"))
    assert found == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_clean_text_of_its_language(page: str) -> None:
    text = TEXTS[page]
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not re.search(r"  |\n\n|[ \t]\n|[{}|⟦⟧‖\u200b\ufeff\ufffd]", text)
    letters = [
        unicodedata.name(char).split()[0]
        for char in re.sub(r"https?://\S+", "", text)
        if char.isalpha()
    ]
    assert letters.count(SCRIPTS[lang(page)]) > 0.9 * len(letters)


@pytest.mark.parametrize("rows", [RENDERINGS, BOILERPLATE], ids=["renderings", "boilerplate"])
def test_a_span_slices_to_its_text(rows: list[Row]) -> None:
    for row in rows:
        assert TEXTS[row["document"]][row["start"] : row["end"]] == row["text"], row
        assert row["text"] == row["text"].strip()


def test_rows_are_in_order_and_no_rendering_overlaps_another() -> None:
    places = [(row["document"], row["start"], row["end"]) for row in RENDERINGS]
    assert places == sorted(set(places))
    for (page, _, end), (next_page, start, _) in pairwise(places):
        assert page != next_page or end <= start
    assert {row["quality"] for row in RENDERINGS} == {"good", "awkward", "wrong"}
    kinds = {"byline", "source", "comments", "caption", "tag", "dateline"}
    assert {row["kind"] for row in BOILERPLATE} == kinds


def test_no_rendering_lies_in_boilerplate() -> None:
    for row in RENDERINGS:
        for start, end in boilerplate(row["document"]):
            assert row["end"] <= start or end <= row["start"], row


@pytest.mark.parametrize(
    ("language", "names", "others"),
    [
        pytest.param(
            "vi",
            "[Dd]ân vận|Mặt trận|MTTQ|Ban Tổ chức|Đảng ủy Khối",
            [],
            id="vietnamese",
        ),
        pytest.param(
            "th",
            "ระดมมวลชน|ระดมกำลัง|ระดมพล|บริการ|แนวร่วม|แนวหน้า|จัดงาน|คอมมิวนิสต์",
            ["ระดมกำลังประชาชน", "จัดงานเทศกาล"],
            id="thai",
        ),
        pytest.param(
            "hi",
            "लामबंदी|जन आंदोलन|सेवा|मोर्च|फ्रंट|आयोजन समिति|संगठन आयोग|कम्युनिस्ट|ब्लॉक",
            ["सेवानिवृत्त", "सेवाओं का उपयोग"],
            id="hindi",
        ),
    ],
)
def test_no_name_of_dan_van_and_the_bodies_is_forgotten(
    language: str, names: str, others: list[str]
) -> None:
    forgotten = [
        text[found.start() :][:16]
        for page, text in TEXTS.items()
        if lang(page) == language
        for found in re.finditer(names, text)
        if not any(
            row["document"] == page and row["start"] <= found.start() and found.end() <= row["end"]
            for row in [*RENDERINGS, *BOILERPLATE]
        )
    ]
    assert len(forgotten) == len(others)
    assert all(any(text.startswith(other) for other in others) for text in forgotten)


def test_every_pair_of_a_story_in_two_languages_has_beads_and_no_other() -> None:
    order = list(SCRIPTS)
    expected = {
        (one, other)
        for one in PAGES
        for other in PAGES
        if one.split("/")[0] == other.split("/")[0]
        and order.index(lang(one)) < order.index(lang(other))
    }
    assert set(PAIRS) == expected
    assert len(PAIRS) == 22


@pytest.mark.parametrize("pair", sorted(PAIRS), ids=" ".join)
def test_beads_are_in_order_and_leave_only_boilerplate(pair: tuple[str, str]) -> None:
    rows = PAIRS[pair]
    assert all(row["source_span"] or row["target_span"] for row in rows)
    for page, side in zip(pair, ("source_span", "target_span"), strict=True):
        content = spans(rows, side)
        assert content == sorted(content)
        for start, end in content:
            sentence = TEXTS[page][start:end]
            assert sentence == sentence.strip()
        assert left_over(TEXTS[page], sorted(content + boilerplate(page))) == ""


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page != "chuyen-doi-so-an-phu/th.txt"],  # Thai without gold to count
)
def test_a_page_has_eight_to_twenty_sentences(page: str) -> None:
    if lang(page) == "th":  # no full stop to count: the finest gold there is
        counts = [
            len(spans(rows, side))
            for pair, rows in PAIRS.items()
            for name, side in zip(pair, ("source_span", "target_span"), strict=True)
            if name == page
        ]
        count = max(counts)
    else:
        text = TEXTS[page]
        for start, end in reversed(boilerplate(page)):
            text = text[:start] + text[end:]
        count = len(re.findall(r"।|[.?!](?=\s)", text))
    assert 8 <= count <= 20


@pytest.mark.parametrize(
    ("page", "concept", "expected"),
    [
        pytest.param(
            "so-ket-dan-van/th.txt",
            "dan-van",
            {"ระดมมวลชน", "ระดมกำลังมวลชน", "ระดมพล", "บริการสาธารณะ", "บริการ"},
            id="dan-van-in-thai",
        ),
        pytest.param(
            "so-ket-dan-van/hi.txt",
            "dan-van",
            {"जन लामबंदी", "जन आंदोलन", "सार्वजनिक सेवा", "सेवा"},
            id="dan-van-in-hindi",
        ),
        pytest.param(
            "hop-nhat-ban-dang/th.txt",
            "dang-uy-khoi",
            {
                "คณะกรรมการพรรคของกลุ่มหน่วยงานจังหวัด",
                "คณะกรรมการพรรคของกลุ่ม",
                "คณะกรรมการพรรคคอมมิวนิสต์จีน",
                "พรรคคอมมิวนิสต์จีน",
            },
            id="an-invented-body",
        ),
        pytest.param(
            "hop-nhat-ban-dang/th.txt",
            "ban-to-chuc",
            {"คณะกรรมการจัดงาน"},
            id="ban-to-chuc-as-organizers-of-an-event",
        ),
        pytest.param(
            "hop-nhat-ban-dang/hi.txt",
            "ban-to-chuc",
            {"आयोजन समिति", "संगठन आयोग"},
            id="ban-to-chuc-in-hindi",
        ),
        pytest.param(
            "nong-thon-moi/th.txt",
            "thi-dua",
            {"การเลียนแบบ", "แข่งขัน"},
            id="thi-dua-as-imitation",
        ),
        pytest.param(
            "dai-hoi-mat-tran/th.txt",
            "mttq",
            {
                "แนวร่วมปิตุภูมิเวียดนาม",
                "แนวร่วมพ่อเมืองเวียดนาม",
                "แนวร่วมมาตุภูมิ",
                "แนวร่วม",
                "แนวหน้า",
            },
            id="mat-tran",
        ),
    ],
)
def test_a_concept_has_these_names(page: str, concept: str, expected: set[str]) -> None:
    assert renderings(page, concept) == expected


@pytest.mark.parametrize(
    ("page", "strings"),
    [
        pytest.param("so-ket-dan-van/th.txt", ["2567", "2022", "๒๕๖๗"], id="both-eras"),
        pytest.param("dai-hoi-mat-tran/th.txt", ["2562-2567", "2022"], id="both-eras-of-terms"),
        pytest.param("dan-chu-co-so/th.txt", ["2565", "2019", "พ.ศ. ๒๕๖๖"], id="thai-digits"),
        pytest.param("so-ket-dan-van/th.txt", ["ระบบ การเมือง"], id="space-inside-a-term"),
        pytest.param(
            "so-ket-dan-van/th.txt",
            ["Tran Quang Vinh", "เจิ่น กวาง วิญ", "ทราน กวาง วินห์"],
            id="three-spellings-in-thai",
        ),
        pytest.param(
            "so-ket-dan-van/hi.txt",
            ["Tran Quang Vinh", "त्रान क्वांग विन्ह", "ट्रान क्वांग विन्ह"],
            id="three-spellings-in-hindi",
        ),
        pytest.param("so-ket-dan-van/vi.txt", ["12-NQ/TU", "1.246"], id="numbers"),
        pytest.param("so-ket-dan-van/th.txt", ["12-NQ/TU", "1,246"], id="numbers-translated"),
        pytest.param("tiep-xuc-cu-tri/vi.txt", ["126 hộ dân"], id="a-number"),
        pytest.param("tiep-xuc-cu-tri/hi.txt", ["162 परिवारों"], id="a-wrong-number"),
        pytest.param("hop-nhat-ban-dang/th.txt", ["หน่วยงานและหน่วยงาน"], id="a-pair-that-collapses"),
        pytest.param("dai-hoi-mat-tran/vi.txt", ["[TTXVN] "], id="agency-mark"),
        pytest.param("hop-nhat-ban-dang/th.txt", ["\n[วิดีโอ] - "], id="video-line"),
        pytest.param("tiep-xuc-cu-tri/hi.txt", [";\n"], id="line-break-in-a-sentence"),
        pytest.param("nong-thon-moi/hi.txt", ["\nस्रोत\n"], id="bare-source-label"),
        pytest.param("tiep-xuc-cu-tri/vi.txt", ["\nBình luận (12)\n"], id="comment-counter"),
    ],
)
def test_a_page_has_this_defect(page: str, strings: list[str]) -> None:
    assert [string for string in strings if string not in TEXTS[page]] == []


@pytest.mark.parametrize("story", sorted(STORIES))
def test_pages_of_a_story_share_a_slug_and_differ_in_address(story: str) -> None:
    pages = [
        page
        for page in PAGES
        if page.startswith(f"{story}/")
        and page not in {"nong-thon-moi/hi.txt", "dan-chu-co-so/hi.txt"}
    ]
    assert len({slug(page) for page in pages}) == 1
    assert len({address(page) for page in pages}) == len(pages)


def test_one_page_has_no_address_and_one_has_that_of_another_story() -> None:
    assert address("nong-thon-moi/hi.txt") == ""
    assert slug("dan-chu-co-so/hi.txt") == slug("tiep-xuc-cu-tri/vi.txt")
    assert len({slug(page) for page in PAGES if address(page)}) == 8


@pytest.mark.parametrize(
    ("source", "target", "dropped", "added"),
    [
        pytest.param("so-ket-dan-van/vi", "so-ket-dan-van/th-2", 1, 1, id="second-thai"),
        pytest.param("dai-hoi-mat-tran/vi", "dai-hoi-mat-tran/th", 0, 1, id="added"),
        pytest.param("dai-hoi-mat-tran/vi", "dai-hoi-mat-tran/hi-2", 1, 0, id="second-hindi"),
        pytest.param("hop-nhat-ban-dang/vi", "hop-nhat-ban-dang/th", 1, 0, id="dropped"),
        pytest.param("dan-chu-co-so/vi", "dan-chu-co-so/hi", 1, 1, id="dropped-and-added"),
        pytest.param("so-ket-dan-van/vi", "so-ket-dan-van/hi", 0, 0, id="complete"),
    ],
)
def test_sentences_are_dropped_and_added(
    source: str, target: str, dropped: int, added: int
) -> None:
    rows = PAIRS[f"{source}.txt", f"{target}.txt"]
    assert sum(row["target_span"] is None for row in rows) == dropped
    assert sum(row["source_span"] is None for row in rows) == added


@pytest.mark.parametrize(
    ("source", "target", "ends"),
    [
        pytest.param("so-ket-dan-van/vi", "so-ket-dan-van/th", 2, id="two-to-one"),
        pytest.param("nong-thon-moi/vi", "nong-thon-moi/hi", 3, id="three-to-one"),
    ],
)
def test_sentences_are_merged(source: str, target: str, ends: int) -> None:
    counts = [
        len(re.findall(r"[.?!](?=\s|$)", TEXTS[f"{source}.txt"][slice(*row["source_span"])]))
        for row in PAIRS[f"{source}.txt", f"{target}.txt"]
        if row["source_span"] and row["target_span"]
    ]
    assert max(counts) == ends
