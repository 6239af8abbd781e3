"""A program behind a pseudo-terminal: what it writes, when, and keys for it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tui import cells
from tui.cells import Habits

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-9;?$>=<]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])"
)
_PROBES = re.compile(rb"\r([^\r\x1b]*)\x1b\[6n")


def _take_terminal() -> None:
    """Makes the terminal that of the session: when we are killed it hangs up, and none is left."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


KEYS = {"up": "\x1b[A", "down": "\x1b[B", "f4": "\x1bOS", "escape": "\x1b"}


class Terminal:
    """Starts a program, reads all that it writes, and answers where the cursor is."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        habits: Habits | None = None,
        environ: dict[str, str] | None = None,
    ) -> None:
        self.habits = habits or Habits()
        self.raw = b""
        self.started = time.perf_counter()
        self.end, theirs = pty.openpty()
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            list(command),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
            env={**os.environ, "TERM": "xterm-256color", **(environ or {})},
        )
        os.close(theirs)
        self._answered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.end)

    def read(self, seconds: float) -> bytes:
        """What comes within a time, at once when anything does; empty when nothing comes."""
        if not select.select([self.end], [], [], seconds)[0]:
            return b""
        try:
            got = os.read(self.end, 65536)
        except OSError:  # the program has gone
            return b""
        self.raw += got
        self._answer()
        return got

    def _answer(self) -> None:
        # From where the last answer was due: to read all again at each turn takes milliseconds.
        for asked in _PROBES.finditer(self.raw, self._answered):
            column = cells.width(asked[1].decode(), self.habits) + 1
            os.write(self.end, f"\x1b[1;{column}R".encode())
            self._answered = asked.end()
        begun = self.raw.rfind(b"\r", self._answered)
        self._answered = begun if begun >= 0 else len(self.raw)

    def wait_for(self, text: str, seconds: float = 20.0, after: int = 0) -> float:
        """Seconds until a text was written; `after` so many bytes."""
        begin = time.perf_counter()
        while text not in self.text(after):
            if time.perf_counter() - begin > seconds:
                raise AssertionError(
                    f"{text!r} did not come; the last: {self.text(after)[-2000:]!r}"
                )
            self.read(0.05)
        return time.perf_counter() - begin

    def press(self, *keys: str) -> None:
        """Types, by names or characters."""
        for key in keys:
            os.write(self.end, KEYS.get(key, key).encode())

    def settle(self, quiet: float = 0.05, most: float = 10.0) -> None:
        """Reads until nothing comes for a while, or until `most` seconds have passed."""
        until = time.perf_counter() + most
        while self.read(quiet) and time.perf_counter() < until:
            pass

    def text(self, after: int = 0) -> str:
        """What was written, without escape sequences."""
        return _ESCAPES.sub("", self.raw[after:].decode("utf-8", "replace"))

    def ended(self, seconds: float = 20.0) -> int:
        """Exit code of the program, when it has ended."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self.read(0.02)
            if (code := self.process.poll()) is not None:
                return code
        raise AssertionError("the program does not end")

    def busy(self) -> float:
        """Seconds of the processor that all its threads took until now (Linux)."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text("ascii").split()[0]) for task in tasks) / 1e9

    def delayed(self) -> float:
        """Seconds that its main thread was ready to run and others had the processor (Linux)."""
        stat = Path(f"/proc/{self.process.pid}/schedstat").read_text("ascii")
        return int(stat.split()[1]) / 1e9

    def memory(self) -> int:
        """Most memory that it ever held, in bytes (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
