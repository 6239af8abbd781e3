"""The line to type in. Imported when the first concept is on the screen, not before."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import events
from textual.widgets import Input

from glossary.visible import visible
from tui.cells import cluster_after, cluster_before


class Field(Input):
    """A line of text that is moved over, and deleted, by characters as people see them."""

    def __init__(self, first: Callable[[events.Key], bool]) -> None:
        """Make the line.

        Args:
            first: sees each key before the line does, and says whether the line must leave it.
                Called, not told by a message: the next key may be here before a message is read.
        """
        super().__init__("", compact=True, select_on_focus=False)
        self._first = first

    @property
    def _value(self) -> Text:
        """What is shown: a note that came from elsewhere may hold anything."""
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    async def _on_key(self, event: events.Key) -> None:
        if self._first(event):
            event.stop()
            event.prevent_default()

    def action_cursor_left(self, select: bool = False) -> None:
        if select or self.selection.is_empty:
            self._go(cluster_before(self.value, self.cursor_position), select)
        else:
            self.cursor_position = min(self.selection)

    def action_cursor_right(self, select: bool = False) -> None:
        if select or self.selection.is_empty:
            self._go(cluster_after(self.value, self.cursor_position), select)
        else:
            self.cursor_position = max(self.selection)

    def _go(self, place: int, select: bool) -> None:
        if select:
            start, _ = self.selection
            self.selection = type(self.selection)(start, place)
        else:
            self.cursor_position = place

    def action_delete_left(self) -> None:
        if self.selection.is_empty:
            place = self.cursor_position
            self.delete(cluster_before(self.value, place), place)
        else:
            self.delete_selection()

    def action_delete_right(self) -> None:
        if self.selection.is_empty:
            place = self.cursor_position
            self.delete(place, cluster_after(self.value, place))
        else:
            self.delete_selection()

    def _on_paste(self, event: events.Paste) -> None:
        """All lines of a paste, not the first alone, and nothing that acts on the terminal."""
        event.stop()
        event.prevent_default()
        pairs = zip(event.text, visible(event.text), strict=True)
        text = " ".join("".join(as_is if as_is == safe else " " for as_is, safe in pairs).split())
        if text:
            self.put(text)

    def put(self, text: str) -> None:
        """Text at the cursor, in place of what is selected."""
        start, end = sorted(self.selection)
        self.replace(text, start, end)
