"""A picture of the application as it really runs, after real key presses, without a terminal."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from textual.keys import Keys

from aligner.workspace import Workspace
from glossary.errors import InputError
from tui.app import Review
from tui.cells import Habits
from tui.desk import Desk
from tui.opening import measured
from tui.palette import DEFAULT
from tui.session import Session


def take(
    terms: Path,
    workspace: Path,
    keys: Sequence[str] = (),
    size: tuple[int, int] = (100, 30),
    *,
    reviewer: str = "reviewer",
    langs: Sequence[str] = ("th", "hi"),
    words: str = "",
    ascii_only: bool = False,
    theme: str = DEFAULT,
) -> str:
    """Opens the application, presses keys and draws it.

    What the keys decide is decided, and saved.

    Args:
        terms: the termbase file.
        workspace: the workspace file.
        keys: by Textual's names: ``enter``, ``j``, ``f3``; text is pressed key by key.
        size: columns and rows.
        reviewer: who decides.
        langs: languages in review.
        words: of a filter to begin with.
        ascii_only: draw with ASCII characters only.
        theme: name of one of `tui.themes.THEMES` or of Textual's own.

    Returns:
        An SVG.

    Raises:
        InputError: a file cannot be used, or no key or theme has that name.
    """
    for name in keys:
        if not _is_key(name):
            raise InputError(
                f"no key is called '{name}'; they are called enter, down, f3, ctrl+s, space, or a"
            )

    async def draw(app: Review) -> str:
        async with app.run_test(size=size) as pilot:
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                while isinstance(desk := app.screen, Desk) and not desk.painted:
                    await pilot.pause(0.005)
            await pilot.pause()
            picture = self_contained(app.export_screenshot())
            await asyncio.to_thread(app.session.save)
            return picture

    # Nobody looks through a terminal: the cells are those of Rich's own tables.
    with Workspace.open(workspace, create=False) as opened, measured(Habits(matra=False)):
        session = Session(terms, opened, reviewer, langs=langs)
        app = Review(session, words=words, ascii_only=ascii_only, save_after=None, theme=theme)
        return asyncio.run(draw(app))


def _is_key(name: str) -> bool:
    """Whether Textual knows a key of this name, or a sign that a keyboard could send."""
    if len(name) == 1 or name.rpartition("+")[0] in ("ctrl", "shift", "alt", "ctrl+shift"):
        return True
    if name in set(Keys):
        return True
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


_FONTS = "'Fira Code', 'DejaVu Sans Mono', 'Noto Sans Thai', 'Noto Sans Devanagari', monospace"


def self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, and with blanks that every viewer keeps.

    Rich begins a text with no-break spaces, which some viewers drop; here it begins
    further right instead.
    """
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {_FONTS}", svg)
    return re.sub(
        r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)" ([^>]*)>'
        r"((?:&#160;)*)(.*?)</text>",
        _moved,
        svg,
    )


def _moved(found: re.Match[str]) -> str:
    style, x, y, length, rest, blanks, text = found.groups()
    if not text:
        return ""
    cell = 12.2
    gap = blanks.count("&#160;") * cell
    trailing = text.rstrip("\n")
    return (
        f'<text class="{style}" x="{float(x) + gap:g}" y="{y}" '
        f'textLength="{max(cell, float(length) - gap):g}" {rest}>{trailing}</text>'
    )
