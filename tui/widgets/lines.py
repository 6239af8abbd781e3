"""The one list of the application: rows of styled lines, drawn only where they are seen.

A row is drawn when it scrolls into view, so a million rows cost no more than
twenty (Textual's Line API). Of what is in view, only lines that read otherwise than before
are painted again, and none of it costs a new layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import CompositorUpdate
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.palette import named
from tui.typeset import Line, measure, padded

Reading = tuple[Line, str]
"""What stands on a line, and the style of the cursor if that is there."""

_NOTHING: Reading = ((), "")

_KEPT = 1024
"""Lines kept as they were put together for the terminal."""


class Rows(CompositorUpdate):
    """Lines with their places, as Textual sends them to a terminal."""

    def __init__(self, rows: list[tuple[int, int, Strip]]) -> None:
        self.rows = rows

    def render_segments(self, console: Console) -> str:
        """Escape sequences and text."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self.rows)


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
    margin = 0
    """Rows that are seen before and after the cursor, where there are any."""

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
        self._strips: dict[tuple[Line, str, int], Strip] = {}
        self._painted: dict[int, tuple[Reading, Strip]] = {}
        self._read: dict[int, Reading] = {}
        """What stands on the lines of the screen that need not be drawn again."""
        self._read_at = 0

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
        self._measure_out()
        self._reveal()
        self._repaint()

    def _measure_out(self) -> None:
        """How far one can scroll.

        Set past the attribute, which would lay out the screen anew: nothing here is as
        high as what it lists, and no scroll bar is shown.
        """
        size = self.size
        self.set_reactive(Widget.virtual_size, Size(size.width, self.rows * self.row_height))
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def _repaint(self) -> None:
        """Paint the lines that read otherwise than they did."""
        size = self.size
        before = self._read if self._read_at == size.width else {}
        now = self._readings(0, size.height)
        self._read, self._read_at = now, size.width
        changed = []
        for y, reading in now.items():
            if before.get(y) == reading:
                self._read[y] = before[y]
            else:
                changed.append(y)
        self._paint(changed)

    def _paint(self, lines: Iterable[int]) -> None:
        width = self.size.width
        regions = [Region(0, y, width, 1) for y in lines]
        if regions:
            super().refresh(*regions)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw lines anew, or all of them."""
        if not regions:
            self._read.clear()
        for region in regions:
            for y in region.line_range:
                self._read.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

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
        height = self.size.height
        margin = min(self.margin, max(0, (self.page - 1) // 2))
        top = max(0, self.cursor - margin) * self.row_height
        end = min(self.rows, self.cursor + 1 + margin) * self.row_height
        first = int(self.scroll_offset.y)
        if top < first:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif end > first + height > 0:
            self.scroll_to(y=end - height, animate=False, immediate=True, force=True)

    def redraw(self, row: int) -> None:
        """Draw one row anew."""
        height = self.size.height
        first = row * self.row_height - int(self.scroll_offset.y)
        for y in range(max(0, first), min(first + self.row_height, height)):
            self._read.pop(y, None)
            self._paint((y,))

    def on_resize(self) -> None:
        """Rows fit the new width; the cursor stays in view."""
        self._measure_out()
        self._reveal()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._styles_by_name.clear()
        self._strips.clear()
        self._painted.clear()

    def _style(self, name: str) -> Style:
        """The style of a piece; ``hit cursor`` is a hit under the cursor."""
        found = self._styles_by_name.get(name)
        if found is None:
            found = self.rich_style + named(name, self.app.theme_variables)
            under = self.background_colors[1]
            for line_filter in self.get_line_filters():  # now, and not for each piece painted
                ((_, filtered, _),) = line_filter.apply([Segment(" ", found)], under)
                found = filtered or found
            self._styles_by_name[name] = found
        return found

    def _readings(self, start: int, end: int) -> dict[int, Reading]:
        """What stands on some lines of the screen; each row is drawn once."""
        top, cells, rows = int(self.scroll_offset.y), self.size.width, self.rows
        found: dict[int, Reading] = {}
        drawn, over = -1, ""
        lines: tuple[Line, ...] = ()
        cursor = self.cursor if self.shows_cursor else -1
        for y in range(start, end):
            row, part = divmod(top + y, self.row_height)
            if row != drawn and row < rows:
                drawn, lines, over = row, self.draw(row, cells), ""
                if row == cursor:
                    over = " cursor" if self.has_focus else " cursor-away"
            if row >= rows:
                found[y] = _NOTHING
            else:
                found[y] = lines[part] if part < len(lines) else (), over
        return found

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the screen.

        Without padding they go past Textual's own cache of lines, which puts on the styles of
        a widget: these carry them, and are kept by what they read, wherever they stand.
        """
        if self.styles.gutter:
            return super().render_lines(crop)
        width = self.size.width
        strips = [self._strip(y, width) for y in crop.line_range]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def stale(self, region: Region) -> list[tuple[int, int, Strip]]:
        """What is to be painted, and counts as painted then: (x, y, line) on the screen.

        Args:
            region: where this list is.
        """
        lines = {y for part in self._exchange_repaint_regions() for y in part.line_range}
        shown = [y for y in sorted(lines) if 0 <= y < region.height]
        if self.styles.gutter:
            strips = [self.render_lines(Region(0, y, region.width, 1))[0] for y in shown]
        else:
            strips = [self._strip(y, region.width) for y in shown]
        return [(region.x, region.y + y, strip) for y, strip in zip(shown, strips, strict=True)]

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self._strip(y, self.size.width)

    def _strip(self, y: int, width: int) -> Strip:
        if self._read_at != width:
            self._read, self._read_at = {}, width
        reading = self._read.get(y)
        if reading is None:
            reading = self._read[y] = self._readings(y, y + 1)[y]
        painted = self._painted.get(y)
        if painted is not None and painted[0] is reading:
            return painted[1]
        found = self._together(reading, width)
        self._painted[y] = reading, found
        return found

    def _ready(self, readings: Iterable[Reading]) -> None:
        """Puts lines together that will be shown soon, as far as a terminal takes them."""
        console = self.app.console
        for reading in readings:
            self._together(reading, self.size.width).render(console)

    def _together(self, reading: Reading, width: int) -> Strip:
        key = (*reading, width)
        found = self._strips.get(key)
        if found is None:
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            found = self._strips[key] = self._put_together(*key)
        return found

    def _put_together(self, line: Line, over: str, cells: int) -> Strip:
        room = cells - measure(line)
        pieces = (*line, (" " * room, "")) if room >= 0 else padded(line, cells)
        segments: list[Segment] = []
        last = None
        for text, name in pieces:
            if name == last:
                segments[-1] = Segment(segments[-1].text + text, segments[-1].style)
            elif text:
                segments.append(Segment(text, self._style(name + over)))
                last = name
        return Strip(segments, cells)

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
