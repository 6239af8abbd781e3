"""What the words of a phrase mean one by one, and what that tells of a concept."""

from __future__ import annotations

import pytest

from aligner.mining import candidates, literal, stream
from aligner.mining.literal import Lexicon, lexicon
from aligner.model import Document, Segment

TOLD = [
    pytest.param("th", "ระดมกำลังมวลชน", "mobilize forces · masses", id="compound-and-word"),
    pytest.param("th", "งานระดมมวลชนของจังหวัด", "work · mobilize the masses · province", id="of"),
    pytest.param("th", "แนวร่วมซซซ", "front · ซซซ", id="a-word-that-is-not-listed-stands"),
    pytest.param("th", "ซซซ", "", id="nothing-known"),
    pytest.param("hi", "सार्वजनिक सेवाओं", "public · service", id="inflected"),
    pytest.param("hi", "जन समिति के अध्यक्ष", "people · committee · chairman", id="function-word"),
    pytest.param("en", "public service", "", id="no-list-for-the-language"),
    pytest.param(
        "hi", "समिति आयोग परिषद सभा दल", "committee · commission · council · assembly …", id="long"
    ),
]


@pytest.mark.parametrize(("lang", "text", "told"), TOLD)
def test_words_are_told_one_by_one(lang: str, text: str, told: str) -> None:
    assert lexicon(lang).told(text) == told


@pytest.mark.parametrize("lang", literal.LANGS)
def test_the_lists_hold_each_word_once_with_all_its_columns(lang: str) -> None:
    known = Lexicon(lang)
    assert len(known.entries) > 450
    assert {entry.kind for entry in known.entries} <= {"h", "w", "n", "g", "f"}
    assert all(entry.en.strip() and entry.vi.strip() for entry in known.entries)
    texts = [entry.text for entry in known.entries]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("lang", "text", "heads"),
    [
        pytest.param("th", "คณะกรรมการระดมมวลชน", 1, id="thai-head-first"),
        pytest.param("th", "มวลชน", 0, id="no-body"),
        pytest.param("hi", "जन आंदोलन आयोग", 1, id="hindi-head-last"),
        pytest.param("hi", "आयोग की सेवा", 0, id="hindi-head-is-not-first"),
        pytest.param("th", "ซซซ", -1, id="unknown"),
    ],
)
def test_what_heads_a_phrase(lang: str, text: str, heads: int) -> None:
    assert lexicon(lang).heads_bodies(text, lang == "th") == heads


def agreement(lang: str, text: str, gloss: str, name: str) -> dict[str, float]:
    """Of each candidate of a text, by its surface."""
    document = Document("a", "a", lang, text)
    segments = {"a": (Segment(0, len(text)),)}
    found = candidates.find(stream.read(lang, [document], segments, {}))
    parts = literal.parts_of(lexicon(lang), found, lang == "th")
    values = literal.agreement(lexicon(lang), parts, gloss, name)
    return {found.text(i): float(values[i]) for i in range(len(found))}


def test_agreement_with_a_gloss_counts_what_is_said_and_what_else() -> None:
    found = agreement("th", "สภาเยาวชนประชุม", "youth council", "hội đồng thanh niên")
    assert found["สภาเยาวชน"] == 1.0
    assert found["สภา"] == pytest.approx(2 / 3)
    assert found["สภาเยาวชนประชุม"] == pytest.approx(0.8)
    assert found["ประชุม"] == 0.0


def test_agreement_with_a_vietnamese_name_takes_whole_meanings() -> None:
    found = agreement("hi", "राष्ट्रीय निगरानी", "", "giám sát")
    assert found["निगरानी"] == 1.0
    # dân tộc (राष्ट्रीय) says nothing of dân vận, though a syllable is the same
    assert agreement("hi", "राष्ट्रीय निगरानी", "", "dân vận") == dict.fromkeys(found, 0.0)


def test_what_stands_in_parentheses_is_no_gloss() -> None:
    said = agreement("hi", "लोगों", "mass mobilization (the Party's work among the people)", "")
    assert said == {"लोगों": 0.0}
    assert agreement("hi", "लोगों", "the people", "") == {"लोगों": 1.0}


def test_everyday_words_and_heads_of_candidates() -> None:
    text = "लोगों की समिति"
    document = Document("a", "a", "hi", text)
    read = stream.read("hi", [document], {"a": (Segment(0, len(text)),)}, {})
    found = candidates.find(read)
    parts = literal.parts_of(lexicon("hi"), found, head_first=False)
    told = {
        found.text(i): (float(parts.everyday[i]), int(parts.heading[i])) for i in range(len(found))
    }
    assert told == {"लोगों": (1.0, 0), "समिति": (0.0, 1), "लोगों की समिति": (0.5, 1)}


def test_a_candidate_that_begins_within_a_word_of_the_list_has_no_meaning_for_it() -> None:
    known = lexicon("th")
    text = "บริการสาธารณะ"
    document = Document("a", "a", "th", text)
    read = stream.read("th", [document], {"a": (Segment(0, len(text)),)}, {})
    assert literal.senses(known, read).tolist() == [
        known.sense_of(known.key(text)),
        literal.CONTINUED,
    ]


def test_a_candidate_that_ends_within_a_word_of_the_list_has_not_its_meaning() -> None:
    found = agreement("th", "เปลี่ยนแปลงใหญ่", "change", "")
    assert found["เปลี่ยนแปลง"] == 1.0
    assert found["เปลี่ยนแปลงใหญ่"] == pytest.approx(2 / 3)
    assert found.get("เปลี่ยน", 0.0) == 0.0
    both = agreement("th", "บริการสาธารณะ บริการเปิด", "service", "")
    assert both["บริการ"] == 1.0
