"""Where candidates stand, and that ranking again is safe."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mining import TERMBASE, THAI, corpus, document, embed

from aligner.mining import Field, Ranker, candidates, ranker, surveyed
from aligner.mining.frames import WINDOW, Contexts
from aligner.mining.places import Places
from aligner.mining.space import Space
from aligner.model import Rendering

RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=12)
"""Beginnings and sizes."""


@pytest.fixture(scope="module")
def field() -> Field:
    return surveyed(TERMBASE, THAI, langs=["th"], known={("dan-van", "th"): ("ระดมมวลชน",)})


@settings(derandomize=True, deadline=None)
@given(RANGES)
def test_ranges_are_written_out(given: list[tuple[int, int]]) -> None:
    start = np.array([a for a, _ in given], dtype=np.int64)
    stop = np.array([a + n for a, n in given], dtype=np.int64)
    numbers, owner = candidates.ranges(start, stop)
    written = [(number, i) for i, (a, n) in enumerate(given) for number in range(a, a + n)]
    assert list(zip(numbers.tolist(), owner.tolist(), strict=True)) == written


def test_a_context_is_the_words_around_and_adds_up(field: Field) -> None:
    stream = field.grounds["th"].stream
    contexts = Contexts(stream)
    first = np.array([0, 3, len(stream) - 2], dtype=np.int32)
    last = first + 1
    around = [
        place
        for a, b in zip(first.tolist(), last.tolist(), strict=True)
        for place in (*range(a - WINDOW, a), *range(b + 1, b + 1 + WINDOW))
        if 0 <= place < len(stream)
    ]
    expected = contexts._signs[stream.word[around]].sum(axis=0)
    assert np.allclose(contexts.total(first, last), expected, atol=1e-4)
    apart = contexts.total(first[:1], last[:1]) + contexts.total(first[1:], last[1:])
    assert np.allclose(apart, expected, atol=1e-4)
    assert not contexts.of(first[:0], last[:0]).any()


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        pytest.param(1, [0], id="the-first"),
        pytest.param(2, [0, 3], id="both-ends"),
        pytest.param(3, [0, 1, 3], id="and-between"),
        pytest.param(4, [0, 1, 2, 3], id="all"),
        pytest.param(9, [0, 1, 2, 3], id="fewer-than-that"),
    ],
)
def test_a_sample_is_spread_over_all_places(
    most: int, shown: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "ตลาดข้าวราคาลดลง " * 4
    field = surveyed(TERMBASE, corpus(document("a", "th", text)), langs=["th"])
    target = field.target(field.termbase.by_id["dan-van"], "th", embed)
    places = Places(field.grounds["th"], target)
    at = max(range(len(target.shortlist)), key=places.count)
    first, last = (side.tolist() for side in places.of(at))
    assert len(first) == 4
    monkeypatch.setattr("aligner.mining.places.LOOKED_AT", most)
    assert places.sample(at) == tuple((first[i], last[i]) for i in shown)


def test_evidence_is_in_order_of_documents_and_places(field: Field) -> None:
    for row in ranker(field, embed, "dan-van", "th").rows():
        assert list(row.evidence) == sorted(row.evidence, key=lambda o: (o.document, o.start))


def all_rows(field: Field) -> Ranker:
    """A ranker of dân vận that leaves out no row."""
    target = field.target(field.termbase.by_id["dan-van"], "th", embed)
    space = Space(field.termbase, field.grounds, [target], embed)
    return Ranker(field.grounds["th"], target, space, least=0.0)


def new(rows: list[Rendering]) -> list[str]:
    return [row.text for row in rows if row.status == "new"]


def test_deciding_again_gives_what_deciding_once_gives(field: Field) -> None:
    """The order of decisions that don't touch each other changes nothing."""
    one, other = (all_rows(field) for _ in range(2))
    texts = new(one.rows())[:3]
    assert len(texts) == 3
    for text in texts:
        one.reject(text)
    for text in reversed(texts):
        other.reject(text)
    assert one.rows() == other.rows() == one.rows()


def test_threads_may_ask_at_once(field: Field) -> None:
    """As a reviewer who decides while the ranking before is still under way."""
    ranked = all_rows(field)
    texts = new(ranked.rows())[:4]
    assert len(texts) == 4
    with ThreadPoolExecutor(4) as pool:
        given = [pool.submit(ranked.reject, text) for text in texts]
        given += [pool.submit(ranked.rows) for _ in range(6)]
        for future in given:
            rows = future.result()
            assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert not {*texts} & {*new(ranked.rows())}
    same = all_rows(field)
    for text in texts:
        same.reject(text)
    assert ranked.rows() == same.rows()


def test_rankers_of_one_field_may_work_at_once() -> None:
    """What they share is worked out at the first use, by whoever is first."""

    def rows(field: Field, concept: str) -> list[Rendering]:
        return ranker(field, embed, concept, "th").rows()

    concepts = [concept.id for concept in TERMBASE] * 2
    expected = [rows(surveyed(TERMBASE, THAI, langs=["th"]), concept) for concept in concepts]
    field = surveyed(TERMBASE, THAI, langs=["th"])
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(rows, [field] * len(concepts), concepts)) == expected
