"""The queue: one concept a row, those first whose decision repairs most."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from tui import rows
from tui.page import Item
from tui.typeset import Line
from tui.widgets.lines import Lines


class Queue(Lines):
    """The concepts that wait. Names are Vietnamese, whose cells all terminals agree on."""

    margin = 4

    def __init__(self, *, id: str, ascii_only: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._why: Callable[[Item], str] | None = None
        self._ascii_only = ascii_only

    @property
    def rows(self) -> int:
        return len(self._items)

    @property
    def item(self) -> Item | None:
        """The concept under the cursor; None in an empty queue."""
        return self._items[self.cursor] if self._items else None

    @property
    def items(self) -> Sequence[Item]:
        """Every row in order."""
        return self._items

    def show(
        self, items: Sequence[Item], cursor: int, why: Callable[[Item], str] | None = None
    ) -> None:
        """Show other items; `why` says of each why it is among them, at the right edge."""
        self._items, self._why = items, why
        self.renew(cursor)

    def change(self, items: Sequence[Item], concepts: Collection[str]) -> None:
        """The same rows, of which those of some concepts are drawn anew."""
        self._items = items
        for row, item in enumerate(items):
            if item.concept in concepts:
                self.redraw(row)

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        item = self._items[row]
        why = self._why(item) if self._why else ""
        return (rows.queued(item, cells, why=why, ascii_only=self._ascii_only),)
