"""Which words of a translation say what a term of the other side says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mining import TERMBASE, document, embed
from test_mining_aligned import _lines, beads

from aligner.mining import Field, folding, mine, ranking, surveyed
from aligner.mining.ground import Corpus
from aligner.mining.links import Said, _among
from aligner.model import Bitext, Mode, Rendering
from aligner.traces import Trace, Traced
from glossary.model import Termbase

NONE = np.zeros(0, dtype=np.int64)

MEANINGS = {
    "dân": 0,
    "vận": 1,
    "ढकनी": (0, 1),
    "gạo": 2,
    "चावल": 2,
    "xã": 3,
    "गाँव": 3,
    "tăng": 4,
    "महंगा": 4,
}
"""What a word means, one thing or two; every other word means something of its own."""


def traced(texts: Sequence[str]) -> list[Trace]:
    """A piece a word, along an axis for each thing that it means."""
    made = []
    for text in texts:
        spans = [m.span() for m in re.finditer(r"[^\s.।,]+", text)]
        rows = np.zeros((len(spans), 64), dtype=np.int8)
        for row, (start, end) in zip(rows, spans, strict=True):
            word = text[start:end].lower()
            row[np.array(MEANINGS.get(word, 10 + sum(map(ord, word)) % 54))] = 100
        made.append(Trace(rows, np.array(spans, dtype=np.int32).reshape(-1, 2)))
    return made


def corpus(*lines: tuple[str, str]) -> Corpus:
    sides = [
        document(key, lang, "\n".join(line[i] for line in lines))
        for i, (key, lang) in enumerate((("v", "vi"), ("w", "hi")))
    ]
    bitext = Bitext("v", "w", Mode.PARALLEL, beads(len(lines)), "test")
    return Corpus(tuple(sides), {d.id: _lines(d.text) for d in sides}, (bitext,))


LINES = (
    ("Gạo tăng giá.", "चावल महंगा।"),
    ("Dân vận ở xã.", "गाँव में ढकनी।"),
)


def said(field: Field, concept: str = "dan-van", closed: Sequence[int] = ()) -> dict[str, float]:
    """How far each phrase is linked."""
    found = field.links["hi"].said(concept, np.array(closed, dtype=np.int64))
    text = field.grounds["hi"].candidates.text
    return {text(i): round(float(share), 2) for i, share in enumerate(found.share)}


def test_a_phrase_is_linked_to_the_term_that_it_faces_in_a_single_bead() -> None:
    found = said(surveyed(TERMBASE, corpus(*LINES), langs=["hi"], traced=traced))
    assert found["ढकनी"] > 0.8
    assert 0 < found["गाँव में ढकनी"] < found["ढकनी"]
    assert found["गाँव"] < 0.3
    assert found["चावल"] == 0.0


def test_the_way_back_is_that_of_the_phrase_alone() -> None:
    links = surveyed(TERMBASE, corpus(*LINES), langs=["hi"], traced=traced).links["hi"]
    found = links.said("dan-van", NONE)
    assert found.looked
    assert (found.back >= found.share - 1e-9).any()
    assert found.back.max() > 0.9


def test_an_occurrence_that_does_not_count_is_not_linked() -> None:
    field = surveyed(TERMBASE, corpus(*LINES), langs=["hi"], traced=traced)
    every = range(len(field.grounds["hi"].candidates.first))
    assert set(said(field, closed=every).values()) == {0.0}


def _untraced(texts: Sequence[str]) -> None:
    return None


@pytest.mark.parametrize(
    ("concept", "traced_by"),
    [
        pytest.param("ban-dan-van", traced, id="no-bead-names-it"),
        pytest.param("dan-van", _untraced, id="the-encoder-makes-no-traces"),
    ],
)
def test_nothing_is_linked_where_nothing_can_be_looked_at(concept: str, traced_by: Traced) -> None:
    field = surveyed(TERMBASE, corpus(*LINES), langs=["hi"], traced=traced_by)
    found = field.links["hi"].said(concept, NONE)
    assert not found.looked
    assert not found.share.any()


def test_traces_are_asked_for_once() -> None:
    asked: list[int] = []

    def counted(texts: Sequence[str]) -> list[Trace]:
        asked.append(len(texts))
        return traced(texts)

    links = surveyed(TERMBASE, corpus(*LINES), langs=["hi"], traced=counted).links["hi"]
    assert asked == []
    links.prepare()
    assert asked == [2]  # both sides of the bead that names a concept
    links.said("dan-van", NONE)
    assert asked == [2]


def test_a_language_without_beads_has_no_links() -> None:
    apart = replace(corpus(*LINES), bitexts=())
    assert not surveyed(TERMBASE, apart, langs=["hi"], traced=traced).links


def rows_of(least: float, traced_by: Traced | None = traced) -> list[Rendering]:
    """What is mined for a concept in the lines above."""
    texts = corpus(*LINES)
    return mine(
        TERMBASE, texts, embed, concepts=["dan-van"], langs=["hi"], least=least, traced=traced_by
    )


def test_a_row_tells_how_far_it_is_linked() -> None:
    rows = rows_of(least=0)
    assert rows[0].text == "ढकनी"
    told = {reason.name: reason for reason in rows[0].reasons}
    assert told["linked"].text == "stands where the other side says dân vận"
    assert told["linked-back"].text == "means nothing but dân vận on the other side"
    assert told["linked"].value > 0.8


def test_a_row_is_the_more_probable_the_more_it_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    def probabilities(*slopes: float) -> dict[str, float]:
        monkeypatch.setattr(ranking, "LINKED", slopes)
        return {row.text: row.score for row in rows_of(least=0) if row.status == "new"}

    without, told, less = probabilities(0.0, 0.0), probabilities(4.0, 0.0), probabilities(4.0, -2.0)
    assert without["ढकनी"] < less["ढकनी"] < told["ढकनी"]
    assert told["चावल"] == less["चावल"] == without["चावल"]


@pytest.mark.parametrize(
    ("gloss", "raised"),
    [
        pytest.param("mass mobilization", False, id="other-words"),
        pytest.param("village", True, id="its-own-words"),
    ],
)
def test_a_row_of_aligned_beads_is_more_probable_where_its_words_say_the_concept(
    monkeypatch: pytest.MonkeyPatch, gloss: str, raised: bool
) -> None:
    named = replace(TERMBASE.by_id["dan-van"], gloss=gloss)
    base = Termbase((named,))

    def chance(saying: float) -> float:
        monkeypatch.setattr(ranking, "SAYING", saying)
        rows = mine(base, corpus(*LINES), embed, langs=["hi"], least=0, traced=traced)
        return next(row.score for row in rows if row.text == "गाँव")

    assert (chance(2.0) > chance(0.0)) is raised


@pytest.mark.parametrize(
    "traced_by", [pytest.param(None, id="for-its-place"), pytest.param(traced, id="looked-at")]
)
@pytest.mark.parametrize("keeps", [True, False])
def test_place_alone_keeps_a_row(
    monkeypatch: pytest.MonkeyPatch, traced_by: Traced | None, keeps: bool
) -> None:
    told = []
    monkeypatch.setattr(ranking, "placed", lambda *_, faced: told.append(faced) or keeps)
    found = rows_of(least=1.1, traced_by=traced_by)
    assert any(row.status == "new" for row in found) == keeps
    assert set(told) == {traced_by is not None}


@pytest.mark.parametrize(
    ("llr", "linked", "kept"),
    [
        pytest.param(12.0, 1.0, True, id="both"),
        pytest.param(12.0, 0.1, False, id="beads-alone"),
        pytest.param(2.0, 1.0, False, id="links-alone"),
    ],
)
def test_where_words_were_looked_at_beads_and_links_keep_a_row_together(
    llr: float, linked: float, kept: bool
) -> None:
    share = {name: np.array([0.0]) for name in ranking.PLACE}
    share |= {"llr": np.array([llr]), "linked": np.array([linked])}
    assert ranking.placed(share, 0, faced=True) == kept


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_shares_are_between_0_and_1(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def any_rows(texts: Sequence[str]) -> list[Trace]:
        return [
            trace._replace(rows=rng.integers(-127, 128, trace.rows.shape, dtype=np.int8))
            for trace in traced(texts)
        ]

    field = surveyed(TERMBASE, corpus(*LINES), langs=["hi"], traced=any_rows)
    found: Said = field.links["hi"].said("dan-van", NONE)
    for values in (found.share, found.back):
        assert values.min() >= 0
        assert values.max() <= 1 + 1e-9


@pytest.mark.parametrize(
    ("linked", "count", "rows"),
    [
        pytest.param([0.1, 0.6], 3, 2, id="rare-and-linked"),
        pytest.param([0.1, 0.6], 2, 1, id="stands-as-often"),
        pytest.param([0.5, 0.6], 3, 1, id="hardly-linked-more"),
        pytest.param([0.0, 0.3], 3, 1, id="hardly-linked"),
        pytest.param(None, 3, 1, id="not-aligned"),
    ],
)
def test_a_linked_phrase_makes_its_own_row_beside_a_frequent_word_of_it(
    linked: list[float] | None, count: int, rows: int
) -> None:
    word = folding.Span(0, tuple((10 * i, 10 * i) for i in range(count)), count)
    phrase = folding.Span(1, ((0, 1),), 1)
    told = None if linked is None else np.array(linked)
    made = folding.rows([word, phrase], np.array([2.0, 1.0]), 10, linked=told)
    assert len(made) == rows


@pytest.mark.parametrize(
    ("seen", "share"), [pytest.param(0, 0.0, id="none"), (3, 0.5), pytest.param(27, 0.9, id="many")]
)
def test_what_stands_beside_few_known_renderings_tells_less(seen: int, share: float) -> None:
    values = np.array([0.0, 1.0])
    signals = {"context": values, "slug": values}
    found = ranking.standard(signals, seen)
    assert found["context"] == pytest.approx(share * found["slug"])


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_occurrences_are_among_those_closed_or_not(some: set[int], every: set[int]) -> None:
    few, many = (np.array(sorted(of), dtype=np.int64) for of in (some, every))
    assert _among(few, many).tolist() == np.isin(few, many).tolist()
