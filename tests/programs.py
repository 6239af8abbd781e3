"""Commands as a user gives them: ours, in this process, and git's."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Run = Callable[..., Result]
"""Runs one of our command lines; ``stdin=BYTES`` is what it reads."""


def objects(result: Result) -> list[dict[str, object]]:
    """What a command printed with ``--format json``."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def git(folder: Path, *arguments: str) -> str:
    """What git printed; it must have succeeded."""
    ended = subprocess.run(
        ["git", "-c", "user.name=An", "-c", "user.email=an@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout
