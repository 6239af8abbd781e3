from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.evidence import LINE, SENTENCE, WEAK
from aligner.alignment.thai import joints, log_odds

SENTENCES = "จังหวัดจัดประชุมสมัชชาผู้แทนเมื่อวันจันทร์", "ประชาชนกว่าสองร้อยคนมาร่วมงาน"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(SENTENCES[0], "ซึ่งมีผู้แทนมาร่วมกว่าร้อยคน", id="which"),
        pytest.param(SENTENCES[0], "และเลือกคณะกรรมการชุดใหม่", id="and"),
        pytest.param("เลขาธิการพรรคประจำจังหวัดยืนยันว่า", SENTENCES[1], id="said-that"),
        pytest.param("ที่ประชุมเห็นชอบกับ", "แผนงานของปีหน้า", id="with"),
        pytest.param("ตัวแทนของ", "NATO", id="of-latin"),
    ],
)
def test_a_sentence_goes_on_over_a_space(before: str, after: str) -> None:
    assert log_odds(before, after, 1) < log_odds(*SENTENCES, 1) - 2


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("อย่างไรก็ตาม งานยังไม่เสร็จ", id="however"),
        pytest.param("นอกจากนี้ยังมีผู้แทนจากต่างอำเภอ", id="besides"),
        pytest.param("เมื่อเดือนที่แล้วอำเภอเปิดถนนใหม่", id="when"),
        pytest.param("ในการกล่าวสรุปประธานขอบคุณทุกคน", id="in"),
    ],
)
def test_a_sentence_begins_after_a_space(after: str) -> None:
    assert log_odds(SENTENCES[0], after, 1) > log_odds(*SENTENCES, 1)


def test_a_place_is_no_relative_clause() -> None:
    assert log_odds(SENTENCES[0], "ที่ประชุมเห็นชอบ", 1) > log_odds(SENTENCES[0], "ที่มีผู้แทนมา", 1) + 2


def test_only_a_mere_space_is_judged() -> None:
    strings = [SENTENCES[0], "ซึ่งมีผู้แทนมาร่วม", "และเลิก", "จบ"]
    found = joints(strings, [WEAK, SENTENCE, LINE, LINE], [1, 1, 1, 0])
    assert found[0] > 0.5
    assert found[1:].tolist() == [0, 0, 0]
    assert joints([], [], []).shape == (0,)


def test_evidence_has_an_end() -> None:
    strings = ["ของ", "และ"] * 20
    found = joints(strings, [WEAK] * 39 + [LINE], [1] * 39 + [0])
    assert np.abs(found).max() <= 2
