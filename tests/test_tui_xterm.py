"""In xterm.js, however it counts cells, every text ends where the review thinks that it does."""

from __future__ import annotations

import sys
from pathlib import Path

import headless
import pytest
import reviews
from headless import Xterm

pytestmark = pytest.mark.skipif(
    not headless.THERE, reason="needs Node and 'npm ci --prefix bench/xterm'"
)

TRICKY = "กำลังใจ น้ำใจ श्रीलंका क्\u200dषेत्र राष्ट्रीय कि को कीं ज्ञान"


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    made = reviews.make(tmp_path)
    text = made.terms.read_text("utf-8")
    made.terms.write_text(
        text.replace("gloss: mass mobil", f"note: {TRICKY}\n    gloss: mass mobil")
    )
    return made


@pytest.mark.parametrize(
    ("unicode", "size"),
    [
        pytest.param("6", (80, 24), id="unicode-6"),
        pytest.param("11", (120, 40), id="unicode-11"),
        pytest.param("graphemes", (120, 40), id="graphemes"),
    ],
)
def test_no_row_is_misaligned(review: reviews.Review, unicode: str, size: tuple[int, int]) -> None:
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    columns, rows = size
    with Xterm(command, unicode, columns=columns, rows=rows) as terminal:
        terminal.wait_for("mass mobilization")
        terminal.settle(0.3)
        borders = set()
        for key in ("\t", "down", "\x1b[C", "down", "i", "escape", "n", "escape", "\r", "u", "h"):
            terminal.press(key)
            terminal.settle(0.4)
            body = terminal.rows()[1:-2]
            borders |= {tuple(x for x, text in row if text == "│") for row in body}
        number, wrong = terminal.misplaced(terminal.raw)
    assert number > rows
    assert wrong == []
    assert len(borders) == 1, borders
