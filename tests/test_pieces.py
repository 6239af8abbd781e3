"""Pieces are learnt from the corpus, the same each time, and serve what has no spaces."""

from __future__ import annotations

import pytest

from aligner.pieces import LARGEST, SMALLEST, Pieces, size_for, train
from glossary.errors import InputError

TEXTS = [
    f"{who}{what}{where}"
    for who in ("คณะกรรมการ", "แนวร่วม", "สภาประชาชน", "สมาชิกพรรค")
    for what in ("ระดมมวลชน", "กำกับดูแล", "ประชุม", "เสนอ", "ปรับปรุงกลไก")
    for where in ("ในจังหวัด", "ของอำเภอ", "ที่ตำบล", "ทั่วประเทศ")
]


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(train(TEXTS))


def test_the_same_texts_give_the_same_bytes(pieces: Pieces) -> None:
    assert train(reversed(TEXTS)) == pieces.model
    assert Pieces(train(TEXTS[1:])).signature != pieces.signature


def test_cutting_loses_nothing(pieces: Pieces) -> None:
    for text in TEXTS:
        assert "".join(pieces.cut(text)).replace("▁", "") == text


@pytest.mark.parametrize(("characters", "size"), [(0, SMALLEST), (40_000, 1_000), (10**9, LARGEST)])
def test_size_follows_the_corpus(characters: int, size: int) -> None:
    assert size_for(characters) == size


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(InputError, match="no text to learn pieces from"):
        train(["", " \n"])
