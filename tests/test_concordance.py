"""Concordance lines fit, keep clusters whole, and show nothing that acts on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from aligner.concordance import line, lines
from glossary.words import clusters

THAI = "การประชุมสรุปงานระดมมวลชนของจังหวัดในช่วงหกเดือนแรกของปี"
HINDI = "प्रांतीय पार्टी समिति के जन आंदोलन आयोग ने सम्मेलन किया"


def span_of(text: str, keyword: str) -> tuple[int, int]:
    start = text.index(keyword)
    return start, start + len(keyword)


@pytest.mark.parametrize(
    ("text", "keyword", "width", "lang", "expected"),
    [
        pytest.param(
            THAI,
            "ระดมมวลชน",
            33,
            "th",
            ("ประชุมสรุปงาน", "ระดมมวลชน", "ของจังหวัดใน"),
            id="thai-words",
        ),
        pytest.param(
            HINDI, "जन आंदोलन", 21, "hi", ("समिति के", "जन आंदोलन", "आयोग ने"), id="hindi-words"
        ),
        pytest.param("ban dân vận", "dân vận", 40, "vi", ("ban", "dân vận", ""), id="all-fits"),
        pytest.param(
            "first line\nsecond dân vận here\nthird",
            "dân vận",
            60,
            "vi",
            ("second", "dân vận", "here"),
            id="not-beyond-the-line",
        ),
        pytest.param(
            "a\t b  \x1b[31mdân  vận\u202e c",
            "dân  vận",
            60,
            "vi",
            ("a b ␛[31m", "dân vận", "\ufffd c"),
            id="blanks-and-controls",
        ),
        pytest.param("xin dân vận đi", "dân vận", 3, "vi", ("", "dân vận", ""), id="no-room"),
    ],
)
def test_a_line_has_whole_words_around_its_keyword(
    text: str, keyword: str, width: int, lang: str, expected: tuple[str, str, str]
) -> None:
    found = line(text, span_of(text, keyword), width, lang)
    assert (found.left.strip(), found.keyword, found.right.strip()) == expected


def test_a_word_longer_than_the_line_is_cut_between_clusters() -> None:
    text = "นำ้" * 30 + "dân" + "น้ำ" * 30
    found = line(text, span_of(text, "dân"), 23, "en")
    whole = {text[a:b] for a, b in clusters(text)}
    assert found.left
    assert found.right
    assert {found.left[a:b] for a, b in clusters(found.left)} <= whole
    assert {found.right[a:b] for a, b in clusters(found.right)} <= whole


@pytest.mark.parametrize("span", [(-1, 2), (3, 3), (0, 99)])
def test_a_span_outside_the_text_is_an_error(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not in a text of 7 code points"):
        line("dân vận", span)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.text(alphabet="กำนะ้เ การसमिति्िa đặ\n\t\x1b\u200d", min_size=1, max_size=80),
    st.integers(0, 79),
    st.integers(1, 20),
    st.integers(0, 60),
    st.sampled_from(["th", "hi", "vi"]),
)
def test_context_never_outgrows_the_width(
    text: str, start: int, length: int, width: int, lang: str
) -> None:
    start = min(start, len(text) - 1)
    span = (start, min(len(text), start + length))
    (found,) = lines(text, [span], width, lang)
    assert "\n" not in found.left + found.keyword + found.right
    room = max(0, width - cell_len(found.keyword))
    assert cell_len(found.left) + cell_len(found.right) <= room
