"""Textual, imported without what a review needs later, or never.

Left out are the command palette with its widgets, TLS for asyncio, and the folders of a platform:
a sixth of what importing Textual takes, for which the first concept would have to wait. `complete`
puts them in. The names are Textual's own affair; ``tests/test_tui_startup.py`` notices
when a new version needs them sooner.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_LATER = {
    "textual.command": ("CommandListItem", "CommandPalette", "Provider", "SimpleProvider"),
    "platformdirs": ("user_downloads_path",),
}
"""By module, the names that `textual.app` takes from it."""
_NEVER = ("ssl",)
"""Modules that asyncio does without when they cannot be imported."""


class Absent(ModuleType):
    """In the place of a module: has any name, and nothing behind it."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def lightly() -> Iterator[None]:
    """What is imported inside does without them; those that are there already stay."""
    modules: dict[str, Any] = sys.modules
    absent = [name for name in (*_LATER, *_NEVER) if name not in modules]
    for name in absent:
        modules[name] = None if name in _NEVER else Absent(name)
    try:
        yield
    finally:
        for name in absent:
            del modules[name]


def complete() -> None:
    """Gives Textual what it was imported without; may run in a thread, and again."""
    app = import_module("textual.app")
    for module, names in _LATER.items():
        found = import_module(module)
        for name in names:
            setattr(app, name, getattr(found, name))
