"""Languages told apart by script and diacritics."""

from __future__ import annotations

import pytest

from glossary.languages import detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        pytest.param("คณะกรรมการพรรคประจำจังหวัด", "th", id="thai"),
        pytest.param("นาย Mai Van Tuat กล่าว", "th", id="thai-with-a-latin-name"),
        pytest.param("ที่มา: https://example.com/ban-dan-van-tinh-uy-so-ket", "th", id="address"),
        pytest.param("प्रांतीय पार्टी समिति", "hi", id="hindi"),
        pytest.param("Ban Dân vận Tỉnh ủy sơ kết", "vi", id="vietnamese"),
        pytest.param("Ban Da\u0302n va\u0323\u0302n", "vi", id="vietnamese-in-parts"),
        pytest.param("mass mobilization", "en", id="english"),
        pytest.param(
            "a café near the old town hall of the city on the hill", "en", id="one-accent"
        ),
        pytest.param("déjà vu à la française", None, id="neither"),
        pytest.param("党的群众工作", None, id="another-script"),
        pytest.param("12.3 — (0)", None, id="no-letters"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_language_is_told_or_left_open(text: str, lang: str | None) -> None:
    assert detect(text) == lang
