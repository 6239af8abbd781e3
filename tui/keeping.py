"""Keeping: decisions become durable and are told, and the termbase file follows them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import ParamSpec, TypeVar

from textual import work
from textual.timer import Timer

from glossary.decision import Action, Decision
from glossary.errors import InputError
from tui import sheets
from tui.asking import Asking
from tui.board import PAUSE
from tui.saving import Saver
from tui.session import Session
from tui.terminal import Seen
from tui.typeset import piece

P = ParamSpec("P")
Made = TypeVar("Made")

_READ = 0.3
"""Seconds after which a concept counts as read, and its new renderings can be ranked again."""

_LONGEST = 10.0
"""Seconds after which the termbase file is written, even if decisions follow without a pause."""


_IDLE = 1.5
"""Seconds without a key after which nobody is at work."""
_GARBAGE = 1_000
"""Objects made since the last time that make it worth while to look for garbage."""


def draft(
    action: Action, concept: str, lang: str = "", text: str = "", into: str = "", reason: str = ""
) -> Decision:
    """A decision without id, time and reviewer, which the session puts in."""
    return Decision("", "", "", action, concept, lang, text, into, reason)


class Keeping(Asking):
    """Decides, saves, and takes in what others decided or wrote."""

    def __init__(
        self,
        session: Session,
        *,
        ascii_only: bool = False,
        words: str = "",
        save_after: float | None = 2.0,
        saver: Saver | None = None,
        seen: Seen | None = None,
    ) -> None:
        super().__init__(session, ascii_only=ascii_only, words=words, seen=seen)
        self._saver = saver
        """Saves in a process of its own; None saves here, in a thread."""
        self._save_after = save_after
        self._unsaved_since = 0.0
        self._save_timer: Timer | None = None

        self._writer = ThreadPoolExecutor(1, "decisions")
        self._being_kept = 0
        """Decisions on their way to the disk."""
        self._rank_timer: Timer | None = None
        self._ranking_begun = False

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    def on_unmount(self) -> None:
        self._writer.shutdown(wait=False)
        self.session.ranking.close()
        if self._saver is not None:
            self._saver.close()

    def _shown(self) -> None:
        super()._shown()
        if not self._ranking_begun:
            self._ranking_begun = True
            self._begin_ranking()
        if self._rank_timer is not None:
            self._rank_timer.stop()
        self._rank_timer = self.set_timer(_READ, self._open_ranking)

    def _look_ahead(self) -> None:
        """Reads nothing while a decision is written: reading would wait for the disk, and all."""
        if self._being_kept:
            self._ahead = self.set_timer(PAUSE, self._look_ahead)
            return
        super()._look_ahead()
        # `tui.opening` has switched off that this is done at any moment, such as at a key.
        if not gc.isenabled() and gc.get_count()[0] > _GARBAGE:
            gc.collect(0)
            gc.freeze()

    @work(group="rank")
    async def _begin_ranking(self) -> None:
        session = self.session
        made_by = session.workspace.meta("renderings") or ""
        start = session.ranking.start
        await asyncio.to_thread(start, session.terms, session.workspace.path, made_by)
        if self._saver is not None:
            await asyncio.to_thread(self._saver.start)

    def _open_ranking(self) -> None:
        """The concept on screen is read: it may be decided on soon."""
        if self._page is not None:
            id_ = self._page.concept.id
            self.session.ranking.open(self._page.concept, self.session.rejected(id_))

    async def _kept(self, decide: Callable[P, Made], *arguments: P.args, **named: P.kwargs) -> Made:
        """Decides in a thread, one after the other, and returns once it is on the disk.

        Who waits for this shows nothing of it before; the screen is alive meanwhile, and keys
        wait for their turn.
        """
        call = partial(decide, *arguments, **named)
        # An approval leaves the concept, so nobody waits for its new order.
        stays = self._page is not None and decide != self.session.approve
        shown = self._page.concept.id if stays and self._page is not None else ""

        def keep() -> Made:
            made = call()
            concept = self.session.termbase.by_id.get(shown)
            if concept is not None:
                self.session.ranking.follow(concept, self.session.rejected(shown))
            return made

        self._being_kept += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, keep)
        finally:
            self._being_kept -= 1
            if not self._being_kept and not self._flows:
                self._press_again()

    def _settled(
        self,
        made: Sequence[Decision],
        at: tuple[str, str] | None = None,
        *,
        advance: bool = False,
    ) -> None:
        """Decisions are on the disk: show it, and write the termbase soon."""
        concepts = {id_ for d in made for id_ in (d.concept, d.into) if id_}
        if advance:
            self._replace(*(concepts & self._known))
            self._index.renew(self.session.termbase)
            self._advance()
        else:
            self._replace(*(concepts & self._known - {self.page.concept.id}))
            self._reread(at)
        if made:
            self._say(sheets.said(made[-1], self.session.termbase))
            self._save_soon()

    async def _try(
        self,
        drafts: Sequence[Decision],
        at: tuple[str, str] | None = None,
        *,
        advance: bool = False,
    ) -> bool:
        """Decides, or says why not."""
        try:
            made = await self._kept(self.session.settle, drafts)
        except InputError as error:
            self._say(str(error), "deprecated")
            return False
        self._settled(made, at, advance=advance)
        return True

    def _save_soon(self) -> None:
        if self._save_after is None:
            return
        if self._save_timer is not None:
            self._save_timer.stop()
        now = monotonic()
        if not self._unsaved_since:
            self._unsaved_since = now
        wait = min(self._save_after, max(0.0, self._unsaved_since + _LONGEST - now))
        self._save_timer = self.set_timer(wait, self.do_save)

    def do_save(self) -> None:
        if not self._saving:
            self._saving = True
            self._unsaved_since = 0.0
            self._status()
            self._save()

    def _write_out(self) -> None:
        """Writes the termbase file; for a thread.

        Raises:
            InputError: it cannot be written.
        """
        if self._saver is None:
            self.session.save()
        else:
            self.session.follow(self._saver.save())

    @work(group="save")
    async def _save(self) -> None:
        try:
            await asyncio.to_thread(self._write_out)
            if self._trouble:
                self._say(f"{self.session.terms.name} is written now", "preferred")
            self._saved_at, self._trouble = monotonic(), ""
        except (InputError, OSError) as error:
            self._trouble = str(error)
            self._say(f"not saved, but safe in the workspace: {error}", "deprecated")
        finally:
            self._saving = False
        self._status()

    def _tick(self) -> None:
        """Once a second: has another program changed the termbase or the log?"""
        if self.app.screen is not self:  # under the palette: to paint anything is to paint all
            return
        if not self._saving and not self.bar.open:
            self._look()
        self._status()
        if not gc.isenabled() and monotonic() - self._pressed_at > _IDLE:
            self._tidy()

    def _tidy(self) -> None:
        """Looks for garbage while nobody types.

        What is alive is not looked at again, here and after each concept that was looked ahead
        to, so that this takes milliseconds later too.
        """
        young, collected, _ = gc.get_count()
        if self._prepared and (collected or young > _GARBAGE):
            gc.collect()
            gc.freeze()

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
                self._say(
                    (
                        piece(
                            f"{len(others)} decision{'s' * (len(others) != 1)} by {names} came in",
                            "warn",
                        ),
                    )
                )
            else:
                self._say(
                    (piece(f"{self.session.terms.name} was changed and is read again", "warn"),)
                )
