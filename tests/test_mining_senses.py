"""What the words of a Vietnamese term are taken for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mining import corpus, document

from aligner.mining import literal, ranker, senses, surveyed
from aligner.mining.senses import readings, taken_apart
from aligner.model import Vectors
from glossary.model import Concept, Term, Termbase


@pytest.mark.parametrize(
    ("name", "some", "none"),
    [
        pytest.param("vận động", "exercise", "people", id="one-word"),
        pytest.param("tổ chức Đảng", "feast organization", "organization feast", id="last-first"),
        pytest.param("phòng, chống tham nhũng", "corruption combat", "room", id="longest-first"),
        pytest.param("Ban Tổ chức", "organize committee", "organize", id="with-the-usual-others"),
    ],
)
def test_a_term_is_read_by_another_sense_of_one_word(name: str, some: str, none: str) -> None:
    assert some in readings(name)
    assert none not in readings(name)


def test_what_no_list_has_is_taken_for_nothing() -> None:
    assert taken_apart("xyz") == readings("xyz") == ()
    assert taken_apart("xyz nghị quyết") == taken_apart("nghị quyết")


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*senses.listed(), "xyz", ","]), max_size=5).map(" ".join))
def test_readings_are_few_and_different(name: str) -> None:
    found = readings(name)
    assert len(found) == len(set(found)) <= senses.READINGS
    assert bool(found) == bool(taken_apart(name))


def test_the_list_has_each_word_once_with_its_senses() -> None:
    for word, own in senses.listed().items():
        assert 0 < len(word.split()) <= senses.LONGEST
        assert own
        assert len(own) == len(set(own)), word
        assert all(each and each == each.strip() for each in own), word


@pytest.mark.parametrize(
    ("text", "misread"),
    [
        pytest.param("การเคลื่อนไหวใหม่", True, id="movement-for-mobilizing"),
        pytest.param("ตลาดเช้า", False, id="no-sense-of-it"),
    ],
)
def test_words_that_say_another_sense_are_told_from_others(text: str, misread: bool) -> None:
    ground = surveyed(Termbase(()), corpus(document("a", "th", text))).grounds["th"]
    known = literal.lexicon("th")
    assert bool(literal.misreading(known, ground.parts, "vận động").max() > 0.5) is misread


def _embed(texts: Sequence[str]) -> Vectors:
    """The feast and งานเลี้ยง have one direction, all others one that says nothing of it."""
    rows = np.zeros((len(texts), 4), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[0 if text in ("feast", "งานเลี้ยง") else 1 + len(text) % 2] = 1.0
        row[3] = 1.0
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_phrase_that_means_another_sense_is_close_to_what_the_term_is_taken_for() -> None:
    base = Termbase(
        (
            Concept("dang", (Term("vi", "Đảng"), Term("th", "พรรค")), gloss="the Party"),
            Concept("luat", (Term("vi", "luật"), Term("th", "กฎหมาย")), gloss="law"),
        )
    )
    text = "พรรคเชิญแขก\nงานเลี้ยงเมื่อวาน\nรถไฟใหม่"
    field = surveyed(base, corpus(document("a", "th", text)))
    told = {}
    for concept in ("dang", "luat"):
        own = ranker(field, _embed, concept, "th")
        told[concept] = own.signals()["sense-similarity"][own.texts.index("งานเลี้ยง")]
    assert told["dang"] > 0.5 > told["luat"]
