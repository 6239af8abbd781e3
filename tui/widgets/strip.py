"""One line at the top or the bottom: what stands where, and the keys that help here."""

from __future__ import annotations

from tui.typeset import Line, apart
from tui.widgets.lines import Lines


class Edge(Lines, can_focus=False):
    """A line with a left and a right end; the right end goes first when room is short."""

    DEFAULT_CSS = """
    Edge { height: 1; background: $surface; }
    """
    shows_cursor = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: Line = ()
        self._right: Line = ()

    @property
    def rows(self) -> int:
        return 1

    def show(self, left: Line, right: Line = ()) -> None:
        """Show something else."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (apart(self._left, self._right, cells),)
