"""Asking: one thing after another in the bar, and what becomes of the keys meanwhile."""

from __future__ import annotations

from collections.abc import Coroutine

from glossary.errors import InputError
from tui.board import Board
from tui.keys import answering
from tui.widgets.bar import Bar


class Asking(Board):
    """Runs what asks and then does something; only one such flow is on."""

    _asking: object = None
    """What is about to ask in the bar; None once it does."""
    _flows = 0
    """How many are on; one that was called off ends a little later."""

    def on_bar_changed(self, event: Bar.Changed) -> None:
        event.stop()
        self._asking = None
        self._footer()

    def _flow(self, steps: Coroutine[None, None, None], *, asks: bool = True) -> None:
        """Asks in the bar, one thing after another; a new question ends an old one.

        Keys that come before the bar is open are meant for it, if `asks`.
        """
        token = object()
        before = self.bar.asked

        async def guarded() -> None:
            self._flows += 1
            try:
                await steps
            except InputError as error:
                self._say(str(error), "deprecated")
            finally:
                self._flows -= 1
                if self._asking is token:
                    self._asking = None
                if self._asking is None:  # else another flow has begun
                    if self.bar.asked == before:  # what was meant for it was never asked
                        self.bar.ahead.clear()
                    self._press_again()

        self._asking = token if asks else None
        self.run_worker(guarded(), group="flow", exclusive=True)

    def _press_again(self) -> None:
        """Keys that were pressed after an answer have waited until it took effect."""
        ahead = [*self.bar.ahead]
        self.bar.ahead.clear()
        for event in ahead:
            self.post_message(event)

    async def _confirm(self, question: str) -> bool:
        yes = dict.fromkeys(("right", "Y", *answering("y")), "yes")
        return await self.bar.choose(question, yes, [("y", ""), ("right", "yes")]) == "yes"
