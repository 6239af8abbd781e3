"""Translations that stand elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import align
from aligner.alignment.beads import Step
from aligner.alignment.crossing import CHANCE, with_moved
from aligner.alignment.matches import Pieces
from aligner.alignment.order import moved
from aligner.alignment.scoring import Text
from aligner.encoder import load
from aligner.model import Mode
from aligner.vectors import Cached

VIETNAMESE = (
    "Hội nghị khai mạc sáng nay tại thành phố Đà Nẵng.",
    "Nông dân trong xã đã trồng được 250 ha lúa mới.",
    "Bệnh viện huyện nhận thêm bốn bác sĩ chuyên khoa.",
    "Con đường ven biển sẽ được mở rộng vào năm 2027.",
    "Học sinh vùng cao được tặng sách và quần áo ấm.",
    "Cuối buổi, đại biểu bỏ phiếu bầu ban chấp hành.",
)
HINDI = (
    "सम्मेलन आज सुबह दा नांग शहर में शुरू हुआ।",
    "कम्यून के किसानों ने 250 हेक्टेयर में नया धान लगाया है।",
    "ज़िला अस्पताल को चार और विशेषज्ञ डॉक्टर मिले।",
    "तटीय सड़क को 2027 में चौड़ा किया जाएगा।",
    "पहाड़ी इलाके के विद्यार्थियों को किताबें और गर्म कपड़े दिए गए।",
    "अंत में प्रतिनिधियों ने कार्यकारिणी के चुनाव के लिए मतदान किया।",
)
OTHER = "मौसम विभाग ने अगले सप्ताह भारी बर्फबारी की चेतावनी दी है।"


@pytest.fixture(scope="module")
def cached() -> Cached:
    return Cached(load())


@pytest.mark.parametrize(
    "order",
    [
        pytest.param((0, 1, 2, 3, 4, 5), id="in-order"),
        pytest.param((0, 2, 1, 3, 4, 5), id="two-changed-places"),
        pytest.param((0, 1, 4, 2, 3, 5), id="put-two-earlier"),
        pytest.param((0, 2, 3, 4, 5, 1), id="put-last"),
    ],
)
def test_a_line_that_was_moved_is_paired(order: tuple[int, ...], cached: Cached) -> None:
    bitext = align(VIETNAMESE, [HINDI[k] for k in order], mode=Mode.PARALLEL, encoder=cached)
    assert [(bead.source, bead.target) for bead in bitext.beads] == [
        ((k,), (order.index(k),)) for k in range(len(order))
    ]
    assert len(moved(bitext)) == (order != tuple(range(6)))


@pytest.mark.parametrize(
    ("left_out", "put_in"),
    [
        pytest.param(1, 5, id="later"),
        pytest.param(4, 1, id="earlier"),
    ],
)
def test_something_else_elsewhere_is_no_translation(
    left_out: int, put_in: int, cached: Cached
) -> None:
    lines = [line for k, line in enumerate(HINDI) if k != left_out]
    lines.insert(put_in, OTHER)
    bitext = align(VIETNAMESE, lines, mode=Mode.PARALLEL, encoder=cached)
    assert not moved(bitext)
    assert all((left_out in bead.source) <= (not bead.target) for bead in bitext.beads)


def text(order: list[int]) -> Text:
    """Segments of which those of one number say the same, with two pieces each."""
    n = len(order)
    rows = np.eye(16, dtype=np.float32)[order]
    flat = np.zeros(n, dtype=np.float32)
    pieces = np.repeat(np.eye(16, dtype=np.float32)[order], 2, axis=0)
    return Text(
        rows,
        np.full(n, 10, dtype=np.float32),
        np.full(n, 2, dtype=np.int8),
        flat,
        np.zeros((3, n), dtype=np.float32),
        np.zeros(n, dtype=np.bool_),
        flat,
        pieces=Pieces(pieces, np.full(n, 2, dtype=np.intp)),
    )


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.permutations(range(8)), st.data())
def test_each_segment_stays_in_one_step(order: list[int], data: st.DataObject) -> None:
    steps: list[Step] = []
    i = j = 0
    while i < 8 or j < 8:
        a, b = data.draw(st.sampled_from([(1, 1), (2, 2), (1, 2), (3, 2), (1, 0), (0, 1)]))
        a, b = min(a, 8 - i), min(b, 8 - j)
        steps.append((i, i + a, j, j + b, 0.95))
        i, j = i + a, j + b
    steps = [step for step in steps if step[1] > step[0] or step[3] > step[2]]
    found = with_moved(text(list(range(8))), text(order), steps)
    assert sorted(k for a, b, _, _, _ in found for k in range(a, b)) == list(range(8))
    assert sorted(k for _, _, c, d, _ in found for k in range(c, d)) == list(range(8))
    for a, b, c, d, _ in set(found) - set(steps):
        assert {*range(a, b)} & {order[k] for k in range(c, d)}


def test_only_what_another_bead_lies_between_was_moved() -> None:
    same = text([0, 1, 2])
    beside = [(0, 1, 0, 1, 0.95), (1, 2, 1, 1, 0.9), (2, 2, 1, 2, 0.9), (2, 3, 2, 3, 0.95)]
    assert with_moved(same, same, beside) == tuple(beside)
    apart = [(0, 1, 0, 0, 0.9), (1, 2, 0, 1, 0.95), (2, 3, 1, 2, 0.95), (3, 3, 2, 3, 0.9)]
    assert with_moved(same, text([1, 2, 0]), apart) == (
        (0, 1, 2, 3, CHANCE),
        (1, 2, 0, 1, 0.95),
        (2, 3, 1, 2, 0.95),
    )
