"""The bar above the footer: one line to type, choose or confirm in, instead of a window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import regex
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.keys import answering
from tui.typeset import fit, piece

_CLUSTER = regex.compile(r"\X")


def cluster_before(text: str, place: int) -> int:
    """Where the character that ends at `place`, as people see it, begins."""
    edges = [found.start() for found in _CLUSTER.finditer(text) if found.start() < place]
    return edges[-1] if edges else 0


def cluster_after(text: str, place: int) -> int:
    """Where the character that begins at `place`, as people see it, ends."""
    return next((f.end() for f in _CLUSTER.finditer(text) if f.end() > place), len(text))


class Field(Input):
    """A line of text that is moved over, and deleted, by characters as people see them."""

    def action_cursor_left(self, select: bool = False) -> None:
        self._go(cluster_before(self.value, self.cursor_position), select)

    def action_cursor_right(self, select: bool = False) -> None:
        self._go(cluster_after(self.value, self.cursor_position), select)

    def _go(self, place: int, select: bool) -> None:
        if select:
            start, _ = self.selection
            self.selection = type(self.selection)(start, place)
        else:
            self.cursor_position = place

    def action_delete_left(self) -> None:
        if self.selection.is_empty:
            place = self.cursor_position
            self.delete(cluster_before(self.value, place), place)
        else:
            self.delete_selection()

    def action_delete_right(self) -> None:
        if self.selection.is_empty:
            place = self.cursor_position
            self.delete(place, cluster_after(self.value, place))
        else:
            self.delete_selection()

    def _on_paste(self, event: events.Paste) -> None:
        """All lines of a paste, not the first alone."""
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.split())
        if text:
            start, end = sorted(self.selection)
            self.replace(text, start, end)


class Bar(Horizontal):
    """Asks one thing at a time; the answer is awaited."""

    DEFAULT_CSS = """
    Bar {
        height: 1;
        display: none;
        background: $surface;
        & Static { width: auto; color: $text-accent; text-style: bold; padding: 0 1 0 0; }
        & Field {
            width: 1fr; height: 1; border: none; padding: 0; background: $surface;
            &:focus { border: none; }
        }
        &.-open { display: block; }
    }
    """

    class Changed(Message):
        """Something is being asked, or no longer is."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._answer: asyncio.Future[str | None] | None = None
        self._keys: dict[str, str] = {}
        self._live: Callable[[str], None] | None = None
        self._steering: tuple[Callable[[], str], dict[str, Callable[[], None]]] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)
        yield Field("", compact=True, select_on_focus=False)

    @property
    def open(self) -> bool:
        """Whether something is being asked."""
        return self._answer is not None

    @property
    def typing(self) -> bool:
        """Whether the answer is typed."""
        return self.open and not self._keys

    @property
    def takes_enter(self) -> bool:
        """Whether Enter answers."""
        return self.typing or "enter" in self._keys

    async def ask(
        self, prompt: str, value: str = "", live: Callable[[str], None] | None = None
    ) -> str | None:
        """A line of text.

        Args:
            prompt: what is asked.
            value: to begin with.
            live: called with the text at each change.

        Returns:
            The text, or None when it was called off.
        """
        field = self.query_one(Field)
        self._live = None
        field.display = True
        field.value = value
        field.cursor_position = len(value)
        self._live = live
        return await self._wait(prompt, {})

    async def choose(self, prompt: str, keys: dict[str, str]) -> str | None:
        """One of several keys.

        Args:
            prompt: with the keys in it.
            keys: from key (a character, or Textual's name) to answer.

        Returns:
            The answer, or None when it was called off.
        """
        self.query_one(Field).display = False
        return await self._wait(prompt, keys)

    async def steer(self, prompt: Callable[[], str], keys: dict[str, Callable[[], None]]) -> bool:
        """Keys that change something, until Enter takes it.

        Args:
            prompt: what to show, asked for again after each key.
            keys: what each key does.

        Returns:
            False when it was called off.
        """
        self.query_one(Field).display = False
        self._steering = prompt, keys
        try:
            return await self._wait(prompt(), {"enter": "taken"}) is not None
        finally:
            self._steering = None

    async def _wait(self, prompt: str, keys: dict[str, str]) -> str | None:
        self.close()
        self._keys = keys
        self._prompt(prompt)
        self.add_class("-open")
        self.post_message(self.Changed())
        before = self.screen.focused
        if keys:
            self.screen.set_focus(None)
        else:
            self.query_one(Field).focus()
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._answer = answer
        try:
            return await answer
        finally:
            if self._answer is answer:
                self._answer = None
                self._keys = {}
                self._live = None
                self.remove_class("-open")
                self.post_message(self.Changed())
                if before is not None:
                    before.focus()

    def _prompt(self, prompt: str) -> None:
        # Half the bar is for the answer, if one is typed.
        room = (self.size.width or self.screen.size.width) - 1
        line = fit((piece(prompt),), room if self._keys else room // 2)
        self.query_one(Static).update(Content("".join(text for text, _ in line)))

    def press(self, event: events.Key) -> bool:
        """Answers by a key, if keys are asked for; whether the key was one of them."""
        if self._answer is None or not self._keys:
            return False
        for name in (event.key, event.character or ""):
            if self._steering is not None and name in self._steering[1]:
                prompt, keys = self._steering
                keys[name]()
                self._prompt(prompt())
                return True
            if name in self._keys:
                self._settle(self._keys[name])
                return True
        return False

    def _settle(self, value: str | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(value)

    def close(self) -> None:
        """Call it off."""
        self._settle(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._live is not None and self._answer is not None:
            self._live(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._settle(event.value)


def options(entries: Sequence[str]) -> dict[str, str]:
    """Keys for a numbered list: the digits, and their twins on other layouts."""
    found: dict[str, str] = {}
    for number in range(1, min(len(entries), 9) + 1):
        for key in answering(str(number)):
            found.setdefault(key, str(number - 1))
    return found
