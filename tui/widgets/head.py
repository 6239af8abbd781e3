"""The head of the page: which concept this is, in words that need no Vietnamese."""

from __future__ import annotations

from tui.page import Page, State
from tui.typeset import Line, apart, piece, wrapped
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
        cells = max(20, self.size.width or 50)
        self._lines = _lines(self._page, self._place, cells, self.size.height) if self._page else []
        self.renew(0)

    def on_resize(self) -> None:
        self.lay_out()

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        return (self._lines[row],)


def _lines(page: Page, place: str, cells: int, most: int) -> list[Line]:
    concept = page.concept
    others = concept.in_lang("vi")[1:]
    name: list[tuple[str, str]] = [piece(concept.name, "name")]
    if others:
        name.append(piece(" / " + " / ".join(term.text for term in others), "dim"))
    right = " ".join(part for part in (place, concept.subject, _state(page.state)) if part)
    lines = [apart(name, (piece(right, "dim"),), cells)]
    gloss = concept.gloss or ", ".join(term.text for term in concept.in_lang("en"))
    if gloss:
        lines += wrapped(gloss, cells, "label", 1)
    if page.conflicts:
        number = len(page.conflicts)
        left = "a thing" if number == 1 else f"{number} things"
        lines.append((piece(f"a merge left {left} in two versions: Enter settles", "warn"),))
    if page.remark and page.state in (State.FLAGGED, State.SKIPPED):
        lines += wrapped(page.remark, cells, "warn", 1)
    room = most - len(lines)
    note = bool(concept.note) and room > 1
    if concept.definition and room - note > 0:
        lines += wrapped(concept.definition, cells, "", room - note)
    if concept.note and most > len(lines):
        lines += wrapped(f"note: {concept.note}", cells, "dim", most - len(lines))
    return lines


def _state(state: State) -> str:
    return "" if state is State.OPEN else state.value
