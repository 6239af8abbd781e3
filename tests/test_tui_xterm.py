"""In xterm.js, however it counts cells, every text ends where the review thinks that it does."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import headless
import pytest
import reviews
from headless import Xterm

pytestmark = pytest.mark.skipif(
    not headless.THERE, reason="needs Node and 'npm ci --prefix bench/xterm'"
)

TRICKY = "กำลังใจ น้ำใจ श्रीलंका क्\u200dषेत्र राष्ट्रीय कि को कीं ज्ञान"


STEPS = (
    ((), "mass mobilization"),
    (("\t",), "is not in the corpus"),
    (("down",), "Fatherland Front"),
    (("\x1b[C", "down"), "पितृभूमि मोर्चा ने राष्ट्रीय"),
    (("i",), "Code points"),
    (("escape",), "Fatherland Front"),
    (("n",), "call off"),
    (("escape",), "F3 search"),
    (("\r",), "approved"),
    (("u",), "taken back"),
    (("h",), "History of"),
)
"""Keys, and what they bring on the screen."""


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
    border = {80: 22, 120: 33}[columns]
    exported = {"COLUMNS": "70", "LINES": "20"}  # by a shell or a build; the terminal knows better
    with Xterm(command, unicode, columns=columns, rows=rows, environ=exported) as terminal:
        for keys, shown in STEPS:
            terminal.press(*keys)
            terminal.wait_for_screen(
                lambda lines, shown=shown: (  # type: ignore[misc]
                    any(_close(shown) in _close(line) for line in lines)
                    and all(_borders(row) == [border] for row in terminal.rows()[1:-2])
                ),
                f"{shown!r}, and a border at {border} in each row, after {keys}",
            )
        number, wrong = terminal.misplaced(terminal.raw)
    assert number > rows
    assert wrong == []


def _borders(row: Sequence[tuple[int, str]]) -> list[int]:
    return [x for x, text in row if text == "│"]


def _close(text: str) -> str:
    """Without blanks, of which a character of two cells leaves one."""
    return "".join(text.split())
