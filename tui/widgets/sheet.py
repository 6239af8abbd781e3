"""A sheet of text over the page: help, code points, history, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.typeset import Line
from tui.widgets.lines import Lines

Reveal = Callable[[Sequence[Line]], int]
"""Finds a line."""
Writer = Callable[[int], list[Line]]
"""Lays lines out for a width in cells."""


class Sheet(Lines):
    """Lines to read; the cursor is where one reads."""

    shows_cursor = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._writer: Writer | None = None
        self._lines: list[Line] = []
        self._find: Reveal | None = None
        self.title = ""

    @property
    def rows(self) -> int:
        return len(self._lines)

    def show(self, title: str, writer: Writer, reveal: Reveal | None = None) -> None:
        """Show something else, from its top, or from where `reveal` finds what must be seen."""
        self.title, self._writer, self._find = title, writer, reveal
        self._lay_out()
        self.scroll_to(y=self._first(), animate=False, immediate=True, force=True)
        self.renew(self._first())

    def _first(self) -> int:
        row = self._find(self._lines) if self._find else 0
        return row if row >= self.page else 0

    def _lay_out(self) -> None:
        if self._writer is not None:
            self._lines = self._writer(max(20, self.size.width or 50))

    def _reveal(self) -> None:
        if self.cursor:  # on what must be seen; else one goes on where one reads
            super()._reveal()

    def on_resize(self) -> None:
        self._lay_out()
        self.renew(self._first() or None)

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (self._lines[row],)
