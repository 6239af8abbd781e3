"""The concordance: each hit in its sentence, and under it the sentence aligned with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glossary.errors import InputError
from tui import rows
from tui.evidence import Sentence
from tui.typeset import Line, piece
from tui.widgets.lines import Lines


class Concordance(Lines):
    """Two lines a hit."""

    row_height = 2

    def __init__(self, *, id: str, ascii_only: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sentences: Sequence[Sentence] = ()
        self._empty = ""
        self._marks = ("[", "]") if ascii_only else ("", "")
        self.marked: Mapping[str, Sequence[str]] = {}

    @property
    def rows(self) -> int:
        return len(self._sentences) or 1

    @property
    def sentence(self) -> Sentence | None:
        """The hit under the cursor."""
        return self._sentences[self.cursor] if self._sentences else None

    def show(self, sentences: Sequence[Sentence], empty: str) -> None:
        """Show other hits, or say in `empty` why there are none."""
        self._sentences, self._empty = sentences, empty
        self.renew(0)

    def bracket(self) -> None:
        """Marks hits with brackets: the terminal shows no colour."""
        self._marks = ("[", "]")
        self.refresh()

    def prepare(self, sentences: Sequence[Sentence], marked: Mapping[str, Sequence[str]]) -> None:
        """Lays out the first hits of another concept, while this one is shown.

        Raises:
            InputError: a sentence cannot be read.
        """
        for number in range(min(len(sentences), self.page)):
            lines = self._hit(number, sentences[number], self.size.width, marked)
            self._ready((line, "" if number else " cursor-away") for line in lines)

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        if not self._sentences:
            return ((piece(self._empty, "dim"),), ())
        try:
            return self._hit(row, self._sentences[row], cells, self.marked)
        except InputError as error:
            return (((f"{row + 1:>3} ", "dim"), piece(f"no sentence: {error}", "dim")), ())

    def _hit(
        self, number: int, found: Sentence, cells: int, marked: Mapping[str, Sequence[str]]
    ) -> tuple[Line, ...]:
        return rows.hit(number, found, cells, marked, self._marks)
