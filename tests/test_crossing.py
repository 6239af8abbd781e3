"""Translations that stand elsewhere."""

from __future__ import annotations

import pytest

from aligner.alignment import align
from aligner.alignment.order import moved
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
