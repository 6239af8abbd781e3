"""The one list of the application: rows of styled lines, drawn only where they are seen.

A row is drawn when it scrolls into view, so a million rows cost no more than
twenty (Textual's Line API).
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.themes import named
from tui.typeset import Line, padded


class Lines(ScrollView, can_focus=True):
    """A list of rows of equal height with a cursor.

    Sub-classes say how many rows there are (`rows`) and what is on them (`draw`), and
    call `renew` when that changed.
    """

    DEFAULT_CSS = """
    Lines {
        background: $background;
        color: $foreground;
        overflow: hidden hidden;
        scrollbar-size: 0 0;
    }
    """
    row_height = 1
    shows_cursor = True

    class Chosen(Message):
        """The cursor is on another row."""

        def __init__(self, lines: Lines, row: int) -> None:
            self.lines = lines
            self.row = row
            super().__init__()

        @property
        def control(self) -> Lines:
            """The list whose cursor moved."""
            return self.lines

    def __init__(self, *, id: str) -> None:  # noqa: A002, Textual's own name
        super().__init__(id=id)
        self.cursor = 0
        self._styles_by_name: dict[str, Style] = {}

    @property
    def rows(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        """The lines of a row, `row_height` of them, each of `cells` cells at most."""
        raise NotImplementedError

    def renew(self, cursor: int | None = None) -> None:
        """Rows changed: draw them again, with the cursor on a row that is there."""
        if cursor is not None:
            self.cursor = cursor
        self.cursor = max(0, min(self.cursor, self.rows - 1))
        self.virtual_size = Size(self.size.width, self.rows * self.row_height)
        self._reveal()
        self.refresh()

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, and say so if that is another one."""
        row = max(0, min(row, self.rows - 1))
        if row == self.cursor or not self.rows:
            return
        old, self.cursor = self.cursor, row
        self.redraw(old)
        self.redraw(row)
        self._reveal()
        self.post_message(self.Chosen(self, row))

    @property
    def page(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.size.height // self.row_height)

    def _reveal(self) -> None:
        top = self.cursor * self.row_height
        height = self.size.height
        first = int(self.scroll_offset.y)
        if top < first:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif top + self.row_height > first + height > 0:
            self.scroll_to(
                y=top + self.row_height - height, animate=False, immediate=True, force=True
            )

    def redraw(self, row: int) -> None:
        """Draw one row anew."""
        y = row * self.row_height - int(self.scroll_offset.y)
        self.refresh(Region(0, y, self.size.width, self.row_height))

    def on_resize(self) -> None:
        """Rows fit the new width; the cursor stays in view."""
        self.virtual_size = Size(self.size.width, self.rows * self.row_height)
        self._reveal()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._styles_by_name.clear()

    def _style(self, name: str) -> Style:
        """The style of a piece; ``hit cursor`` is a hit under the cursor."""
        found = self._styles_by_name.get(name)
        if found is None:
            variables = self.app.theme_variables
            found = self._styles_by_name[name] = self.rich_style + named(name, variables)
        return found

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        cells = self.size.width
        place = y + int(self.scroll_offset.y)
        row, part = divmod(place, self.row_height)
        if row >= self.rows:
            return Strip.blank(cells, self._style(""))
        lines = self.draw(row, cells)
        line = lines[part] if part < len(lines) else ()
        over = ""
        if self.shows_cursor and row == self.cursor:
            over = " cursor" if self.has_focus else " cursor-away"
        return Strip(
            [Segment(text, self._style(name + over)) for text, name in padded(line, cells) if text],
            cells,
        )

    def on_focus(self) -> None:
        """The cursor is drawn as active."""
        self.redraw(self.cursor)

    def on_blur(self) -> None:
        """The cursor is drawn as inactive."""
        self.redraw(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """The mouse puts the cursor."""
        event.stop()
        self.move_to((event.y + int(self.scroll_offset.y)) // self.row_height)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows."""
        event.stop()
        self.scroll_to(y=self.scroll_offset.y + 3, animate=False, immediate=True, force=True)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows back."""
        event.stop()
        self.scroll_to(y=self.scroll_offset.y - 3, animate=False, immediate=True, force=True)
