from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest

from aligner.alignment import side
from aligner.model import Bead, Bitext, Mode
from glossary.words import words
from thuatngu.side_by_side import lines
from tui.cells import width

SOURCE = side(["Hội nghị bàn về đường làng và nước sạch cho các xã vùng cao.", "Hết.", "Ảnh"], "vi")
TARGET = side(["ที่ประชุมหารือเรื่องถนนในหมู่บ้านและน้ำสะอาดสำหรับตำบลบนที่สูง", "จบ\x1b[31m", "หมายเหตุ"], "th")
BITEXT = Bitext(
    "s",
    "t",
    Mode.PARALLEL,
    (
        Bead((0,), (0,), 0.95),
        Bead((1,), (1,), 0.4),
        Bead((2,), (), 1.0),
        Bead((), (2,), 1.0),
    ),
    "",
)


def drawn(cells: int, bitext: Bitext = BITEXT) -> list[str]:
    found = lines(bitext, SOURCE, TARGET, ("vi.txt", "th.txt"), cells)
    return ["".join(text for text, _ in line) for line in found]


@pytest.mark.parametrize("cells", [30, 80, 120])
def test_no_line_is_wider_than_the_terminal(cells: int) -> None:
    assert max(map(width, drawn(cells))) <= max(cells, 5 + 4 + 2 * 12)


@pytest.mark.parametrize("cells", [60, 80, 120])
def test_words_stay_whole(cells: int) -> None:
    column = (cells - 9) // 2
    groups = [list(group) for full, group in groupby(drawn(cells), bool) if full]
    right = [line[7:] for line in groups[1]]
    pieces = [line.split("  ")[-1] if "  " in line else "" for line in right]
    text = SOURCE.string(0), TARGET.string(0)
    thai = [text[1][a:b] for a, b in words(text[1], "th")]
    for piece in pieces:
        assert not piece or any(piece.lstrip().startswith(word) for word in thai)
    assert "".join(pieces).replace(" ", "") == text[1]
    assert column > 0


@pytest.mark.parametrize(
    ("beads", "expected"),
    [
        pytest.param(BITEXT.beads, ["0.95", "0.40?", "-", "+"], id="doubtful-or-alone"),
        pytest.param(
            (Bead((0,), (1,), 0.83), Bead((1,), (2,), 0.9), Bead((2,), (0,), 0.83)),
            ["0.83", "0.90", "0.83↕"],
            id="moved",
        ),
    ],
)
def test_what_stands_out_is_marked_without_colour(
    beads: tuple[Bead, ...], expected: list[str]
) -> None:
    marks = [line[:5].strip() for line in drawn(120, replace(BITEXT, beads=beads))]
    assert [mark for mark in marks if mark] == expected


def test_a_control_character_is_shown_as_what_it_is() -> None:
    assert "\x1b" not in "".join(drawn(80))
