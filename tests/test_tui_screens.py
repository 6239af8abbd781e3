"""Every screen at the smallest size that we promise and at a large one, as text to be reviewed.

A change of a screen shows in the diff of ``tests/__snapshots__/screens``;
``THUATNGU_UPDATE_SCREENS=1`` writes them anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import reviews
from test_tui_app import Opening, opening, review, until

from tui.keys import KEYS

__all__ = ["opening", "review"]

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
FOLDER = Path(__file__).parent / "__snapshots__" / "screens"

SCREENS = {
    "concept": [],
    "all-choices": ["e"],
    "choice": ["right", "down"],
    "second-language": ["tab"],
    "sentences": ["right", "right"],
    "approved": ["enter"],
    "approved-changed": ["enter", "up", "4"],
    "skipped-and-back": ["space", "left", "up"],
    "skipped-why": ["s", *"later", "enter", "up"],
    "flagged": ["g", *"Lan", "enter", "up"],
    "picked": ["2"],
    "taken-back": ["enter", "u"],
    "help": ["question_mark"],
    "help-end": ["question_mark", "end"],
    "code-points": ["i"],
    "history": ["4", "u", "2", "h"],
    "neighbours": ["w"],
    "forbid": ["right", "down", "f"],
    "merge": ["right", "down", "m"],
    "merge-confirm": ["right", "down", "m", "1"],
    "boundary": ["right", "down", "down", "b"],
    "boundary-own": ["right", "down", "down", "b", "0", "up", "tab"],
    "own-term": ["y"],
    "own-term-begun": ["y", "ร"],
    "move": ["right", "down", "down", "v", "n"],
    "new-concept": ["c", *"moi"],
    "new-concept-made": ["c", *"moi", "enter"],
    "skip-why": ["s"],
    "flag": ["g"],
    "note": ["n"],
    "define": ["d"],
    "search": ["f3", "n", "g", "h"],
    "filter": ["f2", "f", "r", "o", "n", "t"],
    "nothing-passes": ["f2", "x", "x", "enter"],
    "nothing-left": ["enter", "enter", "enter"],
    "export": ["f5"],
    "export-language": ["f5", *["backspace"] * 5, *"x.po", "enter"],
    "export-replace": ["f5", *["backspace"] * 5, *"terms.yaml", "enter"],
    "report": ["f6"],
    "check": ["f7"],
    "check-source": ["f7", *"th.txt", "enter"],
    "check-findings": ["f7", *"th.txt", "enter", "enter"],
    "reviewer": ["f8"],
    "error": ["9"],
    "palette": ["ctrl+p"],
}
CONFLICTS = {
    "conflict": [],
    "conflict-sides": ["enter"],
    "conflict-second": ["enter", "down"],
    "conflict-own": ["enter", "3"],
    "conflict-concept": ["down", "enter"],
    "conflict-settled": ["enter", "1", "2"],
}
"""Where a merge left terms in two versions."""
PLAIN = {"ascii": ["enter", "up"], "ascii-boundary": ["right", "down", "down", "b", "0"]}
"""Drawn with ASCII characters."""


@pytest.mark.parametrize("name", [*SCREENS, *CONFLICTS, *PLAIN])
async def test_a_screen_is_as_it_was_reviewed(
    opening: Opening, review: reviews.Review, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small, and large when the terminal has grown meanwhile."""
    folder = review.terms.parent
    monkeypatch.chdir(folder)
    (folder / "th.txt").write_text("งานบริการสาธารณะ\n", "utf-8")
    if name in CONFLICTS:
        reviews.disagree(review)
    async with opening(size=SIZES["80x24"], ascii_only=name in PLAIN) as mai:
        for key in (SCREENS | CONFLICTS | PLAIN)[name]:
            await mai.press(key)
        if name in ("report", "check-findings"):
            await until(mai, lambda: mai.desk._sheet_open)
        if name.startswith("own-term"):  # sentences are read beside
            await until(mai, lambda: re.search(r"\d ระดม\s", mai.shown()) is not None)
        if name == "palette":
            await mai.pilot.pause(0.5)
        shown = {}
        for size, cells in SIZES.items():
            await mai.pilot.resize_terminal(*cells)
            await mai.painted()
            await mai.pilot.pause()
            lines = (line.rstrip() for line in mai.shown().splitlines())
            shown[size] = timeless("\n".join(lines) + "\n")
    for size, text in shown.items():
        golden = FOLDER / f"{name}-{size}.txt"
        if os.environ.get("THUATNGU_UPDATE_SCREENS"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, "utf-8")
        assert text == golden.read_text("utf-8")


def test_every_golden_screen_is_still_drawn() -> None:
    drawn = {f"{name}-{size}" for name in (SCREENS | CONFLICTS | PLAIN) for size in SIZES}
    assert {path.stem for path in FOLDER.glob("*.txt")} == drawn


def test_every_key_that_opens_something_has_a_screen() -> None:
    pressed = {key for keys in (SCREENS | CONFLICTS).values() for key in keys}
    moves = ("turn", "scroll", "edge", "zone", "language")
    silent = {"save", "leave", "redo", "back", "prefer", "admit", "propose", "reject", "settle"}
    silent |= {"pick(N)", "pick_on(N)"}
    lacking = [
        key.action
        for key in KEYS
        if key.action not in silent
        and key.action.partition("(")[0] not in moves
        and not pressed & set(key.keys)
    ]
    assert lacking == []


def timeless(text: str) -> str:
    """The screen without the times in it."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "YYYY-MM-DD HH:MM", text)
    return re.sub(r"\d{4}-\d\d-\d\d", "YYYY-MM-DD", text)
