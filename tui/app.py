"""The reviewers' application. `tui.opening` opens it on a termbase and a workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

# Its keyboard protocol breaks input methods in three terminals; read when Textual is imported.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
# A key is painted at the next tick of this clock, which stands still while nothing changes.
os.environ.setdefault("TEXTUAL_FPS", "1000")

from tui import startup

with startup.lightly():
    import msgspec  # noqa: F401, of the workspace, which would load what is left out
    from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from glossary.errors import InputError
from tui.desk import Desk
from tui.keys import KEYS
from tui.saving import Saver
from tui.session import Session, Summary
from tui.terminal import ENTER, Held
from tui.themes import DEFAULT, THEMES


class Review(App[Summary]):
    """One session of one reviewer."""

    TITLE = "thuatngu review"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = """
    #body { height: 1fr; }
    #queue { width: 28%; min-width: 22; max-width: 44; }
    #page { width: 1fr; border-left: solid $border; padding: 0 0 0 1; }
    #page.-ascii { border-left: ascii $border; }
    #head { height: 5; margin: 0 0 1 0; }
    #choices { height: 8; }
    #detail { height: 2; padding: 0 0 0 5; }
    #concordance { height: 1fr; }
    #sheet { display: none; height: 1fr; }
    #page.-sheet { & > * { display: none; } & > #sheet { display: block; } }
    """

    def __init__(
        self,
        session: Session,
        *,
        ascii_only: bool = False,
        words: str = "",
        save_after: float | None = 2.0,
        theme: str = DEFAULT,
        saver: Saver | None = None,
        held: Held | None = None,
    ) -> None:
        """Make the application.

        Args:
            session: an open review.
            ascii_only: draw with ASCII characters (text of the corpus stays as it is).
            words: of a filter to begin with, such as ``open party``.
            save_after: seconds without a decision after which the termbase file is
                written; None writes only when told, and at the end.
            theme: name of one of `tui.themes.THEMES` or of Textual's own.
            saver: writes that file in a process of its own; None has it written here.
            held: the terminal, if the first concept is on its screen already.

        Raises:
            InputError: no theme has that name.
        """
        super().__init__(_taking(held) if held is not None else None, watch_css=False)
        self._held = held
        self.session = session
        self.ascii_only = ascii_only
        self._words = words
        self._save_after = save_after
        self._saver = saver
        for ours in THEMES:
            self.register_theme(ours)
        if theme not in self.available_themes:
            names = ", ".join(each.name for each in THEMES)
            raise InputError(f"no theme '{theme}'; ours are {names}")
        self.theme = theme

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        """Every action by name, for the command palette."""
        if isinstance(screen, Desk):
            for key in KEYS:
                if "(" not in key.action and not key.action.startswith("app."):
                    yield SystemCommand(
                        key.label.capitalize(), key.help, partial(screen.perform, key.action)
                    )
        yield SystemCommand("Theme", "other colours", self.action_change_theme)

    def action_command_palette(self) -> None:
        """Every command by name."""
        self._open_palette("Search for commands")

    def search_themes(self) -> None:
        """Themes by name."""
        names = sorted(self.available_themes)
        themes = [(name, partial(setattr, self, "theme", name)) for name in names]
        self._open_palette("Search for themes", themes)

    def _open_palette(
        self, lead: str, commands: Sequence[tuple[str, Callable[[], None]]] = ()
    ) -> None:
        startup.complete()
        from textual.command import SimpleProvider

        from tui.widgets.palette import Palette

        if isinstance(self.screen, Palette):
            return
        # A provider that is called gives itself: so does Textual's own `search_commands`.
        listed: list[Any] | None = [SimpleProvider(self.screen, [*commands])] if commands else None
        self.push_screen(Palette(lead, listed, ascii_only=self.ascii_only))

    def get_default_screen(self) -> Desk:
        """The one screen."""
        return Desk(
            self.session,
            ascii_only=self.ascii_only,
            words=self._words,
            save_after=self._save_after,
            saver=self._saver,
            seen=self._held.seen if self._held is not None else None,
        )


def _taking(held: Held) -> type[Driver]:
    """A driver that goes on with a screen as it stands, and leaves the terminal as it was."""
    from textual.drivers import linux_driver

    class Taking(linux_driver.LinuxDriver):
        def write(self, data: str) -> None:
            if held.taken_over or data != ENTER:  # which would clear it on some terminals
                super().write(data)

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if not held.taken_over:
                self.attrs_before = held.attributes
                held.taken_over = True

    return Taking
