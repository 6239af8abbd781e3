"""The one exception that stands for input that cannot be used."""

from __future__ import annotations

_HEAD, _TAIL = 300, 100
"""Characters of a longer message that are said: where and what, and how to mend it."""


class InputError(Exception):
    """Something that the caller gave cannot be used; the message says where, what and how to mend.

    The command line prints the message as one line and exits with 2.
    """

    def __init__(self, message: str) -> None:
        """Keeps a line, without its middle where it quotes more of a file than anybody reads."""
        if len(message) > _HEAD + _TAIL:
            message = f"{message[:_HEAD]} … {message[-_TAIL:]}"
        super().__init__(message)
