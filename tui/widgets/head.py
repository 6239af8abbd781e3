"""The head of the page: which concept this is, in words that need no Vietnamese."""

from __future__ import annotations

from tui import rows
from tui.page import Page
from tui.typeset import Line
from tui.widgets.lines import Lines


class Head(Lines, can_focus=False):
    """Vietnamese term, gloss, definition and note of the concept on screen."""

    shows_cursor = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._page: Page | None = None
        self._lines: list[Line] = []
        self._place = ""

    @property
    def rows(self) -> int:
        return len(self._lines)

    def show(self, page: Page | None, place: str) -> None:
        """Show another concept; `place` says where in the queue it stands."""
        self._page, self._place = page, place
        self.lay_out()

    def lay_out(self) -> None:
        """Break the lines for the room there is."""
        self._lines = self._broken(self._page, self._place) if self._page else []
        self.renew(0)

    def prepare(self, page: Page, place: str) -> None:
        """Breaks the lines of another concept, while this one is shown."""
        self._ready((line, "") for line in self._broken(page, place))

    def _broken(self, page: Page, place: str) -> list[Line]:
        return rows.head(page, place, max(20, self.size.width or 50), self.size.height)

    def on_resize(self) -> None:
        self.lay_out()

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (self._lines[row],)
