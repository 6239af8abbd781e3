"""Pictures of the application: real keys, a real save, and nothing fetched from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import reviews
from lxml import etree

from glossary.errors import InputError
from tui import cells
from tui.screenshot import self_contained, take


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


def drawn(review: reviews.Review, *keys: str) -> str:
    return take(review.terms, review.workspace, keys, (80, 24), reviewer="Mai")


def test_a_picture_shows_what_keys_did_and_that_is_saved(review: reviews.Review) -> None:
    picture = drawn(review, "enter")
    root = etree.fromstring(picture.encode())
    text = "".join(root.itertext()).replace("\u00a0", " ")
    assert "Mặt trận Tổ quốc" in text
    assert "1 decided" in text
    assert review.termbase.by_id["dan-van"].preferred("th") is not None
    assert "@font-face" not in picture


def test_the_terminals_habits_are_as_before(review: reviews.Review) -> None:
    before = cells.HABITS
    drawn(review)
    assert before == cells.HABITS


def test_no_text_begins_with_blanks() -> None:
    text = '<text class="a" x="10" y="5" textLength="36.6" clip-path="url(#c)">{}</text>'
    assert self_contained(text.format("&#160;&#160;x")) == (
        '<text class="a" x="34.4" y="5" textLength="12.2" clip-path="url(#c)">x</text>'
    )
    assert self_contained(text.format("&#160;&#160;&#160;")) == ""
    assert self_contained(text.format("a&#160;b")) == text.format("a&#160;b")


def test_a_text_is_as_wide_as_its_cells_and_each_script_stands_where_it_begins() -> None:
    text = '<text class="a" x="0" y="5" textLength="{}" clip-path="url(#c)">{}</text>'
    drawn = self_contained(text.format(300, "✗&#160;&amp;&#160;การระดม&#160;e"))
    assert drawn == "".join(
        f'<text class="a" x="{x}" y="5" textLength="{length}" clip-path="url(#c)">{shown}</text>'
        for x, length, shown in (
            ("0", "36.6", "✗&#160;&amp;"),
            ("48.8", "85.4", "การระดม"),
            ("146.4", "12.2", "e"),
        )
    )
    hindi = self_contained(text.format(90, "जन"))
    assert 'textLength="24.4" lengthAdjust="spacingAndGlyphs" clip-path' in hindi
    assert 'textLength="48.8"' in self_contained(text.format(90, "ที่นี้นะ"))


def test_a_workspace_that_is_not_there_is_told(review: reviews.Review, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no workspace here"):
        take(review.terms, tmp_path / "none.sqlite")


def test_a_picture_is_of_the_languages_and_the_filter_that_are_asked_for(
    review: reviews.Review,
) -> None:
    picture = take(review.terms, review.workspace, langs=["hi"], words="titles", size=(80, 24))
    text = "".join(etree.fromstring(picture.encode()).itertext()).replace("\u00a0", " ")
    assert "only: titles" in text
    assert "HI" in text
    assert "TH+HI" not in text


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("enter", True),
        ("f3", True),
        ("ctrl+s", True),
        ("?", True),
        ("question_mark", True),
        ("ย", True),
        ("nokey", False),
        ("entre", False),
    ],
)
def test_a_key_that_no_keyboard_has_is_told(name: str, known: bool, review: reviews.Review) -> None:
    if known:
        assert drawn(review, name)
    else:
        with pytest.raises(InputError, match=f"^no key is called '{name}'; they are called enter"):
            drawn(review, name)
