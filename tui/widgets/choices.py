"""The choices: terms and renderings of each language, numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glossary.model import Status
from tui.page import Choice, Page
from tui.typeset import Line, fit, piece
from tui.widgets.lines import Lines

MARKS = {
    Status.PREFERRED: "✓",
    Status.ADMITTED: "+",
    Status.PROPOSED: "·",
    Status.DEPRECATED: "✗",
    Status.SUPERSEDED: "~",
    None: "?",
}
MARKS_ASCII = {
    Status.PREFERRED: "P",
    Status.ADMITTED: "+",
    Status.PROPOSED: ".",
    Status.DEPRECATED: "X",
    Status.SUPERSEDED: "~",
    None: "?",
}
WORDS = {
    Status.PREFERRED: "preferred",
    Status.ADMITTED: "admitted",
    Status.PROPOSED: "proposed",
    Status.DEPRECATED: "forbidden",
    Status.SUPERSEDED: "superseded",
    None: "new",
}
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered choice."""

    choice: Choice
    number: int
    """The digit that picks it; 0 for none."""
    starred: bool
    first: bool
    """Whether it is the first of its language."""
    more: int = 0
    """How many of its language are left out after it."""


def numbered(page: Page, langs: Sequence[str], room: int | None = None) -> tuple[Row, ...]:
    """The choices as they are shown, with digits for those that one may pick.

    In each language first the terms that may be used, then forbidden ones that the corpus has,
    then new renderings, then forbidden ones that it has not. Each language gets its
    fair part of nine digits and of the room; what is forbidden gets no digit.

    Args:
        page: of the concept.
        langs: in the order shown.
        room: rows at most, or None for all; what is left out is said in `Row.more`.
    """
    ordered = {lang: sorted(page.choices[lang], key=_order) for lang in langs}
    sizes = {lang: len(ordered[lang]) for lang in langs}
    visible = sizes if room is None else shares(sizes, max(room, len(langs)))
    quota = shares(
        {lang: sum(map(_pickable, ordered[lang][: visible[lang]])) for lang in langs}, DIGITS
    )
    rows: list[Row] = []
    digit = 0
    for lang in langs:
        left_out = sizes[lang] - visible[lang]
        for place, choice in enumerate(ordered[lang][: visible[lang]]):
            picked = _pickable(choice) and quota[lang] > 0
            digit += picked
            quota[lang] -= picked
            starred = page.starred.get(lang) == choice.text and choice.status is not None
            last = place == visible[lang] - 1
            rows.append(
                Row(choice, digit if picked else 0, starred, place == 0, left_out if last else 0)
            )
    return tuple(rows)


def _order(choice: Choice) -> int:
    if choice.status is None:
        return 2
    return 0 if choice.status.usable else 1 if choice.count else 3


def _pickable(choice: Choice) -> bool:
    return choice.status is None or choice.status.usable


def shares(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """How many of `total` each gets: no more than it has, the rest spread evenly."""
    given = dict.fromkeys(sizes, 0)
    while total and any(given[key] < size for key, size in sizes.items()):
        for key, size in sizes.items():
            if total and given[key] < size:
                given[key] += 1
                total -= 1
    return given


class Choices(Lines):
    """What the concept is called in each language; foreign text stands last on its line."""

    def __init__(self, *, id: str, ascii_only: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._marks = MARKS_ASCII if ascii_only else MARKS
        self._star = "*" if ascii_only else "★"
        self._none = "-" if ascii_only else "·"

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

    def draw(self, row: int, cells: int) -> tuple[Line, ...]:
        entry = self._rows[row]
        choice = entry.choice
        name = WORDS[choice.status]
        share = f"{choice.share:>5.0%}" if choice.term and choice.count else "     "
        style = choice.status.value if choice.status else "new"
        # Counts and marks come first: a terminal that draws the text narrower or
        # wider than it was measured moves nothing that stands before it.
        more = f"  e: +{entry.more}" if entry.more else ""
        return (
            (
                (f"{choice.lang.upper() if entry.first else '':<3}", "label"),
                (self._star if entry.starred else " ", "star"),
                (f"{entry.number or ''!s:>1} ", "key"),
                (f"{choice.count or self._none!s:>5}{share} ", "count" if choice.count else "dim"),
                (f"{self._marks[choice.status]} {name:<10} ", style),
                *fit((piece(choice.text, style),), max(8, cells - 30 - len(more))),
                (more, "dim"),
            ),
        )
