"""The doctor: what it says of a terminal, and that its test card is true."""

from __future__ import annotations

import os
import pty
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest

from tui import cells, doctor, terminal
from tui.cells import Habits
from tui.doctor import CARD, COLUMN, diagnosed

XTERM = {"matra": 2, "sara_am": 2, "pair": 2, "triple": 3, "joiner": 2, "thai": 1}
KITTY = {"matra": 1, "sara_am": 2, "pair": 2, "triple": 2, "joiner": 1, "thai": 1}


@pytest.mark.parametrize(
    ("environ", "encoding", "probes", "tty", "advice"),
    [
        pytest.param({"TERM": "xterm"}, "utf-8", XTERM, True, [], id="nothing-to-change"),
        pytest.param({"TERM": "xterm"}, "utf-8", None, True, ["does not tell"], id="no-answer"),
        pytest.param({"TERM": "xterm"}, "utf-8", None, False, ["no terminal"], id="pipe"),
        pytest.param({"TERM": "xterm"}, "ascii", XTERM, True, ["UTF-8 locale"], id="ascii"),
        pytest.param({"TERM": "linux"}, "utf-8", XTERM, True, ["no Thai or Hindi font"], id="vt"),
        pytest.param({"TERM": "screen", "STY": "1"}, "UTF8", XTERM, True, ["GNU screen"], id="sty"),
        pytest.param({"TERM": "tmux", "TMUX": "1"}, "utf8", XTERM, True, ["tmux gives"], id="tmux"),
        pytest.param({"TERM": "tmux", "TMUX": "1"}, "utf8", KITTY, True, [], id="tmux-combining"),
        pytest.param(
            {"TERM": "xterm", "NO_COLOR": ""}, "utf-8", XTERM, True, ["NO_COLOR"], id="colour"
        ),
        pytest.param(
            {"TERM": "xterm"}, "utf-8", {**XTERM, "thai": 3}, True, ["Thai marks"], id="thai"
        ),
    ],
)
def test_it_says_what_to_change(
    environ: Mapping[str, str],
    encoding: str,
    probes: Mapping[str, int] | None,
    tty: bool,
    advice: list[str],
) -> None:
    found = diagnosed(environ, encoding, probes, tty=tty).advice
    assert len(found) == len(advice)
    assert all(words in sentence for words, sentence in zip(advice, found, strict=True))


@pytest.mark.parametrize("probes", [XTERM, KITTY, None], ids=["xterm", "kitty", "unknown"])
def test_the_bars_of_the_card_stand_in_line(probes: Mapping[str, int] | None) -> None:
    report = diagnosed({"TERM": "xterm"}, "utf-8", probes, tty=True)
    rows = [line for line in doctor.card(report) if line.endswith("|")]
    assert len(rows) == len(CARD)
    for row in rows:
        text = row.split("|")[1]
        assert cells.width(text, report.habits) == COLUMN


class Emulator(threading.Thread):
    """The other end of a pseudo-terminal: gives every text the cells that it is told to."""

    def __init__(self, master: int, habits: Habits, *, answers: bool = True) -> None:
        super().__init__(daemon=True)
        self.master = master
        self.habits = habits
        self.answers = answers

    def run(self) -> None:
        received = ""
        while received.count("\x1b[6n") < len(terminal.PROBES):
            received += os.read(self.master, 4096).decode()
        if not self.answers:
            return
        for text in re.findall("\r(.*?)\x1b\\[6n", received):
            column = cells.width(text, self.habits) + 1
            os.write(self.master, f"\x1b[1;{column}R".encode())


@pytest.mark.parametrize(
    ("habits", "answers"),
    [
        pytest.param(Habits(), True, id="xterm"),
        pytest.param(Habits(False, True, 2, False), True, id="kitty"),
        pytest.param(Habits(True, False, 1, True), True, id="odd"),
        pytest.param(Habits(), False, id="silent"),
    ],
)
def test_a_terminal_is_measured_by_where_its_cursor_goes(habits: Habits, answers: bool) -> None:
    master, slave = pty.openpty()
    Emulator(master, habits, answers=answers).start()
    with (
        os.fdopen(slave, "r+b", buffering=0) as end,
        patch("sys.stdin", end),
        patch("sys.__stdout__", end),
    ):
        widths = terminal.probe(seconds=5.0 if answers else 0.05)
    os.close(master)
    if not answers:
        assert widths is None
        return
    assert widths is not None
    measured = terminal.habits(widths)
    for text in terminal.PROBES.values():
        assert cells.width(text, measured) == cells.width(text, habits)


def test_without_a_terminal_nothing_is_measured() -> None:
    with Path(os.devnull).open("rb") as nothing, patch("sys.stdin", nothing):
        assert terminal.probe() is None
