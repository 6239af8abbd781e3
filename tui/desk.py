"""The one screen: queue at the left, page of the concept at the right, and what keys do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from glossary.decision import Action, Decision
from glossary.errors import InputError
from glossary.model import Term
from glossary.normalize import fold
from tui import sheets, typeset
from tui.cells import snapped, width
from tui.evidence import Evidence, Sentence
from tui.filter import Filter, Index, parse
from tui.keys import KEYS, Key, actions_of_characters, answering, shown
from tui.neighbours import Neighbours
from tui.session import Item, Page, Session, State, Summary
from tui.typeset import Line, keyword, piece, plain
from tui.widgets.bar import Bar, cluster_after, cluster_before, options
from tui.widgets.choices import Choices, Row, numbered
from tui.widgets.head import Head
from tui.widgets.lines import Lines
from tui.widgets.queue import Queue
from tui.widgets.sentences import Concordance
from tui.widgets.sheet import Sheet
from tui.widgets.strip import Edge

_SETTLING = frozenset(key.action.partition("(")[0] for key in KEYS if key.group == "decide") | {
    "skip"
}
_HITS = 200
"""Sentences shown of one choice."""


if TYPE_CHECKING:
    from aligner.consistency import Row as ReportRow  # which needs numpy

_HINTS = (
    "help",
    "approve",
    "pick",
    "skip",
    "undo",
    "search",
    "admit",
    "forbid",
    "merge",
    "note",
    "leave",
)
"""In the footer, as many as there is room for."""


def draft(
    action: Action, concept: str, lang: str = "", text: str = "", into: str = "", reason: str = ""
) -> Decision:
    """A decision without id, time and reviewer, which the session puts in."""
    return Decision("", "", "", action, concept, lang, text, into, reason)


class Desk(Screen[Summary], inherit_bindings=False):
    """Shows a session and does what keys say. All that is decided goes through the session."""

    def __init__(
        self,
        session: Session,
        *,
        ascii_only: bool = False,
        words: str = "",
        save_after: float | None = 2.0,
    ) -> None:
        super().__init__()
        self.session = session
        self.ascii_only = ascii_only
        self._words = words
        self._save_after = save_after
        self._evidence = Evidence(session.workspace)
        self._items: list[Item] = []
        self._index = Index(session.termbase)
        self._neighbours = Neighbours()
        self._page: Page | None = None
        self._shown_at = 0.0
        self._visited_with: dict[str, str] = {}
        """By language, the preferred term as the concept was opened."""
        self._message: Line = ()
        self._saved_at: float | None = None
        self._saving = False
        self._save_timer: Timer | None = None
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
        self._items = list(self.session.queue())
        self._refilter(self._first_open(self._items))
        self.queue.focus()
        self.set_interval(1.0, self._tick)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.height)
        self._footer()

    def _fit(self, height: int) -> None:
        """Shares the page's height out between head, choices and sentences."""
        self.head.most = 5 if height < 34 else 9
        rows = len(self.choices.all)
        most = max(4, height * 2 // 5 - 2)
        self.choices.styles.height = max(1, min(rows, most))

    @staticmethod
    def _first_open(items: Sequence[Item]) -> int:
        return next((n for n, item in enumerate(items) if item.state is State.OPEN), 0)

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

    # What is shown

    def _refilter(self, cursor: int | None = None) -> None:
        wanted = self._wanted
        items = self._index.passing(self._items, wanted) if wanted else tuple(self._items)
        if cursor is None:
            here = self.queue.item.concept if self.queue.item else ""
            cursor = next((n for n, item in enumerate(items) if item.concept == here), 0)
        self.queue.show(items, cursor)
        self._open_page()

    @property
    def _wanted(self) -> Filter:
        subjects = {item.subject for item in self._items if item.subject}
        return parse(self._words, self.session.langs, subjects)

    def _open_page(self) -> None:
        """Shows the concept under the queue's cursor, from its first choice."""
        item = self.queue.item
        if item is None:
            self._page = None
            self.head.show(None, "")
            self.choices.show((), 0)
            self.concordance.show((), "nothing passes the filter; Esc ends it")
        else:
            self._page = self.session.page(item.concept)
            concept = self._page.concept
            self._visited_with = {
                lang: term.text
                for lang in self.session.langs
                if (term := concept.preferred(lang)) is not None
            }
            self.concordance.marked = {
                lang: [t for term in concept.in_lang(lang) for t in (term.text, *term.forms)]
                for lang in ("vi", *self.session.langs)
            }
            self._draw_page(None)
            self._shown_at = float("inf")
            self.call_after_refresh(self._painted)
        self._status()

    def _painted(self) -> None:
        self._shown_at = monotonic()

    def _draw_page(self, at: tuple[str, str] | None) -> None:
        """Draws the page again with the cursor on a choice (language, text), or the star."""
        page = self._page
        if page is None:
            return
        place = f"{self.queue.cursor + 1}/{self.queue.rows}"
        self.head.show(page, place)
        rows = numbered(page, self.session.langs)
        wanted = (lambda r: (r.choice.lang, r.choice.text) == at) if at else (lambda r: r.starred)
        cursor = next((n for n, row in enumerate(rows) if wanted(row)), 0)
        self.choices.show(rows, cursor)
        self._fit(self.size.height)
        self._show_choice()

    def _show_choice(self) -> None:
        row = self.choices.row
        if row is None or self._page is None:
            self.detail.show("", lambda cells: [])
            self.concordance.show((), "no term and no rendering yet; c makes concepts, v moves")
            return
        choice = row.choice
        self._neighbours.renew(self.session.termbase)
        also = self._neighbours.collisions(self._page.concept.id, choice.lang, choice.text)
        self.detail.show("", lambda cells: sheets.detail(choice, also, cells))
        try:
            places = self.session.occurrences(self._page.concept.id, choice, _HITS)
            sentences = self._evidence.sentences(places)
        except (InputError, KeyError) as error:
            self.concordance.show((), f"no sentences: {error}")
            return
        self.concordance.show(sentences, f"'{choice.text}' is not in the corpus")

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
            self._replace(concept)
            self._draw_page(at)
        self._status()

    def _replace(self, *concepts: str) -> None:
        """Brings the rows of some concepts up to date, where they stand."""
        fresh = {id_: self.session.item(id_) for id_ in concepts}
        self._items = [fresh.get(item.concept, item) for item in self._items]
        shown = [fresh.get(item.concept, item) for item in self.queue.items]
        self.queue.show(shown, self.queue.cursor)

    def _requeue(self, concept: str = "") -> None:
        """Concepts came or went: build the queue anew, and go to one of them."""
        self._items = list(self.session.queue())
        self._index.renew(self.session.termbase)
        here = concept or (self._page.concept.id if self._page else "")
        place = next((n for n, item in enumerate(self._items) if item.concept == here), 0)
        if concept:
            self._words = ""
        self._refilter(place if not self._words else None)

    def _go(self, concept: str) -> None:
        """Shows a concept, and ends a filter that hides it."""
        if self._page is not None and self._page.concept.id == concept:
            return
        for items in (self.queue.items, self._items):
            for place, item in enumerate(items):
                if item.concept == concept:
                    if items is self._items:
                        self._words = ""
                        self.queue.show(tuple(items), place)
                    else:
                        self.queue.renew(place)
                    self._open_page()
                    return

    def _advance(self) -> None:
        """The next concept that waits, from here to the end and from the beginning."""
        items, here = self.queue.items, self.queue.cursor
        for place in (*range(here + 1, len(items)), *range(here)):
            if items[place].state is State.OPEN:
                self.queue.renew(place)
                self._open_page()
                return
        self._say("nothing is left to decide here", "preferred")
        self._reread()

    def _say(self, words: str | Line, style: str = "") -> None:
        """A message at the foot of the screen, until the next key."""
        self._message = (piece(words, style),) if isinstance(words, str) else words
        self._footer()

    def _status(self) -> None:
        counts = dict.fromkeys(State, 0)
        for item in self._items:
            counts[item.state] += 1
        langs = "+".join(lang.upper() for lang in self.session.langs)
        left: list[tuple[str, str]] = [
            (f" {counts[State.OPEN]} open", "name"),
            (f"  {counts[State.DECIDED]} decided", "preferred"),
        ]
        if counts[State.SKIPPED]:
            left.append((f"  {counts[State.SKIPPED]} skipped", "dim"))
        if counts[State.FLAGGED]:
            left.append((f"  {counts[State.FLAGGED]} flagged", "warn"))
        left.append((f"  {langs}", "label"))
        if self._words:
            left.append(piece(f"  only: {self._words}", "warn"))
        right: list[tuple[str, str]] = [piece(f"{self.session.reviewer}  ", "dim")]
        if self._trouble:
            right.append(("NOT SAVED  ", "deprecated"))
        elif self._saving:
            right.append(("saving  ", "dim"))
        elif self.session.unsaved:
            right.append((f"{self.session.unsaved} to save  ", "dim"))
        elif self._saved_at is not None:
            right.append((f"saved {_ago(monotonic() - self._saved_at)}  ", "dim"))
        right.append((f"undo {self.session.undoable} ", "dim"))
        self.status.show(tuple(left), tuple(right))

    def _footer(self) -> None:
        if self._message:
            self.footer.show(((" ", ""), *self._message))
            return
        self.footer.show_keys(
            [
                (shown(key.keys[0], ascii_only=self.ascii_only), key.label, key.action)
                for key in _hints(sheet=self._sheet_open)
            ]
        )

    def on_edge_pressed(self, event: Edge.Pressed) -> None:
        event.stop()
        if not self.bar.open and event.action != "pick(N)":
            self.perform(event.action)

    @property
    def _sheet_open(self) -> bool:
        return self.query_one("#page").has_class("-sheet")

    def _show_sheet(self, title: str, writer: Callable[[int], list[Line]]) -> None:
        self.query_one("#page").add_class("-sheet")

        def titled(cells: int) -> list[Line]:
            return [((title, "name"),), (), *writer(cells)]

        self.sheet.show(title, titled)
        self.sheet.focus()
        self._message = ()
        self._footer()

    def _close_sheet(self) -> None:
        self.query_one("#page").remove_class("-sheet")
        self.queue.focus()
        self._footer()

    # Keys

    def on_key(self, event: events.Key) -> None:
        if self.bar.typing:
            if event.key == "escape":
                event.stop()
                self.bar.close()
            elif event.key in ("up", "down") and self.focused is not self.queue:
                event.stop()
                self.queue.move_to(self.queue.cursor + (1 if event.key == "down" else -1))
            return
        if self.bar.open:
            event.stop()
            if not self.bar.press(event) and event.key == "escape":
                self.bar.close()
            return
        action = (
            self._by_key.get(event.key)
            or self._by_character.get(event.character or "")
            or self._by_character.get(event.key)
        )
        if action is None or action.startswith("app."):
            return
        event.stop()
        if action.partition("(")[0] in _SETTLING and event.time < self._shown_at:
            self._say(
                "that key was pressed before this concept was shown; nothing is decided", "warn"
            )
            return
        self.perform(action)

    def perform(self, action: str) -> None:
        """Does what a key or a command says; what cannot be done is said."""
        name, _, argument = action.partition("(")
        self._message = ()
        if self._sheet_open and name not in ("turn", "scroll", "edge", "leave"):
            self._close_sheet()
            if name in ("back", "help"):
                return
        try:
            do = getattr(self, f"do_{name}")
            do(int(argument.rstrip(")"))) if argument else do()
        except InputError as error:
            self._say(str(error), "deprecated")
        self._footer()

    def do_turn(self, step: int) -> None:
        lines = self._lines
        if isinstance(lines, Sheet):
            lines.scroll_relative(y=step, animate=False, immediate=True)
        else:
            lines.move_to(lines.cursor + step)

    def do_scroll(self, step: int) -> None:
        lines = self._lines
        if isinstance(lines, Sheet):
            lines.scroll_relative(y=step * lines.page, animate=False, immediate=True)
        elif isinstance(lines, Choices):
            self.concordance.move_to(self.concordance.cursor + step * self.concordance.page)
        else:
            lines.move_to(lines.cursor + step * lines.page)

    def do_edge(self, step: int) -> None:
        lines = self._lines
        if isinstance(lines, Sheet):
            lines.scroll_to(y=0 if step < 0 else lines.rows, animate=False, immediate=True)
        else:
            lines.move_to(0 if step < 0 else lines.rows)

    @property
    def _lines(self) -> Lines:
        return self.focused if isinstance(self.focused, Lines) else self.queue

    def do_zone(self, step: int) -> None:
        zones: list[Widget] = [self.queue, self.choices, self.concordance]
        here = zones.index(self.focused) if self.focused in zones else 0
        zones[max(0, min(here + step, 2))].focus()

    def do_language(self, step: int) -> None:
        langs = [lang for lang in self.session.langs if self.page.choices[lang]]
        if not langs:
            return
        here = self.row.choice.lang
        lang = langs[(langs.index(here) + step) % len(langs)]
        rows = [(n, row) for n, row in enumerate(self.choices.all) if row.choice.lang == lang]
        self.choices.move_to(next((n for n, row in rows if row.starred), rows[0][0]))

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        if event.lines is self.queue:
            if self.queue.item and (
                self._page is None or self._page.concept.id != self.queue.item.concept
            ):
                self._open_page()
        elif event.lines is self.choices:
            self._show_choice()

    # Deciding

    def _settled(self, made: Sequence[Decision], at: tuple[str, str] | None = None) -> None:
        """Decisions are on the disk: show it, and write the termbase soon."""
        concepts = {id_ for d in made for id_ in (d.concept, d.into) if id_}
        self._replace(*(concepts & {item.concept for item in self._items}))
        self._reread(at)
        if made:
            self._say(sheets.said(made[-1]))
        self._save_soon()

    def do_approve(self) -> None:
        page = self.page
        made = self.session.approve(page.concept.id)
        lacking = [
            lang.upper()
            for lang in self.session.langs
            if lang not in page.starred and page.choices[lang]
        ]
        if not made and not any(page.concept.preferred(lang) for lang in self.session.langs):
            raise InputError("nothing is starred; pick a choice by its number")
        self._settled(made)
        self._advance()
        if made:
            said: list[tuple[str, str]] = [piece(f"{page.concept.name}: ", "dim")]
            for decision in made:
                said += [(f"{decision.lang} ", "label"), piece(f"{decision.text}  ", "preferred")]
            if lacking:
                said.append((f"nothing starred in {', '.join(lacking)}", "warn"))
            self._say(tuple(said))

    def do_pick(self, number: int) -> None:
        row = next((row for row in self.choices.all if row.number == number), None)
        if row is None:
            raise InputError(f"there is no choice {number}")
        self._give(Action.PREFER, row)

    def do_prefer(self) -> None:
        self._give(Action.PREFER, self.row)

    def do_admit(self) -> None:
        self._give(Action.ADMIT, self.row)

    def do_propose(self) -> None:
        self._give(Action.PROPOSE, self.row)

    def _flow(self, steps: Coroutine[None, None, None]) -> None:
        """Asks in the bar, one thing after another; a new question ends an old one."""

        async def guarded() -> None:
            try:
                await steps
            except InputError as error:
                self._say(str(error), "deprecated")

        self.run_worker(guarded(), group="flow", exclusive=True)

    def _give(self, action: Action, row: Row, reason: str = "") -> None:
        """A status for a choice; what a person approved before is changed only on a second key."""
        page, choice = self.page, row.choice
        change = draft(action, page.concept.id, choice.lang, choice.text, reason=reason)
        approved = page.concept.preferred(choice.lang)
        if (
            approved is not None
            and approved.text == self._visited_with.get(choice.lang)
            and (action is Action.PREFER) != (approved.text == choice.text)
        ):
            self._flow(self._change(approved, change))
        else:
            self._try([change], (choice.lang, choice.text))

    async def _change(self, approved: Term, change: Decision) -> None:
        who = f" by {approved.decided_by}" if approved.decided_by else ""
        if await self._confirm(f"{approved.text} is preferred{who}. Change that?"):
            self._try([change], (change.lang, change.text))

    def _try(self, drafts: Sequence[Decision], at: tuple[str, str] | None = None) -> bool:
        """Decides, or says why not."""
        try:
            made = self.session.settle(drafts)
        except InputError as error:
            self._say(str(error), "deprecated")
            return False
        self._settled(made, at)
        return True

    async def _confirm(self, question: str) -> bool:
        yes = dict.fromkeys(("right", "Y", *answering("y")), "yes")
        arrow = "Right" if self.ascii_only else "→"
        return await self.bar.choose(f"{question}  y or {arrow} yes · Esc no", yes) == "yes"

    def do_forbid(self) -> None:
        self._flow(self._forbid(self.page, self.row))

    async def _forbid(self, page: Page, row: Row) -> None:
        term = row.choice.term
        reason = await self.bar.ask("Forbid, because:", term.reason if term else "")
        if reason is not None:
            choice = row.choice
            change = draft(
                Action.DEPRECATE, page.concept.id, choice.lang, choice.text, "", reason.strip()
            )
            self._try([change], (choice.lang, choice.text))

    def do_reject(self) -> None:
        page, row = self.page, self.row
        if row.choice.term is not None:
            raise InputError("it is listed as a term; f forbids it")
        self._try([draft(Action.REJECT, page.concept.id, row.choice.lang, row.choice.text)])

    def do_merge(self) -> None:
        self._flow(self._merge(self.page, self.row))

    async def _merge(self, page: Page, row: Row) -> None:
        others = [
            other.choice
            for other in self.choices.all
            if other.choice.lang == row.choice.lang
            and other.choice.term is not None
            and other.choice.text != row.choice.text
        ][:9]
        if not others:
            self._say("there is no other term to merge it into", "warn")
            return
        listed = "  ".join(f"{n} {c.text}" for n, c in enumerate(others, 1))
        chosen = await self.bar.choose(f"Merge into: {listed}", options([c.text for c in others]))
        if chosen is None:
            return
        into = others[int(chosen)].text
        if await self._confirm(f"{row.choice.text} becomes a form of {into}?"):
            lang, text = row.choice.lang, row.choice.text
            self._try([draft(Action.MERGE, page.concept.id, lang, text, into)], (lang, into))

    def do_boundary(self) -> None:
        self._flow(self._boundary(self.page, self.row))

    async def _boundary(self, page: Page, row: Row) -> None:
        choice = row.choice
        sentence = self.concordance.sentence
        found = [a for r in choice.renderings for a in r.alternatives][:8]
        text: str | None = None
        if found:
            listed = "  ".join(f"{n} {other}" for n, other in enumerate(found, 1))
            keys = {**options(found), **dict.fromkeys(("0", "enter"), "own")}
            chosen = await self.bar.choose(f"Take: {listed}  0 your own", keys)
            if chosen is None:
                return
            text = None if chosen == "own" else found[int(chosen)]
        if text is None:
            text = (
                await self._adjust(sentence)
                if sentence is not None
                else await self.bar.ask("It reads:", choice.text)
            )
        text = " ".join(text.split()) if text else ""
        if not text or text == choice.text:
            return
        concept = page.concept.id
        drafts = [draft(Action.PROPOSE, concept, choice.lang, text)]
        if choice.term is None:
            drafts.append(draft(Action.REJECT, concept, choice.lang, choice.text))
        self._try(drafts, (choice.lang, text))

    async def _adjust(self, sentence: Sentence) -> str | None:
        """The reviewer moves both ends of the hit through its sentence, by whole characters."""
        text = sentence.text
        start, end = snapped(text, sentence.start, sentence.end)

        def move(side: str, step: int) -> None:
            nonlocal start, end
            go = cluster_before if step < 0 else cluster_after
            if side == "start":
                start = min(go(text, start), cluster_before(text, end))
            else:
                end = max(go(text, end), cluster_after(text, start))

        def prompt() -> str:
            arrows = "Left Right end, Shift start" if self.ascii_only else "←→ end  ⇧←→ start"
            lead = f"{arrows}  ⏎ take: " if not self.ascii_only else f"{arrows}, Enter take: "
            room = self.size.width - width(lead) - 2
            return lead + plain([keyword(text, start, end, room, marks=("[", "]"))])

        keys: dict[str, Callable[[], None]] = {
            "left": lambda: move("end", -1),
            "right": lambda: move("end", 1),
            "shift+left": lambda: move("start", -1),
            "shift+right": lambda: move("start", 1),
            "up": lambda: move("start", -1),
            "down": lambda: move("start", 1),
        }
        return text[start:end] if await self.bar.steer(prompt, keys) else None

    def do_move(self) -> None:
        self._flow(self._move(self.page, self.row))

    async def _move(self, page: Page, row: Row) -> None:
        into = await self._find("It renders:")
        if into is None:
            return
        if into.concept == page.concept.id:
            self._say("it is there already", "warn")
            return
        lang, text = row.choice.lang, row.choice.text
        self._try([draft(Action.MOVE, page.concept.id, lang, text, into.concept)])

    def do_create(self) -> None:
        self._flow(self._create())

    async def _create(self) -> None:
        name = await self.bar.ask("New concept, in Vietnamese:")
        name = " ".join(name.split()) if name else ""
        if not name:
            return
        id_ = "-".join(
            "".join(c if c.isalnum() and c.isascii() else " " for c in fold(name)).split()
        )
        if not id_:
            self._say("a concept is named in Latin letters", "deprecated")
            return
        if self._try([draft(Action.CREATE, id_, "vi", name)]):
            self._requeue(id_)
            self._say((("new concept: ", ""), piece(name, "name")))

    def do_note(self) -> None:
        self._flow(self._note(self.page))

    async def _note(self, page: Page) -> None:
        text = await self.bar.ask("Note:", page.concept.note)
        if text is not None and text.strip() != page.concept.note:
            self._try([draft(Action.NOTE, page.concept.id, text=text.strip())])

    def do_define(self) -> None:
        self._flow(self._define(self.page))

    async def _define(self, page: Page) -> None:
        text = await self.bar.ask("Definition:", page.concept.definition)
        if text is not None and text.strip() != page.concept.definition:
            self._try([draft(Action.DEFINE, page.concept.id, text=text.strip())])

    def do_skip(self) -> None:
        self._leave_it(Action.SKIP, self.page, "")

    def do_skip_because(self) -> None:
        self._flow(self._skip_because(self.page))

    async def _skip_because(self, page: Page) -> None:
        reason = await self.bar.ask("Skip, because:")
        if reason is not None:
            self._leave_it(Action.SKIP, page, reason.strip())

    def do_flag(self) -> None:
        self._flow(self._flag(self.page))

    async def _flag(self, page: Page) -> None:
        reason = await self.bar.ask("For a colleague:")
        if reason is not None:
            self._leave_it(Action.FLAG, page, reason.strip())

    def _leave_it(self, action: Action, page: Page, reason: str) -> None:
        if self._try([draft(action, page.concept.id, reason=reason)]):
            self._advance()
            word = "skipped" if action is Action.SKIP else "flagged"
            self._say((piece(f"{word}: {page.concept.name}", "dim"),))

    def do_undo(self) -> None:
        self._again(self.session.undo(), "taken back: ", "nothing to undo")

    def do_redo(self) -> None:
        self._again(self.session.redo(), "decided again: ", "nothing to redo")

    def _again(self, turned: Sequence[Decision], word: str, nothing: str) -> None:
        if not turned:
            self._say(nothing, "warn")
            return
        first = turned[0]
        known = {item.concept for item in self._items}
        now = {concept.id for concept in self.session.termbase}
        if known != now:
            self._requeue(first.concept if first.concept in now else "")
        else:
            self._replace(*{d.concept for d in turned})
            self._go(first.concept)
        self._reread((first.lang, first.text) if first.lang else None)
        self._say(((word, ""), *sheets.said(turned[-1])))
        self._save_soon()

    # Finding

    async def _find(self, prompt: str) -> Item | None:
        """Asks for a concept; the queue shows what matches meanwhile."""
        before, cursor = self.queue.items, self.queue.cursor
        page = self._page
        found: tuple[Item, ...] = tuple(self._items)

        def look(text: str) -> None:
            nonlocal found
            found = self._index.found(self._items, text) if text.strip() else tuple(self._items)
            self.queue.show(found, 0)

        look("")
        self.queue.renew(cursor)
        answer = await self.bar.ask(prompt, live=look)
        chosen = self.queue.item
        self._page = page
        self.queue.show(before, cursor)
        return chosen if answer is not None else None

    def do_search(self) -> None:
        self._flow(self._search())

    async def _search(self) -> None:
        chosen = await self._find("Go to:")
        if chosen is not None:
            self._go(chosen.concept)
        else:
            self._open_page()

    def do_filter(self) -> None:
        self._flow(self._filter())

    async def _filter(self) -> None:
        before = self._words

        def look(text: str) -> None:
            self._words = " ".join(text.split())
            self._refilter()

        answer = await self.bar.ask("Only (open th party conflicts …):", before, look)
        self._words = before if answer is None else " ".join(answer.split())
        self._refilter()

    def do_back(self) -> None:
        if self._words:
            self._words = ""
            self._refilter()
        else:
            self.queue.focus()

    # Sheets

    def do_help(self) -> None:
        self._show_sheet("Keys", lambda cells: sheets.help_text(cells, ascii_only=self.ascii_only))

    def do_inspect(self) -> None:
        text = self.row.choice.text
        self._show_sheet("Code points", lambda cells: sheets.code_points(text, cells))

    def do_history(self) -> None:
        page = self.page
        made = self.session.history(page.concept.id)
        self._show_sheet(
            f"History of {page.concept.name}", lambda cells: sheets.history(made, cells)
        )

    def do_neighbours(self) -> None:
        page, langs = self.page, self.session.langs
        self._neighbours.renew(self.session.termbase)
        near = self._neighbours.near(page.concept)
        self._show_sheet(
            f"Near {page.concept.name}", lambda cells: sheets.neighbours(near, langs, cells)
        )

    # Files

    def do_export(self) -> None:
        self._flow(self._export())

    async def _export(self) -> None:
        from glossary.durable import write_atomically
        from glossary.formats import FORMATS, export, guess

        langs = self.session.langs
        name = await self.bar.ask("Export to (.po .tbx .csv .json …):", f"{langs[0]}.po")
        if not name or not name.strip():
            return
        path = Path(name.strip()).expanduser()
        form = FORMATS[guess(path)]
        lang = next((lang for lang in langs if lang in re.split(r"[._-]", path.name)), "")
        if form.per_lang and not lang:
            listed = "  ".join(f"{n} {name}" for n, name in enumerate(langs, 1))
            chosen = await self.bar.choose(f"In which language: {listed}", options(langs))
            if chosen is None:
                return
            lang = langs[int(chosen)]
        if path.exists() and not await self._confirm(f"{path} is there already. Replace it?"):
            return
        termbase = self.session.termbase
        data = await asyncio.to_thread(export, termbase, form.name, lang if form.per_lang else "")
        await asyncio.to_thread(write_atomically, path, data)
        self._say((piece(f"{path}: written, {len(termbase)} concepts", "preferred"),))

    def do_report(self) -> None:
        self._flow(self._report())

    async def _report(self) -> None:
        self._say("counting…", "dim")
        termbase = self.session.termbase
        rows = await asyncio.to_thread(_report_rows, self.session)
        self._show_sheet("To repair", lambda cells: sheets.report(rows, termbase, cells))

    def do_check(self) -> None:
        self._flow(self._check())

    async def _check(self) -> None:
        name = await self.bar.ask("Check file:")
        if not name or not name.strip():
            return
        from glossary.checks import Checker

        path = Path(name.strip()).expanduser()
        found = await asyncio.to_thread(Checker(self.session.termbase).file, path)
        title = f"{path}: {len(found)} findings"
        self._show_sheet(title, lambda cells: sheets.findings(found, cells))

    def do_reviewer(self) -> None:
        self._flow(self._reviewer())

    async def _reviewer(self) -> None:
        name = await self.bar.ask("Who decides:", self.session.reviewer)
        if name is not None:
            try:
                self.session.rename(name)
            except InputError as error:
                self._say(str(error), "deprecated")
            self._status()

    # Saving

    def _save_soon(self) -> None:
        if self._save_after is None:
            return
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(self._save_after, self.do_save)

    def do_save(self) -> None:
        if not self._saving:
            self._saving = True
            self._status()
            self._save()

    @work(group="save")
    async def _save(self) -> None:
        try:
            await asyncio.to_thread(self.session.save)
            self._saved_at, self._trouble = monotonic(), ""
        except (InputError, OSError) as error:
            self._trouble = str(error)
            self._say(f"not saved: {error}; every decision is safe in the workspace", "deprecated")
        finally:
            self._saving = False
        self._status()

    def _tick(self) -> None:
        """Once a second: has another program changed the termbase or the log?"""
        if not self._saving and not self.bar.open:
            self._look()
        self._status()

    @work(group="look", exclusive=True)
    async def _look(self) -> None:
        try:
            others = await asyncio.to_thread(self.session.refresh)
            changed = await asyncio.to_thread(self.session.reload)
        except InputError as error:
            self._say(str(error), "deprecated")
            return
        if others or changed:
            self._requeue()
            if others:
                names = ", ".join(sorted({d.reviewer for d in others}))
                self._say((piece(f"{len(others)} decisions by {names} came in", "warn"),))
            else:
                self._say(
                    (piece(f"{self.session.terms.name} was changed and is read again", "warn"),)
                )

    @work(group="leave", exclusive=True)
    async def do_leave(self) -> None:
        while self._saving:
            await asyncio.sleep(0.01)
        try:
            await asyncio.to_thread(self.session.save)
        except (InputError, OSError) as error:
            again = "q leaves without saving; the decisions stay in the workspace"
            self._say(f"not saved: {error}; {again}", "deprecated")
            if self._trouble:
                self.app.exit(self.session.summary())
            self._trouble = str(error)
            return
        self.app.exit(self.session.summary())


def _report_rows(session: Session) -> Sequence[ReportRow]:
    """Figures of the whole corpus: for a thread of its own."""
    from aligner.consistency import report
    from aligner.mining import Corpus

    store = session.workspace
    documents = store.documents()
    segments = {document.id: store.segments(document.id) for document in documents}
    corpus = Corpus(documents, segments, store.bitexts())
    found = report(session.termbase, corpus, store.renderings(), langs=session.langs, samples=0)
    return found.rows[:200]


def _hints(*, sheet: bool) -> list[Key]:
    if sheet:
        wanted = ("back", "turn(1)", "scroll(1)")
        return [key for name in wanted for key in KEYS if key.action == name]
    hinted = {key.action.partition("(")[0]: key for key in KEYS if key.hint}
    return [hinted[name] for name in _HINTS]


def _ago(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f}s"
    return f"{seconds / 60:.0f}m" if seconds < 3600 else f"{seconds / 3600:.0f}h"
