"""Which phrases of a text may be renderings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mining import TERMBASE, corpus, document, embed

from aligner.mining import candidates, mine, stream, surveyed
from aligner.mining.ground import spot
from aligner.mining.target import names_two
from glossary.model import Concept, Term, Termbase

WORDS = st.sampled_from(
    ["dân", "vận", "và", "của", "tỉnh", "mặt", "trận", "ban", "2024", ",", ".", "\n"]
)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.lists(WORDS, max_size=40))
def test_candidates_are_what_they_say(words: list[str]) -> None:
    text = " ".join(words)
    texts = corpus(document("a", "vi", text))
    found = candidates.find(
        stream.read("vi", texts.documents, texts.segments, spot(texts, TERMBASE))
    )
    s = found.stream
    assert len(found.bounds) == len(found) + 1
    assert len({found.key(i) for i in range(len(found))}) == len(found)
    for i in range(len(found)):
        for at in range(int(found.bounds[i]), int(found.bounds[i + 1])):
            first = int(found.first[at])
            last = first + int(found.words[i]) - 1
            surface = text[s.start[first] : s.end[last]]
            parts = surface.split()
            assert "," not in surface
            assert "." not in surface
            assert parts[0] not in ("và", "của", "2024")
            assert parts[-1] not in ("và", "của", "2024")
            assert parts.count("và") == found.joined[i]
            owners = {int(o) for o in s.owner[first : last + 1]} - {-1}
            for hit in owners:
                inside = s.hit_first[hit] <= first and last <= s.hit_last[hit]
                whole = first <= s.hit_first[hit] and s.hit_last[hit] <= last
                assert inside or whole


def test_a_hindi_genitive_stands_inside_a_phrase() -> None:
    texts = corpus(document("a", "hi", "राष्ट्रीय सभा के प्रतिनिधि आए कि बैठक हो।"))
    found = candidates.find(stream.read("hi", texts.documents, texts.segments, {}))
    told = {found.text(i) for i in range(len(found))}
    assert {"राष्ट्रीय सभा", "राष्ट्रीय सभा के प्रतिनिधि"} <= told
    assert not any(" कि " in f" {text} " for text in told)


@pytest.mark.parametrize(
    ("phrase", "there"),
    [
        pytest.param("एकता", True, id="unity-is-not-one"),
        pytest.param("वनों की एकता", True, id="at-the-end"),
        pytest.param("एक", False, id="one"),
        pytest.param("हो ची मिन्ह की सोच", True, id="a-name-like-a-verb"),
        pytest.param("हो आए", False, id="the-verb"),
        pytest.param("करेगा", False, id="a-form-of-a-function-word"),
    ],
)
def test_hindi_words_like_function_words_bound_no_phrase(phrase: str, there: bool) -> None:
    text = "हमने वनों की एकता देखी। वहाँ एक हो आए और हो ची मिन्ह की सोच पढ़ी, जो काम करेगा।"
    texts = corpus(document("a", "hi", text))
    found = candidates.find(stream.read("hi", texts.documents, texts.segments, {}))
    assert (phrase in {found.text(i) for i in range(len(found))}) is there


@pytest.mark.parametrize(
    ("lang", "text", "told", "none"),
    [
        pytest.param(
            "th",
            "คณะกรรมการพรรคจังหวัดกวางนิญชุดใหม่ประชุม",
            {"คณะกรรมการพรรคจังหวัด", "คณะกรรมการพรรคจังหวัดกวางนิญชุด"},
            {"กวางนิญ", "จังหวัดกวางนิญ", "คณะกรรมการพรรคจังหวัดกวางนิญ"},
            id="thai",
        ),
        pytest.param(
            "hi",
            "क्वांग निन्ह प्रांतीय पार्टी समिति",
            {"प्रांतीय पार्टी समिति", "पार्टी समिति"},
            {"क्वांग निन्ह", "निन्ह प्रांतीय", "क्वांग निन्ह प्रांतीय पार्टी समिति"},
            id="hindi",
        ),
        pytest.param(
            "th",
            "พรรคคอมมิวนิสต์จีนจัดประชุม",
            {"พรรคคอมมิวนิสต์จีน"},
            set(),
            id="a-country-may-be-a-mistake",
        ),
    ],
)
def test_a_phrase_begins_and_ends_with_no_province(
    lang: str, text: str, told: set[str], none: set[str]
) -> None:
    texts = corpus(document("a", lang, text))
    found = candidates.find(stream.read(lang, texts.documents, texts.segments, {}))
    phrases = {found.text(i) for i in range(len(found))}
    assert told <= phrases
    assert not none & phrases


def test_the_cap_drops_the_rarest() -> None:
    texts = corpus(document("a", "vi", "tỉnh xã. tỉnh xã. huyện lạ."))
    read_in = stream.read("vi", texts.documents, texts.segments, {})
    kept = candidates.find(read_in, cap=3)
    assert sorted(kept.text(i) for i in range(len(kept))) == ["tỉnh", "tỉnh xã", "xã"]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("ความสงบเรียบร้อยดี", "ความสงบเรียบร้อย", id="a-noun-made-of-a-state"),
        pytest.param("ตลอดปีให้คำแนะนำ", "ให้คำแนะนำ", id="to-give-advice"),
    ],
)
def test_thai_phrases_keep_the_word_that_makes_them_nouns_or_verbs(text: str, there: str) -> None:
    texts = corpus(document("a", "th", text))
    found = candidates.find(stream.read("th", texts.documents, texts.segments, {}))
    assert there in {found.text(i) for i in range(len(found))}


@pytest.mark.parametrize(
    ("text", "phrase", "there"),
    [
        pytest.param("ถูกว่ากล่าวหรือตักเตือน", "ว่ากล่าว", True, id="a-compound-with-a-link"),
        pytest.param("เขาบอกว่ามติดี", "บอกว่ามติ", False, id="a-link-of-its-own"),
        pytest.param("จัดวันเอกภาพใหญ่", "วันเอกภาพ", True, id="the-day-of-something"),
        pytest.param("จัดในวันนี้", "วัน", False, id="a-day-that-is-of-nothing"),
        pytest.param("กฎหมายว่าด้วยป่าไม้", "กฎหมายว่าด้วยป่าไม้", True, id="what-a-law-is-about"),
        pytest.param("คำร้องและการประณาม", "คำร้องและการ", False, id="a-noun-that-is-not-made-yet"),
        pytest.param("คำร้องและการประณาม", "คำร้องและการประณาม", True, id="a-noun-that-is"),
        pytest.param("เขาเป็นเพื่อนร่วมงาน", "เพื่อนร่วมงาน", True, id="after-a-compound-s-verb"),
        pytest.param("มอบให้อำนาจรัฐตำบล", "อำนาจรัฐ", True, id="after-giving"),
        pytest.param("คณะกรรมการพรรค", "กรรมการพรรค", False, id="inside-a-compound"),
        pytest.param("สภาชุดที่ 14 ประชุม", "ชุดที่", True, id="an-ordinal"),
        pytest.param("สภาชุดที่ประชุม", "ชุดที่", False, id="a-relative"),
        pytest.param("ร้านเล็ก ๆ 180 ร้าน", "ร้านเล็ก ๆ", True, id="a-word-twice"),
        pytest.param("ร้านต่าง ๆ 180 ร้าน", "ร้านต่าง ๆ", False, id="a-plural"),
    ],
)
def test_thai_function_words_bound_phrases_but_where_they_belong_to_one(
    text: str, phrase: str, there: bool
) -> None:
    texts = corpus(document("a", "th", text))
    found = candidates.find(stream.read("th", texts.documents, texts.segments, {}))
    assert (phrase in {found.text(i) for i in range(len(found))}) is there


ORDER = Concept(
    "order", (Term("vi", "trật tự an toàn"), Term("th", "ความสงบและความปลอดภัย")), gloss="order"
)


@pytest.mark.parametrize(
    ("name", "gloss", "known", "expected"),
    [
        pytest.param("trật tự", "order", "ความสงบ", False, id="one-thing"),
        pytest.param("trật tự", "order", "ความสงบและความปลอดภัย", True, id="in-a-rendering"),
        pytest.param("trật tự", "order and safety", "ความสงบ", True, id="in-the-gloss"),
        pytest.param("Tuyên giáo và Dân vận", "", "ความสงบ", True, id="in-the-name"),
        pytest.param("chính trị - xã hội", "", "ความสงบ", True, id="a-dash-in-the-name"),
    ],
)
def test_a_concept_of_two_things_is_told_by_its_terms(
    name: str, gloss: str, known: str, expected: bool
) -> None:
    concept = Concept("c", (Term("vi", name),), gloss=gloss)
    assert names_two(concept, (known,), "th") is expected


def test_a_conjunction_stands_in_the_first_boundary_of_what_names_two_things_only() -> None:
    peace = Concept("peace", (Term("vi", "bình yên"), Term("th", "ความสงบ")), gloss="peace")
    text = "จังหวัดรักษาความเรียบร้อยและความปลอดภัย ความสงบและความปลอดภัยดี"
    rows = mine(
        Termbase((ORDER, peace)), corpus(document("a", "th", text)), embed, langs=["th"], least=0
    )
    shown = {
        c: {row.text for row in rows if row.concept == c and row.status == "new"}
        for c in ("order", "peace")
    }
    assert any("และ" in text for text in shown["order"])
    assert not any("และ" in text for text in shown["peace"])


@pytest.mark.parametrize(
    ("lang", "text", "phrase", "torn"),
    [
        pytest.param("th", "คณะกรรมการถาวรของพรรค", "ถาวรของพรรค", 1.0, id="after-its-head"),
        pytest.param("th", "คณะกรรมการถาวรของพรรค", "ถาวร", 0.0, id="no-part-of-its-own"),
        pytest.param("th", "ใน ผลงานของพรรค", "ผลงานของพรรค", 0.0, id="whole"),
        pytest.param("hi", "सेवा के पारंपरिक आयोग", "सेवा के पारंपरिक", 1.0, id="before-its-head"),
        pytest.param("hi", "सेवा के पारंपरिक आयोग", "सेवा के पारंपरिक आयोग", 0.0, id="with-its-head"),
    ],
)
def test_a_phrase_of_two_parts_is_torn_from_its_head(
    lang: str, text: str, phrase: str, torn: float
) -> None:
    ground = surveyed(Termbase(()), corpus(document("a", lang, text))).grounds[lang]
    found = ground.candidates
    at = next(i for i in range(len(found)) if found.text(i) == phrase)
    assert ground.torn[at] == torn
