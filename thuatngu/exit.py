"""What the process says with its exit code."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command."""

    CLEAN = 0
    FINDINGS = 1
    """A check, a validation or an import has something to say."""
    INPUT = 2
    """Wrong usage, or input that cannot be used."""
    INTERNAL = 3
    """A fault of this program."""
    INTERRUPTED = 130
    """Ctrl-C, as shells report it."""
    UNREAD = 141
    """Nobody reads our output any more (`| head`), as shells report it (128 + SIGPIPE)."""
