from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.alignment.endings import BREAKS, breaks, ending, openness
from aligner.alignment.evidence import LINE, SENTENCE, WEAK


@pytest.mark.parametrize(
    ("before", "gap", "after", "expected"),
    [
        pytest.param("จังหวัดจัดประชุม", " ", "ผู้แทนเห็นด้วย", WEAK, id="space"),
        pytest.param("ठीक है।", " ", "चलो", SENTENCE, id="danda"),
        pytest.param("Anh nói: “Đi thôi.”", " ", "Họ đi.", SENTENCE, id="closing-quote"),
        pytest.param("सचिव आए;", " ", "नेता भी आए।", WEAK, id="semicolon"),
        pytest.param("một", "\n", "hai", LINE, id="line"),
        pytest.param("một", " \n ", "hai", LINE, id="line-with-spaces"),
        pytest.param("một", "", "", LINE, id="end-of-text"),
    ],
)
def test_what_ends_a_segment(before: str, gap: str, after: str, expected: int) -> None:
    text = before + gap + after
    assert ending(text, len(before), len(before) + len(gap)) == expected


@pytest.mark.parametrize(
    ("strings", "end", "expected"),
    [
        pytest.param(
            ["Một câu.", "Hai câu.", "Ba", "câu."], LINE, [0, 0, 1, 0], id="broken-sentence"
        ),
        pytest.param(["Một câu.", "Hai;", "ba.", "Bốn."], WEAK, [0, 1, 0, 0], id="semicolon"),
        pytest.param(["Một câu.", "Hai;", "Ba.", "Bốn."], LINE, [0, 0, 0, 0], id="given-so"),
        pytest.param(["ข้อหนึ่ง", "ข้อสอง"], LINE, [0, 0], id="no-punctuation-at-all"),
        pytest.param(["Một", "Hai", "Ba"], LINE, [0, 0, 0], id="headings"),
        pytest.param([], LINE, [], id="nothing"),
    ],
)
def test_a_sentence_that_goes_on_looks_open(
    strings: list[str], end: int, expected: list[int]
) -> None:
    assert (openness(strings, [end] * len(strings)) > 0.4).astype(int).tolist() == expected


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        pytest.param(["Một câu.", "Hai", "ba.", "Bốn."], ["", "unended", "", ""], id="cut"),
        pytest.param(["Một câu.", "Phần hai", "Ba.", "Bốn."], ["", "titled", "", ""], id="heading"),
        pytest.param(["Một câu.", "Hai;", "ba.", "Bốn."], ["", "paused", "", ""], id="semicolon"),
        pytest.param(["Một câu.", "Hai:", "Ba.", "Bốn."], ["", "paused", "", ""], id="colon"),
        pytest.param(["Một.", "Ở Tp.", "hai.", "Ba."], ["", "unended", "", ""], id="abbreviation"),
        pytest.param(["एक।", "दो", "तीन।", "चार।"], ["", "unended", "", ""], id="no-capitals"),
        pytest.param(["Một.", "Hai."], ["", ""], id="whole-sentences"),
        pytest.param(["ข้อหนึ่ง", "ข้อสอง"], ["", ""], id="no-punctuation-at-all"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_how_a_segment_ends_is_told_apart(strings: list[str], expected: list[str]) -> None:
    found = breaks(strings, [LINE] * len(strings))
    assert [
        " ".join(kind for kind, value in zip(BREAKS, column, strict=True) if value > 0.2)
        for column in found.T
    ] == expected


def test_a_semicolon_within_a_line_is_as_good_as_none() -> None:
    found = breaks(["Một câu.", "Hai;", "ba.", "Bốn."], [WEAK] * 4)
    assert (found > 0.2).tolist() == [[False, True, False, False], [False] * 4, [False] * 4]


@given(st.lists(st.sampled_from(["Một.", "hai", "Ba;", "bốn:", "năm.", "Sáu", "हाँ"]), max_size=9))
def test_what_looks_open_breaks_off_in_one_way(strings: list[str]) -> None:
    ends = [LINE] * len(strings)
    apart = breaks(strings, ends)
    assert ((apart > 0).sum(axis=0) <= 1).all()
    assert (apart[:2].sum(axis=0) <= openness(strings, ends) + 1e-6).all()
    full = np.where(apart[2] > 0, 0, openness(strings, ends))
    assert apart[:2].sum(axis=0) == pytest.approx(full)
