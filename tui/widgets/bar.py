"""The bar above the footer: one line to type, choose or confirm in, instead of a window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.cells import width
from tui.keys import answering
from tui.typeset import fit, piece

if TYPE_CHECKING:
    from textual.widgets import Input

    from tui.widgets.field import Field


class Bar(Horizontal):
    """Asks one thing at a time; the answer is awaited."""

    DEFAULT_CSS = """
    Bar {
        height: 1;
        display: none;
        background: $surface;
        & Static { width: auto; color: $text-accent; text-style: bold; padding: 0 1 0 0; }
        & Field { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
        & Field:focus { border: none; }
        &.-open { display: block; }
    }
    """

    class Changed(Message):
        """Something is being asked, or no longer is."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._answer: asyncio.Future[str | None] | None = None
        self._keys: dict[str, str] = {}
        self._field: Field | None = None
        self.ahead: list[events.Key] = []
        """Keys pressed before the bar was open, and meant for it; or since the last answer."""
        self.hints: Sequence[tuple[str, str]] = ()
        """Keys that the footer tells of while they steer."""
        self.asked = 0
        """How many questions there were."""
        self._live: Callable[[str], None] | None = None
        self._before: Callable[[events.Key], bool] | None = None
        self._steering: tuple[Callable[[], str], dict[str, Callable[[], None]]] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    async def prepare(self) -> Field:
        """The line to type in, made when it is first needed."""
        from tui.widgets.field import Field

        if self._field is None:
            self._field = Field(self._precedes)
            self._field.display = False
            await self.mount(self._field)
        return self._field

    @property
    def open(self) -> bool:
        """Whether something is being asked."""
        return self._answer is not None

    @property
    def answered(self) -> bool:
        """Whether the answer is there, and nobody has acted on it yet."""
        return self._answer is not None and self._answer.done()

    @property
    def typing(self) -> bool:
        """Whether the answer is typed."""
        return self.open and not self._keys

    @property
    def takes_enter(self) -> bool:
        """Whether Enter answers."""
        return self.typing or "enter" in self._keys

    async def ask(
        self,
        prompt: str,
        value: str = "",
        live: Callable[[str], None] | None = None,
        *,
        before: Callable[[events.Key], bool] | None = None,
        hints: Sequence[tuple[str, str]] = (),
        replacing: bool = False,
    ) -> str | None:
        """A line of text.

        Args:
            prompt: what is asked.
            value: to begin with.
            live: called with the text at each change.
            before: sees each key before the line does, and says whether that was all; may
                call `answer`.
            hints: keys for the footer, with what they do.
            replacing: whether typing replaces `value` as a whole, until an arrow keeps it.

        Returns:
            The text, or None when it was called off.
        """
        field = await self.prepare()
        self._live = self._before = None
        field.display = True
        field.value = value
        if replacing:
            field.select_all()
        else:
            field.cursor_position = len(value)
        self._live, self._before, self.hints = live, before, hints
        try:
            return await self._wait(prompt, {})
        finally:
            self.hints = ()

    async def choose(
        self, prompt: str, keys: dict[str, str], hints: Sequence[tuple[str, str]] = ()
    ) -> str | None:
        """One of several keys.

        Args:
            prompt: with the keys in it.
            keys: from key (a character, or Textual's name) to answer.
            hints: keys for the footer, with what they do; a long prompt is cut.

        Returns:
            The answer, or None when it was called off.
        """
        if self._field is not None:
            self._field.display = False
        self.hints = hints
        try:
            return await self._wait(prompt, keys)
        finally:
            self.hints = ()

    async def pick(self, lead: str, entries: Sequence[str], *, last: str = "") -> int | None:
        """One of several texts: by its digit, or by the arrows and Enter.

        Args:
            lead: what is asked.
            entries: at most nine.
            last: one more, whose digit is 0.

        Returns:
            The place of the text, `len(entries)` for the last, or None when it was called off.
        """
        here = 0
        many = len(entries) + bool(last)

        def go(step: int) -> None:
            nonlocal here
            here = (here + step) % many

        def prompt() -> str:
            texts = [f"{n} {text}" for n, text in enumerate(entries, 1)]
            texts += [f"0 {last}"] if last else []
            shown = [f"[{text}]" if n == here else f" {text} " for n, text in enumerate(texts)]
            first = 0
            while first < here and width(lead + " ".join(shown[first : here + 1])) >= self._room:
                first += 1
            return " ".join((lead, *shown[first:]))

        steps = {"left": -1, "up": -1, "right": 1, "down": 1}
        moves: dict[str, Callable[[], None]] = {
            key: partial(go, step) for key, step in steps.items()
        }
        answers = {**options(entries), "enter": "here"}
        answers |= dict.fromkeys(answering("0"), str(len(entries))) if last else {}
        answer = await self.steer(prompt, moves, answers, [("left", ""), ("right", "another")])
        return here if answer == "here" else None if answer is None else int(answer)

    async def steer(
        self,
        prompt: Callable[[], str],
        keys: dict[str, Callable[[], None]],
        answers: dict[str, str],
        hints: Sequence[tuple[str, str]] = (),
    ) -> str | None:
        """Keys that change something, until another key answers.

        Args:
            prompt: what to show, asked for again after each key.
            keys: what each key does.
            answers: from key to answer.
            hints: keys for the footer, with what they do.

        Returns:
            The answer, or None when it was called off.
        """
        if self._field is not None:
            self._field.display = False
        self._steering = prompt, keys
        self.hints = hints
        try:
            return await self._wait(prompt(), answers)
        finally:
            self._steering = None
            self.hints = ()

    async def _wait(self, prompt: str, keys: dict[str, str]) -> str | None:
        self.close()
        self._keys = keys
        self._prompt(prompt)
        self.add_class("-open")
        self.post_message(self.Changed())
        before = self.screen.focused
        self.screen.set_focus(None if keys else self._field)
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._answer = answer
        self.asked += 1
        while self.ahead and not self.answered:
            self.type(self.ahead.pop(0))
        try:
            return await answer
        finally:
            if self._answer is answer:
                self._answer = None
                self._keys = {}
                self._live = self._before = None
                self.remove_class("-open")
                self.post_message(self.Changed())
                if before is not None and self.is_attached:
                    # At once: `focus` waits, and would take it from what is asked next.
                    self.screen.set_focus(before)

    def _precedes(self, event: events.Key) -> bool:
        """Whether a key sent to the line to type in is not for it.

        Enter and Esc end the answer at once, and what follows them is for what comes next:
        one who types fast does not wait until the focus has moved on.
        """
        if self.typing and not self.answered:
            if self._before is not None and self._before(event):
                return True
            if event.key not in ("enter", "escape"):
                return False
            self._put(event)
            return True
        key = events.Key(event.key, event.character)
        key.time = event.time
        if self.answered:
            self.ahead.append(key)
        elif self.open:
            self.type(key)
        else:
            self.screen.post_message(key)
        return True

    def type(self, event: events.Key) -> None:
        """A key as if it had been pressed just now."""
        if self._keys and event.key != "escape":
            self.press(event)
        elif self._before is None or not self._before(event):
            self._put(event)

    def _put(self, event: events.Key) -> None:
        if event.key == "escape":
            self.close()
        elif self._field is not None and event.key == "enter":
            self._settle(self._field.value)
        elif self._field is not None and event.character and event.is_printable:
            self._field.put(event.character)
        elif self._field is not None and event.key == "backspace":
            self._field.action_delete_left()

    def _prompt(self, prompt: str) -> None:
        # Half the bar is for the answer, if one is typed.
        line = fit((piece(prompt),), self._room if self._keys else self._room // 2)
        self.query_one(Static).update(Content("".join(text for text, _ in line)))

    @property
    def _room(self) -> int:
        return (self.size.width or self.screen.size.width) - 1

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

    def answer(self, text: str) -> None:
        """Answers with a text, whatever was typed."""
        self._settle(text)

    def _settle(self, value: str | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(value)

    def take(self) -> None:
        """Answers as Enter does."""
        if self.typing and self._field is not None:
            self._settle(self._field.value)
        elif "enter" in self._keys:
            self._settle(self._keys["enter"])

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
