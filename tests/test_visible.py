"""What is shown of a text that commands a terminal or hides."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.visible import escaped_json, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\x1b\x00\x7f\x9b", "a␛␀␡\ufffd", id="controls"),
        pytest.param("a\n\u2028b", "a␊\ufffdb", id="lines"),
        pytest.param("\u202ea\u2069\u200e\u061c", "\ufffda\ufffd\ufffd\ufffd", id="directions"),
        pytest.param("a\ufeffb", "a\ufffdb", id="byte-order-mark"),
        pytest.param("a\U000e0001\U000e0041\U000e007f", "a\ufffd\ufffd\ufffd", id="tags"),
        pytest.param("क्\u200dष न\u200cम", "क्\u200dष न\u200cम", id="joiners-stay"),
        pytest.param("ก\u200bข\u2060\xad\u2061", "ก\u200bข\u2060\xad\u2061", id="breaks-stay"),
    ],
)
def test_what_commands_or_hides_is_shown_in_its_place(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert len(shown) == len(text)
    assert visible(shown) == shown


@given(st.text())
def test_json_that_is_escaped_says_the_same(text: str) -> None:
    escaped = escaped_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(escaped) == [text]
    assert visible(escaped, keep_lines=True) == escaped
