"""Every screen at the smallest size that we promise and at a large one, as text to be reviewed.

A change of a screen shows in the diff of ``tests/__snapshots__/screens``;
``THUATNGU_UPDATE_SCREENS=1`` writes them anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from test_tui_app import Opening, opening, review

__all__ = ["opening", "review"]

FOLDER = Path(__file__).parent / "__snapshots__" / "screens"

SCREENS = {
    "concept": [],
    "all-choices": ["e"],
    "choice": ["right", "down"],
    "second-language": ["tab"],
    "approved": ["enter"],
    "skipped-and-back": ["space", "left", "up"],
    "help": ["question_mark"],
    "code-points": ["i"],
    "history": ["4", "u", "2", "h"],
    "neighbours": ["w"],
    "forbid": ["right", "down", "f"],
    "merge": ["right", "down", "m"],
    "merge-confirm": ["right", "down", "m", "1"],
    "boundary": ["right", "down", "down", "b"],
    "search": ["f3", "n", "g", "h"],
    "filter": ["f2", "f", "r", "o", "n", "t"],
    "nothing-left": ["f2", "x", "x", "enter"],
    "note": ["n"],
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_as_it_was_reviewed(
    opening: Opening, name: str, size: tuple[int, int]
) -> None:
    async with opening(size=size) as mai:
        await mai.press(*SCREENS[name])
        shown = "\n".join(line.rstrip() for line in mai.shown().splitlines()) + "\n"
    golden = FOLDER / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("THUATNGU_UPDATE_SCREENS"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(timeless(shown), "utf-8")
    assert timeless(shown) == golden.read_text("utf-8")


def timeless(text: str) -> str:
    """The history without the times in it."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "YYYY-MM-DD HH:MM", text)
