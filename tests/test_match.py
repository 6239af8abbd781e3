"""Terms found where they stand, and nowhere else."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import unspaced
from glossary.match import Matcher
from glossary.model import Concept, Status, Term, Termbase

settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("fixed")


def found(lang: str, terms: list[str], text: str) -> list[str]:
    return [text[h.start : h.end] for h in Matcher.of({t: [t] for t in terms}, lang).find(text)]


@pytest.mark.parametrize(
    ("lang", "term", "text", "expected"),
    [
        pytest.param("th", "มติ", "ตามมติและคำสั่ง", ["มติ"], id="th-a-word"),
        pytest.param("th", "มติ", "สร้างฉันทามติในสังคม", [], id="th-consensus"),
        pytest.param("th", "แผน", "แผนกโฆษณา", [], id="th-department"),
        pytest.param("th", "แผน", "ร่างแผนกฎหมาย", ["แผน"], id="th-not-a-department"),
        pytest.param(
            "th",
            "แผน",
            "จัดทำแผนกลาง",
            ["แผน"],
            id="th-central-plan",
            marks=pytest.mark.xfail(reason="ICU and the word list both read แผนก|ลาง"),
        ),
        pytest.param("th", "นาย", "26 มิถุนายน", [], id="th-june"),
        pytest.param("th", "ปิด", "เปิดการประชุม", [], id="th-after-a-leading-vowel"),
        pytest.param("th", "เลขาธิการ", "รองเลขาธิการ", [], id="th-deputy"),
        pytest.param("th", "สังคม", "องค์กรทางสังคม", ["สังคม"], id="th-after-a-link"),
        pytest.param("th", "ระบบการเมือง", "ของระบบ การเมือง ยัง", ["ระบบ การเมือง"], id="th-blank"),
        pytest.param("th", "แผนงาน", "ตามแผน\nงานระดม", [], id="th-never-across-a-line-end"),
        pytest.param("th", "ทำงาน", "การทํางาน", ["ทํางาน"], id="th-am-in-parts"),
        pytest.param(
            "th", "การระดมมวลชน", "ดำเนินงานการระดมมวลชนใน", ["การระดมมวลชน"], id="th-torn-by-icu"
        ),
        pytest.param("th", "มติที่ 18", "มติที่ 186", [], id="th-not-inside-a-number"),
        pytest.param("th", "มติที่ 18", "มติที่ ๑๘ ของ", ["มติที่ ๑๘"], id="th-digits"),
        pytest.param("hi", "समिति", "समितियाँ समितियों", ["समितियाँ", "समितियों"], id="hi-plural"),
        pytest.param("hi", "समिति", "समितिकरण", [], id="hi-derivation"),
        pytest.param("hi", "मोर्चा", "मोर्चे के", ["मोर्चे"], id="hi-oblique"),
        pytest.param("hi", "जन", "जनता जनों", ["जनों"], id="hi-not-the-people"),
        pytest.param("hi", "पार्टी", "पार्ट", [], id="hi-not-a-part"),
        pytest.param("hi", "सभा", "सभी सभाओं में", ["सभाओं"], id="hi-all-is-no-assembly"),
        pytest.param("hi", "सरकार", "सरकारी सरकारों", ["सरकारों"], id="hi-not-its-adjective"),
        pytest.param("hi", "पार्टी", "पार्टियों पार्टियाँ", ["पार्टियों", "पार्टियाँ"], id="hi-i"),
        pytest.param("hi", "पूरी तरह", "पूरे तरह", ["पूरे तरह"], id="hi-agreeing"),
        pytest.param("hi", "समिति की", "समिति के", ["समिति के"], id="hi-postposition"),
        pytest.param("hi", "नए क्षेत्र", "नये क्षेत्रों", ["नये क्षेत्रों"], id="hi-adjective"),
        pytest.param("hi", "स्थायी समिति", "स्थाई समिति", ["स्थाई समिति"], id="hi-glide"),
        pytest.param("hi", "सेवा कार्य", "सेवा-कार्यों", ["सेवा-कार्यों"], id="hi-hyphen"),
        pytest.param("hi", "केंद्रीय", "केन्द्रीय", ["केन्द्रीय"], id="hi-nasal"),
        pytest.param("hi", "कॉमरेड", "कामरेड", ["कामरेड"], id="hi-candra"),
        pytest.param("hi", "सार्वजनिक सेवा", "सार्वजनिक, सेवा", [], id="hi-never-across-a-comma"),
        pytest.param("vi", "hòa bình", "vì HOÀ BÌNH", ["HOÀ BÌNH"], id="vi-case-and-tone"),
        pytest.param("vi", "Ủy ban", "Uỷ ban", ["Uỷ ban"], id="vi-uy"),
        pytest.param("vi", "vận", "vận-động vậnx", ["vận"], id="vi-whole-word"),
        pytest.param("vi", "Đảng", "Đang đảng", ["đảng"], id="vi-tone-matters"),
        pytest.param(
            "vi",
            "thi đua - khen thưởng",
            "Thi đua – Khen thưởng",
            ["Thi đua – Khen thưởng"],
            id="vi-dash",
        ),
        pytest.param(
            "vi", "dân vận", "x \u200bdân vận\u200b, y", ["dân vận"], id="vi-invisible-around"
        ),
        pytest.param(
            "vi", "dân vận", "dân\u200b vận", ["dân\u200b vận"], id="vi-invisible-between"
        ),
        pytest.param(
            "vi", "dân vận", f"a dân{' -' * 300} vận", [f"dân{' -' * 300} vận"], id="vi-long-gap"
        ),
        pytest.param(
            "vi", "vận", f"{'a' * 600} {',' * 600}vận", ["vận"], id="vi-after-long-tokens"
        ),
        pytest.param(
            "vi", "xã, huyện", "xã,huyện và xã, huyện", ["xã, huyện"], id="vi-gap-at-a-mark"
        ),
        pytest.param("en", "mass work", "Mass  work, masswork", ["Mass  work"], id="en"),
        pytest.param("vi", "43/NQ", "số 43/NQ-HĐND", ["43/NQ"], id="vi-punctuation-in-a-term"),
    ],
)
def test_a_term_is_found_where_it_stands(
    lang: str, term: str, text: str, expected: list[str]
) -> None:
    assert found(lang, [term], text) == expected


def test_vietnamese_in_parts_is_found_with_the_offsets_of_its_parts() -> None:
    text = unicodedata.normalize("NFD", "công tác dân vận của")
    assert found("vi", ["dân vận"], text) == [unicodedata.normalize("NFD", "dân vận")]


def test_longer_hits_count_and_those_inside_are_labelled() -> None:
    matcher = Matcher.of({"work": ["งานบริการสาธารณะ"], "service": ["บริการสาธารณะ"]}, "th")
    text = "งานบริการสาธารณะ และ บริการสาธารณะ"
    assert [(h.concept, text[h.start : h.end], h.nested) for h in matcher.find(text)] == [
        ("work", "งานบริการสาธารณะ", False),
        ("service", "บริการสาธารณะ", True),
        ("service", "บริการสาธารณะ", False),
    ]


def test_two_concepts_that_share_a_rendering_are_both_found() -> None:
    matcher = Matcher.of({"ban-thuong-vu": ["स्थायी समिति"], "thuong-truc": ["स्थायी समिति"]}, "hi")
    hits = matcher.find("स्थायी समितियों ने")
    assert [(h.concept, h.nested) for h in hits] == [
        ("ban-thuong-vu", False),
        ("thuong-truc", False),
    ]


def test_a_term_is_no_part_of_a_word_that_a_longer_term_explains() -> None:
    matcher = Matcher.of(
        {"body": ["คณะกรรมการระดมมวลชน"], "work": ["การระดมมวลชน", "ระดมมวลชน"]}, "th"
    )
    text = "คณะกรรมการระดมมวลชนทำงานการระดมมวลชน"
    assert [(h.concept, text[h.start : h.end]) for h in matcher.find(text)] == [
        ("body", "คณะกรรมการระดมมวลชน"),
        ("work", "ระดมมวลชน"),
        ("work", "การระดมมวลชน"),
        ("work", "ระดมมวลชน"),
    ]


@pytest.mark.parametrize(
    ("lang", "term", "block", "text", "count"),
    [
        pytest.param("th", "กลาง", "คณะกรรมการกลาง", "ของคณะกรรมการ กลาง", 0, id="th-in-it"),
        pytest.param("th", "กลาง", "คณะกรรมการกลาง", "ทางขององค์กรกลางใน", 1, id="th-not-in-it"),
        pytest.param("vi", "dân vận", "nhân dân vận", "nhân dân vận động", 0, id="vi-in-it"),
        pytest.param("vi", "dân vận", "nhân dân vận", "Ban Dân vận", 1, id="vi-not-in-it"),
        pytest.param("hi", "सेवा", "सार्वजनिक सेवा", "सार्वजनिक सेवाओं का", 0, id="hi-inflected"),
        pytest.param("hi", "सेवा", "सार्वजनिक सेवा", "सेवाओं का", 1, id="hi-not-in-it"),
    ],
)
def test_a_blocking_context_hides_a_term(
    lang: str, term: str, block: str, text: str, count: int
) -> None:
    base = Termbase((Concept("c", (Term(lang, term, blocked_by=(block,)),)),))
    assert len(Matcher(base, lang).find(text)) == count


def test_forms_and_every_status_match() -> None:
    base = Termbase(
        (
            Concept(
                "dan-van",
                (
                    Term("th", "การระดมมวลชน", forms=("ระดมมวลชน",)),
                    Term("th", "บริการสาธารณะ", Status.DEPRECATED),
                    Term("hi", "जन आंदोलन"),
                ),
            ),
        )
    )
    text = "งานระดมมวลชน งานบริการสาธารณะ"
    hits = Matcher(base, "th").find(text)
    assert [(h.term.text, h.form, text[h.start : h.end]) for h in hits] == [
        ("การระดมมวลชน", "ระดมมวลชน", "ระดมมวลชน"),
        ("บริการสาธารณะ", "บริการสาธารณะ", "บริการสาธารณะ"),
    ]


def test_an_empty_termbase_and_an_empty_text_give_nothing() -> None:
    for lang in ("th", "hi", "vi", "en"):
        assert Matcher(Termbase(()), lang).find("พรรค जन dân") == []
        assert Matcher.of({"a": ["", " "]}, lang).find("a") == []
        assert Matcher.of({"a": ["พรรค"]}, lang).find("") == []


def test_a_long_text_is_searched_in_blocks_without_losing_a_hit() -> None:
    text = "dân vận và " * 60_000
    hits = Matcher.of({"a": ["dân vận"]}, "vi").find(text)
    assert len(hits) == 60_000
    assert all(text[h.start : h.end] == "dân vận" for h in hits)


@pytest.mark.parametrize(
    "between", [pytest.param("\n", id="lines"), pytest.param(" ", id="a-line")]
)
def test_thai_is_searched_in_windows_without_losing_a_hit(
    between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = between.join(["งานระดมมวลชนของระบบ การเมืองคืบหน้า", "ฉันทามติเรื่องมติ 18"] * 400)
    matcher = Matcher.of({"a": ["ระดมมวลชน", "มวลชน"], "b": ["ระบบการเมือง"], "c": ["มติ"]}, "th")
    whole = matcher.find(text)
    assert len(whole) == 1_600
    for window in (701, 5_000):
        monkeypatch.setattr(unspaced, "WINDOW", window)
        assert matcher.find(text) == whole


_ALPHABET = st.lists(
    st.sampled_from(
        [
            *("พรรค", "มติ", "ระบบ", "การเมือง", "ํ", "า", "่", "เ", "1", "😀", "\u200b", ",", "-"),
            *("जन", "समिति", "यों", "ा", "ों", "dân", "vận", "Đảng", "\u0301", "e", " ", "\n"),
        ]
    ),
    max_size=30,
).map("".join)


@given(_ALPHABET, st.sampled_from(["th", "hi", "vi"]))
def test_what_is_found_reads_as_the_term(text: str, lang: str) -> None:
    from glossary.inflection import stem
    from glossary.normalize import normalize

    terms = {"a": ["พรรค", "ระบบการเมือง", "มติ"], "b": ["जन", "समिति"], "c": ["dân vận", "Đảng"]}
    for hit in Matcher.of(terms, lang).find(text):
        key = normalize(text[hit.start : hit.end], lang).key.replace("-", " ")
        own = normalize(hit.form, lang).key
        if lang == "hi":
            key, own = stem(key), stem(own)
        assert " ".join(key.split()) == own


def test_every_labelled_occurrence_is_found(shared: Path) -> None:
    lines = (shared / "gold/occurrences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for lang in ("th", "hi"):
        surfaces = {row["surface"] for row in rows if row["lang"] == lang}
        matcher = Matcher.of({surface: [surface] for surface in surfaces}, lang)
        for name in sorted({row["doc"] for row in rows if row["lang"] == lang}):
            text = (shared / "seeds" / name).read_text(encoding="utf-8")
            spans = {(hit.start, hit.end) for hit in matcher.find(text)}
            lost = [
                row["surface"]
                for row in rows
                if row["doc"] == name and (row["start"], row["end"]) not in spans
            ]
            assert lost == []


def test_every_labelled_form_of_the_shipped_terms_is_found(shared: Path, root: Path) -> None:
    from glossary.normalize import normalize
    from glossary.termfile import load

    base = load(root / "terms.yaml")
    lines = (shared / "gold/occurrences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for lang in ("th", "hi"):
        listed = {
            normalize(form, lang).key
            for concept in base
            for term in concept.in_lang(lang)
            for form in (term.text, *term.forms)
        }
        matcher = Matcher(base, lang)
        wanted = [
            row
            for row in rows
            if row["lang"] == lang
            and row["confidence"] == "certain"
            and normalize(row["surface"], lang).key in listed
        ]
        assert len(wanted) > 20
        for name in sorted({row["doc"] for row in wanted}):
            text = (shared / "seeds" / name).read_text(encoding="utf-8")
            spans = {(hit.start, hit.end) for hit in matcher.find(text)}
            lost = [
                row["surface"]
                for row in wanted
                if row["doc"] == name and (row["start"], row["end"]) not in spans
            ]
            assert lost == []


def test_time_is_linear_in_a_text_without_a_blank() -> None:
    matcher = Matcher.of({"a": ["พรรค", "พรรคพรรค", "มติ"], "b": ["ก"]}, "th")
    assert len(matcher.find("พรรค" * 20_000)) == 39_999
    assert matcher.find("่" * 200_000) == []
    assert Matcher.of({"a": ["अ"]}, "hi").find("क" * 200_000) == []
    vietnamese = Matcher.of({"a": ["dân vận"]}, "vi")
    for piece in ("7", ",", "-", " ", "\n", "\u0301", "\u200b", "\u200c", "\u200d", "vận"):
        assert vietnamese.find(piece * 200_000) == []
