"""The whole application as people run it: a process of its own behind a terminal."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import reviews
from killing import kill
from pseudoterminal import Terminal

from aligner.workspace import Workspace
from tui.cells import Habits

KITTY = Habits(matra=False, sara_am=True, conjunct=2, joiner=False)


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


def command(review: reviews.Review) -> list[str]:
    return [
        sys.executable,
        "-m",
        "thuatngu",
        "review",
        "--reviewer",
        "Mai",
        "--terms",
        str(review.terms),
        "--workspace",
        str(review.workspace),
    ]


@pytest.mark.parametrize("habits", [Habits(), KITTY], ids=["xterm", "kitty"])
def test_a_review_from_beginning_to_end(review: reviews.Review, habits: Habits) -> None:
    with Terminal(command(review), habits=habits) as terminal:
        terminal.wait_for("mass mobilization")
        terminal.settle(0.2)
        terminal.press("\r")
        terminal.wait_for("Fatherland Front")
        terminal.settle(0.2)
        terminal.press("q")
        assert terminal.ended() == 0
        assert "1 decided" in terminal.text()
    assert review.termbase.by_id["dan-van"].preferred("hi") is not None


def test_nothing_hostile_reaches_the_terminal(review: reviews.Review) -> None:
    evil = "\\x1b]0;owned\\x07\\u202eevil"
    text = review.terms.read_text("utf-8").replace("gloss: mass mobil", f'gloss: "{evil}" #')
    review.terms.write_text(text.replace("text: जन आंदोलन", f'text: "{evil}"'), "utf-8")
    with Terminal(command(review)) as terminal:
        terminal.wait_for("evil")
        terminal.settle(0.2)
        for key in ("i", "escape", "m", "escape", "4", "h"):
            terminal.press(key)
            terminal.settle(0.2)
        raw = terminal.raw
    assert b"\x1b]0;owned" not in raw
    assert "\u202e".encode() not in raw


def test_a_killed_review_goes_on_where_it_was(review: reviews.Review) -> None:
    with Terminal(command(review)) as terminal:
        terminal.wait_for("mass mobilization")
        terminal.settle(0.2)
        terminal.press("\r")
        terminal.wait_for("Fatherland Front")
    with Terminal(command(review)) as terminal:  # the former was killed, not closed
        terminal.wait_for("1 decided")
        terminal.settle(0.2)
        terminal.press("u")
        terminal.wait_for("taken back")


def test_what_the_screen_told_of_survives_the_kill(tmp_path: Path, root: Path) -> None:
    shutil.copy(root / "terms.yaml", tmp_path / "terms.yaml")
    Workspace.open(tmp_path / "workspace.sqlite").close()
    draw = random.Random(11)
    killed = [kill(tmp_path, draw) for _ in range(4)]
    assert [each.lost for each in killed] == [0, 0, 0, 0]
    assert sum(each.said > 0 for each in killed) >= 3


@pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux here")
def test_in_tmux_what_is_repainted_in_part_equals_what_is_painted_anew(
    review: reviews.Review, tmp_path: Path
) -> None:
    socket = str(tmp_path / "tmux")

    def tmux(*arguments: str) -> str:
        ran = subprocess.run(
            ["tmux", "-S", socket, "-u", *arguments], capture_output=True, text=True, check=True
        )
        return ran.stdout

    def settled() -> list[str]:
        last, same = "", 0
        for _ in range(200):
            now = tmux("capture-pane", "-p")
            same = same + 1 if now == last and now.strip() else 0
            if same >= 4:
                return now.split("\n")
            last = now
            time.sleep(0.1)
        raise AssertionError(f"the screen does not settle:\n{last}")

    try:
        tmux("new-session", "-d", "-x", "80", "-y", "24", *command(review))
        tmux("set-option", "-g", "window-size", "manual")
        for _ in range(100):
            if "mass mobilization" in tmux("capture-pane", "-p"):
                break
            time.sleep(0.1)
        for keys in (
            ["Tab"],
            ["Down"],
            ["Down", "Up", "Right", "Down"],
            ["i"],
            ["Escape", "Enter"],
        ):
            for key in keys:
                tmux("send-keys", key)
                time.sleep(0.15)
            partly = settled()
            tmux("resize-window", "-x", "81")
            time.sleep(0.3)
            tmux("resize-window", "-x", "80")
            anew = settled()
            # The first line tells the time since saving, the last one the last message.
            assert partly[1:-2] == anew[1:-2]
            assert len({row.index("│") for row in anew[1:-2]}) == 1
    finally:
        subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True, check=False)
