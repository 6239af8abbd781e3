"""One fault in one file, as data that every printer shares."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_MARK = "\ufeff"


class Severity(StrEnum):
    """How bad a finding is; ``error`` and ``warning`` make a check fail, ``info`` does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def fails(self) -> bool:
        """Whether a check that finds it must not pass."""
        return self is not Severity.INFO


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What stands somewhere, and what should."""

    file: str
    """Path as given, ``-`` for standard input."""
    line: int
    """From 1."""
    column: int
    """Code points from the start of the line, from 1; a byte order mark is not counted."""
    start: int
    """Offset in the file, in code points from 0; a byte order mark is one."""
    end: int
    code: str
    """``TG`` and three digits."""
    severity: Severity
    concept: str
    """Concept id, or empty where no concept is at fault."""
    found: str
    """What stands there, as it stands."""
    expected: tuple[str, ...]
    """What could stand there, the best first; empty where the check cannot tell."""
    message: str


class Lines:
    """Line and column of the offsets of one text; a line ends with ``\\n``.

    A byte order mark is a character of the text and of no line, as in an editor.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *_line_ends(text)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column from 1."""
        line = bisect_right(self._starts, offset)
        mark = line == 1 and self.text.startswith(_MARK)
        return line, max(offset - self._starts[line - 1] + 1 - mark, 1)

    def line(self, number: int) -> str:
        """The text of a line, from 1, without its end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        line = self.text[start:end].rstrip("\r\n")
        return line.removeprefix(_MARK) if number == 1 else line

    def __len__(self) -> int:
        return len(self._starts)


def _line_ends(text: str) -> Iterator[int]:
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)
