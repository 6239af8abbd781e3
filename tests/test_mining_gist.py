"""The gist of words chooses whose vectors are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from test_mining import TERMBASE, corpus, document

from aligner.mining import surveyed, target
from aligner.mining.gist import Gist
from aligner.model import Vectors
from glossary.model import Concept, Term, Termbase

MEANING = {"ข้าว": 0, "rice": 0, "ทองคำ": 1, "gold": 1, "ตลาด": 2}
"""The direction of a word; others have one that no gloss has."""


def embed(texts: Sequence[str]) -> Vectors:
    """Words of one meaning have one vector, as a multilingual encoder nearly has it."""
    rows = np.zeros((len(texts), 5), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[MEANING.get(text, 3)] = 1.0
        row[4] = 2.0  # what all texts have in common
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


BASE = Termbase((Concept("rice", (Term("vi", "lúa"),), gloss="rice"), *TERMBASE.concepts))
TEXT = "\n".join(["ราคาข้าวลดลง", "ทองคำลดลง", "ตลาดเช้า", "รถไฟใหม่"])


@pytest.mark.parametrize(
    ("gloss", "known", "nearest"),
    [
        pytest.param("rice", (), "ข้าว", id="by-its-gloss"),
        pytest.param("gold", (), "ทองคำ", id="by-another-gloss"),
        pytest.param("rice", ("ตลาด",), "ตลาด", id="by-what-is-known"),
    ],
)
def test_the_phrase_whose_word_means_it_is_closest(
    gloss: str, known: tuple[str, ...], nearest: str
) -> None:
    ground = surveyed(BASE, corpus(document("a", "th", TEXT))).grounds["th"]
    concept = Concept("x", (Term("vi", gloss),), gloss=gloss)
    by_gloss, by_known = Gist(BASE, ground, embed).closeness(concept, known)
    best = by_known if known else by_gloss
    assert ground.candidates.text(int(np.argmax(best))) == nearest
    assert np.abs(best).max() <= 2.0
    assert known or not by_known.any()


def test_nothing_is_close_where_there_are_no_words() -> None:
    ground = surveyed(BASE, corpus(document("a", "vi", "Mùa lúa")), langs=["th"]).grounds["th"]
    sides = Gist(BASE, ground, embed).closeness(BASE.concepts[0], ())
    assert [len(side) for side in sides] == [0, 0]


@pytest.mark.parametrize(("looked_at", "found"), [(1, True), (0, False)])
def test_what_means_the_gloss_is_looked_at_first(
    monkeypatch: pytest.MonkeyPatch, looked_at: int, found: bool
) -> None:
    field = surveyed(BASE, corpus(document("a", "th", TEXT)))
    aimed = target.aim(
        field.grounds["th"],
        field.termbase,
        field.termbase.by_id["rice"],
        frozenset(),
        frozenset(),
        "",
        (),
        Gist(field.termbase, field.grounds["th"], embed),
        size=looked_at,
    )
    texts = {field.grounds["th"].candidates.text(i) for i in aimed.shortlist.tolist()}
    assert ("ข้าว" in texts) == found


def test_words_are_encoded_once_for_all_concepts() -> None:
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return embed(texts)

    ground = surveyed(BASE, corpus(document("a", "th", TEXT))).grounds["th"]
    gist = Gist(BASE, ground, counting)
    for concept in BASE.concepts:
        gist.closeness(concept, ())
    words = ground.stream.vocabulary
    assert [asked.count(word) for word in words] == [1] * len(words)
