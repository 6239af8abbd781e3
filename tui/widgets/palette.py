"""The command palette. Imported when it is first opened."""

from __future__ import annotations

from textual.command import CommandPalette, ProviderSource
from textual.widgets import LoadingIndicator


class Palette(CommandPalette):
    """Finds a command by its name, in the characters that the rest of the screen keeps to."""

    DEFAULT_CSS = """
    Palette.-ascii {
        & SearchIcon { display: none; }
        & #--input, & #--input.--list-visible { border: none; }
        & CommandList, & CommandList:focus { border: none; scrollbar-size: 0 0; }
    }
    Palette LoadingIndicator { display: none; }
    """

    def __init__(
        self, lead: str, providers: ProviderSource | None = None, *, ascii_only: bool
    ) -> None:
        """Make the palette.

        Args:
            lead: what stands in the empty line.
            providers: of the commands; None takes those of the application.
            ascii_only: draw with ASCII characters.
        """
        super().__init__(
            providers,
            placeholder=lead + ("..." if ascii_only else "…"),
            classes="-ascii" if ascii_only else "",
        )

    def on_mount(self) -> None:
        """Commands are found at once: nothing turns meanwhile, which would paint all the time."""
        self.query_one(LoadingIndicator).auto_refresh = None
