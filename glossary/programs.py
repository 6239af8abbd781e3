"""Our own modules as programs beside this one."""

from __future__ import annotations

import sys


def ours(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules in the Python that runs now.

    The folder that one stands in is left out of where modules are looked for: users
    keep a ``glossary.py`` of their own in theirs.
    """
    return [sys.executable, "-P", "-m", module, *arguments]
