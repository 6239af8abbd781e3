"""Textual, imported without what a review needs later, or never.

Left out are the command palette with its widgets, Rich's tables, TLS for asyncio, the
folders of a platform, and what ``typing_extensions`` defines beyond ``typing``: a fifth of what
importing Textual takes, for which the first concept would have to wait. `complete` puts
them in. The names are Textual's own affair; ``tests/test_tui_startup.py`` notices when a
new version needs them sooner.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_LATER: dict[str, dict[str, tuple[str, ...]]] = {
    "textual.command": {
        "textual.app": ("CommandListItem", "CommandPalette", "Provider", "SimpleProvider")
    },
    "platformdirs": {"textual.app": ("user_downloads_path",)},
    "rich.table": {"textual.design": ("Table",)},
}
"""By module, who takes which names from it."""
_NEVER = ("ssl",)
"""Modules that asyncio does without when they cannot be imported."""


class Absent(ModuleType):
    """In the place of a module: has any name, and nothing behind it."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


class Typing(ModuleType):
    """In the place of ``typing_extensions``: what ``typing`` has, or else that module itself."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if hasattr(typing, name):
            return getattr(typing, name)
        sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


@contextmanager
def lightly() -> Iterator[None]:
    """What is imported inside does without them; those that are there already stay."""
    modules: dict[str, Any] = sys.modules
    stand_ins: dict[str, Any] = {
        **{name: Absent(name) for name in _LATER},
        **dict.fromkeys(_NEVER),
        "typing_extensions": Typing("typing_extensions"),
    }
    placed = {name: module for name, module in stand_ins.items() if name not in modules}
    modules.update(placed)
    try:
        yield
    finally:
        for name, module in placed.items():
            if modules.get(name) is module:
                modules.pop(name, None)


def complete() -> None:
    """Gives Textual what it was imported without; may run in a thread, and again."""
    for module, takers in _LATER.items():
        found = import_module(module)
        for taker, names in takers.items():
            for name in names:
                setattr(import_module(taker), name, getattr(found, name))
