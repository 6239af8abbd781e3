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
