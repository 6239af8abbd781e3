"""Pieces are learnt from the corpus, the same each time, and serve what has no spaces."""

from __future__ import annotations

import pytest

from aligner.pieces import LARGEST, SMALLEST, Pieces, size_for, train

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


def test_cutting_loses_nothing(pieces: Pieces) -> None:
    for text in TEXTS:
        assert "".join(pieces.cut(text)).replace("▁", "") == text


def test_what_the_corpus_lacks_is_more_surprising(pieces: Pieces) -> None:
    assert pieces.surprise("ระดมมวลชน") < pieces.surprise("ฌองฆ้อง")
    assert pieces.surprise("") == 0.0


def test_bleu_tells_near_from_far(pieces: Pieces) -> None:
    reference = ["คณะกรรมการระดมมวลชนในจังหวัด", "แนวร่วมประชุมที่ตำบล"]
    same, signature = pieces.bleu(reference, reference)
    near, _ = pieces.bleu(["คณะกรรมการระดมมวลชนของอำเภอ", "แนวร่วมประชุมที่ตำบล"], reference)
    far, _ = pieces.bleu(["สมาชิกพรรคเสนอทั่วประเทศ", "สภาประชาชนปรับปรุงกลไก"], reference)
    assert same == pytest.approx(100.0)
    assert far < near < same
    assert f"|pieces:{len(pieces)}" in signature


@pytest.mark.parametrize(("characters", "size"), [(0, SMALLEST), (40_000, 1_000), (10**9, LARGEST)])
def test_size_follows_the_corpus(characters: int, size: int) -> None:
    assert size_for(characters) == size


def test_nothing_to_learn_from_is_an_error(pieces: Pieces) -> None:
    with pytest.raises(ValueError, match="no text to learn pieces from"):
        train(["", " \n"])
    with pytest.raises(ValueError, match="1 hypotheses and 0 references"):
        pieces.bleu(["a"], [])
