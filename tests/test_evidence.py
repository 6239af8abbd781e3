from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.evidence import keys, overlap, size


@pytest.mark.parametrize(
    ("text", "lang", "other", "expected"),
    [
        pytest.param("ปี 2567", "th", "hi", {"2024"}, id="buddhist-era"),
        pytest.param("ปี ๒๕๖๗", "th", "vi", {"2024"}, id="thai-digits"),
        pytest.param("năm 2024", "vi", "th", {"2024", "năm"}, id="year-and-latin-word"),
        pytest.param(
            "NATO và EU", "vi", "hi", {"nato", "và", "eu", "@eu"}, id="latin-beside-hindi"
        ),
        pytest.param(
            "tỉnh Quảng Ninh", "vi", "th", {"tỉnh", "quảng", "ninh", "@quang-ninh"}, id="place"
        ),
        pytest.param("จังหวัดกวางนิญ", "th", "vi", {"@quang-ninh"}, id="place-in-thai"),
        pytest.param("क्वांग निन्ह प्रांत", "hi", "th", {"@quang-ninh"}, id="place-in-hindi"),
        pytest.param("NATO und EU", "de", "fr", {"nato"}, id="name-beside-latin"),
        pytest.param("im Jahr der Berge", "de", "fr", {"jahr", "berge"}, id="words-like-names"),
        pytest.param("năm nay", "vi", "en", set(), id="small-words-beside-latin"),
        pytest.param("1,435 लोग", "hi", "vi", {"1435"}, id="thousands-with-a-comma"),
        pytest.param("1.435 คน", "th", "hi", {"1435"}, id="thousands-with-a-point"),
        pytest.param("ไม่มีตัวเลข", "th", "hi", set(), id="nothing"),
    ],
)
def test_tokens_that_a_translation_keeps(
    text: str, lang: str, other: str, expected: set[str]
) -> None:
    assert keys(text, lang, other) == expected


def test_rare_tokens_weigh_more_and_foreign_ones_nothing() -> None:
    found = overlap(
        [frozenset("ab"), frozenset("a"), frozenset("x")], [frozenset("a"), frozenset("b")]
    )
    assert found.shared() == pytest.approx(
        np.array([[0.7071, 1.0], [0.7071, 0.0], [0.0, 0.0]]), abs=1e-3
    )
    assert found.source == pytest.approx([1.7071, 0.7071, 0.0], abs=1e-3)
    assert found.between(slice(0, 2), slice(0, 2)) == pytest.approx(1.7071, abs=1e-3)
    assert found.part(slice(1, 3), slice(0, 1)).shared().tolist() == [
        [pytest.approx(0.7071, abs=1e-3)],
        [0.0],
    ]


def test_numbers_that_the_other_text_lacks_are_kept_apart_from_its_own() -> None:
    found = overlap(
        [frozenset({"1281", "nato"}), frozenset({"1281", "7"}), frozenset({"36.9"})],
        [frozenset({"36.9"}), frozenset({"việt"})],
    )
    assert found.lone_source == pytest.approx([0.7071, 1.2071, 0.0], abs=1e-3)
    assert found.lone_target == pytest.approx([0.0, 0.0])
    assert found.source == pytest.approx([0.0, 0.0, 1.0])
    assert found.part(slice(1, 2), slice(0, 1)).lone_source == pytest.approx([1.2071], abs=1e-3)


def test_white_space_has_no_length() -> None:
    assert size("a b\n\tc ") == 3
    assert size("   ") == 1
