"""Scores of a translation against a reference."""

from __future__ import annotations

import pytest

from aligner.evaluation import evaluate
from aligner.pieces import Pieces, train
from glossary.errors import InputError

LINES = [
    "คณะกรรมการพรรคประจำจังหวัดประชุมเรื่องการระดมมวลชน",
    "แนวร่วมปิตุภูมิเวียดนามสนับสนุนการพัฒนาเศรษฐกิจและสังคม",
    "สภาประชาชนจังหวัดออกมติเกี่ยวกับนโยบายสนับสนุนครัวเรือนยากจน",
    "ผู้แทนแสดงความเห็นเกี่ยวกับร่างรายงานของคณะกรรมการ",
] * 3
PIECES = Pieces(train(LINES, 80))
WORSE = [line.replace("การ", "ของ") for line in LINES]


def test_a_translation_that_is_the_reference_is_perfect() -> None:
    scores = {s.metric: s for s in evaluate(LINES, LINES, "th", PIECES)}
    assert scores["chrF"].value == pytest.approx(100)
    assert scores["BLEU"].value == pytest.approx(100)
    assert scores["TER"].value == pytest.approx(0)
    assert scores["BLEU"].signature.startswith("BLEU|nrefs:1|case:mixed|eff:no|tok:none|")
    assert "|spm:" in scores["BLEU"].signature


def test_a_worse_translation_scores_lower_and_the_difference_has_a_chance() -> None:
    for score in evaluate(LINES, LINES, "th", PIECES, WORSE):
        assert score.low is not None
        assert score.high is not None
        assert score.low <= score.high
        assert score.p_value is not None
        assert score.p_value < 0.05
    worse = {s.metric: s.value for s in evaluate(WORSE, LINES, "th", PIECES)}
    assert worse["chrF"] < 100
    assert worse["TER"] > 0


def test_sides_of_different_length_are_refused() -> None:
    pieces = PIECES
    with pytest.raises(InputError) as error:
        evaluate(LINES, LINES[:2], "th", pieces)
    assert str(error.value) == "12, 2 segments; give as many on every side, and at least one"
