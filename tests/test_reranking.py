"""The process that ranks again: what it answers when a vector is lacking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_tui_ranking import RICE, Letters, mined

from aligner.mining import surveyed
from aligner.reranking import Answering, Question, corpus_of, with_vectors
from aligner.worker import Stored
from aligner.workspace import Workspace
from glossary.model import Term
from glossary.termfile import load


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        pytest.param(None, True, id="all-terms-have-vectors"),
        pytest.param("mttq", True, id="another-concept-has-a-term-without"),
        pytest.param("dan-van", False, id="its-own-term-has-none"),
    ],
)
def test_a_term_without_a_vector_stops_its_own_concept_alone(
    tmp_path: Path, written: str | None, answered: bool
) -> None:
    review = mined(tmp_path, kept=True)
    terms = load(review.terms)
    concepts = tuple(
        replace(c, terms=(*c.terms, Term("th", "ระนาดตะกร้า"))) if c.id == written else c
        for c in terms
    )
    terms = replace(terms, concepts=concepts)
    with Workspace.open(review.workspace, create=False) as store:
        stored = Stored(store, Letters.signature)
        field = surveyed(terms, corpus_of(store))
        field = replace(field, said=with_vectors(field.said, stored))
        asked = Question(1, "dan-van", "th", terms.by_id["dan-van"].in_lang("th")[0].forms, ())
        found = Answering(field, stored).answer(asked).texts
    assert (RICE in found) == answered
    assert bool(found) == answered
