"""Which candidates make a row, and with which other boundaries."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.mining import folding

NESTED = (
    # सेवा, and what of it stands with सार्वजनिक before it and कार्य after it; one letter a word
    pytest.param("s xsk s xsk s xsk", "hi", ["s", "xs"], id="with-a-modifier-and-without"),
    pytest.param("k s ksx s ksx s ksx", "th", ["s", "sx"], id="the-modifier-follows-in-thai"),
    pytest.param("s xsk s xsk", "hi", ["s"], id="too-seldom"),
    pytest.param("s s s s xsk xsk", "hi", ["s"], id="too-seldom-with-it"),
    pytest.param("xsk xsk xsk xsk s", "hi", ["s"], id="hardly-ever-without-it"),
    pytest.param("s sk s sk s sk", "hi", ["s"], id="a-head-only-frames"),
    pytest.param("s ksx s ksx s ksx", "hi", ["s", "ks"], id="head-last-tells-the-two-sides"),
)


@pytest.mark.parametrize(("text", "lang", "expected"), NESTED)
def test_a_rendering_with_a_modifier_is_a_row_where_both_stand_often(
    text: str, lang: str, expected: list[str]
) -> None:
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end in ((a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1)):
        if "s" in text[start:end] and " " not in text[start:end]:
            places.setdefault(text[start:end], []).append((start, end - 1))
    names = sorted(places, key=lambda name: (len(name) > 1, -len(name), name))
    spans = [folding.Span(i, tuple(places[n]), len(places[n])) for i, n in enumerate(names)]
    score = -np.arange(len(spans), dtype=np.float64)
    made = folding.rows(spans, score, 10, head_first=lang == "th")
    assert [names[row.candidate] for row in made] == expected
    shown = [i for row in made for i in (row.candidate, *row.alternatives)]
    assert len(shown) == len(set(shown))


def test_one_core_makes_one_row_wherever_it_stands() -> None:
    spans = [
        folding.Span(0, ((0, 1),), 1, core=(7,)),
        folding.Span(1, ((4, 4), (6, 6), (8, 8)), 3, core=(7,)),
        folding.Span(2, ((10, 10),), 1, core=(8,)),
        folding.Span(3, ((12, 12),), 1),
        folding.Span(4, ((14, 14),), 1),
    ]
    made = folding.rows(spans, np.array([5.0, 1.0, 4.0, 3.0, 2.0]), 10)
    assert [(row.candidate, row.alternatives) for row in made] == [
        (1, (0,)),
        (2, ()),
        (3, ()),
        (4, ()),
    ]
    assert made[0].score == 5.0


def test_other_boundaries_are_chosen_by_what_says_the_whole() -> None:
    spans = [folding.Span(i, ((0, i),), 1) for i in range(5)]
    score = np.array([9.0, 8.0, 7.0, 6.0, 1.0])
    (by_score,) = folding.rows(spans, score, 10)
    (by_whole,) = folding.rows(spans, score, 10, whole=score[::-1])
    assert by_score.candidate == by_whole.candidate == 0
    assert (4 in by_score.alternatives, 4 in by_whole.alternatives) == (False, True)


@pytest.mark.parametrize("limit", range(4))
def test_rows_are_no_more_than_asked_for(limit: int) -> None:
    spans = [folding.Span(i, ((i, i),), 1, core=(i % 3,)) for i in range(6)]
    assert len(folding.rows(spans, np.zeros(6), limit)) == min(limit, 3)
