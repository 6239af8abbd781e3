"""What the first concept does not wait for: not there before, and whole when it is used."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import reviews
from pseudoterminal import Terminal

IMPORTED = """
import sys
import tui.app
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""

PLACED = """
import sys
import tui.app
from tui import startup

def placed():
    return sorted(
        f"{module}.{name}"
        for module, there in sys.modules.items()
        if module.startswith(("textual", "asyncio", "tui"))
        for name, value in vars(there).items()
        if isinstance(value, type) and value.__module__ == "tui.startup"
        if value is not startup.Absent
    )

print(*placed())
startup.complete()
print(*placed())
"""


def printed(program: str, *arguments: str) -> list[list[str]]:
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return [line.split() for line in ran.stdout.splitlines()]


def test_a_review_begins_without_what_it_needs_later() -> None:
    late = ["textual.command", "textual.widgets._input", "ssl", "platformdirs", "numpy", "typer"]
    assert printed(IMPORTED, "textual.app", "tui.desk", *late) == [["textual.app", "tui.desk"]]


def test_nothing_but_the_palette_was_made_without() -> None:
    before, after = printed(PLACED)
    themes = [f"textual.theme.{name}" for name in ("DiscoveryHit", "Hit", "Hits", "Provider")]
    commands = ("CommandListItem", "CommandPalette", "Provider", "SimpleProvider")
    assert before == sorted(
        [*(f"textual.app.{name}" for name in (*commands, "user_downloads_path")), *themes]
    )
    assert after == themes  # of a list of themes that we do not use


@pytest.fixture
def review(tmp_path: Path) -> reviews.Review:
    return reviews.make(tmp_path)


def test_the_palette_changes_the_theme(review: reviews.Review) -> None:
    command = [
        *(sys.executable, "-m", "thuatngu", "review", "--reviewer", "Mai"),
        *("--terms", str(review.terms), "--workspace", str(review.workspace)),
    ]
    colours = {"COLORTERM": "truecolor"}
    with Terminal(command, columns=100, rows=30, environ=colours) as terminal:
        terminal.wait_for("mass mobilization")
        terminal.press("\x10")
        terminal.wait_for("Search for commands")
        terminal.settle(0.3)
        terminal.press("theme")
        terminal.settle(0.5)
        terminal.press("\r")
        terminal.wait_for("Search for themes")
        terminal.settle(0.3)
        mark = len(terminal.raw)
        terminal.press("contrast")
        terminal.settle(0.5)
        until = time.monotonic() + 10
        while b"48;2;0;0;0m" not in terminal.raw[mark:]:
            assert time.monotonic() < until, "no background is black"
            terminal.press("\r")  # the first may only put the cursor on it
            terminal.settle(0.5)
        assert terminal.process.poll() is None
