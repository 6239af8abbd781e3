"""The one screen: queue at the left, page of the concept at the right, and what keys do."""

from __future__ import annotations

import asyncio
from inspect import isawaitable
from time import monotonic

from textual import events, work
from textual.widget import Widget

from glossary.errors import InputError
from tui.deciding import Deciding
from tui.keys import KEYS
from tui.widgets.choices import Choices
from tui.widgets.lines import Lines
from tui.widgets.sheet import Sheet
from tui.widgets.strip import Edge

_SETTLING = frozenset(key.action.partition("(")[0] for key in KEYS if key.group == "decide") | {
    "skip"
}


class Desk(Deciding):
    """Turns keys, clicks and commands into what is done."""

    async def on_edge_pressed(self, event: Edge.Pressed) -> None:
        event.stop()
        if self.bar.open:
            if event.action == "back":
                self.bar.close()
            elif event.action == "take":
                self.bar.take()
        elif not event.action.endswith("(N)"):
            await self.perform(event.action)

    async def on_key(self, event: events.Key) -> None:
        self._pressed_at = monotonic()
        if not self._begun:
            event.stop()
            self._early.append(event)
            return
        if self.bar.typing and not self.bar.answered:
            if event.key == "escape":
                event.stop()
                self.bar.close()
            elif event.key in ("up", "down") and self.focused is not self.queue:
                event.stop()
                self.queue.move_to(self.queue.cursor + (1 if event.key == "down" else -1))
            elif event.is_printable or event.key == "enter":
                event.stop()  # sent to a list before the bar was open: the bar stops its own
                self.bar.type(event)
            return
        if self.bar.open and not self.bar.answered:
            event.stop()
            if not self.bar.press(event) and event.key == "escape":
                self.bar.close()
            return
        # What follows an answer waits until that has taken effect.
        if self._asking is not None or self.bar.answered or self._being_kept:
            event.stop()
            self.bar.ahead.append(event)
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
        await self.perform(action)

    async def perform(self, action: str) -> None:
        """Does what a key or a command says; what cannot be done is said."""
        name, _, argument = action.partition("(")
        self._message = ()
        if self._sheet_open and name not in ("turn", "scroll", "edge", "leave"):
            self._close_sheet()
            if name in ("back", "help"):
                return
        try:
            do = getattr(self, f"do_{name}")
            done = do(int(argument.rstrip(")"))) if argument else do()
            if isawaitable(done):
                await done
        except InputError as error:
            self._say(str(error), "deprecated")
        self._footer()
        if self._asking is None and not self.bar.open:
            self.paint()

    def do_turn(self, step: int) -> None:
        lines = self._lines
        if isinstance(lines, Sheet):
            lines.scroll_relative(y=step, animate=False, immediate=True, force=True)
        else:
            lines.move_to(lines.cursor + step)
            self._chosen(lines)

    def do_scroll(self, step: int) -> None:
        lines = self._lines
        if isinstance(lines, Sheet):
            lines.scroll_relative(y=step * lines.page, animate=False, immediate=True, force=True)
        elif isinstance(lines, Choices):
            self.concordance.move_to(self.concordance.cursor + step * self.concordance.page)
        else:
            lines.move_to(lines.cursor + step * lines.page)

    def do_edge(self, step: int) -> None:
        lines = self._lines
        if isinstance(lines, Sheet):
            lines.scroll_to(
                y=0 if step < 0 else lines.rows, animate=False, immediate=True, force=True
            )
        else:
            lines.move_to(0 if step < 0 else lines.rows)

    @property
    def _lines(self) -> Lines:
        return self.focused if isinstance(self.focused, Lines) else self.queue

    def do_zone(self, step: int) -> None:
        zones: list[Widget] = [self.queue, self.choices, self.concordance]
        here = zones.index(self.focused) if self.focused in zones else 0
        self.set_focus(zones[max(0, min(here + step, 2))])

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
        self._chosen(event.lines)

    def _chosen(self, lines: Lines) -> None:
        """Shows what the cursor is on, at once, so that all is painted together."""
        if lines is self.queue:
            if self.queue.item and (
                self._page is None or self._page.concept.id != self.queue.item.concept
            ):
                self._open_page()
        elif lines is self.choices and self.choices.row is not self._choice_shown:
            self._show_choice()

    @work(group="leave", exclusive=True)
    async def do_leave(self) -> None:
        while self._saving:
            await asyncio.sleep(0.01)
        try:
            await asyncio.to_thread(self._write_out)
        except (InputError, OSError) as error:
            kept = "not saved, but safe in the workspace; q again leaves"
            self._say(f"{kept}: {error}", "deprecated")
            if self._trouble:
                self.app.exit(self.session.summary())
            self._trouble = str(error)
            return
        self.app.exit(self.session.summary())
