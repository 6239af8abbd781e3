"""A program in a headless xterm.js, which says where each text comes to stand.

It needs Node and, once, ``npm ci --prefix bench/xterm``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pseudoterminal import Terminal

from tui import cells
from tui.cells import Habits

FOLDER = Path(__file__).parent.parent / "bench" / "xterm"
THERE = shutil.which("node") is not None and (FOLDER / "node_modules").is_dir()
"""Whether it can run here."""

_PLACED = re.compile(r"\x1b\[(\d+);(\d+)H((?:(?!\x1b\[\d+;\d+H).)*)", re.DOTALL)
"""Text that is written at a place, up to the next place."""
_STYLES = re.compile(r"\x1b\[[0-9;?]*[a-ln-zA-Z]|\x1b\[[0-9;]*m|[\n\r]")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A text that ends elsewhere than the program thinks."""

    text: str
    expected: int
    """Column after it, from 0."""
    found: int


class Xterm(Terminal):
    """Draws what the program writes, and answers as xterm.js does."""

    def __init__(
        self,
        command: Sequence[str],
        unicode: str,
        *,
        columns: int,
        rows: int,
        environ: dict[str, str] | None = None,
    ) -> None:
        """Start both.

        Args:
            command: the program.
            unicode: how it counts cells: ``6``, ``11`` or ``graphemes``.
            columns: of the screen.
            rows: of the screen.
            environ: for the program, beside what we have.
        """
        self.columns = columns
        self._drawn = 0
        self._node = subprocess.Popen(
            ["node", str(FOLDER / "headless.mjs"), str(columns), str(rows), unicode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.ask(read=True)  # it is there: who asks a terminal waits a quarter of a second at most
        super().__init__(command, columns=columns, rows=rows, environ=environ)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        self._node.kill()
        self._node.communicate()

    def ask(self, **request: str | bool) -> Any:
        """What xterm.js answers; see ``bench/xterm/headless.mjs``."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(request) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def _answer(self) -> None:
        text = self.raw[self._drawn :].decode("utf-8", "ignore")
        self._drawn += len(text.encode())  # a character may be cut off at the end
        answer = self.ask(write=text)["answer"]
        if answer:
            os.write(self.end, answer.encode())

    def habits_found(self) -> Habits:
        """What the program must have measured."""
        from tui.terminal import PROBES, habits

        widths = {}
        for name, text in PROBES.items():
            self.ask(write="\x1b7\x1b[1;1H")
            widths[name] = self.ask(write=text)["column"]
            self.ask(write="\x1b8")
        return habits(widths)

    def rows(self) -> list[list[tuple[int, str]]]:
        """The cells of each row that are not blank, with their columns from 0."""
        return [[(x, text) for x, text in row] for row in self.ask(read=True)["rows"]]

    def wait_for_screen(
        self, holds: Callable[[Sequence[str]], bool], what: str, seconds: float = 20.0
    ) -> None:
        """Reads until something holds of the lines of the screen, in which nothing else matters.

        Raises:
            AssertionError: it did not within the time; the message has `what`, and the screen.
        """
        until = time.monotonic() + seconds
        while not holds(lines := self.lines()):
            if time.monotonic() > until:
                raise AssertionError("\n".join((f"not seen: {what}", *lines)))
            self.read(0.05)

    def lines(self) -> list[str]:
        """The rows of the screen as text, with a blank for each cell that has none."""
        found = []
        for row in self.rows():
            cells_of = [" "] * self.columns
            for x, text in row:
                cells_of[x] = text
            found.append("".join(cells_of).rstrip())
        return found

    def misplaced(self, raw: bytes) -> tuple[int, list[Misplaced]]:
        """Writes again what the program wrote, text by text, and looks where each ends.

        Returns:
            How many texts there were, and those that end elsewhere than `tui.cells` says.
        """
        habits = self.habits_found()
        wrong, number = [], 0
        # The last text may be cut off inside a character: not all of it has been read.
        for found in _PLACED.finditer(raw.decode("utf-8", "ignore")):
            text = _STYLES.sub("", found[3])
            if not text or "\x1b" in text:
                continue
            number += 1
            expected = int(found[2]) - 1 + cells.width(text, habits)
            told = self.ask(write=f"\x1b[{found[1]};{found[2]}H{text}")
            if told["column"] != expected:
                wrong.append(Misplaced(text, expected, told["column"]))
        return number, wrong
