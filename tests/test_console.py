"""What commands print for people."""

from __future__ import annotations

import pytest

from thuatngu.console import counted


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "finding", "1 finding"),
        (2114, "finding", "2,114 findings"),
        (0, "key press", "0 key presses"),
        (1, "key press", "1 key press"),
    ],
)
def test_nouns_follow_their_number(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said
