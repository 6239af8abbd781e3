"""Asks the terminal how wide it draws what terminals disagree about.

Each probe is written at the left edge and followed by a request for the cursor
position (DSR 6); the column in the answer is the width.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tui.cells import Habits

PROBES = {
    "matra": "का",
    "sara_am": "กำ",
    "pair": "क्ष",
    "triple": "ष्ट्र",
    "joiner": "क्\u200dष",
    "thai": "ที่",
}
"""What is written, by what it tells."""

ENTER = "\x1b[?1049h"
"""Goes to the second screen, on which programs draw."""
_LEAVE = "\x1b[?1049l"

_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")
_SECONDS = 0.25


def habits(widths: dict[str, int]) -> Habits:
    """What follows from the cells that each probe took."""
    triple = widths["triple"]
    return Habits(
        matra=widths["matra"] > 1,
        sara_am=widths["sara_am"] > 1,
        conjunct=0 if triple >= 3 else max(1, triple),
        joiner=widths["joiner"] > 1,
    )


def measure() -> Habits | None:
    """The habits of the terminal that we run in, or None where it does not answer."""
    widths = probe()
    return habits(widths) if widths else None


def ask_its_size() -> None:
    """Lets the terminal say how large it is, now and whenever that changes.

    A shell or a build tool may have exported ``COLUMNS`` and ``LINES``, which Textual believes
    more than the terminal; where that does not know its size they stay.
    """
    try:
        known = sys.__stdout__ is not None and all(os.get_terminal_size(sys.__stdout__.fileno()))
    except OSError:
        return
    if known:
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A concept that is on the screen before the application is there."""

    concept: str
    """Concept id; empty where none is shown."""
    at: float
    """Since when, by the monotonic clock."""


class Held:
    """The terminal, ready to be drawn on, until the application takes it over."""

    def __init__(self, sink: int, attributes: list[Any]) -> None:
        """Use `held`.

        Args:
            sink: descriptor that is written to.
            attributes: of the terminal, as they were before.
        """
        self._sink = sink
        self.attributes = attributes
        self.taken_over = False
        self.seen: Seen | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        found = os.get_terminal_size(self._sink)
        return found.columns, found.lines

    def show(self, escapes: str, concept: str) -> None:
        """Writes a picture of a concept."""
        left = escapes.encode()
        while left:
            left = left[os.write(self._sink, left) :]
        self.seen = Seen(concept, time.monotonic())


@contextmanager
def held(*, wanted: bool = True) -> Iterator[Held | None]:
    """The terminal on its second screen, as raw as Textual makes it: keys wait and show nothing.

    Left by whoever took it over, or at the end. None where there is no terminal, its size is
    not known, or it is not wanted.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield None
        return
    streams = sys.stdin, sys.__stdout__
    if not (wanted and all(stream is not None and stream.isatty() for stream in streams)):
        yield None
        return
    assert sys.__stdout__ is not None
    source, sink = sys.stdin.fileno(), sys.__stdout__.fileno()
    if not all(os.get_terminal_size(sink)):
        yield None
        return
    before = termios.tcgetattr(source)
    found = Held(sink, before)
    try:
        tty.setraw(source, termios.TCSANOW)
        output = termios.tcgetattr(source)
        output[tty.OFLAG] = before[tty.OFLAG]
        termios.tcsetattr(source, termios.TCSANOW, output)
        os.write(sink, f"{ENTER}\x1b[?25l\x1b[H".encode())
        yield found
    finally:
        if not found.taken_over:
            os.write(sink, f"\x1b[0m{_LEAVE}\x1b[?25h".encode())
        termios.tcsetattr(source, termios.TCSANOW, before)


def probe(seconds: float = _SECONDS) -> dict[str, int] | None:
    """Cells of each probe on this terminal; None where there is none, or it does not answer."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return None
    if not (sys.stdin.isatty() and sys.__stdout__ is not None and sys.__stdout__.isatty()):
        return None
    source, sink = sys.stdin.fileno(), sys.__stdout__.fileno()
    before = termios.tcgetattr(source)
    request = "".join(f"\r{text}\x1b[6n" for text in PROBES.values()) + "\r\x1b[K"
    try:
        tty.setraw(source, termios.TCSANOW)
        os.write(sink, request.encode())
        answers = _read(source, len(PROBES), seconds)
    finally:
        termios.tcsetattr(source, termios.TCSANOW, before)
    if len(answers) != len(PROBES):
        return None
    return {name: column - 1 for name, column in zip(PROBES, answers, strict=True)}


def _read(source: int, wanted: int, seconds: float) -> list[int]:
    """Columns of the answers that come within the time."""
    received = b""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if not select.select([source], [], [], left)[0]:
            break
        received += os.read(source, 1024)
        if len(_ANSWER.findall(received)) >= wanted:
            break
    return [int(column) for _, column in _ANSWER.findall(received)]
