"""The first picture: the concept on the screen before Textual is there to paint it.

Importing Textual takes longer than all that comes before it. So what it will paint first is
written past it, line by line out of the same drawing (`tui.rows`), and stands still when it takes
over. ``tests/test_tui_picture.py`` holds the two to the same cells and colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.color import ColorSystem
from rich.style import Style

from tui import rows, sheets, status, typeset
from tui.evidence import Evidence
from tui.filter import Index, parse
from tui.keys import shown
from tui.page import Choice, Item, Page
from tui.palette import PALETTES, colour_of, named
from tui.session import Session
from tui.typeset import Line, measure, padded

HITS = 200
"""Sentences shown of one choice."""
NOTHING_PASSES = "nothing passes the filter; Esc ends it"
NOTHING_TO_CHOOSE = "no term and no rendering yet; y writes a term"
_MARGIN = 4
"""Rows of the queue that are seen above and below the cursor, where there are any."""
_COLOURS = {"kitty": ColorSystem.EIGHT_BIT, "256color": ColorSystem.EIGHT_BIT}


def head_height(height: int) -> int:
    """Lines for the head of the page, on a screen of so many."""
    return 5 if height < 34 else 7


def choices_height(height: int) -> int:
    """Lines for the choices, the same for every concept, on a screen of so many."""
    return max(4, height * 2 // 5 - 1)


def first_open(items: Sequence[Item]) -> int:
    """Where the first concept that waits stands; 0 where none does."""
    return next((n for n, item in enumerate(items) if item.state.waits), 0)


def key_hints(page: Page | None, *, sheet: bool) -> list[tuple[str, str, str]]:
    """Keys for the footer with their words and actions."""
    keys = [(k.keys[0], k.label, k.action) for k in status.hints(sheet=sheet)]
    if page is not None and page.conflicts:
        keys = [(k, "settle" if do == "approve" else w, do) for k, w, do in keys]
    return keys


def marked(page: Page, langs: Sequence[str]) -> dict[str, list[str]]:
    """What is marked in the sentences aligned with a hit, by language."""
    return {
        lang: [text for term in page.concept.in_lang(lang) for text in (term.text, *term.forms)]
        for lang in ("vi", *langs)
    }


def not_in_corpus(choice: Choice) -> str:
    """Said where a choice has no sentence."""
    return f"'{choice.text}' is not in the corpus"


def palette(theme: str, environ: Mapping[str, str]) -> tuple[Mapping[str, str], ColorSystem] | None:
    """The colours of a theme, and how many the terminal has; None leaves all to Textual."""
    told = ("NO_COLOR", "FORCE_COLOR", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DRIVER")
    if theme not in PALETTES or any(environ.get(name) for name in told):
        return None
    term = environ.get("TERM", "").strip().lower()
    if term in ("", "dumb", "unknown"):
        return None
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return PALETTES[theme], ColorSystem.TRUECOLOR
    return PALETTES[theme], _COLOURS.get(term.rpartition("-")[2], ColorSystem.STANDARD)


@dataclass(frozen=True, slots=True)
class _Painted:
    """A line with the colours that lie under its pieces."""

    line: Line
    cells: int
    ground: str = "background"
    over: str = ""


class Picture:
    """What is seen when a review opens."""

    def __init__(
        self, session: Session, words: str, columns: int, lines: int, *, ascii_only: bool
    ) -> None:
        """Lay it out.

        Args:
            session: the review.
            words: of the filter.
            columns: of the terminal.
            lines: of the terminal.
            ascii_only: draw with ASCII characters.

        Raises:
            InputError: the workspace cannot be read.
        """
        self._session, self._words, self._ascii_only = session, words, ascii_only
        self._columns, self._height = columns, lines
        self.items = session.queue()
        subjects = {item.subject for item in self.items if item.subject}
        wanted = parse(words, session.langs, subjects)
        index = Index(session.termbase)
        self._shown = index.passing(self.items, wanted) if wanted else self.items
        self._cursor = first_open(self._shown)
        self.concept = self._shown[self._cursor].concept if self._shown else ""

    def escapes(self, variables: Mapping[str, str], colours: ColorSystem) -> str:
        """Escape sequences and text for the terminal.

        Args:
            variables: of the theme.
            colours: how many the terminal has.
        """
        typeset.use_ascii(self._ascii_only)
        styles: dict[tuple[str, str], Style] = {}

        def style(name: str, ground: str) -> Style:
            found = styles.get((name, ground))
            if found is None:
                found = _ground(variables, ground) + named(name, variables)
                styles[name, ground] = found
            return found

        out = []
        for y, parts in enumerate(self._lines()):
            out.append(f"\x1b[{y + 1};1H")
            for part in parts:
                room = part.cells - measure(part.line)
                fitted = (
                    padded(part.line, part.cells) if room < 0 else (*part.line, (" " * room, ""))
                )
                for text, name in fitted:
                    if text:
                        drawn = style(name + part.over, part.ground)
                        out.append(drawn.render(text, color_system=colours))
        return "".join(out)

    def _lines(self) -> Iterable[tuple[_Painted, ...]]:
        columns, height = self._columns, self._height
        queue = max(22, min(44, columns * 28 // 100))
        room = height - 2
        first = self._first_row(room)
        left = self._shown[first : first + room]
        page = self._session.page(self.concept) if self.concept else None
        right = self._page_lines(page, max(0, columns - queue - 2), room)
        standing = status.standing(self.items, self._session.langs, self._words)
        keeping = status.keeping(self._session, trouble=False, saving=False, saved=None)
        yield (_Painted(typeset.apart(standing, keeping, columns), columns, "surface"),)
        for place, (item, line) in enumerate(zip_longest(left, right)):
            text = rows.queued(item, queue, ascii_only=self._ascii_only) if item else ()
            over = " cursor" if item and first + place == self._cursor else ""
            bar = ("|" if self._ascii_only else "│", "")
            yield (
                _Painted(text, queue, over=over),
                _Painted((bar,), 1, "border"),
                _Painted((), 1),
                *line,
            )
        hints = [
            (shown(key, ascii_only=self._ascii_only), words, action)
            for key, words, action in key_hints(page, sheet=False)
        ]
        yield (_Painted(rows.keys(hints, columns)[0], columns, "surface"),)

    def _first_row(self, room: int) -> int:
        """Row of the queue that is seen first, so that the cursor has its margin."""
        margin = min(_MARGIN, max(0, (room - 1) // 2))
        end = min(len(self._shown), self._cursor + 1 + margin)
        return max(0, end - room)

    def _page_lines(self, page: Page | None, cells: int, room: int) -> list[tuple[_Painted, ...]]:
        """Lines of the page: head, choices, detail, sentences; `room` of them."""
        size = head_height(self._height)
        place = f"{self._cursor + 1}/{len(self._shown)}"
        head = rows.head(page, place, max(20, cells), size) if page else []
        found = [_Painted(line, cells) for line in head]
        found += [_Painted((), cells)] * (size + 1 - len(head))
        size = choices_height(self._height)
        choices = rows.numbered(page, self._session.langs, size) if page else ()
        cursor = next((n for n, row in enumerate(choices) if row.starred), 0)
        first = max(0, cursor + 1 - size)
        listed = choices[first : first + size]
        for n, row in enumerate(listed, first):
            line = rows.chosen(row, cells, ascii_only=self._ascii_only)
            found.append(_Painted(line, cells, over=" cursor-away" if n == cursor else ""))
        found += [_Painted((), cells)] * (size - len(listed))
        lines: list[tuple[_Painted, ...]] = [(line,) for line in found]
        inner = max(0, cells - 5)
        chosen = choices[cursor].choice if choices else None
        detail = sheets.detail(chosen, (), max(20, inner)) if chosen else []
        for line in (*detail, (), ())[:2]:
            lines.append((_Painted((), 5), _Painted(line, inner)))
        for n, line in enumerate(self._sentences(page, chosen, cells, room - len(lines))):
            lines.append((_Painted(line, cells, over=" cursor-away" if n < 2 else ""),))
        lines += [(_Painted((), cells),)] * (room - len(lines))
        return lines[:room]

    def _sentences(
        self, page: Page | None, choice: Choice | None, cells: int, room: int
    ) -> list[Line]:
        """Two lines for each, or two that say why there are none."""
        if page is None:
            return [((NOTHING_PASSES, "dim"),), ()]
        if choice is None:
            return [((NOTHING_TO_CHOOSE, "dim"),), ()]
        places = self._session.occurrences(page.concept.id, choice, HITS)
        sentences = Evidence(self._session.workspace).sentences(places)
        if not sentences:
            return [(typeset.piece(not_in_corpus(choice), "dim"),), ()]
        marks = ("[", "]") if self._ascii_only else ("", "")
        texts = marked(page, self._session.langs)
        found: list[Line] = []
        for number in range(min(len(sentences), (room + 1) // 2)):
            found += rows.hit(number, sentences[number], cells, texts, marks)
        return found


def _ground(variables: Mapping[str, str], ground: str) -> Style:
    """Plain text on a part of the screen."""
    front, behind = ("border", "background") if ground == "border" else ("foreground", ground)
    return Style(color=colour_of(variables[front]), bgcolor=colour_of(variables[behind]))
