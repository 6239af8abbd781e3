"""Words and clusters with the spans that people would give them."""

from __future__ import annotations

import pytest

from glossary.words import clusters, is_edge, words


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        pytest.param("th", "ระบบการเมือง 14", ["ระบบ", "การเมือง", "14"], id="thai"),
        pytest.param("th", "😀พรรค", ["พรรค"], id="a-character-beyond-utf-16"),
        pytest.param("hi", "जनता, जन-आंदोलन।", ["जनता", "जन", "आंदोलन"], id="hindi"),
        pytest.param(
            "vi", "nha\u0302n da\u0302n.", ["nha\u0302n", "da\u0302n"], id="vietnamese-in-parts"
        ),
        pytest.param("en", "Party's (14th)", ["Party", "s", "14th"], id="english"),
        pytest.param("th", "", [], id="empty"),
    ],
)
def test_words_are_found_with_their_spans(lang: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text, lang)] == expected


def test_clusters_keep_signs_with_their_letter() -> None:
    text = "ที่กำ हिन्दी"
    assert [text[start:end] for start, end in clusters(text)][:2] == ["ที่", "กำ"]


@pytest.mark.parametrize(
    ("text", "offset", "edge"),
    [
        pytest.param("ปี", 1, False, id="before-a-vowel-sign"),
        pytest.param("เปิด", 1, False, id="after-a-leading-vowel"),
        pytest.param("การ", 1, False, id="before-a-following-vowel"),
        pytest.param("कार", 1, False, id="before-a-matra"),
        pytest.param("กน", 1, True, id="between-letters"),
        pytest.param("ปี", 0, True, id="start"),
        pytest.param("ปี", 2, True, id="end"),
    ],
)
def test_a_text_is_cut_only_between_whole_characters(text: str, offset: int, edge: bool) -> None:
    assert is_edge(text, offset) is edge
