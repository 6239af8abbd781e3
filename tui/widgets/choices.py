"""The choices: terms and renderings of each language, numbered."""

from __future__ import annotations

from tui import rows
from tui.rows import Row
from tui.typeset import Line
from tui.widgets.lines import Lines


class Choices(Lines):
    """What the concept is called in each language; foreign text stands last on its line."""

    def __init__(self, *, id: str, ascii_only: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._ascii_only = ascii_only

    @property
    def rows(self) -> int:
        return len(self._rows)

    @property
    def row(self) -> Row | None:
        """The choice under the cursor; None where there is none."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def all(self) -> tuple[Row, ...]:
        """Every choice in order."""
        return self._rows

    def show(self, rows: tuple[Row, ...], cursor: int) -> None:
        """Show other choices."""
        self._rows = rows
        self.renew(cursor)

    def prepare(self, entries: tuple[Row, ...], cursor: int) -> None:
        """Lays out the choices of another concept, while this one is shown."""
        for row, entry in enumerate(entries):
            over = " cursor-away" if row == cursor else ""
            self._ready([(self._line(entry, self.size.width), over)])

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (self._line(self._rows[row], cells),)

    def _line(self, entry: Row, cells: int) -> Line:
        return rows.chosen(entry, cells, ascii_only=self._ascii_only)
