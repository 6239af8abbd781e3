"""What says a concept in other languages, and how close phrases are to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_mining import corpus, document, embed

from aligner.mining import ranker, surveyed
from aligner.mining.sayings import sayings, spoken
from aligner.mining.space import NEIGHBOURS, TAKEN_OFF, centred, grouped, near_others
from glossary.model import Concept, Status, Term, Termbase

CONCEPT = Concept(
    "c",
    (
        Term("vi", "dân vận"),
        Term("th", "ระดมมวลชน"),
        Term("th", "บริการ", Status.DEPRECATED),
        Term("en", "mass mobilization"),
    ),
    gloss="mass mobilization",
)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        pytest.param("vi", ("dân vận",), id="name-once"),
        pytest.param("en", ("mass mobilization",), id="gloss-and-term-are-one"),
        pytest.param("th", ("ระดมมวลชน",), id="not-what-was-refused"),
        pytest.param("hi", (), id="no-term"),
    ],
)
def test_a_concept_is_said_by_what_was_not_refused(lang: str, expected: tuple[str, ...]) -> None:
    assert sayings(CONCEPT, lang) == expected
    assert spoken(Termbase((CONCEPT,))) == ("en", "th", "vi")


def test_a_phrase_like_the_term_of_another_language_is_closer_with_that_term() -> None:
    text = corpus(document("a", "th", "ระนาดดี\nตะกร้าดี"))
    others = (Concept("o", (Term("vi", "khác"),), gloss="other"),)

    def closeness(*terms: Term) -> float:
        concept = Concept("c", (Term("vi", "dân vận"), *terms), gloss="gloss")
        ranked = ranker(surveyed(Termbase((concept, *others)), text), embed, "c", "th")
        own = dict(zip(ranked.texts, ranked.signals()["gloss-similarity"], strict=True))
        return float(own["ระนาด"] - own["ตะกร้า"])

    assert closeness(Term("lo", "ระนาด")) > closeness() + 0.1
    assert closeness(Term("lo", "ระนาด", Status.DEPRECATED)) == closeness()


@given(st.integers(1, 30), st.integers(0, 29))
def test_of_the_others_the_nearest_are_taken_off(many: int, column: int) -> None:
    column %= many
    similar = np.random.default_rng(many).normal(size=(3, many))
    filled = [i % 3 > 0 for i in range(many)]
    others = [i for i in range(many) if filled[i] and i != column]
    found = near_others(similar, column, filled)
    for row, taken in zip(similar[:, others], found, strict=True):
        nearest = sorted(row.tolist())[-NEIGHBOURS:]
        assert taken == pytest.approx(TAKEN_OFF * np.mean(nearest) if nearest else 0.0)


def test_what_all_have_in_common_is_taken_off_the_more_they_are() -> None:
    rng = np.random.default_rng(3)
    rows = (rng.normal(size=(200, 16)) + 3.0).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert float((rows @ rows.T).mean()) > 0.8
    many, one = centred(rows), centred(rows[:1])
    assert abs(float((many @ many.T).mean())) < 0.1
    assert one == pytest.approx(rows[:1], abs=1e-6)
    assert centred(rows[:0]).shape == (0, 16)


def test_a_group_is_as_close_as_its_best_text() -> None:
    pool = np.eye(3, dtype=np.float32)
    assert grouped(pool, pool, [2, 0, 1]).tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert grouped(pool[:0], pool, [2, 0, 1]).shape == (0, 3)
    assert grouped(pool, pool[:0], [0]).tolist() == [[0], [0], [0]]
