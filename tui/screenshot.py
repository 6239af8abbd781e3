"""A picture of the application as it really runs, after real key presses, without a terminal."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from html import escape, unescape
from pathlib import Path

from textual.keys import Keys

from aligner.workspace import Workspace
from glossary.errors import InputError
from tui.app import Review
from tui.cells import Habits, width
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

    with Workspace.open(workspace, create=False) as opened, measured(Habits()):
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


_FONTS = (
    "Menlo, Consolas, 'Noto Sans Mono', 'Liberation Mono', 'DejaVu Sans Mono', "
    "'Noto Sans Thai', 'Noto Sans Devanagari', monospace"
)
"""Those with all Vietnamese letters first: where a font lacks ố, its mark stands beside the ô."""


_CELL = 12.2
"""Width of a cell, as Rich draws it."""
_THAI_HINDI = r"\u0900-\u097f\u0e00-\u0e7f\u200c\u200d"
_RUN = re.compile(rf"[{_THAI_HINDI}]+(?:\xa0[{_THAI_HINDI}]+)*|[^{_THAI_HINDI}]+")
"""Thai or Hindi with the blanks inside it, or all that is neither."""
_JOINED = re.compile(r"[\u0900-\u097f]")


def self_contained(svg: str) -> str:
    """The picture without fonts from elsewhere, and with texts as wide as their cells.

    Rich takes a text for as wide as it has code points, which draws Thai and Hindi over what
    stands after them, and begins it with no-break spaces, which some viewers drop. Here each
    script of a text is an element of its own, without blanks around it, where its cells begin.
    """
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {_FONTS}", svg)
    return re.sub(
        r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" ([^>]*)>'
        r"(.*?)</text>",
        _placed,
        svg,
    )


def _placed(found: re.Match[str]) -> str:
    style, x, y, rest, text = found.groups()
    left = float(x)
    runs = []
    for run in _RUN.findall(unescape(text).rstrip("\n")):
        shown = run.strip("\xa0")
        at = left + width(run[: run.find(shown)]) * _CELL
        left += width(run) * _CELL
        if shown:
            told = escape(shown).replace("\xa0", "&#160;")
            # Letters of Hindi hang on one line: drawn apart from each other they tear it.
            adjusted = 'lengthAdjust="spacingAndGlyphs" ' if _JOINED.search(shown) else ""
            runs.append(
                f'<text class="{style}" x="{at:g}" y="{y}" '
                f'textLength="{width(shown) * _CELL:g}" {adjusted}{rest}>{told}</text>'
            )
    return "".join(runs)
