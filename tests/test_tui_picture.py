"""The first picture is, cell by cell, what the application paints when it takes over."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import reviews
from pseudoterminal import Terminal

from tui import cells
from tui.cells import Habits
from tui.picture import Picture, palette
from tui.session import Session
from tui.terminal import ENTER

_PART = re.compile(
    r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|\x1b\[[?>=]?[\d;]*[$a-zA-Z]+|([^\x1b\r\n]+)"
)
MOUSE = b"\x1b[?1000h"
"""What Textual writes first."""

Cells = dict[tuple[int, int], tuple[str, str]]


def painted(raw: bytes) -> Cells:
    """By line and column, the character and its colours; of a blank only what lies under it."""
    found: Cells = {}
    x = y = 0
    style = ""
    for part in _PART.finditer(raw.decode("utf-8", "replace")):
        if part[1]:
            y, x = int(part[1]) - 1, int(part[2]) - 1
        elif part[3] is not None:
            style = "" if part[3] in ("", "0") else part[3]
        elif part[4]:
            for start, end, size in cells.spans(part[4], Habits()):
                text = part[4][start:end]
                found[y, x] = text, style if text.strip() else _ground(style)
                x += size
    return found


def _ground(style: str) -> str:
    found = re.search(r"(?:^|;)(48;[25](?:;\d+)+|4[0-7]|10[0-7])(?:$|;)", style)
    return found[1] if found else ""


def opened(
    review: reviews.Review,
    size: tuple[int, int],
    options: Sequence[str] = (),
    environ: dict[str, str] | None = None,
) -> tuple[Cells, Cells]:
    """What was painted first, and what Textual painted then."""
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai", *options),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    columns, lines = size
    given = {"COLORTERM": "truecolor", **(environ or {})}
    with Terminal(command, columns=columns, rows=lines, environ=given) as terminal:
        terminal.wait_for("open")
        while MOUSE not in terminal.raw:
            terminal.read(0.05)
        first, _, _ = terminal.raw.partition(MOUSE)
        terminal.settle(0.5)
        _, _, then = terminal.raw.partition(MOUSE)
        assert ENTER.encode() not in then  # the screen was not cleared
        terminal.press("q")
        assert terminal.ended() == 0
    _, _, picture = first.rpartition(b"\x1b[K")
    return painted(picture), painted(then)


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


@pytest.mark.parametrize(
    ("size", "options", "environ"),
    [
        pytest.param((80, 24), [], {}, id="small"),
        pytest.param((121, 41), [], {"COLORTERM": ""}, id="256-colours"),
        pytest.param((100, 34), ["--theme", "thuatngu-day", "--ascii"], {}, id="day-ascii"),
        pytest.param(
            (200, 60), ["--theme", "thuatngu-contrast", "--filter", "front"], {}, id="big"
        ),
        pytest.param((60, 12), ["--filter", "nothing-has-this"], {}, id="nothing-shown"),
    ],
)
def test_the_first_picture_is_what_the_application_paints(
    review: reviews.Review, size: tuple[int, int], options: list[str], environ: dict[str, str]
) -> None:
    picture, then = opened(review, size, options, environ)
    columns, lines = size
    assert {y for y, _ in picture} == set(range(lines))
    differ = {at: (picture.get(at), then[at]) for at in then if picture.get(at) != then[at]}
    assert differ == {}
    assert all(x < columns for _, x in picture)


@pytest.mark.parametrize(
    ("options", "environ"),
    [
        pytest.param([], {"NO_COLOR": "1"}, id="no-colour"),
        pytest.param(["--theme", "nord"], {}, id="a-theme-of-textual"),
    ],
)
def test_what_it_cannot_paint_it_leaves_to_the_application(
    review: reviews.Review, options: list[str], environ: dict[str, str]
) -> None:
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai", *options),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    with Terminal(command, environ=environ) as terminal:
        terminal.wait_for("mass mobilization")
        first, _, then = terminal.raw.partition(MOUSE)
        assert "mass mobilization" not in first.decode("utf-8", "replace")
        assert then


def test_a_key_pressed_at_the_first_picture_decides(review: reviews.Review) -> None:
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for("approve")
        terminal.press("\r")
        terminal.wait_for("approved dân vận")
        terminal.press("q")
        assert terminal.ended() == 0
    assert review.termbase.by_id["dan-van"].preferred("th") is not None


def test_what_cannot_be_read_is_told_by_the_application(review: reviews.Review) -> None:
    with sqlite3.connect(review.workspace) as store:
        store.execute("DELETE FROM body")
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for("no sentence")
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("columns", [1, 22, 25, 30, 81, 300])
def test_every_size_has_a_picture(review: reviews.Review, columns: int) -> None:
    with review.open() as workspace:
        session = Session(review.terms, workspace, "Mai")
        for lines in (1, 2, 3, 8, 15, 24, 50):
            painting = palette("thuatngu", {"TERM": "xterm"})
            assert painting is not None
            drawn = Picture(session, "", columns, lines, ascii_only=False).escapes(*painting)
            assert drawn.count("\x1b[") > lines


def test_the_terminal_is_left_as_it_was(review: reviews.Review) -> None:
    import termios

    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    for theme, code in (("thuatngu", 0), ("nothing-has-this", 2)):
        with Terminal([*command, "--theme", theme]) as terminal:
            before = termios.tcgetattr(terminal.end)
            if not code:
                terminal.wait_for("approve")
                terminal.press("q")
            assert terminal.ended() == code
            assert termios.tcgetattr(terminal.end)[:4] == before[:4]
            if not code:
                assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(ENTER.encode())
