"""A picture of the application as it really runs, after real key presses, without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from aligner.workspace import Workspace
from tui.app import Review, measured
from tui.cells import Habits
from tui.session import Session


def take(
    terms: Path,
    workspace: Path,
    keys: Sequence[str] = (),
    size: tuple[int, int] = (100, 30),
    *,
    reviewer: str = "reviewer",
    ascii_only: bool = False,
) -> str:
    """Opens the application, presses keys and draws it.

    What the keys decide is decided, and saved.

    Args:
        terms: the termbase file.
        workspace: the workspace file.
        keys: by Textual's names: ``enter``, ``j``, ``f3``; text is pressed key by key.
        size: columns and rows.
        reviewer: who decides.
        ascii_only: draw with ASCII characters only.

    Returns:
        An SVG.

    Raises:
        InputError: a file cannot be used.
    """

    async def draw(app: Review) -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            picture = app.export_screenshot()
            await asyncio.to_thread(app.session.save)
            return picture

    # Nobody looks through a terminal: the cells are those of Rich's own tables.
    with Workspace.open(workspace, create=False) as opened, measured(Habits(matra=False)):
        app = Review(Session(terms, opened, reviewer), ascii_only=ascii_only, save_after=None)
        return asyncio.run(draw(app))
