"""Which words of the dictionary hold a term, told one by one and all at once."""

from __future__ import annotations

import random

import pytest

from glossary.boundaries import longer_words
from glossary.words import thai_word_list

WORDS = random.Random(1).sample([word for word in thai_word_list().split("\n") if word], 40)


@pytest.mark.parametrize(
    ("key", "held_in", "not_in", "reach"),
    [
        pytest.param("ทามติ", "ฉันทามติ", "ทามติ", (3, 0), id="at-the-end"),
        pytest.param("ฉันทา", "ฉันทามติ", "ญัตติ", (0, 3), id="at-the-start"),
        pytest.param("ระดมมวลชน", "", "ระดม", (0, 0), id="in-none"),
        pytest.param("dân vận", "", "ระดม", (0, 0), id="not-thai"),
    ],
)
def test_words_that_hold_a_key_are_found(
    key: str, held_in: str, not_in: str, reach: tuple[int, int]
) -> None:
    ((words, left, right),) = longer_words([key])
    assert (held_in in words) == bool(held_in)
    assert not_in not in words
    assert all(key in word and word != key for word in words)
    assert (left, right) >= reach


def test_many_keys_in_one_pass_find_what_each_finds_alone() -> None:
    together = longer_words(WORDS)
    assert together == [longer_words([key])[0] for key in WORDS]
    assert any(words for words, _, _ in together)
    assert not all(words for words, _, _ in together)
