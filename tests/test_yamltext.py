"""What is written as a plain scalar is read as the text that it was, wherever it stands."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
import yaml12

from glossary import yamltext

PLACES: list[Any] = [
    pytest.param(lambda text: (f"a: {yamltext.scalar(text)}\nb: 1\n", ["a"]), id="field"),
    pytest.param(lambda text: (f"a: {yamltext.flow([text, text])}\n", ["a", 0]), id="in-a-list"),
    pytest.param(lambda text: (f"- {yamltext.scalar(text)}\n", [0]), id="item"),
    pytest.param(lambda text: (f"a: {yamltext.flow({'k': text})}\n", ["a", "k"]), id="in-braces"),
]
TEXTS = [
    *("".join(each) for n in (1, 2, 3) for each in itertools.product("+-._:01ex ~?#", repeat=n)),
    *("+-10", "0x-1f", "0o+7", "-1 -", "a -", "- a", "1e+3", "-.inf", ".NaN", "a: b", "a #b"),
]


@pytest.mark.parametrize("place", PLACES)
def test_texts_like_numbers_and_marks_stay_texts(
    place: Callable[[str], tuple[str, list[str | int]]],
) -> None:
    for text in TEXTS:
        document, where = place(text)
        found: Any = yaml12.parse_yaml(document)
        for step in where:
            found = found[step]
        assert found == text, document


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("dân vận", "dân vận", id="plain"),
        pytest.param("--", "--", id="dashes"),
        pytest.param("+-10", '"+-10"', id="two-signs"),
        pytest.param("0x-1", '"0x-1"', id="sign-in-hexadecimal"),
        pytest.param("no", '"no"', id="word-of-yaml-1.1"),
    ],
)
def test_quotes_stand_where_they_are_needed(text: str, written: str) -> None:
    assert yamltext.scalar(text) == written
