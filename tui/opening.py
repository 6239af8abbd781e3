"""Opening a review: the first concept is on the screen before Textual is imported."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from aligner.workspace import Workspace
from glossary.errors import InputError
from tui import cells, terminal
from tui.palette import DEFAULT
from tui.picture import Picture, palette
from tui.session import Session, Summary


def run(
    terms: Path,
    workspace: Path,
    reviewer: str,
    *,
    ascii: bool = False,  # noqa: A002, named as the option is
    langs: Sequence[str] = ("th", "hi"),
    words: str = "",
    theme: str = DEFAULT,
) -> Summary:
    """Review until the reviewer leaves.

    Args:
        terms: the termbase file.
        workspace: the workspace file.
        reviewer: who decides.
        ascii: draw with ASCII characters only.
        langs: languages in review.
        words: of a filter to begin with.
        theme: name of one of `tui.palette.PALETTES` or of Textual's own.

    Returns:
        What came of it.

    Raises:
        InputError: a file cannot be used, or no theme has that name.
    """
    gc.disable()  # until the first concept is on the screen
    terminal.ask_its_size()
    painting = palette(theme, os.environ)
    try:
        with Workspace.open(workspace, create=False) as opened:
            session = Session(terms, opened, reviewer, langs=langs)
            with terminal.held(wanted=painting is not None) as held, measured():
                if held is not None and painting is not None:
                    picture = Picture(session, words, *held.size, ascii_only=ascii)
                    with suppress(InputError):  # the application tells what cannot be read
                        held.show(picture.escapes(*painting), picture.concept)
                from tui.app import Review  # which takes longer than all before it
                from tui.saving import Saver

                # What runs beside in a thread lets keys in between after a millisecond, not five.
                sys.setswitchinterval(0.001)
                summary = Review(
                    session,
                    ascii_only=ascii,
                    words=words,
                    theme=theme,
                    saver=Saver(terms, workspace),
                    held=held,
                ).run()
    finally:
        gc.enable()
    return summary if summary is not None else session.summary()


@contextmanager
def measured(habits: cells.Habits | None = None) -> Iterator[cells.Habits]:
    """Texts take the cells that this terminal gives them, while the block runs."""
    before = cells.HABITS
    habits = habits or terminal.measure() or cells.Habits()
    cells.install(habits)
    try:
        yield habits
    finally:
        cells.install(before)
