"""A sheet of text over the page: help, code points, history, report."""

from __future__ import annotations

from collections.abc import Callable

from tui.typeset import Line
from tui.widgets.lines import Lines

Writer = Callable[[int], list[Line]]
"""Lays lines out for a width in cells."""


class Sheet(Lines):
    """Lines to read; the cursor is where one reads."""

    shows_cursor = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._writer: Writer | None = None
        self._lines: list[Line] = []
        self.title = ""

    @property
    def rows(self) -> int:
        return len(self._lines)

    def show(self, title: str, writer: Writer) -> None:
        """Show something else, from its top."""
        self.title, self._writer = title, writer
        self._lay_out()
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.renew(0)

    def _lay_out(self) -> None:
        if self._writer is not None:
            self._lines = self._writer(max(20, self.size.width or 50))

    def on_resize(self) -> None:
        self._lay_out()
        self.renew()

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (self._lines[row],)
