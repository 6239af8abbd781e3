"""One line at the top or the bottom: what stands where, and the keys that help here."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from tui import rows
from tui.typeset import Line, apart
from tui.widgets.lines import Lines


class Edge(Lines, can_focus=False):
    """A line with a left and a right end; the right end goes first when room is short."""

    DEFAULT_CSS = """
    Edge { height: 1; background: $surface; }
    """
    shows_cursor = False

    class Pressed(Message):
        """A key was clicked on."""

        def __init__(self, action: str) -> None:
            self.action = action
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: Line = ()
        self._right: Line = ()
        self._actions: list[tuple[int, int, str]] = []

    @property
    def rows(self) -> int:
        return 1

    def show_keys(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """Keys with what they do: (key, words, action), as many as there is room for."""
        line, actions = rows.keys(keys, self.size.width)
        self.show(line)
        self._actions = actions

    def on_click(self, event: events.Click) -> None:
        """A key that is clicked on is pressed."""
        event.stop()
        for start, end, action in self._actions:
            if start <= event.x < end:
                self.post_message(self.Pressed(action))

    def show(self, left: Line, right: Line = ()) -> None:
        """Show something else."""
        self._actions = []
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (apart(self._left, self._right, cells),)
