"""The screen as it stands: what is shown of the session, said about it, and saved."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from time import monotonic

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

from glossary.errors import InputError
from tui import sheets, startup, status, typeset
from tui.evidence import Evidence
from tui.filter import Filter, Index, parse
from tui.keys import KEYS, actions_of_characters, shown
from tui.neighbours import Neighbours
from tui.page import Item, Page
from tui.picture import (
    HITS,
    NOTHING_PASSES,
    NOTHING_TO_CHOOSE,
    choices_height,
    first_open,
    head_height,
    key_hints,
    marked,
    not_in_corpus,
)
from tui.rows import Row, numbered
from tui.session import Session, Summary
from tui.terminal import Seen
from tui.typeset import Line, piece, wrapped
from tui.widgets.bar import Bar
from tui.widgets.choices import Choices
from tui.widgets.head import Head
from tui.widgets.lines import Lines, Rows
from tui.widgets.queue import Queue
from tui.widgets.sentences import Concordance
from tui.widgets.sheet import Sheet
from tui.widgets.strip import Edge

PAUSE = 0.01
"""Seconds after a concept was painted in which nothing else is begun: it goes to the terminal."""


class Board(Screen[Summary], inherit_bindings=False):
    """Shows a session; what keys do is for its sub-classes."""

    def __init__(
        self,
        session: Session,
        *,
        ascii_only: bool = False,
        words: str = "",
        seen: Seen | None = None,
    ) -> None:
        super().__init__()
        self._seen = seen
        self._early: list[events.Key] = []
        """Keys pressed before there was a concept to press them for."""
        self.session = session
        self.ascii_only = ascii_only
        self._words = words
        self._evidence = Evidence(session.workspace)
        self._items: list[Item] = []
        self._index = Index(session.termbase)
        self._neighbours = Neighbours()
        self._page: Page | None = None
        self._begun = False
        self._page_unpainted = False
        self._ahead: Timer | None = None
        self._prepared = False
        """Whether what the first concept did not wait for is there, or on its way."""
        self._choice_shown: Row | None = None
        self._all_choices = False
        """Whether the choices that find no room are listed too."""
        self._shown_at = float("inf")
        self._visited_with: dict[str, str] = {}
        """By language, the preferred term as the concept was opened."""
        self._pressed_at = 0.0
        """When the last key came, by the monotonic clock."""
        self._message: Line = ()
        self._saved_at: float | None = None
        self._saving = False
        self._trouble = ""
        self._by_key = {key: entry.action for entry in KEYS for key in entry.keys}
        self._by_character = actions_of_characters()

    def compose(self) -> ComposeResult:
        yield Edge(id="status")
        with Horizontal(id="body"):
            yield Queue(id="queue", ascii_only=self.ascii_only)
            with Vertical(id="page", classes="-ascii" if self.ascii_only else ""):
                yield Head(id="head")
                yield Choices(id="choices", ascii_only=self.ascii_only)
                yield Sheet(id="detail")
                yield Concordance(id="concordance", ascii_only=self.ascii_only)
                yield Sheet(id="sheet")
        yield Bar(id="bar")
        yield Edge(id="footer")

    def on_mount(self) -> None:
        self.queue = self.query_one("#queue", Queue)
        self.head = self.query_one("#head", Head)
        self.choices = self.query_one("#choices", Choices)
        self.detail = self.query_one("#detail", Sheet)
        self.concordance = self.query_one("#concordance", Concordance)
        self.sheet = self.query_one("#sheet", Sheet)
        self.bar = self.query_one("#bar", Bar)
        self.status = self.query_one("#status", Edge)
        self.footer = self.query_one("#footer", Edge)
        self.detail.can_focus = False
        typeset.use_ascii(self.ascii_only)
        if self.app.no_color:
            self.concordance.bracket()
        self._fit(self.app.size.height)
        self._items = list(self.session.queue())
        self.set_focus(self.queue)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.height)
        if self._begun:
            self._footer()
        else:
            # Only once this is laid out is it known how much room there is.
            self.call_later(self._begin)

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        for event in self._early:
            self.post_message(event)
        self._refilter(first=True)
        if self._seen is not None and self._page and self._seen.concept == self._page.concept.id:
            self._shown_at = self._seen.at
        self._footer()

    def _compositor_refresh(self) -> None:
        """Paints, but no empty screen before there is a concept to show."""
        if not self._begun:
            return
        super()._compositor_refresh()
        if self._page_unpainted:
            self._shown()
        if not self._prepared:
            self._prepared = True
            self._prepare()

    def _fit(self, height: int) -> None:
        """Shares the page's height out, the same for every concept.

        What one looks for stands where it stood, and a key costs no new layout.
        """
        self.head.styles.height = head_height(height)
        self.choices.styles.height = choices_height(height)

    @property
    def page(self) -> Page:
        """The concept on screen.

        Raises:
            InputError: the queue is empty.
        """
        if self._page is None:
            raise InputError("no concept is shown; Esc ends the filter")
        return self._page

    @property
    def row(self) -> Row:
        """The choice under the cursor.

        Raises:
            InputError: there is none.
        """
        row = self.choices.row
        if row is None:
            raise InputError("nothing to decide on here: no term and no rendering")
        return row

    def _refilter(self, cursor: int | None = None, *, first: bool = False) -> None:
        """Shows what passes the filter, from a row, the first concept that waits or this one."""
        wanted = self._wanted
        items = self._index.passing(self._items, wanted) if wanted else tuple(self._items)
        if first:
            cursor = first_open(items)
        elif cursor is None:
            here = self.queue.item.concept if self.queue.item else ""
            cursor = next((n for n, item in enumerate(items) if item.concept == here), 0)
        self.queue.show(items, cursor)
        self._open_page()

    @property
    def _wanted(self) -> Filter:
        subjects = {item.subject for item in self._items if item.subject}
        return parse(self._words, self.session.langs, subjects)

    def _open_page(self, at: tuple[str, str] | None = None) -> None:
        """Shows the concept under the queue's cursor, from a choice or the starred one."""
        item = self.queue.item
        if item is None:
            self._page = None
            self.head.show(None, "")
            self.choices.show((), 0)
            self.detail.show("", lambda cells: [])
            self.concordance.show((), NOTHING_PASSES)
            self._shown_at = monotonic()
        else:
            self._page = self.session.page(item.concept)
            self._all_choices = False
            if self._neighbours.ready:
                self._neighbours.renew(self.session.termbase)
            concept = self._page.concept
            self._visited_with = {
                lang: term.text
                for lang in self.session.langs
                if (term := concept.preferred(lang)) is not None
            }
            self.concordance.marked = marked(self._page, self.session.langs)
            self._draw_page(at)
            self._shown_at = float("inf")
            self._page_unpainted = True
        self._status()

    def _shown(self) -> None:
        self._page_unpainted = False
        self._shown_at = min(self._shown_at, monotonic())
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(PAUSE, self._look_ahead)

    def paint(self) -> None:
        """Paints what changed now, in one go, not bit by bit as widgets come to report it.

        Lists lie beside one another and nothing lies upon them, so that their lines go to the
        terminal without being put together with those of the rest of the screen.
        """
        if not self._begun or self.app.screen is not self or self.app._batch_count:
            return
        rows: list[tuple[int, int, Strip]] = []
        for lines, (region, clip) in self._compositor.visible_widgets.items():
            if isinstance(lines, Lines) and region == clip.intersection(region):
                rows += lines.stale(region)
        if rows:
            self.app._display(self, Rows(rows))  # type: ignore[arg-type]
        if self._page_unpainted:
            self._shown()

    @property
    def painted(self) -> bool:
        """Whether the concept is on the screen, with what other concepts say of it.

        Only of what is there do keys decide.
        """
        return self._begun and self._shown_at < float("inf") and self._neighbours.ready

    def _look_ahead(self) -> None:
        """Reads what the next concept will show, while this one is read."""
        following = self._following()
        if following is not None:
            id_ = self.queue.items[following].concept
            page = self.session.page(id_)
            self.head.prepare(page, f"{following + 1}/{self.queue.rows}")
            rows = numbered(page, self.session.langs, choices_height(self.size.height))
            cursor = next((n for n, row in enumerate(rows) if row.starred), 0)
            self.choices.prepare(rows, cursor)
            if not rows:
                return
            choice = rows[cursor].choice
            also = self._neighbours.collisions(id_, choice.lang, choice.text)
            sheets.detail(choice, also, self.detail.size.width)
            places = self.session.occurrences(id_, choice, HITS)
            with suppress(InputError):  # it is told when it is shown
                self.concordance.prepare(
                    self._evidence.sentences(places), marked(page, self.session.langs)
                )

    @work(group="prepare")
    async def _prepare(self) -> None:
        """What takes long enough to be noticed, and is not needed to read the first concept."""
        neighbours = Neighbours()
        await asyncio.to_thread(neighbours.renew, self.session.termbase)
        neighbours.renew(self.session.termbase)
        self._neighbours = neighbours
        self._show_detail()
        await asyncio.to_thread(import_module, "tui.widgets.field")
        await asyncio.to_thread(startup.complete)
        await self.bar.prepare()
        if not gc.isenabled():  # by `tui.opening`: nothing that a start makes is garbage
            gc.freeze()

    def _draw_page(self, at: tuple[str, str] | None) -> None:
        """Draws the page again with the cursor on a choice (language, text), or the star."""
        page = self._page
        if page is None:
            return
        place = f"{self.queue.cursor + 1}/{self.queue.rows}"
        self.head.show(page, place)
        room = None if self._all_choices else choices_height(self.size.height)
        rows = numbered(page, self.session.langs, room)
        if at and not any((row.choice.lang, row.choice.text) == at for row in rows):
            rows = numbered(page, self.session.langs)
        wanted = (lambda r: (r.choice.lang, r.choice.text) == at) if at else (lambda r: r.starred)
        cursor = next((n for n, row in enumerate(rows) if wanted(row)), 0)
        self.choices.show(rows, cursor)
        self._show_choice()

    def _show_choice(self) -> None:
        row = self._choice_shown = self.choices.row
        if row is None or self._page is None:
            self.detail.show("", lambda cells: [])
            self.concordance.show((), NOTHING_TO_CHOOSE)
            return
        choice = row.choice
        self._show_detail()
        try:
            places = self.session.occurrences(self._page.concept.id, choice, HITS)
            sentences = self._evidence.sentences(places)
        except InputError as error:
            self.concordance.show((), f"no sentences: {error}")
            return
        self.concordance.show(sentences, not_in_corpus(choice))

    def _show_detail(self) -> None:
        row = self.choices.row
        if row is None or self._page is None:
            return
        choice = row.choice
        also = self._neighbours.collisions(self._page.concept.id, choice.lang, choice.text)
        self.detail.show("", lambda cells: sheets.detail(choice, also, cells))

    def _reread(self, at: tuple[str, str] | None = None) -> None:
        """The termbase changed: the page and its row in the queue follow."""
        if self._page is not None:
            if at is None and self.choices.row is not None:
                at = (self.choices.row.choice.lang, self.choices.row.choice.text)
            self._index.renew(self.session.termbase)
            concept = self._page.concept.id
            if concept not in self.session.termbase.by_id:
                self._requeue()
                return
            self._page = self.session.page(concept)
            self._neighbours.renew(self.session.termbase)
            self._replace(concept)
            self._draw_page(at)
        self._status()

    def _replace(self, *concepts: str) -> None:
        """Brings the rows of some concepts up to date, where they stand."""
        if not concepts:
            return
        fresh = {id_: self.session.item(id_) for id_ in concepts}
        for rows in (self._items, shown := list(self.queue.items)):
            for place, item in enumerate(rows):
                if item.concept in fresh:
                    rows[place] = fresh[item.concept]
        self.queue.change(shown, concepts)

    @property
    def _known(self) -> set[str]:
        return {item.concept for item in self._items}

    def _requeue(self, concept: str = "") -> None:
        """Concepts came or went: build the queue anew, and go to one of them."""
        self._items = list(self.session.queue())
        self._index.renew(self.session.termbase)
        here = concept or (self._page.concept.id if self._page else "")
        place = next((n for n, item in enumerate(self._items) if item.concept == here), 0)
        if concept:
            self._words = ""
        self._refilter(place if not self._words else None)

    def _go(self, concept: str, at: tuple[str, str] | None = None) -> bool:
        """Shows a concept, and ends a filter that hides it; whether another was shown before.

        Args:
            concept: its id.
            at: language and text of the choice under the cursor; None for the starred one.
        """
        if self._page is not None and self._page.concept.id == concept:
            return False
        for items in (self.queue.items, self._items):
            for place, item in enumerate(items):
                if item.concept == concept:
                    if items is self._items:
                        self._words = ""
                        self.queue.show(tuple(items), place)
                    else:
                        self.queue.renew(place)
                    self._open_page(at)
                    return True
        return False

    def _following(self) -> int | None:
        """Where the next concept that waits stands, from here to the end and from the beginning."""
        items, here = self.queue.items, self.queue.cursor
        after = (*range(here + 1, len(items)), *range(here))
        return next((place for place in after if items[place].state.waits), None)

    def _advance(self) -> None:
        """Goes to the next concept that waits."""
        following = self._following()
        if following is not None:
            self.queue.renew(following)
            self._open_page()
            return
        self._reread()
        self._say("nothing is left to decide here", "preferred")

    def _say(self, words: str | Line, style: str = "") -> None:
        """A message at the foot of the screen, until the next key."""
        self._message = (piece(words, style),) if isinstance(words, str) else words
        self._footer()

    def _status(self) -> None:
        left = status.standing(self._items, self.session.langs, self._words)
        right = status.keeping(
            self.session,
            trouble=bool(self._trouble),
            saving=self._saving,
            saved=monotonic() - self._saved_at if self._saved_at is not None else None,
        )
        self.status.show(left, right)

    def _footer(self) -> None:
        if self._message:
            self.footer.show(((" ", ""), *self._message))
            return
        if self.bar.open:
            keys = [(key, words, "") for key, words in self.bar.hints]
            keys += [("enter", "take", "take")] if self.bar.takes_enter else []
            keys.append(("escape", "call off", "back"))
        else:
            keys = key_hints(self._page, sheet=self._sheet_open)
        self.footer.show_keys(
            [(shown(key, ascii_only=self.ascii_only), words, action) for key, words, action in keys]
        )

    @property
    def _sheet_open(self) -> bool:
        return self.query_one("#page").has_class("-sheet")

    def _show_sheet(
        self,
        title: str,
        writer: Callable[[int], list[Line]],
        *,
        reveal: Callable[[Sequence[Line]], int] | None = None,
    ) -> None:
        """Shows lines in place of the page; `reveal` finds the one that must be seen."""
        self.query_one("#page").add_class("-sheet")

        def titled(cells: int) -> list[Line]:
            return [*wrapped(title, cells, "name"), (), *writer(cells)]

        self.sheet.show(title, titled, reveal)
        if not self.bar.open:
            self.set_focus(self.sheet)
        self._message = ()
        self._footer()

    def _close_sheet(self) -> None:
        self.query_one("#page").remove_class("-sheet")
        self.set_focus(self.queue)
        self._footer()
